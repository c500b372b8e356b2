//! Fixtures: Markdown pages with the input first and what is expected of it last.
//!
//! Fenced blocks before `## Expected` are input files, named in their info strings (` ```yaml openapi.yaml `).
//! After it, `text diagnostics` holds all that the run had to say, and each `rust types/pet.rs` a file of the output,
//! or, with names behind it, only these items of the file (` ```rust types/pet.rs Pet, PetKind `).

use std::fs;
use std::path::{Path, PathBuf};

const EXPECTED: &str = "## Expected";

/// One fixture.
#[derive(Debug)]
pub struct Fixture {
    /// The page.
    pub path: PathBuf,
    /// Its file's name without the extension.
    pub case: String,
    /// Everything before the expectations, as written.
    pub head: String,
    /// The input files, in the order written.
    pub inputs: Vec<Block>,
    /// What is expected.
    pub expected: Vec<Block>,
}

/// A fenced block.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The first word of the info string.
    pub language: String,
    /// The rest of it.
    pub name: String,
    /// What is inside; ends with a newline unless empty.
    pub text: String,
}

/// The fixtures of one area, by name.
///
/// # Panics
///
/// When there are none, or one is no fixture.
pub fn load(area: &str) -> Vec<Fixture> {
    let folder = folder().join(area);
    let mut fixtures: Vec<Fixture> = list(&folder).iter().map(|path| read(path)).collect();
    fixtures.sort_by(|a, b| a.case.cmp(&b.case));
    assert!(!fixtures.is_empty(), "`{}` holds no fixtures", folder.display());
    fixtures
}

/// The folder of all areas.
pub fn folder() -> PathBuf {
    crate::root().join("tests/fixtures")
}

/// What a folder holds, by name.
///
/// # Panics
///
/// When the folder cannot be read.
pub fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|it| panic!("{}: {it}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|it| it.path()).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> Fixture {
    let shown = path.display();
    let text = fs::read_to_string(path).unwrap_or_else(|it| panic!("{shown}: {it}"));
    let case = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let at =
        text.find(&format!("\n{EXPECTED}")).unwrap_or_else(|| panic!("{shown}: no `{EXPECTED}`"));
    let (head, tail) = text.split_at(at + 1);
    assert!(head.starts_with("# "), "{shown}: a fixture begins with a title");
    let inputs = blocks(head);
    assert!(!inputs.is_empty(), "{shown}: no input");
    Fixture { path: path.to_owned(), case, head: head.to_owned(), inputs, expected: blocks(tail) }
}

/// The fenced blocks of a page.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let info = line.trim_start_matches('`');
        let fence = &line[..line.len() - info.len()];
        if fence.len() < 3 {
            continue;
        }
        let (language, name) = info.split_once(' ').unwrap_or((info, ""));
        let inside = lines.by_ref().take_while(|line| *line != fence);
        let text: String = inside.flat_map(|line| [line, "\n"]).collect();
        blocks.push(Block { language: language.to_owned(), name: name.trim().to_owned(), text });
    }
    blocks
}

impl Fixture {
    /// The page with these expectations instead of its own.
    pub fn with(&self, expected: &[Block]) -> String {
        let mut page = format!("{}{EXPECTED}\n", self.head);
        for Block { language, name, text } in expected {
            let longest = text.lines().map(|line| line.len() - line.trim_start_matches('`').len());
            let fence = "`".repeat(longest.max().unwrap_or_default().max(2) + 1);
            page.push_str(&format!("\n{fence}{language} {name}\n{text}{fence}\n"));
        }
        if expected.is_empty() {
            page.push_str("\nNothing to complain of.\n");
        }
        page
    }
}

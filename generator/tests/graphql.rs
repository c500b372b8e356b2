//! GraphQL schemas to diagnostics and Rust, as `tests/graphql/*.md` show.
//!
//! A fixture holds files (```` ```graphql name ````) and, under `# Expected`, what comes of them:
//! `## diagnostics`, and each generated file that a heading names. `UPDATE_EXPECT=1` rewrites
//! what is below the headings.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use meshwright_generator::diagnostics::render::render;
use meshwright_generator::diagnostics::{Diagnostics, Severity};
use meshwright_generator::output::OutputTree;
use meshwright_generator::source::{FileId, SourceMap};
use meshwright_generator::{CrateJob, Emit, Project, generate};

#[test]
fn fixtures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graphql");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let mut stale = Vec::new();
    for path in paths {
        let fixture = fs::read_to_string(&path).unwrap();
        let now = expected(&fixture);
        if now == fixture {
            continue;
        }
        match env::var_os("UPDATE_EXPECT") {
            Some(_) => fs::write(&path, now).unwrap(),
            None => stale.push(format!("{}\n\n{now}", path.display())),
        }
    }
    assert!(stale.is_empty(), "UPDATE_EXPECT=1 rewrites these:\n{}", stale.join("\n"));
}

/// The fixture with what comes out now.
fn expected(fixture: &str) -> String {
    let (input, expected) = fixture.split_once("\n# Expected\n").unwrap();
    let (sources, files) = sources(input);
    let mut diagnostics = Diagnostics::default();
    let output = run(&sources, &files, &mut diagnostics);
    let mut out = format!("{input}\n# Expected\n");
    for name in expected.lines().filter_map(|it| it.strip_prefix("## ")) {
        let text = match name {
            "diagnostics" => render(&diagnostics, &sources, false),
            name => output
                .as_ref()
                .and_then(|it| it.files().get(&format!("api/src/{name}")).cloned())
                .unwrap_or_else(|| "nothing".to_owned()),
        };
        let language = name.rsplit_once('.').map_or("text", |(_, it)| it).replace("rs", "rust");
        let ticks = if text.contains("```") { "````" } else { "```" };
        write!(out, "\n## {name}\n\n{ticks}{language}\n{}\n{ticks}\n", text.trim_end()).unwrap();
    }
    out
}

fn sources(input: &str) -> (SourceMap, Vec<FileId>) {
    let mut sources = SourceMap::default();
    let mut files = Vec::new();
    let mut lines = input.lines();
    while let Some(line) = lines.next() {
        let Some((ticks, rest)) = line.split_once("graphql ").or(line.split_once("json ")) else {
            continue;
        };
        if ticks.len() < 3 || ticks.chars().any(|it| it != '`') {
            continue;
        }
        let text: Vec<&str> = lines.by_ref().take_while(|it| *it != ticks).collect();
        files.push(sources.add(rest, text.join("\n") + "\n"));
    }
    (sources, files)
}

fn run(sources: &SourceMap, files: &[FileId], diagnostics: &mut Diagnostics) -> Option<OutputTree> {
    let job = CrateJob {
        name: "api".to_owned(),
        out: "api".to_owned(),
        schemas: files.to_vec(),
        overlays: Vec::new(),
        emit: Emit::default(),
        unimplemented: Vec::new(),
        graphql: meshwright_generator::settings::GraphqlSettings::default(),
        runtime_path: None,
    };
    let project = Project { crates: vec![job], docs: None, strict: false };
    generate(&project, sources, diagnostics)
}

/// Cuts, doubles and mixes a schema in many ways: whatever comes of it, it is no panic.
#[test]
fn never_panics() {
    let seeds = [
        include_str!("graphql/names.md"),
        include_str!("graphql/recursion.md"),
        include_str!("graphql/resolved.md"),
        include_str!("graphql/introspection.md"),
    ];
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below.max(1) as u64) as usize
    };
    for round in 0..400 {
        let (sources, files) =
            sources(seeds[round % seeds.len()].split("# Expected").next().unwrap());
        let file = files[next(files.len())];
        let mut chars: Vec<char> = sources.text(file).chars().collect();
        for _ in 0..=next(4) {
            let at = next(chars.len());
            match next(4) {
                0 => {
                    let end = (at + next(20)).min(chars.len());
                    chars.drain(at..end);
                }
                1 => chars.insert(
                    at.min(chars.len()),
                    ['{', '}', '"', '@', '!', 'é', '\0', '['][next(8)],
                ),
                2 => {
                    let piece: Vec<char> = chars[at..(at + next(40)).min(chars.len())].to_vec();
                    chars.splice(at..at, piece);
                }
                _ => {
                    let last = chars.len().saturating_sub(1);
                    chars.swap(at.min(last), (at + 1).min(last));
                }
            }
        }
        let mut broken = SourceMap::default();
        let ids: Vec<FileId> = files
            .iter()
            .map(|it| {
                let text = sources.text(*it).to_owned();
                let text = if *it == file { chars.iter().collect() } else { text };
                broken.add(&sources.file(*it).path, text)
            })
            .collect();
        let mut diagnostics = Diagnostics::default();
        let output = run(&broken, &ids, &mut diagnostics);
        assert!(output.is_some() || diagnostics.count(Severity::Error) > 0, "{:?}", broken);
        render(&diagnostics, &broken, false);
    }
}

#[test]
fn deep_nesting_is_refused() {
    for text in [
        format!("type Query {{ a: {}Int{} }}", "[".repeat(50_000), "]".repeat(50_000)),
        format!("type Query {{ a(b: [Int] = {}): Int }}", "[".repeat(50_000)),
        format!("type Query {{ a(b: Int = {}): Int }}", "{a: ".repeat(50_000)),
    ] {
        let mut sources = SourceMap::default();
        let file = sources.add("a.graphql", text);
        let mut diagnostics = Diagnostics::default();
        assert!(run(&sources, &[file], &mut diagnostics).is_none());
        assert!(diagnostics.has_errors());
    }
}

#[test]
fn long_chains_are_fine() {
    let mut sdl = "type Query { a: T0 }\n".to_owned();
    for index in 0..2_000 {
        writeln!(sdl, "type T{index} {{ next: T{} }}", index + 1).unwrap();
    }
    sdl.push_str("type T2000 { end: Int }\n");
    let mut sources = SourceMap::default();
    let file = sources.add("a.graphql", sdl);
    assert!(run(&sources, &[file], &mut Diagnostics::default()).is_some());
}

#[test]
fn twice_the_same() {
    let (sources, files) = sources(include_str!("graphql/resolved.md"));
    let once = run(&sources, &files, &mut Diagnostics::default());
    assert_eq!(once, run(&sources, &files, &mut Diagnostics::default()));
}

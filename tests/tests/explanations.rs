//! Every code has a page whose examples are true: the wrong one gives the code, the mended one does not.

use std::fs;

use meshwright_generator::diagnostics::code::{self, Code};
use tests::fixture::{self, Block};
use tests::generate::of_blocks;
use tests::root;

/// The sections of a page, in order.
const SECTIONS: &[&str] = &["Wrong", "Mended", "Lenient and strict", "Specification"];

#[test]
fn examples_are_true() {
    let mut untrue = Vec::new();
    for Code { name, page } in code::ALL {
        let (wrong, mended) = (said(page, "Wrong"), said(page, "Mended"));
        if !wrong.iter().any(|it| it == name) {
            untrue.push(format!("`{name}`: the wrong example says {wrong:?}"));
        }
        if !mended.is_empty() {
            untrue.push(format!("`{name}`: the mended example says {mended:?}"));
        }
    }
    assert!(untrue.is_empty(), "{}", untrue.join("\n"));
}

#[test]
fn pages_have_one_form() {
    for code in code::ALL {
        let Code { name, page } = code;
        assert!(page.starts_with(&format!("# {name}\n\n")), "`{name}`: its title");
        let headings: Vec<&str> = page.lines().filter_map(|it| it.strip_prefix("## ")).collect();
        assert_eq!(headings, SECTIONS, "`{name}`");
        assert!(code.summary().ends_with('.'), "`{name}`: a summary is a sentence");
        for section in SECTIONS {
            assert!(self::section(page, section).trim().len() > 10, "`{name}`: {section}");
        }
    }
}

#[test]
fn codes_are_in_order() {
    assert!(code::ALL.is_sorted_by_key(|it| it.name), "codes are in alphabetical order");
    assert_eq!(Code::find("missing-target"), Some(code::MISSING_TARGET));
    assert_eq!(Code::find("missing"), None);
}

/// `UPDATE_EXPECT=1` writes the table anew.
#[test]
fn the_index_lists_every_page() {
    const HEAD: &str = "|---|---|\n";
    let file = root().join("docs/diagnostics.md");
    let text = fs::read_to_string(&file).expect("the index");
    let (before, table) = text.split_once(HEAD).expect("a table");
    let row = |it: &Code| {
        let name = it.name;
        format!("| [`{name}`](../generator/explanations/{name}.md) | {} |\n", it.summary())
    };
    let rows: String = code::ALL.iter().map(row).collect();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, format!("{before}{HEAD}{rows}")).expect("the index");
    } else {
        assert_eq!(table, rows, "`UPDATE_EXPECT=1 cargo test -p tests` writes the table anew");
    }
}

/// The codes that are said about the example of a section.
fn said(page: &str, heading: &str) -> Vec<String> {
    let blocks: Vec<Block> =
        fixture::blocks(section(page, heading)).into_iter().map(whole).collect();
    if blocks.first().is_some_and(|it| it.language == "toml") {
        return manifest(&blocks);
    }
    let outcome = of_blocks(&blocks, "example", "out");
    outcome.diagnostics.iter().map(|it| it.code.to_owned()).collect()
}

/// The text below a heading.
fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let start = format!("\n## {heading}\n");
    let rest = page.split_once(&start).map_or("", |it| it.1);
    rest.split("\n## ").next().unwrap_or_default()
}

/// A block without a name is a part of a document; what every document has is left out of it.
fn whole(block: Block) -> Block {
    if !block.name.is_empty() {
        return block;
    }
    let mut text = block.text;
    for (key, line) in [
        ("info:", "info: { title: Pets, version: \"1\" }\n"),
        ("openapi:", "openapi: 3.1.0\n"),
        ("paths:", "paths: {}\n"),
    ] {
        if !text.lines().any(|it| it.starts_with(key)) {
            text.insert_str(0, line);
        }
    }
    Block { name: "openapi.yaml".to_owned(), text, ..block }
}

/// What is said about a manifest, which is not the generator's to read.
fn manifest(blocks: &[Block]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    for Block { name, text, .. } in blocks {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let loaded = meshwright::manifest::load(&folder.path().join("meshwright.toml"));
    let said = loaded.err().map(|it| it.to_string()).unwrap_or_default();
    said.match_indices("error[")
        .map(|(at, it)| said[at + it.len()..].split(']').next().unwrap_or_default().to_owned())
        .collect()
}

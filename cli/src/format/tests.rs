use meshwright_generator::output::Text;

use super::*;

fn tree(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::default();
    for (path, text) in files {
        tree.insert(*path, (*text).to_owned());
    }
    tree
}

#[test]
fn rust_is_formatted_and_nothing_else() {
    let root = tempfile::tempdir().expect("a folder");
    std::fs::write(root.path().join("rustfmt.toml"), "max_width = 40\n").expect("a file");
    let long = "fn f() { call(aaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbb, c); }";
    let files = [
        ("c/src/lib.rs", "pub   mod types;pub(crate) mod r#type;\nmod gone;\n"),
        ("c/src/types.rs", long),
        ("c/src/index.html", "<a   b>"),
        ("c/src/nothing.rs", "//! Nothing.\n\n"),
    ];
    let mut tree = tree(&files);
    Formatter::new(root.path(), None).expect("rustfmt").format(&mut tree).expect("formatted");
    let text = |path: &str| tree.files()[path].as_str();
    assert_eq!(text("c/src/lib.rs"), "mod gone;\npub(crate) mod r#type;\npub mod types;\n");
    assert!(text("c/src/types.rs").contains("        aaaaaaaaaaaaaaaa,\n"));
    assert_eq!(text("c/src/index.html"), "<a   b>");
    assert_eq!(text("c/src/nothing.rs"), "//! Nothing.\n");
}

#[test]
fn what_is_no_rust_is_told_by_its_path() {
    let root = tempfile::tempdir().expect("a folder");
    let mut tree = tree(&[
        ("c/src/a.rs", "// First.\n\nfn a() {}\n"),
        ("c/src/bad.rs", "// Second.\n//! Bad.\n\nfn f() {}\nfn g() { let = 1; }\n"),
        ("c/src/c.rs", "// Third.\n\nfn c() {}\n"),
    ]);
    let error = Formatter::new(root.path(), None).expect("rustfmt").format(&mut tree);
    let error = error.expect_err("a mistake").to_string();
    assert!(error.contains("--> c/src/bad.rs:5:"), "{error}");
}

/// What was written before stays as long as nobody touches it, and the print is the same.
#[test]
fn what_was_written_is_kept() {
    let root = tempfile::tempdir().expect("a folder");
    let cache = root.path().join("cache");
    let formatter = || Formatter::new(root.path(), Some(&cache)).expect("rustfmt");
    let mut tree = OutputTree::default();
    tree.insert_module("c/src/lib.rs".to_owned(), 7, Text::Printed("fn  f( ) { }".to_owned()));
    tree.own("c/src");
    formatter().format(&mut tree).expect("formatted");
    let file = root.path().join("c/src/lib.rs");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    std::fs::write(&file, &tree.files()["c/src/lib.rs"]).expect("a file");
    assert_eq!(formatter().kept("c/src/lib.rs", 7), None, "nothing is remembered yet");
    formatter().remember(&tree);
    assert_eq!(formatter().kept("c/src/lib.rs", 7).as_deref(), Some("fn f() {}\n"));
    assert_eq!(formatter().kept("c/src/lib.rs", 8), None, "another print");
    assert_eq!(formatter().kept("c/src/main.rs", 7), None, "another file");
    std::fs::write(&file, "fn g() {}\n").expect("a file");
    assert_eq!(formatter().kept("c/src/lib.rs", 7), None, "somebody changed it");
}

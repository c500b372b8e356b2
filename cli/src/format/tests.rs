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
    let cache = root.path().join("cache");
    let long = "fn f() { call(aaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbb, c); }";
    let files = [
        ("c/src/lib.rs", "pub   mod types;pub(crate) mod r#type;\nmod gone;\n"),
        ("c/src/types.rs", long),
        ("c/src/index.html", "<a   b>"),
    ];
    for _ in 0..2 {
        let mut tree = tree(&files);
        format(&mut tree, root.path(), Some(&cache)).expect("formatted");
        let text = |path: &str| tree.files()[path].as_str();
        assert_eq!(text("c/src/lib.rs"), "mod gone;\npub(crate) mod r#type;\npub mod types;\n");
        assert!(text("c/src/types.rs").contains("        aaaaaaaaaaaaaaaa,\n"));
        assert_eq!(text("c/src/index.html"), "<a   b>");
    }
    assert_eq!(std::fs::read_dir(&cache).expect("a cache").count(), 2);
}

#[test]
fn what_is_no_rust_is_told_by_its_path() {
    let root = tempfile::tempdir().expect("a folder");
    let mut tree = tree(&[("c/src/lib.rs", "fn f() {}"), ("c/src/bad.rs", "fn f( {")]);
    let error = format(&mut tree, root.path(), None).expect_err("a mistake").to_string();
    assert!(error.contains("--> c/src/bad.rs:1:"), "{error}");
}

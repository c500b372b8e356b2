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

#[test]
#[ignore = "a measurement"]
fn sixty_thousand_lines() {
    let root = tempfile::tempdir().expect("a folder");
    let item = "/// Doc.\n#[derive(Debug, Clone)]\npub struct S { pub a: String, pub b: Option<Vec<u8>>, }\n\
        impl S { fn read(&mut self, r: &mut Reader) -> Result<(), Error> { const NAMES: &[&str] = &[\"id\", \"name\"];\n\
        object(r, NAMES, REQUIRED, &mut |field, r| match field { 0 => self.a.read(r),\n _ => self.b.read(r), }) } }\n\n";
    let files: Vec<(String, String)> =
        (0..400).map(|it| (format!("c/src/f{it}.rs"), item.repeat(8))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    for _ in 0..2 {
        let mut tree = tree(&files);
        let begun = std::time::Instant::now();
        format(&mut tree, root.path(), Some(&root.path().join("cache"))).expect("formatted");
        let n_lines: usize = tree.files().values().map(|it| it.lines().count()).sum();
        say(&format!("{n_lines} lines in {:?}", begun.elapsed()));
    }
}

#[expect(clippy::print_stderr, reason = "a measurement is for people")]
fn say(text: &str) {
    eprintln!("{text}");
}

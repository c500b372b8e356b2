//! What is read, and what is not.

use std::fs;
use std::path::Path;

use meshwright::read::Reader;
use meshwright_generator::source::SourceMap;

fn read(root: &Path, roots: &[&str]) -> SourceMap {
    let reader = Reader::new(root, root).expect("a folder");
    reader.read(&roots.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
}

fn reason(sources: &SourceMap, path: &str) -> String {
    let id = sources.find(path).expect("it is in the map");
    sources.file(id).text.clone().expect_err("it was not read")
}

#[test]
fn reasons_name_no_path_of_the_machine() {
    let outer = tempfile::tempdir().expect("a folder");
    let root = outer.path().join("project");
    fs::create_dir_all(root.join("folder")).expect("a folder");
    fs::write(outer.path().join("secret.yaml"), "a: 1").expect("a file");
    fs::write(root.join("latin.yaml"), b"a: \xe9").expect("a file");
    fs::write(root.join("bom.yaml"), "\u{feff}a: 1").expect("a file");
    let absolute = outer.path().join("secret.yaml").to_string_lossy().into_owned();
    let sources = read(
        &root,
        &[
            "gone.yaml",
            "../secret.yaml",
            "../gone.yaml",
            &absolute,
            "latin.yaml",
            "folder",
            "bom.yaml",
        ],
    );
    assert_eq!(reason(&sources, "gone.yaml"), "no such file or directory");
    assert_eq!(reason(&sources, "../secret.yaml"), "outside the project");
    assert_eq!(reason(&sources, "../gone.yaml"), "outside the project");
    assert_eq!(reason(&sources, &absolute), "outside the project");
    assert_eq!(reason(&sources, "latin.yaml"), "not UTF-8 (byte 3)");
    assert_eq!(reason(&sources, "folder"), "a folder, not a file");
    assert_eq!(sources.text(sources.find("bom.yaml").expect("read")), "a: 1");
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out() {
    let outer = tempfile::tempdir().expect("a folder");
    let root = outer.path().join("project");
    fs::create_dir(&root).expect("a folder");
    fs::write(outer.path().join("secret.yaml"), "a: 1").expect("a file");
    fs::write(root.join("real.yaml"), "b: 1").expect("a file");
    std::os::unix::fs::symlink("../secret.yaml", root.join("out.yaml")).expect("a link");
    std::os::unix::fs::symlink("real.yaml", root.join("in.yaml")).expect("a link");
    let sources = read(&root, &["out.yaml", "in.yaml"]);
    assert_eq!(reason(&sources, "out.yaml"), "outside the project");
    assert_eq!(sources.text(sources.find("in.yaml").expect("read")), "b: 1");
}

#[test]
fn a_run_reads_only_so_much() {
    let root = tempfile::tempdir().expect("a folder");
    fs::write(root.path().join("a.yaml"), "a: 1").expect("a file");
    fs::write(root.path().join("b.yaml"), "b: 1").expect("a file");
    let mut reader = Reader::new(root.path(), root.path()).expect("a folder");
    reader.most_bytes = 6;
    let sources = reader.read(&["a.yaml".to_owned(), "b.yaml".to_owned()]);
    assert!(reason(&sources, "b.yaml").starts_with("too large"));
}

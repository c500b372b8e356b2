//! The binary as people meet it: exit codes and last lines.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs `meshwright` in a folder and gives its exit code and what it said.
fn meshwright(folder: &Path, args: &[&str]) -> (i32, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_meshwright"))
        .args(args)
        .current_dir(folder)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    (out.status.code().expect("a code"), said)
}

#[test]
fn what_cannot_run_exits_with_two() {
    let root = tempfile::tempdir().expect("a folder");
    let (code, said) = meshwright(root.path(), &["gen", "--frobnicate"]);
    assert_eq!(code, 2, "{said}");
    let (code, said) = meshwright(root.path(), &["gen", "--manifest", "gone.toml"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("No such file"), "{said}");
    let (code, said) = meshwright(root.path(), &["gen", "--schema", "a.yaml"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("--out"), "{said}");
    let (code, said) =
        meshwright(root.path(), &["gen", "--schema", "a.yaml", "--out", "x", "--name", "x"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("cannot read `a.yaml`"), "{said}");
}

#[test]
fn mistakes_of_the_manifest_are_drawn() {
    let root = tempfile::tempdir().expect("a folder");
    fs::create_dir(root.path().join("inner")).expect("a folder");
    fs::write(
        root.path().join("meshwright.toml"),
        "[[crate]]\nname = \"a\"\nschema = \"no.yaml\"\n",
    )
    .expect("a file");
    let (code, said) = meshwright(&root.path().join("inner"), &["gen"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains(" --> meshwright.toml:3:10\n"), "{said}");
    assert!(said.contains("3 | schema = \"no.yaml\"\n"), "{said}");
}

#[test]
fn help_and_version_are_no_failure() {
    let root = tempfile::tempdir().expect("a folder");
    assert_eq!(meshwright(root.path(), &["--help"]).0, 0);
    assert_eq!(meshwright(root.path(), &["--version"]).0, 0);
    assert_eq!(meshwright(root.path(), &[]).0, 2);
}

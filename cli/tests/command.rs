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
    assert!(said.contains("no such file"), "{said}");
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
fn what_will_not_do_is_told_with_a_remedy() {
    let root = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        fs::write(root.path().join(name), text).expect("a file");
    };
    fs::create_dir(root.path().join("folder.yaml")).expect("a folder");
    write("pets.yaml", "openapi: 3.1.0\n");
    write("empty.yaml", "");
    write("typo.yaml", "openAPI: 3.1.0\n");
    write("file", "");
    let one = |schema: &str, out: &str| -> String {
        meshwright(root.path(), &["gen", "--schema", schema, "--out", out, "--name", "x"]).1
    };
    for (said, part) in [
        (
            one("pets.yml", "x"),
            "cannot read `pets.yml`: no such file or directory; did you mean `pets.yaml`?",
        ),
        (one("folder.yaml", "x"), "`folder.yaml` is a folder, not a file"),
        (one("empty.yaml", "x"), "expected an OpenAPI document, found nothing"),
        (one("typo.yaml", "x"), "did you mean `openapi` by `openAPI`?"),
        (one("pets.yaml", "file"), "file` is a file, not a folder"),
    ] {
        assert!(said.contains(part), "{part}\n{said}");
        assert!(!said.contains("os error"), "{said}");
    }
    let two = ["gen", "--schema", "pets.yaml", "typo.yaml", "--out", "x", "--name", "x"];
    assert!(meshwright(root.path(), &two).1.contains("only a GraphQL schema"));
    let stage = ["dump", "apis", "--schema", "pets.yaml"];
    assert!(meshwright(root.path(), &stage).1.contains("did you mean `api`?"));

    write("meshwright.toml", "[[crates]]\nname = \"a\"\n");
    assert!(meshwright(root.path(), &["gen"]).1.contains("did you mean `crate`?"));
    let crate_ = "[[crate]]\nname = \"a\"\n";
    write("meshwright.toml", &format!("{crate_}schema = \"pets.yml\"\nemit = [\"sever\"]\n"));
    let said = meshwright(root.path(), &["gen"]).1;
    assert!(said.contains("did you mean `pets.yaml`?"), "{said}");
    assert!(said.contains("did you mean `server`?"), "{said}");
}

#[test]
fn codes_are_explained() {
    let root = tempfile::tempdir().expect("a folder");
    let explain = |args: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_meshwright"))
            .arg("explain")
            .args(args)
            .current_dir(root.path())
            .output()
            .expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (out.status.code().expect("a code"), text(out.stdout), text(out.stderr))
    };
    let (code, page, _) = explain(&["missing-target"]);
    assert_eq!(code, 0);
    assert!(page.starts_with("# missing-target\n\nA reference leads"), "{page}");
    assert!(!page.contains('\u{1b}'), "no colours where nobody looks");
    // As it is printed, and as it may be typed.
    assert_eq!(explain(&["[MISSING_TARGET]"]).1, page);

    let (code, list, _) = explain(&[]);
    assert_eq!(code, 0);
    assert!(list.contains("\nmissing-target  "), "{list}");

    let (code, page, said) = explain(&["mising-target"]);
    assert_eq!((code, page.as_str()), (2, ""));
    assert!(said.contains("did you mean `meshwright explain missing-target`?"), "{said}");
    let (code, _, said) = explain(&["whatever"]);
    assert_eq!(code, 2);
    assert!(said.contains("`meshwright explain` lists all"), "{said}");
}

#[test]
fn help_and_version_are_no_failure() {
    let root = tempfile::tempdir().expect("a folder");
    assert_eq!(meshwright(root.path(), &["--help"]).0, 0);
    assert_eq!(meshwright(root.path(), &["--version"]).0, 0);
    assert_eq!(meshwright(root.path(), &[]).0, 2);
}

//! The disk after `sync`, in folders made for the purpose.

use std::fs;
use std::path::Path;

use meshwright::sync::{Drift, HEADER, Kind, Mode, sync};
use meshwright_generator::output::OutputTree;

fn tree() -> OutputTree {
    let mut tree = OutputTree::default();
    tree.own("c/src");
    tree.own("docs");
    tree.insert("c/src/lib.rs", format!("{HEADER}\nmod a;\n"));
    tree.insert("c/src/a/mod.rs", format!("{HEADER}\nfn a() {{}}\n"));
    tree.insert("docs/index.html", "<p>\n".to_owned());
    tree.scaffold("c/Cargo.toml", "[package]\n".to_owned());
    tree
}

fn run(root: &Path, mode: Mode) -> Drift {
    sync(root, &tree(), mode).expect("it runs")
}

fn kinds(drift: &Drift) -> Vec<(Kind, &str)> {
    drift.changes.iter().map(|it| (it.kind, it.path.as_str())).collect()
}

fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().expect("a parent")).expect("folders");
    fs::write(file, text).expect("written");
}

fn get(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).expect("a file")
}

#[test]
fn what_is_missing_is_written_and_then_all_is_fine() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    let drift = run(root, Mode::Check);
    assert_eq!(drift.counts(), "4 missing");
    assert_eq!(fs::read_dir(root).expect("a folder").count(), 0, "a check writes nothing");
    run(root, Mode::Write);
    assert_eq!(get(root, "c/src/a/mod.rs"), format!("{HEADER}\nfn a() {{}}\n"));
    assert_eq!(get(root, "c/Cargo.toml"), "[package]\n");
    assert!(run(root, Mode::Check).is_empty());
    assert!(run(root, Mode::Write).is_empty());
}

#[test]
fn stale_files_and_orphans_are_told_and_mended() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    run(root, Mode::Write);
    put(root, "c/src/lib.rs", &format!("{HEADER}\nmod b;\n"));
    put(root, "c/src/b/deep/x.rs", &format!("{HEADER}\n"));
    put(root, "docs/old.html", "");
    fs::create_dir_all(root.join("docs/empty/inner")).expect("folders");
    fs::remove_file(root.join("c/src/a/mod.rs")).expect("removed");
    let drift = run(root, Mode::Check);
    let want = [
        (Kind::Missing, "c/src/a/mod.rs"),
        (Kind::Orphaned, "c/src/b/deep/x.rs"),
        (Kind::Stale, "c/src/lib.rs"),
        (Kind::Orphaned, "docs/old.html"),
    ];
    assert_eq!(kinds(&drift), want);
    assert_eq!(drift.counts(), "1 stale, 1 missing, 2 orphaned");
    let text = drift.text("here/");
    assert!(text.contains("stale    here/c/src/lib.rs\n"), "{text}");
    assert!(text.contains("    -mod b;\n    +mod a;\n"), "{text}");
    assert!(root.join("docs/old.html").exists(), "a check removes nothing");

    let drift = run(root, Mode::Write);
    assert_eq!((drift.count_written(), drift.count_orphaned()), (2, 2));
    assert!(!root.join("c/src/b").exists());
    assert!(!root.join("docs/empty").exists());
    assert!(run(root, Mode::Check).is_empty());
}

#[test]
fn long_differences_are_cut() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    run(root, Mode::Write);
    put(root, "docs/index.html", &"a\n".repeat(500));
    let text = run(root, Mode::Check).text("");
    assert!(text.lines().count() < 20, "{text}");
    assert!(text.contains("more changed lines"), "{text}");
}

#[test]
fn unchanged_files_and_scaffolds_are_not_touched() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    run(root, Mode::Write);
    put(root, "c/Cargo.toml", "mine\n");
    put(root, "docs/index.html", "stale");
    let modified =
        |path: &str| fs::metadata(root.join(path)).and_then(|it| it.modified()).expect("a time");
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    let file = fs::File::options().append(true).open(root.join("c/src/lib.rs")).expect("a file");
    file.set_modified(old).expect("a time");
    run(root, Mode::Write);
    assert_eq!(modified("c/src/lib.rs"), old);
    assert_ne!(modified("docs/index.html"), old);
    assert_eq!(get(root, "c/Cargo.toml"), "mine\n");
}

#[test]
fn what_a_killed_run_left_is_no_orphan_and_goes_with_the_next() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    run(root, Mode::Write);
    let leftovers = [
        "c/src/.meshwright-1-lib.rs.tmp",
        "c/.meshwright-2-Cargo.toml.tmp",
        "docs/x/.meshwright-3-y.tmp",
    ];
    for path in leftovers {
        put(root, path, "half");
    }
    assert!(run(root, Mode::Check).is_empty());
    assert!(leftovers.iter().all(|it| root.join(it).exists()));
    assert!(run(root, Mode::Write).is_empty());
    assert!(!leftovers.iter().any(|it| root.join(it).exists()));
    assert!(!root.join("docs/x").exists());
}

#[test]
fn a_file_where_a_folder_is_needed_and_the_reverse() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    put(root, "c/src/a", "a file");
    put(root, "c/src/lib.rs/inner.txt", "a folder");
    run(root, Mode::Write);
    assert!(run(root, Mode::Check).is_empty());
}

#[test]
fn hand_written_rust_is_not_removed() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    put(root, "c/src/main.rs", "fn main() {}\n");
    let error = sync(root, &tree(), Mode::Write).expect_err("it is refused").to_string();
    assert!(error.contains("  c/src/main.rs"), "{error}");
    assert!(root.join("c/src/main.rs").exists());
    assert!(!root.join("c/src/lib.rs").exists(), "nothing else is written either");
}

#[cfg(unix)]
#[test]
fn links_are_removed_and_never_followed() {
    let root = tempfile::tempdir().expect("a folder");
    let other = tempfile::tempdir().expect("a folder");
    put(other.path(), "precious.txt", "");
    run(root.path(), Mode::Write);
    std::os::unix::fs::symlink(other.path(), root.path().join("docs/link")).expect("a link");
    assert_eq!(run(root.path(), Mode::Write).counts(), "1 orphaned");
    assert!(!root.path().join("docs/link").exists());
    assert!(other.path().join("precious.txt").exists());
}

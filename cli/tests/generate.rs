//! `gen` on a project of its own, as people meet it: what it writes, what it leaves alone, what it says.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

const MANIFEST: &str = r#"[[crate]]
name = "pets"
schema = "pets.yaml"
"#;

const SCHEMA: &str = r##"openapi: 3.0.3
info: { title: Pets, version: "1" }
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        "200":
          description: A pet.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Pet" }
components:
  schemas:
    Pet: { type: object, required: [name], properties: { name: { type: string } } }
    Toy: { type: object, properties: { size: { type: integer } } }
"##;

fn project() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    write(root.path(), "meshwright.toml", MANIFEST);
    write(root.path(), "pets.yaml", SCHEMA);
    root
}

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, text).expect("a file");
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meshwright"));
    command.args(args).current_dir(folder).env_remove("CARGO_TARGET_DIR").stdin(Stdio::null());
    command
}

/// Runs `meshwright` and gives its exit code and what it said.
fn meshwright(folder: &Path, args: &[&str]) -> (i32, String) {
    let out = command(folder, args).output().expect("it runs");
    assert!(out.stdout.is_empty(), "standard output is for data");
    (out.status.code().expect("a code"), String::from_utf8_lossy(&out.stderr).into_owned())
}

/// Every file below a folder but the tool's own cache: its text and when it was written.
fn tree(root: &Path) -> BTreeMap<String, (String, SystemTime)> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            let name = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
            if name == "target" {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let modified = entry.metadata().and_then(|it| it.modified()).expect("a time");
                files.insert(name, (fs::read_to_string(&path).expect("text"), modified));
            }
        }
    }
    files
}

fn texts(root: &Path) -> BTreeMap<String, String> {
    tree(root).into_iter().map(|(path, (text, _))| (path, text)).collect()
}

fn lines(said: &str) -> usize {
    said.lines().count()
}

#[test]
fn writes_once_and_then_nothing() {
    let root = project();
    let (code, said) = meshwright(root.path(), &["gen"]);
    assert_eq!((code, lines(&said)), (0, 1), "{said}");
    let first = tree(root.path());
    let n_written = first.len() - 2;
    assert_eq!(said, format!("gen: {n_written} files written\n"));
    assert!(first.contains_key("generated/pets/src/types/pet.rs"), "{:?}", first.keys());
    let (code, said) = meshwright(root.path(), &["gen"]);
    let n_owned = n_written - 1;
    assert_eq!((code, said), (0, format!("gen: 1 crate, {n_owned} files, all up to date\n")));
    assert_eq!(tree(root.path()), first, "the second run touched something");
    let (code, said) = meshwright(root.path(), &["gen", "--check"]);
    assert_eq!((code, lines(&said)), (0, 1), "{said}");
    assert_eq!(tree(root.path()), first, "a check touched something");
}

#[test]
fn a_check_names_what_is_stale_and_writes_nothing() {
    let root = project();
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    write(root.path(), "pets.yaml", &SCHEMA.replace("getPet", "getPex"));
    let before = tree(root.path());
    let (code, said) = meshwright(root.path(), &["gen", "--check"]);
    assert_eq!(code, 1, "{said}");
    assert_eq!(tree(root.path()), before, "a check wrote something");
    let last = said.lines().last().unwrap_or_default();
    assert_eq!(last, "gen --check: 3 stale; run `meshwright gen` and commit the result", "{said}");
    // Whatever `gen` then changes is what the check named.
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    let after = tree(root.path());
    let changed: Vec<&String> = after
        .keys()
        .filter(|path| before.get(*path).map(|it| &it.0) != Some(&after[*path].0))
        .collect();
    assert_eq!(changed.len(), 3, "{changed:?}");
    for path in changed {
        assert!(said.contains(&format!("stale    {path}")), "`{path}` is not in:\n{said}");
    }
    for (path, (_, modified)) in &after {
        if before[path].0 == after[path].0 {
            assert_eq!(*modified, before[path].1, "`{path}` was touched");
        }
    }
}

#[test]
fn a_check_names_what_is_missing_and_what_is_left_over() {
    let root = project();
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    let whole = texts(root.path());
    let types = root.path().join("generated/pets/src/types");
    fs::remove_file(types.join("pet.rs")).expect("it was there");
    fs::rename(types.join("toy.rs"), types.join("ball.rs")).expect("it was there");
    let before = tree(root.path());
    let (code, said) = meshwright(root.path(), &["gen", "--check"]);
    assert_eq!(code, 1, "{said}");
    assert_eq!(tree(root.path()), before, "a check wrote something");
    for line in [
        "missing  generated/pets/src/types/pet.rs",
        "missing  generated/pets/src/types/toy.rs",
        "orphaned generated/pets/src/types/ball.rs",
    ] {
        assert!(said.contains(line), "no `{line}` in:\n{said}");
    }
    assert!(said.ends_with("run `meshwright gen` and commit the result\n"), "{said}");
    let (code, said) = meshwright(root.path(), &["gen"]);
    assert_eq!((code, said.as_str()), (0, "gen: 2 files written, 1 removed\n"));
    assert_eq!(texts(root.path()), whole);
}

/// A document without tags, with an operation on each subject: three take a file, and four a folder.
fn long(subjects: &[&str]) -> String {
    let parameters: Vec<String> = (0..100)
        .map(|n| format!("{{ name: q{n}, in: query, schema: {{ type: string }} }}"))
        .collect();
    let parameters = parameters.join(", ");
    let mut text = "openapi: 3.0.3\ninfo: { title: Long, version: \"1\" }\npaths:\n".to_owned();
    for subject in subjects {
        text.push_str(&format!(
            "  /{subject}:\n    get:\n      parameters: [{parameters}]\n      \
             responses: {{ \"204\": {{ description: Done. }} }}\n"
        ));
    }
    text
}

#[test]
fn a_file_that_is_long_makes_way_for_a_folder_and_back() {
    let root = project();
    let operations = root.path().join("generated/pets/src/operations");
    write(root.path(), "pets.yaml", &long(&["cats", "dogs", "cows"]));
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    let short = texts(&root.path().join("generated"));
    assert!(operations.join("default.rs").is_file());
    write(root.path(), "pets.yaml", &long(&["cats", "dogs", "cows", "hens"]));
    let (code, said) = meshwright(root.path(), &["gen", "--check"]);
    assert_eq!(code, 1, "{said}");
    for line in [
        "missing  generated/pets/src/operations/default/cats.rs",
        "missing  generated/pets/src/operations/default/mod.rs",
        "orphaned generated/pets/src/operations/default.rs",
    ] {
        assert!(said.contains(line), "no `{line}` in:\n{said}");
    }
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    assert!(!operations.join("default.rs").exists());
    let split = tree(root.path());
    // One subject changes, and the others are kept as they were formatted.
    let changed = long(&["cats", "dogs", "cows", "hens"]).replacen("string", "integer", 1);
    write(root.path(), "pets.yaml", &changed);
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    for (name, is_same) in [("cats", false), ("cows", true), ("hens", true)] {
        let path = format!("generated/pets/src/operations/default/{name}.rs");
        assert_eq!(tree(root.path())[&path] == split[&path], is_same, "{name}");
    }
    assert_eq!(meshwright(root.path(), &["gen", "--check"]).0, 0);
    write(root.path(), "pets.yaml", &long(&["cats", "dogs", "cows"]));
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    assert!(!operations.join("default").exists(), "an empty folder");
    assert_eq!(texts(&root.path().join("generated")), short);
}

#[test]
fn what_people_own_stays_theirs() {
    let root = project();
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    let manifest = root.path().join("generated/pets/Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("a manifest").replace("0.1.0", "0.2.0");
    fs::write(&manifest, &text).expect("a manifest");
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    assert_eq!(meshwright(root.path(), &["gen", "--check"]).0, 0);
    assert_eq!(fs::read_to_string(&manifest).expect("a manifest"), text);
}

#[test]
fn no_manifest_and_no_schema_cannot_run() {
    let root = tempfile::tempdir().expect("a folder");
    let (code, said) = meshwright(root.path(), &["gen"]);
    assert_eq!((code, lines(&said)), (2, 1), "{said}");
    assert!(said.starts_with("error: no `meshwright.toml` here or in a folder above"), "{said}");
    assert!(tree(root.path()).is_empty());
}

#[test]
fn a_syntax_error_writes_nothing() {
    let root = project();
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    write(root.path(), "pets.yaml", &SCHEMA.replace("paths:", "paths: ["));
    let before = tree(root.path());
    for args in [&["gen"][..], &["gen", "--check"]] {
        let (code, said) = meshwright(root.path(), args);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("error[syntax]"), "{said}");
        assert!(said.contains("--> pets.yaml:"), "{said}");
        assert!(said.ends_with(": 1 error; nothing was written\n"), "{said}");
        assert_eq!(tree(root.path()), before);
    }
}

#[test]
fn two_folders_get_the_same_bytes() {
    let (left, right) = (project(), project());
    let deep = right.path().join("somewhere/else");
    write(&deep, "meshwright.toml", MANIFEST);
    write(&deep, "pets.yaml", SCHEMA);
    assert_eq!(meshwright(left.path(), &["gen"]).0, 0);
    let locale =
        command(&deep, &["gen"]).env("LC_ALL", "tr_TR.UTF-8").env("TZ", "Asia/Tokyo").output();
    assert!(locale.expect("it runs").status.success());
    assert_eq!(texts(left.path()), texts(&deep));
}

#[test]
fn strict_refuses_what_lenient_repairs() {
    let root = project();
    write(root.path(), "pets.yaml", &SCHEMA.replace("type: integer", "type: intger"));
    let before = tree(root.path());
    let (code, said) = meshwright(root.path(), &["gen", "--strict"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("error[unknown-type]: `intger` is no type"), "{said}");
    assert!(said.ends_with("gen: 1 error; nothing was written\n"), "{said}");
    assert_eq!(tree(root.path()), before);
    let (code, said) = meshwright(root.path(), &["gen"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("warning[unknown-type]"), "{said}");
    assert!(said.ends_with("files written (1 warning)\n"), "{said}");
}

/// One schema may refer to whatever is below the folder that people stand in, and to nothing above it.
#[test]
fn one_schema_may_refer_to_what_is_below_the_current_folder() {
    let root = tempfile::tempdir().expect("a folder");
    let schema = SCHEMA.replace("#/components/schemas/Pet", "../shared/pet.yaml");
    write(root.path(), "api/v1/pets.yaml", &schema.replace("../shared", "../../shared"));
    write(
        root.path(),
        "shared/pet.yaml",
        "type: object\nproperties: { paws: { type: integer } }\n",
    );
    let args =
        ["gen", "--strict", "--schema", "api/v1/pets.yaml", "--out", "out", "--name", "pets"];
    let (code, said) = meshwright(root.path(), &args);
    assert_eq!(code, 0, "{said}");
    let args = ["gen", "--strict", "--schema", "v1/pets.yaml", "--out", "out", "--name", "pets"];
    let (code, said) = meshwright(&root.path().join("api"), &args);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("outside the project"), "{said}");
}

#[test]
fn five_mistakes_in_one_run() {
    let root = project();
    let mistakes = [
        ("#/components/schemas/Pet\"", "#/components/schemas/Pett\""),
        ("{ type: integer }", "{ type: strng }"),
        ("      responses:", "      respnses: {}\n      responses:"),
        ("/pets/{id}", "/pets/{idd}"),
        (
            "description: A pet.\n",
            "description: A pet.\n          headers: { X-A: { $ref: \"other/b.yaml#/B\" } }\n",
        ),
    ];
    let schema = mistakes.iter().fold(SCHEMA.to_owned(), |text, (right, wrong)| {
        assert!(text.contains(right), "`{right}`");
        text.replacen(right, wrong, 1)
    });
    write(root.path(), "pets.yaml", &schema);
    let (code, said) = meshwright(root.path(), &["gen"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.ends_with("(5 warnings)\n"), "{said}");
    for (what, place) in [
        ("missing-target", "pets.yaml:16:31"),
        ("unknown-type", "pets.yaml:20:54"),
        ("unknown-keyword", "pets.yaml:9:7"),
        ("undeclared-variable", "pets.yaml:4:3"),
        ("unreadable-file", "pets.yaml:13:35"),
    ] {
        let at =
            said.find(&format!("[{what}]")).unwrap_or_else(|| panic!("no `{what}` in:\n{said}"));
        let arrow = said[at..].lines().nth(1).unwrap_or_default().trim_start();
        assert_eq!(arrow, format!("--> {place}"), "{what}");
    }
}

/// Kills `gen` at many moments: every file is then as before or as it will be, and the next run mends the rest.
#[cfg(unix)]
#[test]
fn a_kill_leaves_no_half_file() {
    const N_KILLS: u32 = 24;
    let many: String = (0..60)
        .map(|n| {
            format!(
                "    Extra{n}: {{ type: object, properties: {{ name: {{ type: string }} }} }}\n"
            )
        })
        .collect();
    let old_schema = format!("{SCHEMA}{many}");
    let new_schema = old_schema.replace("name: {", "title: {").replace("[name]", "[title]");
    let root = project();
    let state = |schema: &str| {
        write(root.path(), "pets.yaml", schema);
        let (code, said) = meshwright(root.path(), &["gen"]);
        assert_eq!(code, 0, "{said}");
        texts(root.path())
    };
    // Both are formatted once, so that runs from here on take the same time.
    let new = state(&new_schema);
    let old = state(&old_schema);
    write(root.path(), "pets.yaml", &new_schema);
    let start = Instant::now();
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    let whole = start.elapsed();
    let mut n_killed = 0;
    for step in 0..N_KILLS {
        assert_eq!(state(&old_schema), old);
        write(root.path(), "pets.yaml", &new_schema);
        let mut child =
            command(root.path(), &["gen"]).stderr(Stdio::null()).spawn().expect("it runs");
        // The files are written last, so most of the kills fall into the last third.
        let share = if step % 4 == 0 { step * 10 } else { 160 + step * 4 };
        std::thread::sleep(whole * share / 240 + Duration::from_micros(u64::from(step) * 7));
        child.kill().expect("it is a child of ours");
        n_killed += u32::from(!child.wait().expect("it ends").success());
        for (path, text) in texts(root.path()) {
            let temporary = path.rsplit('/').next().is_some_and(|it| it.starts_with('.'));
            let known = old.get(&path) == Some(&text) || new.get(&path) == Some(&text);
            assert!(temporary || known, "kill {step} left `{path}` half written:\n{text}");
        }
        let (code, said) = meshwright(root.path(), &["gen"]);
        assert_eq!(code, 0, "after kill {step}: {said}");
        assert_eq!(texts(root.path()), new, "kill {step} was not mended");
    }
    assert!(n_killed >= 3, "only {n_killed} of {N_KILLS} kills came in time");
}

#[test]
fn types_are_compared_where_that_is_asked_for() {
    let root = project();
    let count = || {
        let texts = texts(root.path());
        texts.iter().filter(|(path, it)| path.ends_with(".rs") && it.contains("PartialEq")).count()
    };
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    assert_eq!(count(), 0);
    write(root.path(), "meshwright.toml", &format!("{MANIFEST}eq = true\n"));
    assert_eq!(meshwright(root.path(), &["gen", "--check"]).0, 1);
    assert_eq!(meshwright(root.path(), &["gen"]).0, 0);
    // The operation, and the two types.
    assert_eq!(count(), 3);
}

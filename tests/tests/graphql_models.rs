//! Types of the application that do not fit the schema: the compiler says so, where they are written and with help.

use std::fs;
use std::path::Path;

use meshwright::command::{Gen, Input};
use meshwright::{Command, Exit, FrontEnd};
use tests::cargo::Workspace;

const SDL: &str =
    "type Query { user: User } type User { id: ID! name: String! tags: [String!]! age: Int }\n";

#[test]
fn what_does_not_fit_is_named_with_help() {
    let workspace = Workspace::new("models");
    let root = workspace.folder().join("project");
    put(&root, "schema.graphql", SDL);
    let manifest = "[[crate]]\nname = \"bound\"\npath = \"bound\"\nschema = \"schema.graphql\"\n\
                    graphql.models = { User = \"my_models::User\" }\n";
    put(&root, "meshwright.toml", manifest);
    let runtime = tests::root().join("runtime").display().to_string();
    let package = |name: &str, dependencies: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"src/lib.rs\"\n\n\
             [dependencies]\n{dependencies}"
        )
    };
    let dependencies = format!(
        "my-models = {{ path = \"../models\" }}\n\
         meshwright-runtime = {{ path = {runtime:?}, default-features = false, features = [\"graphql\"] }}\n"
    );
    put(&root, "bound/Cargo.toml", &package("bound", &dependencies));
    put(&root, "models/Cargo.toml", &package("my-models", ""));
    workspace.members(&["project/bound", "project/models"]);
    let input = Input { manifest: Some(root.join("meshwright.toml")), schema: Vec::new() };
    let command = Command::Gen(Gen { input, ..Gen::default() });
    assert_eq!(meshwright::execute(&command, &FrontEnd { name: "meshwright" }), Exit::Fine);
    let check = |fields: &str| {
        put(&root, "models/src/lib.rs", &format!("pub struct User {{ {fields} }}\n"));
        let out = workspace.check(&["--workspace"]);
        (out.status.success(), String::from_utf8_lossy(&out.stderr).into_owned())
    };

    let good = "pub id: u64, pub name: Box<str>, pub tags: Vec<String>, pub age: Option<u8>";
    let (is_fine, said) = check(good);
    assert!(is_fine, "{said}");

    // A value that may be null where none may be, a wrong type, and a field that is not there.
    for (from, to, wants) in [
        ("name: Box<str>", "name: Option<String>", "cannot be the value of a field that gives a"),
        ("tags: Vec<String>", "tags: Vec<Vec<u8>>", "cannot be the value of a field that gives a"),
        ("pub age: Option<u8>", "pub years: u8", "no field `age`"),
    ] {
        let (is_fine, said) = check(&good.replace(from, to));
        assert!(!is_fine, "`{to}` is taken");
        assert!(said.contains(wants), "{said}");
        assert!(said.contains("bound/src/types/user.rs"), "{said}");
        if to.contains("name") {
            assert!(said.contains("fields = { name = \"method()\" }"), "{said}");
        }
    }
}

fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, text).expect("a file");
}

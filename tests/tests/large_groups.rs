//! Groups of operations that would be long files are files by subject, and nobody who uses the crate can tell.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use meshwright::format::Formatter;
use meshwright::sync::{Mode, sync};
use serde_json::{Value, json};
use tests::cargo::Workspace;
use tests::generate::crate_of_text;
use tests::root;

/// With so many parameters, four operations are a long file.
const MANY: usize = 100;

type Files = BTreeMap<String, String>;

/// What `GET` of these paths takes, each with this many parameters, without a tag.
fn document(paths: &[&str], n_parameters: usize) -> Value {
    let operation = |path: &str| {
        let in_path = path.split('{').skip(1).filter_map(|it| it.split('}').next());
        let in_path = in_path.map(|it| json!({ "name": it, "in": "path", "required": true, "schema": { "type": "string" } }));
        let in_query = (0..n_parameters).map(
            |n| json!({ "name": format!("q{n}"), "in": "query", "schema": { "type": "string" } }),
        );
        let parameters: Vec<Value> = in_path.chain(in_query).collect();
        let mut get =
            json!({ "parameters": parameters, "responses": { "204": { "description": "Done." } } });
        if let Some((_, id)) = path.split_once("?do=") {
            get["operationId"] = json!(id);
        }
        json!({ "get": get })
    };
    let paths: serde_json::Map<String, Value> =
        paths.iter().map(|it| ((*it).to_owned(), operation(it))).collect();
    json!({ "openapi": "3.1.0", "info": { "title": "Large", "version": "1" }, "paths": paths })
}

/// The Rust files of a crate, by path below `src`.
fn files(document: &Value, name: &str) -> Files {
    let outcome = crate_of_text("openapi.json", &document.to_string(), name);
    let tree = outcome.tree.expect("a document without errors");
    let below = |(path, text): (&String, &String)| {
        Some((path.strip_prefix(&format!("{name}/src/"))?.to_owned(), text.clone()))
    };
    tree.files().iter().filter_map(below).collect()
}

/// The files below a folder that have operations, each with their paths.
fn listing(files: &Files, folder: &str) -> Vec<String> {
    let mut list = Vec::new();
    for (path, text) in files {
        let Some(file) = path.strip_prefix(&format!("{folder}/")) else { continue };
        let addresses = text.lines().filter_map(|line| line.trim().strip_prefix("/// `GET "));
        let paths: Vec<&str> = addresses.filter_map(|it| it.strip_suffix('`')).collect();
        if !paths.is_empty() {
            list.push(format!("{}: {}", file.trim_end_matches(".rs"), paths.join(" ")));
        }
    }
    list
}

/// Each set of paths, and the files that they go into.
const FILES: &[(&[&str], &[&str])] = &[
    // What three take is no long file.
    (&["/v1/cats", "/v1/dogs", "/v1/cows"], &["default: /v1/cats /v1/dogs /v1/cows"]),
    // The first segment that says something, whatever the version.
    (
        &[
            "/v1/cats",
            "/v1/cats/{id}",
            "/v2/cats",
            "/api/v1beta1/dogs",
            "/2024-10-01/cows",
            "/rest/1.0/cows.json",
        ],
        &[
            "default/cats: /v1/cats /v1/cats/{id} /v2/cats",
            "default/cows: /2024-10-01/cows /rest/1.0/cows.json",
            "default/dogs: /api/v1beta1/dogs",
        ],
    ),
    // What nine in ten share says nothing; what is about no more than that is the root.
    (
        &[
            "/acme",
            "/acme/cats",
            "/acme/{id}",
            "/acme/cats/{id}",
            "/acme/cows",
            "/acme/dogs",
            "/acme/pets",
            "/acme/hens",
            "/acme/pigs",
            "/health",
        ],
        &[
            "default/cats: /acme/cats /acme/cats/{id}",
            "default/cows: /acme/cows",
            "default/dogs: /acme/dogs",
            "default/health: /health",
            "default/hens: /acme/hens",
            "default/pets: /acme/pets",
            "default/pigs: /acme/pigs",
            "default/root: /acme /acme/{id}",
        ],
    ),
    // A subject that is a long file itself goes by the next segment; its neighbours do not.
    (
        &[
            "/cats",
            "/cats/{id}",
            "/cats/{id}/toys",
            "/cats/{id}/toys/{toy}",
            "/cats/{id}/food",
            "/dogs",
            "/dogs/{id}/toys",
        ],
        &[
            "default/cats: /cats /cats/{id}",
            "default/cats_food: /cats/{id}/food",
            "default/cats_toys: /cats/{id}/toys /cats/{id}/toys/{toy}",
            "default/dogs: /dogs /dogs/{id}/toys",
        ],
    ),
    // Names that are one to a file system, or none at all.
    (
        &[
            "/v1/Accounts",
            "/v1/accounts",
            "/v1/mod",
            "/v1/..",
            "/",
            "/v1/type",
            "/v1/self",
            "/v1/CON",
            "/v1/日本",
            "/v1/a%2fb",
            "/default",
        ],
        &[
            "default/a_percent_2fb: /v1/a%2fb",
            "default/accounts: /v1/Accounts /v1/accounts",
            "default/con_: /v1/CON",
            "default/mod_: /v1/mod",
            "default/root: /v1/.. / /default",
            "default/self_: /v1/self",
            "default/type: /v1/type",
            "default/u65e5u672c: /v1/日本",
        ],
    ),
    // A parameter that a path begins with is what it is about.
    (
        &["/{pki}/roles", "/{pki}/keys", "/{ssh}/roles", "/{ssh}/roles/{name}"],
        &["default/pki: /{pki}/roles /{pki}/keys", "default/ssh: /{ssh}/roles /{ssh}/roles/{name}"],
    ),
    // What is done is not what it is done to.
    (
        &["/listCats", "/getCats", "/updateDogs", "/dogs"],
        &["default/cats: /listCats /getCats", "default/dogs: /updateDogs /dogs"],
    ),
    // Where paths do not tell operations apart, their names do.
    (
        &["/?do=listCats", "/?do=getCats", "/?do=getDogs", "/?do=listDogs"],
        &[
            "default/root_cats: /?do=listCats /?do=getCats",
            "default/root_dogs: /?do=getDogs /?do=listDogs",
        ],
    ),
];

#[test]
fn operations_are_together_by_subject() {
    let mut wrong = String::new();
    for (paths, expected) in FILES {
        let found = listing(&files(&document(paths, MANY), "large"), "operations");
        if found != *expected {
            let _ = writeln!(wrong, "{paths:?}\n  expected {expected:#?}\n  found {found:#?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The names that a file makes public.
fn names(text: &str) -> BTreeSet<&str> {
    let kinds = ["pub static ", "pub struct ", "pub enum ", "pub type "];
    let declared =
        text.lines().filter_map(|line| kinds.iter().find_map(|it| line.strip_prefix(it)));
    let ends = |c: char| !c.is_alphanumeric() && c != '_';
    declared.filter_map(|it| it.split(ends).next()).collect()
}

/// The public names of all files below a folder.
fn names_below<'f>(files: &'f Files, folder: &str) -> BTreeSet<&'f str> {
    let below = files.iter().filter(|it| it.0.starts_with(folder));
    below.flat_map(|it| names(it.1)).collect()
}

/// The operation that makes a file long splits it, and renames nothing.
#[test]
fn what_splits_a_file_renames_nothing() {
    let paths = ["/cats", "/dogs", "/cows", "/hens"];
    let before = files(&document(&paths[..3], MANY), "large");
    let after = files(&document(&paths, MANY), "large");
    let (whole, split) = (names_below(&before, "operations/"), names_below(&after, "operations/"));
    assert_eq!(whole.len(), 9, "a table, an input and an output each");
    assert_eq!(split.difference(&whole).count(), 3, "{split:?}");
    assert!(whole.is_subset(&split), "{:?}", whole.difference(&split));
    // What has the traits, and the client's short file, does not move.
    for path in ["server/default.rs", "client/default.rs", "operations/mod.rs"] {
        assert!(before.contains_key(path) && after.contains_key(path), "{:?}", after.keys());
    }
    assert!(!after.contains_key("operations/default.rs"), "the file beside its folder");
}

/// One more operation changes the file of its subject.
#[test]
fn one_more_operation_leaves_its_neighbours_alone() {
    let paths = [
        "/cats",
        "/cats/{id}",
        "/dogs",
        "/cows",
        "/hens/{id}",
        "/cats/{id}/toys",
        "/cats/{id}/food",
    ];
    let before = files(&document(&paths[..6], MANY), "large");
    let after = files(&document(&paths, MANY), "large");
    let changed = |path: &&String| before.get(*path) != after.get(*path);
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed: Vec<&String> = paths.into_iter().filter(changed).collect();
    // With it, cats alone are a long file.
    assert_eq!(
        changed,
        [
            "client/default.rs",
            "operations/default/cats.rs",
            "operations/default/cats_food.rs",
            "operations/default/cats_toys.rs",
            "operations/default/mod.rs",
            "server/default.rs",
        ]
    );
}

/// A tag and webhooks with so many operations that their clients are folders too.
fn long_clients() -> Value {
    let subjects =
        ["Cats", "cats", "mod", "self", "large", "cows", "dogs", "hens", "pigs", "geese"];
    let path = |n: usize| format!("/v1/{}/{{id}}/n{n}", subjects[n % subjects.len()]);
    let paths: Vec<String> = (0..210).map(path).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).chain(["/v1/cats", "/"]).collect();
    let mut document = document(&paths, 1);
    for item in document["paths"].as_object_mut().expect("paths").values_mut() {
        item["get"]["tags"] = json!(["large"]);
    }
    let answers = json!({ "204": { "description": "Done." } });
    let calls = (0..210).map(|n| {
        let name = format!("{}.happened{n}", ["cat", "dog", "mod"][n % 3]);
        (name, json!({ "post": { "responses": answers } }))
    });
    document["webhooks"] = Value::Object(calls.collect());
    document
}

/// What users write, with the module of the tag, whatever the files: the compiler finds every name and method.
#[test]
fn what_is_split_compiles_under_its_old_paths() {
    let document = long_clients();
    let outcome = crate_of_text("openapi.json", &document.to_string(), "large");
    let mut tree = outcome.tree.expect("a document without errors");
    Formatter::new(root(), None).expect("rustfmt").format(&mut tree).expect("formatted");
    let files = files(&document, "large");
    for folder in ["operations/large", "operations/webhooks", "client/large", "client/webhooks"] {
        assert!(
            files.contains_key(&format!("{folder}/mod.rs")),
            "no `{folder}` in {:?}",
            files.keys()
        );
    }
    assert!(
        files["operations/large/mod_.rs"].contains("= super::"),
        "an output that another file has"
    );
    let mut user = "//! Uses the crate.\n".to_owned();
    for group in ["large", "webhooks"] {
        let names = names_below(&files, &format!("operations/{group}/"));
        assert!(names.len() >= 420, "only {} names in `{group}`", names.len());
        for name in names {
            let _ = writeln!(user, "pub use large::operations::{group}::{name};");
        }
    }
    user.push_str(
        "\n/// Calls one operation.\npub fn call(client: &large::client::Client) {\n    \
         drop(client.get_v1_cats(GetV1CatsInput::default()));\n}\n\n\
         /// Makes a sender.\npub fn sender(it: meshwright_runtime::client::Connection) {\n    \
         drop(large::client::webhooks::WebhookSender::new(it).cat_happened0());\n}\n",
    );
    let workspace = Workspace::new("large-groups");
    sync(workspace.folder(), &tree, Mode::Write).expect("the crate is written");
    let folder = workspace.folder().join("user");
    fs::create_dir_all(folder.join("src")).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         large = {{ path = \"../large\", default-features = false, features = [\"client\", \"server\"] }}\n\
         meshwright-runtime = {{ path = {:?} }}\n",
        root().join("runtime")
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::write(folder.join("src/lib.rs"), user).expect("a source");
    workspace.members(&["large", "user"]);
    let out = workspace.check(&["--package", "user"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

//! `init` and `gen --stubs` on a project: what is put in compiles, nothing else changes, and a second run changes
//! nothing at all.

use std::fs;
use std::path::Path;

use meshwright::command::{Gen, Init, Input};
use meshwright::{Command, Exit, FrontEnd};
use tests::cargo::Workspace;

const FRONT_END: FrontEnd = FrontEnd { name: "meshwright" };

const SDL: &str = "directive @auth on FIELD_DEFINITION
type Query { book(id: ID!): Book @auth, books: [Book!]! }
type Book @key(fields: \"id\") { id: ID!, text(first: Int): String }
type Subscription { added: Book! }
";

const OPENAPI: &str = "openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets/{id}:
    get:
      tags: [pets]
      operationId: getPet
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: Fine., content: { application/json: { schema: { type: object } } } } }
    delete:
      tags: [pets]
      operationId: deletePet
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: Gone. } }
";

/// Laid out as no formatter would, with a function already there.
const BY_HAND: &str = "//! By hand.\r\n\r\nuse crate::App; use books::resolvers::QueryResolver as Q;\r\n\
impl Q\r\nfor App { /* } */ async fn books(&self,_:&books::runtime::graphql::Context)->\
Result<Vec<books::types::Book>,books::runtime::graphql::Error>{ Ok(vec![]) } // last\r\n\t}\r\n";

#[test]
fn a_project_from_schemas_to_a_service_that_compiles() {
    let workspace = Workspace::new("stubs");
    let root = workspace.folder().join("project");
    let _ = fs::remove_dir_all(&root);
    put(&root, "schemas/books.graphql", SDL);
    put(&root, "schemas/pets.yaml", OPENAPI);

    // A manifest for what is there.
    let init = Command::Init(Init { folder: Some(root.clone()) });
    assert_eq!(meshwright::execute(&init, &FRONT_END), Exit::Fine);
    let manifest = fs::read_to_string(root.join("meshwright.toml")).expect("a manifest");
    assert!(manifest.contains("schema = \"schemas/*.graphql\""), "{manifest}");
    assert!(manifest.contains("name = \"pets\"\nschema = \"schemas/pets.yaml\""), "{manifest}");

    // The service: one file by hand, the others are stubs.
    let runtime = tests::root().join("runtime").display().to_string();
    let stubs = "{ path = \"src/service\", service = \"crate::App\" }";
    let manifest = format!(
        "[[crate]]\nname = \"books\"\nschema = \"schemas/books.graphql\"\nstubs = {stubs}\n\n\
         [[crate]]\nname = \"pets\"\nschema = \"schemas/pets.yaml\"\nemit = [\"server\"]\n\
         stubs = {{ path = \"src/pets_service\", service = \"crate::App\" }}\n"
    );
    put(&root, "meshwright.toml", &manifest);
    put(&root, "src/service/mod.rs", "//! The service.\nmod query;\n");
    put(&root, "src/service/query.rs", BY_HAND);
    stub(&root);
    let query = read(&root, "src/service/query.rs");
    let (before, after) = query.split_at(BY_HAND.find("\r\n\t}").expect("the end"));
    assert!(BY_HAND.starts_with(before), "{query}");
    assert!(after.ends_with("\r\n\t}\r\n") && after.contains("async fn book("), "{query}");
    assert!(!after.replace("\r\n", "").contains('\n'), "the file ends its lines in its own way");
    let all = snapshot(&root.join("src"));
    assert!(all.contains("impl books::entities::Entities for App"), "{all}");
    assert!(all.contains("impl pets::server::pets::PetsApi for App"), "{all}");
    stub(&root);
    assert_eq!(snapshot(&root.join("src")), all, "a second run changes nothing");

    // It compiles.
    put(
        &root,
        "src/lib.rs",
        "mod pets_service;\nmod service;\npub struct App;\n\
         use pets::runtime::server::{Credential, Denied, Guard};\n\
         impl Guard for App {\n    type Principal = ();\n\
         async fn admit(&self, _: Vec<Credential>) -> Result<(), Denied> { Ok(()) }\n}\n\
         pub fn start() -> Result<books::runtime::graphql::Schema, books::runtime::graphql::SchemaError> {\n\
         let _ = pets::server::router(App);\n\
         books::schema(App, books::runtime::graphql::Limits::default())\n}\n",
    );
    put(
        &root,
        "Cargo.toml",
        "[package]\nname = \"stubs-app\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"src/lib.rs\"\n\n\
         [dependencies]\nbooks = { path = \"generated/books\" }\n\
         pets = { path = \"generated/pets\", default-features = false, features = [\"server\"] }\n",
    );
    for (name, features) in [("books", "graphql"), ("pets", "server")] {
        let crate_features = if name == "pets" { "[features]\nserver = []\n\n" } else { "" };
        let text = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"src/lib.rs\"\n\n\
             {crate_features}[dependencies]\nmeshwright-runtime = {{ path = {runtime:?}, default-features = false, features = [\"{features}\"] }}\n"
        );
        put(&root, &format!("generated/{name}/Cargo.toml"), &text);
    }
    workspace.members(&["project", "project/generated/books", "project/generated/pets"]);
    let out = workspace.check(&["--workspace"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

fn stub(root: &Path) {
    let input = Input { manifest: Some(root.join("meshwright.toml")), schema: Vec::new() };
    let command = Command::Gen(Gen { input, stubs: true, ..Gen::default() });
    assert_eq!(meshwright::execute(&command, &FRONT_END), Exit::Fine);
}

fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, text).expect("a file");
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).expect("a file")
}

/// All files below a folder, as one text.
fn snapshot(folder: &Path) -> String {
    let files = tests::corpus::files(folder).into_iter();
    files.map(|it| format!("{it}\n{}\n", read(folder, &it))).collect()
}

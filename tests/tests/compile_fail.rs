//! A server that leaves an operation out does not compile, and the compiler says which.

use std::fs;

use tests::cargo::Workspace;
use tests::root;

const NAME: &str = "forgetful";

#[test]
fn a_missing_operation_is_a_compile_error() {
    let source = root().join("generated/meshes-events/src/server/events.rs");
    let source = fs::read_to_string(source).expect("the generated trait");
    let signatures = signatures(&source);
    assert!(signatures.len() > 1, "more than one operation");
    let (missing, implemented) = signatures.split_last().expect("operations");
    let workspace = Workspace::new("compile-fail");
    write(&workspace, &signatures.concat());
    let whole = workspace.check(&[]);
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
    write(&workspace, &implemented.concat());
    let out = workspace.check(&[]);
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(!out.status.success(), "it compiles without an operation");
    assert!(said.contains("error[E0046]"), "{said}");
    assert!(said.contains(&format!("missing: `{}`", name(missing))), "{said}");
    assert_eq!(said.matches("error[").count(), 1, "{said}");
}

/// The methods of the trait, as written there, each with a body that never ends well.
fn signatures(source: &str) -> Vec<String> {
    let inside = source.split("pub trait EventsApi: Guard {\n").nth(1).expect("the trait");
    let inside = inside.split("\n}\n").next().expect("its end");
    let code = inside.lines().filter(|line| !line.trim_start().starts_with("///"));
    let code: String = code.flat_map(|line| [line, "\n"]).collect();
    let signatures = code.split(';').filter(|it| it.contains("fn "));
    let body = "{\n        std::future::pending()\n    }\n";
    signatures
        .map(|it| format!("{} {body}", it.replace("context:", "_:").replace("input:", "_:")))
        .collect()
}

fn name(signature: &str) -> &str {
    let rest = signature.split("fn ").nth(1).unwrap_or_default();
    rest.split('(').next().unwrap_or_default()
}

fn write(workspace: &Workspace, methods: &str) {
    let folder = workspace.folder().join(NAME);
    fs::create_dir_all(&folder).expect("a folder");
    let (events, runtime) = (root().join("generated/meshes-events"), root().join("runtime"));
    let manifest = format!(
        "[package]\nname = \"{NAME}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies]\n\
         meshes-events = {{ path = {events:?}, default-features = false, features = [\"server\"] }}\n\
         meshwright-runtime = {{ path = {runtime:?}, features = [\"server\"] }}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    let text = format!(
        "use meshes_events::operations::events::*;\n\
         use meshes_events::server::events::EventsApi;\n\
         use meshwright_runtime::server::{{Context, Credential, Denied, Fault, Guard}};\n\n\
         pub struct Forgetful;\n\n\
         impl Guard for Forgetful {{\n    type Principal = ();\n\n    \
         async fn admit(&self, _: Vec<Credential>) -> Result<(), Denied> {{\n        Ok(())\n    }}\n}}\n\n\
         impl EventsApi for Forgetful {{\n{methods}}}\n"
    );
    fs::write(folder.join("lib.rs"), text).expect("a source");
    workspace.members(&[NAME]);
}

//! Many generated crates as modules of few, which Cargo checks many times faster.

use std::fs;
use std::path::Path;

use meshwright_generator::output::OutputTree;

use crate::cargo::Workspace;

/// How many documents share a crate.
pub const TOGETHER: usize = 20;

/// Writes the trees as modules of one member of the workspace.
///
/// # Panics
///
/// When it cannot be written.
pub fn write(workspace: &Workspace, member: &str, modules: &[(String, OutputTree)]) {
    let folder = workspace.folder().join(member);
    let _ = fs::remove_dir_all(folder.join("src"));
    let (mut attributes, mut lib) = (String::new(), String::new());
    for (module, tree) in modules {
        lib.push_str(&format!("pub mod {module};\n"));
        for (path, text) in tree.files() {
            let Some((_, path)) = path.split_once("/src/") else { continue };
            let path = if path == "lib.rs" { "mod.rs" } else { path };
            // Some lints are those of a whole crate.
            let (attribute, text) = without_attribute(text);
            if attributes.is_empty() {
                attributes.push_str(attribute);
            }
            let text = text.replace("crate::", &format!("crate::{module}::"));
            put(&folder.join("src").join(module).join(path), &text);
        }
    }
    put(&folder.join("src/lib.rs"), &(attributes + &lib));
    let runtime = crate::root().join("runtime").display().to_string();
    let has_sdl = |(_, tree): &(String, OutputTree)| {
        tree.files().keys().any(|it| it.ends_with("src/schema.graphql"))
    };
    let graphql = if modules.iter().any(has_sdl) { ", features = [\"graphql\"]" } else { "" };
    let manifest = format!(
        "[package]\nname = \"{member}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [features]\ndefault = [\"client\", \"server\"]\nclient = [\"meshwright-runtime/client\"]\n\
         server = [\"meshwright-runtime/server\"]\n\n\
         [dependencies]\nmeshwright-runtime = {{ path = {runtime:?}{graphql} }}\n"
    );
    put(&folder.join("Cargo.toml"), &manifest);
}

/// The attribute of a whole file, and the rest of it.
fn without_attribute(text: &str) -> (&str, String) {
    let Some(start) = text.find("\n#![").map(|it| it + 1) else { return ("", text.to_owned()) };
    let end = text[start..].find("]\n").map_or(text.len(), |it| start + it + 2);
    (&text[start..end], format!("{}{}", &text[..start], &text[end..]))
}

fn put(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, text).expect("a file");
}

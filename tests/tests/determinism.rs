//! The same schemas give the same bytes, whatever was generated before.

use meshwright::command::{Gen, Input};
use meshwright::project::{self, Loaded};
use meshwright_generator::diagnostics::Diagnostics;
use meshwright_generator::generate;
use meshwright_generator::output::OutputTree;
use tests::root;

fn repository() -> Loaded {
    let input = Input { manifest: Some(root().join("meshwright.toml")), schema: Vec::new() };
    project::load(&Gen { input, ..Gen::default() }).expect("the manifest of this repository")
}

fn tree(loaded: &Loaded) -> OutputTree {
    let mut diagnostics = Diagnostics::default();
    generate(&loaded.project, &loaded.sources, &mut diagnostics).expect("schemas without errors")
}

#[test]
fn twice_in_one_process() {
    let loaded = repository();
    assert!(tree(&loaded) == tree(&loaded), "two runs over the same texts differ");
}

/// What one crate is does not depend on its neighbours, nor on their order.
#[test]
fn alone_and_in_company() {
    let loaded = repository();
    let together = tree(&loaded);
    for job in &loaded.project.crates {
        let mut alone = repository();
        alone.project.crates = vec![job.clone()];
        alone.project.docs = None;
        for (path, text) in tree(&alone).files() {
            assert!(together.files().get(path) == Some(text), "`{path}` depends on other crates");
        }
    }
}

/// New schemas do not rename what was there: the crate's other files stay as they are.
#[test]
fn a_new_schema_renames_nothing() {
    let loaded = repository();
    let named = |name: &str| loaded.project.crates.iter().find(|it| it.name == name);
    let job = named("meshes-events").expect("a crate of this repository");
    let mut alone = repository();
    alone.project.crates = vec![job.clone()];
    alone.project.docs = None;
    let before = tree(&alone);
    let root = job.schemas[0];
    let path = alone.sources.file(root).path.clone();
    let text = alone.sources.text(root);
    let with = text.replacen(
        "\n  schemas:\n",
        "\n  schemas:\n    AWhollyNewSchema: { type: object, properties: { name: { type: string } } }\n",
        1,
    );
    assert_ne!(with, text, "a document with shared schemas");
    alone.sources.add(&path, with);
    let after = tree(&alone);
    for (path, text) in before.files() {
        let is_list = path.ends_with("types/mod.rs");
        assert!(
            is_list || after.files().get(path) == Some(text),
            "`{path}` changed because of a schema that it does not use"
        );
    }
    assert_eq!(after.files().len(), before.files().len() + 1);
}

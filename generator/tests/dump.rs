//! What `dump` shows of a stage: short enough to paste into a review.

use meshwright_generator::diagnostics::Diagnostics;
use meshwright_generator::source::SourceMap;
use meshwright_generator::{CrateJob, Emit, Project, dump};

const PETS: &str = "
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [pets]
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer, minimum: 1 } }
      responses:
        '200':
          description: The pet.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Pet' }
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: { type: string, description: What it is called. }
        owner: { type: [string, 'null'] }
";

fn shown(stage: &str, name: &str) -> String {
    shown_of(&[("pets.yaml", PETS)], stage, name)
}

/// What a stage shows of the first of these files.
fn shown_of(files: &[(&str, &str)], stage: &str, name: &str) -> String {
    let mut sources = SourceMap::default();
    let ids = files.iter().map(|(path, text)| sources.add(path, (*text).to_owned()));
    let file = ids.collect::<Vec<_>>()[0];
    let job = CrateJob {
        name: "pets".to_owned(),
        out: "pets".to_owned(),
        schemas: vec![file],
        overlays: Vec::new(),
        emit: Emit::default(),
        unimplemented: Vec::new(),
        graphql: meshwright_generator::settings::GraphqlSettings::default(),
        runtime_path: None,
    };
    let project = Project { crates: vec![job], docs: None, strict: false };
    let mut diagnostics = Diagnostics::default();
    let text = dump(stage, Some(name), &project, &sources, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    text.expect("there is such a stage")
}

#[test]
fn an_operation_as_the_api_has_it() {
    insta::assert_snapshot!("api_get_pet", shown("api", "getPet"));
}

#[test]
fn a_type_as_it_is_planned() {
    insta::assert_snapshot!("plan_pet", shown("plan", "types/pet.rs"));
}

#[test]
fn examples_of_other_files_are_part_of_the_document() {
    const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths: {}
components:
  examples:
    rex: { summary: A dog., externalValue: examples/rex.json }
    id: { externalValue: examples/id.txt }
    both: { value: here, externalValue: examples/rex.json }
";
    let files = [
        ("pets.yaml", DOCUMENT),
        ("examples/rex.json", "{ \"name\": \"Rex\" }"),
        ("examples/id.txt", "a1"),
    ];
    let document = shown_of(&files, "document", "pets");
    let document: serde_json::Value = serde_json::from_str(&document).expect("a document");
    let examples = &document["components"]["examples"];
    let rex = serde_json::json!({ "summary": "A dog.", "value": { "name": "Rex" } });
    assert_eq!(examples["rex"], rex);
    assert_eq!(examples["id"], serde_json::json!({ "value": "a1" }));
    assert_eq!(examples["both"]["value"], "here");
}

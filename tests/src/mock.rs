//! Mock servers in this process, and the cases that they have to pass.

use std::path::Path;

use meshwright::read::Reader;
use meshwright_generator::diagnostics::Diagnostics;
use meshwright_generator::rust::{
    ContractBody, ContractChange, ContractValue, InputBodyKind, Mock,
};
use meshwright_generator::{CrateJob, Emit, Project};
use meshwright_runtime::contract::{Change, Form, Row, Sample, Wrong};
use meshwright_runtime::mock::Mocked;

/// The mock of a document, by its path below a folder; none where it is refused.
///
/// # Panics
///
/// When the folder is not there.
pub fn of(folder: &Path, path: &str) -> Option<Mock> {
    let reader = Reader::new(folder, folder).expect("a folder to read from");
    let sources = reader.read(&[path.to_owned()]);
    let job = CrateJob {
        name: "mocked".to_owned(),
        out: "mocked".to_owned(),
        schemas: sources.find(path).into_iter().collect(),
        overlays: Vec::new(),
        emit: Emit::default(),
        unimplemented: Vec::new(),
        graphql: meshwright_generator::settings::GraphqlSettings::default(),
        runtime_path: None,
    };
    let project = Project { crates: vec![job], docs: None, strict: false };
    meshwright_generator::mocks(&project, &sources, true, &mut Diagnostics::default())?.pop()
}

/// The cases of a mock whose operations have been loaded, as a generated crate would have them.
pub fn rows(mock: &Mock, operations: &'static [Mocked]) -> &'static [Row] {
    assert_eq!(mock.contract.len(), operations.len(), "a row for each operation");
    let rows = mock.contract.iter().zip(operations).map(|(it, mocked)| {
        let parameters: Vec<&str> = it.parameters.iter().map(|it| leak(it)).collect();
        let changes: Vec<Change> = it.changes.iter().map(change).collect();
        Row {
            operation: mocked.operation,
            parameters: parameters.leak(),
            body: it.body.as_ref().map(sample),
            changes: changes.leak(),
            succeeds: it.succeeds,
            answers: Box::leak(Box::new(|received: &mut _| mocked.check(received))),
        }
    });
    rows.collect::<Vec<_>>().leak()
}

fn sample(it: &ContractBody) -> Sample {
    let form = match it.kind {
        InputBodyKind::Json => Form::Json,
        InputBodyKind::Form => Form::Form,
        InputBodyKind::Multipart => Form::Multipart,
        InputBodyKind::Text => Form::Text,
        InputBodyKind::Items => Form::Items,
        InputBodyKind::Bytes => Form::Bytes,
    };
    Sample { form, least: leak(&it.least), whole: leak(&it.whole) }
}

fn change(it: &ContractChange) -> Change {
    match it {
        ContractChange::Parameter(index, value, why) => {
            Change::Parameter(*index, wrong(value), leak(why))
        }
        ContractChange::Member(at, Some(value), why) => {
            Change::Member(leak(at), wrong(value), leak(why))
        }
        ContractChange::Member(at, None, why) => Change::Without(leak(at), leak(why)),
    }
}

fn wrong(it: &ContractValue) -> Wrong {
    match it {
        ContractValue::Json(text) => Wrong::Json(leak(text)),
        ContractValue::Letters(count) => Wrong::Letters(*count),
        ContractValue::Items(count) => Wrong::Items(*count),
    }
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.into())
}

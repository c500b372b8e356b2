//! Cases that a server has to pass: a good request for each operation, and what makes it bad.

mod body;
mod wrong;

use serde_json::Value;

use super::operations::Group;
use crate::api::{Api, Content, Form, Location, Operation, Parameter, Status, Style, generated};
use crate::example::{Sender, fits, least_example, valid_example};
use crate::rust::{
    ContractBody, ContractChange, ContractRow, ContractValue, Docs, InputBodyKind, Item, Module,
};

/// An operation has at most this many changes: those that come first in its schema.
const MOST_CHANGES: usize = 80;

/// The file of all cases.
pub(super) fn plan_contract(api: &Api, groups: &[Group]) -> Module {
    let docs = Docs::new(
        "Cases that every server of the API passes, for\n\
         [`Contract`](meshwright_runtime::contract::Contract) to run.",
    );
    let items = vec![Item::Contract(contract_rows(api, groups))];
    Module { path: "contract.rs".to_owned(), docs, items }
}

/// The cases of all operations that the API serves.
pub(super) fn contract_rows(api: &Api, groups: &[Group]) -> Vec<ContractRow> {
    let mut rows = Vec::new();
    for group in groups.iter().filter(|it| it.sender.is_none()) {
        for planned in &group.operations {
            let row = &planned.table.operation;
            let same = |it: &&Operation| {
                it.method.as_str() == row.method && it.path == row.path && it.id == row.id
            };
            let Some(operation) = api.operations.iter().find(same) else { continue };
            let kind =
                planned.input.as_ref().and_then(|it| Some(it.body.as_ref()?.contents[0].kind));
            let (parameters, body, changes) = cases(api, operation, kind);
            rows.push(ContractRow {
                module: group.module.clone(),
                constant: row.constant.clone(),
                output: planned.output.ident.clone(),
                parameters,
                body,
                changes,
                succeeds: succeeds(operation),
            });
        }
    }
    rows
}

/// Whether the document has an answer for those who do all right.
fn succeeds(operation: &Operation) -> bool {
    operation.responses.iter().any(|it| match it.status {
        Status::Code(code) => (200..400).contains(&code),
        Status::Range(class) => matches!(class, 2 | 3),
        Status::Default => true,
    }) || operation.responses.is_empty()
}

type Cases = (Vec<String>, Option<ContractBody>, Vec<ContractChange>);

fn cases(api: &Api, operation: &Operation, kind: Option<InputBodyKind>) -> Cases {
    let mut changes = Vec::new();
    let mut parameters = Vec::new();
    for (index, it) in operation.parameters.iter().enumerate() {
        let Some(value) = parameter(api, it) else {
            parameters.push(String::new());
            continue;
        };
        let is_text = it.style != Style::Json;
        for (wrong, why) in wrong::values(api, &it.schema, &value, is_text) {
            // Another operation may stand for other values of these.
            let is_free = operation.query.iter().all(|fixed| fixed.0 != it.name);
            let travels = match &wrong {
                ContractValue::Json(text) => {
                    serde_json::from_str(text).is_ok_and(|value| travels(it, &value))
                }
                ContractValue::Letters(count) => *count > 0 || it.location != Location::Path,
                ContractValue::Items(_) => true,
            };
            if is_free && travels {
                changes.push(ContractChange::Parameter(index, wrong, why));
            }
        }
        parameters.push(value.to_string());
    }
    let request_body = operation.request_body.as_ref();
    let content = request_body.and_then(|it| generated(&it.contents).into_iter().next());
    let body = kind.zip(content).map(|(kind, content)| {
        let is_required = request_body.is_some_and(|it| it.required);
        let (body, more) = body::plan(api, content, kind, is_required);
        changes.extend(more);
        body
    });
    changes.truncate(MOST_CHANGES);
    (parameters, body, changes)
}

/// A good value for a parameter; none for one that may be absent and has none that travels.
fn parameter(api: &Api, it: &Parameter) -> Option<Value> {
    let will_do = |value: &&Value| {
        fits(api, &it.schema, value, Sender::Client) && travels(it, value) && !value.is_null()
    };
    let given = it.example.iter().chain(&it.schema.default).find(will_do);
    let made = || valid_example(api, &it.schema, &it.name, Sender::Client);
    let value = given.cloned().unwrap_or_else(made);
    (it.required || travels(it, &value)).then_some(value)
}

/// Whether a value comes out of a request as it went in.
fn travels(it: &Parameter, value: &Value) -> bool {
    let is_plain =
        |text: &str| text.chars().all(|it| it.is_ascii_graphic() && it != ',' && it != ';');
    let is_good = |it: &Value| match it {
        Value::String(text) => !text.is_empty() && is_plain(text),
        Value::Array(_) | Value::Object(_) => false,
        _ => true,
    };
    match value {
        Value::String(text) => match it.location {
            Location::Path => !text.is_empty() && text != "." && text != "..",
            Location::Header => {
                text.trim() == text && text.chars().all(|it| matches!(it, ' '..='~'))
            }
            Location::Cookie => is_plain(text),
            Location::Query | Location::Querystring => true,
        },
        // Styles but these have no way to write parts of parts.
        _ if matches!(it.style, Style::Json | Style::DeepObject) => is_filled(value),
        Value::Array(list) => !list.is_empty() && list.iter().all(is_good),
        Value::Object(map) => !map.is_empty() && map.values().all(is_good),
        _ => true,
    }
}

/// Whether no list and no object inside is empty: text has no way to write one that is.
fn is_filled(value: &Value) -> bool {
    match value {
        Value::Array(list) => !list.is_empty() && list.iter().all(is_filled),
        Value::Object(map) => !map.is_empty() && map.values().all(is_filled),
        _ => true,
    }
}

/// A good value for a body.
fn content_example(api: &Api, content: &Content, is_least: bool) -> Value {
    if content.form() == Form::Items {
        let one = |schema| valid_example(api, schema, "", Sender::Client);
        return Value::Array(content.item().map(one).into_iter().collect());
    }
    let Some(schema) = &content.schema else {
        return Value::String("any value".to_owned());
    };
    if is_least {
        return least_example(api, schema, "", Sender::Client);
    }
    let mut given = content.examples.iter().map(|it| &it.value);
    let is_plain = matches!(content.form(), Form::Json);
    let given = given.find(|it| is_plain && fits(api, schema, it, Sender::Client));
    given.cloned().unwrap_or_else(|| valid_example(api, schema, "", Sender::Client))
}

//! Bodies: a good one, and each member that can be wrong.

use serde_json::Value;

use super::{MOST_CHANGES, content_example, is_filled, wrong};
use crate::api::{Additional, Api, Content, Kind, Schema, Type};
use crate::rust::{ContractBody, ContractChange, ContractValue, InputBodyKind};

/// Members nested deeper than this stay as they are.
const DEEPEST: u32 = 4;

pub(super) fn plan(
    api: &Api,
    content: &Content,
    kind: InputBodyKind,
    is_required: bool,
) -> (ContractBody, Vec<ContractChange>) {
    let whole = content_example(api, content, false);
    let mut least = content_example(api, content, true);
    if kind == InputBodyKind::Form && !is_filled(&least) {
        least = whole.clone();
    }
    let mut walk = Walk { api, changes: Vec::new() };
    let text = |it: &Value| match (kind, it) {
        (InputBodyKind::Text | InputBodyKind::Bytes, Value::String(text)) => text.clone(),
        _ => it.to_string(),
    };
    let body = ContractBody { kind, least: text(&least), whole: text(&whole) };
    if let Some(schema) = &content.schema {
        match kind {
            InputBodyKind::Json => {
                walk.json(schema, &whole, "", 0);
                // An optional body may be null where it is absent.
                walk.changes.retain(|it| {
                    let ContractChange::Member(pointer, value, _) = it else { return true };
                    is_required || !pointer.is_empty() || *value != Some(json("null"))
                });
            }
            InputBodyKind::Form | InputBodyKind::Multipart => walk.form(schema, &whole),
            InputBodyKind::Text | InputBodyKind::Items | InputBodyKind::Bytes => {}
        }
    }
    (body, walk.changes)
}

struct Walk<'a> {
    api: &'a Api,
    changes: Vec<ContractChange>,
}

impl Walk<'_> {
    fn wrongs(&mut self, schema: &Schema, value: &Value, at: &str, is_text: bool) {
        for (wrong, why) in wrong::values(self.api, schema, value, is_text) {
            self.changes.push(ContractChange::Member(at.to_owned(), Some(wrong), why));
        }
    }

    fn without(&mut self, at: String) {
        self.changes.push(ContractChange::Member(at, None, "required, and missing".to_owned()));
    }

    fn json(&mut self, schema: &Schema, value: &Value, at: &str, depth: u32) {
        if depth > DEEPEST || self.changes.len() > MOST_CHANGES {
            return;
        }
        self.wrongs(schema, value, at, false);
        self.inside(schema, value, at, depth);
    }

    fn inside(&mut self, schema: &Schema, value: &Value, at: &str, depth: u32) {
        match (&schema.ty, value) {
            (Type::Array(inner), Value::Array(list)) => {
                if let Some(first) = list.first() {
                    self.json(inner, first, &format!("{at}/0"), depth + 1);
                }
            }
            (Type::Map(inner), Value::Object(map)) => {
                if let Some((name, value)) = map.iter().next() {
                    self.json(inner, value, &format!("{at}/{}", step(name)), depth + 1);
                }
            }
            (Type::Named(id), value) => match (&self.api.ty(*id).kind, value) {
                (Kind::Alias(inner), value) if depth < 20 => {
                    self.inside(inner, value, at, depth + 1);
                }
                (Kind::Object(object), Value::Object(map)) => {
                    for property in object.properties.iter().filter(|it| !it.read_only) {
                        let Some(value) = map.get(&property.name) else { continue };
                        let at = format!("{at}/{}", step(&property.name));
                        if property.required {
                            self.without(at.clone());
                        }
                        self.json(&property.schema, value, &at, depth + 1);
                    }
                    if object.additional == Additional::Forbidden {
                        let (at, value) = (format!("{at}/no_such_member"), Some(json("1")));
                        let why = "no such member".to_owned();
                        self.changes.push(ContractChange::Member(at, value, why));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// The fields of a form, which travel as text.
    fn form(&mut self, schema: &Schema, value: &Value) {
        let Type::Named(id) = &schema.ty else { return };
        let (kind, Value::Object(map)) = (&self.api.ty(*id).kind, value) else { return };
        match kind {
            Kind::Alias(inner) => self.form(inner, value),
            Kind::Object(object) => {
                for property in object.properties.iter().filter(|it| !it.read_only) {
                    let Some(value) = map.get(&property.name) else { continue };
                    let at = format!("/{}", step(&property.name));
                    // A form without any field is none.
                    if property.required && map.len() > 1 {
                        self.without(at.clone());
                    }
                    if !value.is_array() && !value.is_object() {
                        self.wrongs(&property.schema, value, &at, true);
                    }
                }
            }
            _ => {}
        }
    }
}

fn json(text: &str) -> ContractValue {
    ContractValue::Json(text.to_owned())
}

/// A step of a pointer (RFC 6901).
fn step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

//! Example operations, variables and answers out of a GraphQL schema.

use serde_json::{Map, Value};

use super::frame::section;
use super::map::Root;
use super::sample::pretty;
use crate::api::graphql::{Field, Kind, Schema, TypeDefinition, TypeRef};
use crate::docs::{Block, Code, Section};

/// How deep an example selects, and how many fields in all.
const DEEP: usize = 4;
const MOST_FIELDS: usize = 40;

/// A selected field with what is selected of it.
struct Selection {
    /// The field, or `... on Type` for a fragment.
    head: String,
    name: String,
    ty: TypeRef,
    inner: Vec<Selection>,
}

/// An operation that selects a root field, its variables and an answer.
pub(super) fn operation_example(schema: &Schema, root: Root, field: &Field) -> Vec<Section> {
    let given: Vec<_> = field
        .arguments
        .iter()
        .filter(|it| {
            it.deprecated.is_none()
                && (is_required(&it.ty, it.default.is_some()) || field.arguments.len() < 6)
        })
        .collect();
    let variables: Vec<String> =
        given.iter().map(|it| format!("${}: {}", it.name, it.ty)).collect();
    let arguments: Vec<String> = given.iter().map(|it| format!("{0}: ${0}", it.name)).collect();
    let list = |items: &[String]| {
        if items.is_empty() { String::new() } else { format!("({})", items.join(", ")) }
    };
    let mut budget = MOST_FIELDS;
    let selection = Selection {
        head: format!("{}{}", field.name, list(&arguments)),
        name: field.name.clone(),
        ty: field.ty.clone(),
        inner: select(schema, field.ty.name(), 1, &mut budget, &mut Vec::new()),
    };
    let mut document =
        format!("{} {}{} {{\n", root.word(), capitalized(&field.name), list(&variables));
    print(&selection, 1, &mut document);
    document.push('}');
    let mut codes =
        vec![Code { label: "Operation".to_owned(), language: "graphql", text: document }];
    if !given.is_empty() {
        let values = given.iter().map(|it| {
            let value = it
                .default
                .clone()
                .unwrap_or_else(|| input_value(schema, &it.ty, &it.name, &mut Vec::new()));
            (it.name.clone(), value)
        });
        let text = pretty(&Value::Object(values.collect()));
        codes.push(Code { label: "Variables".to_owned(), language: "json", text });
    }
    let data = Map::from_iter([(field.name.clone(), answer(schema, &selection, &selection.ty))]);
    let answer = Value::Object(Map::from_iter([("data".to_owned(), Value::Object(data))]));
    codes.push(Code { label: "Response".to_owned(), language: "json", text: pretty(&answer) });
    // A block each, so that all are open.
    vec![section("Example", codes.into_iter().map(|it| Block::Codes(vec![it])).collect())]
}

/// The type as SDL, and a value of it where clients send those.
pub(super) fn type_example(schema: &Schema, ty: &TypeDefinition) -> Vec<Code> {
    let mut codes =
        vec![Code { label: "SDL".to_owned(), language: "graphql", text: definition(ty) }];
    if let Kind::InputObject { .. } | Kind::Object { .. } = ty.kind {
        let value = match &ty.kind {
            Kind::InputObject { .. } => {
                input_value(schema, &TypeRef::Named(ty.name.clone()), "", &mut Vec::new())
            }
            _ => {
                let mut budget = MOST_FIELDS;
                let named = TypeRef::Named(ty.name.clone());
                let inner = select(schema, &ty.name, 2, &mut budget, &mut Vec::new());
                let selection =
                    Selection { head: String::new(), name: String::new(), ty: named, inner };
                answer(schema, &selection, &selection.ty)
            }
        };
        codes.push(Code { label: "JSON".to_owned(), language: "json", text: pretty(&value) });
    }
    codes
}

fn is_required(ty: &TypeRef, has_default: bool) -> bool {
    matches!(ty, TypeRef::NonNull(_)) && !has_default
}

fn capitalized(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn select(
    schema: &Schema,
    name: &str,
    depth: usize,
    budget: &mut usize,
    open: &mut Vec<String>,
) -> Vec<Selection> {
    let Some(ty) = schema.ty(name) else { return Vec::new() };
    let type_name = || Selection {
        head: "__typename".to_owned(),
        name: "__typename".to_owned(),
        ty: TypeRef::Named(name.to_owned()),
        inner: Vec::new(),
    };
    match &ty.kind {
        Kind::Object { fields, .. } | Kind::Interface { fields, .. } => {
            open.push(name.to_owned());
            let mut selected = Vec::new();
            for field in fields {
                let asks =
                    field.arguments.iter().any(|it| is_required(&it.ty, it.default.is_some()));
                let inner_name = field.ty.name();
                if asks
                    || field.deprecated.is_some()
                    || *budget == 0
                    || open.iter().any(|it| it == inner_name)
                {
                    continue;
                }
                let composite = schema.ty(inner_name).is_some_and(|it| {
                    matches!(
                        it.kind,
                        Kind::Object { .. } | Kind::Interface { .. } | Kind::Union { .. }
                    )
                });
                if composite && depth >= DEEP {
                    continue;
                }
                *budget -= 1;
                let inner = select(schema, inner_name, depth + 1, budget, open);
                if composite && inner.is_empty() {
                    continue;
                }
                selected.push(Selection {
                    head: field.name.clone(),
                    name: field.name.clone(),
                    ty: field.ty.clone(),
                    inner,
                });
            }
            open.pop();
            if selected.is_empty() {
                selected.push(type_name());
            }
            selected
        }
        Kind::Union { members } => {
            let mut selected = vec![type_name()];
            let fresh: Vec<&String> =
                members.iter().filter(|it| !open.contains(it)).take(3).collect();
            for member in fresh {
                let inner = select(schema, member, depth + 1, budget, open);
                if !inner.is_empty() {
                    selected.push(Selection {
                        head: format!("... on {member}"),
                        name: String::new(),
                        ty: TypeRef::Named(member.clone()),
                        inner,
                    });
                }
            }
            selected
        }
        _ => Vec::new(),
    }
}

fn print(selection: &Selection, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    out.push_str(&format!("{indent}{}", selection.head));
    if !selection.inner.is_empty() {
        out.push_str(" {\n");
        for inner in &selection.inner {
            print(inner, depth + 1, out);
        }
        out.push_str(&format!("{indent}}}"));
    }
    out.push('\n');
}

fn answer(schema: &Schema, selection: &Selection, ty: &TypeRef) -> Value {
    match ty {
        TypeRef::NonNull(inner) => answer(schema, selection, inner),
        TypeRef::List(inner) => Value::Array(vec![answer(schema, selection, inner)]),
        TypeRef::Named(name) if selection.inner.is_empty() => leaf(schema, name, &selection.name),
        TypeRef::Named(name) => {
            let mut members = Map::new();
            let mut concrete = concrete(schema, name);
            if let Some(fragment) = selection.inner.iter().find(|it| it.name.is_empty()) {
                concrete = fragment.ty.name().to_owned();
            }
            for inner in &selection.inner {
                match inner.name.as_str() {
                    "__typename" => {
                        members.insert("__typename".to_owned(), Value::String(concrete.clone()));
                    }
                    "" if inner.ty.name() == concrete => {
                        if let Value::Object(more) = answer(schema, inner, &inner.ty) {
                            members.extend(more);
                        }
                    }
                    "" => {}
                    name => {
                        members.insert(name.to_owned(), answer(schema, inner, &inner.ty));
                    }
                }
            }
            Value::Object(members)
        }
    }
}

/// The first object type that stands for an abstract one.
fn concrete(schema: &Schema, name: &str) -> String {
    let found =
        schema.types.iter().find(|it| match (&it.kind, schema.ty(name).map(|it| &it.kind)) {
            (Kind::Object { interfaces, .. }, Some(Kind::Interface { .. })) => {
                interfaces.iter().any(|it| it == name)
            }
            _ => false,
        });
    found.map_or(name, |it| &it.name).to_owned()
}

fn leaf(schema: &Schema, ty: &str, name: &str) -> Value {
    match (ty, schema.ty(ty).map(|it| &it.kind)) {
        (_, Some(Kind::Enum { values })) => {
            values.first().map_or(Value::Null, |it| Value::from(it.name.as_str()))
        }
        ("Boolean", _) => Value::Bool(true),
        ("Int", _) => Value::from(1),
        ("Float", _) => Value::from(1.5),
        ("ID", _) => Value::from("6f1c0a52-3b7e-4d19-9c84-2f5f0e8d7a10"),
        ("Time" | "DateTime", _) => Value::from("2026-05-04T09:30:00Z"),
        ("Map" | "JSON" | "JSONObject", _) => Value::Object(Map::new()),
        ("Any", _) => Value::from("any value"),
        _ if name.is_empty() => Value::from("text"),
        _ => Value::from(name.replace('_', " ")),
    }
}

fn input_value(schema: &Schema, ty: &TypeRef, name: &str, open: &mut Vec<String>) -> Value {
    match ty {
        TypeRef::NonNull(inner) => input_value(schema, inner, name, open),
        TypeRef::List(inner) if open.iter().any(|it| it == inner.name()) => {
            Value::Array(Vec::new())
        }
        TypeRef::List(inner) => Value::Array(vec![input_value(
            schema,
            inner,
            name.strip_suffix('s').unwrap_or(name),
            open,
        )]),
        TypeRef::Named(it) => match schema.ty(it).map(|it| &it.kind) {
            Some(Kind::InputObject { fields, one_of }) => {
                open.push(it.clone());
                let mut members = Map::new();
                let wanted = fields.iter().filter(|it| it.deprecated.is_none());
                for field in wanted.take(if *one_of { 1 } else { usize::MAX }) {
                    let circular = open.iter().any(|it| it == field.ty.name());
                    if circular && !is_required(&field.ty, field.default.is_some())
                        || open.len() > DEEP
                    {
                        continue;
                    }
                    let value = field.default.clone();
                    let value =
                        value.unwrap_or_else(|| input_value(schema, &field.ty, &field.name, open));
                    members.insert(field.name.clone(), value);
                }
                open.pop();
                Value::Object(members)
            }
            _ => leaf(schema, it, name),
        },
    }
}

/// The definition without its descriptions.
fn definition(ty: &TypeDefinition) -> String {
    let name = &ty.name;
    let implements = |interfaces: &[String]| match interfaces {
        [] => String::new(),
        names => format!(" implements {}", names.join(" & ")),
    };
    let block =
        |head: String, lines: Vec<String>| format!("{head} {{\n  {}\n}}", lines.join("\n  "));
    let fields = |fields: &[Field]| fields.iter().map(super::graphql::signature).collect();
    match &ty.kind {
        Kind::Scalar { .. } => format!("scalar {name}"),
        Kind::Object { interfaces, fields: it } => {
            block(format!("type {name}{}", implements(interfaces)), fields(it))
        }
        Kind::Interface { interfaces, fields: it } => {
            block(format!("interface {name}{}", implements(interfaces)), fields(it))
        }
        Kind::Union { members } => format!("union {name} = {}", members.join(" | ")),
        Kind::Enum { values } => {
            block(format!("enum {name}"), values.iter().map(|it| it.name.clone()).collect())
        }
        Kind::InputObject { fields, .. } => {
            let line = |it: &crate::api::graphql::InputValue| match &it.default_text {
                Some(default) => format!("{}: {} = {default}", it.name, it.ty),
                None => format!("{}: {}", it.name, it.ty),
            };
            block(format!("input {name}"), fields.iter().map(line).collect())
        }
    }
}

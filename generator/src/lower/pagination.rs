//! Which operations give pages of something longer: by what the document says (`x-pagination`), else by
//! what such operations are usually like.

use serde_json::Value;

use crate::api::{
    Api, Content, Form, Kind, Location, Method, Object, Operation, Pagination, Parameter, Property,
    Scalar, Schema, Status, Turn, Type, generated,
};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// The extension of an operation.
pub(super) const KEYWORD: &str = "x-pagination";

/// What a document says about the pages of one operation.
pub(super) struct Stated {
    /// Where the operation is.
    pub(super) operation: Place,
    /// Where it is said.
    pub(super) place: Place,
    /// What is said.
    pub(super) value: Value,
}

/// Decides for every operation.
pub(super) fn find_paginations(api: &mut Api, stated: &[Stated], diagnostics: &mut Diagnostics) {
    let found: Vec<Option<Pagination>> = api
        .operations
        .iter()
        .map(|operation| {
            let usual = usual(api, operation);
            let Some(said) = stated.iter().find(|it| it.operation == operation.place) else {
                return usual;
            };
            match as_stated(api, operation, usual, &said.value) {
                Ok(pagination) => pagination,
                Err(reason) => {
                    diagnostics.unusable_pagination(said.place.clone(), &reason);
                    None
                }
            }
        })
        .collect();
    for (operation, found) in api.operations.iter_mut().zip(found) {
        operation.pagination = found;
    }
}

/// The schema of the one JSON body that a success has.
fn page(operation: &Operation) -> Option<&Schema> {
    let mut successes = operation
        .responses
        .iter()
        .filter(|it| matches!(it.status, Status::Code(200..=299) | Status::Range(2)));
    let (response, None) = (successes.next()?, successes.next()) else { return None };
    if !matches!(response.status, Status::Code(_)) {
        return None;
    }
    match generated(&response.contents).as_slice() {
        [one @ Content { schema: Some(schema), .. }] if one.form() == Form::Json => Some(schema),
        _ => None,
    }
}

/// What a schema is when aliases are followed.
fn resolved<'a>(api: &'a Api, mut schema: &'a Schema) -> &'a Schema {
    for _ in 0..100 {
        match &schema.ty {
            Type::Named(id) => match &api.ty(*id).kind {
                Kind::Alias(inner) => schema = inner,
                _ => break,
            },
            _ => break,
        }
    }
    schema
}

fn object<'a>(api: &'a Api, schema: &'a Schema) -> Option<&'a Object> {
    match resolved(api, schema).ty {
        Type::Named(id) => match &api.ty(id).kind {
            Kind::Object(object) => Some(object),
            _ => None,
        },
        _ => None,
    }
}

fn property<'a>(object: &'a Object, name: &str) -> Option<&'a Property> {
    object.properties.iter().find(|it| it.name == name)
}

fn is_list(api: &Api, schema: &Schema) -> bool {
    matches!(resolved(api, schema).ty, Type::Array(_))
}

/// The schema that a path of names leads to.
fn at<'a>(api: &'a Api, schema: &'a Schema, path: &[String]) -> Option<&'a Schema> {
    path.iter().try_fold(schema, |schema, name| Some(&property(object(api, schema)?, name)?.schema))
}

/// The names of a JSON pointer.
fn names(pointer: &str) -> Vec<String> {
    let names = pointer.split('/').skip(1);
    names.map(|it| it.replace("~1", "/").replace("~0", "~")).collect()
}

fn pointer(names: &[&str]) -> String {
    names.iter().map(|it| format!("/{}", it.replace('~', "~0").replace('/', "~1"))).collect()
}

/// A name without what different styles write differently.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn query<'a>(operation: &'a Operation, names: &[&str]) -> Option<&'a Parameter> {
    operation
        .parameters
        .iter()
        .find(|it| it.location == Location::Query && names.contains(&folded(&it.name).as_str()))
}

const PAGE: &[&str] = &["page", "pagenumber", "pageno", "pagenum", "pageindex"];
const OFFSET: &[&str] = &["offset", "skip", "startat", "startindex"];
const CURSOR: &[&str] = &[
    "cursor",
    "pagetoken",
    "nexttoken",
    "continuationtoken",
    "nextpagetoken",
    "nextcursor",
    "pagecursor",
    "continue",
    "marker",
    "after",
    "startcursor",
    "token",
];
/// What the text for the next page is called; the better names first.
const NEXT: &[&str] = &[
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "continuationtoken",
    "nextpagecursor",
    "nextmarker",
    "endcursor",
    "nextpage",
    "continue",
    "next",
];
/// What holds it, where the answer itself does not.
const ENVELOPES: &[&str] =
    &["meta", "metadata", "paging", "pagination", "pageinfo", "responsemetadata", "page", "links"];
const TOTAL: &[&str] = &["totalcount", "totalitems", "totalresults", "total"];
/// What lists are called whose answers have several.
const ITEMS: &[&str] =
    &["items", "data", "results", "records", "values", "entries", "list", "objects", "resources"];

/// What an operation does that is like others that give pages.
fn usual(api: &Api, operation: &Operation) -> Option<Pagination> {
    if operation.method != Method::Get {
        return None;
    }
    let page = page(operation)?;
    let items = items(api, page)?;
    let total = find(api, page, TOTAL, is_integer);
    let turn = usual_turn(api, operation, page, &items)?;
    Some(Pagination { items, turn, total })
}

fn usual_turn(api: &Api, operation: &Operation, page: &Schema, items: &[String]) -> Option<Turn> {
    if let Some(cursor) = query(operation, CURSOR)
        && let Some(next) = find(api, page, NEXT, is_text)
    {
        return Some(Turn::Cursor { parameter: cursor.name.clone(), next });
    }
    if let Some(after) = query(operation, &["startingafter"])
        && let Some(more) = find(api, page, &["hasmore"], is_boolean)
        && let Some(item) = item(api, page, items)
        && object(api, item).is_some_and(|it| property(it, "id").is_some())
    {
        let id = "/id".to_owned();
        return Some(Turn::LastItem { parameter: after.name.clone(), id, more: Some(more) });
    }
    let response =
        operation.responses.iter().find(|it| matches!(it.status, Status::Code(200..=299)))?;
    if response.headers.iter().any(|it| it.name.eq_ignore_ascii_case("link")) {
        return Some(Turn::Link);
    }
    if let Some(next) = find(api, page, &["next", "nextlink", "nexturl", "nextpageurl"], is_url) {
        return Some(Turn::Url { next });
    }
    let counts = |names| query(operation, names).filter(|it| is_integer(api, &it.schema));
    if let Some(parameter) = counts(OFFSET) {
        return Some(Turn::Offset { parameter: parameter.name.clone() });
    }
    let parameter = counts(PAGE)?;
    let schema = resolved(api, &parameter.schema);
    let default = parameter.schema.default.as_ref().and_then(Value::as_i64);
    let starts_at_none = schema.constraints.minimum == Some(0.0)
        || parameter.schema.constraints.minimum == Some(0.0);
    let first = default.unwrap_or(if starts_at_none { 0 } else { 1 });
    Some(Turn::Page { parameter: parameter.name.clone(), first })
}

/// Where the items of an answer are: the answer itself, its one list, or the one with a usual name.
fn items(api: &Api, page: &Schema) -> Option<Vec<String>> {
    if is_list(api, page) {
        return Some(Vec::new());
    }
    let object = object(api, page)?;
    let lists = object.properties.iter().filter(|it| is_list(api, &it.schema));
    let lists: Vec<&str> = lists.map(|it| it.name.as_str()).collect();
    let usual = || ITEMS.iter().find_map(|name| lists.iter().find(|it| folded(it) == *name));
    let found = match lists.as_slice() {
        [one] => one,
        _ => usual()?,
    };
    Some(vec![(*found).to_owned()])
}

fn item<'a>(api: &'a Api, page: &'a Schema, items: &[String]) -> Option<&'a Schema> {
    match &resolved(api, at(api, page, items)?).ty {
        Type::Array(item) => Some(item),
        _ => None,
    }
}

/// The first property with one of these names that is of this kind, in the answer or one level down.
fn find(
    api: &Api,
    page: &Schema,
    names: &[&str],
    fits: fn(&Api, &Schema) -> bool,
) -> Option<String> {
    let inside = |object: &Object| {
        names.iter().find_map(|name| {
            let mut properties = object.properties.iter();
            let found = properties.find(|it| folded(&it.name) == *name && fits(api, &it.schema))?;
            Some(found.name.clone())
        })
    };
    let page = object(api, page)?;
    if let Some(name) = inside(page) {
        return Some(pointer(&[&name]));
    }
    let envelopes =
        page.properties.iter().filter(|it| ENVELOPES.contains(&folded(&it.name).as_str()));
    for envelope in envelopes {
        if let Some(name) = object(api, &envelope.schema).and_then(inside) {
            return Some(pointer(&[&envelope.name, &name]));
        }
    }
    None
}

fn is_text(api: &Api, schema: &Schema) -> bool {
    !is_url(api, schema) && matches!(resolved(api, schema).ty, Type::Scalar(Scalar::String))
}

fn is_url(api: &Api, schema: &Schema) -> bool {
    let it = resolved(api, schema);
    matches!(it.ty, Type::Scalar(Scalar::String))
        && matches!(it.constraints.format.as_deref(), Some("uri" | "url" | "uri-reference" | "iri"))
}

fn is_boolean(api: &Api, schema: &Schema) -> bool {
    resolved(api, schema).ty == Type::Scalar(Scalar::Boolean)
}

fn is_integer(api: &Api, schema: &Schema) -> bool {
    use Scalar::{Int8, Int16, Int32, Int64, Uint8, Uint16, Uint32, Uint64};
    let Type::Scalar(it) = resolved(api, schema).ty else { return false };
    matches!(it, Int8 | Int16 | Int32 | Int64 | Uint8 | Uint16 | Uint32 | Uint64)
}

/// What the document says, with what is usual for what it leaves out.
fn as_stated(
    api: &Api,
    operation: &Operation,
    usual: Option<Pagination>,
    said: &Value,
) -> Result<Option<Pagination>, String> {
    let members = match said {
        Value::Bool(false) => return Ok(None),
        Value::Bool(true) => {
            return usual
                .map(Some)
                .ok_or("nothing in it is as pages usually are; say how".to_owned());
        }
        Value::Object(members) => members,
        _ => return Err("expected an object, or `false` where there are no pages".to_owned()),
    };
    const KNOWN: &[&str] = &["style", "parameter", "items", "next", "total", "first", "id", "more"];
    if let Some(key) = members.keys().find(|it| !KNOWN.contains(&it.as_str())) {
        return Err(format!("`{key}` means nothing here; known are `{}`", KNOWN.join("`, `")));
    }
    let text = |key: &str| match members.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(format!("`{key}` is no text")),
    };
    let page = page(operation).ok_or("the operation has no success with one JSON body")?;
    let place = |key: &str| match text(key)? {
        Some(text) if !text.is_empty() && at(api, page, &names(&text)).is_none() => {
            Err(format!("`{text}` leads nowhere in the answer"))
        }
        text => Ok(text),
    };
    let items = match place("items")? {
        Some(pointer) => names(&pointer),
        None => items(api, page).ok_or("say with `items` which list has the items")?,
    };
    if item(api, page, &items).is_none() {
        return Err(format!("`/{}` is no list", items.join("/")));
    }
    let parameter = || {
        let name = text("parameter")?.ok_or("`parameter` is missing")?;
        let is_there =
            operation.parameters.iter().any(|it| it.location == Location::Query && it.name == name);
        if is_there { Ok(name) } else { Err(format!("the query has no parameter `{name}`")) }
    };
    let next = || place("next")?.ok_or("`next` is missing".to_owned());
    let style = text("style")?.ok_or("`style` is missing")?;
    let turn = match style.as_str() {
        "page" => {
            let first = members.get("first").and_then(Value::as_i64).unwrap_or(1);
            Turn::Page { parameter: parameter()?, first }
        }
        "offset" => Turn::Offset { parameter: parameter()? },
        "cursor" => Turn::Cursor { parameter: parameter()?, next: next()? },
        "last-item" => Turn::LastItem {
            parameter: parameter()?,
            id: text("id")?.unwrap_or_else(|| "/id".to_owned()),
            more: place("more")?,
        },
        "url" => Turn::Url { next: next()? },
        "link" => Turn::Link,
        other => {
            let known = "`page`, `offset`, `cursor`, `last-item`, `url` and `link`";
            return Err(format!("there is no style `{other}`; there are {known}"));
        }
    };
    Ok(Some(Pagination { items, turn, total: place("total")? }))
}

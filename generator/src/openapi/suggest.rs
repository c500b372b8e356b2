//! Finds what somebody may have meant: a keyword, or the target of a reference.

use serde_json::Value;

use super::find::elsewhere;
use super::node::escape;
use super::shape::{Kind, Object, V2, V30, V31, V32};
use crate::diagnostics::{Meant, similar};

/// How many objects further inside a misplaced keyword is looked for.
const STEPS: usize = 2;

/// More objects than these are not named as those that have a keyword.
const MOST_NAMED: usize = 3;

/// What a keyword that `object` does not have may have been meant to be; `text` holds what is said of it.
pub(super) fn keyword<'t>(
    object: Object,
    key: &str,
    version: u8,
    text: &'t mut String,
) -> Meant<'t> {
    let found = inside(object, key, version);
    if let [(owner, way)] = &found[..] {
        text.clone_from(way);
        return Meant::Inside(owner.name(), text);
    }
    let known = object.rows().iter().filter(|row| row.2 & version != 0).map(|row| row.0);
    if let Some(it) = similar(key, known) {
        return Meant::Spelling(it);
    }
    let mut owners: Vec<Object> = found.into_iter().map(|it| it.0).collect();
    if owners.is_empty() {
        owners = Object::EVERY.iter().copied().filter(|it| has(*it, key, version)).collect();
    }
    owners.dedup();
    if owners.is_empty() || owners.len() > MOST_NAMED {
        return Meant::Unknown;
    }
    *text = owners.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ");
    Meant::Elsewhere(text)
}

fn has(object: Object, key: &str, version: u8) -> bool {
    object.rows().iter().any(|row| row.0 == key && row.2 & version != 0)
}

/// The nearest objects further inside that have the keyword, and the ways there.
fn inside(object: Object, key: &str, version: u8) -> Vec<(Object, String)> {
    let mut reached = vec![(object, String::new())];
    for _ in 0..STEPS {
        reached = reached.iter().flat_map(|(object, way)| steps(*object, way, version)).collect();
        let found: Vec<_> = reached.iter().filter(|it| has(it.0, key, version)).cloned().collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The objects one step inside, but for those that only describe.
fn steps(object: Object, way: &str, version: u8) -> Vec<(Object, String)> {
    let rows = object.rows().iter().filter(|row| row.2 & version != 0);
    rows.filter_map(|(key, kind, _)| {
        let (inner, end) = match kind {
            Kind::Of(inner) => (*inner, ""),
            Kind::MapOf(inner) => (*inner, ".*"),
            _ => return None,
        };
        let dot = if way.is_empty() { "" } else { "." };
        let describes = matches!(
            inner,
            Object::Xml | Object::Example | Object::ExternalDocs | Object::Encoding | Object::Link
        );
        let again = inner == object;
        (!describes && !again).then(|| (inner, format!("{way}{dot}{key}{end}")))
    })
    .collect()
}

/// What another version has instead of a keyword: a way to say it in this one.
pub(super) fn instead(object: Object, key: &str, version: u8) -> Option<&'static str> {
    const NEW: u8 = V31 | V32;
    const V3: u8 = V30 | NEW;
    let is = |object_is, versions: u8| object == object_is && version & versions != 0;
    Some(match key {
        "nullable" if is(Object::Schema, NEW) => {
            "since version 3.1 `null` is a type: `type: [string, \"null\"]`"
        }
        "nullable" if is(Object::Schema, V2) => "version 2.0 has `x-nullable`",
        "const" if is(Object::Schema, V2 | V30) => "an `enum` of one value says the same",
        "examples" if is(Object::Schema, V2 | V30) => "this version has `example`, with one value",
        "type" | "format" | "items" | "default" | "enum" | "minimum" | "maximum" | "minLength"
        | "maxLength" | "pattern" | "minItems" | "maxItems"
            if is(Object::Parameter, V3) || is(Object::Header, V3) =>
        {
            "since version 3.0 it belongs to the schema: put it inside `schema`"
        }
        "definitions" if is(Object::Document, V3) => {
            "since version 3.0 shared schemas are in `components.schemas`"
        }
        "securityDefinitions" if is(Object::Document, V3) => {
            "since version 3.0 they are in `components.securitySchemes`"
        }
        "consumes" | "produces" if version & V3 != 0 => {
            "since version 3.0 media types are the keys of `content`"
        }
        "schema" if is(Object::Response, V3) => {
            "since version 3.0 it belongs to a media type: put it inside `content`"
        }
        "host" | "basePath" | "schemes" if version & V3 != 0 => {
            "since version 3.0 there is `servers`, with whole URLs"
        }
        "requestBody" if is(Object::Operation, V2) => {
            "in version 2.0 the body is a parameter with `in: body`"
        }
        "content" if is(Object::Response, V2) => {
            "version 2.0 has `schema`, and the media types in `produces`"
        }
        _ => return None,
    })
}

/// The versions of a keyword, in words.
pub(super) fn versions(bits: u8) -> String {
    let all = [(V2, "2.0"), (V30, "3.0"), (V31, "3.1"), (V32, "3.2")];
    let named: Vec<&str> = all.iter().filter(|it| it.0 & bits != 0).map(|it| it.1).collect();
    match named.split_last() {
        Some((last, [])) => format!("version {last}"),
        Some((last, rest)) => format!("versions {} and {last}", rest.join(", ")),
        None => "no version".to_owned(),
    }
}

/// Looks for targets that were meant; not forever, since each search goes through all the names of a section.
#[derive(Debug)]
pub(super) struct Targets {
    left: u32,
}

impl Default for Targets {
    fn default() -> Self {
        Self { left: 100 }
    }
}

impl Targets {
    /// What may have been meant by a path in `root` that leads nowhere, as `#/…`.
    pub(super) fn meant(&mut self, root: &Value, path: &[String]) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        let last = path.last()?;
        let near = near(root, path);
        let is_same =
            near.as_ref().and_then(|it| it.last()).is_some_and(|it| it.eq_ignore_ascii_case(last));
        let near =
            near.map(|it| it.iter().fold("#".to_owned(), |text, it| text + "/" + &escape(it)));
        if is_same { near } else { elsewhere(root, last).or(near) }
    }
}

/// The path with each step that is not there replaced by the one spelt most like it.
fn near<'v>(root: &'v Value, path: &[String]) -> Option<Vec<&'v str>> {
    let mut value = root;
    let mut found = Vec::new();
    for segment in path {
        let map = value.as_object()?;
        let key = match map.get_key_value(segment) {
            Some((key, _)) => key,
            None => similar(segment, map.keys().map(String::as_str))?,
        };
        found.push(key);
        value = map.get(key)?;
    }
    Some(found)
}

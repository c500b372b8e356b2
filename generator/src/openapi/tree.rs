//! Text to a value tree.

use std::fmt;

use serde::de::{
    Deserialize, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

/// Why a text is no value tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SyntaxError {
    pub(super) message: String,
    /// The byte where it was found.
    pub(super) offset: usize,
}

/// What a document says that it is called; none where its text is no document.
pub fn title(path: &str, text: &str) -> Option<String> {
    let tree = parse_text(path, text).ok()?;
    Some(tree.pointer("/info/title")?.as_str()?.to_owned())
}

/// Reads JSON or YAML.
///
/// JSON that is also YAML is read as JSON, which is many times faster.
pub(super) fn parse_text(path: &str, text: &str) -> Result<Value, SyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    if path.ends_with(".json") || looks_like_json {
        let outcome = serde_json::from_str::<Tree>(text);
        match outcome {
            Ok(tree) => return Ok(tree.0),
            // A number that no reader of JSON holds; YAML's reader takes it for infinite.
            Err(error) if error.to_string().starts_with("number out of range") => {}
            Err(error) if path.ends_with(".json") => {
                return Err(SyntaxError {
                    offset: offset(text, error.line(), error.column()),
                    message: without_position(&error.to_string()),
                });
            }
            // Flow-style YAML starts like JSON.
            Err(_) => {}
        }
    }
    serde_yaml::from_str::<Tree>(text).map(|tree| tree.0).map_err(|error| SyntaxError {
        offset: error.location().map_or(0, |it| it.index()),
        message: without_position(&error.to_string()),
    })
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}

/// The reader's message without the position, its signs in backticks as ours are.
fn without_position(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or(message);
    let has_pairs = message.matches('\'').count().is_multiple_of(2);
    if has_pairs { message.replace('\'', "`") } else { message.to_owned() }
}

/// A value whose keys may be numbers or booleans, as YAML has them (`200:`, `on:`).
struct Tree(Value);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor).map(Tree)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Number::from_f64(value as f64).map_or(Value::Null, Value::Number))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Number::from_f64(value as f64).map_or(Value::Null, Value::Number))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Tree(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        let mut merged = Vec::new();
        while let Some(Key(key)) = members.next_key()? {
            let Tree(value) = members.next_value()?;
            // YAML 1.1's merge key: the members of other mappings, where there is none of that name.
            if key == "<<" {
                match value {
                    Value::Object(_) => merged.push(value),
                    Value::Array(list) => merged.extend(list),
                    value => drop(map.insert(key, value)),
                }
                continue;
            }
            match map.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(entry) => {
                    let key = entry.key();
                    return Err(serde::de::Error::custom(format!(
                        "the key `{key}` is there twice"
                    )));
                }
            }
        }
        for (key, value) in merged.into_iter().filter_map(into_members).flatten() {
            map.entry(key).or_insert(value);
        }
        Ok(Value::Object(map))
    }

    /// A tag of YAML: what it stands before is read as if it were not there.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (Key(_), value) = tagged.variant()?;
        value.newtype_variant::<Tree>().map(|tree| tree.0)
    }
}

fn into_members(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(map) => Some(map),
        _ => None,
    }
}

struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Tree(value) = Tree::deserialize(deserializer)?;
        match value {
            Value::String(key) => Ok(Self(key)),
            Value::Number(key) => Ok(Self(key.to_string())),
            Value::Bool(key) => Ok(Self(key.to_string())),
            Value::Null => Ok(Self("null".to_owned())),
            Value::Array(_) | Value::Object(_) => {
                Err(serde::de::Error::custom("a key that is no text"))
            }
        }
    }
}

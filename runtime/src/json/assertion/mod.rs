//! What a schema says that its Rust type cannot: JSON Schema itself, read at run time.
//!
//! The generator writes only what is left over once types and [`super::Rule`]s have said the rest. A crate has
//! one list of such schemas; they are compiled once, on first use, and evaluated over plain JSON.

mod compile;
mod evaluate;
mod number;
mod object;
mod seen;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use super::{Report, Value};
use compile::Schema;
pub(super) use number::{compare_integer, equal_text, is_multiple_of};

/// A schema of a list of schemas that may refer to one another, as JSON texts.
///
/// The texts are what the generator makes of a document: the keywords of JSON Schema 2020-12 with `type`
/// instead of `nullable`, bounds as numbers, patterns in the syntax of `regex`, and `{"$ref": 3}` for the
/// schema with the number 3.
#[derive(Debug, Clone, Copy)]
pub struct Assertion {
    /// All schemas of the crate.
    pub schemas: &'static [&'static str],
    /// Which of them is meant.
    pub index: usize,
}

/// The lists that have been needed, by address; each is compiled once, and a program has few of them.
static COMPILED: RwLock<BTreeMap<usize, &'static [Schema]>> = RwLock::new(BTreeMap::new());

impl Assertion {
    /// Reports where a value breaks the schema.
    pub fn check(&self, value: &Value, report: &mut Report) {
        let schemas = compiled(self.schemas);
        if let Some(schema) = schemas.get(self.index) {
            evaluate::Evaluation::new(schemas, report).check(schema, value);
        }
    }
}

fn compiled(texts: &'static [&'static str]) -> &'static [Schema] {
    let key = texts.as_ptr() as usize;
    if let Some(list) = COMPILED.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return list;
    }
    let mut all = COMPILED.write().unwrap_or_else(PoisonError::into_inner);
    all.entry(key).or_insert_with(|| {
        let list: Vec<Schema> = texts.iter().map(|text| compile::compile(text)).collect();
        Box::leak(list.into_boxed_slice())
    })
}

//! Operations as servers that take no others know them.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::api::executable::Documents;

/// The SHA-256 of a text, in hexadecimal digits.
pub(super) fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A manifest of persisted queries, as the tools around Apollo Router write and read it.
pub(super) fn manifest(documents: &Documents) -> String {
    let operations = documents.operations.iter().map(|it| {
        json!({
            "id": hash(&it.text),
            "name": it.name,
            "type": it.kind.as_str(),
            "body": it.text,
        })
    });
    let manifest = json!({
        "format": "apollo-persisted-query-manifest",
        "version": 1,
        "operations": operations.collect::<Vec<Value>>(),
    });
    // A tree of JSON can always be written.
    serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n"
}

//! Documents that requests name instead of sending them: those that clients registered, and those that are trusted.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::cache::Cache;
use super::error::{ResponseError, SchemaError};
use super::limits::coded;
use super::request::Request;

/// Longer documents are not registered: whoever asks sends them again.
const MAX_TEXT: usize = 64 << 10;

/// The documents of a schema.
pub(crate) enum Documents {
    /// Any; clients may register them by their hash, if the cache is there.
    Any(Option<Cache<String>>),
    /// No others.
    Trusted(Trusted),
}

/// Where the document of a request is.
pub(crate) enum Found {
    /// In the request.
    Sent,
    Known(String),
    /// In the request, which registers it if it is valid.
    New {
        hash: String,
    },
}

impl Documents {
    /// A cache of at most twice so many documents.
    pub(crate) fn new(capacity: usize) -> Self {
        Self::Any((capacity > 0).then(|| Cache::new(capacity)))
    }

    pub(crate) fn trusted(trusted: Trusted) -> Self {
        Self::Trusted(trusted)
    }

    /// Where the document of the request is.
    pub(crate) fn find(&self, request: &Request) -> Result<Found, ResponseError> {
        let persisted = request.extensions.get("persistedQuery").filter(|it| !it.is_null());
        // Most requests: nothing is named, and anything goes.
        if let (Self::Any(_), None, None) = (self, &request.document_id, persisted) {
            return match request.query.is_empty() && request.extensions.contains_key("documentId") {
                true => Err(not_found()),
                false => Ok(Found::Sent),
            };
        }
        let hash = persisted.map(hash).transpose()?;
        match self {
            Self::Trusted(trusted) => trusted.find(request, hash),
            Self::Any(None) => {
                Err(coded("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported", None))
            }
            Self::Any(Some(cache)) => {
                let id = request.document_id.as_deref().map(plain);
                let Some(hash) = hash.or(id) else { return Ok(Found::Sent) };
                if request.query.is_empty() {
                    let known = cache.get(hash).ok_or_else(not_found)?;
                    return Ok(Found::Known(String::clone(&known)));
                }
                if !sha256(&request.query).eq_ignore_ascii_case(hash) {
                    let message = "provided sha does not match query";
                    return Err(coded("PERSISTED_QUERY_HASH_MISMATCH", message, None));
                }
                Ok(Found::New { hash: hash.to_owned() })
            }
        }
    }

    /// Registers a document that is valid.
    pub(crate) fn keep(&self, hash: String, text: String) {
        if let Self::Any(Some(cache)) = self
            && text.len() <= MAX_TEXT
        {
            cache.insert(hash, Arc::new(text));
        }
    }
}

/// The error on which clients send the document along (the protocol of automatic persisted queries).
fn not_found() -> ResponseError {
    coded("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound", None)
}

fn hash(persisted: &Value) -> Result<&str, ResponseError> {
    let bad = |message: &str| coded("BAD_PERSISTED_QUERY", message, None);
    if persisted.get("version").and_then(Value::as_u64) != Some(1) {
        return Err(bad("Unsupported persisted query version"));
    }
    let hash = persisted.get("sha256Hash").and_then(Value::as_str);
    hash.ok_or_else(|| bad("`sha256Hash` of `persistedQuery` must be a string"))
}

/// An id without the prefix that says how it was made.
fn plain(id: &str) -> &str {
    id.strip_prefix("sha256:").unwrap_or(id)
}

fn sha256(text: &str) -> String {
    use std::fmt::Write as _;
    let mut hash = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a string does not fail.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

/// The documents of a manifest.
pub(crate) struct Trusted {
    /// Name and text by id.
    operations: BTreeMap<String, (String, String)>,
    /// Ids by text.
    texts: BTreeMap<String, String>,
}

impl Trusted {
    /// Reads Apollo's persisted query manifest.
    pub(crate) fn from_json(manifest: &str) -> Result<Self, SchemaError> {
        let wrong = |what: String| SchemaError(format!("trusted documents: {what}"));
        let manifest: Map<String, Value> = serde_json::from_str(manifest)
            .map_err(|error| wrong(format!("the manifest is no JSON object: {error}")))?;
        let format = manifest.get("format").and_then(Value::as_str);
        if format != Some("apollo-persisted-query-manifest") {
            return Err(wrong("`format` must be `apollo-persisted-query-manifest`".to_owned()));
        }
        if manifest.get("version").and_then(Value::as_u64) != Some(1) {
            return Err(wrong("`version` must be 1".to_owned()));
        }
        let list = manifest.get("operations").and_then(Value::as_array);
        let list = list.ok_or_else(|| wrong("`operations` must be a list".to_owned()))?;
        let mut trusted = Self { operations: BTreeMap::new(), texts: BTreeMap::new() };
        for (index, operation) in list.iter().enumerate() {
            let member = |name: &str| {
                let text = operation.get(name).and_then(Value::as_str);
                text.map(str::to_owned)
                    .ok_or_else(|| wrong(format!("`operations[{index}].{name}` must be a string")))
            };
            let (id, name, body) = (member("id")?, member("name")?, member("body")?);
            trusted.texts.insert(body.clone(), id.clone());
            if trusted.operations.insert(plain(&id).to_owned(), (name, body)).is_some() {
                return Err(wrong(format!("the id `{id}` is used twice")));
            }
        }
        Ok(trusted)
    }

    /// Names and texts.
    pub(crate) fn operations(&self) -> impl Iterator<Item = (&str, &str)> {
        self.operations.values().map(|(name, body)| (name.as_str(), body.as_str()))
    }

    fn find(&self, request: &Request, hash: Option<&str>) -> Result<Found, ResponseError> {
        let named = request.extensions.get("documentId").and_then(Value::as_str);
        let id = request.document_id.as_deref().or(named).or(hash);
        let found = match id {
            Some(id) => self.operations.get(plain(id)).map(|(_, body)| body),
            None if self.texts.contains_key(&request.query) => return Ok(Found::Sent),
            None => None,
        };
        // What was sent along with an id says the same, or is not trusted either.
        match found {
            Some(body) if request.query.is_empty() || request.query == *body => {
                Ok(Found::Known(body.clone()))
            }
            _ => {
                let message = "the document is not among those that this server trusts";
                Err(coded("DOCUMENT_NOT_TRUSTED", message, None))
            }
        }
    }
}

//! Bounds on what one request and one connection may ask, all on by default.
use std::collections::BTreeMap;
use std::time::Duration;

use super::document::{Document, Selection};
use super::error::ResponseError;

/// The bounds. Start from [`Limits::default`] and change what must differ.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Nesting of fields in an operation, fragments expanded.
    pub depth: usize,
    /// Fields of an operation, fragments expanded.
    pub fields: usize,
    /// Aliased fields of an operation, fragments expanded.
    pub aliases: usize,
    /// Tokens of a document.
    pub tokens: usize,
    /// Nesting of the document's syntax, to spare the stack.
    pub recursion: usize,
    /// Bytes of an HTTP request body, of a GET query string, and of a WebSocket message.
    pub body_bytes: usize,
    /// Operations in flight on one WebSocket connection.
    pub subscriptions: usize,
    /// How long a WebSocket client may take to send `connection_init`.
    pub connection_init: Duration,
    /// How long a WebSocket client may take to accept one message.
    pub send: Duration,
    /// Pause between two keep-alive messages; a client silent for three of them is cut off.
    pub keep_alive: Duration,
    /// Documents whose plans are kept; twice as many at most.
    pub cached_documents: usize,
    /// Whether `__schema` and `__type` are answered.
    pub introspection: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 32,
            fields: 2_000,
            aliases: 200,
            tokens: 10_000,
            recursion: 128,
            body_bytes: 1 << 20,
            subscriptions: 100,
            connection_init: Duration::from_secs(10),
            send: Duration::from_secs(30),
            keep_alive: Duration::from_secs(15),
            cached_documents: 512,
            introspection: true,
        }
    }
}

/// Size of a selection set with its fragments expanded.
#[derive(Clone, Copy, Default)]
struct Size {
    depth: usize,
    fields: usize,
    aliases: usize,
}

impl Limits {
    /// Measures the operation without expanding it: each fragment is measured once.
    pub(crate) fn check(&self, document: &Document) -> Result<(), ResponseError> {
        let size = measure(document, &document.selections, &mut BTreeMap::new());
        let over = |what: &str, is: usize, limit: usize| {
            ResponseError::request(
                format!("the operation has {what} {is}, more than the allowed {limit}"),
                None,
            )
        };
        if size.depth > self.depth {
            return Err(over("a depth of", size.depth, self.depth));
        }
        if size.fields > self.fields {
            return Err(over("a number of fields of", size.fields, self.fields));
        }
        if size.aliases > self.aliases {
            return Err(over("a number of aliases of", size.aliases, self.aliases));
        }
        Ok(())
    }
}

/// Validation has refused fragment cycles, so the recursion ends.
fn measure<'d>(
    document: &'d Document,
    selections: &'d [Selection],
    known: &mut BTreeMap<&'d str, Size>,
) -> Size {
    let mut size = Size::default();
    for selection in selections {
        let inner = match selection {
            Selection::Field(field) => {
                let inner = measure(document, &field.selections, known);
                Size {
                    depth: inner.depth.saturating_add(1),
                    fields: inner.fields.saturating_add(1),
                    aliases: inner.aliases.saturating_add(usize::from(field.key != field.name)),
                }
            }
            Selection::Inline(inline) => measure(document, &inline.selections, known),
            Selection::Spread(spread) => {
                match (known.get(spread.fragment.as_str()), document.fragment(&spread.fragment)) {
                    (Some(size), _) => *size,
                    (None, None) => continue,
                    (None, Some(fragment)) => {
                        let inner = measure(document, &fragment.selections, known);
                        known.insert(&spread.fragment, inner);
                        inner
                    }
                }
            }
        };
        size.depth = size.depth.max(inner.depth);
        size.fields = size.fields.saturating_add(inner.fields);
        size.aliases = size.aliases.saturating_add(inner.aliases);
    }
    size
}

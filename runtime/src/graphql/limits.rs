//! Bounds on what one request and one connection may ask, all on by default.

use std::time::Duration;

use super::error::{Error, Location, ResponseError};

/// The bounds. Start from [`Limits::default`] and change what must differ.
///
/// Who asks for more is told the limit, and finds a code in the `extensions` of the error: `LIMIT_DEPTH`,
/// `LIMIT_FIELDS`, `LIMIT_ROOT_FIELDS`, `LIMIT_ALIASES`, `LIMIT_DIRECTIVES`, `LIMIT_TOKENS`, `LIMIT_RECURSION`,
/// `LIMIT_LIST_SIZE`, `LIMIT_COST`, `LIMIT_TIME`, `LIMIT_BODY`, `LIMIT_BATCH`, `LIMIT_FILES`, `LIMIT_SUBSCRIPTIONS`.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Nesting of fields in an operation, fragments expanded.
    pub depth: usize,
    /// Fields of an operation, fragments expanded.
    pub fields: usize,
    /// Fields of the root type in an operation, fragments expanded.
    pub root_fields: usize,
    /// Aliased fields of an operation, fragments expanded.
    pub aliases: usize,
    /// Directives of a document.
    pub directives: usize,
    /// Tokens of a document.
    pub tokens: usize,
    /// Nesting of the document's syntax, and of fragments within fragments, to spare the stack.
    pub recursion: usize,
    /// What an operation may cost, by the weights and list sizes of the schema (`@cost`, `@listSize`) and of the
    /// generated tables; what has none costs 1 for each object and nothing for each scalar.
    pub cost: u64,
    /// The greatest value of an argument that says how long a list may get: those that `@listSize` names as slicing
    /// arguments, and otherwise `first`, `last` and `limit`.
    pub list_size: u64,
    /// How long a list is thought to be whose size nothing tells, when costs are counted.
    pub assumed_list_size: u64,
    /// How long a query or a mutation may take, and a subscription to start; then its resolvers are dropped where they
    /// wait. Also how long each piece of a request's body may take to come.
    pub time: Duration,
    /// Bytes of an HTTP request body, of a GET query string, and of a WebSocket message.
    pub body_bytes: usize,
    /// Requests in one array (a batch), which are executed in series; 0 refuses arrays.
    pub batch: usize,
    /// Files of one multipart request; 0 refuses such requests.
    pub files: usize,
    /// Bytes of all files of one multipart request together.
    pub files_bytes: u64,
    /// Bytes of a file that are held in memory; the rest of a larger one is on the disk while the request lasts.
    pub file_memory: usize,
    /// Operations in flight on one WebSocket connection, or on one event stream.
    pub subscriptions: usize,
    /// Event streams in single connection mode that are reserved or open.
    pub event_streams: usize,
    /// How long a WebSocket client may take to send `connection_init`, and the owner of a reservation to open its
    /// event stream.
    pub connection_init: Duration,
    /// How long a WebSocket client may take to accept one message.
    pub send: Duration,
    /// Pause between two keep-alive messages; a WebSocket client silent for three of them is cut off.
    pub keep_alive: Duration,
    /// Documents whose plans are kept; twice as many at most.
    pub cached_documents: usize,
    /// Documents that clients may register by their hash (automatic persisted queries); twice as many are kept at
    /// most, and none longer than 64 KiB. 0 turns the feature off.
    pub persisted_queries: usize,
    /// Whether `__schema` and `__type` are answered.
    pub introspection: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 32,
            fields: 2_000,
            root_fields: 50,
            aliases: 200,
            directives: 200,
            tokens: 10_000,
            recursion: 128,
            cost: 100_000,
            list_size: 1_000,
            assumed_list_size: 10,
            time: Duration::from_secs(30),
            body_bytes: 1 << 20,
            batch: 0,
            files: 10,
            files_bytes: 64 << 20,
            file_memory: 64 << 10,
            subscriptions: 100,
            event_streams: 10_000,
            connection_init: Duration::from_secs(10),
            send: Duration::from_secs(30),
            keep_alive: Duration::from_secs(15),
            cached_documents: 512,
            persisted_queries: 512,
            introspection: true,
        }
    }
}

/// A request error with a code in its extensions.
pub(crate) fn coded(
    code: &str,
    message: impl Into<String>,
    location: Option<Location>,
) -> ResponseError {
    ResponseError::at(Error::new(message).with("code", code), location.as_slice())
}

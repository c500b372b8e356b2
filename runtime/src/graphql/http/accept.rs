//! Which media types a client takes (RFC 9110, section 12.5.1).

use http::HeaderMap;

use crate::http::accept::Accept;

/// The media type of an answer in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MediaType {
    /// `application/json`, for clients from before the specification.
    Json,
    /// `application/graphql-response+json`
    GraphqlResponse,
}

/// What a client takes of what there is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Accepted {
    /// The better one of those for answers in one piece.
    pub(crate) whole: Option<MediaType>,
    /// Whether it takes event streams.
    pub(crate) events: bool,
    /// Whether it likes event streams better, for answers in one piece as well.
    pub(crate) prefers_events: bool,
}

impl Accepted {
    /// Reads `Accept`. Without one, or where it takes anything, the answer is JSON.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let accept = Accept::of(headers);
        if accept.is_empty() {
            return Self { whole: Some(MediaType::Json), events: false, prefers_events: false };
        }
        let json = accept.weight("application/json");
        let response = accept.weight("application/graphql-response+json");
        // Only who names the newer type is sure to know it.
        let knows_response = accept.names("application/graphql-response+json");
        let whole = if response > 0.0 && (knows_response && response >= json || json <= 0.0) {
            Some(MediaType::GraphqlResponse)
        } else {
            (json > 0.0).then_some(MediaType::Json)
        };
        // Who takes anything does not ask for a stream.
        let events = match accept.names("text/event-stream") {
            true => accept.weight("text/event-stream"),
            false => 0.0,
        };
        Self { whole, events: events > 0.0, prefers_events: events > json.max(response) }
    }
}

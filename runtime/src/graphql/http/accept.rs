//! Which media types a client takes (RFC 9110, section 12.5.1).
use http::{HeaderMap, header};

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

/// One range of `Accept`.
struct Range {
    essence: String,
    weight: f32,
}

impl Accepted {
    /// Reads `Accept`. Without one, or where it takes anything, the answer is JSON.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all(header::ACCEPT).iter().filter_map(|it| it.to_str().ok());
        let ranges: Vec<Range> =
            values.flat_map(|it| it.split(',')).filter_map(Range::parse).collect();
        if ranges.is_empty() {
            return Self { whole: Some(MediaType::Json), events: false, prefers_events: false };
        }
        let json = weigh(&ranges, "application/json");
        let response = weigh(&ranges, "application/graphql-response+json");
        let events = weigh(&ranges, "text/event-stream");
        // Only who names the newer type is sure to know it.
        let knows_response =
            ranges.iter().any(|it| it.essence == "application/graphql-response+json");
        let whole = if response > 0.0 && (knows_response && response >= json || json <= 0.0) {
            Some(MediaType::GraphqlResponse)
        } else {
            (json > 0.0).then_some(MediaType::Json)
        };
        // Who takes anything does not ask for a stream.
        let names_events = ranges.iter().any(|it| it.essence == "text/event-stream");
        let events = if names_events { events } else { 0.0 };
        Self { whole, events: events > 0.0, prefers_events: events > json.max(response) }
    }
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let essence = parts.next().filter(|it| !it.is_empty())?.to_ascii_lowercase();
        let mut weight = 1.0;
        for (name, value) in parts.filter_map(|part| part.split_once('=')) {
            match name.trim().to_ascii_lowercase().as_str() {
                "q" => weight = value.trim().parse().unwrap_or(0.0),
                // All there is is UTF-8.
                "charset" if !is_utf8(value) => weight = 0.0,
                _ => {}
            }
        }
        Some(Self { essence, weight })
    }

    /// How closely it names a media type; 0 if it does not.
    fn closeness(&self, media_type: &str) -> u8 {
        let kind = media_type.split('/').next().unwrap_or_default();
        match self.essence.as_str() {
            it if it == media_type => 3,
            it if it.strip_suffix("/*") == Some(kind) => 2,
            "*/*" => 1,
            _ => 0,
        }
    }
}

/// The weight of the range that names the media type most closely.
fn weigh(ranges: &[Range], media_type: &str) -> f32 {
    let fitting = ranges.iter().map(|it| (it.closeness(media_type), it.weight));
    let closest = fitting.filter(|(closeness, _)| *closeness > 0);
    closest.reduce(|best, it| if it.0 > best.0 { it } else { best }).map_or(0.0, |it| it.1)
}

pub(super) fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

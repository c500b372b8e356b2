//! Which media types a caller takes (RFC 9110, section 12.5.1).

use http::HeaderMap;
use http::header::ACCEPT;

/// Whether a media type is in a range: itself, `text/*` or `*/*`.
#[cfg(feature = "server")]
pub(crate) fn is_in_range(media_type: &str, range: &str) -> bool {
    closeness(media_type, range) > 0
}

/// How closely a range names a media type; 0 where it does not.
pub(crate) fn closeness(media_type: &str, range: &str) -> u8 {
    match range {
        it if it == media_type => 3,
        "*/*" => 1,
        it => {
            let kind = it.strip_suffix('*').filter(|it| it.ends_with('/'));
            if kind.is_some_and(|it| media_type.starts_with(it)) { 2 } else { 0 }
        }
    }
}

/// What `Accept` says.
#[derive(Debug)]
pub(crate) struct Accept(Vec<Range>);

/// One range of it.
#[derive(Debug)]
struct Range {
    /// In lower case.
    media_type: String,
    weight: f32,
}

impl Accept {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all(ACCEPT).iter().filter_map(|it| it.to_str().ok());
        Self(values.flat_map(|it| it.split(',')).filter_map(Range::parse).collect())
    }

    /// Whether it says nothing, so that anything will do.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How much a media type is wanted, from 0 to 1: the range that names it most closely counts.
    pub(crate) fn weight(&self, media_type: &str) -> f32 {
        let fitting = self.0.iter().map(|it| (closeness(media_type, &it.media_type), it.weight));
        let closest = fitting.filter(|it| it.0 > 0);
        closest.reduce(|best, it| if it.0 > best.0 { it } else { best }).map_or(0.0, |it| it.1)
    }

    /// Whether it names a media type, and not just a range that holds it.
    #[cfg(feature = "graphql")]
    pub(crate) fn names(&self, media_type: &str) -> bool {
        self.0.iter().any(|it| it.media_type == media_type)
    }

    /// Whether any media type of a range is wanted.
    #[cfg(feature = "server")]
    pub(crate) fn takes_some_of(&self, range: &str) -> bool {
        self.0.iter().any(|it| it.weight > 0.0 && is_in_range(&it.media_type, range))
            || self.weight(range) > 0.0
    }
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let media_type = parts.next().filter(|it| !it.is_empty())?.to_ascii_lowercase();
        let mut weight = 1.0;
        for (name, value) in parts.filter_map(|part| part.split_once('=')) {
            match name.trim().to_ascii_lowercase().as_str() {
                "q" => weight = value.trim().parse().unwrap_or(0.0),
                // All there is is UTF-8.
                "charset" if !is_utf8(value) => weight = 0.0,
                _ => {}
            }
        }
        Some(Self { media_type, weight })
    }
}

/// Whether a charset is UTF-8, as people write it.
pub(crate) fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_range_counts() {
        let cases = [
            ("", "text/plain", 0.0),
            ("*/*", "text/plain", 1.0),
            ("text/*;q=0.5", "text/plain", 0.5),
            ("text/*;q=0.5, text/plain", "text/plain", 1.0),
            ("text/plain;q=0, */*", "text/plain", 0.0),
            ("Text/Plain; q=0.2", "text/plain", 0.2),
            ("text/plain;charset=latin1", "text/plain", 0.0),
            ("text/plain;charset=\"utf-8\"", "text/plain", 1.0),
            ("tex*", "text/plain", 0.0),
            ("text/plain;q=much", "text/plain", 0.0),
        ];
        for (accept, media_type, expected) in cases {
            let mut headers = HeaderMap::new();
            if let Ok(value) = accept.parse() {
                headers.insert(ACCEPT, value);
            }
            assert_eq!(Accept::of(&headers).weight(media_type), expected, "{accept}");
        }
    }
}

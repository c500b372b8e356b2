//! What a caller would rather have (RFC 7240).

use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Response};

const PREFER: HeaderName = HeaderName::from_static("prefer");
const APPLIED: HeaderName = HeaderName::from_static("preference-applied");

/// The preferences that are known.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Prefer {
    /// `status=404`, or `code=404`.
    pub(super) status: Option<u16>,
    /// `example=name`.
    pub(super) example: Option<String>,
}

impl Prefer {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut found = Self::default();
        let values = headers.get_all(PREFER).iter().filter_map(|it| it.to_str().ok());
        for preference in values.flat_map(|it| it.split(',')) {
            // What follows a semicolon is about the preference, and known to nobody here.
            let preference = preference.split(';').next().unwrap_or_default();
            let Some((name, value)) = preference.split_once('=') else { continue };
            let value = value.trim().trim_matches('"');
            // The first of several counts (section 2).
            match name.trim().to_ascii_lowercase().as_str() {
                "status" | "code" if found.status.is_none() => found.status = value.parse().ok(),
                "example" if found.example.is_none() => found.example = Some(value.to_owned()),
                _ => {}
            }
        }
        found
    }

    /// Says which of them were heeded (section 3).
    pub(super) fn applied<B>(&self, response: &mut Response<B>) {
        let status = self.status.map(|it| format!("status={it}"));
        let example = self.example.as_ref().map(|it| format!("example=\"{it}\""));
        for text in status.into_iter().chain(example) {
            if let Ok(value) = HeaderValue::from_str(&text) {
                response.headers_mut().append(APPLIED, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_of_several_headers_are_read() {
        let prefer = |values: &[&'static str]| {
            let values = values.iter().map(|it| (PREFER, HeaderValue::from_static(it)));
            let found = Prefer::of(&values.collect());
            (found.status, found.example.unwrap_or_default())
        };
        let cases = [
            (&[][..], (None, "")),
            (&["code=404"], (Some(404), "")),
            (&["Status = \"404\"; wait=3, respond-async"], (Some(404), "")),
            (&["example=one", "status=201, status=404"], (Some(201), "one")),
            (&["example=\"a b\", code=x"], (None, "a b")),
        ];
        for (values, expected) in cases {
            assert_eq!(prefer(values), (expected.0, expected.1.to_owned()), "{values:?}");
        }
    }
}

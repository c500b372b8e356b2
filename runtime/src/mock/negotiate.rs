//! Which of several media types a caller would rather have (RFC 9110, section 12.5.1).

use http::HeaderMap;

use crate::http::accept::Accept;

/// The index of the media type that is wanted most; the first, where nothing tells them apart.
pub(super) fn preferred(offered: &[&str], headers: &HeaderMap) -> usize {
    let accepted = Accept::of(headers);
    let mut best = (0, 0.0);
    for (index, media_type) in offered.iter().enumerate() {
        let weight = accepted.weight(media_type);
        if weight > best.1 {
            best = (index, weight);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use http::header::ACCEPT;

    use super::*;

    #[test]
    fn the_heaviest_wins() {
        let offered = ["application/json", "text/csv", "text/plain"];
        let cases = [
            ("", 0),
            ("*/*", 0),
            ("text/*", 1),
            ("text/plain, text/*;q=0.5", 2),
            ("text/csv;q=0.1, application/json;q=0.9", 0),
            ("image/png", 0),
            ("application/json;q=0, */*", 1),
        ];
        for (accept, expected) in cases {
            let mut headers = HeaderMap::new();
            if let Ok(value) = accept.parse() {
                headers.insert(ACCEPT, value);
            }
            assert_eq!(preferred(&offered, &headers), expected, "{accept}");
        }
    }
}

//! Which of several media types a caller would rather have (RFC 9110, section 12.5.1).

use http::HeaderMap;
use http::header::ACCEPT;

/// The index of the media type that is wanted most; the first, where nothing tells them apart.
pub(super) fn preferred(offered: &[&str], headers: &HeaderMap) -> usize {
    let values = headers.get_all(ACCEPT).iter().filter_map(|it| it.to_str().ok());
    let ranges: Vec<(String, f32)> = values.flat_map(|it| it.split(',')).map(range).collect();
    let weight = |media_type: &str| {
        // The range that says most counts.
        let fits = |(range, q): &(String, f32)| match range.as_str() {
            it if it == media_type => Some((2, *q)),
            "*/*" => Some((0, *q)),
            it => it.strip_suffix('*').filter(|it| media_type.starts_with(it)).map(|_| (1, *q)),
        };
        ranges.iter().filter_map(fits).max_by_key(|it| it.0).map_or(0.0, |it| it.1)
    };
    let mut best = (0, 0.0);
    for (index, media_type) in offered.iter().enumerate() {
        let weight = weight(media_type);
        if weight > best.1 {
            best = (index, weight);
        }
    }
    best.0
}

fn range(text: &str) -> (String, f32) {
    let mut parts = text.split(';').map(str::trim);
    let range = parts.next().unwrap_or_default().to_ascii_lowercase();
    let q = parts.find_map(|it| it.strip_prefix("q=")?.parse().ok());
    (range, q.unwrap_or(1.0))
}

#[cfg(test)]
mod tests {
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

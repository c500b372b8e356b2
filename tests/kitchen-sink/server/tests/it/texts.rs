//! Strategies for texts: any, those of a pattern, and those of a format.

use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::string::string_regex;

/// Texts that have broken something somewhere.
const EDGES: &[&str] = &[
    "",
    " ",
    "\u{0}",
    "\n",
    "\r\n",
    "\t",
    "null",
    "true",
    "0",
    "-1",
    "1e400",
    "%00",
    "%",
    "%zz",
    "+",
    "&",
    "=",
    "a=b&c[]=d",
    "#",
    "?",
    "/",
    "\\",
    "\"",
    "'",
    "{}",
    "[]",
    "..",
    ",",
    ";",
    "ß",
    "größe",
    "名前",
    "🦅",
    "e\u{301}",
    "\u{feff}",
    "\u{2028}",
    "\u{202e}",
    "\u{10ffff}",
    "--boundary",
    "data: x\n\n",
];

/// Any text: mostly short, now and then one of the odd ones, seldom a long one.
pub(crate) fn any_text() -> BoxedStrategy<String> {
    prop_oneof![
        6 => regex("(?s).{0,12}"),
        3 => select(EDGES).prop_map(str::to_owned),
        1 => (1_usize..2000, regex("(?s).{1,3}")).prop_map(|(n, it)| it.repeat(n)),
    ]
    .boxed()
}

/// Texts that match a pattern as a whole.
pub(crate) fn regex(pattern: &str) -> BoxedStrategy<String> {
    string_regex(pattern).unwrap_or_else(|it| panic!("`{pattern}`: {it}")).boxed()
}

/// Texts of a format; none for a format that is none of texts alone.
pub(crate) fn of_format(format: &str) -> Option<BoxedStrategy<String>> {
    Some(match format {
        "uuid" => any::<[u8; 16]>().prop_map(uuid).boxed(),
        "date" => date(),
        "date-time" => date_time(),
        "time" => (date_time(), Just(())).prop_map(|it| it.0[11..].to_owned()).boxed(),
        "duration" => prop_oneof![
            regex("P[1-9][0-9]{0,2}Y[1-9]M[1-9]D"),
            regex("PT[1-9][0-9]{0,4}S"),
            regex("P[1-9]W"),
            regex("P[1-9]DT[1-9]H[1-9]M"),
        ]
        .boxed(),
        "byte" => prop::collection::vec(any::<u8>(), 0..40).prop_map(|it| base64(&it)).boxed(),
        "email" => regex("[a-z][a-z0-9.+_-]{0,8}[a-z]@[a-z]{1,8}(\\.[a-z]{2,5}){1,2}"),
        "uri" => regex("(https?|urn|mailto):[a-z0-9]{1,8}(/[a-z0-9._~%21-]{0,3}){0,3}")
            .prop_filter("percent signs are followed by digits", |it| !it.contains('%'))
            .boxed(),
        "uri-reference" => regex("(/?[a-z0-9]{1,8}){1,3}(\\?[a-z]=[0-9])?(#[a-z]{1,3})?"),
        "hostname" => regex("[a-z][a-z0-9]{0,8}(\\.[a-z]{1,8}){0,3}"),
        "ipv4" => any::<[u8; 4]>().prop_map(|it| Ipv4Addr::from(it).to_string()).boxed(),
        "ipv6" => any::<[u8; 16]>().prop_map(|it| Ipv6Addr::from(it).to_string()).boxed(),
        "json-pointer" => regex("(/([a-zß%]|~0|~1){0,3}){0,3}"),
        "regex" => select(&["", "^a+$", "[0-9]{2,}", "(a|b)*", "\\p{L}"][..])
            .prop_map(str::to_owned)
            .boxed(),
        _ => return None,
    })
}

fn date() -> BoxedStrategy<String> {
    let edges = select(&["0001-01-01", "2024-02-29", "9999-12-31", "1970-01-01"][..]);
    let any = (1_u32..9999, 1_u32..13, 1_u32..29);
    prop_oneof![
        1 => edges.prop_map(str::to_owned),
        4 => any.prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}")),
    ]
    .boxed()
}

fn date_time() -> BoxedStrategy<String> {
    let fraction = prop_oneof![2 => Just(String::new()), 1 => regex("\\.[0-9]{1,9}")];
    let offset = prop_oneof![
        2 => Just("Z".to_owned()),
        1 => (0_u32..24, 0_u32..60, select(&['+', '-'][..]))
            .prop_map(|(hours, minutes, sign)| format!("{sign}{hours:02}:{minutes:02}")),
    ];
    let time = (0_u32..24, 0_u32..60, 0_u32..60);
    (date(), time, fraction, offset)
        .prop_map(|(date, (h, m, s), fraction, offset)| {
            format!("{date}T{h:02}:{m:02}:{s:02}{fraction}{offset}")
        })
        .boxed()
}

fn uuid(bytes: [u8; 16]) -> String {
    let hex: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    parts.join("-")
}

/// Base64 as RFC 4648 has it, by the rules and not by the library that is tested.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let at = |index| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for index in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * index) & 63) as usize];
            out.push(if index > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

#[test]
fn base64_is_that_of_the_standard() {
    let all = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
    for (text, expected) in all {
        assert_eq!(base64(text.as_bytes()), expected);
    }
}

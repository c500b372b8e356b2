//! Formats of strings (JSON Schema, "format"), as servers check them.

use std::net::{Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike as _};
use uuid::Uuid;

use super::regex::is_regex;

/// A format of strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An address with one `@` (RFC 5321).
    Email,
    /// An absolute URI (RFC 3986).
    Uri,
    /// An IPv4 address (RFC 2673).
    Ipv4,
    /// An IPv6 address (RFC 4291).
    Ipv6,
    /// A UUID (RFC 4122).
    Uuid,
    /// A date with a time and an offset (RFC 3339).
    DateTime,
    /// A date (RFC 3339).
    Date,
    /// A time of day with an offset (RFC 3339).
    Time,
    /// How long (ISO 8601, as RFC 3339 has it, and fractions of seconds).
    Duration,
    /// A name of a host (RFC 1123).
    Hostname,
    /// A URI, or one that is relative to another (RFC 3986).
    UriReference,
    /// A place in JSON (RFC 6901).
    JsonPointer,
    /// A regular expression (ECMA-262).
    Regex,
}

impl Format {
    /// The format that a word names, where it is checked.
    pub(super) fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "email" => Self::Email,
            "uri" | "url" => Self::Uri,
            "ipv4" => Self::Ipv4,
            "ipv6" => Self::Ipv6,
            "uuid" => Self::Uuid,
            "date-time" => Self::DateTime,
            "date" => Self::Date,
            "time" => Self::Time,
            "duration" => Self::Duration,
            "hostname" => Self::Hostname,
            "uri-reference" => Self::UriReference,
            "json-pointer" => Self::JsonPointer,
            "regex" => Self::Regex,
            _ => return None,
        })
    }

    pub(super) fn is_match(self, text: &str) -> bool {
        match self {
            Self::Email => is_email(text),
            Self::Uri => is_uri(text),
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Self::Uuid => uuid(text).is_some(),
            Self::DateTime => date_time(text).is_some(),
            Self::Date => date(text).is_some(),
            Self::Time => date_time(&format!("1970-01-01T{text}")).is_some(),
            Self::Duration => is_duration(text),
            Self::Hostname => is_hostname(text),
            Self::UriReference => is_uri(text) || is_relative(text),
            Self::JsonPointer => is_pointer(text),
            Self::Regex => is_regex(text),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Email => "an email address",
            Self::Uri => "a URI",
            Self::Ipv4 => "an IPv4 address",
            Self::Ipv6 => "an IPv6 address",
            Self::Uuid => "a UUID",
            Self::DateTime => "a date-time of RFC 3339",
            Self::Date => "a date, as 2026-01-31",
            Self::Time => "a time of RFC 3339",
            Self::Duration => "a duration, as P1DT12H",
            Self::Hostname => "the name of a host",
            Self::UriReference => "a URI or a relative one",
            Self::JsonPointer => "a JSON pointer",
            Self::Regex => "a regular expression",
        }
    }
}

/// A UUID with its hyphens; of either case.
pub(super) fn uuid(text: &str) -> Option<Uuid> {
    text.parse().ok().filter(|_| text.len() == 36)
}

/// A date with a time and an offset; a leap second only at the end of a day of UTC.
pub(super) fn date_time(text: &str) -> Option<DateTime<FixedOffset>> {
    let it = DateTime::parse_from_rfc3339(text).ok()?;
    let is_leap = it.nanosecond() >= 1_000_000_000;
    let utc = it.naive_utc();
    (!is_leap || (utc.hour(), utc.minute()) == (23, 59)).then_some(it)
}

/// A date of ten characters.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let is_digit = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let is_plain = text.len() == 10 && text.bytes().enumerate().all(is_digit);
    text.parse().ok().filter(|_| is_plain)
}

/// A local part and a domain or address (RFC 5321); letters beyond ASCII count as letters.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_atom = |it: &str| {
        let allowed = |c: char| match c {
            c if c.is_ascii() => c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c),
            c => c.is_alphanumeric(),
        };
        !it.is_empty() && it.chars().all(allowed)
    };
    let is_quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    if !is_quoted && !local.split('.').all(is_atom) {
        return false;
    }
    if let Some(address) = domain.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        return match address.strip_prefix("IPv6:") {
            Some(address) => address.parse::<Ipv6Addr>().is_ok(),
            None => address.parse::<Ipv4Addr>().is_ok(),
        };
    }
    domain.split('.').all(|it| {
        let inside = |c: char| c.is_alphanumeric() || c == '-';
        !it.is_empty() && !it.starts_with('-') && !it.ends_with('-') && it.chars().all(inside)
    })
}

/// `P1Y2M3DT4H5M6.5S` without what is nothing, or `P7W`.
fn is_duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else { return false };
    if let Some(weeks) = text.strip_suffix('W') {
        return !weeks.is_empty() && weeks.bytes().all(|it| it.is_ascii_digit());
    }
    let (date, time) = match text.split_once('T') {
        Some((date, time)) if !time.is_empty() => (date, time),
        Some(_) => return false,
        None => (text, ""),
    };
    !text.is_empty() && are_units(date, "YMD") && are_units(time, "HMS")
}

/// Numbers, each with one of these letters behind it, in their order; seconds may have a fraction.
fn are_units(text: &str, units: &str) -> bool {
    let (mut rest, mut units) = (text, units.chars());
    while let Some(end) = rest.find(|c: char| c.is_ascii_uppercase()) {
        let (number, unit) = (&rest[..end], rest[end..].chars().next());
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let are_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        let is_number = are_digits(whole) && are_digits(fraction);
        let may_break = unit == Some('S') || !number.contains('.');
        if !is_number || !may_break || !units.any(|it| Some(it) == unit) {
            return false;
        }
        rest = &rest[end + 1..];
    }
    rest.is_empty()
}

/// Labels of letters, digits and hyphens with dots between.
fn is_hostname(text: &str) -> bool {
    let is_label = |it: &str| {
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..=63).contains(&it.len())
            && !it.starts_with('-')
            && !it.ends_with('-')
            && it.chars().all(inside)
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

/// Nothing, or names that each have a slash before them.
fn is_pointer(text: &str) -> bool {
    let is_name = |it: &str| it.split('~').skip(1).all(|it| it.starts_with(['0', '1']));
    text.is_empty() || text.starts_with('/') && is_name(text)
}

/// A scheme and what follows it (RFC 3986), in ASCII.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let mut letters = scheme.chars();
    let is_scheme = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme && is_after_scheme(rest)
}

/// A reference whose first name, if it has one, is no scheme (RFC 3986, section 4.2).
fn is_relative(text: &str) -> bool {
    let first = text.split(['/', '?', '#']).next().unwrap_or_default();
    !first.contains(':') && is_after_scheme(text)
}

/// Authority, path, query and fragment.
fn is_after_scheme(rest: &str) -> bool {
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (is_authority, path) = match rest.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            (is_authority(&rest[..end]), &rest[end..])
        }
        None => (true, rest),
    };
    is_authority && [path, query, fragment].iter().all(|it| is_encoded(it, ":@/?"))
}

/// `user@host:port`
fn is_authority(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    let (is_host, port) = match host.strip_prefix('[').and_then(|it| it.split_once(']')) {
        Some((address, port)) => {
            (address.parse::<Ipv6Addr>().is_ok() || address.starts_with(['v', 'V']), port)
        }
        None => {
            let end = host.find(':').unwrap_or(host.len());
            (is_encoded(&host[..end], ""), &host[end..])
        }
    };
    let is_port = port.is_empty()
        || port.strip_prefix(':').is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
    is_encoded(user, ":") && is_host && is_port
}

/// Whether all characters may stand there as they are, or are encoded as `%2F`.
fn is_encoded(text: &str, more: &str) -> bool {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '%' => {
                let digits = rest.as_bytes().get(1..3).unwrap_or_default();
                if digits.len() != 2 || !digits.iter().all(u8::is_ascii_hexdigit) {
                    return false;
                }
                3
            }
            c if c.is_ascii_alphanumeric() => 1,
            c if "-._~!$&'()*+,;=".contains(c) || more.contains(c) => 1,
            _ => return false,
        };
        rest = &rest[length..];
    }
    true
}

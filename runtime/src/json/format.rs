//! Formats of strings (JSON Schema, "format"), as servers check them.

use std::net::{Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, NaiveDate};
use uuid::Uuid;

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
            _ => return None,
        })
    }

    pub(super) fn is_match(self, text: &str) -> bool {
        match self {
            Self::Email => text.rsplit_once('@').is_some_and(|(local, domain)| {
                !local.is_empty() && !domain.is_empty() && !domain.contains(char::is_whitespace)
            }),
            Self::Uri => text.split_once(':').is_some_and(|(scheme, rest)| {
                let mut letters = scheme.chars();
                letters.next().is_some_and(|c| c.is_ascii_alphabetic())
                    && letters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
                    && !rest.contains(|c: char| c.is_whitespace() || "<>\"{}|\\^`".contains(c))
            }),
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Self::Uuid => text.parse::<Uuid>().is_ok(),
            Self::DateTime => DateTime::parse_from_rfc3339(text).is_ok(),
            Self::Date => text.parse::<NaiveDate>().is_ok(),
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
        }
    }
}

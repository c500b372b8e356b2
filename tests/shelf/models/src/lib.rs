//! Readers of a library, written as an application writes its types: nothing is derived for GraphQL.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use meshwright_runtime::graphql::{Input, InputError, Output, Writer};
use serde_json::Value;
use uuid::Uuid;

/// Someone who reads.
#[derive(Clone)]
pub struct Reader {
    /// Who it is.
    pub id: Uuid,
    /// The name of the schema is another.
    pub full_name: Arc<str>,
    /// Where mail goes.
    pub email: Option<String>,
    /// Since when.
    pub joined: DateTime<Utc>,
    /// When born.
    pub born: Option<NaiveDate>,
    /// In years, wider than an `Int`.
    pub years: u64,
    /// How often.
    pub visits: i64,
    /// How much.
    pub score: f32,
    /// Words.
    pub tags: Vec<Cow<'static, str>>,
    /// What is allowed.
    pub role: Role,
    /// Others.
    pub friends: Vec<Reader>,
    /// Where to find.
    pub address: Address,
}

/// A place.
#[derive(Clone)]
pub struct Address {
    /// The town.
    pub city: Option<Box<str>>,
}

/// What a reader may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Look.
    Reads,
    /// Change.
    Writer,
}

impl Reader {
    /// A getter of a plain value.
    pub fn age(&self) -> u64 {
        self.years
    }

    /// A getter that makes its value.
    pub fn initials(&self) -> String {
        self.full_name.split(' ').filter_map(|it| it.chars().next()).collect()
    }

    /// A getter that lends its value.
    pub fn best_friend(&self) -> Option<&Reader> {
        self.friends.first()
    }
}

/// A custom scalar of the application: ten or thirteen digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Isbn(pub String);

impl Input for Isbn {
    fn read(value: &Value) -> Result<Self, InputError> {
        let text = value.as_str().unwrap_or_default();
        let is_good = matches!(text.len(), 10 | 13) && text.bytes().all(|it| it.is_ascii_digit());
        is_good
            .then(|| Self(text.to_owned()))
            .ok_or_else(|| InputError::new("expected 10 or 13 digits"))
    }
}

impl Output for Isbn {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.string(&self.0);
    }
}

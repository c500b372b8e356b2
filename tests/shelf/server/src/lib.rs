//! Shelf by hand: what an application writes that serves its own types.

mod hooks;
mod resolvers;

use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, Utc};
use meshwright_runtime::graphql::{Limits, Schema, SchemaError};
use shelf_models::{Address, Reader, Role};
use uuid::Uuid;

/// The service.
#[derive(Default)]
pub struct Shelf {
    /// What the hooks and entities were asked, in order.
    pub log: Arc<Mutex<Vec<String>>>,
}

impl Shelf {
    /// The schema with this service behind it.
    ///
    /// # Errors
    ///
    /// When the generated crate does not fit its own schema.
    pub fn schema(self) -> Result<Schema, SchemaError> {
        shelf::schema(self, Limits::default())
    }

    pub(crate) fn note(&self, what: impl Into<String>) {
        if let Ok(mut log) = self.log.lock() {
            log.push(what.into());
        }
    }
}

/// A reader with a friend.
pub fn ada() -> Reader {
    let friend = Reader { friends: Vec::new(), full_name: "Charles Babbage".into(), ..someone(2) };
    Reader { friends: vec![friend], ..someone(1) }
}

fn someone(number: u128) -> Reader {
    Reader {
        id: Uuid::from_u128(number),
        full_name: "Ada Lovelace".into(),
        email: None,
        joined: DateTime::<Utc>::from_timestamp(1_700_000_000, 0).unwrap_or_default(),
        born: NaiveDate::from_ymd_opt(1815, 12, 10),
        years: 36,
        visits: 5_000_000_000,
        score: 0.5,
        tags: vec!["maths".into(), String::from("engines").into()],
        role: Role::Reads,
        friends: Vec::new(),
        address: Address { city: Some("London".into()) },
    }
}

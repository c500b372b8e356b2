//! The types, as people write them: serde's derive for JSON, the `validator` crate for what they allow.

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset};
use regex::Regex;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| Regex::new("^[A-Z]{2}-[0-9]{6}$").unwrap());
static PHONE: LazyLock<Regex> = LazyLock::new(|| Regex::new("^[+][0-9]{7,15}$").unwrap());
static COUNTRY: LazyLock<Regex> = LazyLock::new(|| Regex::new("^[A-Z]{2}$").unwrap());
static SKU: LazyLock<Regex> = LazyLock::new(|| Regex::new("^[A-Z0-9]{8}$").unwrap());

#[derive(Debug, Clone, Serialize, Deserialize, Validate)]
pub struct Reference {
    #[validate(length(min = 1, max = 64))]
    pub id: String,
    #[validate(range(min = 0))]
    pub count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 200))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, Validate)]
pub struct Order {
    pub id: Uuid,
    #[validate(regex(path = *REFERENCE))]
    pub reference: String,
    pub status: Status,
    pub placed: DateTime<FixedOffset>,
    #[validate(nested)]
    pub customer: Customer,
    #[validate(length(min = 1, max = 100), nested)]
    pub lines: Vec<Line>,
    #[validate(length(min = 3, max = 3))]
    pub currency: String,
    #[validate(range(min = 0.0))]
    pub total: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0))]
    pub weight: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 1000))]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 20))]
    pub tags: Option<Vec<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Draft,
    Placed,
    Shipped,
    Delivered,
}

#[derive(Debug, Clone, Serialize, Deserialize, Validate)]
pub struct Customer {
    #[validate(length(min = 1, max = 100))]
    pub name: String,
    #[validate(email)]
    pub email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(regex(path = *PHONE))]
    pub phone: Option<String>,
    #[validate(nested)]
    pub address: Address,
}

#[derive(Debug, Clone, Serialize, Deserialize, Validate)]
pub struct Address {
    #[validate(length(min = 1, max = 200))]
    pub street: String,
    #[validate(length(min = 1, max = 100))]
    pub city: String,
    #[validate(length(min = 3, max = 10))]
    pub postcode: String,
    #[validate(regex(path = *COUNTRY))]
    pub country: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, Validate)]
pub struct Line {
    #[validate(regex(path = *SKU))]
    pub sku: String,
    #[validate(length(min = 1, max = 200))]
    pub title: String,
    #[validate(range(min = 1, max = 1000))]
    pub quantity: i32,
    #[validate(range(min = 0.0, max = 1_000_000.0))]
    pub price: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift: Option<bool>,
}

//! Which documents of a table are wanted.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use meshwright_runtime::Date;

/// A place in a list that goes on in another request; opaque to callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(pub(super) i64);

impl Cursor {
    /// The cursor as it travels.
    pub fn encode(self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.to_be_bytes())
    }

    /// Reads a cursor; `None` where the text was never one of ours.
    pub fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(i64::from_be_bytes(bytes.try_into().ok()?)))
    }
}

/// When a document was made and last changed; some types have the members in camel case.
const CREATED_AT: &str =
    "coalesce(json_extract(body, '$.created_at'), json_extract(body, '$.createdAt'))";
const UPDATED_AT: &str =
    "coalesce(json_extract(body, '$.updated_at'), json_extract(body, '$.updatedAt'))";

/// When a load test began; one that does not say so is taken to have begun when its result was stored.
const BEGAN: &str = "julianday(coalesce(\
    json_extract(body, '$.test_start_time'), json_extract(body, '$.created_at')))";

/// What a list is sorted by; documents that are equal come in order of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    column: &'static str,
    descending: bool,
}

impl Order {
    /// In order of arrival.
    pub const OLDEST: Self = Self { column: "seq", descending: false };

    /// Newest first.
    pub const NEWEST: Self = Self { column: "seq", descending: true };

    /// Results of load tests, the one that began last first.
    pub const LAST_RUN: Self = Self { column: BEGAN, descending: true };

    /// Reads an order such as `updated_at desc`; `None` where it names no sortable member.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let column = match words.next()? {
            "name" => "name COLLATE NOCASE",
            "created_at" => CREATED_AT,
            "updated_at" => UPDATED_AT,
            _ => return None,
        };
        let descending = match words.next().map(str::to_ascii_lowercase).as_deref() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return None,
        };
        words.next().is_none().then_some(Self { column, descending })
    }

    pub(super) fn sql(self) -> String {
        let direction = if self.descending { "DESC" } else { "ASC" };
        format!("{} {direction}, seq {direction}", self.column)
    }
}

/// Which documents of a table are wanted; the default is all of them, newest first.
#[derive(Debug, Clone)]
pub struct Query {
    pub(super) wheres: Vec<(String, Vec<String>)>,
    pub(super) order: Order,
    pub(super) skip: i64,
    pub(super) most: i64,
}

/// Some documents, and how many there are in all.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The documents.
    pub records: Vec<T>,
    /// How many there are when no page ends the list.
    pub total: i64,
}

impl Default for Query {
    fn default() -> Self {
        Self { wheres: Vec::new(), order: Order::NEWEST, skip: 0, most: i64::MAX }
    }
}

impl Query {
    /// Those that belong to this.
    #[must_use]
    pub fn scope(self, scope: impl ToString) -> Self {
        self.condition("scope = ?", vec![scope.to_string()])
    }

    /// Those that belong to any of these.
    #[must_use]
    pub fn scopes(self, scopes: &[impl ToString]) -> Self {
        let values: Vec<String> = scopes.iter().map(ToString::to_string).collect();
        let marks = vec!["?"; values.len()].join(", ");
        self.condition(format!("scope IN ({marks})"), values)
    }

    /// Those with this name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        self.condition("name = ?", vec![name.into()])
    }

    /// Those whose name contains a text, in either case.
    #[must_use]
    pub fn search(self, text: Option<&str>) -> Self {
        match text.filter(|it| !it.is_empty()) {
            Some(text) => self.condition("instr(lower(name), lower(?)) > 0", vec![text.to_owned()]),
            None => self,
        }
    }

    /// Those with one of these values in a member of the document; no value wanted means any.
    #[must_use]
    pub fn any_of<I>(self, member: &'static str, values: I) -> Self
    where
        I: IntoIterator,
        I::Item: ToString,
    {
        let values: Vec<String> = values.into_iter().map(|it| it.to_string()).collect();
        if values.is_empty() {
            return self;
        }
        let marks = vec!["?"; values.len()].join(", ");
        self.condition(format!("json_extract(body, '$.{member}') IN ({marks})"), values)
    }

    /// Those that changed after a moment.
    #[must_use]
    pub fn updated_after(self, moment: Option<meshwright_runtime::DateTime>) -> Self {
        match moment {
            Some(moment) => self.condition(
                format!("julianday({UPDATED_AT}) > julianday(?)"),
                vec![moment.to_rfc3339()],
            ),
            None => self,
        }
    }

    /// Results of load tests that began on a day (UTC) or later, and on a day or earlier.
    #[must_use]
    pub fn between(self, from: Option<Date>, to: Option<Date>) -> Self {
        let query = match from {
            Some(day) => self.condition(format!("{BEGAN} >= julianday(?)"), vec![day.to_string()]),
            None => self,
        };
        match to {
            Some(day) => {
                query.condition(format!("{BEGAN} < julianday(?, '+1 day')"), vec![day.to_string()])
            }
            None => query,
        }
    }

    /// Those that have a member of the document, and not null in it.
    #[must_use]
    pub fn has(self, member: &'static str) -> Self {
        self.condition(format!("json_extract(body, '$.{member}') IS NOT NULL"), Vec::new())
    }

    /// Those with this text in a member of the document, in either case.
    #[must_use]
    pub fn like(self, member: &'static str, text: &str) -> Self {
        let sql = format!("lower(json_extract(body, '$.{member}')) = lower(?)");
        self.condition(sql, vec![text.to_owned()])
    }

    /// Those that are linked to an owner.
    #[must_use]
    pub fn linked(self, kind: super::LinkKind, owner: impl ToString) -> Self {
        self.condition(
            "id IN (SELECT member FROM links WHERE kind = ? AND owner = ?)",
            vec![kind.as_str().to_owned(), owner.to_string()],
        )
    }

    /// Those that came before the one at a cursor.
    #[must_use]
    pub fn before(self, cursor: Option<Cursor>) -> Self {
        match cursor {
            Some(cursor) => self.condition("seq < CAST(? AS INTEGER)", vec![cursor.0.to_string()]),
            None => self,
        }
    }

    /// In this order.
    #[must_use]
    pub fn order(self, order: Order) -> Self {
        Self { order, ..self }
    }

    /// Only one page of them, counted from zero.
    #[must_use]
    pub fn page(self, page: i32, size: i32) -> Self {
        Self { skip: i64::from(page) * i64::from(size), most: i64::from(size), ..self }
    }

    /// No more than this many.
    #[must_use]
    pub fn most(self, most: i64) -> Self {
        Self { most, ..self }
    }

    fn condition(mut self, sql: impl Into<String>, values: Vec<String>) -> Self {
        self.wheres.push((sql.into(), values));
        self
    }

    pub(super) fn condition_sql(&self) -> String {
        let all: Vec<&str> = self.wheres.iter().map(|it| it.0.as_str()).collect();
        if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) }
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &String> {
        self.wheres.iter().flat_map(|it| &it.1)
    }
}

//! Everything that is kept, and all SQL of the server.
//!
//! A document is kept in its wire form (a generated type) next to the columns that it is looked up
//! by; see [`Record`]. Nothing in here decides who may read what.

use std::str::FromStr as _;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

mod document;
mod entity;
mod link;
mod machine_key;
mod meshes;
mod query;
mod record;
mod resource;
mod setting;
mod summary;

pub use entity::Entity;
pub use link::{Link, LinkKind};
pub use machine_key::MachineKey;
pub use meshes::{EventType, OrgWorkspace, Resource};
pub use query::{Cursor, Order, Page, Query};
pub use record::Record;
pub use resource::Resource as ClusterResource;
pub use summary::TableSummary;

/// Why something could not be read or kept.
#[derive(Debug)]
pub enum Error {
    /// The database failed.
    Database(sqlx::Error),
    /// A document in the database is not what its type says.
    Document(String),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database(error) => write!(f, "the database failed: {error}"),
            Self::Document(reason) => write!(f, "a stored document cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl Error {
    /// Whether a document was not kept because another one has its name.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}

/// The database; cloning shares it.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
}

/// Each step of the database schema, in order; a step is never changed once it is released.
const MIGRATIONS: &[&str] =
    &[include_str!("migrations/0001_start.sql"), include_str!("migrations/0002_clusters.sql")];

impl Store {
    /// Opens the database at `sqlite://FILE`, which is created where it does not exist, and brings
    /// its tables up to date.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, or comes from a newer server.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(std::time::Duration::from_secs(10));
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
        let store = Self { pool };
        store.migrate().await?;
        Ok(store)
    }

    async fn migrate(&self) -> Result<(), Error> {
        let mut connection = self.pool.acquire().await?;
        let at: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *connection).await?;
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        if at > MIGRATIONS.len() {
            return Err(Error::Document(format!(
                "version {at} of the tables is from a newer server"
            )));
        }
        for (index, step) in MIGRATIONS.iter().enumerate().skip(at) {
            let sql = format!("BEGIN;\n{step}\nPRAGMA user_version = {};\nCOMMIT;", index + 1);
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *connection).await?;
        }
        Ok(())
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    ///
    /// When it gives none.
    pub async fn ping(&self) -> Result<(), Error> {
        sqlx::query("SELECT count(*) FROM settings").fetch_one(&self.pool).await?;
        Ok(())
    }

    /// Closes every connection once its work is done.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

//! The database as a whole: what is in it, and emptying it.

use sqlx::{AssertSqlSafe, Row as _};

use super::{Error, Store};

/// A table, and how many rows it has.
#[derive(Debug, Clone)]
pub struct TableSummary {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub count: i64,
}

/// What Meshery keeps for its user; Meshes' tables belong to organizations.
const OF_MESHERY: &[&str] = &[
    "designs",
    "filters",
    "environments",
    "workspaces",
    "connections",
    "credentials",
    "events",
    "registrations",
    "performance_profiles",
    "performance_results",
    "registry_entities",
    "cluster_resources",
    "links",
];

impl Store {
    /// Every table with its number of rows, by name.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn tables(&self) -> Result<Vec<TableSummary>, Error> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
                   ORDER BY name";
        let mut tables = Vec::new();
        for row in sqlx::query(sql).fetch_all(&self.pool).await? {
            let name: String = row.try_get(0)?;
            let sql = format!("SELECT count(*) FROM \"{name}\"");
            let count = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&self.pool).await?;
            tables.push(TableSummary { name, count });
        }
        Ok(tables)
    }

    /// Copies the database to a file beside it, and says which.
    ///
    /// # Errors
    ///
    /// When the copy cannot be written.
    pub async fn archive(&self) -> Result<String, Error> {
        let file: String =
            sqlx::query_scalar("SELECT file FROM pragma_database_list WHERE name = 'main'")
                .fetch_one(&self.pool)
                .await?;
        let copy = format!("{file}.{}.archive", chrono::Utc::now().format("%Y%m%dT%H%M%S%6f"));
        sqlx::query("VACUUM INTO ?").bind(copy.clone()).execute(&self.pool).await?;
        Ok(copy)
    }

    /// Empties what Meshery keeps for its user, all or nothing.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn reset_meshery(&self) -> Result<(), Error> {
        let mut transaction = self.pool.begin().await?;
        for table in OF_MESHERY {
            let sql = format!("DELETE FROM {table}");
            sqlx::query(AssertSqlSafe(sql)).execute(&mut *transaction).await?;
        }
        let sql = "DELETE FROM settings WHERE key LIKE 'meshery.preferences%' \
                   OR key = 'meshery.event-config' OR key LIKE 'meshery.load-test.%'";
        sqlx::query(sql).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}

//! Keeping and finding documents of every kind.

use meshwright_runtime::json::{Mode, from_slice, to_vec};
use sqlx::{AssertSqlSafe, Row as _};

use super::{Cursor, Error, Page, Query, Record, Store};

impl Store {
    /// Keeps a document, in place of the one with its id if there is one.
    ///
    /// # Errors
    ///
    /// When the database fails, or says that the name is taken ([`Error::is_duplicate`]).
    pub async fn put<T: Record>(&self, document: &T) -> Result<(), Error> {
        put(&self.pool, document).await
    }

    /// Keeps a document with those that depend on it: all of them, or none.
    ///
    /// # Errors
    ///
    /// As [`Self::put`].
    pub async fn put_all<T: Record, P: Record>(&self, first: &T, rest: &[P]) -> Result<(), Error> {
        let mut transaction = self.pool.begin().await?;
        put(&mut *transaction, first).await?;
        for document in rest {
            put(&mut *transaction, document).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The document with an id.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn get<T: Record>(&self, id: impl ToString) -> Result<Option<T>, Error> {
        let sql = format!("SELECT body FROM {} WHERE id = ?", T::TABLE);
        let body: Option<String> = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await?;
        body.map(|body| read(&body)).transpose()
    }

    /// Removes the document with an id; says whether there was one.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn delete<T: Record>(&self, id: impl ToString) -> Result<bool, Error> {
        let sql = format!("DELETE FROM {} WHERE id = ?", T::TABLE);
        let done = sqlx::query(AssertSqlSafe(sql)).bind(id.to_string()).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }

    /// A page of documents, and how many there are in all.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn list<T: Record>(&self, query: &Query) -> Result<Page<T>, Error> {
        let total = self.count::<T>(query).await?;
        let records = self.rows(query).await?.into_iter().map(|it| it.1).collect();
        Ok(Page { records, total })
    }

    /// The newest documents up to a number, and where the list goes on.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn newest<T: Record>(
        &self,
        query: Query,
        most: i32,
    ) -> Result<(Vec<T>, Option<Cursor>), Error> {
        let mut rows = self.rows::<T>(&query.most(i64::from(most) + 1)).await?;
        let is_more = rows.len() > usize::try_from(most).unwrap_or(0);
        if is_more {
            rows.pop();
        }
        let cursor = rows.last().filter(|_| is_more).map(|it| Cursor(it.0));
        Ok((rows.into_iter().map(|it| it.1).collect(), cursor))
    }

    /// The only document that a query finds, or the first of them.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn find<T: Record>(&self, query: Query) -> Result<Option<T>, Error> {
        Ok(self.rows(&query.most(1)).await?.pop().map(|it| it.1))
    }

    /// How many documents a query finds on all pages.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn count<T: Record>(&self, query: &Query) -> Result<i64, Error> {
        let sql = format!("SELECT count(*) FROM {}{}", T::TABLE, query.condition_sql());
        let mut statement = sqlx::query_scalar(AssertSqlSafe(sql));
        for value in query.values() {
            statement = statement.bind(value.clone());
        }
        Ok(statement.fetch_one(&self.pool).await?)
    }

    /// The different values of a member among the documents that a query finds, and how often each
    /// occurs.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn tally<T: Record>(
        &self,
        query: &Query,
        member: &'static str,
    ) -> Result<Vec<(String, i64)>, Error> {
        let sql = format!(
            "SELECT json_extract(body, '$.{member}') AS value, count(*) FROM {}{} GROUP BY value \
             ORDER BY value",
            T::TABLE,
            query.condition_sql()
        );
        let mut statement = sqlx::query(AssertSqlSafe(sql));
        for value in query.values() {
            statement = statement.bind(value.clone());
        }
        let rows = statement.fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    async fn rows<T: Record>(&self, query: &Query) -> Result<Vec<(i64, T)>, Error> {
        let (condition, order) = (query.condition_sql(), query.order.sql());
        let sql = format!(
            "SELECT seq, body FROM {}{condition} ORDER BY {order} LIMIT ? OFFSET ?",
            T::TABLE
        );
        let mut statement = sqlx::query(AssertSqlSafe(sql));
        for value in query.values() {
            statement = statement.bind(value.clone());
        }
        let rows = statement.bind(query.most).bind(query.skip).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, read(row.try_get::<&str, _>(1)?)?))).collect()
    }
}

fn read<T: Record>(body: &str) -> Result<T, Error> {
    from_slice(body.as_bytes(), Mode::Tolerant).map_err(|error| Error::Document(error.to_string()))
}

async fn put<'e, T: Record>(
    executor: impl sqlx::Executor<'e, Database = sqlx::Sqlite>,
    document: &T,
) -> Result<(), Error> {
    let sql = format!(
        "INSERT INTO {} (id, scope, name, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE \
             SET scope = excluded.scope, name = excluded.name, body = excluded.body",
        T::TABLE
    );
    let body = String::from_utf8_lossy(&to_vec(document)).into_owned();
    sqlx::query(AssertSqlSafe(sql))
        .bind(document.id())
        .bind(document.scope())
        .bind(document.name())
        .bind(body)
        .execute(executor)
        .await?;
    Ok(())
}

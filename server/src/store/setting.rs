//! One value per key: identities of this server, its signing secret, preferences.

use meshwright_runtime::Uuid;
use meshwright_runtime::json::{Json, Mode, from_slice, to_vec};

use super::{Error, Store};

impl Store {
    /// The value of a setting.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn setting<T: Json>(&self, key: &str) -> Result<Option<T>, Error> {
        let value: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE key = ?")
            .bind(key)
            .fetch_optional(&self.pool)
            .await?;
        let read = |text: String| {
            from_slice(text.as_bytes(), Mode::Tolerant)
                .map_err(|error| Error::Document(error.to_string()))
        };
        value.map(read).transpose()
    }

    /// Sets the value of a setting.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn set<T: Json + Clone>(&self, key: &str, value: &T) -> Result<(), Error> {
        let value = String::from_utf8_lossy(&to_vec(value)).into_owned();
        let sql = "INSERT INTO settings (key, value) VALUES (?, ?) \
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        sqlx::query(sql).bind(key).bind(value).execute(&self.pool).await?;
        Ok(())
    }

    /// Removes a setting; says whether there was one.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn unset(&self, key: &str) -> Result<bool, Error> {
        let done =
            sqlx::query("DELETE FROM settings WHERE key = ?").bind(key).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }

    /// The id that this database has for something; made up the first time.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn identity(&self, key: &str) -> Result<Uuid, Error> {
        self.once(key, Uuid::new_v4()).await
    }

    /// The value of a setting, which becomes this one if it has none.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn once<T: Json + Clone>(&self, key: &str, value: T) -> Result<T, Error> {
        let text = String::from_utf8_lossy(&to_vec(&value)).into_owned();
        sqlx::query("INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING")
            .bind(key)
            .bind(text)
            .execute(&self.pool)
            .await?;
        Ok(self.setting(key).await?.unwrap_or(value))
    }
}

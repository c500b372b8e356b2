//! Access keys that sign machine tokens.

use chrono::Utc;
use meshwright_runtime::Uuid;
use meshwright_runtime::http::Secret;
use sqlx::Row as _;

use super::{Error, Store};

/// An access key, its secret, and the organization that it acts for.
#[derive(Debug, Clone)]
pub struct MachineKey {
    /// What a token names as `kid`.
    pub access_key: String,
    /// What a token is signed with.
    pub secret: Secret,
    /// What a token names as `org`.
    pub org: Uuid,
}

impl Store {
    /// Makes a key for an organization.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn create_machine_key(&self, org: Uuid) -> Result<MachineKey, Error> {
        let access_key = format!("mk_{}", crate::secret::random(18));
        let key = MachineKey { access_key, secret: Secret::new(crate::secret::random(36)), org };
        let sql =
            "INSERT INTO machine_keys (access_key, secret, org, created_at) VALUES (?, ?, ?, ?)";
        sqlx::query(sql)
            .bind(key.access_key.clone())
            .bind(key.secret.reveal().to_owned())
            .bind(org.to_string())
            .bind(Utc::now().to_rfc3339())
            .execute(&self.pool)
            .await?;
        Ok(key)
    }

    /// The key that a token names.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn machine_key(&self, access_key: &str) -> Result<Option<MachineKey>, Error> {
        let row = sqlx::query("SELECT secret, org FROM machine_keys WHERE access_key = ?")
            .bind(access_key)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let org =
            Uuid::parse_str(row.try_get(1)?).map_err(|error| Error::Document(error.to_string()))?;
        let secret = Secret::new(row.try_get::<String, _>(0)?);
        Ok(Some(MachineKey { access_key: access_key.to_owned(), secret, org }))
    }
}

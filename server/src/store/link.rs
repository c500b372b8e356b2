//! Documents that belong together.

use chrono::Utc;
use meshwright_runtime::{DateTime, Uuid};
use sqlx::Row as _;

use super::{Error, Store};

/// Which kinds of documents a link joins: the owner's, then the member's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum LinkKind {
    WorkspaceDesign,
    WorkspaceEnvironment,
    EnvironmentConnection,
}

impl LinkKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::WorkspaceDesign => "workspace_design",
            Self::WorkspaceEnvironment => "workspace_environment",
            Self::EnvironmentConnection => "environment_connection",
        }
    }
}

/// A link between two documents.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// The id of the link itself.
    pub id: Uuid,
    /// When it was made.
    pub created_at: DateTime,
}

impl Store {
    /// Links a member to its owner; `None` where they are linked already.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn link(
        &self,
        kind: LinkKind,
        owner: Uuid,
        member: Uuid,
    ) -> Result<Option<Link>, Error> {
        let link = Link { id: Uuid::new_v4(), created_at: Utc::now().fixed_offset() };
        let sql = "INSERT INTO links (kind, owner, member, id, created_at) VALUES (?, ?, ?, ?, ?) \
                   ON CONFLICT (kind, owner, member) DO NOTHING";
        let done = sqlx::query(sql)
            .bind(kind.as_str())
            .bind(owner.to_string())
            .bind(member.to_string())
            .bind(link.id.to_string())
            .bind(link.created_at.to_rfc3339())
            .execute(&self.pool)
            .await?;
        Ok((done.rows_affected() > 0).then_some(link))
    }

    /// Ends a link; says whether there was one.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn unlink(&self, kind: LinkKind, owner: Uuid, member: Uuid) -> Result<bool, Error> {
        let done = sqlx::query("DELETE FROM links WHERE kind = ? AND owner = ? AND member = ?")
            .bind(kind.as_str())
            .bind(owner.to_string())
            .bind(member.to_string())
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Ends every link of a document that is going away.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn unlink_all(&self, id: Uuid) -> Result<(), Error> {
        sqlx::query("DELETE FROM links WHERE owner = ?1 OR member = ?1")
            .bind(id.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The owners that a member is linked to.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn owners(&self, kind: LinkKind, member: Uuid) -> Result<Vec<String>, Error> {
        let rows = sqlx::query("SELECT owner FROM links WHERE kind = ? AND member = ?")
            .bind(kind.as_str())
            .bind(member.to_string())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}

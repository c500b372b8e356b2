//! Registering a connection in several steps.

use ::meshery::types::{
    Connection, ConnectionPayload, ConnectionRegistration, ConnectionRegistrationRequest,
    ConnectionStatus, Credential,
};
use meshwright_runtime::Uuid;
use meshwright_runtime::server::Fault;

use super::Meshery;
use crate::refusal::found;

/// The class of a connection that no step has named; the schema has none without.
const UNCLASSIFIED: &str = "unclassified";

impl Meshery {
    /// Takes a step; once the connection is registered it is one of the user's.
    pub(super) async fn register_step(
        &self,
        step: ConnectionRegistrationRequest,
    ) -> Result<ConnectionRegistration, Fault> {
        let known = match step.id {
            Some(id) => {
                let known = self.store.get::<ConnectionRegistration>(id).await?;
                Some(found(known, "registration")?)
            }
            None => None,
        };
        let before = known.as_ref().map(|it| &it.connection);
        let payload = ConnectionPayload {
            name: step
                .name
                .or_else(|| before.map(|it| it.name.clone()))
                .unwrap_or(step.kind.clone()),
            r#type: step
                .r#type
                .or_else(|| before.map(|it| it.r#type.clone()))
                .unwrap_or_else(|| UNCLASSIFIED.to_owned()),
            sub_type: step.sub_type.or_else(|| before.map(|it| it.sub_type.clone())),
            kind: step.kind,
            status: step.status,
            metadata: step.metadata.or_else(|| before.and_then(|it| it.metadata.clone())),
            credential_id: step.credential_id,
            credential_secret: step.credential_secret,
            model: step.model,
            skip_credential_verification: step.skip_credential_verification,
        };
        let new = self.with_credential(payload).await?;
        let connection = match before {
            Some(before) => Connection {
                id: before.id,
                created_at: before.created_at,
                credential_id: new.credential_id.or(before.credential_id),
                ..new
            },
            None => new,
        };
        let credential = match connection.credential_id.flatten() {
            Some(id) => self.store.get::<Credential>(id).await?.map(|it| it.without_secret()),
            None => None,
        };
        let id = known.map_or_else(Uuid::new_v4, |it| it.id);
        let registration = ConnectionRegistration { id, connection, credential };
        self.store.put(&registration).await?;
        if is_final(&registration.connection.status) {
            let connection = &registration.connection;
            self.store.put(connection).await?;
            self.tell_of(connection);
            let description = format!("Connection {} was registered.", connection.name);
            self.note("connection", "register", connection.id, description).await?;
        }
        Ok(registration)
    }

    /// Forgets what was entered; a connection that is registered stays.
    pub(super) async fn cancel_registration(&self, id: Uuid) -> Result<(), Fault> {
        let known = found(self.store.get::<ConnectionRegistration>(id).await?, "registration")?;
        self.store.delete::<ConnectionRegistration>(id).await?;
        let connection = known.connection;
        if let Some(credential) = connection.credential_id.flatten()
            && !is_final(&connection.status)
        {
            self.store.delete::<Credential>(credential).await?;
        }
        Ok(())
    }
}

fn is_final(status: &ConnectionStatus) -> bool {
    matches!(status, ConnectionStatus::Registered | ConnectionStatus::Connected)
}

/// What may be seen of a credential in a list.
pub(super) trait WithoutSecret {
    /// The same without its secret.
    fn without_secret(self) -> Self;
}

impl WithoutSecret for Credential {
    fn without_secret(self) -> Self {
        Self { secret: None, ..self }
    }
}

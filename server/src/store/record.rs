//! What a document has to say about itself to be kept.

use meshwright_runtime::Uuid;
use meshwright_runtime::json::Json;

/// A document with a table of its own.
pub trait Record: Json + Clone + Send + Unpin + 'static {
    /// Its table.
    const TABLE: &'static str;

    /// What it is found by.
    fn id(&self) -> String;

    /// What it belongs to: a user, an organization, a workspace.
    fn scope(&self) -> String;

    /// What people call it.
    fn name(&self) -> String;
}

/// Says for a type of which members id, scope and name come.
macro_rules! record {
    ($($table:literal: $type:ty { $id:ident, $scope:expr, $name:expr })*) => {$(
        impl Record for $type {
            const TABLE: &'static str = $table;

            fn id(&self) -> String {
                self.$id.to_string()
            }

            fn scope(&self) -> String {
                let scope: fn(&Self) -> String = $scope;
                scope(self)
            }

            fn name(&self) -> String {
                let name: fn(&Self) -> String = $name;
                name(self)
            }
        }
    )*};
}

fn or_nil(id: Option<Uuid>) -> String {
    id.unwrap_or_default().to_string()
}

record! {
    "designs": ::meshery::types::Design { id, |it| it.user_id.to_string(), |it| it.name.clone() }
    "filters": ::meshery::types::Filter { id, |it| it.user_id.to_string(), |it| it.name.clone() }
    "environments": ::meshery::types::Environment {
        id, |it| it.organization_id.to_string(), |it| it.name.clone()
    }
    "workspaces": ::meshery::types::Workspace {
        id, |it| it.organization_id.to_string(), |it| it.name.clone()
    }
    "connections": ::meshery::types::Connection { id, |it| or_nil(it.user_id), |it| it.name.clone() }
    "credentials": ::meshery::types::Credential {
        id, |it| it.user_id.to_string(), |it| it.name.clone()
    }
    "events": ::meshery::types::Event {
        id, |it| it.user_id.to_string(), |it| it.description.clone()
    }
    "performance_profiles": ::meshery::types::PerformanceProfile {
        id, |it| it.owner.to_string(), |it| it.name.clone()
    }
    "performance_results": ::meshery::types::PerformanceResult {
        meshery_id,
        |it| it.performance_profile.map(|it| it.to_string()).unwrap_or_default(),
        |it| it.name.clone().unwrap_or_default()
    }
    "registrations": ::meshery::types::ConnectionRegistration {
        id, |it| or_nil(it.connection.user_id), |it| it.connection.name.clone()
    }
    "meshes_connections": meshes_management::types::Connection {
        id, |it| it.workspace.to_string(), |it| it.name.clone()
    }
    "meshes_rules": meshes_management::types::Rule {
        id, |it| it.workspace.to_string(), |it| it.event.clone()
    }
    "meshes_events": meshes_management::types::EventWithPayload {
        id, |it| it.workspace.to_string(), |it| it.event.clone()
    }
    "meshes_deliveries": meshes_management::types::RuleEvent {
        id, |it| it.event_id.to_string(), |it| it.rule.to_string()
    }
    "meshes_sessions": meshes_management::types::Session {
        session_id, |it| it.workspace_id.to_string(), |it| it.session_id.clone()
    }
    "meshes_mappings": meshes_management::types::DefaultMapping {
        mapping_id, |it| it.connection_id.to_string(), |it| it.name.clone()
    }
}

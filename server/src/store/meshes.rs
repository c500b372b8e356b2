//! Documents of Meshes whose wire form does not say what they belong to.

use meshes_management::types::{CatalogEntry, WorkspaceWithKey};
use meshwright_runtime::Uuid;
use meshwright_runtime::json::{Json, Members};

use super::Record;

/// Declares a document that is a wire type and the id of what it belongs to.
macro_rules! owned {
    ($($(#[$doc:meta])* $name:ident in $table:literal: $type:ty { $label:ident })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            /// What it belongs to.
            pub owner: Uuid,
            /// The document.
            pub document: $type,
        }

        impl Json for $name {
            fn blank() -> Self {
                Self { owner: Json::blank(), document: Json::blank() }
            }

            fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
                m.required("owner", &mut self.owner);
                m.required("document", &mut self.document);
            }
        }

        impl Record for $name {
            const TABLE: &'static str = $table;

            fn id(&self) -> String {
                self.document.id.to_string()
            }

            fn scope(&self) -> String {
                self.owner.to_string()
            }

            fn name(&self) -> String {
                self.document.$label.clone()
            }
        }
    )*};
}

owned! {
    /// A workspace of an organization.
    OrgWorkspace in "meshes_workspaces": WorkspaceWithKey { name }
    /// A kind of event that a workspace has seen.
    EventType in "meshes_event_types": CatalogEntry { key }
    /// A kind of resource that a workspace has seen.
    Resource in "meshes_resources": CatalogEntry { key }
}

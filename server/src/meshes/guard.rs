//! Who may call the Meshes APIs, and their form of errors.

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use meshes_management::types::{ErrorDetail, ErrorParameter, ErrorResponse};
use meshwright_runtime::Uuid;
use meshwright_runtime::http::{SchemeKind, Secret};
use meshwright_runtime::json::to_vec;
use meshwright_runtime::server::{Credential, Denied, Guard, Problem, Response};

use super::{Meshes, machine_token};
use crate::store::OrgWorkspace;

/// Who is asking.
#[derive(Debug, Clone)]
pub enum Caller {
    /// Whoever has the publishable key of a workspace: may send events to it, nothing else.
    Publishable {
        /// The workspace.
        workspace: Uuid,
        /// The organization of the workspace.
        org: Uuid,
    },
    /// A server with an access key.
    Machine {
        /// The key.
        access_key: String,
        /// The organization that the key acts for.
        org: Uuid,
    },
}

impl Caller {
    /// The organization whose things the caller works with.
    #[must_use]
    pub fn org(&self) -> Uuid {
        match self {
            Self::Publishable { org, .. } | Self::Machine { org, .. } => *org,
        }
    }

    /// How records name the caller.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Publishable { workspace, .. } => format!("publishable-key:{workspace}"),
            Self::Machine { access_key, .. } => access_key.clone(),
        }
    }
}

impl Guard for Meshes {
    type Principal = Caller;

    async fn admit(&self, credentials: Vec<Credential>) -> Result<Caller, Denied> {
        // Each requirement of these schemas has one scheme.
        let [credential] = credentials.as_slice() else {
            return Err(Denied::Unknown("one credential is needed"));
        };
        match credential.scheme.kind {
            SchemeKind::HeaderKey(_) => self.by_key(credential.secret.reveal()).await,
            _ => machine_token::check(&self.store, credential.secret.reveal()).await,
        }
    }

    /// Meshes' own form, and status 400 for whatever is wrong with the input.
    fn refuse(&self, problem: Problem) -> Response {
        let status = match problem.status {
            StatusCode::UNPROCESSABLE_ENTITY if !problem.violations.is_empty() => {
                StatusCode::BAD_REQUEST
            }
            status => status,
        };
        let mut detail = ErrorDetail::new(class(status, &problem), problem.detail.clone());
        if !problem.violations.is_empty() {
            let violations = problem.violations.iter();
            let parameters =
                violations.map(|it| ErrorParameter::new(parameter(&it.pointer), it.detail.clone()));
            detail.data = Some(parameters.collect());
        }
        let body = ErrorResponse { message: problem.detail, error: Some(detail) };
        let mut response = Response::new(to_vec(&body).into());
        *response.status_mut() = status;
        *response.headers_mut() = problem.headers;
        let media_type = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, media_type);
        response
    }
}

impl Meshes {
    /// A key names its workspace, so that no table of secrets is searched for it.
    async fn by_key(&self, key: &str) -> Result<Caller, Denied> {
        const UNKNOWN: Denied = Denied::Unknown("the publishable key is not known");
        let mut parts = key.strip_prefix("mesh_pub_").ok_or(UNKNOWN)?.splitn(3, '_');
        let workspace = parts.nth(1).and_then(|it| Uuid::parse_str(it).ok()).ok_or(UNKNOWN)?;
        let workspace = self.store.get::<OrgWorkspace>(workspace).await.map_err(|error| {
            tracing::error!(%error, "a key cannot be checked");
            Denied::Unavailable
        })?;
        let workspace = workspace.ok_or(UNKNOWN)?;
        if !Secret::new(workspace.document.publishable_key.public_key).is(key) {
            return Err(UNKNOWN);
        }
        Ok(Caller::Publishable { workspace: workspace.document.id, org: workspace.owner })
    }
}

fn class(status: StatusCode, problem: &Problem) -> String {
    if !problem.violations.is_empty() {
        return "ValidationError".to_owned();
    }
    status.canonical_reason().unwrap_or("Error").replace([' ', '-', '\''], "")
}

/// The path of a parameter within the request: `payload.email` for `/body/payload/email`.
fn parameter(pointer: &str) -> String {
    let mut segments = pointer.split('/').skip(1);
    let location = segments.next().unwrap_or_default();
    let rest: Vec<String> = segments.map(|it| it.replace("~1", "/").replace("~0", "~")).collect();
    if rest.is_empty() { location.to_owned() } else { rest.join(".") }
}

#[cfg(test)]
mod tests {
    use super::parameter;

    #[test]
    fn pointers_become_paths() {
        assert_eq!(parameter("/body/payload/email"), "payload.email");
        assert_eq!(parameter("/query/limit"), "limit");
        assert_eq!(parameter("/body"), "body");
        assert_eq!(parameter("/body/0/a~1b"), "0.a/b");
    }
}

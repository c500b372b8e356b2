//! The operations tagged `Sessions`.

use chrono::Duration;
use meshes_management::operations::sessions::{
    CreateSessionInput, CreateSessionOutput, ListSessionsInput, ListSessionsOutput,
    RefreshSessionInput, RefreshSessionOutput, RevokeSessionInput, RevokeSessionOutput,
};
use meshes_management::server::sessions::SessionsApi;
use meshes_management::types::{
    CreatedSession, RevokedSession, Session, SessionPage, SessionRole, SessionStatus, SessionToken,
    SessionType,
};
use meshwright_runtime::server::{Context, Fault};

use super::events::read_cursor;
use super::{Caller, Meshes, count};
use crate::clock::now;
use crate::refusal::conflict;
use crate::store::{Cursor, Query};

/// How long a session and its access token last unless the caller says otherwise, in seconds.
const SESSION: i32 = 3600;

/// How long a launch URL works unless the caller says otherwise, in seconds.
const LAUNCH: i32 = 60;

/// How many sessions a page has, unless the caller wants another number.
const PAGE: i32 = 50;

impl SessionsApi for Meshes {
    async fn list_sessions(
        &self,
        context: Context<Caller>,
        input: ListSessionsInput,
    ) -> Result<ListSessionsOutput, Fault> {
        self.workspace(&context.principal, input.workspace_id).await?;
        let limit = input.limit.unwrap_or(PAGE);
        let query = Query::default()
            .scope(input.workspace_id)
            .any_of("status", input.status)
            .any_of("resource", input.resource)
            .any_of("resource_id", input.resource_id)
            .before(read_cursor(input.cursor.as_deref())?);
        let (mut records, next) = self.store.newest::<Session>(query, limit).await?;
        for it in &mut records {
            it.is_expired = it.expires_at <= now();
        }
        let next = next.map(Cursor::encode);
        Ok(ListSessionsOutput::Ok(SessionPage::new(count(&records), limit, next, records)))
    }

    async fn create_session(
        &self,
        context: Context<Caller>,
        input: CreateSessionInput,
    ) -> Result<CreateSessionOutput, Fault> {
        let (body, now) = (input.body, now());
        self.workspace(&context.principal, body.workspace_id).await?;
        let seconds = i64::from(body.ttl_seconds.unwrap_or(SESSION));
        let launch_seconds = i64::from(body.launch_ttl_seconds.unwrap_or(LAUNCH));
        let session = Session {
            session_id: format!("ses_{}", crate::secret::random(18)),
            workspace_id: body.workspace_id,
            session_type: body.session_type.unwrap_or(SessionType::Workspace),
            role: body.role.unwrap_or(SessionRole::Member),
            status: SessionStatus::Active,
            is_expired: false,
            external_user_id: body.external_user_id,
            resource: body.resource,
            resource_id: body.resource_id,
            created_at: now,
            expires_at: now + Duration::seconds(seconds),
        };
        self.store.put(&session).await?;
        let launch_token =
            self.sessions.sign(&format!("launch:{}", session.session_id), launch_seconds)?;
        let page = body.launch_page.map(|it| format!("&page={it}")).unwrap_or_default();
        let token = self.session_token(&session)?;
        Ok(CreateSessionOutput::Ok(CreatedSession {
            session_id: token.session_id,
            workspace_id: token.workspace_id,
            session_type: token.session_type,
            role: token.role,
            resource: token.resource,
            resource_id: token.resource_id,
            access_token: token.access_token,
            expires_in: token.expires_in,
            expires_at: token.expires_at,
            launch_url: format!("{}/launch?token={launch_token}{page}", self.public_url),
            launch_token,
            launch_expires_at: now + Duration::seconds(launch_seconds),
        }))
    }

    async fn revoke_session(
        &self,
        context: Context<Caller>,
        input: RevokeSessionInput,
    ) -> Result<RevokeSessionOutput, Fault> {
        let mut session = self.session(&context.principal, &input.session_id).await?;
        session.status = SessionStatus::Revoked;
        self.store.put(&session).await?;
        Ok(RevokeSessionOutput::Ok(RevokedSession::new(true)))
    }

    async fn refresh_session(
        &self,
        context: Context<Caller>,
        input: RefreshSessionInput,
    ) -> Result<RefreshSessionOutput, Fault> {
        let session = self.session(&context.principal, &input.session_id).await?;
        if session.status != SessionStatus::Active || session.expires_at <= now() {
            return Err(conflict("the session is not open any more"));
        }
        Ok(RefreshSessionOutput::Ok(self.session_token(&session)?))
    }
}

impl Meshes {
    async fn session(&self, caller: &Caller, id: &str) -> Result<Session, Fault> {
        self.own::<Session>(caller, id, |it| it.workspace_id, "session").await
    }

    /// A token that lasts as long as its session.
    fn session_token(&self, session: &Session) -> Result<SessionToken, Fault> {
        let seconds = (session.expires_at - now()).num_seconds().max(1);
        Ok(SessionToken {
            session_id: session.session_id.clone(),
            workspace_id: session.workspace_id,
            session_type: session.session_type.clone(),
            role: session.role.clone(),
            resource: session.resource.clone(),
            resource_id: session.resource_id.clone(),
            access_token: self.sessions.sign(&session.session_id, seconds)?,
            expires_in: f64::from(i32::try_from(seconds).unwrap_or(i32::MAX)),
            expires_at: session.expires_at,
        })
    }
}

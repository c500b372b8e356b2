//! The table of handlers.

use std::sync::Arc;

use super::respond::answer;
use super::tree::Tree;
use super::{Call, Context, Fault, Guard, Handled, Limits, RoutesService};
use crate::http::{Input, Operation, Output};

/// Every operation with the function that carries it out.
pub struct Routes<S> {
    pub(super) service: Arc<S>,
    pub(super) rows: Vec<Row<S>>,
    pub(super) tree: Tree,
    pub(super) limits: Limits,
    pub(super) next: Option<axum::Router>,
}

pub(super) struct Row<S> {
    pub(super) operation: &'static Operation,
    pub(super) handle: Box<dyn Fn(Call<S>) -> Handled + Send + Sync>,
}

/// What carries out an operation: it takes the service, what is known about the call, and the input.
pub type Handle<S, P, I, A> = fn(Arc<S>, Context<P>, I) -> A;

impl<S: Guard> Routes<S> {
    /// No operation yet.
    pub fn new(service: Arc<S>) -> Self {
        Self {
            service,
            rows: Vec::new(),
            tree: Tree::default(),
            limits: Limits::default(),
            next: None,
        }
    }

    /// Other bounds than the default ones.
    pub fn limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Adds an operation that only those with credentials may use.
    pub fn add<I, O, A>(
        &mut self,
        operation: &'static Operation,
        handle: Handle<S, S::Principal, I, A>,
    ) where
        I: Input + Send + 'static,
        O: Output + 'static,
        A: Future<Output = Result<O, Fault>> + Send + 'static,
    {
        self.add_row(operation, move |call| {
            Box::pin(async move {
                let (service, context, input) = call.open().await?;
                answer(handle(service, context, input).await?)
            })
        });
    }

    /// Adds an operation that credentials are not needed for, and matter to.
    pub fn add_optional<I, O, A>(
        &mut self,
        operation: &'static Operation,
        handle: Handle<S, Option<S::Principal>, I, A>,
    ) where
        I: Input + Send + 'static,
        O: Output + 'static,
        A: Future<Output = Result<O, Fault>> + Send + 'static,
    {
        self.add_row(operation, move |call| {
            Box::pin(async move {
                let (service, context, input) = call.open_optional().await?;
                answer(handle(service, context, input).await?)
            })
        });
    }

    /// Adds an operation without security.
    pub fn add_public<I, O, A>(
        &mut self,
        operation: &'static Operation,
        handle: Handle<S, (), I, A>,
    ) where
        I: Input + Send + 'static,
        O: Output + 'static,
        A: Future<Output = Result<O, Fault>> + Send + 'static,
    {
        self.add_row(operation, move |call| {
            Box::pin(async move {
                let (service, context, input) = call.open_public().await?;
                answer(handle(service, context, input).await?)
            })
        });
    }

    /// Adds an operation whose request is opened, and whose response is made, by `handle` itself.
    pub fn add_row(
        &mut self,
        operation: &'static Operation,
        handle: impl Fn(Call<S>) -> Handled + Send + Sync + 'static,
    ) {
        self.tree.add(operation, self.rows.len());
        self.rows.push(Row { operation, handle: Box::new(handle) });
    }

    /// Hands requests that have no row to another router: another API, pages, files.
    ///
    /// Two tables may share a path with different methods; status 405 then names those of both.
    pub fn or(&mut self, next: axum::Router) {
        self.next = Some(next);
    }

    /// This table as a service, without a router around it: what costs least where it is all that is served.
    ///
    /// `axum::serve(listener, table.into_service().into_make_service())`, with [`axum::ServiceExt`].
    pub fn into_service(self) -> RoutesService<S> {
        RoutesService(Arc::new(self))
    }

    /// A router whose every request goes through this table.
    pub fn into_router(self) -> axum::Router {
        axum::Router::new().fallback_service(self.into_service())
    }
}

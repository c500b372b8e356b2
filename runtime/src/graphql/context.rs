//! What resolvers know about the request beside their arguments.

use std::sync::Arc;

use http::{Extensions, HeaderMap};

use super::loader::{Fetch, Loader, Loaders};
use super::upload::{AtHand, Files};

/// The request around an operation: headers, data of middleware, and the operation's name.
///
/// One context serves one operation; cloning is cheap enough to do per operation, not per field.
/// Data goes in through [`Context::insert`] (or axum request extensions) before execution,
/// and resolvers read it by type through [`Context::get`].
#[derive(Debug, Clone, Default)]
pub struct Context {
    headers: HeaderMap,
    extensions: Extensions,
    operation_name: Option<Arc<str>>,
    loaders: Loaders,
    /// What came with the request, for arguments to be read from.
    files: Option<Arc<Files>>,
}

impl Context {
    /// A context with the headers and extensions of an HTTP request.
    pub fn new(headers: HeaderMap, extensions: Extensions) -> Self {
        Self { headers, extensions, operation_name: None, loaders: Loaders::default(), files: None }
    }

    /// The headers of the HTTP request, or of the WebSocket handshake.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of this type that a middleware or the connection hook left, if any.
    pub fn get<T: Clone + Send + Sync + 'static>(&self) -> Option<&T> {
        self.extensions.get()
    }

    /// Leaves a value for the resolvers, one per type; the former one of that type is dropped.
    pub fn insert<T: Clone + Send + Sync + 'static>(&mut self, value: T) {
        self.extensions.insert(value);
    }

    /// The loader of this operation that fetches with an `F`; the first who asks makes it.
    ///
    /// What is fetched is shared by all resolvers of the operation, and of one event of a subscription.
    ///
    /// ```
    /// # use meshwright_runtime::graphql::{Context, Error, Fetch, Fetched};
    /// struct Names;
    ///
    /// impl Fetch for Names {
    ///     type Key = u32;
    ///     type Value = String;
    ///
    ///     async fn fetch(&self, keys: Vec<u32>) -> Result<Fetched<Self>, Error> {
    ///         // One query for all of them.
    ///         Ok(keys.into_iter().map(|key| (key, Ok(format!("number {key}")))).collect())
    ///     }
    /// }
    ///
    /// async fn name_of(context: &Context, id: u32) -> Result<Option<String>, Error> {
    ///     context.loader(|| Names).load(id).await
    /// }
    /// ```
    pub fn loader<F: Fetch>(&self, fetch: impl FnOnce() -> F) -> Loader<F> {
        self.loaders.get(fetch)
    }

    pub(crate) fn forget_loaders(&self) {
        self.loaders.clear();
    }

    /// The name of the operation under execution; `None` if it is anonymous.
    pub fn operation_name(&self) -> Option<&str> {
        self.operation_name.as_deref()
    }

    pub(crate) fn set_files(&mut self, files: Arc<Files>) {
        self.files = Some(files);
    }

    /// Lets the files of the request be named by the values that are read while what it gives is alive.
    pub(crate) fn files_at_hand(&self) -> Option<AtHand> {
        self.files.as_ref().map(Files::at_hand)
    }

    pub(crate) fn for_operation(mut self, name: Option<&Arc<str>>) -> Self {
        self.operation_name = name.cloned();
        self.loaders = Loaders::default();
        self
    }
}

//! Loaders: what many resolvers of one operation need, fetched together and once.
//!
//! A resolver asks [`Context::loader`](super::Context::loader) for one value by its key. Keys that are asked for while
//! the operation goes on as far as it can are fetched by one call; there is no timer and no task.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::future::poll_fn;
use std::hash::Hash;
use std::mem;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::Poll;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, join_all};

use super::error::Error;

/// How values are fetched by key: from a database, say, with `WHERE id IN (…)`.
pub trait Fetch: Send + Sync + 'static {
    /// What a value is known by.
    type Key: Clone + Eq + Hash + Send + Sync + 'static;
    /// What is fetched; make it an `Arc` if clones cost something.
    type Value: Clone + Send + Sync + 'static;

    /// How many keys one call takes; more of them are several calls at the same time.
    const MAX_KEYS: usize = 1_000;

    /// Fetches the values of some keys, each of which is there once.
    ///
    /// A key that the answer does not have is one without a value; one with an error is an error for all who asked for
    /// it, and not for others.
    ///
    /// # Errors
    /// An error for all of these keys.
    fn fetch(
        &self,
        keys: Vec<Self::Key>,
    ) -> impl Future<Output = Result<Fetched<Self>, Error>> + Send;
}

/// What [`Fetch::fetch`] answers, by key.
pub type Fetched<F> = HashMap<<F as Fetch>::Key, Result<<F as Fetch>::Value, Error>>;

/// Values of one kind for one operation: each is fetched once, together with others. Clones share everything.
pub struct Loader<F: Fetch>(Arc<Loading<F>>);

struct Loading<F: Fetch> {
    fetch: F,
    state: Mutex<State<F>>,
}

struct State<F: Fetch> {
    /// Who is known, or will be.
    known: HashMap<F::Key, Answer<F>>,
    /// What the next call asks for.
    wanted: Vec<F::Key>,
}

enum Answer<F: Fetch> {
    Wanted,
    Coming(Call<F>),
    There(Option<F::Value>),
}

/// A call under way, which whoever waits for it drives.
type Call<F> = Shared<BoxFuture<'static, Arc<Result<Fetched<F>, Error>>>>;

impl<F: Fetch> Loader<F> {
    /// A loader that knows nothing yet. Resolvers share one through [`Context::loader`](super::Context::loader).
    pub fn new(fetch: F) -> Self {
        let state = State { known: HashMap::new(), wanted: Vec::new() };
        Self(Arc::new(Loading { fetch, state: Mutex::new(state) }))
    }

    /// The value of a key; none if there is none.
    ///
    /// # Errors
    /// The error of this key, or of the call that asked for it. Errors are kept as values are.
    pub async fn load(&self, key: F::Key) -> Result<Option<F::Value>, Error> {
        if let Some(known) = self.want(&key) {
            return Ok(known);
        }
        // All others who go on now tell their keys before anybody is polled again.
        pending_once().await;
        match self.call_for(&key) {
            Ok(known) => Ok(known),
            Err(call) => match &*call.await {
                Ok(fetched) => fetched.get(&key).cloned().transpose(),
                Err(error) => Err(error.clone()),
            },
        }
    }

    /// The values of some keys, in their order; see [`load`](Self::load).
    pub async fn load_many(
        &self,
        keys: impl IntoIterator<Item = F::Key>,
    ) -> Vec<Result<Option<F::Value>, Error>> {
        join_all(keys.into_iter().map(|key| self.load(key))).await
    }

    /// Makes a value known, so that nobody fetches it: after a mutation, or where a list brought it along.
    pub fn know(&self, key: F::Key, value: Option<F::Value>) {
        self.state().known.insert(key, Answer::There(value));
    }

    /// Forgets a value, so that the next who asks fetches it anew.
    pub fn forget(&self, key: &F::Key) {
        let mut state = self.state();
        if !matches!(state.known.get(key), Some(Answer::Wanted)) {
            state.known.remove(key);
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State<F>> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells a key, unless its value is there.
    fn want(&self, key: &F::Key) -> Option<Option<F::Value>> {
        let mut state = self.state();
        match state.known.get(key) {
            Some(Answer::There(value)) => return Some(value.clone()),
            Some(Answer::Wanted | Answer::Coming(_)) => {}
            None => {
                state.known.insert(key.clone(), Answer::Wanted);
                state.wanted.push(key.clone());
            }
        }
        None
    }

    /// The call that brings a key; if there is none yet, all keys that are wanted are called for.
    fn call_for(&self, key: &F::Key) -> Result<Option<F::Value>, Call<F>> {
        let mut state = self.state();
        if let Some(Answer::Wanted) | None = state.known.get(key) {
            let mut wanted = mem::take(&mut state.wanted);
            if wanted.is_empty() {
                // Forgotten since.
                wanted.push(key.clone());
            }
            for keys in wanted.chunks(F::MAX_KEYS.max(1)) {
                let call = self.call(keys.to_vec());
                for key in keys {
                    state.known.insert(key.clone(), Answer::Coming(call.clone()));
                }
            }
        }
        match state.known.get(key) {
            Some(Answer::Coming(call)) => Err(call.clone()),
            Some(Answer::There(value)) => Ok(value.clone()),
            Some(Answer::Wanted) | None => Ok(None),
        }
    }

    fn call(&self, keys: Vec<F::Key>) -> Call<F> {
        let loading = Arc::clone(&self.0);
        async move { Arc::new(loading.fetch.fetch(keys).await) }.boxed().shared()
    }
}

impl<F: Fetch> Clone for Loader<F> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<F: Fetch> fmt::Debug for Loader<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Loader of {} keys", self.state().known.len())
    }
}

/// Lets whoever is polled in the same round go first.
async fn pending_once() {
    let mut polled = false;
    poll_fn(|cx| {
        if mem::replace(&mut polled, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

type Made = Vec<Box<dyn Any + Send + Sync>>;

/// The loaders of one operation, by what they fetch with.
#[derive(Default)]
pub(crate) struct Loaders(OnceLock<Arc<Mutex<Made>>>);

impl Loaders {
    pub(crate) fn get<F: Fetch>(&self, fetch: impl FnOnce() -> F) -> Loader<F> {
        let mut loaders = self.shared().lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = loaders.iter().find_map(|it| it.downcast_ref::<Loader<F>>()) {
            return found.clone();
        }
        let made = Loader::new(fetch());
        loaders.push(Box::new(made.clone()));
        made
    }

    /// Forgets everything: between the events of a subscription things change.
    pub(crate) fn clear(&self) {
        if let Some(loaders) = self.0.get() {
            loaders.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    fn shared(&self) -> &Arc<Mutex<Made>> {
        self.0.get_or_init(Arc::default)
    }
}

/// Clones share the loaders, those too that are made later.
impl Clone for Loaders {
    fn clone(&self) -> Self {
        Self(OnceLock::from(Arc::clone(self.shared())))
    }
}

impl fmt::Debug for Loaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Loaders")
    }
}

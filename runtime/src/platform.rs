//! What differs between systems with threads and browsers (`wasm32-unknown-unknown`), where a request
//! belongs to the one thread that there is.

#[cfg(feature = "client")]
use std::future::Future;
use std::pin::Pin;
#[cfg(feature = "client")]
use std::time::Duration;

use futures_util::stream::Stream;

#[cfg(not(target_family = "wasm"))]
mod bounds {
    /// `Send`, on systems with threads; in a browser anything.
    pub trait MaybeSend: Send {}
    impl<T: Send> MaybeSend for T {}

    /// A future behind a pointer; `Send` on systems with threads.
    #[cfg(feature = "client")]
    pub type BoxFuture<'a, T> = super::Pin<Box<dyn super::Future<Output = T> + Send + 'a>>;
    pub(crate) type BoxStream<T> = super::Pin<Box<dyn super::Stream<Item = T> + Send>>;
    pub(crate) type BoxTell = Box<dyn FnMut(u64, Option<u64>) + Send>;
}

#[cfg(target_family = "wasm")]
mod bounds {
    /// `Send`, on systems with threads; in a browser anything.
    pub trait MaybeSend {}
    impl<T> MaybeSend for T {}

    /// A future behind a pointer; `Send` on systems with threads.
    #[cfg(feature = "client")]
    pub type BoxFuture<'a, T> = super::Pin<Box<dyn super::Future<Output = T> + 'a>>;
    pub(crate) type BoxStream<T> = super::Pin<Box<dyn super::Stream<Item = T>>>;
    pub(crate) type BoxTell = Box<dyn FnMut(u64, Option<u64>)>;
}

#[cfg(feature = "client")]
pub use bounds::BoxFuture;
pub use bounds::MaybeSend;
pub(crate) use bounds::{BoxStream, BoxTell};

/// Waits.
#[cfg(all(feature = "client", not(target_family = "wasm")))]
pub(crate) async fn sleep(time: Duration) {
    tokio::time::sleep(time).await;
}

/// Waits.
#[cfg(all(feature = "client", target_family = "wasm"))]
pub(crate) async fn sleep(time: Duration) {
    gloo_timers::future::sleep(time).await;
}

/// Waits for a future, and no longer than this; `None` where that was too short.
#[cfg(all(feature = "client", not(target_family = "wasm")))]
pub(crate) async fn within<T>(time: Duration, future: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(time, future).await.ok()
}

/// Waits for a future, and no longer than this; `None` where that was too short.
#[cfg(all(feature = "client", target_family = "wasm"))]
pub(crate) async fn within<T>(time: Duration, future: impl Future<Output = T>) -> Option<T> {
    use futures_util::future::{Either, select};
    // Timers of browsers count milliseconds in 32 bits.
    if time.as_millis() > i32::MAX as u128 {
        return Some(future.await);
    }
    match select(std::pin::pin!(future), std::pin::pin!(sleep(time))).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(_) => None,
    }
}

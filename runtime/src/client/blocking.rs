//! Calls for programs without an asynchronous runtime.

use std::future::Future;
use std::sync::OnceLock;
use std::sync::mpsc;

use tokio::runtime::{Builder, Handle};

/// Runs a future on the one thread that all of them share, so that connections stay open from call to
/// call, and blocks until it is done.
///
/// # Panics
///
/// When the future does, or no thread can be started.
pub(crate) fn wait<F>(future: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(1);
    handle().spawn(async move {
        // Whoever waited is gone only if its thread is.
        let _ = sender.send(future.await);
    });
    match receiver.recv() {
        Ok(output) => output,
        Err(_) => panic!("a call panicked"),
    }
}

fn handle() -> &'static Handle {
    static HANDLE: OnceLock<Handle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("the system has timers and sockets");
        let handle = runtime.handle().clone();
        let thread = std::thread::Builder::new().name("meshwright-calls".to_owned());
        let forever = move || runtime.block_on(std::future::pending::<()>());
        thread.spawn(forever).expect("a thread can be started");
        handle
    })
}

//! Runs that must not take long, nor much memory, nor panic.

use std::any::Any;
use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::generate::{Outcome, crate_of};

/// The most memory that one run may take.
pub const MOST_MEMORY: u64 = 1 << 30;

/// A run that ended by itself.
#[derive(Debug)]
pub struct Run {
    /// What it gave.
    pub outcome: Outcome,
    /// How long it took.
    pub time: Duration,
}

/// Generates in a thread of its own.
///
/// # Errors
///
/// A panic, or what went beyond its limit.
///
/// # Panics
///
/// When no thread can be started.
pub fn run(folder: &Path, path: &str, patience: Duration) -> Result<Run, String> {
    let (send, receive) = mpsc::channel();
    let (folder, schema) = (folder.to_owned(), path.to_owned());
    let start = Instant::now();
    let body = move || {
        // Nobody listens any more when it took too long.
        let _ = send.send(crate_of(&folder, &[schema], &[], "limits", "limits"));
    };
    forget_peak();
    let thread = thread::Builder::new().stack_size(256 << 20).spawn(body).expect("a thread");
    match receive.recv_timeout(patience) {
        Ok(_) if peak().is_some_and(|it| it > MOST_MEMORY) => {
            Err(format!("took {} MB", peak().unwrap_or_default() >> 20))
        }
        Ok(outcome) => Ok(Run { outcome, time: start.elapsed() }),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(format!("not done after {patience:?}")),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            Err(thread.join().err().map_or_else(String::new, |it| panic_message(&*it)))
        }
    }
}

/// What a thread said when it panicked.
pub fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned()
}

/// Lets the peak of this process's memory begin anew; does nothing where the system has no such thing.
fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The most memory that this process held since then, where the system tells.
pub fn peak() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|it| it << 10)
}

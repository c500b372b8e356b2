//! Says what a run is at, when that takes longer than people like to wait.

use std::io::IsTerminal as _;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crate::report;

/// How long a stage may take before it is named.
const PATIENCE: Duration = Duration::from_secs(1);

/// Tells what goes on until it is dropped; silent where nobody watches.
pub(crate) struct Progress {
    stages: Option<Sender<&'static str>>,
}

impl Progress {
    /// Begins with the first stage of a command.
    pub(crate) fn start(title: &'static str, first: &'static str) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self { stages: None };
        }
        let (stages, next) = mpsc::channel();
        thread::spawn(move || {
            let mut stage = first;
            let mut named = false;
            loop {
                match next.recv_timeout(PATIENCE) {
                    Ok(it) => (stage, named) = (it, false),
                    Err(RecvTimeoutError::Timeout) if !named => {
                        report::say(&format!("{title}: {stage} …"));
                        named = true;
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
            }
        });
        Self { stages: Some(stages) }
    }

    /// Goes on to the next stage.
    pub(crate) fn stage(&self, stage: &'static str) {
        if let Some(stages) = &self.stages {
            // The listener ends with us, never before.
            let _ = stages.send(stage);
        }
    }
}

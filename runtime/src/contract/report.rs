//! What became of the cases.

use std::fmt;

use bytes::Bytes;

/// What became of the cases.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// How many there were.
    pub n_cases: usize,
    /// Operations of which there was none, with the reason.
    pub skipped: Vec<String>,
    /// The cases that failed.
    pub failures: Vec<Failure>,
}

/// A case that failed.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The id of the operation.
    pub operation: String,
    /// What is special about the case.
    pub case: String,
    /// The method and the target of the request.
    pub request: String,
    /// The body of the request.
    pub body: Bytes,
    /// What is wrong with the answer.
    pub reason: String,
}

impl Report {
    /// Whether no case failed, and there was one at least.
    pub fn is_clean(&self) -> bool {
        self.failures.is_empty() && self.n_cases > 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} cases failed", self.failures.len(), self.n_cases)?;
        if !self.skipped.is_empty() {
            write!(f, ", {} operations were skipped", self.skipped.len())?;
        }
        for it in &self.failures {
            write!(f, "\n\n{it}")?;
        }
        for it in &self.skipped {
            write!(f, "\nskipped {it}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, case, request, body, reason } = self;
        write!(f, "{operation}, {case}\n  {request}")?;
        if !body.is_empty() {
            let text: String = String::from_utf8_lossy(body).chars().take(500).collect();
            write!(f, "\n  {text}")?;
        }
        write!(f, "\n  {reason}")
    }
}

//! Files of multipart requests: how arguments get them.
//!
//! While variables are JSON, a file in them is a text that nobody can guess, and that stands for the file while
//! values are read, and never longer.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::error::Error;
use super::input::{Input, InputError};
use super::output::Output;
use super::writer::Writer;
use crate::json::Binary;

mod form;
mod place;

pub(crate) use form::read;

/// The files of one request.
pub(crate) struct Files {
    token: uuid::Uuid,
    files: Vec<Binary>,
}

thread_local! {
    /// The files of the request whose values are being read on this thread.
    static CURRENT: RefCell<Option<Arc<Files>>> = const { RefCell::new(None) };
}

impl Files {
    fn new(files: Vec<Binary>, token: uuid::Uuid) -> Self {
        Self { token, files }
    }

    /// Lets values that are read on this thread name these files, while what it gives is alive.
    pub(crate) fn at_hand(self: &Arc<Self>) -> AtHand {
        AtHand(CURRENT.replace(Some(Arc::clone(self))))
    }

    fn find(&self, name: &str) -> Option<Binary> {
        let (token, index) = name.split_once('/')?;
        if token.parse() != Ok(self.token) {
            return None;
        }
        self.files.get(index.parse::<usize>().ok()?).cloned()
    }
}

/// What variables hold in the place of a file.
fn name(token: uuid::Uuid, index: usize) -> Value {
    Value::from(format!("{token}/{index}"))
}

/// Puts back what was current before, even when a value's reader panics.
pub(crate) struct AtHand(Option<Arc<Files>>);

impl Drop for AtHand {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files.fmt(f)
    }
}

/// For the scalar `Upload`: a file of a multipart request.
impl Input for Binary {
    fn read(value: &Value) -> Result<Self, InputError> {
        let name = value.as_str();
        let file = CURRENT.with_borrow(|files| files.as_ref()?.find(name?));
        file.ok_or_else(|| InputError::new("expected a file of a multipart request"))
    }
}

/// Files come in and do not go out: a field of this type is always an error.
impl Output for Binary {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.fail(Error::new("an upload cannot be answered"));
    }
}

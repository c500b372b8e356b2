//! Operations that servers may leave out, because the project says so.

use crate::api::Api;
use crate::diagnostics::{Diagnostics, similar};
use crate::source::{FileId, Place};

/// Marks the operations with these ids; one that nobody declares is a mistake.
pub fn leave_out(api: &mut Api, ids: &[String], root: FileId, diagnostics: &mut Diagnostics) {
    for id in ids {
        match api.operations.iter_mut().find(|it| it.id == *id) {
            Some(operation) => operation.is_left_out = true,
            None => {
                let known = api.operations.iter().map(|it| it.id.as_str());
                diagnostics.unknown_left_out(Place::File(root), id, similar(id, known));
            }
        }
    }
}

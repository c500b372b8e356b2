//! Rules that need a whole API: what passes can be planned without a question left.

mod ambiguous;
mod defaults;
mod media_types;
mod pattern;
mod patterns;
mod read_write;
mod recursion;

use std::ops::Deref;

use crate::api::Api;
use crate::diagnostics::Diagnostics;
pub use pattern::translate;

/// An API that passed every rule.
///
/// The field is private and there is no `DerefMut`: the only way to obtain one is to validate.
#[derive(Debug, Clone, PartialEq)]
pub struct Valid<T>(T);

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Checks an API; what cannot be generated as it is gets wider, and is told.
pub fn validate(mut api: Api, diagnostics: &mut Diagnostics) -> Valid<Api> {
    patterns::check_patterns(&mut api, diagnostics);
    defaults::check_defaults(&mut api, diagnostics);
    read_write::relax(&mut api);
    recursion::check_recursion(&mut api, diagnostics);
    media_types::check_media_types(&api, diagnostics);
    ambiguous::check_ambiguous(&api, diagnostics);
    Valid(api)
}

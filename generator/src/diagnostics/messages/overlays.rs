//! Overlays.

use crate::diagnostics::{Diagnostics, code};
use crate::source::Place;

impl Diagnostics {
    /// The overlay says no version that is read.
    pub fn unknown_overlay(&mut self, place: Place) {
        let help = "an overlay starts with `overlay: 1.0.0`".to_owned();
        self.error(
            code::UNKNOWN_OVERLAY,
            place,
            "not an overlay of version 1".to_owned(),
            "",
            Some(help),
        );
    }

    /// An overlay's action that cannot be carried out.
    pub fn overlay_target(&mut self, place: Place, target: &str, reason: &str) {
        let message = match target {
            "" => reason.to_owned(),
            target => format!("target `{target}`: {reason}"),
        };
        self.error(code::OVERLAY_TARGET, place, message, "the action has no effect", None);
    }
}

//! A floating-point number that can be hashed: by its bits, which say exactly what is printed.

use std::hash::{Hash, Hasher};

/// A number of the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exact(pub f64);

impl Hash for Exact {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

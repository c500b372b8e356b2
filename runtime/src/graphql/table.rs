//! The constant tables a generated crate hands over with its SDL.

use serde_json::Value;

use super::cost::FieldCost;
use super::input::{Input, InputError};

/// Everything the executor must know of the generated code beyond the SDL.
#[derive(Debug, Clone, Copy)]
pub struct Tables {
    /// One entry per object type; its position is the type's index.
    pub objects: &'static [ObjectType],
    /// One entry per custom scalar that is more than any JSON value.
    pub scalars: &'static [ScalarType],
    /// What the manifest says that fields cost; where it says nothing, the directives of the SDL do.
    pub costs: &'static [FieldCost],
}

/// One object type: its position in [`Tables::objects`] is its type index.
#[derive(Debug, Clone, Copy)]
pub struct ObjectType {
    /// The name in the SDL.
    pub name: &'static str,
    /// The fields; the position of each is its field index.
    pub fields: &'static [&'static str],
    /// Indexes of the fields that a resolver answers; every field of a root type is one.
    pub resolved: &'static [u16],
    /// Indexes of those of them that one call answers for all sibling parents.
    pub batched: &'static [u16],
}

/// A custom scalar whose input must be checked.
#[derive(Debug, Clone, Copy)]
pub struct ScalarType {
    /// The name in the SDL.
    pub name: &'static str,
    /// Says whether a value is one of this scalar: [`check::<T>`](check) of the Rust type.
    pub check: Check,
}

/// Says whether a value is one of a custom scalar.
pub type Check = fn(&Value) -> Result<(), InputError>;

/// Whether a JSON value reads as `T`; the `check` of a [`ScalarType`].
///
/// # Errors
/// The error of [`Input::read`].
pub fn check<T: Input>(value: &Value) -> Result<(), InputError> {
    T::read(value).map(drop)
}

//! What a value is to everything but its own codec.

use super::containers::List;
use super::members::Rest;
use super::{Binary, Json, Rule};

/// What is left to do with a value that [`Json::read`] or [`Json::write`] was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "of an object nothing is read or written until its members are"]
pub enum Form {
    /// Nothing: all of it is read or written.
    Whole,
    /// All of it: it is an object, whose [`Json::members`] are read or written now, or of another [`Shape`].
    Members,
}

/// What a value is, for those that look into it without reading it: forms, and who writes it.
///
/// One list of variants is all that a union needs, in both directions.
pub enum Shape<'v> {
    /// An object, or a value that is written by its own means.
    Own,
    /// Nothing, where absence is allowed, and `null` elsewhere.
    Absent,
    /// `null`.
    Null,
    /// Another value stands for the whole.
    Inside(&'v mut dyn Json),
    /// A variant of a union, and the rules for its value.
    Variant(&'v mut dyn Json, &'static [Rule]),
    /// The value of a union that fits none of its variants.
    Other(&'v mut dyn Json),
    /// One of several strings.
    Word(&'v str),
    /// An array.
    List(&'v mut dyn List),
    /// An object whose members all have values of one type.
    Map(&'v mut dyn Rest),
    /// What travels as a file of a form.
    File(&'v Binary),
}

impl std::fmt::Debug for Shape<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Own => "Own",
            Self::Absent => "Absent",
            Self::Null => "Null",
            Self::Inside(_) => "Inside",
            Self::Variant(..) => "Variant",
            Self::Other(_) => "Other",
            Self::Word(_) => "Word",
            Self::List(_) => "List",
            Self::Map(_) => "Map",
            Self::File(_) => "File",
        })
    }
}

/// Whether there is nothing to write, where absence is allowed.
pub(crate) fn is_absent(value: &mut dyn Json) -> bool {
    matches!(value.shape(), Shape::Absent)
}

/// Adds what travels as files of a form, not as text.
pub(super) fn add_files(value: &mut dyn Json, into: &mut Vec<Binary>) {
    match value.shape() {
        Shape::File(file) => into.push(file.clone()),
        Shape::Inside(it) => add_files(it, into),
        Shape::List(list) => {
            for index in 0..list.count() {
                add_files(list.item(index), into);
            }
        }
        _ => {}
    }
}

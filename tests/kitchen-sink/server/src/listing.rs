//! The parts of an operation's input by their names on the wire: how a server tells what it has understood, and how a
//! test makes an input of any JSON.

use kitchen_sink::types::Understood;
use meshwright_runtime::json::{DecodeError, Json, Mode, Shape, from_slice, into_vec};
use meshwright_runtime::{Map, Value};

/// An input whose parts have names.
pub trait Listed: Sized {
    /// Makes one of the values of its parameters and of its body.
    ///
    /// # Errors
    ///
    /// Where a value is not what its type takes.
    fn make(parameters: &Map<Value>, body: Option<&Value>) -> Result<Self, DecodeError>;

    /// What is in it; what is absent is left out.
    fn tell(self) -> Understood;
}

/// Implements [`Listed`]: each field of the input with its name on the wire, and the body behind a `;` if it has one.
macro_rules! listed {
    ($input:ident { $($field:ident = $name:literal),* $(,)? $(; $body:ident)? }) => {
        impl $crate::listing::Listed for $input {
            #[allow(unused_variables, reason = "an operation may have parameters alone, or none at all")]
            fn make(
                parameters: &meshwright_runtime::Map<meshwright_runtime::Value>,
                body: Option<&meshwright_runtime::Value>,
            ) -> Result<Self, meshwright_runtime::json::DecodeError> {
                Ok(Self {
                    $($field: $crate::listing::read(parameters.get($name))?,)*
                    $($body: $crate::listing::read(body)?,)?
                })
            }

            fn tell(self) -> kitchen_sink::types::Understood {
                let Self { $($field,)* $($body)? } = self;
                #[allow(unused_mut, reason = "an operation may have no parameters")]
                let mut understood = kitchen_sink::types::Understood::new(Default::default());
                $($crate::listing::tell(&mut understood.parameters, $name, $field);)*
                $(understood.body = $crate::listing::value($body);)?
                understood
            }
        }
    };
}

pub(crate) use listed;

/// Reads one part; one that is absent is what its type makes of that.
pub(crate) fn read<T: Json>(value: Option<&Value>) -> Result<T, DecodeError> {
    match value {
        Some(value) => from_slice(value.to_string().as_bytes(), Mode::Strict),
        None => Ok(T::blank()),
    }
}

/// Adds one part, if it is there.
pub(crate) fn tell(into: &mut Map<Value>, name: &str, part: impl Json) {
    if let Some(value) = value(part) {
        into.insert(name.to_owned(), value);
    }
}

/// A part as JSON, if it is there.
pub(crate) fn value(mut part: impl Json) -> Option<Value> {
    if matches!(part.shape(), Shape::Absent) {
        return None;
    }
    // What a codec writes is JSON; were it not, the test that compares would see it missing.
    serde_json::from_slice(&into_vec(part)).ok()
}

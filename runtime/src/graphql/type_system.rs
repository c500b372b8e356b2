//! The schema as planning and coercion need it: by index, without the engine's types.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::table::Check;

#[derive(Debug, Default)]
pub(crate) struct TypeSystem {
    pub(crate) query: u16,
    pub(crate) mutation: Option<u16>,
    pub(crate) subscription: Option<u16>,
    /// By type index.
    pub(crate) objects: Vec<Object>,
    /// Object types by the name of any composite type they satisfy, their own included.
    pub(crate) possible: BTreeMap<String, Vec<u16>>,
    pub(crate) inputs: Vec<InputType>,
    pub(crate) input_names: BTreeMap<String, usize>,
}

#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) name: String,
    pub(crate) fields: BTreeMap<String, ObjectField>,
}

#[derive(Debug)]
pub(crate) struct ObjectField {
    pub(crate) index: u16,
    pub(crate) kind: FieldKind,
    pub(crate) shape: Shape,
    /// The named type within the lists.
    pub(crate) named: String,
    /// Shared with the steps whose arguments are coerced for each request.
    pub(crate) arguments: Arc<[InputField]>,
}

/// Who answers a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// The value of its object.
    Plain,
    Resolved,
    /// A resolver, once for all sibling parents.
    Batched,
}

/// Lists and nullability of an output type.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) nullable: bool,
    /// The items, if it is a list.
    pub(crate) item: Option<Box<Shape>>,
}

#[derive(Debug)]
pub(crate) struct InputType {
    pub(crate) name: String,
    pub(crate) kind: InputKind,
}

#[derive(Debug)]
pub(crate) enum InputKind {
    Int,
    Float,
    String,
    Boolean,
    Id,
    /// A custom scalar, with the check of the generated crate if it has one.
    Scalar(Option<Check>),
    Enum(Vec<String>),
    Object {
        fields: Vec<InputField>,
        one_of: bool,
    },
}

/// An argument, or a field of an input object.
#[derive(Debug)]
pub(crate) struct InputField {
    pub(crate) name: String,
    pub(crate) ty: InputRef,
    /// As written; coerced where it is used.
    pub(crate) default: Option<Value>,
}

/// A reference to an input type.
#[derive(Debug, Clone)]
pub(crate) struct InputRef {
    pub(crate) nullable: bool,
    pub(crate) of: InputOf,
}

#[derive(Debug, Clone)]
pub(crate) enum InputOf {
    /// An index into [`TypeSystem::inputs`].
    Named(usize),
    List(Box<InputRef>),
}

impl TypeSystem {
    /// The reference as the SDL writes it.
    pub(crate) fn display<'t>(&'t self, ty: &'t InputRef) -> impl fmt::Display + 't {
        Display(self, ty)
    }
}

struct Display<'t>(&'t TypeSystem, &'t InputRef);

impl fmt::Display for Display<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(types, ty) = self;
        match &ty.of {
            InputOf::Named(index) => f.write_str(&types.inputs[*index].name)?,
            InputOf::List(item) => write!(f, "[{}]", Display(types, item))?,
        }
        f.write_str(if ty.nullable { "" } else { "!" })
    }
}

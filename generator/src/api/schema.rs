//! Types and their uses.

use std::hash::{Hash, Hasher};

use serde_json::Value;

use super::AssertionId;
use crate::source::Place;

/// The number of a type in its API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A use of a type: what stands where a value is described.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Schema {
    /// What the value is.
    pub ty: Type,
    /// Whether it may be null as well.
    pub nullable: bool,
    /// What else holds for it here.
    pub constraints: Constraints,
    /// What it is when it is absent.
    pub default: Option<Value>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Type {
    /// Any JSON value.
    Any,
    /// `null` alone.
    Null,
    /// A value without parts.
    Scalar(Scalar),
    /// A list of values of one type.
    Array(Box<Schema>),
    /// An object whose members all have values of one type.
    Map(Box<Schema>),
    /// A type of its own.
    Named(TypeId),
}

/// Types without parts. Formats that have no entry here are constraints or mere annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the words are those of the format registry")]
pub enum Scalar {
    Boolean,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Float,
    Double,
    String,
    Uuid,
    DateTime,
    Date,
    Time,
    /// Bytes as base64 text.
    Byte,
    /// Bytes as they are; only as a whole body or a part of a form.
    Binary,
}

/// What holds for a value besides its type; each as JSON Schema has it.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the words are those of JSON Schema")]
pub struct Constraints {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<String>,
    pub format: Option<String>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub exclusive_minimum: Option<f64>,
    pub exclusive_maximum: Option<f64>,
    pub multiple_of: Option<f64>,
    /// The allowed numbers, where a number has an `enum` or `const`.
    pub numbers: Vec<f64>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
    pub assertion: Option<AssertionId>,
}

impl Hash for Constraints {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            min_length,
            max_length,
            pattern,
            format,
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
            numbers,
            min_items,
            max_items,
            unique_items,
            min_properties,
            max_properties,
            assertion,
        } = self;
        (min_length, max_length, pattern, format).hash(state);
        let floats = [minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of];
        // Both zeros are equal.
        floats.map(|it| it.map(|it| (it + 0.0).to_bits())).hash(state);
        numbers.iter().for_each(|it| (it + 0.0).to_bits().hash(state));
        (min_items, max_items, unique_items, min_properties, max_properties).hash(state);
        assertion.hash(state);
    }
}

/// A type of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDefinition {
    /// The words that name it: one for a component, the owner's and more for a nested type
    /// (`["Workspace", "publishable_key"]`).
    pub name: Vec<String>,
    /// Whether it has a name in the document, and so a page and a module of its own.
    pub is_component: bool,
    /// What it is.
    pub kind: Kind,
    /// Whether its values may be null wherever it is used; the uses say so too.
    pub is_nullable: bool,
    /// What it is for, in CommonMark, may be empty.
    pub description: String,
    /// Whether users should move on.
    pub deprecated: bool,
    /// A value to show.
    pub example: Option<Value>,
    /// What else holds for its values, wherever it is used.
    pub assertion: Option<AssertionId>,
    /// Where it is written.
    pub place: Place,
}

/// The shapes of types.
#[derive(Debug, Clone, PartialEq, Hash)]
#[expect(clippy::large_enum_variant, reason = "there are few of them, and all in one list")]
pub enum Kind {
    /// Members with names.
    Object(Object),
    /// One of several types.
    Union(Union),
    /// One of several strings.
    Enumeration(Enumeration),
    /// Another name for a use of a type.
    Alias(Schema),
}

/// Members with names.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Object {
    /// In the order of the document, those of `allOf` first.
    pub properties: Vec<Property>,
    /// Members that are not named.
    pub additional: Additional,
}

/// What an object may hold besides its properties.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Additional {
    /// Anything, and nobody has asked for it: such members are passed over.
    Ignored,
    /// Nothing.
    Forbidden,
    /// Values of this type, which are kept.
    Typed(Box<Schema>),
}

/// One member.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Property {
    /// Its name on the wire.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it must be there in requests, where it need not in answers.
    pub required_in_requests: bool,
    /// Its value.
    pub schema: Schema,
    /// What it is for, in CommonMark.
    pub description: String,
    /// Whether users should move on.
    pub deprecated: bool,
    /// Whether only servers send it.
    pub read_only: bool,
    /// Whether only clients send it.
    pub write_only: bool,
    /// A value to show.
    pub example: Option<Value>,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Union {
    /// In the order of the document.
    pub variants: Vec<Variant>,
    /// The member that tells them apart.
    pub discriminator: Option<Discriminator>,
    /// Whether a value must be of one of them alone (`oneOf`).
    pub is_exclusive: bool,
}

/// One of the types of a union.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Variant {
    /// The words that name it: a component's name, a title, or the kind of value.
    pub name: String,
    /// Its value.
    pub schema: Schema,
}

/// The member that tells the variants of a union apart.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Discriminator {
    /// The name of the member.
    pub property: String,
    /// Each text it may have, with the index of the variant that it stands for.
    pub mapping: Vec<(String, usize)>,
}

/// One of several strings.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Enumeration {
    /// The strings, each once.
    pub values: Vec<EnumerationValue>,
}

/// One string of an enumeration.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct EnumerationValue {
    /// As it travels.
    pub text: String,
    /// A name that the document suggests (`x-enum-varnames`), may be empty.
    pub name: String,
    /// What it means, may be empty.
    pub description: String,
}

impl Schema {
    /// A use without constraints.
    pub fn new(ty: Type) -> Self {
        Self { ty, nullable: false, constraints: Constraints::default(), default: None }
    }
}

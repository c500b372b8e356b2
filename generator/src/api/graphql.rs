//! GraphQL schemas: what is left of SDL when extensions are merged and every name is known.

use serde_json::Value;

use crate::source::Place;

/// One schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// What it is, in CommonMark.
    pub description: String,
    /// The name of the object type whose fields are the queries.
    pub query: String,
    /// The name of the object type whose fields are the mutations.
    pub mutation: Option<String>,
    /// The name of the object type whose fields are the subscriptions.
    pub subscription: Option<String>,
    /// Every type but the built-in ones, in the order of the documents.
    pub types: Vec<TypeDefinition>,
    /// Every directive but the built-in ones.
    pub directives: Vec<DirectiveDefinition>,
    /// What the project says that fields cost, beside the schema's own directives.
    pub costs: Vec<FieldCost>,
    /// What a gateway asks of the schema, if it is that of a federated subgraph.
    pub subgraph: Option<Subgraph>,
}

/// What calling a field costs, and how long the list gets that it gives.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldCost {
    /// The type and the field: `Query.search`.
    pub coordinate: String,
    /// What calling it costs, whatever it gives.
    pub weight: Option<u64>,
    /// How long its list gets where no slicing argument is given.
    pub assumed_size: Option<u64>,
    /// The arguments that say how long its list may get.
    pub slicing_arguments: Vec<String>,
    /// The lists in its value that this is about, where the value is no list itself.
    pub sized_fields: Vec<String>,
    /// Whether exactly one of the slicing arguments must be given.
    pub require_one_slicing_argument: bool,
}

/// A subgraph of a federated graph (Apollo Federation, "Subgraph specification").
#[derive(Debug, Clone, PartialEq)]
pub struct Subgraph {
    /// The schema as it was written, without what only the gateway needs.
    pub sdl: String,
    /// The types that other subgraphs may refer to.
    pub entities: Vec<Entity>,
}

/// An object type with a key.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Its name.
    pub name: String,
    /// The ways to refer to it; not empty.
    pub keys: Vec<Vec<Selected>>,
    /// What other subgraphs hand over for fields that need it: `@requires`.
    pub required: Vec<Selected>,
}

/// A field in a key.
#[derive(Debug, Clone, PartialEq)]
pub struct Selected {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// What is selected of its value; none of a scalar or an enum, or of what may be one type or another.
    pub fields: Vec<Selected>,
}

/// One type definition with its extensions merged in.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDefinition {
    /// Its name.
    pub name: String,
    /// What it is, in CommonMark.
    pub description: String,
    /// What it holds.
    pub kind: Kind,
    /// The directives applied to it.
    pub directives: Vec<Directive>,
    /// The type of the application that its values are of.
    pub model: Option<Model>,
    /// Where it is written.
    pub place: Place,
}

/// A Rust type of the application, for a scalar, an enum or an object type.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Its path: `my_models`, `User`.
    pub path: Vec<String>,
    /// Where the values of some fields are, or what the variants of some enum values are called.
    pub members: Vec<(String, Vec<Step>)>,
}

/// One step to a value: `.name`, or `.name()`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    /// The name.
    pub name: String,
    /// Whether it is a method.
    pub is_call: bool,
}

/// The kinds of types (GraphQL, section 3.4).
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the words are those of the specification")]
pub enum Kind {
    Scalar { specified_by: Option<String> },
    Object { interfaces: Vec<String>, fields: Vec<Field> },
    Interface { interfaces: Vec<String>, fields: Vec<Field> },
    Union { members: Vec<String> },
    Enum { values: Vec<EnumValue> },
    InputObject { fields: Vec<InputValue>, one_of: bool },
}

/// A field of an object or interface type.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it gives, in CommonMark.
    pub description: String,
    /// What it takes.
    pub arguments: Vec<InputValue>,
    /// What it gives.
    pub ty: TypeRef,
    /// Why users should move on.
    pub deprecated: Option<String>,
    /// The directives applied to it, without `@deprecated`.
    pub directives: Vec<Directive>,
    /// Whether the manifest says that it needs work.
    pub needs_work: bool,
    /// Whether one call answers it for all sibling parents.
    pub is_batched: bool,
    /// Where it is written.
    pub place: Place,
}

/// An argument, or a field of an input object.
#[derive(Debug, Clone, PartialEq)]
pub struct InputValue {
    /// Its name.
    pub name: String,
    /// What it is for, in CommonMark.
    pub description: String,
    /// Its type.
    pub ty: TypeRef,
    /// What it is when it is absent: a JSON value (enum values are strings).
    pub default: Option<Value>,
    /// The default as SDL writes it.
    pub default_text: Option<String>,
    /// Why users should move on.
    pub deprecated: Option<String>,
    /// The directives applied to it, without `@deprecated`.
    pub directives: Vec<Directive>,
    /// Where it is written.
    pub place: Place,
}

/// A value of an enum type.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    /// Its name.
    pub name: String,
    /// What it means, in CommonMark.
    pub description: String,
    /// Why users should move on.
    pub deprecated: Option<String>,
    /// The directives applied to it, without `@deprecated`.
    pub directives: Vec<Directive>,
    /// Where it is written.
    pub place: Place,
}

/// A use of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeRef {
    /// A type by its name; built-in scalars too.
    Named(String),
    /// A list.
    List(Box<TypeRef>),
    /// A value that is never null.
    NonNull(Box<TypeRef>),
}

/// A directive definition.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectiveDefinition {
    /// Its name, without `@`.
    pub name: String,
    /// What it does, in CommonMark.
    pub description: String,
    /// What it takes.
    pub arguments: Vec<InputValue>,
    /// Whether it may be applied more than once.
    pub repeatable: bool,
    /// Where it may be applied: `FIELD_DEFINITION`.
    pub locations: Vec<String>,
    /// What it is for.
    pub role: DirectiveRole,
}

/// What a directive is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectiveRole {
    /// A service is called where it is applied.
    Runs,
    /// The schema's author has a use for it, and the service may look where it is applied.
    Listed,
    /// Other tools know what to do with it.
    Known,
}

/// A directive that is applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Directive {
    /// Its name, without `@`.
    pub name: String,
    /// Its arguments as JSON values.
    pub arguments: Vec<(String, Value)>,
}

impl Schema {
    /// Whether a service is called where this directive is applied.
    pub fn runs(&self, directive: &Directive) -> bool {
        self.role(directive) == DirectiveRole::Runs
    }

    /// What an applied directive is for.
    pub fn role(&self, directive: &Directive) -> DirectiveRole {
        let definition = self.directives.iter().find(|it| it.name == directive.name);
        definition.map_or(DirectiveRole::Known, |it| it.role)
    }

    /// The type of this name, if it is not built in.
    pub fn ty(&self, name: &str) -> Option<&TypeDefinition> {
        self.types.iter().find(|it| it.name == name)
    }
}

impl TypeRef {
    /// The name inside lists and non-nulls.
    pub fn name(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::List(inner) | Self::NonNull(inner) => inner.name(),
        }
    }
}

impl std::fmt::Display for TypeRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::List(inner) => write!(f, "[{inner}]"),
            Self::NonNull(inner) => write!(f, "{inner}!"),
        }
    }
}

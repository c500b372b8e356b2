//! Operations: tables, inputs, outputs.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use super::{Docs, Ident, Presence, Rules, Ty};

/// The table row of an operation: a `pub static`.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Table {
    pub operation: Operation,
    pub parameters: Vec<ParameterRow>,
    /// The media types of the body, and whether it must be there.
    pub body: Option<(bool, Vec<String>)>,
    pub produces: Vec<String>,
    /// The media types that are read as they come.
    pub streams: Vec<String>,
    /// How fields of forms travel that do not travel as most do.
    pub encodings: Vec<EncodingRow>,
    /// Whether status 304 is declared.
    pub conditional: bool,
    /// Whether status 206 is declared.
    pub ranges: bool,
    pub pagination: Option<PaginationRow>,
    /// Idents of schemes with scopes.
    pub security: Vec<Vec<(Ident, Vec<String>)>>,
    pub query: Vec<(String, Option<String>)>,
    pub servers: Vec<Host>,
}

/// How one field of a form travels.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum EncodingRow {
    /// Of a urlencoded form: items of lists have indexes.
    Indexed(String),
    /// As the parameter, with these media types, in a form of that media type.
    Styled { form: String, field: ParameterRow, media_types: Vec<String> },
}

/// How the pages of an operation follow each other.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct PaginationRow {
    /// A constructor of the runtime's `Pagination`.
    pub constructor: &'static str,
    /// Where the items are, as a JSON pointer.
    pub items: String,
    /// The further arguments of the constructor, first those that are texts.
    pub texts: Vec<String>,
    pub first: Option<i64>,
    /// Where the answer says that there is more, and how many items there are in all.
    pub more: Option<String>,
    pub total: Option<String>,
}

/// A place where an API, or an operation, is served.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Host {
    pub url: String,
    pub description: String,
    /// Each with its name, default and values.
    pub variables: Vec<(String, String, Vec<String>)>,
}

/// A place where an API is served: a `pub static`.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct HostRow {
    pub docs: Docs,
    pub constant: Ident,
    pub host: Host,
}

/// What every item about an operation knows.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Operation {
    pub id: String,
    pub method: String,
    pub path: String,
    /// The path for people.
    pub key: String,
    /// `LIST_EVENTS`.
    pub constant: Ident,
}

/// A row of the table of parameters.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct ParameterRow {
    pub name: String,
    /// A constructor of the runtime's `Parameter`.
    pub constructor: &'static str,
    /// The style and whether it explodes, where they are not those of the constructor.
    pub style: Option<(&'static str, bool)>,
    /// Whether this has to be said.
    pub required: bool,
    /// The shape, where it is no scalar.
    pub shape: Option<&'static str>,
    /// What is read where it is absent, as JSON text.
    pub default: Option<String>,
}

/// The struct of an operation's parameters and body.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Input {
    pub docs: Docs,
    pub ident: Ident,
    pub fields: Vec<InputField>,
    pub body: Option<InputBody>,
    pub has_default: bool,
    pub has_new: bool,
    /// Whether it can be copied: streams cannot.
    pub is_data: bool,
    /// Whether it can be compared, if it can be copied.
    pub has_eq: bool,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct InputField {
    pub docs: Docs,
    pub ident: Ident,
    pub ty: Ty,
    pub presence: Presence,
    pub rules: Rules,
}

/// The body.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct InputBody {
    pub docs: Docs,
    pub ident: Ident,
    pub presence: Presence,
    /// The type of the field: that of the one content, or the enum below.
    pub ty: Ty,
    /// The enum over several contents.
    pub choice: Option<Ident>,
    /// One or more.
    pub contents: Vec<InputContent>,
}

/// One media type of a body.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct InputContent {
    /// The variant of the enum.
    pub ident: Ident,
    pub ty: Ty,
    pub rules: Rules,
    pub kind: InputBodyKind,
    pub media_type: String,
}

/// How a body is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the kind of body of its name")]
pub enum InputBodyKind {
    Json,
    Form,
    Multipart,
    Text,
    Items,
    Bytes,
}

/// The enum of an operation's answers.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Output {
    pub docs: Docs,
    pub ident: Ident,
    pub variants: Vec<AnswerVariant>,
    /// Whether all variants can be copied, and compared if anything can: streams cannot.
    pub is_data: bool,
    /// Whether it can be compared, where all variants can.
    pub has_eq: bool,
    /// Whether one variant is much larger than the others.
    pub is_uneven: bool,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct AnswerVariant {
    pub docs: Docs,
    pub ident: Ident,
    pub status: OutputStatus,
    pub headers: Vec<AnswerHeader>,
    pub body: AnswerBody,
}

/// The status of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutputStatus {
    /// This one.
    Code(u16),
    /// Any of a class; the variant holds the status.
    Range(u8),
    /// Any other; the variant holds the status.
    Default,
}

/// A header of an answer.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct AnswerHeader {
    pub docs: Docs,
    pub ident: Ident,
    /// In lower case.
    pub name: String,
    pub ty: Ty,
    /// The shape, where it is no scalar.
    pub shape: Option<&'static str>,
    /// The style, and whether it explodes, where it is not as most are.
    pub style: Option<(&'static str, bool)>,
    pub presence: Presence,
}

/// The body of an answer.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum AnswerBody {
    /// None.
    Empty,
    /// JSON of this media type.
    Json(String, Ty),
    /// Text of this media type.
    Text(String),
    /// A sequence of values of this media type.
    Items(String, Ty),
    /// Bytes of this media type.
    Bytes(String),
    /// Server-sent events.
    Events,
    /// One of several: an enum, and each variant with its media type and what it holds.
    Several(Ident, Vec<(Ident, String, AnswerBody)>),
}

/// A security scheme: a `pub static`.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct SchemeRow {
    pub docs: Docs,
    pub constant: Ident,
    pub name: String,
    pub kind: SchemeRowKind,
}

/// What travels.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum SchemeRowKind {
    /// A variant of the runtime's `SchemeKind` with a text.
    With(&'static str, String),
    /// A client certificate.
    MutualTls,
}

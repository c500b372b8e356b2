//! What an API is, in our own words: no Rust, and no syntax of any specification.
//!
//! After `lower` there is no unresolved reference here: types are named by number.
//! Three facts about a value stay apart: it *may be absent*, it *may be null*, it *has a default*.

mod assertion;
mod content;
pub mod executable;
pub mod graphql;
mod operation;
mod pagination;
mod parameter;
mod response;
mod schema;
mod visit;

pub use assertion::{Assertion, AssertionId, all_of, change_patterns};
pub use content::{Content, Encoding, Example, Form, RequestBody, generated, is_json, is_sequence};
pub use operation::{Method, Operation, Outgoing, Trigger};
pub use pagination::{Pagination, Turn};
pub use parameter::{Location, Parameter, Style};
pub use response::{Header, Link, Response, Status};
pub use schema::{
    Additional, Constraints, Discriminator, Enumeration, EnumerationValue, Kind, Object, Property,
    Scalar, Schema, Type, TypeDefinition, TypeId, Union, Variant,
};

use crate::source::Place;

/// One API: what one crate is generated from.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// The crate's name, which also names the API in URLs: `meshes-events`.
    pub name: String,
    /// The title for people.
    pub title: String,
    /// The version of the API, as its authors write it.
    pub version: String,
    /// What the API is, in CommonMark.
    pub description: String,
    /// Where it is served.
    pub servers: Vec<Server>,
    /// The groups of its operations, in the order declared, then in the order first used.
    pub tags: Vec<Tag>,
    /// How callers show who they are.
    pub security_schemes: Vec<SecurityScheme>,
    /// HTTP operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// Operations that the API calls elsewhere: webhooks, then callbacks, in the order of the document.
    pub outgoing: Vec<Outgoing>,
    /// All types, by [`TypeId`]; components come under their names, others under a path of words.
    pub types: Vec<TypeDefinition>,
    /// What types and constraints leave over, by [`AssertionId`].
    pub assertions: Vec<Assertion>,
    /// The GraphQL schema, for an API that has one.
    pub graphql: Option<graphql::Schema>,
    /// The operations that clients make, for a GraphQL schema that comes with some.
    pub executable: Option<executable::Documents>,
    /// The schema as one self-contained text to download: JSON for OpenAPI, SDL for GraphQL.
    pub document: String,
    /// The API's own place: its root document.
    pub place: Place,
}

/// A place where the API is served.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// Its name; empty before version 3.2.
    pub name: String,
    /// The base URL; `{name}` stands for a variable.
    pub url: String,
    /// What is there, in CommonMark.
    pub description: String,
    /// The variables of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A part of a server's URL that callers choose.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// What it is for, in CommonMark.
    pub description: String,
    /// What stands there where nobody chose.
    pub default: String,
    /// What it may be; none for anything.
    pub values: Vec<String>,
}

/// A group of operations.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// Its name, as written.
    pub name: String,
    /// What is in it, in CommonMark.
    pub description: String,
}

/// A way to show who one is (OpenAPI, "Security Scheme Object").
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// What it is, in CommonMark.
    pub description: String,
    /// What travels, and where.
    pub kind: SecurityKind,
}

/// What travels to show who one is, and where.
#[derive(Debug, Clone, PartialEq)]
pub enum SecurityKind {
    /// A key in a header, query parameter or cookie of this name.
    ApiKey {
        /// Where the key travels.
        location: Location,
        /// The name of the parameter.
        name: String,
    },
    /// HTTP authentication: `basic`, `bearer`, `digest`, in lower case.
    Http {
        /// The scheme of the `Authorization` header.
        scheme: String,
        /// What a bearer token looks like, for people: `JWT`.
        bearer_format: String,
    },
    /// OAuth 2; the token travels as a bearer token. Each scope comes with its description.
    OAuth2 {
        /// The scopes of all flows.
        scopes: Vec<(String, String)>,
    },
    /// OpenID Connect discovery at this URL; the token travels as a bearer token.
    OpenIdConnect {
        /// Where the provider describes itself.
        url: String,
    },
    /// A client certificate.
    MutualTls,
}

/// One way to satisfy an operation's security: all of these schemes, with their scopes.
///
/// An empty list means that no credentials are needed.
pub type Requirement = Vec<SchemeUse>;

/// A scheme that a requirement names.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemeUse {
    /// The index of the scheme in [`Api::security_schemes`].
    pub scheme: usize,
    /// The scopes that the token must have.
    pub scopes: Vec<String>,
}

impl Server {
    /// The base URL with the default of every variable.
    pub fn default_url(&self) -> String {
        let fill = |url: String, it: &ServerVariable| {
            url.replace(&format!("{{{}}}", it.name), &it.default)
        };
        self.variables.iter().fold(self.url.clone(), fill)
    }
}

impl Api {
    /// The operations that the API serves, and those that it calls elsewhere.
    pub fn all_operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().chain(self.outgoing.iter().map(|it| &it.operation))
    }

    /// The operations that the API serves, and those that it calls elsewhere.
    pub fn all_operations_mut(&mut self) -> impl Iterator<Item = &mut Operation> {
        self.operations.iter_mut().chain(self.outgoing.iter_mut().map(|it| &mut it.operation))
    }

    /// The type with this number.
    ///
    /// # Panics
    ///
    /// When `id` comes from another API: a bug of the caller.
    pub fn ty(&self, id: TypeId) -> &TypeDefinition {
        &self.types[id.0]
    }
}

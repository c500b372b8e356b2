//! Which keywords each object of the specifications has, and of what kind: one table.
//!
//! Sources: OpenAPI 2.0, 3.0.4, 3.1.1, 3.2.0 and JSON Schema 2020-12, each object's "Fixed Fields".

use super::words::{COLLECTION_FORMATS, FLOWS, KEY_LOCATIONS, LOCATIONS, STYLES, Words};
use Kind::{
    Any, Boolean, Discriminated, Format, Integer, List, MapOf, Number, Of, Requirements,
    StringList, Text, TypeWord, Word,
};
use Object::{
    Callback, Components, Contact, Discriminator, Document, Encoding, Example, ExternalDocs,
    Header, Info, License, Link, MediaType, OAuthFlow, OAuthFlows, Operation, Parameter, PathItem,
    Paths, RequestBody, Response, Responses, Schema, SecurityScheme, Server, ServerVariable, Tag,
    Xml,
};

/// The objects of the specifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Object {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    Components,
}

/// What a keyword's value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Any,
    Text,
    Boolean,
    Number,
    /// Not negative.
    Integer,
    StringList,
    /// An object; a schema may be a boolean too.
    Of(Object),
    List(Object),
    MapOf(Object),
    /// `type`: a word, or in 3.1 a list of words.
    TypeWord,
    /// One of a few words.
    Word(&'static Words),
    /// `format`: any text, most often one of the registry.
    Format,
    /// A list of security requirements.
    Requirements,
    /// `discriminator`: a text in 2.0, an object later.
    Discriminated,
}

/// Versions, as bits.
pub(super) const V2: u8 = 1;
pub(super) const V30: u8 = 2;
pub(super) const V31: u8 = 4;
pub(super) const V32: u8 = 8;
pub(super) const V3: u8 = V30 | V31 | V32;
const NEW: u8 = V31 | V32;
pub(super) const ALL: u8 = V2 | V3;

type Row = (&'static str, Kind, u8);

impl Object {
    /// All of them.
    pub(super) const EVERY: &[Self] = &[
        Document,
        Info,
        Contact,
        License,
        Server,
        ServerVariable,
        PathItem,
        Operation,
        ExternalDocs,
        Parameter,
        RequestBody,
        MediaType,
        Encoding,
        Response,
        Example,
        Link,
        Tag,
        Schema,
        Discriminator,
        Xml,
        SecurityScheme,
        OAuthFlows,
        OAuthFlow,
        Components,
    ];

    /// The name of the object in the specifications.
    pub(super) fn name(self) -> &'static str {
        match self {
            Document => "the OpenAPI object",
            Info => "an info object",
            Contact => "a contact object",
            License => "a license object",
            Server => "a server object",
            ServerVariable => "a server variable",
            Paths => "the paths object",
            PathItem => "a path item",
            Operation => "an operation",
            ExternalDocs => "external documentation",
            Parameter => "a parameter",
            RequestBody => "a request body",
            MediaType => "a media type",
            Encoding => "an encoding",
            Responses => "a responses object",
            Response => "a response",
            Callback => "a callback",
            Example => "an example",
            Link => "a link",
            Header => "a header",
            Tag => "a tag",
            Schema => "a schema",
            Discriminator => "a discriminator",
            Xml => "an XML object",
            SecurityScheme => "a security scheme",
            OAuthFlows => "the OAuth flows",
            OAuthFlow => "an OAuth flow",
            Components => "the components object",
        }
    }

    /// The section of `components` that a shared object of this kind lives in.
    pub(super) fn section(self) -> Option<&'static str> {
        Some(match self {
            Schema => "schemas",
            Response => "responses",
            Parameter => "parameters",
            Example => "examples",
            RequestBody => "requestBodies",
            Header => "headers",
            SecurityScheme => "securitySchemes",
            Link => "links",
            Callback => "callbacks",
            _ => return None,
        })
    }

    /// What members without a fixed name are, for the objects that are maps.
    pub(super) fn patterned(self) -> Option<Kind> {
        match self {
            Paths => Some(Of(PathItem)),
            Responses => Some(Of(Response)),
            Callback => Some(Of(PathItem)),
            _ => None,
        }
    }

    /// Its keywords.
    pub(super) fn rows(self) -> &'static [Row] {
        match self {
            Document => DOCUMENT,
            Info => &[
                ("title", Text, ALL),
                ("summary", Text, NEW),
                ("description", Text, ALL),
                ("termsOfService", Text, ALL),
                ("contact", Of(Contact), ALL),
                ("license", Of(License), ALL),
                ("version", Text, ALL),
            ],
            Contact => &[("name", Text, ALL), ("url", Text, ALL), ("email", Text, ALL)],
            License => &[("name", Text, ALL), ("identifier", Text, NEW), ("url", Text, ALL)],
            Server => &[
                ("url", Text, V3),
                ("description", Text, V3),
                ("name", Text, V32),
                ("variables", MapOf(ServerVariable), V3),
            ],
            ServerVariable => {
                &[("enum", StringList, V3), ("default", Text, V3), ("description", Text, V3)]
            }
            Paths | Responses | Callback => &[],
            PathItem => PATH_ITEM,
            Operation => OPERATION,
            ExternalDocs => &[("description", Text, ALL), ("url", Text, ALL)],
            Parameter => PARAMETER,
            RequestBody => &[
                ("description", Text, V3),
                ("content", MapOf(MediaType), V3),
                ("required", Boolean, V3),
            ],
            MediaType => &[
                ("schema", Of(Schema), V3),
                ("itemSchema", Of(Schema), V32),
                ("example", Any, V3),
                ("examples", MapOf(Example), V3),
                ("encoding", MapOf(Encoding), V3),
                ("prefixEncoding", List(Encoding), V32),
                ("itemEncoding", Of(Encoding), V32),
                ("description", Text, V32),
            ],
            Encoding => &[
                ("contentType", Text, V3),
                ("headers", MapOf(Header), V3),
                ("style", Word(STYLES), V3),
                ("explode", Boolean, V3),
                ("allowReserved", Boolean, V3),
                ("encoding", MapOf(Encoding), V32),
                ("prefixEncoding", List(Encoding), V32),
                ("itemEncoding", Of(Encoding), V32),
            ],
            Response => &[
                ("summary", Text, V32),
                ("description", Text, ALL),
                ("headers", MapOf(Header), ALL),
                ("content", MapOf(MediaType), V3),
                ("links", MapOf(Link), V3),
                ("schema", Of(Schema), V2),
                ("examples", Any, V2),
            ],
            Example => &[
                ("summary", Text, V3),
                ("description", Text, V3),
                ("value", Any, V3),
                ("externalValue", Text, V3),
                ("dataValue", Any, V32),
                ("serializedValue", Text, V32),
            ],
            Link => &[
                ("operationRef", Text, V3),
                ("operationId", Text, V3),
                ("parameters", Any, V3),
                ("requestBody", Any, V3),
                ("description", Text, V3),
                ("server", Of(Server), V3),
            ],
            Header => PARAMETER,
            Tag => &[
                ("name", Text, ALL),
                ("summary", Text, V32),
                ("description", Text, ALL),
                ("externalDocs", Of(ExternalDocs), ALL),
                ("parent", Text, V32),
                ("kind", Text, V32),
            ],
            Schema => SCHEMA,
            Discriminator => {
                &[("propertyName", Text, V3), ("mapping", Any, V3), ("defaultMapping", Text, V32)]
            }
            Xml => &[
                ("name", Text, ALL),
                ("namespace", Text, ALL),
                ("prefix", Text, ALL),
                ("attribute", Boolean, ALL),
                ("wrapped", Boolean, ALL),
                ("nodeType", Text, V32),
            ],
            SecurityScheme => &[
                ("type", Text, ALL),
                ("description", Text, ALL),
                ("name", Text, ALL),
                ("in", Word(KEY_LOCATIONS), ALL),
                ("scheme", Text, V3),
                ("bearerFormat", Text, V3),
                ("flows", Of(OAuthFlows), V3),
                ("openIdConnectUrl", Text, V3),
                ("oauth2MetadataUrl", Text, V32),
                ("deprecated", Boolean, V32),
                ("flow", Word(FLOWS), V2),
                ("authorizationUrl", Text, V2),
                ("tokenUrl", Text, V2),
                ("scopes", Any, V2),
            ],
            OAuthFlows => &[
                ("implicit", Of(OAuthFlow), V3),
                ("password", Of(OAuthFlow), V3),
                ("clientCredentials", Of(OAuthFlow), V3),
                ("authorizationCode", Of(OAuthFlow), V3),
                ("deviceAuthorization", Of(OAuthFlow), V32),
            ],
            OAuthFlow => &[
                ("authorizationUrl", Text, V3),
                ("tokenUrl", Text, V3),
                ("refreshUrl", Text, V3),
                ("deviceAuthorizationUrl", Text, V32),
                ("scopes", Any, V3),
            ],
            Components => &[
                ("schemas", MapOf(Schema), V3),
                ("responses", MapOf(Response), V3),
                ("parameters", MapOf(Parameter), V3),
                ("examples", MapOf(Example), V3),
                ("requestBodies", MapOf(RequestBody), V3),
                ("headers", MapOf(Header), V3),
                ("securitySchemes", MapOf(SecurityScheme), V3),
                ("links", MapOf(Link), V3),
                ("callbacks", MapOf(Callback), V3),
                ("pathItems", MapOf(PathItem), NEW),
                ("mediaTypes", MapOf(MediaType), V32),
            ],
        }
    }
}

const DOCUMENT: &[Row] = &[
    ("openapi", Text, V3),
    ("swagger", Any, V2),
    ("$self", Text, V32),
    ("info", Of(Info), ALL),
    ("jsonSchemaDialect", Text, NEW),
    ("servers", List(Server), V3),
    ("paths", Of(Paths), ALL),
    ("webhooks", MapOf(PathItem), NEW),
    ("components", Of(Components), V3),
    ("security", Requirements, ALL),
    ("tags", List(Tag), ALL),
    ("externalDocs", Of(ExternalDocs), ALL),
    ("host", Text, V2),
    ("basePath", Text, V2),
    ("schemes", StringList, V2),
    ("consumes", StringList, V2),
    ("produces", StringList, V2),
    ("definitions", MapOf(Schema), V2),
    ("parameters", MapOf(Parameter), V2),
    ("responses", MapOf(Response), V2),
    ("securityDefinitions", MapOf(SecurityScheme), V2),
];

const PATH_ITEM: &[Row] = &[
    ("summary", Text, V3),
    ("description", Text, V3),
    ("get", Of(Operation), ALL),
    ("put", Of(Operation), ALL),
    ("post", Of(Operation), ALL),
    ("delete", Of(Operation), ALL),
    ("options", Of(Operation), ALL),
    ("head", Of(Operation), ALL),
    ("patch", Of(Operation), ALL),
    ("trace", Of(Operation), V3),
    ("query", Of(Operation), V32),
    ("additionalOperations", MapOf(Operation), V32),
    ("servers", List(Server), V3),
    ("parameters", List(Parameter), ALL),
];

const OPERATION: &[Row] = &[
    ("tags", StringList, ALL),
    ("summary", Text, ALL),
    ("description", Text, ALL),
    ("externalDocs", Of(ExternalDocs), ALL),
    ("operationId", Text, ALL),
    ("parameters", List(Parameter), ALL),
    ("requestBody", Of(RequestBody), V3),
    ("responses", Of(Responses), ALL),
    ("callbacks", MapOf(Callback), V3),
    ("deprecated", Boolean, ALL),
    ("security", Requirements, ALL),
    ("servers", List(Server), V3),
    ("consumes", StringList, V2),
    ("produces", StringList, V2),
    ("schemes", StringList, V2),
];

const PARAMETER: &[Row] = &[
    ("name", Text, ALL),
    ("in", Word(LOCATIONS), ALL),
    ("description", Text, ALL),
    ("required", Boolean, ALL),
    ("deprecated", Boolean, V3),
    ("allowEmptyValue", Boolean, ALL),
    ("style", Word(STYLES), V3),
    ("explode", Boolean, V3),
    ("allowReserved", Boolean, V3),
    ("schema", Of(Schema), ALL),
    ("example", Any, V3),
    ("examples", MapOf(Example), V3),
    ("content", MapOf(MediaType), V3),
    ("type", TypeWord, V2),
    ("format", Format, V2),
    ("items", Of(Schema), V2),
    ("collectionFormat", Word(COLLECTION_FORMATS), V2),
    ("default", Any, V2),
    ("maximum", Number, V2),
    ("exclusiveMaximum", Boolean, V2),
    ("minimum", Number, V2),
    ("exclusiveMinimum", Boolean, V2),
    ("maxLength", Integer, V2),
    ("minLength", Integer, V2),
    ("pattern", Text, V2),
    ("maxItems", Integer, V2),
    ("minItems", Integer, V2),
    ("uniqueItems", Boolean, V2),
    ("enum", Any, V2),
    ("multipleOf", Number, V2),
];

const SCHEMA: &[Row] = &[
    ("title", Text, ALL),
    ("multipleOf", Number, ALL),
    ("maximum", Number, ALL),
    ("exclusiveMaximum", Any, ALL),
    ("minimum", Number, ALL),
    ("exclusiveMinimum", Any, ALL),
    ("maxLength", Integer, ALL),
    ("minLength", Integer, ALL),
    ("pattern", Text, ALL),
    ("maxItems", Integer, ALL),
    ("minItems", Integer, ALL),
    ("uniqueItems", Boolean, ALL),
    ("maxProperties", Integer, ALL),
    ("minProperties", Integer, ALL),
    ("required", StringList, ALL),
    ("enum", Any, ALL),
    ("type", TypeWord, ALL),
    ("allOf", List(Schema), ALL),
    ("oneOf", List(Schema), V3),
    ("anyOf", List(Schema), V3),
    ("not", Of(Schema), V3),
    ("items", Of(Schema), ALL),
    ("properties", MapOf(Schema), ALL),
    ("additionalProperties", Of(Schema), ALL),
    ("description", Text, ALL),
    ("format", Format, ALL),
    ("default", Any, ALL),
    ("nullable", Boolean, V30),
    ("discriminator", Discriminated, ALL),
    ("readOnly", Boolean, ALL),
    ("writeOnly", Boolean, V3),
    ("xml", Of(Xml), ALL),
    ("externalDocs", Of(ExternalDocs), ALL),
    ("example", Any, ALL),
    ("deprecated", Boolean, V3),
    ("examples", Any, NEW),
    ("const", Any, NEW),
    ("if", Of(Schema), NEW),
    ("then", Of(Schema), NEW),
    ("else", Of(Schema), NEW),
    ("dependentSchemas", MapOf(Schema), NEW),
    ("dependentRequired", Any, NEW),
    ("prefixItems", List(Schema), NEW),
    ("contains", Of(Schema), NEW),
    ("minContains", Integer, NEW),
    ("maxContains", Integer, NEW),
    ("patternProperties", MapOf(Schema), NEW),
    ("propertyNames", Of(Schema), NEW),
    ("unevaluatedItems", Of(Schema), NEW),
    ("unevaluatedProperties", Of(Schema), NEW),
    ("contentEncoding", Text, NEW),
    ("contentMediaType", Text, NEW),
    ("contentSchema", Of(Schema), NEW),
    ("$defs", MapOf(Schema), NEW),
    ("definitions", MapOf(Schema), NEW),
    ("$id", Text, NEW),
    ("$schema", Text, NEW),
    ("$anchor", Text, NEW),
    ("$dynamicAnchor", Text, NEW),
    ("$dynamicRef", Text, NEW),
    ("$vocabulary", Any, NEW),
    ("$comment", Text, NEW),
];

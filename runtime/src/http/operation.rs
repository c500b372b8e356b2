//! Operations as tables (OpenAPI, "Operation Object").

use super::{Encoding, Pagination, Server};

/// One method on one path.
#[derive(Debug)]
pub struct Operation {
    /// The operation id.
    pub id: &'static str,
    /// The HTTP method, in upper case.
    pub method: &'static str,
    /// The path template: `/pets/{id}`.
    pub path: &'static str,
    /// What the query must have for this operation rather than another on the same path: a literal
    /// value, or just presence.
    pub query: &'static [(&'static str, Option<&'static str>)],
    /// Its parameters; an [`Input`](super::Input) knows them by index.
    pub parameters: &'static [Parameter],
    /// The body it takes.
    pub body: Option<Body>,
    /// How fields of its forms travel that do not travel as most do.
    pub encodings: &'static [Encoding],
    /// The media types it answers with.
    pub produces: &'static [&'static str],
    /// The media types that are read, by servers and by clients, as they come, and not as a whole.
    pub streams: &'static [&'static str],
    /// Whether it may answer with status 304 to a caller that has the thing already.
    pub conditional: bool,
    /// Whether it may answer with a part of its body, status 206.
    pub ranges: bool,
    /// How its pages follow each other, if its answers are pages of something longer.
    pub pagination: Option<Pagination>,
    /// Any of these will do; none means that the operation is open.
    pub security: &'static [&'static [SchemeUse]],
    /// Where it is served, if not where the rest of the API is.
    pub servers: &'static [Server],
}

impl Operation {
    /// One without parameters, body, answers with a body, and security; tables start from it.
    pub const NEW: Self = Self {
        id: "",
        method: "GET",
        path: "/",
        query: &[],
        parameters: &[],
        body: None,
        encodings: &[],
        produces: &[],
        streams: &[],
        conditional: false,
        ranges: false,
        pagination: None,
        security: &[],
        servers: &[],
    };

    /// Whether a body of this media type is read as it comes.
    #[cfg_attr(
        not(any(feature = "client", feature = "server")),
        allow(dead_code, reason = "for servers and clients")
    )]
    pub(crate) fn is_streamed(&self, media_type: &str) -> bool {
        self.streams.iter().any(|it| {
            *it == media_type
                || *it == "*/*"
                || it.strip_suffix('*').is_some_and(|prefix| media_type.starts_with(prefix))
        })
    }
}

/// One parameter (OpenAPI, "Parameter Object").
#[derive(Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub location: Location,
    /// How its value becomes text.
    pub style: Style,
    /// Whether items and members become parameters of their own.
    pub explode: bool,
    /// Whether it must be there.
    pub required: bool,
    /// How many parts its value has.
    pub shape: Shape,
    /// What a server reads where it is absent, as JSON text.
    pub default: Option<&'static str>,
}

impl Parameter {
    const fn new(name: &'static str, location: Location) -> Self {
        let (style, explode) = match location {
            Location::Path | Location::Header => (Style::Simple, false),
            Location::Query | Location::Cookie | Location::Querystring => (Style::Form, true),
        };
        let required = matches!(location, Location::Path);
        Self { name, location, style, explode, required, shape: Shape::Scalar, default: None }
    }

    /// A part of the path; style `simple`.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path)
    }

    /// A part of the query; style `form`, exploded.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query)
    }

    /// A header; style `simple`.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header)
    }

    /// A cookie; style `form`, exploded.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie)
    }

    /// The whole query; a urlencoded form.
    pub const fn querystring(name: &'static str) -> Self {
        Self::new(name, Location::Querystring)
    }

    /// Servers read this JSON where it is absent.
    pub const fn default(self, json: &'static str) -> Self {
        Self { default: Some(json), ..self }
    }

    /// It must be there.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// It has several parts.
    pub const fn shape(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// It has another style than the one of its location.
    pub const fn style(self, style: Style, explode: bool) -> Self {
        Self { style, explode, ..self }
    }
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words are those of OpenAPI's `in`")]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
    /// The whole query as one value.
    Querystring,
}

/// How a parameter's value becomes text (OpenAPI, "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words are those of OpenAPI's `style`")]
pub enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    TabDelimited,
    DeepObject,
    Cookie,
    /// No style: JSON text (`content`).
    Json,
}

/// How many parts a parameter's value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One.
    Scalar,
    /// A list.
    List,
    /// Members with names.
    Object,
    /// Any of these, as the value comes.
    Any,
}

/// The body of a request.
#[derive(Debug)]
pub struct Body {
    /// Whether it must be there.
    pub required: bool,
    /// The media types it may have; an [`Input`](super::Input) knows them by index.
    pub media_types: &'static [&'static str],
}

impl Body {
    /// One that must be there.
    pub const fn required(media_types: &'static [&'static str]) -> Self {
        Self { required: true, media_types }
    }

    /// One that may be absent.
    pub const fn optional(media_types: &'static [&'static str]) -> Self {
        Self { required: false, media_types }
    }
}

/// A security scheme (OpenAPI, "Security Scheme Object").
#[derive(Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the document.
    pub name: &'static str,
    /// What travels, and where.
    pub kind: SchemeKind,
}

impl Scheme {
    /// A use of this scheme, with the scopes that the credential must have.
    pub const fn with(&'static self, scopes: &'static [&'static str]) -> SchemeUse {
        SchemeUse { scheme: self, scopes }
    }
}

/// What travels, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key in the header of this name.
    HeaderKey(&'static str),
    /// A key in the query parameter of this name.
    QueryKey(&'static str),
    /// A key in the cookie of this name.
    CookieKey(&'static str),
    /// What follows this word in the `Authorization` header (RFC 9110, section 11): `bearer`.
    Authorization(&'static str),
    /// The client's certificate; who terminates TLS leaves it among the request's extensions.
    MutualTls,
}

/// A scheme that an operation asks for.
#[derive(Debug)]
pub struct SchemeUse {
    /// The scheme.
    pub scheme: &'static Scheme,
    /// The scopes that the credential must have.
    pub scopes: &'static [&'static str],
}

impl Location {
    /// The word that OpenAPI uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Querystring => "querystring",
        }
    }
}

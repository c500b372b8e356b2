//! Names and types of Rust.

/// An identifier; whether it is a keyword is the printer's business.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(pub String);

/// The lines of a doc comment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Docs(pub Vec<String>);

/// A type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ty {
    /// In the prelude, or built in: `String`, `bool`, `i64`.
    Prelude(&'static str),
    /// An item of the runtime's root: `Uuid`. Where the crate has a type of that name, it is
    /// written with its path.
    Runtime {
        /// Its name.
        name: &'static str,
        /// Whether the path is written.
        qualified: bool,
    },
    /// A type of this crate's `types`.
    Local(Ident),
    /// A type of the module itself.
    Own(Ident),
    /// A type of a module beside it, which their parent gives on.
    Beside(Ident),
    /// `Vec<_>`.
    Vec(Box<Ty>),
    /// `Option<_>`.
    Option(Box<Ty>),
    /// `Map<_>` of the runtime.
    Map {
        /// The type of the values.
        value: Box<Ty>,
        /// Whether the path is written.
        qualified: bool,
    },
    /// `Box<_>`.
    Boxed(Box<Ty>),
    /// `http::ByteStream` of the runtime.
    ByteStream,
    /// `http::Events` of the runtime.
    Events,
    /// `http::Items<_>` of the runtime.
    Items(Box<Ty>),
}

impl Ident {
    /// An identifier that is one already.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl Docs {
    /// The lines of a text; surplus white space goes.
    pub fn new(text: &str) -> Self {
        Self(text.trim().lines().map(|it| it.trim_end().to_owned()).collect())
    }

    /// One paragraph more, after an empty line.
    pub fn and(mut self, text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return self;
        }
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(text.lines().map(|it| it.trim_end().to_owned()));
        self
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Ty {
    /// `Option` of this, once: an option stays as it is.
    pub fn optional(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// The crate's own types inside.
    pub fn locals<'a>(&'a self, found: &mut Vec<&'a Ident>) {
        match self {
            Self::Prelude(_)
            | Self::Runtime { .. }
            | Self::Own(_)
            | Self::Beside(_)
            | Self::ByteStream
            | Self::Events => {}
            Self::Local(ident) => found.push(ident),
            Self::Vec(inner) | Self::Option(inner) | Self::Boxed(inner) | Self::Items(inner) => {
                inner.locals(found);
            }
            Self::Map { value, .. } => value.locals(found),
        }
    }

    /// The runtime's types inside that are written without a path.
    pub fn runtime(&self, found: &mut Vec<&'static str>) {
        match self {
            Self::Runtime { name, qualified: false } => found.push(name),
            Self::Prelude(_)
            | Self::Runtime { .. }
            | Self::Local(_)
            | Self::Own(_)
            | Self::Beside(_) => {}
            Self::ByteStream | Self::Events => found.push("http"),
            Self::Vec(inner) | Self::Option(inner) | Self::Boxed(inner) => inner.runtime(found),
            Self::Items(inner) => {
                found.push("http");
                inner.runtime(found);
            }
            Self::Map { value, qualified } => {
                if !qualified {
                    found.push("Map");
                }
                value.runtime(found);
            }
        }
    }
}

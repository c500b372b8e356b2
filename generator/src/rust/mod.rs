//! The Rust that is written, as data: every name, type and file is decided when this exists.

mod contract;
mod exact;
pub mod graphql;
pub mod graphql_client;
mod item;
mod mock;
mod operation;
mod service;
mod ty;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

pub use contract::{ContractBody, ContractChange, ContractRow, ContractValue};
pub use exact::Exact;
pub use graphql::Graphql;
pub use graphql_client::GraphqlClient;
pub use item::{
    Alias, Assertions, Decode, Enum, Field, Presence, Rule, Rules, Struct, Union, UnionVariant,
    Variant,
};
pub use mock::{Mock, MockAnswer, MockContent, MockKind, MockOperation};
pub use operation::{
    AnswerBody, AnswerHeader, AnswerVariant, EncodingRow, Host, HostRow, Input, InputBody,
    InputBodyKind, InputContent, InputField, Operation, Output, OutputStatus, PaginationRow,
    ParameterRow, SchemeRow, SchemeRowKind, Table,
};
pub use service::{
    ClientMethod, ClientModule, Handler, HandlerAccess, ItemsAt, Pages, ServerModule, Step, Success,
};
pub use ty::{Docs, Ident, Ty};

/// One crate: its files below `src`.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Crate {
    /// The folder of the crate, relative to the project's root.
    pub out: String,
    /// In the order of their paths.
    pub modules: Vec<Module>,
    /// The manifest, written where there is none.
    pub manifest: String,
    /// Texts that the crate embeds, by path below `src`.
    pub texts: Vec<(String, String)>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Module {
    /// Below `src`: `types/event.rs`.
    pub path: String,
    /// What the file is for.
    pub docs: Docs,
    /// What is in it, in order.
    pub items: Vec<Item>,
}

impl Module {
    /// Equal for equal modules, and for others as good as never: what is printed for one can be
    /// kept under it. The same in every run of one build of the tool.
    pub fn print(&self) -> u128 {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, self).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        half(0) << 64 | half(1)
    }
}

/// What a file can hold.
#[derive(Debug, Clone, PartialEq, Hash)]
#[expect(missing_docs, reason = "each variant's type says what it is")]
pub enum Item {
    /// `pub mod name;`, with a feature where it is not always there.
    Child {
        name: Ident,
        docs: Docs,
        feature: Option<&'static str>,
        is_public: bool,
    },
    /// `pub use name::*;` for a private child.
    Reexport {
        module: Ident,
    },
    /// `pub use crate::types::{Pet as Dog};`: other names for types, each pair as `(Pet, Dog)`.
    Renamed(Vec<(Ident, Ident)>),
    /// What is there with a feature alone.
    Featured {
        feature: &'static str,
        item: Box<Item>,
    },
    /// `pub use meshwright_runtime as runtime;`
    Runtime,
    /// Names in other scripts than ASCII, which the compiler would warn of.
    ForeignNames,
    Struct(Struct),
    Enum(Enum),
    Union(Union),
    Alias(Alias),
    Assertions(Assertions),
    Table(Box<Table>),
    Input(Input),
    Output(Output),
    Scheme(SchemeRow),
    Host(HostRow),
    Server(ServerModule),
    /// The router of one trait alone.
    Receiver(Ident),
    /// The trait of all traits, and the router, over these modules with their traits.
    Router(Vec<(Ident, Ident)>),
    Client(ClientModule),
    /// The client itself.
    ClientRoot {
        docs: Docs,
    },
    /// What calls operations elsewhere.
    Sender {
        docs: Docs,
        ident: Ident,
        /// Whether its methods are in other files.
        is_split: bool,
    },
    /// The cases that a server has to pass.
    Contract(Vec<ContractRow>),
    Graphql(Graphql),
    GraphqlClient(GraphqlClient),
}

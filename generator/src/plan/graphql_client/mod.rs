//! The client of one GraphQL schema.
//!
//! | file, below `client` | holds |
//! |---|---|
//! | `mod.rs` | the client |
//! | `operations/` | for each operation what it takes and gives, and its method |
//! | `fragments/` | the types of fragments, which all operations that spread them share |
//! | `inputs.rs`, `enums.rs`, `scalars.rs` | what their names say, as far as operations use it |
//! | `persisted-operations.json` | all operations as a manifest of persisted queries |

mod inputs;
mod names;
mod persisted;
mod selection;
mod types;
mod uses;

use self::inputs::{Circles, plan_input, plan_variables};
use self::names::Names;
use self::persisted::{hash, manifest};
use self::selection::Selections;
use self::types::{plan_enum, plan_scalar};
use self::uses::Homes;
use super::graphql::prose::docs;
use crate::api::Api;
use crate::api::executable::{Documents, Operation, OperationKind};
use crate::api::graphql::Kind;
use crate::rust::graphql_client::{self as rust, GraphqlClient};
use crate::rust::{Docs, Ident, Item, Module};

/// The file with the persisted operations, beside the client.
const PERSISTED: &str = "persisted-operations.json";

/// Plans the client of an API whose schema comes with operations: its modules, and the texts that it embeds.
pub(super) fn plan_client(
    api: &Api,
    documents: &Documents,
    has_eq: bool,
) -> (Vec<Module>, Vec<(String, String)>) {
    let names = Names::new(documents);
    let circles = Circles::new(documents);
    let mut selections = Selections::new(documents, &names, has_eq);
    let mut files: Vec<File> = Vec::new();
    for ty in &documents.types {
        let (group, item) = match &ty.kind {
            Kind::Scalar { .. } => (Group::Scalars, plan_scalar(&names, ty)),
            Kind::Enum { values } => (Group::Enums, plan_enum(&names, ty, values)),
            Kind::InputObject { .. } => (Group::Inputs, plan_input(&names, &circles, ty, has_eq)),
            Kind::Object { .. } | Kind::Interface { .. } | Kind::Union { .. } => continue,
        };
        files.push(File { group, module: None, docs: String::new(), items: vec![item] });
    }
    for fragment in &documents.fragments {
        let items = selections.plan_fragment(fragment);
        files.push(File {
            group: Group::Fragments,
            module: Some(names.fragment_module(&fragment.name)),
            docs: format!("`fragment {} on {}`.", fragment.name, fragment.selection.on),
            items: items.into_iter().map(Item::GraphqlClient).collect(),
        });
    }
    for operation in &documents.operations {
        files.push(File {
            group: Group::Operations,
            module: Some(names.operation_module(&operation.name)),
            docs: format!("`{}`.", title(operation)),
            items: plan_operation(&names, &mut selections, operation, has_eq),
        });
    }
    let persisted = (format!("client/{PERSISTED}"), manifest(documents));
    (modules(api, files), vec![persisted])
}

/// What goes into one file, or into the file of its group.
struct File {
    group: Group,
    module: Option<Ident>,
    docs: String,
    items: Vec<Item>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Enums,
    Fragments,
    Inputs,
    Operations,
    Scalars,
}

impl Group {
    const ALL: [Self; 5] =
        [Self::Enums, Self::Fragments, Self::Inputs, Self::Operations, Self::Scalars];

    fn name(self) -> &'static str {
        match self {
            Self::Enums => "enums",
            Self::Fragments => "fragments",
            Self::Inputs => "inputs",
            Self::Operations => "operations",
            Self::Scalars => "scalars",
        }
    }

    fn docs(self) -> &'static str {
        match self {
            Self::Enums => "The enums that operations use.",
            Self::Fragments => "What fragments give, for all operations that spread them.",
            Self::Inputs => "The input objects that operations take.",
            Self::Operations => "What each operation takes and gives, and its method.",
            Self::Scalars => "The custom scalars that operations use.",
        }
    }
}

/// `query GetPet`
fn title(operation: &Operation) -> String {
    format!("{} {}", operation.kind.as_str(), operation.name)
}

fn plan_operation(
    names: &Names<'_>,
    selections: &mut Selections<'_>,
    operation: &Operation,
    has_eq: bool,
) -> Vec<Item> {
    let title = title(operation);
    let constant = names.constant(&operation.name);
    let kind = match operation.kind {
        OperationKind::Query => "query",
        OperationKind::Mutation => "mutation",
        OperationKind::Subscription => "subscription",
    };
    let mut items = vec![GraphqlClient::Operation(rust::Operation {
        docs: Docs(vec![format!("`{title}`")]),
        constant: constant.clone(),
        kind,
        name: operation.name.clone(),
        text: operation.text.clone(),
        hash: hash(&operation.text),
    })];
    let variables = (!operation.variables.is_empty()).then(|| names.variables(&operation.name));
    if let Some(ident) = &variables {
        items.push(plan_variables(names, ident.clone(), operation, has_eq));
    }
    let (data, types) = selections.plan_operation(operation);
    items.extend(types);
    let description = docs(&operation.description, &title, None);
    let description = match operation.description.is_empty() {
        true => description,
        false => description.and(&format!("`{title}`")),
    };
    items.push(GraphqlClient::Method(rust::Method {
        docs: description,
        ident: names.method(&operation.name),
        constant,
        variables,
        data,
        is_subscription: operation.kind == OperationKind::Subscription,
    }));
    items.into_iter().map(Item::GraphqlClient).collect()
}

/// The modules of all files, with their imports.
fn modules(api: &Api, files: Vec<File>) -> Vec<Module> {
    let mut homes = Homes::default();
    for file in &files {
        file.items.iter().for_each(|it| homes.add(file.group.name(), it));
    }
    let (mut modules, mut children) = (Vec::new(), Vec::new());
    for group in Group::ALL {
        let (mut shared, mut named) = (Vec::new(), Vec::new());
        for file in files.iter().filter(|it| it.group == group) {
            match &file.module {
                None => shared.extend(file.items.iter().cloned()),
                Some(module) => {
                    let path = format!("client/{}/{}.rs", group.name(), module.0);
                    modules.push(homes.module(&path, &file.docs, file.items.clone()));
                    named.push(module);
                }
            }
        }
        let path = format!("client/{}", group.name());
        if !named.is_empty() {
            modules.push(super::graphql::folder(&path, group.docs(), named.into_iter()));
        } else if !shared.is_empty() {
            modules.push(homes.module(&format!("{path}.rs"), group.docs(), shared));
        } else {
            continue;
        }
        children.push(Item::Child {
            name: Ident::new(group.name()),
            docs: Docs::default(),
            feature: None,
            is_public: true,
        });
    }
    let docs = Docs(vec![format!("A client of {}.", one_line(&api.title))]);
    let client = GraphqlClient::Client { docs, persisted: PERSISTED.to_owned() };
    children.push(Item::GraphqlClient(client));
    let docs = Docs::new("The client: one method per operation.");
    modules.push(Module { path: "client/mod.rs".to_owned(), docs, items: children });
    modules
}

fn one_line(title: &str) -> String {
    crate::plan::docs::prose(title).0.join(" ")
}

/// How the client is called, for the crate's documentation: by its first operation that gives one answer.
pub(super) fn usage(api: &Api) -> Option<String> {
    let documents = api.executable.as_ref()?;
    let names = Names::new(documents);
    let is_one = |it: &&Operation| it.kind != OperationKind::Subscription;
    let operation = documents.operations.iter().find(is_one)?;
    let krate = api.name.replace('-', "_");
    let method = shown(&names.method(&operation.name));
    let (import, parameter, argument) = match operation.variables.is_empty() {
        true => (String::new(), String::new(), ""),
        false => {
            let variables = names.variables(&operation.name).0;
            let import = format!("use {krate}::client::operations::{variables};\n");
            (import, format!("variables: {variables}"), "variables")
        }
    };
    Some(format!(
        "# The client\n\
         \n\
         An operation of the documents is a method of [`client::Client`].\n\
         \n\
         ```no_run\n\
         use {krate}::client::Client;\n\
         {import}\
         use {krate}::runtime::client::Connection;\n\
         \n\
         # async fn example({parameter}) -> Result<(), Box<dyn std::error::Error>> {{\n\
         let client = Client::new(Connection::new(\"https://example.com/graphql\"));\n\
         let data = client.{method}({argument}).await?;\n\
         println!(\"{{data:?}}\");\n\
         # Ok(())\n\
         # }}\n\
         ```"
    ))
}

/// A name as the compiler takes it where it is a keyword.
fn shown(ident: &Ident) -> String {
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
        "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
        "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe",
        "unsized", "use", "virtual", "where", "while", "yield",
    ];
    if KEYWORDS.contains(&ident.0.as_str()) { format!("r#{}", ident.0) } else { ident.0.clone() }
}

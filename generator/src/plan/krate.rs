//! One crate: which files there are, and what holds them together.

use super::assertions::{has_assertions, plan_assertions};
use super::contract::plan_contract;
use super::docs::prose;
use super::group_modules::{client_modules, operation_modules, server_modules};
use super::manifest::manifest;
use super::names::{Scope, constant_name};
use super::operations::{plan_host, plan_operations};
use super::types::{code, name_types, plan_types};
use crate::api::{
    Api, EnumerationValue, Kind, Location, Operation, SecurityKind, SecurityScheme, Server,
    TypeDefinition,
};
use crate::rust::{Crate, Docs, HostRow, Ident, Item, Module, SchemeRow, SchemeRowKind};

/// What of a crate is wanted, and where it goes.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// The crate's folder.
    pub out: &'a str,
    /// Whether there are traits and a router.
    pub server: bool,
    /// Whether there is a client.
    pub client: bool,
    /// Whether there are cases that a server has to pass.
    pub contract: bool,
    /// Whether all types can be compared.
    pub eq: bool,
    /// How the manifest names the runtime.
    pub runtime_path: Option<&'a str>,
}

/// Plans the crate of one OpenAPI document.
pub fn plan_crate(api: &Api, wanted: &Wanted<'_>) -> Crate {
    let mut scope = Scope::with(&["Client", "Service"]);
    let types = name_types(api, &mut scope);
    let schemes = name_schemes(api);
    let groups = plan_operations(&types, &mut scope, &schemes);
    let mut modules = plan_types(&types);
    modules.extend(plan_assertions(&types));
    modules.extend(plan_security(api, &schemes));
    modules.extend(operation_modules(&groups));
    modules.extend(plan_hosts(api));
    // Without operations there is nothing to serve or to call; the manifest keeps its features, for later.
    let has_operations = !groups.is_empty();
    let server = wanted.server && has_operations;
    let client = wanted.client && has_operations;
    if server {
        modules.extend(server_modules(&groups));
    }
    if client {
        modules.extend(client_modules(api, &groups));
    }
    let contract = wanted.contract && groups.iter().any(|it| it.sender.is_none());
    if contract {
        modules.push(plan_contract(api, &groups));
    }
    let inside = Wanted { server, client, contract, ..*wanted };
    modules.push(root(api, &inside));
    if wanted.eq {
        modules.iter_mut().flat_map(|it| &mut it.items).for_each(make_comparable);
    }
    modules.sort_by(|left, right| left.path.cmp(&right.path));
    Crate {
        out: wanted.out.to_owned(),
        modules,
        manifest: manifest(api, wanted),
        texts: Vec::new(),
    }
}

fn make_comparable(item: &mut Item) {
    match item {
        Item::Struct(it) => it.has_eq = true,
        Item::Union(it) => it.has_eq = true,
        Item::Input(it) => it.has_eq = true,
        Item::Output(it) => it.has_eq = true,
        _ => {}
    }
}

pub(super) fn name_schemes(api: &Api) -> Vec<Ident> {
    let mut scope = Scope::default();
    api.security_schemes.iter().map(|it| scope.claim(constant_name(&it.name))).collect()
}

fn child(name: &Ident, docs: &str, feature: Option<&'static str>) -> Item {
    Item::Child { name: name.clone(), docs: Docs::new(docs), feature, is_public: true }
}

fn root(api: &Api, wanted: &Wanted<'_>) -> Module {
    let module = |name: &str| Ident::new(name);
    let mut items = Vec::new();
    if has_foreign_names(api) {
        items.push(Item::ForeignNames);
    }
    if has_assertions(api) {
        items.push(child(&module("assertions"), "", None));
    }
    if wanted.client {
        items.push(child(&module("client"), "", Some("client")));
    }
    if wanted.contract {
        items.push(child(&module("contract"), "", Some("contract")));
    }
    items.push(child(&module("operations"), "", None));
    if !api.security_schemes.is_empty() {
        items.push(child(&module("security"), "", None));
    }
    if wanted.server {
        items.push(child(&module("server"), "", Some("server")));
    }
    if !api.servers.is_empty() {
        items.push(child(&module("servers"), "", None));
    }
    items.push(child(&module("types"), "", None));
    items.push(Item::Runtime);
    let title = prose(&api.title);
    let docs = title.and(&prose(&api.description).0.join("\n"));
    let version = api.version.trim();
    let docs = if version.is_empty() {
        docs
    } else {
        docs.and(&format!("Version {} of the API.", prose(version).0.join(" ")))
    };
    Module { path: "lib.rs".to_owned(), docs, items }
}

fn plan_security(api: &Api, schemes: &[Ident]) -> Option<Module> {
    if schemes.is_empty() {
        return None;
    }
    let rows = api.security_schemes.iter().zip(schemes);
    let items = rows.map(|(it, constant)| Item::Scheme(scheme(it, constant))).collect();
    let docs = Docs::new("How callers show who they are.");
    Some(Module { path: "security.rs".to_owned(), docs, items })
}

/// Whether a name in the document has letters that are not ASCII, which identifiers keep.
fn has_foreign_names(api: &Api) -> bool {
    let is_foreign = |name: &str| name.chars().any(|c| !c.is_ascii() && c.is_alphanumeric());
    let in_type = |it: &TypeDefinition| match &it.kind {
        Kind::Object(object) => object.properties.iter().any(|it| is_foreign(&it.name)),
        Kind::Enumeration(list) => {
            let name = |it: &EnumerationValue| {
                is_foreign(if it.name.is_empty() { &it.text } else { &it.name })
            };
            list.values.iter().any(name)
        }
        Kind::Union(union) => union.variants.iter().any(|it| is_foreign(&it.name)),
        Kind::Alias(_) => false,
    };
    let in_operation = |it: &Operation| {
        is_foreign(&it.id)
            || it.parameters.iter().any(|it| is_foreign(&it.name))
            || it.responses.iter().flat_map(|it| &it.headers).any(|it| is_foreign(&it.name))
    };
    api.types.iter().any(|it| it.name.iter().any(|it| is_foreign(it)) || in_type(it))
        || api.all_operations().any(in_operation)
        || api.tags.iter().any(|it| is_foreign(&it.name))
        || api.security_schemes.iter().any(|it| is_foreign(&it.name))
        || api.servers.iter().any(|it| is_foreign(host_name(it)))
}

/// What a place is called: its name, or its description where that is short.
fn host_name(it: &Server) -> &str {
    let name = if it.name.is_empty() { it.description.trim_end_matches('.') } else { &it.name };
    let is_short = !name.is_empty() && name.split_whitespace().count() <= 4;
    if is_short { name } else { "server" }
}

/// A static for each place where the API is served.
fn plan_hosts(api: &Api) -> Option<Module> {
    if api.servers.is_empty() {
        return None;
    }
    let mut scope = Scope::default();
    let row = |it: &Server| {
        let host = plan_host(it);
        let lines = prose(&it.description).and(&format!("`{}`", code(&it.url)));
        let docs = it.variables.iter().fold(lines, |docs, it| {
            let values = match it.values.as_slice() {
                [] => String::new(),
                list => format!(
                    ", one of `{}`",
                    code(&list.join("`, `").replace("`, `", "\u{0}")).replace('\u{0}', "`, `")
                ),
            };
            let more = prose(&it.description).0.join(" ");
            let (name, default) = (code(&it.name), code(&it.default));
            docs.and(format!("`{name}`: `{default}`{values}. {more}").trim_end())
        });
        let constant = scope.claim(constant_name(host_name(it)));
        Item::Host(HostRow { docs, constant, host })
    };
    let items = api.servers.iter().map(row).collect();
    let docs = Docs::new("Where the API is served.");
    Some(Module { path: "servers.rs".to_owned(), docs, items })
}

pub(super) fn scheme(it: &SecurityScheme, constant: &Ident) -> SchemeRow {
    let kind = match &it.kind {
        SecurityKind::ApiKey { location: Location::Query, name } => {
            SchemeRowKind::With("QueryKey", name.clone())
        }
        SecurityKind::ApiKey { location: Location::Cookie, name } => {
            SchemeRowKind::With("CookieKey", name.clone())
        }
        SecurityKind::ApiKey { name, .. } => SchemeRowKind::With("HeaderKey", name.clone()),
        SecurityKind::Http { scheme, .. } => {
            SchemeRowKind::With("Authorization", authorization(scheme))
        }
        SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect { .. } => {
            SchemeRowKind::With("Authorization", "Bearer".to_owned())
        }
        SecurityKind::MutualTls => SchemeRowKind::MutualTls,
    };
    let docs = prose(&it.description);
    let fallback = Docs(vec![format!("`{}`", it.name.replace('`', "'"))]);
    SchemeRow {
        docs: if docs.is_empty() { fallback } else { docs },
        constant: constant.clone(),
        name: it.name.clone(),
        kind,
    }
}

/// The word as the registry of authentication schemes has it; documents write it in any case.
fn authorization(scheme: &str) -> String {
    const REGISTERED: &[&str] =
        &["Basic", "Bearer", "Digest", "DPoP", "GNAP", "HOBA", "Mutual", "Negotiate"];
    let registered = REGISTERED.iter().find(|it| it.eq_ignore_ascii_case(scheme));
    registered.map_or_else(|| scheme.to_owned(), |it| (*it).to_owned())
}

//! One crate into the output.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use super::print::print_file;
use super::{assertions, client, contract, enum_, input, output, server, struct_, table, union};
use crate::output::{OutputTree, Text};
use crate::rust::{AnswerBody, Crate, Ident, Item, Module, Success, Ty};

/// Gives the text of a module that was printed and formatted before, by its path and print.
pub type Kept<'a> = &'a (dyn Fn(&str, u128) -> Option<String> + Sync);

/// Prints all files of a crate but those that are kept, and claims its `src`.
pub fn emit_crate(krate: &Crate, kept: Kept<'_>, tree: &mut OutputTree) {
    let src = format!("{}/src", krate.out);
    for (path, print, text) in emit_modules(&krate.modules, &src, kept) {
        tree.insert_module(path, print, text);
    }
    for (path, text) in &krate.texts {
        tree.insert(format!("{src}/{path}"), text.clone());
    }
    tree.scaffold(format!("{}/Cargo.toml", krate.out), krate.manifest.clone());
    tree.own(src);
}

/// How many threads print; more than a machine has cores do no harm.
const THREADS: usize = 4;

fn emit_modules(modules: &[Module], src: &str, kept: Kept<'_>) -> Vec<(String, u128, Text)> {
    let emit = |module: &Module| {
        let (path, print) = (format!("{src}/{}", module.path), module.print());
        let text = kept(&path, print).map(Text::Formatted);
        (path, print, text.unwrap_or_else(|| Text::Printed(emit_module(module))))
    };
    let length = modules.len().div_ceil(THREADS).max(1);
    std::thread::scope(|scope| {
        let chunks = modules.chunks(length);
        let running: Vec<_> =
            chunks.map(|it| scope.spawn(move || it.iter().map(emit).collect::<Vec<_>>())).collect();
        let joined = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.flat_map(|it| it.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

fn emit_module(module: &Module) -> String {
    let items: Vec<TokenStream> = module.items.iter().map(emit_item).collect();
    // What inputs and outputs name depends on what their parts are.
    let mut parts = module.items.iter().zip(&items);
    let names_json = parts.any(|(it, tokens)| {
        matches!(it, Item::Input(_) | Item::Output(_)) && names_json(tokens.clone())
    });
    let uses = emit_uses(module, names_json);
    print_file(&module.docs, [uses].into_iter().chain(items))
}

/// Whether there is a path from `json` in the tokens.
fn names_json(tokens: TokenStream) -> bool {
    let mut follows = false;
    tokens.into_iter().any(|it| match it {
        TokenTree::Ident(ident) => {
            follows = ident == "json";
            false
        }
        TokenTree::Punct(punct) => std::mem::take(&mut follows) && punct.as_char() == ':',
        TokenTree::Group(group) => {
            follows = false;
            names_json(group.stream())
        }
        TokenTree::Literal(_) => false,
    })
}

fn foreign_lints() -> TokenStream {
    quote! {
        #![allow(
            confusable_idents,
            mixed_script_confusables,
            uncommon_codepoints,
            reason = "names are those of the schema, in its own scripts"
        )]
    }
}

fn emit_item(item: &Item) -> TokenStream {
    match item {
        Item::Child { name, docs, feature, is_public } => {
            let feature = feature.map(|it| quote!(#[cfg(feature = #it)]));
            let public = is_public.then(|| quote!(pub));
            quote!(#docs #feature #public mod #name;)
        }
        Item::Reexport { module } => quote!(pub use #module::*;),
        Item::Featured { feature, item } => with_feature(feature, emit_item(item)),
        Item::Renamed(pairs) => {
            let pairs = pairs.iter().map(|(first, other)| quote!(#first as #other));
            quote!(pub use crate::types::{#(#pairs),*};)
        }
        Item::ForeignNames => foreign_lints(),
        Item::Runtime => quote! {
            /// What the crate stands on, in the version that it was made for.
            pub use meshwright_runtime as runtime;
        },
        Item::Struct(it) => struct_::emit_struct(it),
        Item::Enum(it) => enum_::emit_enum(it),
        Item::Union(it) => union::emit_union(it),
        Item::Alias(it) => {
            let (docs, ident, ty) = (&it.docs, &it.ident, &it.ty);
            quote!(#docs pub type #ident = #ty;)
        }
        Item::Assertions(it) => assertions::emit_assertions(it),
        Item::Table(it) => table::emit_table(it),
        Item::Input(it) => input::emit_input(it),
        Item::Output(it) => output::emit_output(it),
        Item::Scheme(it) => table::emit_scheme(it),
        Item::Host(it) => table::emit_host(it),
        Item::Receiver(it) => server::emit_receiver(it),
        Item::Sender { docs, ident, is_split } => client::emit_sender(docs, ident, *is_split),
        Item::Server(it) => server::emit_server(it),
        Item::Router(traits) => server::emit_router(traits),
        Item::Client(it) => client::emit_client(it),
        Item::ClientRoot { docs } => client::emit_client_root(docs),
        Item::Contract(it) => contract::emit_contract(it),
        Item::Graphql(it) => super::graphql::emit_graphql(it),
        Item::GraphqlClient(it) => super::graphql_client::emit_graphql_client(it),
    }
}

/// Puts `#[cfg(feature = "server")]` in front of each item: one ends with a semicolon, or with braces.
fn with_feature(feature: &str, items: TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let mut is_start = true;
    for token in items {
        if std::mem::take(&mut is_start) {
            out.extend(quote!(#[cfg(feature = #feature)]));
        }
        is_start = match &token {
            TokenTree::Punct(it) => it.as_char() == ';',
            TokenTree::Group(it) => it.delimiter() == Delimiter::Brace,
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        out.extend([token]);
    }
    out
}

/// What the items name, imported.
fn emit_uses(module: &Module, names_json: bool) -> TokenStream {
    let mut uses = Uses::default();
    if names_json {
        uses.runtime.insert("json");
    }
    let mut own: BTreeSet<&Ident> = BTreeSet::new();
    for item in &module.items {
        uses.add(item, &mut own);
    }
    let locals: Vec<&Ident> = uses.locals.iter().copied().filter(|it| !own.contains(it)).collect();
    let runtime: Vec<TokenStream> = uses
        .runtime
        .iter()
        .map(|it| {
            let ident = Ident::new(*it);
            quote!(#ident)
        })
        .collect();
    let schemes: Vec<&Ident> = uses.schemes.iter().copied().collect();
    let locals = (!locals.is_empty()).then(|| quote!(use crate::types::{#(#locals),*};));
    let schemes = (!schemes.is_empty()).then(|| quote!(use crate::security::{#(#schemes),*};));
    let runtime = (!runtime.is_empty()).then(|| quote!(use meshwright_runtime::{#(#runtime),*};));
    let more = uses.more;
    quote!(#runtime #more #locals #schemes)
}

#[derive(Default)]
struct Uses<'a> {
    locals: BTreeSet<&'a Ident>,
    schemes: BTreeSet<&'a Ident>,
    /// Items and modules of the runtime's root.
    runtime: BTreeSet<&'static str>,
    more: TokenStream,
}

impl<'a> Uses<'a> {
    fn ty(&mut self, ty: &'a Ty) {
        let (mut locals, mut runtime) = (Vec::new(), Vec::new());
        ty.locals(&mut locals);
        ty.runtime(&mut runtime);
        self.locals.extend(locals);
        self.runtime.extend(runtime);
    }

    fn answer(&mut self, body: &'a AnswerBody) {
        match body {
            AnswerBody::Json(_, ty) | AnswerBody::Items(_, ty) => self.ty(ty),
            AnswerBody::Several(_, list) => list.iter().for_each(|it| self.answer(&it.2)),
            AnswerBody::Empty | AnswerBody::Text(_) | AnswerBody::Bytes(_) | AnswerBody::Events => {
            }
        }
    }

    fn add(&mut self, item: &'a Item, own: &mut BTreeSet<&'a Ident>) {
        match item {
            Item::Struct(it) => {
                own.insert(&it.ident);
                self.runtime.insert("json");
                it.fields.iter().for_each(|it| self.ty(&it.ty));
                if let Some((_, ty)) = &it.rest {
                    self.ty(ty);
                    self.runtime.insert("Map");
                }
            }
            Item::Renamed(pairs) => own.extend(pairs.iter().map(|it| &it.1)),
            Item::Enum(it) => {
                own.insert(&it.ident);
                self.runtime.insert("json");
            }
            Item::Union(it) => {
                own.insert(&it.ident);
                self.runtime.insert("json");
                it.variants.iter().for_each(|it| self.ty(&it.ty));
                self.ty(&it.value);
            }
            Item::Alias(it) => {
                own.insert(&it.ident);
                self.ty(&it.ty);
            }
            Item::Assertions(_) => {
                self.runtime.insert("json");
            }
            Item::Input(it) => {
                self.runtime.insert("http");
                it.fields.iter().for_each(|it| self.ty(&it.ty));
                let contents = it.body.iter().flat_map(|it| &it.contents);
                contents.for_each(|it| self.ty(&it.ty));
            }
            Item::Output(it) => {
                self.runtime.insert("http");
                for variant in &it.variants {
                    variant.headers.iter().for_each(|it| self.ty(&it.ty));
                    self.answer(&variant.body);
                }
            }
            Item::Table(it) => {
                self.runtime.insert("http");
                self.schemes.extend(it.security.iter().flatten().map(|it| &it.0));
            }
            Item::Scheme(_) | Item::Host(_) => {
                self.runtime.insert("http");
            }
            Item::Server(it) => self.more.extend(server::uses(it)),
            Item::Router(_) => self.more.extend(server::router_uses()),
            Item::Client(it) => {
                for method in &it.methods {
                    if let Success::One { ty: Some(ty), .. } = &method.success {
                        self.ty(ty);
                    }
                    method.pages.iter().for_each(|it| self.ty(&it.item));
                }
                self.more.extend(client::uses(it));
            }
            Item::GraphqlClient(it) => self.runtime.extend(super::graphql_client::uses(it)),
            Item::ClientRoot { .. } | Item::Sender { is_split: true, .. } => {
                self.more.extend(client::root_uses());
            }
            Item::Receiver(_)
            | Item::Sender { .. }
            | Item::Child { .. }
            | Item::Reexport { .. }
            | Item::Featured { .. }
            | Item::Runtime
            | Item::ForeignNames
            | Item::Contract(_)
            | Item::Graphql(_) => {}
        }
    }
}

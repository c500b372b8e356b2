//! Prints the items of GraphQL crates; decides nothing.

mod batches;
pub(super) mod bound;
mod checks;
mod federation;
mod glue;
mod inputs;
mod resolvers;
mod types;

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::Ident;
use crate::rust::graphql::{Entry, Graphql};

/// One item, with everything that belongs to it.
pub fn emit_graphql(item: &Graphql) -> TokenStream {
    match item {
        Graphql::Use { module, names } => emit_use(module, names),
        Graphql::UseRuntime => quote!(
            use meshwright_runtime::graphql;
        ),
        Graphql::Entry(it) => emit_entry(it),
        Graphql::Scalar(it) => types::emit_scalar(it),
        Graphql::Enum(it) => types::emit_enum(it),
        Graphql::Object(it) => types::emit_object(it),
        Graphql::BoundObject(it) => bound::emit_bound_object(it),
        Graphql::Abstract(it) => types::emit_abstract(it),
        Graphql::Input(it) => inputs::emit_input(it),
        Graphql::OneOf(it) => inputs::emit_one_of(it),
        Graphql::Resolver(it) => resolvers::emit_resolver(it),
        Graphql::Directives(methods) => resolvers::emit_directives(methods),
        Graphql::Notes(notes) => resolvers::emit_notes(notes),
        Graphql::Key(it) => federation::emit_key(it),
        Graphql::Reference(it) => federation::emit_reference(it),
        Graphql::Entities(list) => federation::emit_entities(list),
        Graphql::Gateway(it) => federation::emit_gateway(it),
        Graphql::Checks(list) => checks::emit_checks(list),
        Graphql::Service(traits) => resolvers::emit_service(traits),
        Graphql::Tables(it) => glue::emit_tables(it),
        Graphql::Root(it) => glue::emit_root(it),
        Graphql::Function(it) => glue::emit_function(it),
        Graphql::Batches(it) => batches::emit_batches(it),
    }
}

/// `use crate::types::{Author, Book};`
fn emit_use(module: &Ident, names: &[Ident]) -> TokenStream {
    match names {
        [name] => quote!(use crate::#module::#name;),
        names => quote!(use crate::#module::{#(#names),*};),
    }
}

/// The SDL and `schema`.
fn emit_entry(it: &Entry) -> TokenStream {
    let Entry { file, subgraph } = it;
    let subgraph = subgraph.as_ref().map(|file| {
        quote! {
            /// The schema as it was written, which a gateway gets by `_service`.
            pub const SUBGRAPH_SDL: &str = include_str!(#file);
        }
    });
    quote! {
        /// The schema as it is served.
        pub const SDL: &str = include_str!(#file);

        #subgraph

        /// The schema with a service behind it.
        ///
        /// # Errors
        ///
        /// If the SDL and this crate do not belong together.
        pub fn schema<S: Service>(
            service: S,
            limits: graphql::Limits,
        ) -> Result<graphql::Schema, graphql::SchemaError> {
            graphql::Schema::new(SDL, &tables::TABLES, glue::Glue(service), limits)
        }
    }
}

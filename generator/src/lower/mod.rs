//! Documents to APIs: the rules of the specifications live here, and nothing of Rust.
//!
//! After this stage there is no unresolved reference, `allOf` is merged, parameters of paths are
//! those of their operations, and every spelling of `null` is one flag.

mod all_of;
mod assertion;
mod encoding;
mod equal_assertions;
mod equal_types;
pub mod executable;
pub mod graphql;
mod integer;
mod link;
mod object;
mod operation;
mod outgoing;
mod pagination;
mod parameter;
mod path_key;
mod references;
mod response;
mod schema;
mod security;
mod server;
mod unimplemented;
mod union;
mod values;

pub use unimplemented::leave_out;

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{
    Api, Assertion, AssertionId, Kind, Schema, SecurityScheme, Tag, Type, TypeDefinition, TypeId,
};
use crate::diagnostics::Diagnostics;
use crate::openapi::{Document, Node, TypeName, Version};
use crate::source::Place;

/// Lowers one OpenAPI document.
pub fn lower_openapi(name: &str, document: &Document, diagnostics: &mut Diagnostics) -> Api {
    let mut lowering = Lowering::new(document, diagnostics);
    lowering.components();
    let mut security_schemes = lowering.security_schemes();
    let mut operations = lowering.operations(&security_schemes);
    let mut outgoing = lowering.webhooks(&security_schemes);
    // Callbacks name the operations that they belong to, so these have their last names first.
    let elsewhere = outgoing.iter_mut().map(|it| &mut it.operation);
    lowering.unique_ids(Vec::new(), operations.iter_mut().chain(elsewhere));
    let n_webhooks = outgoing.len();
    outgoing.extend(lowering.callbacks(&operations, &security_schemes));
    lowering.number_callbacks(&operations, &mut outgoing, n_webhooks);
    security_schemes.append(&mut lowering.undeclared_schemes);
    let root = document.root();
    let info = root.get("info");
    let prose = |key: &str| info.as_ref().map(|it| it.prose(key)).unwrap_or_default();
    let title = prose("title");
    let mut api = Api {
        name: name.to_owned(),
        title: if title.is_empty() { name.to_owned() } else { title },
        version: prose("version"),
        description: prose("description"),
        servers: server::servers(document),
        tags: Vec::new(),
        security_schemes,
        operations,
        outgoing,
        types: lowering.finish(),
        assertions: Vec::new(),
        graphql: None,
        executable: None,
        document: String::new(),
        place: Place::File(document.file),
    };
    api.assertions = lowering.assertions;
    let stated = lowering.stated;
    if let Some((place, ty)) = lowering.implied.first_key_value() {
        let count = lowering.implied.len();
        lowering.diagnostics.implied_types(place.clone(), count, ty.word());
    }
    api.tags = tags(&root, &api);
    link::resolve_links(document, &mut api, lowering.diagnostics);
    references::spread_nullability(&mut api);
    references::unfold_bodies(&mut api);
    equal_assertions::share_equal_assertions(&mut api);
    equal_types::share_equal_types(&mut api);
    pagination::find_paginations(&mut api, &stated, lowering.diagnostics);
    api
}

/// What the lowering of one document shares.
struct Lowering<'a, 'd> {
    document: &'a Document,
    diagnostics: &'d mut Diagnostics,
    types: Vec<Option<TypeDefinition>>,
    by_pointer: BTreeMap<String, TypeId>,
    /// What types and constraints leave over.
    assertions: Vec<Assertion>,
    /// The assertions of whole schemas that others refer to.
    asserted: BTreeMap<String, AssertionId>,
    /// What stands inside of shared parameters, bodies, responses and headers, lowered once.
    inline: BTreeMap<String, Schema>,
    /// Types whose values may be null wherever they are used.
    nullable: BTreeSet<TypeId>,
    /// The shared schemas whose alternatives are being lowered: they count without them.
    expanding: Vec<String>,
    /// How many choices are open whose alternatives are combined with what stands beside them.
    combining: usize,
    /// How many such choices were inside of others.
    n_combined: usize,
    /// How many properties the objects lowered so far have.
    n_properties: usize,
    /// Security schemes that requirements name and nobody declares; they come after those that are.
    undeclared_schemes: Vec<SecurityScheme>,
    /// Schemas without a type, by place, and the type that is meant.
    implied: BTreeMap<Place, TypeName>,
    /// What operations say about their pages.
    stated: Vec<pagination::Stated>,
    /// What is being lowered, outermost first.
    open: Vec<schema::Open>,
    /// How many of those take up again what they are inside of.
    n_again: usize,
    /// What came of parts inside of those, so that each is lowered once however they are combined.
    again: BTreeMap<schema::Parts, Schema>,
}

impl<'a, 'd> Lowering<'a, 'd> {
    fn new(document: &'a Document, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            document,
            diagnostics,
            types: Vec::new(),
            by_pointer: BTreeMap::new(),
            assertions: Vec::new(),
            asserted: BTreeMap::new(),
            inline: BTreeMap::new(),
            nullable: BTreeSet::new(),
            expanding: Vec::new(),
            combining: 0,
            n_combined: 0,
            n_properties: 0,
            undeclared_schemes: Vec::new(),
            implied: BTreeMap::new(),
            stated: Vec::new(),
            open: Vec::new(),
            n_again: 0,
            again: BTreeMap::new(),
        }
    }

    /// The pointer of the shared schemas.
    fn schemas_section(&self) -> &'static str {
        if self.document.version == Version::V2 { "/definitions" } else { "/components/schemas" }
    }

    /// Lowers every shared schema, used or not, in the order of the document.
    fn components(&mut self) {
        let section = format!("#{}", self.schemas_section());
        let Some(schemas) = self.document.target(&section) else { return };
        for (name, node) in schemas.members() {
            if !name.starts_with("x-") || node.value.is_object() {
                self.component(&node);
            }
        }
    }

    fn finish(&mut self) -> Vec<TypeDefinition> {
        for &id in &self.nullable {
            if let Some(Some(TypeDefinition { kind: Kind::Alias(schema), .. })) =
                self.types.get_mut(id.0)
            {
                schema.nullable = true;
            }
        }
        let nullable = std::mem::take(&mut self.nullable);
        let mut types: Vec<TypeDefinition> = self.types.drain(..).flatten().collect();
        // The flag moves to the uses; see `spread_nullability`.
        for (index, ty) in types.iter_mut().enumerate() {
            ty.is_nullable |= nullable.contains(&TypeId(index));
        }
        types
    }

    fn any(&self) -> Schema {
        Schema::new(Type::Any)
    }
}

/// The tags that are used: declared ones first, in the order declared.
fn tags(root: &Node<'_>, api: &Api) -> Vec<Tag> {
    let mut tags: Vec<Tag> = root
        .items_of("tags")
        .iter()
        .map(|it| Tag { name: it.prose("name"), description: it.prose("description") })
        .filter(|tag| api.operations.iter().any(|it| it.tag == tag.name))
        .collect();
    for operation in &api.operations {
        if !tags.iter().any(|tag| tag.name == operation.tag) {
            tags.push(Tag { name: operation.tag.clone(), description: String::new() });
        }
    }
    tags
}

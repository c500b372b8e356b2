//! Scalars and enums, and what a use of a type is in Rust.

use super::names::Names;
use crate::api::graphql::{EnumValue, Kind, TypeDefinition, TypeRef};
use crate::plan::docs::prose;
use crate::plan::graphql::names::{BUILT_IN, members, target};
use crate::plan::graphql::prose::{docs, type_docs};
use crate::plan::names::{Scope, variant_name};
use crate::rust::graphql::Scalar;
use crate::rust::{self, GraphqlClient, Item, Ty};

/// The type of values, `Option` where they may be null; `inner` is that of what is not a list.
pub(super) fn value_type(ty: &TypeRef, inner: &Ty) -> Ty {
    match ty {
        TypeRef::NonNull(ty) => bare_type(ty, inner),
        ty => bare_type(ty, inner).optional(),
    }
}

/// The type of values that are not null.
pub(super) fn bare_type(ty: &TypeRef, inner: &Ty) -> Ty {
    match ty {
        TypeRef::NonNull(ty) => bare_type(ty, inner),
        TypeRef::List(item) => Ty::Vec(Box::new(value_type(item, inner))),
        TypeRef::Named(_) => inner.clone(),
    }
}

/// The Rust of a scalar, enum or input object.
pub(super) fn named_type(names: &Names<'_>, name: &str) -> Ty {
    match (names.ty(name), BUILT_IN.iter().find(|(it, _)| *it == name)) {
        (Some(ident), _) => Ty::Own(ident.clone()),
        (None, Some((_, prelude))) => Ty::Prelude(prelude),
        // Whatever operations use has a name.
        (None, None) => Ty::Runtime { name: "Value", qualified: true },
    }
}

pub(super) fn plan_scalar(names: &Names<'_>, ty: &TypeDefinition) -> Item {
    let docs = match &ty.kind {
        Kind::Scalar { specified_by: Some(url) } => {
            type_docs(ty).and(&prose(&format!("See {url}")).0.join("\n"))
        }
        _ => type_docs(ty),
    };
    let ident = names.ty(&ty.name).cloned().unwrap_or_else(|| rust::Ident::new(&ty.name));
    let scalar = Scalar { docs, ident, target: target(ty, || None) };
    Item::GraphqlClient(GraphqlClient::Scalar(scalar))
}

pub(super) fn plan_enum(names: &Names<'_>, ty: &TypeDefinition, values: &[EnumValue]) -> Item {
    let mut scope = Scope::default();
    let idents = members(values.iter().map(|it| it.name.as_str()), variant_name, &mut scope);
    let variants = values.iter().zip(idents).map(|(it, ident)| rust::Variant {
        docs: docs(&it.description, &it.name, it.deprecated.as_deref()),
        ident,
        text: it.name.clone(),
    });
    Item::Enum(rust::Enum {
        docs: type_docs(ty),
        ident: names.ty(&ty.name).cloned().unwrap_or_else(|| rust::Ident::new(&ty.name)),
        variants: variants.collect(),
        unknown: scope.claim("Unknown".to_owned()),
        assertion: None,
    })
}

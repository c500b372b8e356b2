//! Scalars, enums, objects, interfaces and unions.

use super::names::{BUILT_IN, Names, members};
use super::prose::{docs, type_docs};
use super::resolved::is_resolved;
use super::size::Sizes;
use crate::api::graphql::{EnumValue, Kind, TypeDefinition, TypeRef};
use crate::plan::names::{Scope, value_name, variant_name};
use crate::rust::graphql::{self as rust, Graphql};
use crate::rust::{Ident, Ty};

/// The Rust of a custom scalar, by its name; any other is a JSON value.
const SCALARS: &[(&str, &str)] = &[
    ("Date", "Date"),
    ("DateTime", "DateTime"),
    ("Time", "DateTime"),
    ("Upload", "Binary"),
    ("UUID", "Uuid"),
    ("Uuid", "Uuid"),
];

/// The type at the runtime's root that a custom scalar is.
pub(in crate::plan) fn scalar_target(name: &str) -> &'static str {
    SCALARS.iter().find(|(it, _)| *it == name).map_or("Value", |(_, target)| target)
}

/// Whether values of a custom scalar are checked when they come in.
pub(super) fn is_checked(name: &str) -> bool {
    scalar_target(name) != "Value"
}

/// The type of values, `Option` where they may be null.
pub(super) fn value_type(names: &Names<'_>, ty: &TypeRef) -> Ty {
    match ty {
        TypeRef::NonNull(inner) => bare_type(names, inner),
        ty => bare_type(names, ty).optional(),
    }
}

/// The type of values that are not null.
pub(super) fn bare_type(names: &Names<'_>, ty: &TypeRef) -> Ty {
    match ty {
        TypeRef::NonNull(inner) => bare_type(names, inner),
        TypeRef::List(item) => Ty::Vec(Box::new(value_type(names, item))),
        TypeRef::Named(name) => match BUILT_IN.iter().find(|(it, _)| it == name) {
            Some((_, prelude)) if names.ty(name).is_none() => Ty::Prelude(prelude),
            _ => Ty::Local(names.ident(name)),
        },
    }
}

/// Puts a box around a type, within the `Option`.
pub(in crate::plan) fn boxed(ty: Ty) -> Ty {
    match ty {
        Ty::Option(inner) => Ty::Option(Box::new(boxed(*inner))),
        ty => Ty::Boxed(Box::new(ty)),
    }
}

/// Whether a use of a type holds the value itself, with no list between.
pub(in crate::plan) fn is_by_value(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Named(_) => true,
        TypeRef::NonNull(inner) => is_by_value(inner),
        TypeRef::List(_) => false,
    }
}

pub(super) fn plan_scalar(names: &Names<'_>, ty: &TypeDefinition) -> Graphql {
    let docs = type_docs(ty);
    let Kind::Scalar { specified_by } = &ty.kind else { return Graphql::Service(Vec::new()) };
    let docs = match specified_by {
        Some(url) => docs.and(&crate::plan::docs::prose(&format!("See {url}")).0.join("\n")),
        None => docs,
    };
    Graphql::Scalar(rust::Scalar {
        docs,
        ident: names.ident(&ty.name),
        target: scalar_target(&ty.name),
    })
}

pub(super) fn plan_enum(names: &Names<'_>, ty: &TypeDefinition, values: &[EnumValue]) -> Graphql {
    let mut scope = Scope::default();
    let idents = members(values.iter().map(|it| it.name.as_str()), variant_name, &mut scope);
    let values = values.iter().zip(idents).map(|(it, ident)| rust::EnumValue {
        docs: docs(&it.description, &it.name, it.deprecated.as_deref()),
        ident,
        name: it.name.clone(),
    });
    Graphql::Enum(rust::Enum {
        docs: type_docs(ty),
        ident: names.ident(&ty.name),
        name: ty.name.clone(),
        values: values.collect(),
    })
}

/// The names of an object type's fields: of plain ones in the struct, of others in the trait.
pub(super) fn field_idents(ty: &TypeDefinition) -> Vec<Ident> {
    let Kind::Object { fields, .. } = &ty.kind else { return Vec::new() };
    members(fields.iter().map(|it| it.name.as_str()), value_name, &mut Scope::default())
}

pub(super) fn plan_object(names: &Names<'_>, sizes: &Sizes<'_>, ty: &TypeDefinition) -> Graphql {
    let Kind::Object { fields, .. } = &ty.kind else { return Graphql::Service(Vec::new()) };
    let numbered = fields.iter().zip(field_idents(ty)).enumerate();
    let plain = numbered.filter(|(_, (it, _))| !is_resolved(names, ty, it));
    let fields = plain.map(|(index, (it, ident))| {
        let is_boxed = is_by_value(&it.ty) && sizes.is_recursive(&ty.name, it.ty.name());
        let value = value_type(names, &it.ty);
        rust::ObjectField {
            docs: docs(
                &it.description,
                &format!("{}.{}", ty.name, it.name),
                it.deprecated.as_deref(),
            ),
            ident,
            ty: if is_boxed { boxed(value) } else { value },
            index: index as u16,
        }
    });
    Graphql::Object(rust::Object {
        docs: type_docs(ty),
        ident: names.ident(&ty.name),
        constant: names.constant(&ty.name),
        fields: fields.collect(),
    })
}

pub(super) fn plan_abstract<'a>(
    names: &Names<'a>,
    sizes: &Sizes<'a>,
    ty: &'a TypeDefinition,
) -> Graphql {
    let possible = names.possible(ty);
    let idents = members(possible.iter().copied(), variant_name, &mut Scope::default());
    let members = possible.iter().zip(idents).map(|(name, ident)| {
        let member = Ty::Local(names.ident(name));
        let ty = if sizes.is_large(name) { boxed(member) } else { member };
        rust::Member { docs: docs("", name, None), ident, ty }
    });
    Graphql::Abstract(rust::Abstract {
        docs: type_docs(ty),
        ident: names.ident(&ty.name),
        members: members.collect(),
    })
}

//! Scalars, enums, objects, interfaces and unions.

use super::names::{BUILT_IN, Names, members};
use super::prose::{docs, type_docs};
use super::resolved::is_resolved;
use super::size::Sizes;
use crate::api::graphql::{EnumValue, Kind, Model, Step, TypeDefinition, TypeRef};
use crate::plan::names::{Scope, value_name, variant_name};
use crate::rust::graphql::{self as rust, Graphql, Target};
use crate::rust::{Ident, Ty};

/// Whether values of a custom scalar are checked when they come in.
pub(super) fn is_checked(names: &Names<'_>, ty: &TypeDefinition) -> bool {
    names.target(ty) != Target::Runtime("Value")
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
    Graphql::Scalar(rust::Scalar { docs, ident: names.ident(&ty.name), target: names.target(ty) })
}

pub(super) fn plan_enum(names: &Names<'_>, ty: &TypeDefinition, values: &[EnumValue]) -> Graphql {
    let mut scope = Scope::default();
    let idents = members(values.iter().map(|it| it.name.as_str()), variant_name, &mut scope);
    let bound = ty.model.as_ref().map(|model| rust::BoundEnum {
        path: model.path.iter().map(Ident::new).collect(),
        variants: values
            .iter()
            .zip(&idents)
            .map(|(it, ident)| match model.members.iter().find(|(name, _)| *name == it.name) {
                Some((_, steps)) => Ident::new(&*steps[0].name),
                None => ident.clone(),
            })
            .collect(),
    });
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
        bound,
    })
}

/// The names of an object type's fields: of plain ones in the struct, of others in the trait.
pub(super) fn field_idents(ty: &TypeDefinition) -> Vec<Ident> {
    let Kind::Object { fields, .. } = &ty.kind else { return Vec::new() };
    members(fields.iter().map(|it| it.name.as_str()), value_name, &mut Scope::default())
}

pub(super) fn plan_object(names: &Names<'_>, sizes: &Sizes<'_>, ty: &TypeDefinition) -> Graphql {
    let Kind::Object { fields, .. } = &ty.kind else { return Graphql::Service(Vec::new()) };
    if let Some(model) = &ty.model {
        return plan_bound_object(names, ty, model);
    }
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
            shape: names.bound_shape(&it.ty),
        }
    });
    Graphql::Object(rust::Object {
        derives: !names.is_holder(&ty.name),
        docs: type_docs(ty),
        ident: names.ident(&ty.name),
        constant: names.constant(&ty.name),
        fields: fields.collect(),
    })
}

fn plan_bound_object(names: &Names<'_>, ty: &TypeDefinition, model: &Model) -> Graphql {
    let Kind::Object { fields, .. } = &ty.kind else { return Graphql::Service(Vec::new()) };
    let numbered = fields.iter().zip(field_idents(ty)).enumerate();
    let plain = numbered.filter(|(_, (it, _))| !is_resolved(names, ty, it));
    let fields = plain.map(|(index, (it, ident))| {
        let step = |it: &Step| rust::Step { ident: Ident::new(&it.name), is_call: it.is_call };
        let steps = model.members.iter().find(|(name, _)| *name == it.name);
        rust::BoundField {
            steps: match steps {
                Some((_, steps)) => steps.iter().map(step).collect(),
                None => vec![rust::Step { ident, is_call: false }],
            },
            shape: names.shape(&it.ty),
            index: index as u16,
        }
    });
    Graphql::BoundObject(rust::BoundObject {
        docs: type_docs(ty),
        ident: names.ident(&ty.name),
        path: model.path.iter().map(Ident::new).collect(),
        mark: names.mark(&ty.name).unwrap_or_else(|| names.ident(&ty.name)),
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
        let is_boxed = sizes.is_large(name);
        let ty = if is_boxed { boxed(member) } else { member };
        let mark = names.mark(name);
        rust::Member { docs: docs("", name, None), ident, ty, is_boxed, mark }
    });
    Graphql::Abstract(rust::Abstract {
        docs: type_docs(ty),
        ident: names.ident(&ty.name),
        members: members.collect(),
        derives: !names.is_holder(&ty.name),
    })
}

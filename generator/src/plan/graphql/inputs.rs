//! Input objects, and the arguments of fields and directives.

use super::names::{Names, members};
use super::prose::{input_docs, type_docs};
use super::size::Sizes;
use super::types::{bare_type, boxed, is_by_value, value_type};
use crate::api::graphql::{InputValue, TypeDefinition, TypeRef};
use crate::plan::names::{Scope, value_name, variant_name};
use crate::rust::graphql::{self as rust, Graphql};
use crate::rust::{Docs, Ident};

pub(super) fn plan_input(
    names: &Names<'_>,
    sizes: &Sizes<'_>,
    ty: &TypeDefinition,
    fields: &[InputValue],
) -> Graphql {
    let coordinate = |name: &str| format!("{}.{name}", ty.name);
    let is_boxed =
        |it: &InputValue| is_by_value(&it.ty) && sizes.is_recursive(&ty.name, it.ty.name());
    Graphql::Input(rust::Input {
        docs: type_docs(ty),
        ident: names.ident(&ty.name),
        fields: plan_fields(names, fields, &coordinate, &is_boxed),
        is_read: true,
    })
}

pub(super) fn plan_one_of(
    names: &Names<'_>,
    sizes: &Sizes<'_>,
    ty: &TypeDefinition,
    fields: &[InputValue],
) -> Graphql {
    let idents =
        members(fields.iter().map(|it| it.name.as_str()), variant_name, &mut Scope::default());
    let members = fields.iter().zip(idents).map(|(it, ident)| {
        let bare = bare_type(names, &it.ty);
        let name = it.ty.name();
        let is_boxed =
            is_by_value(&it.ty) && (sizes.is_recursive(&ty.name, name) || sizes.is_large(name));
        rust::OneOfMember {
            docs: input_docs(it, &format!("{}.{}", ty.name, it.name)),
            ident,
            name: it.name.clone(),
            ty: if is_boxed { boxed(bare) } else { bare },
        }
    });
    Graphql::OneOf(rust::OneOf {
        docs: type_docs(ty).and("Exactly one of these."),
        ident: names.ident(&ty.name),
        name: ty.name.clone(),
        members: members.collect(),
    })
}

/// The struct of the arguments of a field.
pub(super) fn plan_arguments(
    names: &Names<'_>,
    ident: Ident,
    coordinate: &str,
    arguments: &[InputValue],
) -> Graphql {
    let of_argument = |name: &str| format!("{coordinate}({name}:)");
    Graphql::Input(rust::Input {
        docs: Docs(vec![format!("Arguments of `{coordinate}`.")]),
        ident,
        fields: plan_fields(names, arguments, &of_argument, &|_| false),
        is_read: true,
    })
}

/// The struct of the arguments of a directive, which the schema gives and requests do not.
pub(super) fn plan_directive_arguments(
    names: &Names<'_>,
    ident: Ident,
    name: &str,
    arguments: &[InputValue],
) -> Graphql {
    let fields =
        arguments.iter().zip(argument_idents(arguments)).map(|(it, ident)| rust::InputField {
            docs: input_docs(it, &format!("@{name}({}:)", it.name)),
            ident,
            name: it.name.clone(),
            ty: value_type(names, &it.ty),
            is_nullable: false,
        });
    Graphql::Input(rust::Input {
        docs: Docs(vec![format!("Arguments of `@{name}`.")]),
        ident,
        fields: fields.collect(),
        is_read: false,
    })
}

/// The names of arguments, or of the fields of an input object.
pub(super) fn argument_idents(arguments: &[InputValue]) -> Vec<Ident> {
    members(arguments.iter().map(|it| it.name.as_str()), value_name, &mut Scope::default())
}

/// Where the schema says `!`, a value is there; where it gives a default, it may be null;
/// elsewhere absent and null are two things.
fn plan_fields(
    names: &Names<'_>,
    fields: &[InputValue],
    coordinate: &dyn Fn(&str) -> String,
    is_boxed: &dyn Fn(&InputValue) -> bool,
) -> Vec<rust::InputField> {
    let fields = fields.iter().zip(argument_idents(fields)).map(|(it, ident)| {
        let may_be_null = !matches!(it.ty, TypeRef::NonNull(_));
        let is_nullable = may_be_null && it.default.is_none();
        let ty = if is_nullable { bare_type(names, &it.ty) } else { value_type(names, &it.ty) };
        rust::InputField {
            docs: input_docs(it, &coordinate(&it.name)),
            ident,
            name: it.name.clone(),
            ty: if is_boxed(it) { boxed(ty) } else { ty },
            is_nullable,
        }
    });
    fields.collect()
}

//! Which fields need work, and which directives run around them.

use super::names::Names;
use crate::api::graphql::{Directive, Field, Kind, TypeDefinition, TypeRef};

/// The directives that do nothing but mark a field as one that needs work.
const MARKS: &[&str] = &["batch", "resolver"];

/// Whether a resolver answers a field, rather than a plain field of the struct.
///
/// It does where one of these holds:
///
/// * the field has arguments;
/// * it belongs to a root type;
/// * a directive that runs is applied to it;
/// * it is marked with `@resolver`, which the schema defines as `directive @resolver on FIELD_DEFINITION`;
/// * the manifest names it: `resolvers = ["User.posts"]`, or its type: `["User.*"]`;
/// * the type is one of the application, and cannot hold the field's value: that is of an object type, a union, an
///   interface or an enum which is none of the application;
/// * the type, or the field's value, is one of the application, and hooks of the type run around it.
pub(super) fn is_resolved(names: &Names<'_>, ty: &TypeDefinition, field: &Field) -> bool {
    !field.arguments.is_empty()
        || names.is_root(&ty.name)
        || field.needs_work
        || field.directives.iter().any(|it| names.schema.runs(it) || MARKS.contains(&&*it.name))
        || names.is_bound(&ty.name) && !is_known_to_application(names, &field.ty)
        || (names.is_bound(&ty.name) || names.is_bound(field.ty.name()))
            && !hooks(names, ty, field).is_empty()
}

/// Whether hooks run around a field that is a plain one of its struct otherwise.
pub(super) fn is_wrapped(names: &Names<'_>, ty: &TypeDefinition, field: &Field) -> bool {
    !is_resolved(names, ty, field) && !hooks(names, ty, field).is_empty()
}

/// Whether the application's own types can say what a field gives.
fn is_known_to_application(names: &Names<'_>, ty: &TypeRef) -> bool {
    let Some(ty) = names.ty(ty.name()) else { return true };
    match ty.kind {
        Kind::Scalar { .. } => true,
        _ => ty.model.is_some(),
    }
}

/// The directives that run around a field, the outermost last.
///
/// Those on the field itself are innermost, in reverse: the first one written is the outer one. Around them are those
/// on the type, which count for each of its fields; then those on the field in interfaces, and on the interfaces. A
/// directive that stands nearer keeps one of the same name that stands further away from running.
pub(super) fn hooks<'a>(
    names: &Names<'a>,
    ty: &'a TypeDefinition,
    field: &'a Field,
) -> Vec<&'a Directive> {
    let mut found: Vec<&Directive> = Vec::new();
    let mut add = |level: &'a [Directive]| {
        let is_new = |it: &&Directive| {
            names.schema.runs(it) && !found.iter().any(|other| other.name == it.name)
        };
        let new: Vec<&Directive> = level.iter().filter(is_new).collect();
        found.extend(new.into_iter().rev());
    };
    add(&field.directives);
    add(&ty.directives);
    let Kind::Object { interfaces, .. } = &ty.kind else { return found };
    for interface in interfaces.iter().filter_map(|it| names.ty(it)) {
        let Kind::Interface { fields, .. } = &interface.kind else { continue };
        let Some(declared) = fields.iter().find(|it| it.name == field.name) else { continue };
        add(&declared.directives);
        add(&interface.directives);
    }
    found
}

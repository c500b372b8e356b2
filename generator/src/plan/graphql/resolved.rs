//! Which fields need work, and which directives run.

use super::names::Names;
use crate::api::graphql::{Directive, Field, TypeDefinition};

/// The directives that do nothing but mark a field as one that needs work.
const MARKS: &[&str] = &["batch", "resolver"];

/// Whether a resolver answers a field, rather than a plain field of the struct.
///
/// It does where one of these holds:
///
/// * the field has arguments;
/// * it belongs to a root type;
/// * a directive that runs is applied to it, see [`runs`];
/// * it is marked with `@resolver`, which the schema defines as `directive @resolver on
///   FIELD_DEFINITION`.
pub(super) fn is_resolved(names: &Names<'_>, ty: &TypeDefinition, field: &Field) -> bool {
    !field.arguments.is_empty() || names.is_root(&ty.name) || field.needs_work || is_marked(field)
}

fn is_marked(field: &Field) -> bool {
    field.directives.iter().any(|it| !it.is_about_cost())
}

/// Whether a directive on a field is called before the field's resolver.
///
/// Every directive does that the schema itself defines, but for the mark, and for those that the runtime reads
/// (`@cost`, `@listSize`). The directives of the
/// specification, such as `@deprecated`, are no longer in the model here.
pub(super) fn runs(directive: &Directive) -> bool {
    !MARKS.contains(&&*directive.name) && !directive.is_about_cost()
}

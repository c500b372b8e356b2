//! Where a client has to know the type of a value: `__typename` is asked for there, whoever wrote the document.

use apollo_compiler::executable::{Field, FragmentMap, Selection, SelectionSet};
use apollo_compiler::{Name, Schema};

/// Whether a fragment on `condition` applies to every value of `parent`, whatever types a later schema adds.
pub fn always_applies(schema: &Schema, parent: &str, condition: &str) -> bool {
    parent == condition || schema.is_subtype(condition, parent)
}

/// Asks for `__typename` in every selection set that has something for some types alone.
pub(super) fn add(schema: &Schema, fragments: &FragmentMap, set: &mut SelectionSet) {
    deepen(schema, fragments, set);
    let parent = set.ty.clone();
    if depends_on_type(schema, fragments, &parent, set)
        && !asks_for_typename(set)
        && let Ok(name) = Name::new("__typename")
        && let Ok(field) = set.new_field(schema, name)
    {
        let field: Field = field;
        set.selections.insert(0, field.into());
    }
}

/// The selection sets of fields, also inside inline fragments, which are part of the set around them.
fn deepen(schema: &Schema, fragments: &FragmentMap, set: &mut SelectionSet) {
    for selection in &mut set.selections {
        match selection {
            Selection::Field(it) => {
                if it.selection_set.is_some()
                    && let Some(set) = &mut it.make_mut().selection_set
                {
                    add(schema, fragments, set);
                }
            }
            Selection::InlineFragment(it) => {
                deepen(schema, fragments, &mut it.make_mut().selection_set);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn depends_on_type(
    schema: &Schema,
    fragments: &FragmentMap,
    parent: &str,
    set: &SelectionSet,
) -> bool {
    set.selections.iter().any(|selection| match selection {
        Selection::Field(_) => false,
        Selection::InlineFragment(it) => {
            let condition = it.type_condition.as_deref().unwrap_or(parent);
            !always_applies(schema, parent, condition)
                || depends_on_type(schema, fragments, parent, &it.selection_set)
        }
        Selection::FragmentSpread(it) => fragments
            .get(&it.fragment_name)
            .is_some_and(|it| !always_applies(schema, parent, it.type_condition())),
    })
}

/// Whether the set asks in any case, under the name that we look for.
fn asks_for_typename(set: &SelectionSet) -> bool {
    set.selections.iter().any(|selection| match selection {
        Selection::Field(it) => {
            it.name == "__typename" && it.alias.is_none() && it.directives.is_empty()
        }
        Selection::InlineFragment(_) | Selection::FragmentSpread(_) => false,
    })
}

//! The entities of a federated subgraph: their keys, and what their fields require.

use crate::api::graphql as api;
use crate::diagnostics::Diagnostics;
use crate::graphql::ast::{Selection, SelectionSet};
use crate::graphql::{Document, Federation};

use super::type_ref;

/// What a gateway asks of the schema; selections of fields that are not there are reported.
pub(super) fn lower_subgraph(
    document: &Document,
    schema: &api::Schema,
    diagnostics: &mut Diagnostics,
) -> Option<api::Subgraph> {
    let sdl = document.subgraph_sdl()?.to_owned();
    let federation = document.federation()?;
    let mut lowering = Lowering { document, federation, diagnostics };
    let entities = schema.types.iter().filter_map(|ty| lowering.entity(ty)).collect();
    Some(api::Subgraph { sdl, entities })
}

struct Lowering<'a> {
    document: &'a Document,
    federation: &'a Federation,
    diagnostics: &'a mut Diagnostics,
}

impl Lowering<'_> {
    fn entity(&mut self, ty: &api::TypeDefinition) -> Option<api::Entity> {
        let api::Kind::Object { fields, .. } = &ty.kind else { return None };
        let mut keys = Vec::new();
        for key in self.applied(&ty.directives, "key") {
            let selected = self.selected(ty, &key)?;
            // What other subgraphs may only point at is never asked for here.
            if argument(&key, "resolvable").is_none_or(|it| *it != serde_json::Value::Bool(false)) {
                keys.push(selected);
            }
        }
        if keys.is_empty() {
            return None;
        }
        let mut required: Vec<api::Selected> = Vec::new();
        for field in fields {
            for requires in self.applied(&field.directives, "requires") {
                for selected in self.selected(ty, &requires).unwrap_or_default() {
                    merge(&mut required, selected);
                }
            }
        }
        Some(api::Entity { name: ty.name.clone(), keys, required })
    }

    /// The directives of this name in the specification.
    fn applied(&self, directives: &[api::Directive], name: &str) -> Vec<api::Directive> {
        let named =
            directives.iter().filter(|it| self.federation.directive(&it.name) == Some(name));
        named.cloned().collect()
    }

    fn selected(
        &mut self,
        ty: &api::TypeDefinition,
        directive: &api::Directive,
    ) -> Option<Vec<api::Selected>> {
        let fields = argument(directive, "fields")?.as_str()?;
        match self.document.field_set(&ty.name, fields) {
            Ok(set) => Some(selected(&set)),
            Err(why) => {
                let message = format!("`@{}` of `{}`: {why}", directive.name, ty.name);
                self.diagnostics.invalid_graphql(ty.place.clone(), &message, Vec::new(), None);
                None
            }
        }
    }
}

fn argument<'d>(directive: &'d api::Directive, name: &str) -> Option<&'d serde_json::Value> {
    directive.arguments.iter().find(|(it, _)| it == name).map(|(_, value)| value)
}

/// The fields of a selection; what depends on the type of a value stays open.
fn selected(set: &SelectionSet) -> Vec<api::Selected> {
    let fields = set.selections.iter().filter_map(|it| match it {
        Selection::Field(field) => Some(field),
        Selection::InlineFragment(_) | Selection::FragmentSpread(_) => None,
    });
    let mut found = Vec::new();
    for field in fields.filter(|it| it.name != "__typename") {
        let is_open = |it: &Selection| !matches!(it, Selection::Field(_));
        let inner = match &field.selection_set {
            Some(set) if !set.selections.iter().any(is_open) => selected(set),
            _ => Vec::new(),
        };
        let ty = type_ref(field.ty());
        merge(&mut found, api::Selected { name: field.name.to_string(), ty, fields: inner });
    }
    found
}

/// Adds a selected field; one that is there takes what is selected of its value.
fn merge(fields: &mut Vec<api::Selected>, field: api::Selected) {
    match fields.iter_mut().find(|it| it.name == field.name) {
        Some(there) => field.fields.into_iter().for_each(|it| merge(&mut there.fields, it)),
        None => fields.push(field),
    }
}

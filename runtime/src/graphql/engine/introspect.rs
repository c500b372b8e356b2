//! `__schema` and `__type`, which the engine answers.

use apollo_compiler::executable::{self, InlineFragment, Operation, Selection};
use apollo_compiler::response::{JsonMap, serde_json_bytes};
use apollo_compiler::{ExecutableDocument, Node, introspection, request};
use serde_json::{Map, Value};

use super::{Engine, Executable, lower_error};
use crate::graphql::document::{Document, OperationKind};
use crate::graphql::error::ResponseError;

/// What the engine says of a condition whose variable is null.
const NULL_CONDITION: &str = "non-null argument if of directive @";

impl Engine {
    /// Answers `__schema` and `__type` of the query root, by response key.
    ///
    /// # Errors
    /// What went wrong in them: nothing of the rest of the operation is looked at.
    pub(crate) fn introspect(
        &self,
        executable: &Executable,
        document: &Document,
        variables: &Map<String, Value>,
    ) -> Result<Map<String, Value>, ResponseError> {
        let asked = executable.asked.get_or_init(|| {
            let name = document.name.as_deref();
            let operation = executable.document.operations.get(name).ok();
            let is_query = document.kind == OperationKind::Query;
            operation.filter(|_| is_query).and_then(|it| asked(&executable.document, it))
        });
        let Some(operation) = asked else { return Ok(Map::new()) };
        let sources = &executable.document.sources;
        let refuse = |error: request::RequestError| {
            lower_error(error.to_graphql_error(sources), &executable.places)
        };
        introspection::check_max_depth(&executable.document, operation).map_err(refuse)?;
        let variables: JsonMap = variables
            .iter()
            .map(|(name, value)| (name.as_str().into(), value.clone().into()))
            .collect();
        let variables =
            request::coerce_variable_values(&self.schema, operation, &variables).map_err(refuse)?;
        let response = introspection::partial_execute(
            &self.schema,
            &self.implementers,
            &executable.document,
            operation,
            &variables,
        )
        .map_err(refuse)?;
        if let Some(error) = response.errors.into_iter().next() {
            let mut error = lower_error(error, &executable.places);
            if error.message.contains(NULL_CONDITION) {
                error.message =
                    "Argument \"if\" of non-null type \"Boolean!\" must not be null.".to_owned();
            }
            return Err(error);
        }
        let data = response.data.unwrap_or_default();
        Ok(data.into_iter().map(|(name, value)| (name.as_str().to_owned(), json(value))).collect())
    }
}

fn json(value: serde_json_bytes::Value) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// The operation with nothing but its introspection; none if it has none.
fn asked(document: &ExecutableDocument, operation: &Operation) -> Option<Operation> {
    let selections = kept(document, &operation.selection_set.selections);
    if selections.is_empty() {
        return None;
    }
    let mut operation = operation.clone();
    operation.selection_set.selections = selections;
    Some(operation)
}

/// Validation has refused fragment cycles, so the recursion ends.
fn kept(document: &ExecutableDocument, selections: &[Selection]) -> Vec<Selection> {
    let within = |directives: &executable::DirectiveList, set: &executable::SelectionSet| {
        let selections = kept(document, &set.selections);
        let selection_set = executable::SelectionSet { ty: set.ty.clone(), selections };
        let directives = directives.clone();
        let is_empty = selection_set.selections.is_empty();
        let inline = InlineFragment { type_condition: None, directives, selection_set };
        (!is_empty).then(|| Selection::InlineFragment(Node::new(inline)))
    };
    let kept = selections.iter().filter_map(|selection| match selection {
        Selection::Field(field) => {
            matches!(field.name.as_str(), "__schema" | "__type").then(|| selection.clone())
        }
        Selection::InlineFragment(inline) => within(&inline.directives, &inline.selection_set),
        Selection::FragmentSpread(spread) => {
            let fragment = document.fragments.get(&spread.fragment_name)?;
            within(&spread.directives, &fragment.selection_set)
        }
    });
    kept.collect()
}

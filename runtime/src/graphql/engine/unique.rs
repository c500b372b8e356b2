//! Names of input fields, each once in its object (specification, section 5.6.3): the engine does not look.

use std::collections::BTreeSet;

use apollo_compiler::ExecutableDocument;
use apollo_compiler::Node;
use apollo_compiler::ast::Value;
use apollo_compiler::executable::{DirectiveList, Selection, SelectionSet};

use super::places::Places;
use crate::graphql::error::ResponseError;

/// The errors of a document.
pub(super) fn check(document: &ExecutableDocument, places: &Places) -> Vec<ResponseError> {
    let mut checking = Checking { places, errors: Vec::new() };
    for operation in document.operations.iter() {
        for variable in &operation.variables {
            variable.default_value.iter().for_each(|it| checking.value(it));
            checking.directives(&variable.directives);
        }
        checking.directives(&operation.directives);
        checking.selections(&operation.selection_set);
    }
    for fragment in document.fragments.values() {
        checking.directives(&fragment.directives);
        checking.selections(&fragment.selection_set);
    }
    checking.errors
}

struct Checking<'d> {
    places: &'d Places,
    errors: Vec<ResponseError>,
}

impl Checking<'_> {
    fn selections(&mut self, set: &SelectionSet) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    field.arguments.iter().for_each(|it| self.value(&it.value));
                    self.directives(&field.directives);
                    field.selection_set.iter().for_each(|it| self.selections(it));
                }
                Selection::InlineFragment(inline) => {
                    self.directives(&inline.directives);
                    self.selections(&inline.selection_set);
                }
                Selection::FragmentSpread(spread) => self.directives(&spread.directives),
            }
        }
    }

    fn directives(&mut self, directives: &DirectiveList) {
        let arguments = directives.iter().flat_map(|it| &it.arguments);
        arguments.for_each(|it| self.value(&it.value));
    }

    fn value(&mut self, value: &Node<Value>) {
        match &**value {
            Value::List(items) => items.iter().for_each(|it| self.value(it)),
            Value::Object(entries) => {
                let mut names = BTreeSet::new();
                for (name, value) in entries {
                    if !names.insert(name) {
                        let message =
                            format!("There can be only one input field named \"{name}\".");
                        let location = name.location().map(|it| self.places.at(it.offset()));
                        self.errors.push(ResponseError::request(message, location));
                    }
                    self.value(value);
                }
            }
            _ => {}
        }
    }
}

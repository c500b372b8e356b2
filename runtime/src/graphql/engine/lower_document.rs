//! From the engine's document to [`Document`]: one operation, and all fragments.

use apollo_compiler::ast::Value as AstValue;
use apollo_compiler::executable::{self, OperationType, SelectionSet};
use apollo_compiler::parser::SourceSpan;
use apollo_compiler::{ExecutableDocument, Name};
use serde_json::Value;

use super::lower_schema::lower_input_ref;
use super::places::Places;
use super::{Engine, Executable};
use crate::graphql::document::{
    Condition, Document, Field, Inline, Literal, OperationKind, Selection, Spread, Test, Variable,
};
use crate::graphql::error::{Location, ResponseError};
use crate::graphql::type_system::TypeSystem;

impl Engine {
    /// The operation of that name, or the only one.
    pub(crate) fn lower_document(
        &self,
        types: &TypeSystem,
        executable: &Executable,
        operation_name: Option<&str>,
    ) -> Result<Document, ResponseError> {
        let document = &executable.document;
        let operation = document.operations.get(operation_name);
        let operation = operation
            .map_err(|_| ResponseError::request(no_operation(document, operation_name), None))?;
        let lowering = Lowering { places: &executable.places };
        let mut variables = Vec::new();
        for variable in &operation.variables {
            let ty = lower_input_ref(types, &variable.ty).map_err(|error| {
                ResponseError::request(error.to_string(), lowering.at(variable.location()))
            })?;
            let default = variable.default_value.as_ref().map(|value| constant(value));
            let location = lowering.at(variable.location());
            variables.push(Variable { name: variable.name.to_string(), ty, default, location });
        }
        let fragments = document.fragments.iter().map(|(name, fragment)| {
            let selections = lowering.selections(&fragment.selection_set);
            let on = Some(fragment.selection_set.ty.to_string());
            (name.to_string(), Inline { on, conditions: Vec::new(), selections })
        });
        Ok(Document {
            kind: match operation.operation_type {
                OperationType::Query => OperationKind::Query,
                OperationType::Mutation => OperationKind::Mutation,
                OperationType::Subscription => OperationKind::Subscription,
            },
            name: operation.name.as_ref().map(|it| it.as_str().into()),
            variables,
            fragments: fragments.collect(),
            selections: lowering.selections(&operation.selection_set),
        })
    }
}

fn no_operation(document: &ExecutableDocument, name: Option<&str>) -> String {
    match name {
        Some(name) => format!("Unknown operation named \"{name}\"."),
        None if document.operations.is_empty() => "Must provide an operation.".to_owned(),
        None => "Must provide operation name if query contains multiple operations.".to_owned(),
    }
}

struct Lowering<'d> {
    places: &'d Places,
}

impl Lowering<'_> {
    fn at(&self, span: Option<SourceSpan>) -> Option<Location> {
        Some(self.places.at(span?.offset()))
    }

    fn selections(&self, set: &SelectionSet) -> Vec<Selection> {
        set.selections.iter().map(|selection| self.selection(selection)).collect()
    }

    fn selection(&self, selection: &executable::Selection) -> Selection {
        match selection {
            executable::Selection::Field(field) => Selection::Field(Field {
                key: field.response_name().to_string(),
                name: field.name.to_string(),
                arguments: field
                    .arguments
                    .iter()
                    .map(|it| (it.name.to_string(), argument(&it.value)))
                    .collect(),
                argument_locations: field
                    .arguments
                    .iter()
                    .map(|it| self.at(it.value.location()))
                    .collect(),
                conditions: self.conditions(&field.directives),
                selections: field
                    .selection_set
                    .as_ref()
                    .map(|set| self.selections(set))
                    .unwrap_or_default(),
                location: self.at(field.alias.as_ref().unwrap_or(&field.name).location()),
            }),
            executable::Selection::InlineFragment(inline) => Selection::Inline(Inline {
                on: inline.type_condition.as_ref().map(Name::to_string),
                conditions: self.conditions(&inline.directives),
                selections: self.selections(&inline.selection_set),
            }),
            executable::Selection::FragmentSpread(spread) => Selection::Spread(Spread {
                fragment: spread.fragment_name.to_string(),
                conditions: self.conditions(&spread.directives),
            }),
        }
    }

    fn conditions(&self, directives: &executable::DirectiveList) -> Vec<Condition> {
        let mut conditions = Vec::new();
        for (name, keep) in [("skip", false), ("include", true)] {
            let value = directives.get(name).and_then(|it| it.specified_argument_by_name("if"));
            let test = match value.map(|value| &**value) {
                Some(AstValue::Boolean(holds)) => Test::Constant(*holds),
                Some(AstValue::Variable(name)) => Test::Variable(name.to_string()),
                _ => continue,
            };
            let location = self.at(value.and_then(|it| it.location()));
            conditions.push(Condition { keep, test, location });
        }
        conditions
    }
}

/// An argument as it is written; with its text where variables are within.
fn argument(value: &AstValue) -> Literal {
    let mut literal = literal(value);
    if let Literal::List { text, .. } | Literal::Object { text, .. } = &mut literal {
        // The engine leaves tabs as they are; graphql-js escapes them.
        *text = value.serialize().no_indent().to_string().replace('\t', "\\t").into();
    }
    literal
}

fn literal(value: &AstValue) -> Literal {
    let text = Box::default();
    match value {
        AstValue::Variable(name) => Literal::Variable(name.to_string()),
        AstValue::List(items) if has_variable(value) => {
            Literal::List { items: items.iter().map(|it| literal(it)).collect(), text }
        }
        AstValue::Object(entries) if has_variable(value) => {
            let entries = entries.iter().map(|(name, value)| (name.to_string(), literal(value)));
            Literal::Object { entries: entries.collect(), text }
        }
        value => Literal::Constant(constant(value)),
    }
}

fn has_variable(value: &AstValue) -> bool {
    match value {
        AstValue::Variable(_) => true,
        AstValue::List(items) => items.iter().any(|it| has_variable(it)),
        AstValue::Object(entries) => entries.iter().any(|(_, value)| has_variable(value)),
        _ => false,
    }
}

/// A value without variables, as JSON; enum values become strings.
pub(super) fn constant(value: &AstValue) -> Value {
    match value {
        AstValue::Null | AstValue::Variable(_) => Value::Null,
        AstValue::Boolean(it) => Value::from(*it),
        AstValue::String(it) => Value::from(it.as_str()),
        AstValue::Enum(name) => Value::from(name.as_str()),
        AstValue::Int(it) => match it.as_str().parse::<i64>() {
            Ok(number) => Value::from(number),
            Err(_) => it.try_to_f64().map(Value::from).unwrap_or_default(),
        },
        AstValue::Float(it) => it.try_to_f64().map(Value::from).unwrap_or_default(),
        AstValue::List(items) => items.iter().map(|it| constant(it)).collect(),
        AstValue::Object(entries) => Value::Object(
            entries.iter().map(|(name, value)| (name.to_string(), constant(value))).collect(),
        ),
    }
}

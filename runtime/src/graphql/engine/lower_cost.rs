//! From the engine's schema to [`Costs`]: `@cost` and `@listSize`, and what holds without them.

use apollo_compiler::Node;
use apollo_compiler::ast::{Directive, FieldDefinition, Value};
use apollo_compiler::schema::ExtendedType;

use super::Engine;
use crate::graphql::cost::{Cost, Costs, ListSize, MUTATION, SLICING, Slicing, TypeCost};
use crate::graphql::error::SchemaError;
use crate::graphql::table::Tables;

impl Engine {
    /// What fields and types cost.
    pub(crate) fn lower_costs(&self, tables: &Tables) -> Result<Costs, SchemaError> {
        let mut costs = Costs::default();
        let outputs = || self.schema.types.iter().filter(|(_, it)| it.is_output_type());
        costs.names =
            outputs().enumerate().map(|(index, (name, _))| (name.to_string(), index)).collect();
        let roots = &self.schema.schema_definition;
        costs.query = roots.query.as_ref().and_then(|it| costs.ty(it));
        costs.mutation = roots.mutation.as_ref().and_then(|it| costs.ty(it));
        costs.subscription = roots.subscription.as_ref().and_then(|it| costs.ty(it));
        let mut number = 0;
        for (name, definition) in outputs() {
            let mut ty = lower_type(definition);
            // Introspection is bounded by the schema itself.
            if name.starts_with("__") {
                ty.weight = 0;
            }
            let called = if costs.mutation == Some(costs.types.len()) { MUTATION } else { 0 };
            let fields = match definition {
                ExtendedType::Object(it) => Some(&it.fields),
                ExtendedType::Interface(it) => Some(&it.fields),
                _ => None,
            };
            for field in fields.into_iter().flat_map(|it| it.values()) {
                number += 1;
                let cost = lower_field(&costs, field, called, number);
                ty.fields.insert(field.name.to_string(), cost);
            }
            costs.types.push(ty);
        }
        self.weigh_abstract(&mut costs);
        costs.apply(tables.costs, |ty, field, argument| {
            default(self.schema.type_field(ty, field).ok()?, argument)
        })?;
        Ok(costs)
    }

    /// A value of an interface or a union costs as much as the most expensive one.
    fn weigh_abstract(&self, costs: &mut Costs) {
        let weight = |costs: &Costs, name: &str| {
            let index = costs.ty(name)?;
            costs.types.get(index).map(|it| it.weight)
        };
        for (name, definition) in &self.schema.types {
            let members: Vec<&str> = match definition {
                ExtendedType::Interface(_) => {
                    let implementers = self.implementers.get(name).into_iter();
                    implementers.flat_map(|it| &it.objects).map(|it| it.as_str()).collect()
                }
                ExtendedType::Union(it) => it.members.iter().map(|it| it.as_str()).collect(),
                _ => continue,
            };
            let greatest = members.into_iter().filter_map(|it| weight(costs, it)).max();
            let ty = costs.ty(name).and_then(|index| costs.types.get_mut(index));
            if let (Some(ty), Some(greatest)) = (ty, greatest) {
                ty.weight = greatest;
            }
        }
    }
}

fn lower_type(definition: &ExtendedType) -> TypeCost {
    let given = definition.directives().get("cost").and_then(weight);
    let (default, is_abstract) = match definition {
        ExtendedType::Interface(_) | ExtendedType::Union(_) => (1, true),
        ExtendedType::Object(_) => (1, false),
        ExtendedType::Scalar(_) | ExtendedType::Enum(_) | ExtendedType::InputObject(_) => {
            (0, false)
        }
    };
    TypeCost { weight: given.unwrap_or(default), is_abstract, ..TypeCost::default() }
}

fn lower_field(costs: &Costs, field: &FieldDefinition, called: u64, number: usize) -> Cost {
    let arguments = field.arguments.iter().filter_map(|it| {
        let weight = it.directives.get("cost").and_then(weight)?;
        Some((it.name.to_string(), weight))
    });
    let mut ty = &field.ty;
    let mut lists = 0;
    while ty.is_list() {
        ty = ty.item_type();
        lists += 1;
    }
    Cost {
        weight: field.directives.get("cost").and_then(weight).unwrap_or(called),
        named: costs.ty(ty.inner_named_type()).unwrap_or_default(),
        lists,
        arguments: arguments.collect(),
        list: lower_list_size(field, number),
    }
}

fn lower_list_size(field: &FieldDefinition, number: usize) -> ListSize {
    let slicing = |names: Vec<&str>| {
        let known = names.into_iter().filter(|name| field.argument_by_name(name).is_some());
        known
            .map(|name| Slicing { name: name.to_owned(), default: default(field, name) })
            .collect::<Vec<_>>()
    };
    let Some(directive) = field.directives.get("listSize") else {
        let is_int = |name: &&str| {
            field.argument_by_name(name).is_some_and(|it| it.ty.inner_named_type() == "Int")
        };
        let slicing = slicing(SLICING.into_iter().filter(is_int).collect());
        return ListSize { number, slicing, ..ListSize::default() };
    };
    let argument = |name: &str| directive.specified_argument_by_name(name).map(|value| &**value);
    let slicing = slicing(names(argument("slicingArguments")));
    ListSize {
        number,
        assumed: argument("assumedSize").and_then(number_of),
        sized_fields: names(argument("sizedFields")).into_iter().map(str::to_owned).collect(),
        // Where nothing can slice, nothing is missing.
        requires_one: !slicing.is_empty()
            && argument("requireOneSlicingArgument").and_then(Value::to_bool).unwrap_or(true),
        slicing,
    }
}

/// The weight of a `@cost`, which is a string in the specification and a number elsewhere.
fn weight(directive: &Node<Directive>) -> Option<u64> {
    number_of(directive.specified_argument_by_name("weight")?)
}

fn default(field: &FieldDefinition, argument: &str) -> Option<u64> {
    number_of(field.argument_by_name(argument)?.default_value.as_deref()?)
}

/// Fractions are rounded up, and nothing is less than nothing.
fn number_of(value: &Value) -> Option<u64> {
    let number: f64 = match value {
        Value::String(text) => text.trim().parse().ok()?,
        value => value.to_f64()?,
    };
    Some(number.ceil().max(0.0) as u64)
}

fn names(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::List(items)) => items.iter().filter_map(|it| it.as_str()).collect(),
        Some(value) => value.as_str().into_iter().collect(),
        None => Vec::new(),
    }
}

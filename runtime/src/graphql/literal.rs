//! Arguments whose literals contain variables: coerced for each request (specification, section 6.4.1).
//!
//! The document was validated and the variables are coerced, so little can be wrong here: a variable that may be null
//! or absent in a place that may not.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::coerce::coerce_value;
use super::document::Literal;
use super::type_system::{InputField, InputKind, InputOf, InputRef, TypeSystem};

type Variables = Map<String, Value>;

/// The arguments of a field; the error is the name of one of them, and the message of graphql-js.
pub(crate) fn coerce_literals(
    types: &TypeSystem,
    definitions: &[InputField],
    given: &[(String, Literal)],
    variables: &Variables,
) -> Result<Variables, (String, String)> {
    let mut coerced = Map::new();
    for InputField { name, ty, default } in definitions {
        let literal = given.iter().find(|(it, _)| it == name).map(|(_, literal)| literal);
        let required = || format!("Argument \"{name}\" of required type \"{}\"", types.display(ty));
        let refuse = |message: String| Err((name.clone(), message));
        match (literal.filter(|it| !it.is_absent(variables)), default, literal) {
            (None, Some(default), _) => {
                let default = coerce_value(types, ty, default).unwrap_or_default();
                coerced.insert(name.clone(), default);
            }
            (None, None, _) if ty.nullable => {}
            (None, None, Some(Literal::Variable(variable))) => {
                return refuse(format!(
                    "{} was provided the variable \"${variable}\" which was not provided a runtime value.",
                    required()
                ));
            }
            (None, None, _) => return refuse(format!("{} was not provided.", required())),
            (Some(literal), ..) if literal.is_null(variables) && !ty.nullable => {
                let ty = types.display(ty);
                return refuse(format!(
                    "Argument \"{name}\" of non-null type \"{ty}\" must not be null."
                ));
            }
            (Some(literal), ..) => {
                let Some(value) = fill(types, ty, literal, variables) else {
                    return refuse(format!(
                        "Argument \"{name}\" has invalid value {}.",
                        literal.text()
                    ));
                };
                coerced.insert(name.clone(), value);
            }
        }
    }
    Ok(coerced)
}

/// The value of a literal; none if it is no value of the type.
fn fill(
    types: &TypeSystem,
    ty: &InputRef,
    literal: &Literal,
    variables: &Variables,
) -> Option<Value> {
    match (literal, &ty.of) {
        (Literal::Variable(name), _) => {
            variables.get(name).filter(|it| ty.nullable || !it.is_null()).cloned()
        }
        (Literal::Constant(value), _) => coerce_value(types, ty, value),
        (Literal::List { items, .. }, InputOf::List(item)) => {
            let items = items.iter().map(|it| match it.is_absent(variables) {
                true => item.nullable.then_some(Value::Null),
                false => fill(types, item, it, variables),
            });
            items.collect()
        }
        (single, InputOf::List(item)) => {
            fill(types, item, single, variables).map(|it| Value::Array(vec![it]))
        }
        (literal, InputOf::Named(index)) => match (&types.inputs[*index].kind, literal) {
            (InputKind::Object { fields, one_of }, Literal::Object { entries, .. }) => {
                object(types, fields, *one_of, entries, variables)
            }
            (InputKind::Scalar(_), literal) => coerce_value(types, ty, &literal.fill(variables)?),
            _ => None,
        },
    }
}

fn object(
    types: &TypeSystem,
    fields: &[InputField],
    one_of: bool,
    entries: &[(String, Literal)],
    variables: &Variables,
) -> Option<Value> {
    let given: BTreeMap<&str, &Literal> =
        entries.iter().map(|(name, literal)| (name.as_str(), literal)).collect();
    let mut coerced = Map::new();
    for InputField { name, ty, default } in fields {
        let literal = given.get(name.as_str()).filter(|it| !it.is_absent(variables));
        let value = match (literal, default) {
            (Some(literal), _) => fill(types, ty, literal, variables)?,
            (None, Some(default)) => coerce_value(types, ty, default)?,
            (None, None) if ty.nullable => continue,
            (None, None) => return None,
        };
        coerced.insert(name.clone(), value);
    }
    let is_one = || coerced.len() == 1 && coerced.values().all(|it| !it.is_null());
    (!one_of || is_one()).then_some(Value::Object(coerced))
}

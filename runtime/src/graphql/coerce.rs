//! Input coercion (specification, sections 3.5 to 3.12 and 6.1.2), driven by the schema.
//!
//! A value that comes out is complete: defaults are in, single values are lists where lists are expected,
//! an `ID` is a string, a `Float` is a float. Coercing it again changes nothing.

use std::fmt;

use serde_json::{Map, Number, Value};

use super::document::Variable;
use super::error::ResponseError;
use super::type_system::{InputField, InputKind, InputOf, InputRef, InputType, TypeSystem};

/// How many bad values one request reports.
const MAX_ERRORS: usize = 50;

/// Characters of a bad value that a message quotes.
const MAX_QUOTED: usize = 500;

/// One bad value: its place within the value that was coerced, the value itself, and what is wrong.
struct BadValue {
    place: String,
    /// The value as messages quote it.
    quoted: String,
    problem: String,
}

impl BadValue {
    /// The message of graphql-js, about a variable or an argument of that name.
    fn message(&self, subject: &str, name: &str) -> String {
        let Self { place, quoted, problem } = self;
        let at = if place.is_empty() { String::new() } else { format!(" at \"{name}{place}\"") };
        format!("{subject} invalid value {quoted}{at}; {problem}")
    }
}

/// Coerces the variables of a request; variables without value and default stay absent.
pub(crate) fn coerce_variables(
    types: &TypeSystem,
    variables: &[Variable],
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, Vec<ResponseError>> {
    let mut coerced = Map::new();
    let mut errors = Vec::new();
    for variable in variables {
        let name = &variable.name;
        let Some(value) = given.get(name).or(variable.default.as_ref()) else {
            if !variable.ty.nullable {
                let ty = types.display(&variable.ty);
                let message =
                    format!("Variable \"${name}\" of required type \"{ty}\" was not provided.");
                errors.push(ResponseError::request(message, variable.location));
            }
            continue;
        };
        if value.is_null() && !variable.ty.nullable {
            let ty = types.display(&variable.ty);
            let message =
                format!("Variable \"${name}\" of non-null type \"{ty}\" must not be null.");
            errors.push(ResponseError::request(message, variable.location));
            continue;
        }
        match coerce(types, &variable.ty, value) {
            Ok(value) => drop(coerced.insert(name.clone(), value)),
            Err(bad_values) => errors.extend(bad_values.into_iter().map(|bad| {
                let message = bad.message(&format!("Variable \"${name}\" got"), name);
                ResponseError::request(message, variable.location)
            })),
        }
        if errors.len() >= MAX_ERRORS {
            errors.truncate(MAX_ERRORS);
            errors.push(ResponseError::request(
                "Too many errors processing variables, error limit reached. Execution aborted.",
                None,
            ));
            break;
        }
    }
    if errors.is_empty() { Ok(coerced) } else { Err(errors) }
}

/// Coerces the arguments of a field from the values given in the document (specification, section 6.4.1).
pub(crate) fn coerce_arguments(
    types: &TypeSystem,
    arguments: &[InputField],
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, String> {
    let mut coerced = Map::new();
    for argument in arguments {
        let name = &argument.name;
        let Some(value) = given.get(name).or(argument.default.as_ref()) else {
            if !argument.ty.nullable {
                let ty = types.display(&argument.ty);
                return Err(format!(
                    "Argument \"{name}\" of required type \"{ty}\" was not provided."
                ));
            }
            continue;
        };
        if value.is_null() && !argument.ty.nullable {
            let ty = types.display(&argument.ty);
            return Err(format!("Argument \"{name}\" of non-null type \"{ty}\" must not be null."));
        }
        let value = coerce(types, &argument.ty, value).map_err(|bad_values| {
            let subject = format!("Argument \"{name}\" has");
            bad_values.first().map_or_else(String::new, |bad| bad.message(&subject, name))
        })?;
        coerced.insert(name.clone(), value);
    }
    Ok(coerced)
}

/// Coerces one value; none if it is no value of the type.
pub(crate) fn coerce_value(types: &TypeSystem, ty: &InputRef, value: &Value) -> Option<Value> {
    coerce(types, ty, value).ok()
}

fn coerce(types: &TypeSystem, ty: &InputRef, value: &Value) -> Result<Value, Vec<BadValue>> {
    let mut coercion = Coercion { types, place: String::new(), bad_values: Vec::new() };
    let value = coercion.reference(ty, value);
    if coercion.bad_values.is_empty() { Ok(value) } else { Err(coercion.bad_values) }
}

struct Coercion<'t> {
    types: &'t TypeSystem,
    /// `.field[0]` and so on.
    place: String,
    bad_values: Vec<BadValue>,
}

impl Coercion<'_> {
    fn reference(&mut self, ty: &InputRef, value: &Value) -> Value {
        if value.is_null() {
            if !ty.nullable {
                let ty = self.types.display(ty);
                let message = format!("Expected non-nullable type \"{ty}\" not to be null.");
                return self.refuse(value, message);
            }
            return Value::Null;
        }
        match &ty.of {
            InputOf::Named(index) => self.named(&self.types.inputs[*index], value),
            InputOf::List(item) => match value {
                Value::Array(values) => {
                    let items = values.iter().enumerate();
                    items
                        .map(|(index, value)| {
                            self.within(&format!("[{index}]"), |it| it.reference(item, value))
                        })
                        .collect()
                }
                single => Value::Array(vec![self.reference(item, single)]),
            },
        }
    }

    fn named(&mut self, ty: &InputType, value: &Value) -> Value {
        match &ty.kind {
            InputKind::Int => self.int(value),
            InputKind::Float => match value.as_f64() {
                Some(number) => Value::from(number),
                None => self.refuse(
                    value,
                    format!("Float cannot represent non numeric value: {}", quote(value)),
                ),
            },
            InputKind::String => match value {
                Value::String(_) => value.clone(),
                _ => self.refuse(
                    value,
                    format!("String cannot represent a non string value: {}", quote(value)),
                ),
            },
            InputKind::Boolean => match value {
                Value::Bool(_) => value.clone(),
                _ => self.refuse(
                    value,
                    format!("Boolean cannot represent a non boolean value: {}", quote(value)),
                ),
            },
            InputKind::Id => match value {
                Value::String(_) => value.clone(),
                Value::Number(number) if !number.is_f64() => Value::from(number.to_string()),
                // JSON has one kind of number: 3.0 is an integer.
                Value::Number(number) if whole(number).is_some() => {
                    Value::from(format!("{:.0}", whole(number).unwrap_or_default()))
                }
                _ => self.refuse(value, format!("ID cannot represent value: {}", quote(value))),
            },
            InputKind::Scalar(None) => value.clone(),
            InputKind::Scalar(Some(check)) => match check(value) {
                Ok(()) => value.clone(),
                Err(error) => self.refuse(value, format!("Expected type \"{}\". {error}", ty.name)),
            },
            InputKind::Enum(names) => match value {
                Value::String(name) if names.contains(name) => value.clone(),
                Value::String(name) => self.refuse(
                    value,
                    format!("Value \"{name}\" does not exist in \"{}\" enum.", ty.name),
                ),
                _ => self.refuse(
                    value,
                    format!(
                        "Enum \"{}\" cannot represent non-string value: {}.",
                        ty.name,
                        quote(value)
                    ),
                ),
            },
            InputKind::Object { fields, one_of } => self.object(ty, fields, *one_of, value),
        }
    }

    fn int(&mut self, value: &Value) -> Value {
        let whole = match value {
            Value::Number(number) => whole(number),
            _ => None,
        };
        match whole {
            None => self
                .refuse(value, format!("Int cannot represent non-integer value: {}", quote(value))),
            Some(whole) if whole < f64::from(i32::MIN) || whole > f64::from(i32::MAX) => self
                .refuse(
                    value,
                    format!("Int cannot represent non 32-bit signed integer value: {value}"),
                ),
            Some(whole) => Value::from(whole as i32),
        }
    }

    fn object(
        &mut self,
        ty: &InputType,
        fields: &[InputField],
        one_of: bool,
        value: &Value,
    ) -> Value {
        let Value::Object(given) = value else {
            return self.refuse(value, format!("Expected type \"{}\" to be an object.", ty.name));
        };
        let mut coerced = Map::new();
        for field in fields {
            let place = format!(".{}", field.name);
            match (given.get(&field.name), &field.default) {
                (Some(provided), _) => {
                    let provided = self.within(&place, |it| it.reference(&field.ty, provided));
                    coerced.insert(field.name.clone(), provided);
                }
                (None, Some(default)) => {
                    let default = self.within(&place, |it| it.reference(&field.ty, default));
                    coerced.insert(field.name.clone(), default);
                }
                (None, None) if !field.ty.nullable => {
                    let ty = self.types.display(&field.ty);
                    let message = format!(
                        "Field \"{}\" of required type \"{ty}\" was not provided.",
                        field.name
                    );
                    self.refuse(value, message);
                }
                (None, None) => {}
            }
        }
        for name in given.keys().filter(|name| !fields.iter().any(|field| field.name == **name)) {
            self.refuse(value, format!("Field \"{name}\" is not defined by type \"{}\".", ty.name));
        }
        if one_of {
            self.one_of(ty, &coerced, given, value);
        }
        Value::Object(coerced)
    }

    /// Specification, section 3.10.1.
    fn one_of(
        &mut self,
        ty: &InputType,
        coerced: &Map<String, Value>,
        given: &Map<String, Value>,
        value: &Value,
    ) {
        if coerced.len() != 1 {
            let message =
                format!("Exactly one key must be specified for OneOf type \"{}\".", ty.name);
            self.refuse(value, message);
        }
        let first = coerced.keys().next().and_then(|name| given.get_key_value(name));
        for (name, null) in first.into_iter().filter(|(_, value)| value.is_null()) {
            self.within(&format!(".{name}"), |it| {
                it.refuse(null, format!("Field \"{name}\" must be non-null."))
            });
        }
    }

    fn within(&mut self, place: &str, coerce: impl FnOnce(&mut Self) -> Value) -> Value {
        let outer = self.place.len();
        self.place.push_str(place);
        let value = coerce(self);
        self.place.truncate(outer);
        value
    }

    fn refuse(&mut self, value: &Value, problem: String) -> Value {
        if self.bad_values.len() <= MAX_ERRORS {
            self.bad_values.push(BadValue {
                place: self.place.clone(),
                quoted: quote(value),
                problem,
            });
        }
        Value::Null
    }
}

fn whole(number: &Number) -> Option<f64> {
    number.as_f64().filter(|number| number.fract() == 0.0)
}

fn quote(value: &Value) -> String {
    let mut quoted = Inspected { value, depth: 1 }.to_string();
    if let Some((end, _)) = quoted.char_indices().nth(MAX_QUOTED) {
        quoted.truncate(end);
        quoted.push('…');
    }
    quoted
}

/// A value as graphql-js quotes it: two levels of it, and ten items of a list.
struct Inspected<'v> {
    value: &'v Value,
    depth: usize,
}

impl fmt::Display for Inspected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = |value| Inspected { value, depth: self.depth + 1 };
        match self.value {
            Value::Array(items) if !items.is_empty() && self.depth > 2 => f.write_str("[Array]"),
            Value::Object(members) if !members.is_empty() && self.depth > 2 => {
                f.write_str("[Object]")
            }
            Value::Array(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().take(10).enumerate() {
                    write!(f, "{}{}", if index == 0 { "" } else { ", " }, inner(item))?;
                }
                match items.len().saturating_sub(10) {
                    0 => f.write_str("]"),
                    1 => f.write_str(", ... 1 more item]"),
                    more => write!(f, ", ... {more} more items]"),
                }
            }
            Value::Object(members) if !members.is_empty() => {
                for (index, (name, value)) in members.iter().enumerate() {
                    write!(f, "{} {name}: {}", if index == 0 { "{" } else { "," }, inner(value))?;
                }
                f.write_str(" }")
            }
            scalar => scalar.fmt(f),
        }
    }
}

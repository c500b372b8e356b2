//! The codec of values that a schema leaves open.

use serde_json::{Map, Number, Value};

use super::{Error, Form, Json, Kind, Reader, Writer};

impl Json for Value {
    fn blank() -> Self {
        Self::Null
    }

    fn is_nullable() -> bool {
        true
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        *self = match r.kind()? {
            Kind::Null => {
                r.skip()?;
                Self::Null
            }
            Kind::Boolean => {
                let mut value = false;
                r.value(&mut value)?;
                Self::Bool(value)
            }
            Kind::Number => {
                let mut number = Number::from(0);
                r.number("a number", &mut |digits| {
                    digits.parse().map(|value| number = value).is_ok()
                })?;
                Self::Number(number)
            }
            Kind::String => {
                let mut value = String::new();
                r.value(&mut value)?;
                Self::String(value)
            }
            Kind::Array => {
                let mut list: Vec<Self> = Vec::new();
                r.value(&mut list)?;
                Self::Array(list)
            }
            Kind::Object => {
                let mut map = Map::new();
                r.map(&mut |r| {
                    let mut value = Self::Null;
                    r.value(&mut value)?;
                    map.insert(r.key(), value);
                    Ok(())
                })?;
                Self::Object(map)
            }
        };
        Ok(Form::Whole)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        match self {
            Self::Null => w.raw("null"),
            Self::Bool(value) => w.value(value),
            Self::Number(value) => w.raw(&value.to_string()),
            Self::String(value) => w.string(value),
            Self::Array(list) => w.value(list),
            Self::Object(map) => {
                w.begin_object();
                for (key, value) in map {
                    w.member(key, value);
                }
                w.end_object();
            }
        }
        Form::Whole
    }
}

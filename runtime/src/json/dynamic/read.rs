//! Reading a value by its type, as the codec would that is generated for it.

use super::{Decode, Dynamic, Held, Others, Type, Union};
use crate::json::{Assertion, Error, Form, Reader, Value};

impl Dynamic {
    pub(super) fn read_type(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        let ty = self.ty.resolved();
        if r.is_optional && !ty.is_nullable() && r.no_value(false)? {
            self.held = Held::Absent;
            return Ok(Form::Whole);
        }
        if let Type::Option(_) = ty
            && r.null()?
        {
            self.held = Held::Null;
            return Ok(Form::Whole);
        }
        match ty.core() {
            Type::Any | Type::Named(_) | Type::Option(_) => {
                let mut value = Value::Null;
                r.value(&mut value)?;
                self.held = Held::Other(value);
            }
            Type::Scalar(scalar) => {
                let mut value = scalar.blank();
                let outcome = r.value(value.as_mut());
                self.held = Held::Scalar(value);
                outcome?;
            }
            Type::List(inner) => {
                let mut list = Vec::new();
                let outcome = r.array(&mut |r| {
                    let mut item = Self::new(*inner);
                    r.value(&mut item)?;
                    list.push(item);
                    Ok(())
                });
                self.held = Held::List(list);
                outcome?;
            }
            Type::Map(inner) => {
                let mut map = std::collections::BTreeMap::new();
                let outcome = r.map(&mut |r| {
                    let mut value = Self::new(*inner);
                    r.value(&mut value)?;
                    map.insert(r.key(), value);
                    Ok(())
                });
                self.held = Held::Map(map);
                outcome?;
            }
            Type::Object(object) => {
                let members = object.members.iter().map(|it| Self::new(it.ty)).collect();
                let ty = object.rest.map_or(Type::Any, |it| it.0);
                self.held = Held::Object(members, Others { map: Default::default(), ty });
                return Ok(Form::Members);
            }
            Type::Enumeration(_, assertion) => {
                return self.asserted(r, assertion, Self::read_enumeration);
            }
            Type::Union(union) => return self.asserted(r, union.assertion, Self::read_union),
        }
        Ok(Form::Whole)
    }

    fn asserted(
        &mut self,
        r: &mut Reader<'_>,
        assertion: Option<Assertion>,
        read: fn(&mut Self, &mut Reader<'_>) -> Result<Form, Error>,
    ) -> Result<Form, Error> {
        match assertion {
            Some(assertion) => r.asserted(self, assertion, read),
            None => read(self, r),
        }
    }

    fn read_enumeration(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        let Type::Enumeration(values, _) = self.ty.core() else { return Ok(Form::Whole) };
        let mut text = String::new();
        let outcome = r.enumeration(&mut text, values, |text| text);
        self.held = Held::Text(text);
        outcome
    }

    fn read_union(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        let Type::Union(union) = self.ty.core() else { return Ok(Form::Whole) };
        let found = match &union.decode {
            Decode::Tag(member, texts) => {
                let text = r.tag(member)?;
                texts.iter().find(|it| text.as_ref() == Some(&it.0)).map(|it| it.1)
            }
            Decode::Kind(kinds) => {
                let kind = r.kind()?;
                kinds.iter().find(|it| it.0 == kind).map(|it| it.1)
            }
            Decode::Choice(choice, order) => {
                let needs: Vec<&[&str]> = order.iter().map(|it| it.1).collect();
                return r.choose(*choice, &needs, &mut |r, index| {
                    self.read_variant(union, order.get(index).map(|it| it.0), r)
                });
            }
        };
        self.read_variant(union, found, r)
    }

    /// Reads the variant of this index; of none, what fits none.
    fn read_variant(
        &mut self,
        union: &'static Union,
        index: Option<usize>,
        r: &mut Reader<'_>,
    ) -> Result<Form, Error> {
        self.held = match index.and_then(|it| union.variants.get(it)) {
            Some((ty, rules)) => Held::One(Box::new(Self::new(*ty)), rules),
            None => Held::Other(Value::Null),
        };
        r.variant(self)
    }
}

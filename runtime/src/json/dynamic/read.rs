//! Reading a value by its type, as the codec would that is generated for it.

use super::{Decode, Dynamic, Held, Others, Type, Union};
use crate::json::{Assertion, Error, Json, Reader, Rule, Value};

impl Dynamic {
    pub(super) fn read_type(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        let ty = self.ty.resolved();
        if let Type::Option(_) = ty
            && r.next_is_null()?
        {
            self.held = Held::Null;
            return r.skip();
        }
        match ty.core() {
            Type::Any | Type::Named(_) | Type::Option(_) => {
                let mut value = Value::Null;
                value.read(r)?;
                self.held = Held::Other(value);
                Ok(())
            }
            Type::Scalar(scalar) => {
                let mut value = scalar.blank();
                let outcome = value.read(r);
                self.held = Held::Scalar(value);
                outcome
            }
            Type::List(inner) => {
                let mut list = Vec::new();
                let outcome = r.array(&mut |r| {
                    let mut item = Self::new(*inner);
                    item.read(r)?;
                    list.push(item);
                    Ok(())
                });
                self.held = Held::List(list);
                outcome
            }
            Type::Map(inner) => {
                let mut map = std::collections::BTreeMap::new();
                let outcome = r.map(&mut |r| {
                    let mut value = Self::new(*inner);
                    value.read(r)?;
                    map.insert(r.key(), value);
                    Ok(())
                });
                self.held = Held::Map(map);
                outcome
            }
            Type::Object(object) => {
                let members = object.members.iter().map(|it| Self::new(it.ty)).collect();
                let ty = object.rest.map_or(Type::Any, |it| it.0);
                self.held = Held::Object(members, Others { map: Default::default(), ty });
                r.object(self)
            }
            Type::Enumeration(_, assertion) => self.asserted(r, assertion, Self::read_enumeration),
            Type::Union(union) => self.asserted(r, union.assertion, Self::read_union),
        }
    }

    fn asserted(
        &mut self,
        r: &mut Reader<'_>,
        assertion: Option<Assertion>,
        read: fn(&mut Self, &mut Reader<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match assertion {
            Some(assertion) => r.asserted(self, assertion, read),
            None => read(self, r),
        }
    }

    fn read_enumeration(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        let Type::Enumeration(values, _) = self.ty.core() else { return Ok(()) };
        let mut text = String::new();
        let outcome = r.enumeration(&mut text, values, |text| text);
        self.held = Held::Text(text);
        outcome
    }

    fn read_union(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        let Type::Union(union) = self.ty.core() else { return Ok(()) };
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
                let needs = |index: usize| order.get(index).map(|it| it.1);
                let mut read = |index: usize, r: &mut Reader<'_>| {
                    self.read_variant(union, order.get(index).map_or(0, |it| it.0), r)
                };
                return match r.chosen(*choice, &needs, &mut read)? {
                    true => Ok(()),
                    false => self.read_other(r),
                };
            }
        };
        match found {
            Some(index) => self.read_variant(union, index, r),
            None => self.read_other(r),
        }
    }

    fn read_variant(
        &mut self,
        union: &'static Union,
        index: usize,
        r: &mut Reader<'_>,
    ) -> Result<(), Error> {
        let Some((ty, rules)) = union.variants.get(index) else { return self.read_other(r) };
        let rules: &[Rule] = rules;
        let mut value = Self::new(*ty);
        let outcome = r.checked(&mut value, rules);
        self.held = Held::One(Box::new(value));
        outcome
    }

    fn read_other(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        let mut value = Value::Null;
        r.other(&mut value, |value| value)?;
        self.held = Held::Other(value);
        Ok(())
    }
}

//! What is left of a schema once its type and constraints have said all that they can.

mod covered;
mod whole;

use serde_json::{Map, Value};

use super::Lowering;
use super::all_of::Merged;
use super::schema::Name;
use crate::api::{Assertion, AssertionId, Kind, Schema, Type, all_of};
use crate::openapi::Node;
use crate::source::Place;
pub(super) use covered::Form;

/// Keywords that mean something together: where one is left, so are the others.
const GROUPS: &[&[&str]] = &[
    &["if", "then", "else"],
    &["contains", "minContains", "maxContains"],
    &["patternProperties", "additionalProperties", "properties"],
    &["prefixItems", "items"],
];

/// Keywords that ask what the whole schema around them says.
const ABOUT_OTHERS: &[&str] = &["unevaluatedItems", "unevaluatedProperties"];

impl<'a> Lowering<'a, '_> {
    /// Has servers check what the form of a schema does not say.
    pub(super) fn assert_rest(
        &mut self,
        merged: &Merged<'a>,
        form: &Form,
        schema: &mut Schema,
        name: &Name,
    ) {
        let mut rest = Vec::new();
        for part in &merged.nodes {
            let node = &part.node;
            // What asks for all around it is left to whoever took the alternatives apart.
            let asks = !part.is_bare && ABOUT_OTHERS.iter().any(|key| node.value_of(key).is_some());
            let mut left = match node.value {
                Value::Bool(false) => Map::from_iter([("not".to_owned(), Value::Bool(true))]),
                _ if asks => self.whole_keywords(node),
                _ => self.left(merged, form, node),
            };
            if part.is_bare {
                left.retain(|key, _| {
                    !matches!(key.as_str(), "oneOf" | "anyOf")
                        && !ABOUT_OTHERS.contains(&key.as_str())
                });
            }
            if !rest.contains(&left) {
                rest.push(left);
            }
        }
        if let Some(value) = all_of(rest) {
            let place = self.document.place(&merged.node);
            let id = self.number(value, place.clone(), name);
            self.attach(id, &place, schema, name);
        }
    }

    /// The keywords of a node that the form does not cover, with those that belong to them.
    fn left(&mut self, merged: &Merged<'a>, form: &Form, node: &Node<'a>) -> Map<String, Value> {
        let mut left = Map::new();
        for (key, _) in node.members() {
            if !left.contains_key(key) && !self.covers(merged, form, node, key) {
                let alone = [key];
                let group = GROUPS.iter().find(|it| it.contains(&key)).copied();
                for key in group.unwrap_or(&alone) {
                    self.whole_keyword(node, key, &mut left);
                }
            }
        }
        // The values of named members are typed already; here their names alone count.
        if !form.is_any()
            && let Some(Value::Object(members)) = left.get_mut("properties")
        {
            members.values_mut().for_each(|it| *it = Value::Bool(true));
        }
        left
    }

    /// The assertion of a schema that allows nothing.
    pub(super) fn nothing(&mut self, node: &Node<'a>, name: &Name) -> AssertionId {
        let place = self.document.place(node);
        self.number(Value::Bool(false), place, name)
    }

    /// The number of a schema's assertion; schemas of one text share one.
    fn number(&mut self, schema: Value, place: Place, name: &Name) -> AssertionId {
        if let Some(index) = self.assertions.iter().position(|it| it.schema == schema) {
            return AssertionId(index);
        }
        self.assertions.push(Assertion { name: name.words.clone(), schema, place });
        AssertionId(self.assertions.len() - 1)
    }

    /// To the type, where the parts have one of their own; else to this use of it.
    fn attach(&mut self, id: AssertionId, place: &Place, schema: &mut Schema, name: &Name) {
        let old = self.slot(place, schema, name).replace(id);
        if let Some(old) = old.filter(|it| *it != id) {
            let both = [old, id].map(|it| Map::from_iter([("$ref".to_owned(), it.0.into())]));
            let both = all_of(both.to_vec()).map(|it| self.number(it, place.clone(), name));
            *self.slot(place, schema, name) = both;
        }
    }

    fn slot<'s>(
        &'s mut self,
        place: &Place,
        schema: &'s mut Schema,
        name: &Name,
    ) -> &'s mut Option<AssertionId> {
        let own = match &schema.ty {
            Type::Named(id) => {
                self.types[id.0].as_mut().filter(|it| it.place == *place || name.own == Some(*id))
            }
            _ => None,
        };
        match own.filter(|it| !matches!(it.kind, Kind::Alias(_))) {
            Some(definition) => &mut definition.assertion,
            None => &mut schema.constraints.assertion,
        }
    }
}

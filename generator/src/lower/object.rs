//! Schemas of objects.

use serde_json::Value;

use super::Lowering;
use super::all_of::Merged;
use super::schema::Name;
use crate::api::{Additional, Constraints, Kind, Object, Property, Schema, Type};
use crate::openapi::{Node, Schema as Keywords};

impl<'a> Lowering<'a, '_> {
    /// An object with properties is a type of its own; one without is a map.
    pub(super) fn object(
        &mut self,
        merged: &Merged<'a>,
        constraints: Constraints,
        name: &Name,
    ) -> Schema {
        let constraints = Constraints {
            min_properties: constraints.min_properties,
            max_properties: constraints.max_properties,
            ..Constraints::default()
        };
        if merged.is_map() {
            let ty = match self.additional(merged, name) {
                Additional::Typed(schema) => Type::Map(schema),
                _ => Type::Map(Box::new(self.any())),
            };
            return Schema { ty, nullable: false, constraints, default: None };
        }
        // Reserved first, so that the types inside come after it, as in the document.
        let name = self.reserved(name);
        self.n_properties += merged.properties.len();
        let properties = merged
            .properties
            .iter()
            .map(|(property, parts)| {
                let schema = self.parts(parts.clone(), &name.then(property));
                let node = parts[0].node.clone();
                self.property(property, &node, schema, merged.required.contains(property))
            })
            .collect();
        let additional = self.additional(merged, &name);
        let kind = Kind::Object(Object { properties, additional });
        let mut schema = self.define(merged, kind, &name);
        schema.constraints = constraints;
        schema
    }

    fn property(&self, name: &str, node: &Node<'a>, schema: Schema, required: bool) -> Property {
        let own = Keywords::parse(node);
        let remarks = self.remarks(node);
        let remark = remarks.iter().find_map(|it| it.text("description"));
        let target = self.document.follow(node.clone()).map(|it| Keywords::parse(&it));
        let shared = target.as_ref();
        let description = own.description.or(remark).or(shared.and_then(|it| it.description));
        Property {
            name: name.to_owned(),
            required,
            required_in_requests: false,
            schema,
            description: description.unwrap_or_default().trim().to_owned(),
            deprecated: own.deprecated || shared.is_some_and(|it| it.deprecated),
            read_only: own.read_only || shared.is_some_and(|it| it.read_only),
            write_only: own.write_only || shared.is_some_and(|it| it.write_only),
            example: own.example.or(shared.and_then(|it| it.example)).cloned(),
        }
    }

    fn additional(&mut self, merged: &Merged<'a>, name: &Name) -> Additional {
        if let Some((_, node)) = merged.keywords.pattern_properties.first() {
            let place = self.document.place(node);
            self.diagnostics.wider_type(place, "`patternProperties`", "a map of any values");
            return Additional::Typed(Box::new(self.any()));
        }
        match merged.additional.as_slice() {
            [] if merged.is_closed => Additional::Forbidden,
            [] => Additional::Ignored,
            [one] if one.node.value == &Value::Bool(true) => {
                Additional::Typed(Box::new(self.any()))
            }
            parts => {
                let schema = self.parts(parts.to_vec(), &name.then("value"));
                Additional::Typed(Box::new(schema))
            }
        }
    }
}

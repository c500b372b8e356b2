//! References to shared schemas, and flags that belong to every use of them.

use super::Lowering;
use super::schema::Name;
use crate::api::{Api, Kind, Schema, Type, TypeDefinition, TypeId};
use crate::openapi::Node;

impl<'a> Lowering<'a, '_> {
    /// The type that a reference names; any value where it leads nowhere, which is reported already.
    pub(super) fn reference(&mut self, reference: &str) -> Schema {
        match self.document.target(reference) {
            Some(node) => Schema::new(Type::Named(self.component(&node))),
            None => self.any(),
        }
    }

    /// The type of a schema that has an address of its own.
    pub(super) fn component(&mut self, node: &Node<'a>) -> TypeId {
        let pointer = node.pointer();
        if let Some(&id) = self.by_pointer.get(&pointer) {
            return id;
        }
        let id = self.reserve();
        self.by_pointer.insert(pointer.clone(), id);
        let words = self.words(&pointer);
        let name = Name { words: words.clone(), own: Some(id), is_shared: true };
        // What is combined around the use of a type is not combined with the type's own alternatives.
        let around = std::mem::take(&mut self.combining);
        let schema = self.schema(node, &name);
        self.combining = around;
        if schema.nullable {
            self.nullable.insert(id);
        }
        // A reference to itself is an alias of itself; `validate` says so.
        if schema.ty != Type::Named(id) || self.types[id.0].is_none() {
            let it = crate::openapi::Schema::parse(node);
            let remarks = self.remarks(node);
            let remark = remarks.iter().find_map(|it| it.text("description"));
            let description = it.description.or(remark).unwrap_or_default();
            self.types[id.0] = Some(TypeDefinition {
                name: words,
                is_component: true,
                kind: Kind::Alias(schema),
                is_nullable: false,
                description: description.trim().to_owned(),
                deprecated: it.deprecated,
                example: it.example.cloned(),
                assertion: None,
                place: self.document.place(node),
            });
        }
        id
    }

    /// The name of a shared schema, or the telling words of another address.
    pub(super) fn words(&self, pointer: &str) -> Vec<String> {
        let decode = |it: &str| it.replace("~1", "/").replace("~0", "~");
        let section = format!("{}/", self.schemas_section());
        let rest = pointer.strip_prefix(&section).unwrap_or(pointer);
        const STRUCTURE: &[&str] = &[
            "",
            "components",
            "paths",
            "schemas",
            "schema",
            "properties",
            "responses",
            "content",
            "application~1json",
            "requestBody",
            "parameters",
            "allOf",
            "oneOf",
            "anyOf",
            "definitions",
        ];
        let words: Vec<String> =
            rest.split('/').filter(|it| !STRUCTURE.contains(it)).map(decode).collect();
        if words.is_empty() { vec!["schema".to_owned()] } else { words }
    }
}

/// A body that is one scalar has no use for the alias of one: what travels is text or bytes.
pub(super) fn unfold_bodies(api: &mut Api) {
    let types = std::mem::take(&mut api.types);
    for operation in api.all_operations_mut() {
        for schema in operation.contents_mut().filter_map(|it| it.schema.as_mut()) {
            let mut target = &*schema;
            for _ in 0..20 {
                let Type::Named(id) = &target.ty else { break };
                let Kind::Alias(next) = &types[id.0].kind else { break };
                target = next;
            }
            if matches!(target.ty, Type::Scalar(_)) && target.ty != schema.ty {
                *schema = Schema { nullable: schema.nullable, ..target.clone() };
            }
        }
    }
    api.types = types;
}

/// Moves the flag of types whose values may be null to every use of them, so that a use alone
/// tells; an alias of such a type is such a type.
pub(super) fn spread_nullability(api: &mut Api) {
    loop {
        let flags: Vec<bool> = api.types.iter().map(|it| it.is_nullable).collect();
        let is_nullable = |ty: &Type| matches!(ty, Type::Named(id) if flags[id.0]);
        let mut changed = false;
        for definition in &mut api.types {
            if let Kind::Alias(schema) = &definition.kind
                && !definition.is_nullable
                && (schema.nullable || is_nullable(&schema.ty))
            {
                definition.is_nullable = true;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    let flags: Vec<bool> = api.types.iter().map(|it| it.is_nullable).collect();
    let mut set = |schema: &mut Schema| {
        if let Type::Named(id) = &schema.ty {
            schema.nullable |= flags[id.0];
        }
    };
    for definition in &mut api.types {
        definition.kind.visit_schemas(&mut set);
        // What an alias names is not null: its uses say that.
        if let Kind::Alias(schema) = &mut definition.kind {
            schema.nullable = false;
        }
    }
    for operation in api.all_operations_mut() {
        operation.visit_schemas(&mut set);
    }
}

//! Every use of a type in an API, wherever it stands.

use super::{Additional, Api, Kind, Schema, Type, TypeId};

impl Api {
    /// Shows every use of a type, those inside of lists and maps included.
    pub fn visit_schemas(&mut self, visit: &mut dyn FnMut(&mut Schema)) {
        for definition in &mut self.types {
            definition.kind.visit_schemas(visit);
        }
        self.all_operations_mut().for_each(|it| it.visit_schemas(visit));
    }
}

impl Kind {
    /// The uses of types that stand in this one; what is inside of lists and maps is inside of them.
    pub fn uses(&self) -> Vec<&Schema> {
        match self {
            Self::Object(object) => {
                let mut uses: Vec<&Schema> =
                    object.properties.iter().map(|it| &it.schema).collect();
                if let Additional::Typed(schema) = &object.additional {
                    uses.push(schema);
                }
                uses
            }
            Self::Union(union) => union.variants.iter().map(|it| &it.schema).collect(),
            Self::Alias(schema) => vec![schema],
            Self::Enumeration(_) => Vec::new(),
        }
    }

    /// Shows every use of a type inside of this one.
    pub fn visit_schemas(&mut self, visit: &mut dyn FnMut(&mut Schema)) {
        match self {
            Self::Object(object) => {
                object.properties.iter_mut().for_each(|it| it.schema.visit(visit));
                if let Additional::Typed(schema) = &mut object.additional {
                    schema.visit(visit);
                }
            }
            Self::Union(union) => {
                union.variants.iter_mut().for_each(|it| it.schema.visit(visit));
            }
            Self::Alias(schema) => schema.visit(visit),
            Self::Enumeration(_) => {}
        }
    }
}

impl Schema {
    /// The type that this is a use of, or that the items or values inside of it are.
    pub fn named(&self) -> Option<TypeId> {
        match &self.ty {
            Type::Named(id) => Some(*id),
            Type::Array(inner) | Type::Map(inner) => inner.named(),
            _ => None,
        }
    }

    /// Shows this use, and then those inside of it.
    pub fn visit(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        visit(self);
        if let Type::Array(inner) | Type::Map(inner) = &mut self.ty {
            inner.visit(visit);
        }
    }
}

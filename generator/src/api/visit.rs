//! Every use of a type in an API, wherever it stands.

use super::{Additional, Api, Kind, Schema, Type};

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
    /// Shows this use, and then those inside of it.
    pub fn visit(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        visit(self);
        if let Type::Array(inner) | Type::Map(inner) = &mut self.ty {
            inner.visit(visit);
        }
    }
}

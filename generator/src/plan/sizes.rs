//! About how large values are in memory.

use crate::api::{Additional, Api, Kind, Scalar, Schema, Type, TypeId};

/// A value that is behind a pointer, as one inside of itself is.
const POINTER: usize = 8;

/// The size of each type.
pub(super) fn sizes(api: &Api) -> Vec<Option<usize>> {
    let mut sizes = vec![None; api.types.len()];
    for index in 0..sizes.len() {
        measure(api, TypeId(index), &mut sizes);
    }
    sizes
}

/// Measures a type and those that it holds, each once.
fn measure(api: &Api, id: TypeId, sizes: &mut Vec<Option<usize>>) {
    if sizes[id.0].is_some() {
        return;
    }
    // Where it is met inside of itself.
    sizes[id.0] = Some(POINTER);
    let held: Vec<&Schema> = match &api.ty(id).kind {
        Kind::Alias(schema) => vec![schema],
        Kind::Object(object) => object.properties.iter().map(|it| &it.schema).collect(),
        Kind::Enumeration(_) | Kind::Union(_) => Vec::new(),
    };
    for schema in &held {
        if let Type::Named(id) = schema.ty {
            measure(api, id, sizes);
        }
    }
    let sum = held.iter().map(|it| size_of(it, sizes)).sum::<usize>();
    sizes[id.0] = Some(match &api.ty(id).kind {
        Kind::Alias(_) => sum,
        Kind::Object(object) if matches!(object.additional, Additional::Typed(_)) => sum + 24,
        Kind::Object(_) => sum,
        Kind::Enumeration(_) => 24,
        Kind::Union(_) => 136,
    });
}

/// The size of a value, where those of types are known.
pub(super) fn size_of(schema: &Schema, sizes: &[Option<usize>]) -> usize {
    match &schema.ty {
        Type::Any => 72,
        Type::Null => 1,
        Type::Scalar(Scalar::String | Scalar::Byte) | Type::Array(_) | Type::Map(_) => 24,
        Type::Scalar(Scalar::Binary) => 32,
        Type::Scalar(_) => 16,
        Type::Named(id) => sizes[id.0].unwrap_or(POINTER),
    }
}

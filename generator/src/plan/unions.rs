//! How the variants of a union are told apart, decided from their shapes.

use crate::api::{Api, Kind, Object, Scalar, Schema, Type, Union};
use crate::rust::Decode;

/// What finds a variant.
pub(super) fn plan_decode(api: &Api, union: &Union) -> Decode {
    let tag = match &union.discriminator {
        Some(it) if !it.mapping.is_empty() => {
            Some(Decode::Tag { member: it.property.clone(), texts: it.mapping.clone() })
        }
        _ => constant_member(api, union),
    };
    if let Some(tag) = tag {
        return tag;
    }
    let shapes: Vec<Shape> = union.variants.iter().map(|it| shape(api, &it.schema)).collect();
    if let Some(by_kind) = distinct_kinds(&shapes) {
        return by_kind;
    }
    let telling = telling_members(api, union);
    let variants = order(api, union, &shapes).into_iter();
    let variants = variants.map(|index| {
        let members = telling.iter().filter(|it| it.1 == index).map(|it| it.0.clone());
        (index, members.collect())
    });
    Decode::Choice { variants: variants.collect(), is_exclusive: union.is_exclusive }
}

/// The kinds of JSON values, as far as they tell variants apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Boolean,
    Integer,
    Number,
    /// A string of which not every text is one.
    NarrowText,
    Object,
    Map,
    Array,
    Union,
    Text,
    Any,
}

fn shape(api: &Api, schema: &Schema) -> Shape {
    match &schema.ty {
        Type::Any | Type::Null => Shape::Any,
        Type::Array(_) => Shape::Array,
        Type::Map(_) => Shape::Map,
        Type::Scalar(scalar) => match scalar {
            Scalar::Boolean => Shape::Boolean,
            Scalar::Float | Scalar::Double => Shape::Number,
            Scalar::Uuid | Scalar::DateTime | Scalar::Date | Scalar::Time | Scalar::Byte => {
                Shape::NarrowText
            }
            Scalar::String if schema.constraints.pattern.is_some() => Shape::NarrowText,
            Scalar::String | Scalar::Binary => Shape::Text,
            _ => Shape::Integer,
        },
        Type::Named(id) => match &api.ty(*id).kind {
            Kind::Object(_) => Shape::Object,
            Kind::Union(_) => Shape::Union,
            Kind::Enumeration(_) => Shape::NarrowText,
            Kind::Alias(schema) => shape(api, schema),
        },
    }
}

/// Variants of different kinds of JSON values. Plain text has no kinds, so that at most one
/// variant may be a scalar.
fn distinct_kinds(shapes: &[Shape]) -> Option<Decode> {
    let mut kinds: Vec<(&'static str, usize)> = Vec::new();
    let mut scalars = 0;
    for (index, shape) in shapes.iter().enumerate() {
        let kind = match shape {
            Shape::Boolean => "Boolean",
            Shape::Integer | Shape::Number => "Number",
            Shape::NarrowText | Shape::Text => "String",
            Shape::Object | Shape::Map => "Object",
            Shape::Array => "Array",
            Shape::Union | Shape::Any => return None,
        };
        scalars += usize::from(!matches!(kind, "Object" | "Array"));
        if kinds.iter().any(|it| it.0 == kind) || scalars > 1 {
            return None;
        }
        kinds.push((kind, index));
    }
    Some(Decode::Kind(kinds))
}

fn object<'a>(api: &'a Api, schema: &Schema) -> Option<&'a Object> {
    let Type::Named(id) = &schema.ty else { return None };
    match &api.ty(*id).kind {
        Kind::Object(object) => Some(object),
        Kind::Alias(schema) => object_of_alias(api, schema),
        _ => None,
    }
}

fn object_of_alias<'a>(api: &'a Api, schema: &Schema) -> Option<&'a Object> {
    match &schema.ty {
        Type::Named(id) => match &api.ty(*id).kind {
            Kind::Object(object) => Some(object),
            _ => None,
        },
        _ => None,
    }
}

/// A required member that has one text of its own in each variant.
fn constant_member(api: &Api, union: &Union) -> Option<Decode> {
    let objects: Vec<&Object> =
        union.variants.iter().map(|it| object(api, &it.schema)).collect::<Option<_>>()?;
    let first = objects.first()?;
    'members: for candidate in &first.properties {
        let mut texts: Vec<(String, usize)> = Vec::new();
        for (index, it) in objects.iter().enumerate() {
            let Some(property) =
                it.properties.iter().find(|it| it.name == candidate.name && it.required)
            else {
                continue 'members;
            };
            let Type::Named(id) = &property.schema.ty else { continue 'members };
            let Kind::Enumeration(list) = &api.ty(*id).kind else { continue 'members };
            for value in &list.values {
                if texts.iter().any(|it| it.0 == value.text) {
                    continue 'members;
                }
                texts.push((value.text.clone(), index));
            }
        }
        return Some(Decode::Tag { member: candidate.name.clone(), texts });
    }
    None
}

/// A member that one variant requires and no other one knows, with the variant's index.
fn telling_members(api: &Api, union: &Union) -> Vec<(String, usize)> {
    let objects: Option<Vec<&Object>> =
        union.variants.iter().map(|it| object(api, &it.schema)).collect();
    let objects = objects.unwrap_or_default();
    let mut list = Vec::new();
    for (index, it) in objects.iter().enumerate() {
        let others = || objects.iter().enumerate().filter(|other| other.0 != index).map(|it| it.1);
        let own = it.properties.iter().find(|property| {
            property.required
                && others().all(|it| it.properties.iter().all(|it| it.name != property.name))
        });
        list.extend(own.map(|it| (it.name.clone(), index)));
    }
    list
}

/// The narrow before the wide; objects that need more members before those that need fewer.
fn order(api: &Api, union: &Union, shapes: &[Shape]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..shapes.len()).collect();
    order.sort_by_key(|&index| {
        let needed = object(api, &union.variants[index].schema)
            .map_or(0, |it| it.properties.iter().filter(|it| it.required).count());
        (shapes[index], std::cmp::Reverse(needed))
    });
    order
}

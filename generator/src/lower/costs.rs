//! What fields cost, because the project says so.

use crate::api::Api;
use crate::api::graphql::{Field, FieldCost, Kind, Schema};
use crate::diagnostics::{Diagnostics, similar};
use crate::source::{FileId, Place};

/// Puts prices on fields; a field or a slicing argument that is not there is a mistake.
pub fn price(api: &mut Api, costs: &[FieldCost], root: FileId, diagnostics: &mut Diagnostics) {
    let Some(schema) = &mut api.graphql else { return };
    for cost in costs {
        let Some(field) = field(schema, &cost.coordinate) else {
            let all = coordinates(schema);
            let meant = similar(&cost.coordinate, all.iter().map(String::as_str));
            diagnostics.unknown_priced(Place::File(root), &cost.coordinate, meant);
            continue;
        };
        let is_there = |name: &&String| field.arguments.iter().any(|it| it.name == **name);
        for name in cost.slicing_arguments.iter().filter(|it| !is_there(it)) {
            let coordinate = format!("{}({name}:)", cost.coordinate);
            let known = field.arguments.iter().map(|it| it.name.as_str());
            diagnostics.unknown_priced(Place::File(root), &coordinate, similar(name, known));
        }
    }
    schema.costs = costs.to_vec();
}

fn field<'s>(schema: &'s Schema, coordinate: &str) -> Option<&'s Field> {
    let (ty, name) = coordinate.split_once('.')?;
    fields(&schema.ty(ty)?.kind).iter().find(|it| it.name == name)
}

fn coordinates(schema: &Schema) -> Vec<String> {
    let all = schema.types.iter().flat_map(|ty| {
        fields(&ty.kind).iter().map(move |field| format!("{}.{}", ty.name, field.name))
    });
    all.collect()
}

fn fields(kind: &Kind) -> &[Field] {
    match kind {
        Kind::Object { fields, .. } | Kind::Interface { fields, .. } => fields,
        Kind::Scalar { .. } | Kind::Union { .. } | Kind::Enum { .. } | Kind::InputObject { .. } => {
            &[]
        }
    }
}

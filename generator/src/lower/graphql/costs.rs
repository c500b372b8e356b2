//! What fields cost, because the manifest says so.

use super::choices::Choices;
use crate::api::graphql::{Field, Kind, Schema};
use crate::diagnostics::similar;
use crate::settings::GraphqlSettings;

impl Choices<'_> {
    /// Puts prices on fields; a field or a slicing argument that is not there is a mistake.
    pub(super) fn costs(&mut self, settings: &GraphqlSettings, schema: &mut Schema) {
        for (written, cost) in &settings.costs {
            let Some(field) = field(schema, &written.text) else {
                let all = coordinates(schema);
                self.unknown(written, "field", similar(&written.text, all.iter().map(|it| &**it)));
                continue;
            };
            let is_there = |name: &&String| field.arguments.iter().any(|it| it.name == **name);
            for name in cost.slicing_arguments.iter().filter(|it| !is_there(it)) {
                let known = field.arguments.iter().map(|it| it.name.as_str());
                let what = format!("argument `{name}` of");
                self.unknown(written, &what, similar(name, known));
            }
        }
        schema.costs = settings.costs.iter().map(|it| it.1.clone()).collect();
    }
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

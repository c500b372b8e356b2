//! The `graphql` table of a crate.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use meshwright_generator::settings::{FieldCost, GraphqlSettings};
use serde::Deserialize;
use toml::Spanned;

use super::Mistakes;
use super::check::files;

/// As it is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypedGraphql {
    #[serde(default)]
    resolvers: Vec<String>,
    #[serde(default)]
    batch: Vec<String>,
    #[serde(default)]
    costs: BTreeMap<String, TypedCost>,
    #[serde(default)]
    documents: Vec<Spanned<String>>,
}

/// The weight of a field, or all that is to be said of it.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a weight, or a table of `weight`, `assumed-size`, `slicing-arguments`, `sized-fields` and `require-one-slicing-argument`"
)]
enum TypedCost {
    Weight(u64),
    Table(TypedTable),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TypedTable {
    weight: Option<u64>,
    assumed_size: Option<u64>,
    #[serde(default)]
    slicing_arguments: Vec<String>,
    #[serde(default)]
    sized_fields: Vec<String>,
    require_one_slicing_argument: Option<bool>,
}

/// The settings, and the operation documents, which are not read yet.
pub(super) fn check_graphql(
    typed: TypedGraphql,
    root: &Path,
    mistakes: &mut Mistakes,
) -> (GraphqlSettings, Vec<String>) {
    let TypedGraphql { resolvers, batch, costs, documents } = typed;
    let costs = costs.into_iter().map(|(coordinate, typed)| check_cost(coordinate, typed));
    let written = documents.into_iter().map(|it| (it.span(), it.into_inner()));
    let written: Vec<(Range<usize>, String)> = written.collect();
    let documents = files(written, root, mistakes);
    let costs = costs.collect();
    (GraphqlSettings { resolvers, batch, costs, documents: Vec::new() }, documents)
}

fn check_cost(coordinate: String, typed: TypedCost) -> FieldCost {
    let table = match typed {
        TypedCost::Weight(weight) => TypedTable {
            weight: Some(weight),
            assumed_size: None,
            slicing_arguments: Vec::new(),
            sized_fields: Vec::new(),
            require_one_slicing_argument: None,
        },
        TypedCost::Table(table) => table,
    };
    let TypedTable {
        weight,
        assumed_size,
        slicing_arguments,
        sized_fields,
        require_one_slicing_argument,
    } = table;
    FieldCost {
        coordinate,
        weight,
        assumed_size,
        // As the directive has it: those who name arguments want one of them.
        require_one_slicing_argument: require_one_slicing_argument
            .unwrap_or(!slicing_arguments.is_empty()),
        slicing_arguments,
        sized_fields,
    }
}

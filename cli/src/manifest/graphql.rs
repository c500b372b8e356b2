//! The `graphql` table of a crate.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use meshwright_generator::settings::{DirectiveUse, FieldCost, GraphqlSettings, Model, Written};
use serde::Deserialize;
use toml::Spanned;

use super::Mistakes;
use super::check::files;

/// As it is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypedGraphql {
    #[serde(default)]
    resolvers: Vec<Spanned<String>>,
    #[serde(default)]
    batch: Vec<Spanned<String>>,
    #[serde(default)]
    directives: Words<TypedUse>,
    #[serde(default)]
    scalars: Words<Spanned<String>>,
    #[serde(default)]
    models: Words<Spanned<TypedModel>>,
    #[serde(default)]
    costs: Words<TypedCost>,
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

/// A table with words that people choose.
type Words<T> = BTreeMap<Spanned<String>, T>;

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum TypedUse {
    Run,
    Ignore,
}

/// `"my_models::User"`, or a table where names differ.
#[derive(Debug)]
enum TypedModel {
    Path(String),
    Table(TypedModelTable),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedModelTable {
    #[serde(rename = "type")]
    path: Spanned<String>,
    #[serde(default)]
    fields: Words<Spanned<String>>,
}

/// The settings, and the operation documents, which are not read yet.
pub(super) fn check_graphql(
    typed: TypedGraphql,
    root: &Path,
    mistakes: &mut Mistakes,
) -> (GraphqlSettings, Vec<String>) {
    let TypedGraphql { resolvers, batch, directives, scalars, models, costs, documents } = typed;
    let pair = |(name, value)| (written(name), written(value));
    let models = models.into_iter().map(|(name, model)| {
        let span = model.span();
        let (path, fields) = match model.into_inner() {
            TypedModel::Path(text) => (Written { text, span }, Words::new()),
            TypedModel::Table(TypedModelTable { path, fields }) => (written(path), fields),
        };
        Model { name: written(name), path, members: fields.into_iter().map(pair).collect() }
    });
    let costs = costs.into_iter().map(|(name, typed)| {
        let name = written(name);
        let cost = check_cost(name.text.clone(), typed);
        (name, cost)
    });
    let settings = GraphqlSettings {
        file: None,
        resolvers: resolvers.into_iter().map(written).collect(),
        batch: batch.into_iter().map(written).collect(),
        directives: directives.into_iter().map(|(name, it)| (written(name), it.into())).collect(),
        scalars: scalars.into_iter().map(pair).collect(),
        models: models.collect(),
        costs: costs.collect(),
        documents: Vec::new(),
    };
    let named = documents.into_iter().map(|it| (it.span(), it.into_inner()));
    let named: Vec<(Range<usize>, String)> = named.collect();
    (settings, files(named, root, mistakes))
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

fn written(word: Spanned<String>) -> Written {
    Written { span: word.span(), text: word.into_inner() }
}

impl From<TypedUse> for DirectiveUse {
    fn from(it: TypedUse) -> Self {
        match it {
            TypedUse::Run => Self::Run,
            TypedUse::Ignore => Self::Ignore,
        }
    }
}

impl<'de> Deserialize<'de> for TypedModel {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = TypedModel;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the path of a type, or a table with `type` and `fields`")
            }

            fn visit_str<E>(self, text: &str) -> Result<TypedModel, E> {
                Ok(TypedModel::Path(text.to_owned()))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                map: A,
            ) -> Result<TypedModel, A::Error> {
                let table = serde::de::value::MapAccessDeserializer::new(map);
                TypedModelTable::deserialize(table).map(TypedModel::Table)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

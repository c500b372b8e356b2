//! The `graphql` table of a crate.

use std::collections::BTreeMap;

use meshwright_generator::settings::{DirectiveUse, GraphqlSettings, Model, Written};
use serde::Deserialize;
use toml::Spanned;

/// As it is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypedGraphql {
    #[serde(default)]
    resolvers: Vec<Spanned<String>>,
    #[serde(default)]
    directives: Words<TypedUse>,
    #[serde(default)]
    scalars: Words<Spanned<String>>,
    #[serde(default)]
    models: Words<Spanned<TypedModel>>,
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

pub(super) fn check_graphql(typed: TypedGraphql) -> GraphqlSettings {
    let TypedGraphql { resolvers, directives, scalars, models } = typed;
    let pair = |(name, value)| (written(name), written(value));
    let models = models.into_iter().map(|(name, model)| {
        let span = model.span();
        let (path, fields) = match model.into_inner() {
            TypedModel::Path(text) => (Written { text, span }, Words::new()),
            TypedModel::Table(TypedModelTable { path, fields }) => (written(path), fields),
        };
        Model { name: written(name), path, members: fields.into_iter().map(pair).collect() }
    });
    GraphqlSettings {
        file: None,
        resolvers: resolvers.into_iter().map(written).collect(),
        directives: directives.into_iter().map(|(name, it)| (written(name), it.into())).collect(),
        scalars: scalars.into_iter().map(pair).collect(),
        models: models.collect(),
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

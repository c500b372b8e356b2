//! The `graphql` table of a crate.

use std::ops::Range;
use std::path::Path;

use meshwright_generator::settings::GraphqlSettings;
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
    documents: Vec<Spanned<String>>,
}

/// The settings, and the operation documents, which are not read yet.
pub(super) fn check_graphql(
    typed: TypedGraphql,
    root: &Path,
    mistakes: &mut Mistakes,
) -> (GraphqlSettings, Vec<String>) {
    let TypedGraphql { resolvers, documents } = typed;
    let written = documents.into_iter().map(|it| (it.span(), it.into_inner()));
    let written: Vec<(Range<usize>, String)> = written.collect();
    let documents = files(written, root, mistakes);
    (GraphqlSettings { resolvers, documents: Vec::new() }, documents)
}

//! `meshwright.toml`: what to generate from what.

mod check;
mod graphql;
mod paths;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use meshwright_generator::Emit;
use meshwright_generator::diagnostics::{Diagnostic, Severity, code, similar};
use meshwright_generator::settings::GraphqlSettings;
use meshwright_generator::source::{Place, SourceMap};
use serde::Deserialize;
use toml::Spanned;

pub(crate) use check::{is_graphql, name_mistake};

use crate::report;

/// The manifest's usual name.
pub const FILE_NAME: &str = "meshwright.toml";

/// A manifest that was checked: every path is inside the project and every schema file exists.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// The crates, in the order written.
    pub crates: Vec<Crate>,
    /// The docs site, if one is wanted.
    pub docs: Option<Docs>,
    /// The folder of the runtime crate, for scaffolded manifests; none for the one from the registry.
    pub runtime_path: Option<String>,
    /// Whether anything that had to be repaired or widened stops the run.
    pub strict: bool,
}

/// One `[[crate]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Crate {
    /// The crate's name.
    pub name: String,
    /// Its folder, relative to the manifest's.
    pub path: String,
    /// The root OpenAPI document, or the GraphQL schema files, sorted where a pattern names them.
    pub schemas: Vec<String>,
    /// Overlay documents, in order.
    pub overlays: Vec<String>,
    /// What the crate holds besides its types.
    pub emit: Emit,
    /// The ids of operations that servers may leave out.
    pub unimplemented: Vec<String>,
    /// What a GraphQL schema does not say itself.
    pub graphql: GraphqlSettings,
    /// The documents with the operations that a client of a GraphQL schema makes, in order.
    pub documents: Vec<String>,
    /// Where the service is written by hand.
    pub stubs: Option<Stubs>,
}

/// `stubs` of a crate: where functions go that the service lacks.
#[derive(Debug, Clone, PartialEq)]
pub struct Stubs {
    /// The folder of a module, relative to the manifest's.
    pub path: String,
    /// The path of the type that implements the traits, as the module names it: `crate::App`.
    pub service: String,
}

/// `[docs]`
#[derive(Debug, Clone, PartialEq)]
pub struct Docs {
    /// The site's folder, relative to the manifest's.
    pub path: String,
    /// Its title.
    pub title: String,
}

/// The manifest as it is typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Typed {
    #[serde(default, rename = "crate")]
    crates: Vec<Spanned<TypedCrate>>,
    docs: Option<TypedDocs>,
    runtime_path: Option<Spanned<String>>,
    #[serde(default)]
    strict: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedCrate {
    name: Spanned<String>,
    path: Option<Spanned<String>>,
    schema: Spanned<OneOrMany>,
    #[serde(default)]
    overlay: Vec<Spanned<String>>,
    emit: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    eq: bool,
    #[serde(default)]
    unimplemented: Vec<String>,
    graphql: Option<Spanned<graphql::TypedGraphql>>,
    stubs: Option<TypedStubs>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedStubs {
    path: Spanned<String>,
    service: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedDocs {
    path: Option<Spanned<String>>,
    title: Option<String>,
}

/// A string, or a list of them.
#[derive(Debug)]
enum OneOrMany {
    One(String),
    Many(Vec<Spanned<String>>),
}

/// Finds the manifest in this folder or the nearest one above that has one.
///
/// # Errors
///
/// When there is none.
pub fn find(folder: &Path) -> anyhow::Result<PathBuf> {
    let found = folder.ancestors().map(|it| it.join(FILE_NAME)).find(|it| it.is_file());
    found.with_context(|| {
        format!("no `{FILE_NAME}` here or in a folder above; name one with `--manifest`, or a schema with `--schema`")
    })
}

/// Reads and checks a manifest; its folder is the project's root.
///
/// # Errors
///
/// When it cannot be read, or with every mistake in it, drawn with its place.
pub fn load(file: &Path) -> anyhow::Result<Manifest> {
    let text = fs::read_to_string(file)
        .map_err(|error| anyhow::anyhow!("{}", crate::read::reason(&error)))
        .with_context(|| format!("cannot read the manifest `{}`", file.display()))?;
    let root = file.parent().unwrap_or(Path::new(""));
    let mut mistakes = Mistakes::default();
    let manifest = parse(&text, root, &mut mistakes);
    if mistakes.list.is_empty() {
        return manifest.context("the manifest says nothing");
    }
    let shown = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    bail!("{}", mistakes.draw(&shown, text));
}

/// Parses a manifest; `root` is where its schema files are looked for.
fn parse(text: &str, root: &Path, mistakes: &mut Mistakes) -> Option<Manifest> {
    match toml::from_str::<Typed>(text) {
        Ok(typed) => Some(check::check(typed, root, mistakes)),
        Err(error) => {
            let help = meant_field(error.message());
            mistakes.add(error.span().unwrap_or_default(), error.message().to_owned(), help);
            None
        }
    }
}

/// The field that was meant by one that is unknown; the reader's message names it first and then all that are known.
fn meant_field(message: &str) -> Option<String> {
    let rest = message.strip_prefix("unknown field `")?;
    let mut words = rest.split('`').step_by(2);
    let near = similar(words.next()?, words)?;
    Some(format!("did you mean `{near}`?"))
}

/// The mistakes in one manifest.
#[derive(Debug, Default)]
struct Mistakes {
    list: Vec<(std::ops::Range<usize>, String, Option<String>)>,
}

impl Mistakes {
    fn add(&mut self, span: std::ops::Range<usize>, message: String, help: Option<String>) {
        self.list.push((span, message, help));
    }

    /// Draws them as the generator draws what is wrong with a schema.
    fn draw(self, path: &str, text: String) -> String {
        let mut sources = SourceMap::default();
        let file = sources.add(path, text);
        let list: Vec<Diagnostic> = self
            .list
            .into_iter()
            .map(|(span, message, help)| Diagnostic {
                code: code::MANIFEST.name,
                severity: Severity::Error,
                message,
                place: Place::Span(file, span.start, span.end),
                label: String::new(),
                related: Vec::new(),
                help,
            })
            .collect();
        report::render_list(&list, &sources)
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a path or a list of paths")
            }

            fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(text.to_owned()))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                seq: A,
            ) -> Result<OneOrMany, A::Error> {
                let list = serde::de::value::SeqAccessDeserializer::new(seq);
                Vec::deserialize(list).map(OneOrMany::Many)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests;

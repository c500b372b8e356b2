//! What the manifest says about a schema, and what follows where it says nothing.

use crate::api::graphql::{DirectiveRole, Kind, Model, Schema, Step, TypeDefinition};
use crate::diagnostics::{Diagnostics, similar};
use crate::graphql::Document;
use crate::settings::{DirectiveUse, GraphqlSettings, Written};
use crate::source::Place;

/// Directives that describe a schema, or tell a tool how to read it: wherever they are defined, they never run.
const METADATA: &[&str] = &[
    // This tool's own.
    "batch",
    "resolver",
    // Costs, and what gateways, caches and linters read.
    "cacheControl",
    "complexity",
    "cost",
    "link",
    "listSize",
    "semanticNonNull",
    "tag",
    // Those that gqlgen generates by.
    "computedRequires",
    "entityResolver",
    "goEmbedInterface",
    "goEnum",
    "goExtraField",
    "goField",
    "goModel",
    "goTag",
];

/// Where directives run.
const RUNNING: &[&str] =
    &["FIELD_DEFINITION", "OBJECT", "INTERFACE", "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION"];

/// Writes the choices of a manifest into the schema; what does not fit it is reported at its place in the manifest.
///
/// A directive that the schema defines itself runs, unless it is one of [`METADATA`] or of federation, cannot stand
/// where directives run, or the manifest says otherwise.
pub(super) fn apply(
    settings: &GraphqlSettings,
    document: &Document,
    schema: &mut Schema,
    diagnostics: &mut Diagnostics,
) {
    let place = |it: &Written| match settings.file {
        Some(file) => Place::Span(file, it.span.start, it.span.end),
        None => Place::File(document.file),
    };
    let mut choices = Choices { place: &place, diagnostics };
    choices.directives(settings, document, schema);
    choices.resolvers(settings, schema);
    choices.scalars(settings, schema);
    choices.models(settings, schema);
    choices.batches(settings, schema);
    choices.costs(settings, schema);
}

pub(super) struct Choices<'a> {
    place: &'a dyn Fn(&Written) -> Place,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Choices<'_> {
    fn directives(&mut self, settings: &GraphqlSettings, document: &Document, schema: &mut Schema) {
        for it in &mut schema.directives {
            let is_federal =
                document.federation().is_some_and(|of| of.directive(&it.name).is_some());
            let is_known = is_federal || METADATA.contains(&&*it.name) || it.name.contains("__");
            it.role = match it.locations.iter().any(|it| RUNNING.contains(&&**it)) {
                _ if is_known => DirectiveRole::Known,
                true => DirectiveRole::Runs,
                false => DirectiveRole::Listed,
            };
        }
        for (name, what) in &settings.directives {
            match schema.directives.iter_mut().find(|it| it.name == name.text) {
                Some(it) => {
                    it.role = match what {
                        DirectiveUse::Run => DirectiveRole::Runs,
                        DirectiveUse::Ignore => DirectiveRole::Listed,
                    };
                }
                None => {
                    let names = schema.directives.iter().map(|it| &*it.name);
                    self.unknown(name, "directive", similar(&name.text, names));
                }
            }
        }
    }

    fn resolvers(&mut self, settings: &GraphqlSettings, schema: &mut Schema) {
        for written in &settings.resolvers {
            let (owner, field) = written.text.split_once('.').unwrap_or((&written.text, ""));
            let mut fields = None;
            for ty in &mut schema.types {
                if let Kind::Object { fields: found, .. } = &mut ty.kind
                    && ty.name == owner
                {
                    fields = Some(found);
                }
            }
            let Some(fields) = fields else {
                let near = similar(owner, objects(schema)).map(|it| format!("{it}.{field}"));
                self.unknown(written, "field", near.as_deref());
                continue;
            };
            if field == "*" {
                fields.iter_mut().for_each(|it| it.needs_work = true);
                continue;
            }
            match fields.iter_mut().find(|it| it.name == field) {
                Some(it) => it.needs_work = true,
                None => {
                    let near = similar(field, fields.iter().map(|it| &*it.name));
                    let near = near.map(|it| format!("{owner}.{it}"));
                    self.unknown(written, "field", near.as_deref());
                }
            }
        }
    }

    fn scalars(&mut self, settings: &GraphqlSettings, schema: &mut Schema) {
        for (name, path) in &settings.scalars {
            let is_scalar = |it: &&mut TypeDefinition| matches!(it.kind, Kind::Scalar { .. });
            let found = schema.types.iter_mut().find(|it| it.name == name.text).filter(is_scalar);
            match (found, path_of(&path.text)) {
                (Some(ty), Some(path)) => ty.model = Some(Model { path, members: Vec::new() }),
                (None, _) => {
                    let scalars = schema.types.iter();
                    let scalars = scalars.filter(|it| matches!(it.kind, Kind::Scalar { .. }));
                    let near = similar(&name.text, scalars.map(|it| &*it.name));
                    self.unknown(name, "custom scalar", near);
                }
                (_, None) => self.no_path(path),
            }
        }
    }

    fn models(&mut self, settings: &GraphqlSettings, schema: &mut Schema) {
        for model in &settings.models {
            let fits =
                |it: &TypeDefinition| matches!(it.kind, Kind::Object { .. } | Kind::Enum { .. });
            let found = schema.types.iter_mut().find(|it| it.name == model.name.text && fits(it));
            let Some(ty) = found else {
                let near = schema.types.iter().filter(|it| fits(it)).map(|it| &*it.name);
                let near = similar(&model.name.text, near);
                self.unknown(&model.name, "object type or enum", near);
                continue;
            };
            let names: Vec<&str> = match &ty.kind {
                Kind::Object { fields, .. } => fields.iter().map(|it| &*it.name).collect(),
                Kind::Enum { values } => values.iter().map(|it| &*it.name).collect(),
                _ => Vec::new(),
            };
            let is_enum = matches!(ty.kind, Kind::Enum { .. });
            let mut members = Vec::new();
            for (name, way) in &model.members {
                if !names.contains(&&*name.text) {
                    let what = if is_enum { "enum value" } else { "field" };
                    self.unknown(name, what, similar(&name.text, names.iter().copied()));
                    continue;
                }
                match steps(&way.text).filter(|it| !is_enum || is_variant(it)) {
                    Some(steps) => members.push((name.text.clone(), steps)),
                    None => {
                        let help = match is_enum {
                            true => "write the name of a variant",
                            false => {
                                "write a name, or a method as `name()`, or several of them with dots between"
                            }
                        };
                        let message = format!("`{}` is no way to a value", way.text);
                        self.diagnostics.manifest(
                            (self.place)(way),
                            &message,
                            Some(help.to_owned()),
                        );
                    }
                }
            }
            match path_of(&model.path.text) {
                Some(path) => ty.model = Some(Model { path, members }),
                None => self.no_path(&model.path),
            }
        }
    }

    pub(super) fn unknown(&mut self, written: &Written, what: &str, near: Option<&str>) {
        let message = format!("the schema has no {what} `{}`", written.text);
        let help = near.map(|it| format!("did you mean `{it}`?"));
        self.diagnostics.manifest((self.place)(written), &message, help);
    }

    fn no_path(&mut self, written: &Written) {
        let message = format!("`{}` is no path of a type", written.text);
        let help = "write the path in full: `my_models::User`".to_owned();
        self.diagnostics.manifest((self.place)(written), &message, Some(help));
    }
}

fn objects(schema: &Schema) -> impl Iterator<Item = &str> {
    let objects = schema.types.iter().filter(|it| matches!(it.kind, Kind::Object { .. }));
    objects.map(|it| &*it.name)
}

fn is_variant(steps: &[Step]) -> bool {
    matches!(steps, [Step { is_call: false, .. }])
}

/// `my_models::User`: names with `::` between.
fn path_of(text: &str) -> Option<Vec<String>> {
    text.split("::").map(|it| is_name(it).then(|| it.to_owned())).collect()
}

/// `author.name()`.
fn steps(text: &str) -> Option<Vec<Step>> {
    let step = |text: &str| {
        let (name, is_call) = text.strip_suffix("()").map_or((text, false), |it| (it, true));
        is_name(name).then(|| Step { name: name.to_owned(), is_call })
    };
    text.split('.').map(step).collect()
}

/// Whether a text can be a name of Rust; keywords are written raw where they must be.
fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|it| it.is_ascii_alphabetic() || it == '_')
        && chars.all(|it| it.is_ascii_alphanumeric() || it == '_')
        && !matches!(text, "_" | "self" | "Self" | "super" | "crate")
}

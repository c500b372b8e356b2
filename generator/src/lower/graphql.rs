//! GraphQL documents to APIs.

mod batched;
mod choices;
mod costs;
mod entities;
mod unused;

use serde_json::{Map, Value as Json};

use crate::api::{Api, graphql as api};
use crate::diagnostics::Diagnostics;
use crate::graphql::Document;
use crate::graphql::ast::{
    Directive, DirectiveDefinition, DirectiveList, ExtendedType, FieldDefinition,
    InputValueDefinition, Name, Node, SourceSpan, Type, Value,
};
use crate::settings::GraphqlSettings;
use crate::source::Place;

/// Lowers one GraphQL schema, which is valid, with what the project says about it;
/// what the code that follows cannot do is reported.
pub fn lower_graphql(
    name: &str,
    document: &Document,
    settings: &GraphqlSettings,
    diagnostics: &mut Diagnostics,
) -> Api {
    let lowering = Lowering { document };
    let mut schema = lowering.schema();
    choices::apply(settings, document, &mut schema, diagnostics);
    schema.subgraph = entities::lower_subgraph(document, &schema, diagnostics);
    unused::report(&schema, diagnostics);
    Api {
        name: name.to_owned(),
        title: title_in(&schema.description).unwrap_or_else(|| in_words(name)),
        version: String::new(),
        description: schema.description.clone(),
        servers: Vec::new(),
        tags: Vec::new(),
        security_schemes: Vec::new(),
        operations: Vec::new(),
        outgoing: Vec::new(),
        types: Vec::new(),
        assertions: Vec::new(),
        graphql: Some(schema),
        executable: None,
        document: document.to_sdl(),
        place: Place::File(document.file),
    }
}

/// The heading that a description starts with.
fn title_in(description: &str) -> Option<String> {
    let title = description.trim_start().strip_prefix("# ")?.lines().next()?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// `meshery-graphql` as `Meshery GraphQL`.
fn in_words(name: &str) -> String {
    let words = name.split(['-', '_']).filter(|it| !it.is_empty()).map(|word| {
        if word.eq_ignore_ascii_case("graphql") {
            return "GraphQL".to_owned();
        }
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    });
    words.collect::<Vec<_>>().join(" ")
}

pub(super) struct Lowering<'a> {
    pub(super) document: &'a Document,
}

impl Lowering<'_> {
    fn schema(&self) -> api::Schema {
        let schema = self.document.schema();
        let definition = &schema.schema_definition;
        let root = |name: &Option<Node<Name>>| name.as_ref().map(|it| it.to_string());
        api::Schema {
            description: text(&definition.description),
            // A valid schema has a query root.
            query: root(&definition.query).unwrap_or_default(),
            mutation: root(&definition.mutation),
            subscription: root(&definition.subscription),
            types: schema
                .types
                .values()
                .filter(|it| !it.is_built_in() && !self.is_plumbing(it))
                .map(|it| self.ty(it))
                .collect(),
            directives: schema
                .directive_definitions
                .values()
                .filter(|it| !it.is_built_in() && !BUILT_IN.contains(&it.name.as_str()))
                .map(|it| self.directive_definition(it))
                .collect(),
            costs: Vec::new(),
            subgraph: None,
        }
    }

    /// Whether a type is only there for the arguments of federation's directives.
    fn is_plumbing(&self, ty: &ExtendedType) -> bool {
        let is_leaf = matches!(ty, ExtendedType::Scalar(_) | ExtendedType::Enum(_));
        is_leaf && self.document.is_added(ty.name().location()) && ty.name() != "_Any"
    }

    fn place(&self, span: Option<SourceSpan>) -> Place {
        self.document.place(span)
    }

    pub(super) fn ty(&self, ty: &ExtendedType) -> api::TypeDefinition {
        let (description, kind, directives) = match ty {
            ExtendedType::Scalar(it) => {
                let specified_by = argument(&it.directives, "specifiedBy", "url");
                (&it.description, api::Kind::Scalar { specified_by }, &it.directives)
            }
            ExtendedType::Object(it) => {
                let interfaces = it.implements_interfaces.iter().map(|it| it.to_string()).collect();
                let fields = it.fields.values().map(|it| self.field(it)).collect();
                (&it.description, api::Kind::Object { interfaces, fields }, &it.directives)
            }
            ExtendedType::Interface(it) => {
                let interfaces = it.implements_interfaces.iter().map(|it| it.to_string()).collect();
                let fields = it.fields.values().map(|it| self.field(it)).collect();
                (&it.description, api::Kind::Interface { interfaces, fields }, &it.directives)
            }
            ExtendedType::Union(it) => {
                let members = it.members.iter().map(|it| it.to_string()).collect();
                (&it.description, api::Kind::Union { members }, &it.directives)
            }
            ExtendedType::Enum(it) => {
                let values = it.values.values().map(|it| api::EnumValue {
                    name: it.value.to_string(),
                    description: text(&it.description),
                    deprecated: deprecated(&it.directives),
                    directives: applied(&it.directives),
                    place: self.place(it.value.location()),
                });
                (&it.description, api::Kind::Enum { values: values.collect() }, &it.directives)
            }
            ExtendedType::InputObject(it) => {
                let fields = it.fields.values().map(|it| self.input_value(it)).collect();
                let one_of = it.is_one_of();
                (&it.description, api::Kind::InputObject { fields, one_of }, &it.directives)
            }
        };
        api::TypeDefinition {
            name: ty.name().to_string(),
            description: text(description),
            kind,
            directives: applied(directives),
            model: None,
            place: self.place(ty.name().location()),
        }
    }

    fn field(&self, it: &FieldDefinition) -> api::Field {
        let FieldDefinition { description, name, arguments, ty, directives } = it;
        api::Field {
            name: name.to_string(),
            description: text(description),
            arguments: arguments.iter().map(|it| self.input_value(it)).collect(),
            ty: type_ref(ty),
            deprecated: deprecated(directives),
            directives: applied(directives),
            needs_work: false,
            is_batched: false,
            place: self.place(name.location()),
        }
    }

    fn input_value(&self, it: &InputValueDefinition) -> api::InputValue {
        let InputValueDefinition { description, name, ty, default_value, directives } = it;
        api::InputValue {
            name: name.to_string(),
            description: text(description),
            ty: type_ref(ty),
            default: default_value.as_ref().map(|it| constant(it)),
            default_text: default_value.as_ref().map(|it| it.serialize().no_indent().to_string()),
            deprecated: deprecated(directives),
            directives: applied(directives),
            place: self.place(name.location()),
        }
    }

    fn directive_definition(&self, it: &DirectiveDefinition) -> api::DirectiveDefinition {
        api::DirectiveDefinition {
            name: it.name.to_string(),
            description: text(&it.description),
            arguments: it.arguments.iter().map(|it| self.input_value(it)).collect(),
            repeatable: it.repeatable,
            locations: it.locations.iter().map(|it| it.name().to_owned()).collect(),
            role: api::DirectiveRole::Runs,
        }
    }
}

/// Directives of the specification: what they say is in the model already.
const BUILT_IN: &[&str] = &["deprecated", "include", "oneOf", "skip", "specifiedBy"];

pub(super) fn text(description: &Option<Node<str>>) -> String {
    description.as_ref().map(|it| it.trim().to_owned()).unwrap_or_default()
}

/// The directives but for those of the specification.
fn applied(directives: &DirectiveList) -> Vec<api::Directive> {
    let own = directives.iter().filter(|it| !BUILT_IN.contains(&it.name.as_str()));
    own.map(|it| {
        let Directive { name, arguments } = &**it;
        let arguments = arguments.iter().map(|it| (it.name.to_string(), constant(&it.value)));
        api::Directive { name: name.to_string(), arguments: arguments.collect() }
    })
    .collect()
}

fn argument(directives: &DirectiveList, name: &str, argument: &str) -> Option<String> {
    let value = directives.get(name)?.specified_argument_by_name(argument)?;
    value.as_str().map(str::to_owned)
}

/// The reason, which has a default of its own.
pub(super) fn deprecated(directives: &DirectiveList) -> Option<String> {
    directives.get("deprecated")?;
    let reason = argument(directives, "deprecated", "reason");
    Some(reason.unwrap_or_else(|| "No longer supported".to_owned()))
}

pub(super) fn type_ref(ty: &Type) -> api::TypeRef {
    let non_null = |ty| api::TypeRef::NonNull(Box::new(ty));
    match ty {
        Type::Named(name) => api::TypeRef::Named(name.to_string()),
        Type::NonNullNamed(name) => non_null(api::TypeRef::Named(name.to_string())),
        Type::List(item) => api::TypeRef::List(Box::new(type_ref(item))),
        Type::NonNullList(item) => non_null(api::TypeRef::List(Box::new(type_ref(item)))),
    }
}

/// A constant as JSON; enum values are strings.
fn constant(value: &Value) -> Json {
    match value {
        Value::Null | Value::Variable(_) => Json::Null,
        Value::Boolean(it) => Json::from(*it),
        Value::String(it) => Json::from(it.as_str()),
        Value::Enum(name) => Json::from(name.as_str()),
        Value::Int(it) => match it.as_str().parse::<i64>() {
            Ok(number) => Json::from(number),
            Err(_) => it.try_to_f64().map(Json::from).unwrap_or_default(),
        },
        Value::Float(it) => it.try_to_f64().map(Json::from).unwrap_or_default(),
        Value::List(items) => items.iter().map(|it| constant(it)).collect(),
        Value::Object(entries) => Json::Object(
            entries
                .iter()
                .map(|(name, it)| (name.to_string(), constant(it)))
                .collect::<Map<_, _>>(),
        ),
    }
}

//! Operations: tables, inputs and outputs, one module per tag.

use std::collections::BTreeMap;

use super::bodies::{concrete, plan_body, streams};
use super::docs::prose;
use super::encodings::plan_encodings;
use super::names::{Scope, constant_name, module_name, type_name, value_name};
use super::outputs::plan_output;
use super::pagination::{pagination_row, plan_items};
use super::types::{Types, code, with_deprecation};
use crate::api::{
    self, Api, Location, Method, Outgoing, Requirement, Schema, Status, Style, Trigger, Type,
    generated,
};
use crate::rust::{
    Docs, Host, Ident, Input, InputBodyKind, InputContent, InputField, ItemsAt, Operation, Output,
    ParameterRow, Presence, Table, Ty,
};

/// An operation with all its names.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) docs: Docs,
    pub(super) ident: Ident,
    pub(super) table: Table,
    pub(super) input: Option<Input>,
    pub(super) output: Output,
    pub(super) security: Vec<Requirement>,
    /// Whether servers may leave it out.
    pub(super) is_left_out: bool,
    /// The method for the items of all pages, what they are, and where.
    pub(super) items: Option<(Ident, Ty, ItemsAt)>,
}

/// A tag with its operations.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) tag: String,
    pub(super) description: String,
    pub(super) module: Ident,
    pub(super) trait_ident: Ident,
    pub(super) operations: Vec<Planned>,
    /// What calls the operations, where that is not the client.
    pub(super) sender: Option<Ident>,
}

impl Group {
    /// Which operations these are.
    pub(super) fn lead(&self) -> String {
        match &self.sender {
            Some(_) => self.tag.clone(),
            None => format!("The operations tagged `{}`.", self.tag.replace('`', "'")),
        }
    }
}

/// Plans all operations by tag, in the order of the tags.
pub(super) fn plan_operations(
    types: &Types<'_>,
    scope: &mut Scope,
    schemes: &[Ident],
) -> Vec<Group> {
    let api = types.api;
    let mut modules = Scope::default();
    let mut constants = Scope::default();
    let mut methods = Scope::with(&["new"]);
    let mut groups: Vec<Group> = Vec::new();
    let mut by_tag: BTreeMap<&str, usize> = BTreeMap::new();
    for tag in &api.tags {
        by_tag.insert(&tag.name, groups.len());
        groups.push(Group {
            tag: tag.name.clone(),
            description: tag.description.clone(),
            module: modules.claim(module_name(&tag.name)),
            trait_ident: scope.claim(type_name(&[&tag.name, "api"])),
            operations: Vec::new(),
            sender: None,
        });
    }
    for operation in &api.operations {
        let Some(&index) = by_tag.get(operation.tag.as_str()) else { continue };
        let planned =
            plan_operation(types, scope, &mut constants, &mut methods, operation, schemes);
        groups[index].operations.push(planned);
    }
    groups.retain(|it| !it.operations.is_empty());
    for is_webhook in [true, false] {
        let these: Vec<_> =
            api.outgoing.iter().filter(|it| it.trigger.is_webhook() == is_webhook).collect();
        if these.is_empty() {
            continue;
        }
        let (lead, word, sender) = match is_webhook {
            true => (WEBHOOKS, "webhooks", "webhook sender"),
            false => (CALLBACKS, "callbacks", "callback sender"),
        };
        let mut methods = Scope::with(&["new"]);
        let mut plan = |it: &&Outgoing| {
            let operation = &it.operation;
            let mut planned =
                plan_operation(types, scope, &mut constants, &mut methods, operation, schemes);
            planned.docs = planned.docs.and(&when(&it.trigger));
            planned
        };
        let operations = these.iter().map(&mut plan).collect();
        groups.push(Group {
            tag: lead.to_owned(),
            description: String::new(),
            module: modules.claim(module_name(word)),
            trait_ident: scope.claim(type_name(&[word, "api"])),
            operations,
            sender: Some(scope.claim(type_name(&[sender]))),
        });
    }
    groups
}

const WEBHOOKS: &str = "Webhooks: what the API calls when something happens.";
const CALLBACKS: &str = "Callbacks: what the API calls where a request of its caller says.";

/// When an operation is called elsewhere.
fn when(trigger: &Trigger) -> String {
    match trigger {
        Trigger::Webhook { name } => format!("The webhook `{}`.", code(name)),
        Trigger::Callback { operations, name, expression } => {
            let operations = operations.iter().map(|it| format!("`{}`", code(it)));
            format!(
                "The callback `{}` of {}: goes to `{}`.",
                code(name),
                operations.collect::<Vec<_>>().join(", "),
                code(expression)
            )
        }
    }
}

fn plan_operation(
    types: &Types<'_>,
    scope: &mut Scope,
    constants: &mut Scope,
    methods: &mut Scope,
    it: &api::Operation,
    schemes: &[Ident],
) -> Planned {
    let line = format!("`{}`", address(it));
    let docs = prose(&it.summary).and_docs(&prose(&it.description)).and(&line);
    let docs = with_deprecation(docs, it.deprecated);
    let docs = match it.is_left_out {
        true => docs.and("Not implemented: answers with status 501 until a server does better."),
        false => docs,
    };
    let ident = methods.claim(value_name(&it.id));
    let operation = Operation {
        id: it.id.clone(),
        method: it.method.as_str().to_owned(),
        path: it.path.clone(),
        key: it.key.clone(),
        constant: constants.claim(constant_name(&it.id)),
    };
    let input = plan_input(types, scope, it);
    let output = plan_output(types, scope, it);
    let security = it.security.iter().map(|requirement| {
        let uses = requirement.iter().map(|it| (schemes[it.scheme].clone(), it.scopes.clone()));
        uses.collect()
    });
    let mut produces: Vec<String> = Vec::new();
    for content in it.responses.iter().flat_map(|it| generated(&it.contents)) {
        let media_type = concrete(content);
        if !produces.contains(&media_type) {
            produces.push(media_type);
        }
    }
    let body = input.as_ref().and_then(|it| it.body.as_ref());
    let items = plan_items(types, it);
    let is_reading = matches!(it.method, Method::Get | Method::Head);
    let declares =
        |code| is_reading && it.responses.iter().any(|it| it.status == Status::Code(code));
    let table = Table {
        operation,
        parameters: it.parameters.iter().map(|it| row(types, it)).collect(),
        body: body.map(|it| {
            let media_types = it.contents.iter().map(|it| it.media_type.clone()).collect();
            (it.presence == Presence::Required, media_types)
        }),
        produces,
        streams: streams(it),
        encodings: plan_encodings(types, it),
        pagination: it.pagination.as_ref().filter(|_| items.is_some()).map(pagination_row),
        conditional: declares(304),
        ranges: declares(206),
        security: security.collect(),
        query: it.query.clone(),
        servers: it.servers.iter().map(plan_host).collect(),
    };
    let security = it.security.clone();
    let is_left_out = it.is_left_out;
    let items =
        items.map(|(ty, at)| (methods.claim(value_name(&format!("{} items", it.id))), ty, at));
    Planned { docs, ident, table, input, output, security, is_left_out, items }
}

/// `GET /pets/{id}`, for people, without what would end a code span.
pub(super) fn address(it: &api::Operation) -> String {
    format!("{} {}", it.method.as_str(), code(&it.key))
}

pub(super) fn plan_host(it: &api::Server) -> Host {
    let variables = it.variables.iter();
    Host {
        url: it.url.clone(),
        description: prose(&it.description).0.join(" "),
        variables: variables
            .map(|it| (it.name.clone(), it.default.clone(), it.values.clone()))
            .collect(),
    }
}

impl Docs {
    /// These, and then others after an empty line.
    pub(super) fn and_docs(mut self, more: &Self) -> Self {
        if !self.0.is_empty() && !more.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(more.0.iter().cloned());
        self
    }
}

fn row(types: &Types<'_>, it: &api::Parameter) -> ParameterRow {
    let (constructor, usual) = match it.location {
        Location::Path => ("path", (Style::Simple, false)),
        Location::Query => ("query", (Style::Form, true)),
        Location::Header => ("header", (Style::Simple, false)),
        Location::Cookie => ("cookie", (Style::Form, true)),
        Location::Querystring => ("querystring", (Style::Form, true)),
    };
    let style = style_name(it.style);
    let shape = shape(types.api, &it.schema, 0);
    // Whether it explodes makes no difference to a value without parts.
    let is_usual = it.style == usual.0 && (it.explode == usual.1 || shape == "Scalar");
    ParameterRow {
        name: it.name.clone(),
        constructor,
        style: (!is_usual).then_some((style, it.explode)),
        required: it.required && it.location != Location::Path,
        shape: (shape != "Scalar").then_some(shape),
        default: it.schema.default.as_ref().map(ToString::to_string),
    }
}

/// The runtime's name of a style.
pub(super) fn style_name(style: Style) -> &'static str {
    match style {
        Style::Simple => "Simple",
        Style::Label => "Label",
        Style::Matrix => "Matrix",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::TabDelimited => "TabDelimited",
        Style::DeepObject => "DeepObject",
        Style::Cookie => "Cookie",
        Style::Json => "Json",
    }
}

pub(super) fn shape(api: &Api, schema: &Schema, depth: u32) -> &'static str {
    match &schema.ty {
        Type::Array(_) => "List",
        Type::Map(_) => "Object",
        Type::Named(id) if depth < 20 => match &api.ty(*id).kind {
            api::Kind::Object(_) => "Object",
            api::Kind::Alias(schema) => shape(api, schema, depth + 1),
            api::Kind::Union(union) => {
                let mut shapes = union.variants.iter().map(|it| shape(api, &it.schema, depth + 1));
                let first = shapes.next().unwrap_or("Scalar");
                if shapes.all(|it| it == first) { first } else { "Any" }
            }
            api::Kind::Enumeration(_) => "Scalar",
        },
        _ => "Scalar",
    }
}

fn plan_input(types: &Types<'_>, scope: &mut Scope, it: &api::Operation) -> Option<Input> {
    if it.parameters.is_empty() && it.request_body.is_none() {
        return None;
    }
    let mut names = Scope::default();
    let body = it.request_body.as_ref().and_then(|body| {
        let ident = names.claim("body".to_owned());
        plan_body(types, scope, it, ident, body)
    });
    let fields: Vec<InputField> = it
        .parameters
        .iter()
        .map(|parameter| {
            let docs = prose(&parameter.description);
            let fallback = Docs(vec![format!("`{}`", code(&parameter.name))]);
            let docs = if docs.is_empty() { fallback } else { docs };
            let docs = match &parameter.schema.default {
                Some(default) => docs.and(&format!("Default: `{}`.", code(&default.to_string()))),
                None => docs,
            };
            InputField {
                docs: with_deprecation(docs, parameter.deprecated),
                ident: names.claim(value_name(&parameter.name)),
                ty: types.ty(&Schema { nullable: false, ..parameter.schema.clone() }),
                presence: if parameter.required { Presence::Required } else { Presence::Optional },
                rules: types.rules(&parameter.schema),
            }
        })
        .collect();
    let is_stream =
        |it: &InputContent| matches!(it.kind, InputBodyKind::Bytes | InputBodyKind::Items);
    let is_data = !body.iter().flat_map(|it| &it.contents).any(is_stream);
    let required = fields.iter().map(|it| it.presence).chain(body.iter().map(|it| it.presence));
    let required = required.filter(|it| *it == Presence::Required).count();
    let line = format!("What `{}` takes.", address(it));
    Some(Input {
        docs: Docs(vec![line]),
        ident: scope.claim(type_name(&[&it.id, "input"])),
        fields,
        body,
        has_default: required == 0,
        has_new: (1..=7).contains(&required),
        is_data,
        has_eq: false,
    })
}

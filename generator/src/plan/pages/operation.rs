//! The page of an HTTP operation.

use super::frame::{Content as PageContent, method_badge, operation_title, section};
use super::map::Scope;
use super::outgoing::{Direction, callbacks_of, fact, trigger_facts};
use super::sample::{body_example, is_json, pretty, samples};
use super::schema::{badge, code, facts, object_rows, parts, schema_row, type_text};
use super::slug::Names;
use crate::api::{
    Api, Content, Kind, Link, Operation, Parameter, Response, SecurityKind, Status, Trigger, Type,
};
use crate::docs::{
    Badge, Block, Callout, Code, Fact, Page, Panel, Part, Prose, Row, Section, Text,
    first_paragraph,
};
use crate::example::Sender;

pub(super) fn plan_operation(
    scope: Scope<'_>,
    operation: &Operation,
    trigger: Option<&Trigger>,
) -> Page {
    let mut sections = Vec::new();
    let mut opening = Vec::new();
    if operation.deprecated {
        let text = Prose::new("Still served, but new code should not call it.");
        opening.push(Block::Callout(Callout { title: "Deprecated".to_owned(), text }));
    }
    if !operation.description.trim().is_empty() {
        opening.push(Block::Prose(Prose::of_page(&operation.description)));
    }
    opening.extend(trigger.map(|it| trigger_facts(scope, it)));
    if !operation.servers.is_empty() {
        let servers = operation.servers.iter().map(|it| code("Server", &it.url));
        opening.push(Block::Facts(servers.collect()));
    }
    if !opening.is_empty() {
        sections.push(Section {
            id: "description".to_owned(),
            title: String::new(),
            blocks: opening,
        });
    }
    sections.push(section("Authorization", vec![security(scope, operation, trigger.is_some())]));
    if !operation.parameters.is_empty() {
        let mut names = Names::default();
        let row = |it: &Parameter| parameter_row(scope, it, &mut names);
        sections.push(section(
            "Parameters",
            vec![Block::Rows(operation.parameters.iter().map(row).collect())],
        ));
    }
    if let Some(body) = &operation.request_body {
        let mut blocks = Vec::new();
        if !body.description.trim().is_empty() {
            blocks.push(Block::Prose(Prose::new(&body.description)));
        }
        let state =
            if body.required { badge("required", "required") } else { badge("optional", "quiet") };
        for (index, content) in body.contents.iter().enumerate() {
            let id = format!("body-{}", index + 1);
            blocks.push(content_panel(scope, content, &id, vec![state.clone()]));
        }
        sections.push(section("Request body", blocks));
    }
    if !operation.responses.is_empty() {
        let responses = operation.responses.iter().map(|it| response_panel(scope, it));
        sections.push(section("Responses", responses.collect()));
    }
    let callbacks = callbacks_of(scope, operation);
    if !callbacks.is_empty() {
        sections.push(section("Callbacks", vec![Block::Links(callbacks)]));
    }
    let tag = scope.map.tags.iter().find(|(tag, _)| *tag == operation.tag);
    let group = match trigger.map(Direction::of) {
        Some(it) => Some((it.title(), scope.map.outgoing_index(it))),
        None => tag.map(|(tag, path)| (tag.as_str(), path.clone())),
    };
    let description = first_paragraph(&operation.description);
    let mut badges = vec![method_badge(operation)];
    if operation.deprecated {
        badges.push(badge("deprecated", "old"));
    }
    scope.page(PageContent {
        title: operation_title(operation).to_owned(),
        summary: if description.is_empty() { operation.summary.clone() } else { description },
        badges,
        signature: operation.key.clone(),
        above: scope.above(group),
        sections,
        aside: aside(scope.api(), operation, trigger.is_some()),
    })
}

/// The colour class and words of a status.
pub(super) fn status_badge(status: Status) -> Badge {
    let class = match status {
        Status::Code(100..=299) | Status::Range(1 | 2) => "good",
        Status::Code(300..=399) | Status::Range(3) => "quiet",
        _ => "bad",
    };
    badge(status.to_string(), class)
}

/// What travels for a security scheme, and where.
pub(super) fn credentials(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::ApiKey { location, name } => format!("{} `{name}`", location.as_str()),
        SecurityKind::Http { scheme, .. } if scheme == "bearer" => {
            "`Authorization: Bearer …`".to_owned()
        }
        SecurityKind::Http { scheme, .. } => format!("HTTP authentication, scheme `{scheme}`"),
        SecurityKind::OAuth2 { .. } => "OAuth 2 token, `Authorization: Bearer …`".to_owned(),
        SecurityKind::OpenIdConnect { .. } => {
            "OpenID Connect token, `Authorization: Bearer …`".to_owned()
        }
        SecurityKind::MutualTls => "client certificate".to_owned(),
    }
}

fn security(scope: Scope<'_>, operation: &Operation, is_outgoing: bool) -> Block {
    let schemes = &scope.api().security_schemes;
    let authentication = format!("{}#security-schemes", scope.to(&scope.map.overview()));
    let mut facts = Vec::new();
    for requirement in &operation.security {
        let label = if facts.is_empty() { "Needs" } else { "Or" };
        let mut parts = Vec::new();
        for (index, it) in requirement.iter().enumerate() {
            if index > 0 {
                parts.push(Part { text: " and ".to_owned(), href: String::new() });
            }
            parts
                .push(Part { text: schemes[it.scheme].name.clone(), href: authentication.clone() });
            let mut note = format!(" ({})", credentials(&schemes[it.scheme].kind).replace('`', ""));
            if !it.scopes.is_empty() {
                note.push_str(&format!(", scopes {}", it.scopes.join(", ")));
            }
            parts.push(Part { text: note, href: String::new() });
        }
        if requirement.is_empty() {
            parts.push(Part { text: "nothing".to_owned(), href: String::new() });
        }
        facts.push(Fact {
            label: label.to_owned(),
            value: Text(parts),
            code: false,
            note: String::new(),
        });
    }
    if facts.is_empty() {
        facts.push(Fact {
            label: "Needs".to_owned(),
            value: Text::plain(match is_outgoing {
                true => "nothing that the schema tells of",
                false => "nothing: the operation is open",
            }),
            code: false,
            note: String::new(),
        });
    }
    Block::Facts(facts)
}

fn parameter_row(scope: Scope<'_>, parameter: &Parameter, names: &mut Names) -> Row {
    let name = names.name(&format!("{} {}", parameter.location.as_str(), parameter.name));
    let mut badges = vec![badge(parameter.location.as_str(), "quiet")];
    if parameter.required {
        badges.push(badge("required", "required"));
    }
    if parameter.deprecated {
        badges.push(badge("deprecated", "old"));
    }
    Row {
        name: parameter.name.clone(),
        badges,
        description: Prose::new(&parameter.description),
        facts: facts(scope, &parameter.schema, parameter.example.as_ref()),
        ..schema_row(scope, &parameter.schema, &format!("parameter-{name}"), 0)
    }
}

fn response_panel(scope: Scope<'_>, response: &Response) -> Block {
    let id = format!("response-{}", response.status.to_string().to_lowercase());
    let mut blocks = vec![];
    let summary = response.description.trim();
    if !summary.is_empty() {
        blocks.push(Block::Prose(Prose::new(summary)));
    }
    if !response.headers.is_empty() {
        let mut names = Names::default();
        let row = |it: &crate::api::Header| {
            let mut badges = vec![badge("header", "quiet")];
            if it.required {
                badges.push(badge("always", "required"));
            }
            Row {
                name: it.name.clone(),
                badges,
                description: Prose::new(&it.description),
                ..schema_row(scope, &it.schema, &format!("{id}-header-{}", names.name(&it.name)), 0)
            }
        };
        blocks.push(Block::Rows(response.headers.iter().map(row).collect()));
    }
    for (index, content) in response.contents.iter().enumerate() {
        blocks.extend(content_blocks(scope, content, &format!("{id}-body-{}", index + 1)));
    }
    if !response.links.is_empty() {
        blocks.push(Block::Facts(response.links.iter().map(|it| link_fact(scope, it)).collect()));
    }
    let title = reason(response.status).to_owned();
    Block::Panel(Panel { id, badges: vec![status_badge(response.status)], title, blocks })
}

/// What can be called next, and with what.
fn link_fact(scope: Scope<'_>, link: &Link) -> Fact {
    let target = match link.is_known {
        true => scope.operation(&link.target),
        false => Part { text: link.target.clone(), href: String::new() },
    };
    let mut parts = vec![target];
    let values = link.values.iter().map(|(name, value)| format!("{name} = {value}"));
    let values = values.collect::<Vec<_>>().join(", ");
    if !values.is_empty() {
        parts.push(Part { text: format!(" with {values}"), href: String::new() });
    }
    Fact {
        label: format!("Link {}", link.name),
        value: Text(parts),
        code: false,
        note: first_paragraph(&link.description),
    }
}

fn content_panel(scope: Scope<'_>, content: &Content, id: &str, badges: Vec<Badge>) -> Block {
    let blocks = content_blocks(scope, content, id);
    Block::Panel(Panel { id: id.to_owned(), badges, title: content.media_type.clone(), blocks })
}

/// The type of a body, and its members where it has no page of its own.
fn content_blocks(scope: Scope<'_>, content: &Content, id: &str) -> Vec<Block> {
    let mut about = vec![Fact {
        label: if id.starts_with("body") { "Type".to_owned() } else { content.media_type.clone() },
        value: content
            .schema
            .as_ref()
            .map_or_else(|| Text::plain("bytes"), |it| type_text(scope, it)),
        code: false,
        note: String::new(),
    }];
    about.extend(content.item_schema.iter().map(|it| fact("Each item", type_text(scope, it))));
    let Some(schema) = &content.schema else { return vec![Block::Facts(about)] };
    about.extend(facts(scope, schema, None));
    let mut blocks = vec![Block::Facts(about)];
    let rows = match &schema.ty {
        // A body's own members are worth seeing without a click.
        Type::Named(ty) => match &scope.api().ty(*ty).kind {
            Kind::Object(object) => object_rows(scope, object, id, 0),
            _ => parts(scope, schema, id, 0).1,
        },
        _ => parts(scope, schema, id, 0).1,
    };
    let is_error = id.starts_with("response-4")
        || id.starts_with("response-5")
        || id.starts_with("response-default");
    if !rows.is_empty() && !is_error {
        blocks.push(Block::Rows(rows));
    }
    blocks
}

fn aside(api: &Api, operation: &Operation, is_outgoing: bool) -> Vec<Section> {
    let codes = samples(api, operation, is_outgoing);
    let mut sections = vec![section("Request", vec![Block::Codes(codes)])];
    let json = |label: String, content: &Content, sender| {
        let value = body_example(api, content, sender)?;
        Some(Code { label, language: "json", text: pretty(&value) })
    };
    let bodies = operation.request_body.iter().flat_map(|it| &it.contents).filter(|it| is_json(it));
    let mut codes = Vec::new();
    for content in bodies {
        // A single one is in the request already.
        for it in content.examples.iter().filter(|_| content.examples.len() > 1) {
            let label = if it.summary.is_empty() { it.name.clone() } else { it.summary.clone() };
            codes.push(Code { label, language: "json", text: pretty(&it.value) });
        }
    }
    if !codes.is_empty() {
        sections.push(section("Body examples", vec![Block::Codes(codes)]));
    }
    let mut codes = Vec::new();
    for response in &operation.responses {
        for content in response.contents.iter().filter(|it| is_json(it)) {
            let label = format!("{} {}", response.status, reason(response.status));
            codes.extend(json(label.trim().to_owned(), content, Sender::Server));
        }
    }
    if !codes.is_empty() {
        sections.push(section("Response", vec![Block::Codes(codes)]));
    }
    sections
}

/// The words of RFC 9110 for a status.
pub(super) fn reason(status: Status) -> &'static str {
    match status {
        Status::Code(200) => "OK",
        Status::Code(201) => "Created",
        Status::Code(202) => "Accepted",
        Status::Code(204) => "No Content",
        Status::Code(207) => "Multi-Status",
        Status::Code(301) => "Moved Permanently",
        Status::Code(302) => "Found",
        Status::Code(303) => "See Other",
        Status::Code(304) => "Not Modified",
        Status::Code(307) => "Temporary Redirect",
        Status::Code(308) => "Permanent Redirect",
        Status::Code(400) => "Bad Request",
        Status::Code(401) => "Unauthorized",
        Status::Code(402) => "Payment Required",
        Status::Code(403) => "Forbidden",
        Status::Code(404) => "Not Found",
        Status::Code(405) => "Method Not Allowed",
        Status::Code(406) => "Not Acceptable",
        Status::Code(409) => "Conflict",
        Status::Code(410) => "Gone",
        Status::Code(412) => "Precondition Failed",
        Status::Code(413) => "Content Too Large",
        Status::Code(415) => "Unsupported Media Type",
        Status::Code(422) => "Unprocessable Content",
        Status::Code(424) => "Failed Dependency",
        Status::Code(429) => "Too Many Requests",
        Status::Code(500) => "Internal Server Error",
        Status::Code(501) => "Not Implemented",
        Status::Code(502) => "Bad Gateway",
        Status::Code(503) => "Service Unavailable",
        Status::Code(504) => "Gateway Timeout",
        Status::Code(200..=299) | Status::Range(2) => "Success",
        Status::Code(300..=399) | Status::Range(3) => "Redirection",
        Status::Code(400..=499) | Status::Range(4) => "Client Error",
        Status::Code(500..=599) | Status::Range(5) => "Server Error",
        Status::Default => "Any other status",
        _ => "Response",
    }
}

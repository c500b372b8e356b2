//! The overview of an API and the pages of its tags.

use std::collections::BTreeMap;

use super::frame::{Content, method_badge, operation_title, section};
use super::graphql::root_items;
use super::map::{Root, Scope};
use super::operation::{credentials, reason, status_badge};
use super::outgoing::{self, Direction};
use super::schema::{badge, code, type_text};
use super::slug::{Names, relative};
use crate::api::{Operation, SecurityKind, SecurityScheme, Status};
use crate::docs::{
    Block, Fact, Item, Link, Page, Part, Prose, Row, Section, Text, first_paragraph,
};

/// Longer lists of operations stay on the pages of their tags.
const MOST_OPERATIONS: usize = 300;

pub(super) fn plan_overview(scope: Scope<'_>) -> Page {
    let api = scope.api();
    let mut sections = Vec::new();
    let mut blocks = vec![Block::Facts(about(scope))];
    if !api.description.trim().is_empty() {
        blocks.push(Block::Prose(Prose::of_page(&api.description)));
    }
    sections.push(Section { id: "description".to_owned(), title: String::new(), blocks });
    if !api.security_schemes.is_empty() {
        let mut names = Names::default();
        let rows = api.security_schemes.iter().map(|it| scheme_row(it, &names.name(&it.name)));
        sections.push(section("Security schemes", vec![Block::Rows(rows.collect())]));
    }
    let list_all = api.operations.len() <= MOST_OPERATIONS;
    let mut names = Names::default();
    for (tag, _) in scope.map.tags.iter().filter(|_| list_all) {
        let blocks = vec![Block::Items(tag_items(scope, tag))];
        let id = format!("tag-{}", names.name(tag));
        sections.push(Section { id, title: tag.clone(), blocks });
    }
    if !list_all {
        let link = |(tag, path): &(String, String)| Link {
            title: tag.clone(),
            href: scope.to(path),
            note: format!(
                "{} operations",
                api.operations.iter().filter(|it| it.tag == *tag).count()
            ),
        };
        sections.push(section(
            "Operations",
            vec![Block::Links(scope.map.tags.iter().map(link).collect())],
        ));
    }
    for direction in Direction::ALL {
        let items = outgoing::items(scope, direction);
        if !items.is_empty() {
            sections.push(section(direction.title(), vec![Block::Items(items)]));
        }
    }
    for root in Root::ALL {
        let items = root_items(scope, root);
        if !items.is_empty() {
            sections.push(section(root.title(), vec![Block::Items(items)]));
        }
    }
    let errors = errors(scope);
    if !errors.is_empty() {
        sections.push(section("Error responses", vec![Block::Rows(errors)]));
    }
    let types = scope.map.named_types();
    if !types.is_empty() {
        let link = |(title, path): (String, &str)| Link {
            title,
            href: scope.to(path),
            note: String::new(),
        };
        sections.push(section("Types", vec![Block::Links(types.into_iter().map(link).collect())]));
    }
    let deprecated = deprecated(scope);
    if !deprecated.is_empty() {
        sections.push(section("Deprecated", vec![Block::Links(deprecated)]));
    }
    scope.page(Content {
        title: scope.map.title().to_owned(),
        summary: first_paragraph(&api.description),
        badges: vec![badge(scope.map.kind(), "kind")],
        above: vec![("All APIs".to_owned(), "index".to_owned())],
        sections,
        ..Content::default()
    })
}

pub(super) fn plan_tag(scope: Scope<'_>, tag: &str) -> Page {
    let description =
        scope.api().tags.iter().find(|it| it.name == tag).map_or("", |it| &it.description);
    let mut sections = super::types::opening(false, description);
    let blocks = vec![Block::Items(tag_items(scope, tag))];
    sections.push(Section { id: "list".to_owned(), title: String::new(), blocks });
    scope.page(Content {
        title: tag.to_owned(),
        summary: first_paragraph(description),
        above: scope.above(None),
        sections,
        ..Content::default()
    })
}

fn tag_items(scope: Scope<'_>, tag: &str) -> Vec<Item> {
    let all = scope.api().operations.iter().zip(&scope.map.operations);
    let item = |(operation, path): (&Operation, &String)| {
        let mut badges = vec![method_badge(operation)];
        if operation.deprecated {
            badges.push(badge("deprecated", "old"));
        }
        Item {
            badges,
            title: operation_title(operation).to_owned(),
            href: scope.to(path),
            code: operation.key.clone(),
            summary: first_paragraph(&operation.description),
        }
    };
    all.filter(|(it, _)| it.tag == tag).map(item).collect()
}

fn about(scope: Scope<'_>) -> Vec<Fact> {
    let api = scope.api();
    let mut facts = Vec::new();
    if !api.version.is_empty() {
        facts.push(code("Version", &api.version));
    }
    for server in &api.servers {
        let description = first_paragraph(&server.description);
        let mut fact = code("Server", &server.url);
        fact.note = description;
        facts.push(fact);
        facts.extend(server.variables.iter().map(|it| {
            let mut fact = code(&format!("Where {{{}}} is", it.name), &it.default);
            let values = it.values.join(", ");
            let one_of = if values.is_empty() { values } else { format!("One of {values}.") };
            fact.note = format!("{one_of} {}", first_paragraph(&it.description)).trim().to_owned();
            fact
        }));
    }
    let document = scope.map.document();
    let file = document.rsplit('/').next().unwrap_or(&document).to_owned();
    let value = Text(vec![Part { text: file, href: relative(scope.path, &document) }]);
    facts.push(Fact { label: "Schema".to_owned(), value, code: false, note: String::new() });
    facts
}

fn scheme_row(scheme: &SecurityScheme, id: &str) -> Row {
    let word = match &scheme.kind {
        SecurityKind::ApiKey { .. } => "API key",
        SecurityKind::Http { .. } => "HTTP",
        SecurityKind::OAuth2 { .. } => "OAuth 2",
        SecurityKind::OpenIdConnect { .. } => "OpenID Connect",
        SecurityKind::MutualTls => "mutual TLS",
    };
    let mut facts = vec![code("Travels in", credentials(&scheme.kind).replace('`', ""))];
    let mut children = Vec::new();
    match &scheme.kind {
        SecurityKind::Http { bearer_format, .. } if !bearer_format.is_empty() => {
            facts.push(code("Token", bearer_format));
        }
        SecurityKind::OpenIdConnect { url } => facts.push(code("Discovery", url)),
        SecurityKind::OAuth2 { scopes } => {
            let mut names = Names::default();
            children = scopes
                .iter()
                .map(|(name, description)| Row {
                    id: format!("scheme-{id}.{}", names.name(name)),
                    name: name.clone(),
                    description: Prose::new(description),
                    ..Row::default()
                })
                .collect();
        }
        _ => {}
    }
    Row {
        id: format!("scheme-{id}"),
        name: scheme.name.clone(),
        badges: vec![badge(word, "quiet")],
        description: Prose::new(&scheme.description),
        facts,
        children_label: "Scopes".to_owned(),
        children,
        ..Row::default()
    }
}

/// Every status that is an error, with the types of its bodies.
fn errors(scope: Scope<'_>) -> Vec<Row> {
    // By status: the operations that answer with it, and the distinct types.
    let mut statuses: BTreeMap<Status, (usize, Vec<Text>, Vec<String>)> = BTreeMap::new();
    for response in scope.api().operations.iter().flat_map(|it| &it.responses) {
        if !matches!(response.status, Status::Code(400..) | Status::Range(4..) | Status::Default) {
            continue;
        }
        let (count, types, texts) = statuses.entry(response.status).or_default();
        *count += 1;
        let text = first_paragraph(&response.description);
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
        for schema in response.contents.iter().filter_map(|it| it.schema.as_ref()) {
            let text = type_text(scope, schema);
            if !types.contains(&text) {
                types.push(text);
            }
        }
    }
    let row = |(status, (count, types, texts)): (Status, (usize, Vec<Text>, Vec<String>))| {
        let mut parts = Vec::new();
        for text in types {
            if !parts.is_empty() {
                parts.push(Part { text: " or ".to_owned(), href: String::new() });
            }
            parts.extend(text.0);
        }
        let operations =
            if count == 1 { "1 operation".to_owned() } else { format!("{count} operations") };
        Row {
            id: format!("error-{}", status.to_string().to_lowercase()),
            name: format!("{status} {}", reason(status)),
            ty: Text(parts),
            badges: vec![badge(operations, status_badge(status).class)],
            description: match texts.as_slice() {
                [text] => Prose::new(text),
                _ => Prose::default(),
            },
            ..Row::default()
        }
    };
    statuses.into_iter().map(row).collect()
}

fn deprecated(scope: Scope<'_>) -> Vec<Link> {
    let operations =
        scope.api().operations.iter().zip(&scope.map.operations).filter(|(it, _)| it.deprecated);
    let operations =
        operations.map(|(it, path)| (operation_title(it).to_owned(), path.as_str(), String::new()));
    let types = scope.api().types.iter().zip(&scope.map.types).filter(|(it, _)| it.deprecated);
    let types =
        types.filter_map(|(it, path)| Some((it.name.join(" "), path.as_deref()?, String::new())));
    let fields = scope.map.fields.iter();
    let fields = fields.filter_map(|it| {
        Some((it.field.name.clone(), it.path.as_str(), it.field.deprecated.clone()?))
    });
    let all = operations.chain(types).chain(fields);
    all.map(|(title, path, note)| Link { title, href: scope.to(path), note }).collect()
}

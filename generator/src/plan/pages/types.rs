//! The pages of types with names, and the list of them.

use super::frame::{Content, section};
use super::map::{ApiMap, Scope};
use super::sample::pretty;
use super::schema::{badge, definition_parts, facts, object_rows, type_text};
use super::used_by::{Use, Uses};
use crate::api::{Additional, Kind, TypeDefinition, TypeId};
use crate::docs::{
    Block, Callout, Code, Fact, Item, Link, Page, Prose, Row, Section, Text, first_paragraph,
};
use crate::example::{Sender, type_example};

pub(super) fn plan_type(scope: Scope<'_>, id: TypeId, uses: &Uses) -> Page {
    let ty = scope.api().ty(id);
    let title = ty.name.join(" ");
    let mut sections = opening(ty.deprecated, &ty.description);
    sections.extend(shape(scope, id, ty));
    let used_by: Vec<Use> =
        uses.of(id).iter().filter(|it| it.path != scope.path).cloned().collect();
    sections.extend(used_by_section(scope, &used_by));
    sections.extend(see_also(scope, &title));
    let mut badges = vec![badge(kind_word(ty), "kind")];
    if ty.deprecated {
        badges.push(badge("deprecated", "old"));
    }
    let example = pretty(&type_example(scope.api(), id, Sender::Server));
    let code = Code { label: "JSON".to_owned(), language: "json", text: example };
    scope.page(Content {
        summary: first_paragraph(&ty.description),
        badges,
        above: scope.above(Some(("Types", scope.map.types_index()))),
        sections,
        aside: vec![section("Example", vec![Block::Codes(vec![code])])],
        title,
        signature: String::new(),
    })
}

/// Deprecation and description, where there is either.
pub(super) fn opening(deprecated: bool, description: &str) -> Vec<Section> {
    let mut blocks = Vec::new();
    if deprecated {
        let text = Prose::new("New code should not use it.");
        blocks.push(Block::Callout(Callout { title: "Deprecated".to_owned(), text }));
    }
    if !description.trim().is_empty() {
        blocks.push(Block::Prose(Prose::of_page(description)));
    }
    let section = Section { id: "description".to_owned(), title: String::new(), blocks };
    if section.blocks.is_empty() { Vec::new() } else { vec![section] }
}

pub(super) fn used_by_section(scope: Scope<'_>, uses: &[Use]) -> Option<Section> {
    let link = |it: &Use| Link {
        title: it.title.clone(),
        href: scope.to(&it.path),
        note: it.role.clone(),
    };
    (!uses.is_empty())
        .then(|| section("Used by", vec![Block::Links(uses.iter().map(link).collect())]))
}

/// Types of the same name in the other APIs of the family.
pub(super) fn see_also(scope: Scope<'_>, name: &str) -> Option<Section> {
    let mut links = Vec::new();
    let others = scope.site.apis.iter().filter(|it| it.folder != scope.map.folder);
    for other in others.filter(|it| it.family() == scope.map.family()) {
        for (_, path) in same_name(other, name) {
            let note = format!("{}, {}", other.title(), other.kind());
            links.push(Link { title: name.to_owned(), href: scope.to(path), note });
        }
    }
    (!links.is_empty()).then(|| section("See also", vec![Block::Links(links)]))
}

fn same_name<'a>(map: &'a ApiMap<'a>, name: &str) -> impl Iterator<Item = (String, &'a str)> {
    let name = name.to_lowercase();
    map.named_types().into_iter().filter(move |(it, _)| it.to_lowercase() == name)
}

pub(super) fn kind_word(ty: &TypeDefinition) -> &'static str {
    match ty.kind {
        Kind::Object(_) => "object",
        Kind::Union(_) => "union",
        Kind::Enumeration(_) => "enum",
        Kind::Alias(_) => "alias",
    }
}

fn shape(scope: Scope<'_>, id: TypeId, ty: &TypeDefinition) -> Vec<Section> {
    match &ty.kind {
        Kind::Object(object) => {
            let rows = object_rows(scope, object, "property", 0);
            let others = match object.additional {
                Additional::Ignored => "ignored",
                Additional::Forbidden => "not allowed",
                Additional::Typed(_) => "kept",
            };
            let others = Fact {
                label: "Other members".to_owned(),
                value: Text::plain(others),
                code: false,
                note: String::new(),
            };
            let mut blocks = vec![Block::Rows(rows), Block::Facts(vec![others])];
            if object.properties.is_empty() && !matches!(object.additional, Additional::Typed(_)) {
                blocks.remove(0);
            }
            vec![section("Properties", blocks)]
        }
        Kind::Union(union) => {
            let mut blocks = Vec::new();
            if let Some(it) = &union.discriminator {
                blocks.push(Block::Facts(vec![Fact {
                    label: "Told apart by".to_owned(),
                    value: Text::plain(it.property.clone()),
                    code: true,
                    note: String::new(),
                }]));
            }
            blocks.push(Block::Rows(definition_parts(scope, id, "variant", 0).1));
            vec![section("Variants", blocks)]
        }
        Kind::Enumeration(it) => {
            let row = |it: &crate::api::EnumerationValue| Row {
                id: format!("value-{}", super::slug::slug(&it.text)),
                name: it.text.clone(),
                description: Prose::new(&it.description),
                ..Row::default()
            };
            let rows = super::schema::unique(it.values.iter().map(row).collect());
            vec![section("Values", vec![Block::Rows(rows)])]
        }
        Kind::Alias(schema) => {
            let mut about = vec![Fact {
                label: "Type".to_owned(),
                value: type_text(scope, schema),
                code: false,
                note: String::new(),
            }];
            about.extend(facts(scope, schema, None));
            let mut blocks = vec![Block::Facts(about)];
            let (_, rows) = super::schema::parts(scope, schema, "part", 0);
            if !rows.is_empty() {
                blocks.push(Block::Rows(rows));
            }
            vec![section("Value", blocks)]
        }
    }
}

/// The list of an API's types.
pub(super) fn plan_types_index(scope: Scope<'_>) -> Page {
    let rest = scope.api().types.iter().zip(&scope.map.types);
    let mut kinds: Vec<(&str, Vec<Item>)> = Vec::new();
    let mut add = |title, item| match kinds.iter_mut().find(|(it, _)| *it == title) {
        Some((_, items)) => items.push(item),
        None => kinds.push((title, vec![item])),
    };
    for (ty, path) in rest {
        let Some(path) = path else { continue };
        let title = match ty.kind {
            Kind::Object(_) => "Objects",
            Kind::Union(_) => "Unions",
            Kind::Enumeration(_) => "Enums",
            Kind::Alias(_) => "Aliases",
        };
        add(title, type_item(scope, ty.name.join(" "), path, &ty.description, ty.deprecated));
    }
    for ty in scope.api().graphql.iter().flat_map(|it| &it.types) {
        let Some(path) = scope.map.graphql_types.get(ty.name.as_str()) else { continue };
        add(
            super::graphql::kind_title(&ty.kind),
            type_item(scope, ty.name.clone(), path, &ty.description, false),
        );
    }
    for (_, items) in &mut kinds {
        items.sort_by_key(|it| it.title.to_lowercase());
    }
    scope.page(Content {
        title: "Types".to_owned(),
        summary: format!("All types of {}.", scope.map.title()),
        above: scope.above(None),
        sections: kinds
            .into_iter()
            .map(|(title, items)| section(title, vec![Block::Items(items)]))
            .collect(),
        ..Content::default()
    })
}

fn type_item(
    scope: Scope<'_>,
    title: String,
    path: &str,
    description: &str,
    deprecated: bool,
) -> Item {
    let badges = if deprecated { vec![badge("deprecated", "old")] } else { Vec::new() };
    Item {
        badges,
        title,
        href: scope.to(path),
        code: String::new(),
        summary: first_paragraph(description),
    }
}

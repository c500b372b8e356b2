//! The pages above all APIs: the entry page and the list of everything.

use std::collections::BTreeMap;

use super::frame::{Content, page, section};
use super::map::{ApiMap, SiteMap};
use super::schema::badge;
use crate::docs::{Block, Item, Link, Page, Section, first_paragraph};

pub(super) fn plan_home(site: &SiteMap<'_>) -> Page {
    let item = |map: &ApiMap<'_>| Item {
        badges: vec![badge(map.kind(), "kind")],
        title: map.title().to_owned(),
        href: format!("{}.html", map.overview()),
        code: map.api.version.clone(),
        summary: [first_paragraph(&map.api.description), counts(map)].join(" ").trim().to_owned(),
    };
    let blocks = vec![Block::Items(site.apis.iter().map(item).collect())];
    let content = Content {
        title: site.title.to_owned(),
        summary: format!("{}: reference for {} APIs.", site.title, site.apis.len()),
        sections: vec![Section { id: "apis".to_owned(), title: "APIs".to_owned(), blocks }],
        ..Content::default()
    };
    page(site, None, "index", content)
}

/// `7 operations, 12 types.`
pub(super) fn counts(map: &ApiMap<'_>) -> String {
    let count = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    };
    let operations = map.all_operations().count() + map.fields.len();
    let parts = [
        count(operations, "operation", "operations"),
        count(map.named_types().len(), "type", "types"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join(", ")) }
}

/// One line of the list of everything.
pub(super) struct Entry {
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) api: String,
    pub(super) path: String,
}

pub(super) fn plan_all(site: &SiteMap<'_>, entries: &[Entry]) -> Page {
    let mut letters: BTreeMap<char, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let first = entry.title.trim_start_matches('@').chars().next().unwrap_or('#');
        let letter = if first.is_ascii_alphabetic() { first.to_ascii_uppercase() } else { '#' };
        letters.entry(letter).or_default().push(entry);
    }
    let mut sections = Vec::new();
    for (letter, mut entries) in letters {
        entries.sort_by_key(|it| (it.title.to_lowercase(), it.path.clone()));
        let link = |it: &Entry| Link {
            title: it.title.clone(),
            href: format!("{}.html", it.path),
            note: format!("{}, {}", it.kind, it.api),
        };
        let links = entries.into_iter().map(link).collect();
        let id = if letter == '#' { "other".to_owned() } else { letter.to_lowercase().to_string() };
        sections.push(Section { id, ..section(&letter.to_string(), vec![Block::Links(links)]) });
    }
    let content = Content {
        title: "A–Z".to_owned(),
        summary: "Every operation and type, by name.".to_owned(),
        above: vec![("All APIs".to_owned(), "index".to_owned())],
        sections,
        ..Content::default()
    };
    page(site, None, "all", content)
}

//! Plans the reference-docs site: what pages there are, what they say, where they lead.
//!
//! `map` gives every page its address first, so that links can be made while pages are planned one by one.

mod frame;
mod graphql;
mod graphql_example;
mod home;
mod index;
mod map;
mod operation;
mod outgoing;
mod overview;
mod sample;
mod schema;
mod slug;
mod types;
mod used_by;

use std::cell::Cell;

use crate::api::{Api, TypeId};
use crate::docs::{File, Page, Site};
use map::{ApiMap, Root, Scope, SiteMap};
use outgoing::Direction;

/// How many rows of types without names one page unfolds; deeper ones are left to the schema document.
const MOST_ROWS: usize = 200;

/// The site over these APIs, for the folder `out`.
pub fn plan_site(apis: &[&Api], title: &str, out: &str) -> Site {
    let site = SiteMap::new(apis, title);
    let (entries, texts): (Vec<_>, Vec<_>) = index::entries(&site).into_iter().unzip();
    let mut pages = vec![home::plan_home(&site), home::plan_all(&site, &entries)];
    let mut files = Vec::new();
    for map in &site.apis {
        pages.extend(api_pages(&site, map));
        files.push(File { path: map.document(), text: map.api.document.clone() });
    }
    let entries: Vec<_> = entries.into_iter().zip(texts).collect();
    files.push(index::search_index(&entries));
    files.push(index::llms(&site, &pages));
    Site { out: out.to_owned(), title: title.to_owned(), pages, files }
}

fn api_pages(site: &SiteMap<'_>, map: &ApiMap<'_>) -> Vec<Page> {
    let rows = Cell::new(MOST_ROWS);
    let mut pages = vec![overview::plan_overview(at(site, map, &rows, &map.overview()))];
    for (tag, path) in &map.tags {
        pages.push(overview::plan_tag(at(site, map, &rows, path), tag));
    }
    for (operation, path) in map.api.operations.iter().zip(&map.operations) {
        pages.push(operation::plan_operation(at(site, map, &rows, path), operation, None));
    }
    for direction in Direction::ALL {
        if map.outgoing(direction).next().is_some() {
            let path = map.outgoing_index(direction);
            pages.push(outgoing::plan_index(at(site, map, &rows, &path), direction));
        }
        for (it, path) in map.outgoing(direction) {
            let scope = at(site, map, &rows, path);
            pages.push(operation::plan_operation(scope, &it.operation, Some(&it.trigger)));
        }
    }
    if let Some(schema) = &map.api.graphql {
        let uses = graphql::uses(map, schema);
        for root in Root::ALL {
            if map.fields.iter().any(|it| it.root == root) {
                pages.push(graphql::plan_root_index(
                    at(site, map, &rows, &map.root_index(root)),
                    root,
                ));
            }
        }
        for it in &map.fields {
            pages.push(graphql::plan_root_field(at(site, map, &rows, &it.path), schema, it));
        }
        for ty in &schema.types {
            if let Some(path) = map.graphql_types.get(ty.name.as_str()) {
                pages.push(graphql::plan_type(at(site, map, &rows, path), schema, ty, &uses));
            }
        }
        if !schema.directives.is_empty() {
            pages.push(graphql::plan_directives_index(
                at(site, map, &rows, &map.directives_index()),
                schema,
            ));
        }
        for it in &schema.directives {
            if let Some(path) = map.directives.get(it.name.as_str()) {
                pages.push(graphql::plan_directive(at(site, map, &rows, path), it));
            }
        }
    }
    if !map.named_types().is_empty() {
        pages.push(types::plan_types_index(at(site, map, &rows, &map.types_index())));
    }
    let uses = used_by::Uses::new(map);
    for (index, path) in map.types.iter().enumerate() {
        if let Some(path) = path {
            pages.push(types::plan_type(at(site, map, &rows, path), TypeId(index), &uses));
        }
    }
    pages
}

fn at<'a>(
    site: &'a SiteMap<'a>,
    map: &'a ApiMap<'a>,
    rows: &'a Cell<usize>,
    path: &'a str,
) -> Scope<'a> {
    rows.set(MOST_ROWS);
    Scope { site, map, path, rows }
}

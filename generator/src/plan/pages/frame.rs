//! What every page has around its content: title, breadcrumbs, navigation, "on this page".

use super::map::{ApiMap, Root, Scope, SiteMap};
use super::outgoing::Direction;
use super::schema::badge;
use super::slug::relative;
use crate::api::{Method, Operation};
use crate::docs::{Badge, Block, Link, NavApi, NavGroup, NavItem, Page, Section};

/// How many pages of one group the navigation of a page shows.
const MOST_ITEMS: usize = 60;

/// With more groups than this on the site, the other APIs show only their overviews.
const MOST_GROUPS: usize = 150;

/// A page without its frame.
#[derive(Default)]
pub(super) struct Content {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) badges: Vec<Badge>,
    pub(super) signature: String,
    /// Pages above this one, by path: title and path.
    pub(super) above: Vec<(String, String)>,
    pub(super) sections: Vec<Section>,
    pub(super) aside: Vec<Section>,
}

/// Puts the frame around a page; `map` is the API that the page belongs to.
pub(super) fn page(
    site: &SiteMap<'_>,
    map: Option<&ApiMap<'_>>,
    path: &str,
    content: Content,
) -> Page {
    let Content { title, summary, badges, signature, above, sections, aside } = content;
    let crumbs = above.into_iter().map(|(title, to)| Link {
        title,
        href: format!("{}.html", relative(path, &to)),
        note: String::new(),
    });
    let full_title = match map {
        Some(map) if map.title() != title => format!("{title} · {}", map.title()),
        _ if title == site.title => title.clone(),
        _ => format!("{title} · {}", site.title),
    };
    let mut summary = summary;
    if let Some((end, _)) = summary.char_indices().nth(300) {
        summary.truncate(end);
        summary.push('…');
    }
    Page {
        path: path.to_owned(),
        root: "../".repeat(path.matches('/').count()),
        site: site.title.to_owned(),
        contents: contents(&sections),
        crumbs: crumbs.collect(),
        navigation: navigation(site, path),
        full_title,
        title,
        summary,
        badges,
        signature,
        sections,
        aside,
    }
}

/// A section whose address is its title in lower case.
pub(super) fn section(title: &str, blocks: Vec<Block>) -> Section {
    Section { id: title.to_lowercase().replace(' ', "-"), title: title.to_owned(), blocks }
}

/// The coloured word for an operation's method.
pub(super) fn method_badge(operation: &Operation) -> Badge {
    let class = match &operation.method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
        _ => "other",
    };
    badge(operation.method.as_str(), class)
}

/// What an operation is called on the site.
pub(super) fn operation_title(operation: &Operation) -> &str {
    match operation.summary.trim() {
        "" => &operation.id,
        summary => summary.trim_end_matches('.'),
    }
}

fn contents(sections: &[Section]) -> Vec<Link> {
    let mut links = Vec::new();
    for section in sections {
        if !section.title.is_empty() {
            let title = section.title.clone();
            links.push(Link { title, href: format!("#{}", section.id), note: String::new() });
        }
        for block in &section.blocks {
            let Block::Prose(prose) = block else { continue };
            links.extend(prose.headings.iter().map(|it| Link {
                title: it.title.clone(),
                href: format!("#{}", it.id),
                note: String::new(),
            }));
        }
    }
    links
}

fn navigation(site: &SiteMap<'_>, path: &str) -> Vec<NavApi> {
    let all: Vec<Vec<Group<'_>>> = site.apis.iter().map(groups).collect();
    let show_all = all.iter().map(Vec::len).sum::<usize>() <= MOST_GROUPS;
    let to = |target: &str| format!("{}.html", relative(path, target));
    let apis = site.apis.iter().zip(all).map(|(map, groups)| {
        let open = path.split('/').next() == Some(&map.folder);
        let groups = if open || show_all { groups } else { Vec::new() };
        NavApi {
            title: map.title().to_owned(),
            kind: map.kind().to_owned(),
            href: to(&map.overview()),
            open,
            current: path == map.overview(),
            groups: groups.into_iter().map(|it| nav_group(it, path, &to)).collect(),
        }
    });
    apis.collect()
}

/// A group of pages before it is known which page shows it.
struct Group<'a> {
    title: &'a str,
    path: String,
    pages: Vec<GroupPage<'a>>,
}

struct GroupPage<'a> {
    badge: Option<Badge>,
    title: String,
    path: &'a str,
    deprecated: bool,
}

fn groups<'a>(map: &'a ApiMap<'a>) -> Vec<Group<'a>> {
    let mut groups = Vec::new();
    for (tag, path) in &map.tags {
        let operations =
            map.api.operations.iter().zip(&map.operations).filter(|(it, _)| it.tag == *tag);
        let pages = operations.map(|(operation, path)| GroupPage {
            badge: Some(method_badge(operation)),
            title: operation_title(operation).to_owned(),
            path,
            deprecated: operation.deprecated,
        });
        groups.push(Group { title: tag, path: path.clone(), pages: pages.collect() });
    }
    for direction in Direction::ALL {
        let pages = map.outgoing(direction).map(|(it, path)| GroupPage {
            badge: Some(method_badge(&it.operation)),
            title: operation_title(&it.operation).to_owned(),
            path,
            deprecated: it.operation.deprecated,
        });
        groups.push(Group {
            title: direction.title(),
            path: map.outgoing_index(direction),
            pages: pages.collect(),
        });
    }
    for root in Root::ALL {
        let fields = map.fields.iter().filter(|it| it.root == root);
        let pages = fields.map(|it| GroupPage {
            badge: None,
            title: it.field.name.clone(),
            path: &it.path,
            deprecated: it.field.deprecated.is_some(),
        });
        groups.push(Group {
            title: root.title(),
            path: map.root_index(root),
            pages: pages.collect(),
        });
    }
    let page = |(title, path)| GroupPage { badge: None, title, path, deprecated: false };
    let types = map.named_types().into_iter().map(page).collect();
    groups.push(Group { title: "Types", path: map.types_index(), pages: types });
    let directives = map
        .directives
        .iter()
        .map(|(name, path)| page((format!("@{name}"), path.as_str())))
        .collect();
    groups.push(Group { title: "Directives", path: map.directives_index(), pages: directives });
    groups.retain(|it| !it.pages.is_empty());
    groups
}

fn nav_group(group: Group<'_>, path: &str, to: &dyn Fn(&str) -> String) -> NavGroup {
    let count = group.pages.len();
    let current = group.path == path;
    let position = group.pages.iter().position(|it| it.path == path);
    let mut items = Vec::new();
    if let Some(position) = position.or(current.then_some(0)) {
        let start = position.saturating_sub(MOST_ITEMS / 2).min(count.saturating_sub(MOST_ITEMS));
        items = group.pages.into_iter().skip(start).take(MOST_ITEMS).collect();
    }
    NavGroup {
        title: group.title.to_owned(),
        href: to(&group.path),
        count,
        current,
        omitted: if items.is_empty() { 0 } else { count - items.len() },
        items: items
            .into_iter()
            .map(|it| NavItem {
                badge: it.badge,
                title: it.title,
                href: to(it.path),
                current: it.path == path,
                deprecated: it.deprecated,
            })
            .collect(),
    }
}

impl Scope<'_> {
    /// The pages above a page of this API.
    pub(super) fn above(&self, group: Option<(&str, String)>) -> Vec<(String, String)> {
        let mut above = vec![
            ("All APIs".to_owned(), "index".to_owned()),
            (self.map.title().to_owned(), self.map.overview()),
        ];
        above.extend(group.map(|(title, path)| (title.to_owned(), path)));
        above
    }

    /// The page of this scope.
    pub(super) fn page(&self, content: Content) -> Page {
        page(self.site, Some(self.map), self.path, content)
    }
}

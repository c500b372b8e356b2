//! Where every page of the site goes. Decided once, before any page is planned.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::outgoing::Direction;
use super::slug::{Names, relative, slug};
use crate::api::{Api, Operation, Outgoing, TypeId, graphql};

/// The pages of a site and the APIs they are about.
pub(super) struct SiteMap<'a> {
    pub(super) title: &'a str,
    pub(super) apis: Vec<ApiMap<'a>>,
}

/// The pages of one API; paths are relative to the site's folder, without `.html`.
pub(super) struct ApiMap<'a> {
    pub(super) api: &'a Api,
    /// The API's folder.
    pub(super) folder: String,
    /// One per operation.
    pub(super) operations: Vec<String>,
    /// One per webhook and callback.
    outgoing: Vec<String>,
    /// One per type; none for types without a name in the document.
    pub(super) types: Vec<Option<String>>,
    /// The page of each tag that has operations.
    pub(super) tags: Vec<(String, String)>,
    /// Fields of the root types, with the page of each.
    pub(super) fields: Vec<RootField<'a>>,
    /// GraphQL types by name, without the root types.
    pub(super) graphql_types: BTreeMap<&'a str, String>,
    /// Directives by name.
    pub(super) directives: BTreeMap<&'a str, String>,
}

/// A query, mutation or subscription.
pub(super) struct RootField<'a> {
    pub(super) root: Root,
    pub(super) field: &'a graphql::Field,
    pub(super) path: String,
}

/// The kinds of root fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    Query,
    Mutation,
    Subscription,
}

impl Root {
    pub(super) const ALL: [Self; 3] = [Self::Query, Self::Mutation, Self::Subscription];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
        }
    }

    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Query => "queries",
            Self::Mutation => "mutations",
            Self::Subscription => "subscriptions",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Query => "Queries",
            Self::Mutation => "Mutations",
            Self::Subscription => "Subscriptions",
        }
    }
}

impl<'a> SiteMap<'a> {
    pub(super) fn new(apis: &[&'a Api], title: &'a str) -> Self {
        let mut folders = Names::default();
        // The site's own files at its root.
        for taken in ["all", "llms", "style", "script", "search-index"] {
            folders.name(taken);
        }
        let apis = apis.iter().map(|api| ApiMap::new(api, folders.name(&api.name))).collect();
        Self { title, apis }
    }
}

impl<'a> ApiMap<'a> {
    fn new(api: &'a Api, folder: String) -> Self {
        let mut names = Names::default();
        let operations = api
            .operations
            .iter()
            .map(|it| format!("{folder}/operations/{}", names.name(&it.id)))
            .collect();
        let mut names = Direction::ALL.map(|it| (it, Names::default()));
        let outgoing = api.outgoing.iter().map(|it| {
            let direction = Direction::of(&it.trigger);
            let id = &it.operation.id;
            let names = names.iter_mut().find(|it| it.0 == direction);
            let name = names.map(|it| it.1.name(id)).unwrap_or_default();
            format!("{folder}/{}/{name}", direction.plural())
        });
        let outgoing = outgoing.collect();
        let mut names = Names::default();
        let types = api
            .types
            .iter()
            .map(|it| {
                it.is_component
                    .then(|| format!("{folder}/types/{}", names.name(&it.name.join(" "))))
            })
            .collect();
        let mut tag_names = Names::default();
        let mut tags: Vec<(String, String)> = Vec::new();
        let declared = api.tags.iter().map(|it| it.name.as_str());
        for tag in declared.chain(api.operations.iter().map(|it| it.tag.as_str())) {
            if tags.iter().all(|(it, _)| it != tag) && api.operations.iter().any(|it| it.tag == tag)
            {
                tags.push((tag.to_owned(), format!("{folder}/tags/{}", tag_names.name(tag))));
            }
        }
        let mut map = Self {
            api,
            folder,
            operations,
            outgoing,
            types,
            tags,
            fields: Vec::new(),
            graphql_types: BTreeMap::new(),
            directives: BTreeMap::new(),
        };
        if let Some(schema) = &api.graphql {
            map.add_graphql(schema, names);
        }
        map
    }

    /// `names` are those that the API's other types have in the folder of types.
    fn add_graphql(&mut self, schema: &'a graphql::Schema, mut names: Names) {
        for root in Root::ALL {
            let mut names = Names::default();
            for field in root_fields(schema, root) {
                let path = format!("{}/{}/{}", self.folder, root.plural(), names.name(&field.name));
                self.fields.push(RootField { root, field, path });
            }
        }
        for ty in &schema.types {
            if !is_root(schema, &ty.name) {
                self.graphql_types
                    .insert(&ty.name, format!("{}/types/{}", self.folder, names.name(&ty.name)));
            }
        }
        let mut names = Names::default();
        for it in &schema.directives {
            self.directives
                .insert(&it.name, format!("{}/directives/{}", self.folder, names.name(&it.name)));
        }
    }

    /// The webhooks, or the callbacks, each with its page.
    pub(super) fn outgoing(
        &self,
        direction: Direction,
    ) -> impl Iterator<Item = (&'a Outgoing, &str)> {
        let all = self.api.outgoing.iter().zip(&self.outgoing);
        let these = all.filter(move |it| Direction::of(&it.0.trigger) == direction);
        these.map(|(it, path)| (it, path.as_str()))
    }

    /// Every operation with its page, those that are called elsewhere last.
    pub(super) fn all_operations(&self) -> impl Iterator<Item = (&'a Operation, &str)> {
        let pages = self.operations.iter().chain(&self.outgoing).map(String::as_str);
        self.api.all_operations().zip(pages)
    }

    pub(super) fn outgoing_index(&self, direction: Direction) -> String {
        format!("{}/{}/index", self.folder, direction.plural())
    }

    /// `REST` or `GraphQL`.
    pub(super) fn kind(&self) -> &'static str {
        if self.api.graphql.is_some() { "GraphQL" } else { "REST" }
    }

    pub(super) fn overview(&self) -> String {
        format!("{}/index", self.folder)
    }

    pub(super) fn types_index(&self) -> String {
        format!("{}/types/index", self.folder)
    }

    pub(super) fn directives_index(&self) -> String {
        format!("{}/directives/index", self.folder)
    }

    pub(super) fn root_index(&self, root: Root) -> String {
        format!("{}/{}/index", self.folder, root.plural())
    }

    pub(super) fn document(&self) -> String {
        let file = if self.api.graphql.is_some() { "schema.graphql" } else { "openapi.json" };
        format!("{}/{file}", self.folder)
    }

    pub(super) fn type_page(&self, id: TypeId) -> Option<&str> {
        self.types[id.0].as_deref()
    }

    /// All types that have a page, by name as written, with the page.
    pub(super) fn named_types(&self) -> Vec<(String, &str)> {
        let rest = self.api.types.iter().zip(&self.types);
        let rest = rest.filter_map(|(ty, path)| Some((ty.name.join(" "), path.as_deref()?)));
        let mut all: Vec<_> = rest
            .chain(
                self.graphql_types.iter().map(|(name, path)| ((*name).to_owned(), path.as_str())),
            )
            .collect();
        all.sort_by_key(|(name, path)| (name.to_lowercase(), *path));
        all
    }

    /// The first word of the API's name: APIs that share it describe one system.
    pub(super) fn family(&self) -> String {
        let name = slug(&self.api.name);
        name.split('-').next().unwrap_or_default().to_owned()
    }

    pub(super) fn title(&self) -> &str {
        if self.api.title.trim().is_empty() { &self.api.name } else { &self.api.title }
    }
}

/// The fields of a root type.
pub(super) fn root_fields(schema: &graphql::Schema, root: Root) -> &[graphql::Field] {
    let name = match root {
        Root::Query => Some(&schema.query),
        Root::Mutation => schema.mutation.as_ref(),
        Root::Subscription => schema.subscription.as_ref(),
    };
    match name.and_then(|it| schema.ty(it)).map(|it| &it.kind) {
        Some(graphql::Kind::Object { fields, .. }) => fields,
        _ => &[],
    }
}

fn is_root(schema: &graphql::Schema, name: &str) -> bool {
    name == schema.query
        || schema.mutation.as_deref() == Some(name)
        || schema.subscription.as_deref() == Some(name)
}

/// One API's part of the site, seen from one page: what every planning function needs.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) site: &'a SiteMap<'a>,
    pub(super) map: &'a ApiMap<'a>,
    /// The page being planned.
    pub(super) path: &'a str,
    /// How many more rows the page may unfold.
    pub(super) rows: &'a Cell<usize>,
}

impl<'a> Scope<'a> {
    pub(super) fn api(&self) -> &'a Api {
        self.map.api
    }

    /// A link to another page.
    pub(super) fn to(&self, path: &str) -> String {
        format!("{}.html", relative(self.path, path))
    }
}

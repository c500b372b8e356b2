//! Where references lead: files by path, and parts of files by `$id`, `$self` and anchor (RFC 3986, JSON Schema 2020-12).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::node::{escape, percent_decode};
use crate::source::{FileId, join, normalize};

/// The resources and anchors of the files indexed so far.
#[derive(Debug, Default)]
pub(super) struct Resources {
    by_uri: BTreeMap<String, (FileId, String)>,
    /// The pointer and the URI of each resource of a file, its root first.
    by_file: BTreeMap<FileId, Vec<(String, String)>>,
    /// By file, pointer of the resource and name.
    anchors: BTreeMap<(FileId, String, String), Anchor>,
}

/// A place that has a name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Anchor {
    /// The pointer in its file.
    pub(super) pointer: String,
    /// Whether `$dynamicRef` may lead to another place of this name.
    pub(super) is_dynamic: bool,
}

/// Keywords whose values are data, so that nothing in them is a keyword.
const DATA: &[&str] = &["example", "examples", "enum", "const", "default", "value", "dataValue"];
/// Keywords whose members have names of the author's.
const MAPS: &[&str] =
    &["properties", "patternProperties", "definitions", "$defs", "schemas", "dependentSchemas"];

impl Resources {
    /// Takes up what a file says of itself.
    pub(super) fn index(&mut self, file: FileId, path: &str, tree: &Value) {
        let own = tree.get("$self").and_then(Value::as_str);
        let uri = own.map_or_else(|| path.to_owned(), |it| resolve(path, strip(it)));
        self.resource(file, String::new(), uri.clone());
        self.walk(file, tree, &uri, &mut String::new(), "", true);
    }

    fn resource(&mut self, file: FileId, pointer: String, uri: String) {
        self.by_uri.entry(uri.clone()).or_insert_with(|| (file, pointer.clone()));
        let list = self.by_file.entry(file).or_default();
        list.retain(|it| it.0 != pointer);
        list.push((pointer, uri));
    }

    fn walk(
        &mut self,
        file: FileId,
        value: &Value,
        base: &str,
        pointer: &mut String,
        resource: &str,
        has_keywords: bool,
    ) {
        let length = pointer.len();
        match value {
            Value::Object(map) => {
                let (mut base, mut resource) = (base.to_owned(), resource.to_owned());
                let text = |key: &str| map.get(key).and_then(Value::as_str);
                let id = text("$id").filter(|_| has_keywords);
                if let Some(id) = id.map(strip).filter(|it| !it.is_empty()) {
                    base = resolve(&base, id);
                    resource.clone_from(pointer);
                    self.resource(file, resource.clone(), base.clone());
                }
                // Before draft 2019-09 an anchor was an `$id` that is a fragment.
                let old = id.and_then(|it| it.strip_prefix('#')).map(|it| (it, false));
                let anchor = text("$anchor").map(|it| (it, false));
                let dynamic = text("$dynamicAnchor").map(|it| (it, true));
                for (name, is_dynamic) in [old, anchor, dynamic].into_iter().flatten() {
                    let key = (file, resource.clone(), name.to_owned());
                    let anchor = Anchor { pointer: pointer.clone(), is_dynamic };
                    self.anchors.entry(key).or_insert(anchor);
                }
                for (key, member) in map {
                    if has_keywords && DATA.contains(&key.as_str()) {
                        continue;
                    }
                    pointer.push('/');
                    pointer.push_str(&escape(key));
                    let names = has_keywords && MAPS.contains(&key.as_str());
                    self.walk(file, member, &base, pointer, &resource, !names);
                    pointer.truncate(length);
                }
            }
            Value::Array(list) => {
                for (index, item) in list.iter().enumerate() {
                    pointer.push_str(&format!("/{index}"));
                    self.walk(file, item, base, pointer, resource, has_keywords);
                    pointer.truncate(length);
                }
            }
            _ => {}
        }
    }

    /// The resource that a place is in: its pointer and its URI.
    pub(super) fn around(&self, file: FileId, pointer: &str) -> (&str, &str) {
        let inside = |it: &&(String, String)| {
            pointer.strip_prefix(&it.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let list = self.by_file.get(&file).into_iter().flatten();
        let nearest = list.filter(inside).max_by_key(|it| it.0.len());
        nearest.map_or(("", ""), |it| (&it.0, &it.1))
    }

    /// The resource of this URI.
    pub(super) fn by_uri(&self, uri: &str) -> Option<(FileId, String)> {
        self.by_uri.get(uri).cloned()
    }

    /// The place of this name in a resource; else the one in the file, where there is only one.
    pub(super) fn anchor(&self, file: FileId, resource: &str, name: &str) -> Option<&Anchor> {
        let key = (file, resource.to_owned(), name.to_owned());
        self.anchors.get(&key).or_else(|| {
            let mut others = self.anchors.iter().filter(|it| it.0.0 == file && it.0.2 == name);
            let first = others.next().map(|it| it.1);
            first.filter(|_| others.next().is_none())
        })
    }

    /// The names of a resource that `$dynamicRef` looks for.
    pub(super) fn dynamic_anchors(
        &self,
        file: FileId,
        resource: &str,
    ) -> impl Iterator<Item = (&str, &Anchor)> {
        let of_it = move |it: &(&(FileId, String, String), &Anchor)| {
            it.0.0 == file && it.0.1 == resource && it.1.is_dynamic
        };
        self.anchors.iter().filter(of_it).map(|it| (it.0.2.as_str(), it.1))
    }

    /// The paths that a reference without its fragment may mean, the likeliest first.
    pub(super) fn paths(&self, file: FileId, path: &str, pointer: &str, to: &str) -> Vec<String> {
        let mut list = Vec::new();
        let mut add = |it: String| {
            for it in [percent_decode(&it), it] {
                if !is_url(&it) && !list.contains(&it) {
                    list.push(it);
                }
            }
        };
        let uri = resolve(self.around(file, pointer).1, to);
        if is_url(&uri) {
            // What lies beside a document by its URI lies beside it as a file.
            for (root, own) in self.by_file.get(&file).into_iter().flatten() {
                let folder = own.rsplit_once('/').map_or("", |it| it.0);
                let beside = uri.strip_prefix(folder).and_then(|it| it.strip_prefix('/'));
                if let Some(beside) = beside.filter(|_| root.is_empty() && is_url(own)) {
                    add(join(path, beside));
                }
            }
        } else {
            add(uri);
        }
        if !is_url(to) {
            add(join(path, to));
            // A path from the root means the root of the project, not that of the machine.
            if let Some(inner) = to.strip_prefix('/') {
                add(normalize(inner));
            }
        }
        list
    }
}

/// The paths of other files that the references of one may mean.
pub(super) fn files_of(path: &str, tree: &Value) -> BTreeSet<String> {
    let file = FileId(0);
    let mut resources = Resources::default();
    resources.index(file, path, tree);
    let mut found = BTreeSet::new();
    each_reference(tree, &mut String::new(), &mut |pointer, reference| {
        let to = strip(reference);
        if !to.is_empty() {
            found.extend(resources.paths(file, path, pointer, to));
        }
    });
    found.remove(&normalize(path));
    found
}

/// Calls `each` with every reference to another place, and the pointer of the object that holds it.
fn each_reference(value: &Value, pointer: &mut String, each: &mut dyn FnMut(&str, &str)) {
    let length = pointer.len();
    match value {
        Value::Object(map) => {
            for key in ["$ref", "$dynamicRef", "operationRef", "externalValue"] {
                if let Some(Value::String(reference)) = map.get(key) {
                    each(pointer, reference);
                }
            }
            if let Some(Value::Object(mapping)) =
                map.get("discriminator").and_then(|it| it.get("mapping"))
            {
                let targets = mapping.values().filter_map(Value::as_str);
                targets.filter(|it| is_file(it)).for_each(|it| each(pointer, it));
            }
            for (key, member) in map {
                pointer.push('/');
                pointer.push_str(&escape(key));
                each_reference(member, pointer, each);
                pointer.truncate(length);
            }
        }
        Value::Array(list) => list.iter().for_each(|it| each_reference(it, pointer, each)),
        _ => {}
    }
}

/// Whether what a discriminator maps to is a file, and no name of a schema.
pub(super) fn is_file(target: &str) -> bool {
    let file = strip(target);
    !file.is_empty()
        && (file.contains('/')
            || target.contains('#')
            || [".json", ".yaml", ".yml"].iter().any(|it| file.ends_with(it)))
}

/// A reference without its fragment.
pub(super) fn strip(reference: &str) -> &str {
    reference.split('#').next().unwrap_or_default()
}

/// Whether it says a scheme: `https://…`, `urn:…`.
pub(super) fn is_url(uri: &str) -> bool {
    uri.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|it: char| it.is_ascii_alphabetic())
            && scheme.chars().all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it))
    })
}

/// What a reference without fragment means, seen from `base` (RFC 3986, 5.2); a path where neither says a scheme.
pub(super) fn resolve(base: &str, to: &str) -> String {
    if is_url(to) || base.is_empty() {
        return to.to_owned();
    }
    if to.is_empty() {
        return base.to_owned();
    }
    let Some((scheme, rest)) = base.split_once("://").filter(|_| is_url(base)) else {
        // A `urn:` has nothing beside it.
        return if is_url(base) { to.to_owned() } else { join(base, to) };
    };
    if let Some(rest) = to.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = join(&format!("/{path}"), to);
    format!("{scheme}://{authority}{path}")
}

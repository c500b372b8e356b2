//! Many files to one tree: what other files hold moves into the root's shared sections.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::document::{Origin, parse_file};
use super::node::{escape, segments};
use super::shape::{Kind, Object};
use super::suggest::Targets;
use crate::diagnostics::Diagnostics;
use crate::source::{FileId, Place, SourceMap, join};

/// The relative files that the references of a file name, each once.
pub fn referenced_files(path: &str, text: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    if let Ok(tree) = super::tree::parse_text(path, text) {
        collect(&tree, &mut found);
    }
    found.into_iter().collect()
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get("$ref") {
                let file = reference.split('#').next().unwrap_or_default();
                if !file.is_empty() && !is_url(file) {
                    found.insert(file.to_owned());
                }
            }
            map.values().for_each(|it| collect(it, found));
        }
        Value::Array(list) => list.iter().for_each(|it| collect(it, found)),
        _ => {}
    }
}

fn is_url(file: &str) -> bool {
    file.contains("://")
}

fn has_foreign(value: &Value) -> bool {
    match value {
        Value::Object(map) => {
            matches!(map.get("$ref"), Some(Value::String(it)) if !it.starts_with('#'))
                || map.values().any(has_foreign)
        }
        Value::Array(list) => list.iter().any(has_foreign),
        _ => false,
    }
}

/// Gives the one tree, and where its parts came from.
///
/// A tree without references to other files is given back as it is.
pub(super) fn bundle(
    root: Value,
    file: FileId,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> (Value, Vec<Origin>) {
    if !has_foreign(&root) {
        return (root, Vec::new());
    }
    let is_v2 = root.get("swagger").is_some();
    let mut bundler = Bundler {
        sources,
        diagnostics,
        root: file,
        is_v2,
        trees: BTreeMap::from([(file, Some(root.clone()))]),
        names: BTreeMap::new(),
        taken: taken(&root, is_v2),
        queue: Vec::new(),
        origins: Vec::new(),
        depth: 0,
        targets: Targets::default(),
    };
    let at = At { file, source: String::new(), pointer: String::new() };
    let mut tree = bundler.copy(&root, Kind::Of(Object::Document), &at);
    while let Some(part) = bundler.queue.pop() {
        let value = bundler.part(&part);
        insert(&mut tree, &part.sections, part.name, value);
    }
    (tree, bundler.origins)
}

/// The names that the root's own shared sections use.
fn taken(root: &Value, is_v2: bool) -> BTreeSet<(String, String)> {
    let sections = if is_v2 { Some(root) } else { root.get("components") };
    let mut taken = BTreeSet::new();
    for (section, members) in sections.and_then(Value::as_object).into_iter().flatten() {
        for name in members.as_object().into_iter().flat_map(Map::keys) {
            taken.insert((section.clone(), name.clone()));
        }
    }
    taken
}

fn insert(tree: &mut Value, sections: &[&'static str], name: String, value: Value) {
    let mut at = tree;
    for section in sections {
        if !at[*section].is_object() {
            at[*section] = json!({});
        }
        at = &mut at[*section];
    }
    at[name] = value;
}

struct Bundler<'a> {
    sources: &'a SourceMap,
    diagnostics: &'a mut Diagnostics,
    root: FileId,
    is_v2: bool,
    trees: BTreeMap<FileId, Option<Value>>,
    names: BTreeMap<(FileId, String, &'static str), String>,
    taken: BTreeSet<(String, String)>,
    queue: Vec<Part>,
    origins: Vec<Origin>,
    depth: u32,
    targets: Targets,
}

/// A part of another file that becomes a shared object of the root.
struct Part {
    sections: Vec<&'static str>,
    name: String,
    kind: Kind,
    file: FileId,
    source: String,
    value: Value,
}

/// The file that a value is copied from, its pointer there, and its pointer in the new tree.
struct At {
    file: FileId,
    source: String,
    pointer: String,
}

impl At {
    fn down(&self, key: &str) -> Self {
        let key = escape(key);
        Self {
            file: self.file,
            source: format!("{}/{key}", self.source),
            pointer: format!("{}/{key}", self.pointer),
        }
    }
}

impl Bundler<'_> {
    fn part(&mut self, part: &Part) -> Value {
        let pointer = format!("/{}/{}", part.sections.join("/"), escape(&part.name));
        self.origin(&pointer, part.file, &part.source);
        let at = At { file: part.file, source: part.source.clone(), pointer };
        self.copy(&part.value, part.kind, &at)
    }

    fn origin(&mut self, pointer: &str, file: FileId, source: &str) {
        let (pointer, source) = (pointer.to_owned(), source.to_owned());
        self.origins.push(Origin { pointer, file, source });
    }

    fn copy(&mut self, value: &Value, kind: Kind, at: &At) -> Value {
        match value {
            Value::Object(map) => {
                if let (Kind::Of(object), Some(Value::String(reference))) = (kind, map.get("$ref"))
                    && (at.file != self.root || !reference.starts_with('#'))
                {
                    return self.refer(map, reference, object, at);
                }
                let mut out = Map::new();
                for (key, member) in map {
                    out.insert(
                        key.clone(),
                        self.copy(member, member_kind(kind, key), &at.down(key)),
                    );
                }
                Value::Object(out)
            }
            Value::Array(list) => {
                let kind = item_kind(kind);
                let items = list.iter().enumerate();
                items.map(|(index, it)| self.copy(it, kind, &at.down(&index.to_string()))).collect()
            }
            value => value.clone(),
        }
    }

    fn refer(
        &mut self,
        map: &Map<String, Value>,
        reference: &str,
        object: Object,
        at: &At,
    ) -> Value {
        let Some((file, pointer, value)) = self.find(reference, at) else {
            return json!({ "x-meshwright-missing": true });
        };
        let Some(section) =
            object.section().filter(|_| file != self.root || object != Object::PathItem)
        else {
            return self.inline(file, &pointer, &value, object, at);
        };
        let target = if file == self.root {
            format!("#{pointer}")
        } else {
            let sections = self.sections(section);
            let name = self.name(file, &pointer, section, object, value);
            format!("#/{}/{}", sections.join("/"), escape(&name))
        };
        // Keywords beside `$ref` stay beside it: version 3.1 gives them a meaning.
        let mut out = Map::new();
        for (key, member) in map {
            let member = match key.as_str() {
                "$ref" => Value::String(target.clone()),
                key => self.copy(member, member_kind(Kind::Of(object), key), &at.down(key)),
            };
            out.insert(key.clone(), member);
        }
        Value::Object(out)
    }

    /// A path item, or another object that has no shared section, is put where it is used.
    fn inline(
        &mut self,
        file: FileId,
        pointer: &str,
        value: &Value,
        object: Object,
        at: &At,
    ) -> Value {
        if self.depth > 20 {
            return json!({});
        }
        self.depth += 1;
        self.origin(&at.pointer, file, pointer);
        let at = At { file, source: pointer.to_owned(), pointer: at.pointer.clone() };
        let copy = self.copy(value, Kind::Of(object), &at);
        self.depth -= 1;
        copy
    }

    fn sections(&self, section: &'static str) -> Vec<&'static str> {
        match (self.is_v2, section) {
            (true, "schemas") => vec!["definitions"],
            (true, section) => vec![section],
            (false, section) => vec!["components", section],
        }
    }

    fn name(
        &mut self,
        file: FileId,
        pointer: &str,
        section: &'static str,
        object: Object,
        value: Value,
    ) -> String {
        let key = (file, pointer.to_owned(), section);
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let sections = self.sections(section);
        let last = sections.last().copied().unwrap_or(section);
        let name = self.free_name(file, pointer, last);
        self.names.insert(key, name.clone());
        self.queue.push(Part {
            sections,
            name: name.clone(),
            kind: Kind::Of(object),
            file,
            source: pointer.to_owned(),
            value,
        });
        name
    }

    fn free_name(&mut self, file: FileId, pointer: &str, section: &str) -> String {
        let path = &self.sources.file(file).path;
        let stem = path.rsplit('/').next().unwrap_or(path).split('.').next().unwrap_or_default();
        let last = segments(pointer).and_then(|it| it.last().cloned());
        let plain = clean(last.as_deref().unwrap_or(stem));
        let numbered = (2..).map(|n| format!("{plain}{n}"));
        let candidates = [plain.clone(), format!("{}_{plain}", clean(stem))];
        let mut candidates = candidates.into_iter().chain(numbered);
        loop {
            let name = candidates.next().unwrap_or_default();
            if self.taken.insert((section.to_owned(), name.clone())) {
                return name;
            }
        }
    }

    /// The file, the pointer and the value that a reference names; what is wrong is reported.
    fn find(&mut self, reference: &str, at: &At) -> Option<(FileId, String, Value)> {
        let place = Place::Value(at.file, format!("{}/$ref", at.source));
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if path.is_empty() {
            at.file
        } else if is_url(path) {
            self.diagnostics.remote_reference(place, reference);
            return None;
        } else {
            let path = join(&self.sources.file(at.file).path, path);
            let Some(file) = self.sources.find(&path) else {
                self.diagnostics.unreadable(place, &path, "not among the files read");
                return None;
            };
            if let Err(reason) = &self.sources.file(file).text {
                self.diagnostics.unreadable(place, &path, reason);
                return None;
            }
            file
        };
        if !self.trees.contains_key(&file) {
            let tree = parse_file(self.sources, file, self.diagnostics);
            self.trees.insert(file, tree);
        }
        let mut value = self.trees.get(&file)?.as_ref()?;
        let path = segments(fragment)?;
        for segment in &path {
            let next = match value {
                Value::Array(list) => segment.parse().ok().and_then(|index: usize| list.get(index)),
                value => value.get(segment),
            };
            match next {
                Some(next) => value = next,
                None => {
                    let root = self.trees.get(&file)?.as_ref()?;
                    let start = reference.split('#').next().unwrap_or_default();
                    let suggestion =
                        self.targets.meant(root, fragment).map(|it| format!("{start}{it}"));
                    self.diagnostics.missing_target(place, reference, suggestion.as_deref());
                    return None;
                }
            }
        }
        let pointer = path.iter().fold(String::new(), |text, it| text + "/" + &escape(it));
        Some((file, pointer, value.clone()))
    }
}

fn clean(name: &str) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
    name.chars().map(keep).collect()
}

fn member_kind(kind: Kind, key: &str) -> Kind {
    match kind {
        Kind::Of(object) => {
            let row = object.rows().iter().find(|row| row.0 == key);
            row.map(|row| row.1).or(object.patterned()).unwrap_or(Kind::Any)
        }
        Kind::MapOf(object) => Kind::Of(object),
        _ => Kind::Any,
    }
}

fn item_kind(kind: Kind) -> Kind {
    match kind {
        Kind::List(object) => Kind::Of(object),
        // `items` of older drafts, and `discriminator`, hold no references of their own.
        _ => Kind::Any,
    }
}

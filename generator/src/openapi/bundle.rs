//! Many files to one tree: what other files hold moves into the root's shared sections.

mod links_and_examples;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::document::Origins;
use super::find::{Files, Found, Miss};
use super::foreign::has_foreign;
use super::node::{escape, fragment, segments};
use super::resources::is_file;
use super::shape::{Kind, Object};
use crate::diagnostics::Diagnostics;
use crate::source::{FileId, Place, SourceMap};
use links_and_examples::Elsewhere;

/// Gives the one tree, and where its parts came from.
///
/// A tree without references to other files is given back as it is.
pub(super) fn bundle(
    root: Value,
    file: FileId,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> (Value, Origins) {
    if !has_foreign(&root) {
        return (root, Origins::default());
    }
    let is_v2 = root.get("swagger").is_some();
    let root = Rc::new(root);
    let mut bundler = Bundler {
        files: Files::new(sources, file, Rc::clone(&root)),
        diagnostics,
        root: file,
        tree: Rc::clone(&root),
        is_v2,
        names: BTreeMap::new(),
        taken: taken(&root, is_v2),
        queue: Vec::new(),
        elsewhere: Vec::new(),
        origins: Origins::default(),
        depth: 0,
    };
    let at = At { file, source: String::new(), pointer: String::new(), scope: Scope::default() };
    let mut tree = bundler.copy(&root, Kind::Of(Object::Document), &at);
    while let Some(part) = bundler.queue.pop() {
        let value = bundler.part(&part);
        insert(&mut tree, &part.sections, part.name, value);
    }
    bundler.resolve_operation_refs(&mut tree);
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
    files: Files<'a>,
    diagnostics: &'a mut Diagnostics,
    root: FileId,
    tree: Rc<Value>,
    is_v2: bool,
    names: BTreeMap<(FileId, String, &'static str, Scope), String>,
    taken: BTreeSet<(String, String)>,
    queue: Vec<Part>,
    elsewhere: Vec<Elsewhere>,
    origins: Origins,
    depth: u32,
}

/// The places that `$dynamicRef` leads to, by name: those of the outermost resource that is being read.
type Scope = Rc<BTreeMap<String, (FileId, String)>>;

/// A part of another file that becomes a shared object of the root.
struct Part {
    sections: Vec<&'static str>,
    name: String,
    kind: Kind,
    found: Found,
    scope: Scope,
}

/// More parts of other files than any API has; beyond it none is copied for the places around it.
const MOST_PARTS: usize = 20_000;

/// The keyword that refers to another object, and its text.
fn reference(map: &Map<String, Value>) -> Option<(&'static str, &str)> {
    let text = |key: &'static str| Some((key, map.get(key)?.as_str()?));
    text("$ref").or_else(|| text("$dynamicRef"))
}

/// The file that a value is copied from, its pointer there, and its pointer in the new tree.
#[derive(Clone)]
struct At {
    file: FileId,
    source: String,
    pointer: String,
    scope: Scope,
}

impl At {
    fn down(&self, key: &str) -> Self {
        let key = escape(key);
        Self {
            file: self.file,
            source: format!("{}/{key}", self.source),
            pointer: format!("{}/{key}", self.pointer),
            scope: Rc::clone(&self.scope),
        }
    }
}

impl Bundler<'_> {
    fn part(&mut self, part: &Part) -> Value {
        let pointer = format!("/{}/{}", part.sections.join("/"), escape(&part.name));
        let Found { file, pointer: source, .. } = &part.found;
        self.origin(&pointer, *file, source);
        let scope = self.scope(*file, source, &part.scope);
        let at = At { file: *file, source: source.clone(), pointer, scope };
        self.copy(part.found.value(), part.kind, &at)
    }

    fn origin(&mut self, pointer: &str, file: FileId, source: &str) {
        self.origins.insert(pointer.to_owned(), (file, source.to_owned()));
    }

    fn copy(&mut self, value: &Value, kind: Kind, at: &At) -> Value {
        match value {
            Value::Object(map) => {
                let inner;
                let mut at = at;
                if let (Kind::Of(Object::Schema), Some(Value::String(_))) = (kind, map.get("$id")) {
                    let scope = self.scope(at.file, &at.source, &at.scope);
                    inner = At { scope, ..at.clone() };
                    at = &inner;
                }
                if let (Kind::Of(object), Some((key, reference))) = (kind, reference(map))
                    && let Some(copy) = self.refer(map, (key, reference), object, at)
                {
                    return copy;
                }
                if kind == Kind::Discriminated
                    && let Some(Value::Object(mapping)) = map.get("mapping")
                {
                    return self.discriminator(map, mapping, at);
                }
                match kind {
                    Kind::Of(Object::Link) => self.operation_ref(map, at),
                    Kind::Of(Object::Example) => {
                        if let Some(copy) = self.external_value(map, at) {
                            return copy;
                        }
                    }
                    _ => {}
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

    /// The copy of an object that refers to another; none where it may stay as it is.
    fn refer(
        &mut self,
        map: &Map<String, Value>,
        (keyword, reference): (&'static str, &str),
        object: Object,
        at: &At,
    ) -> Option<Value> {
        let mut found = match self.files.find(reference, (at.file, &at.source), self.diagnostics) {
            Ok(found) => found,
            // What is wrong inside of the root is told when the tree is checked.
            Err(_) if at.file == self.root && is_plain(reference) => return None,
            Err(miss) => {
                self.report(miss, reference, keyword, at);
                return Some(json!({ "x-meshwright-missing": true }));
            }
        };
        if keyword == "$dynamicRef" {
            found = self.outermost(found, reference, at);
        }
        let is_special = object == Object::Schema && self.is_special(&found, at);
        let is_own = !is_special
            && found.file == self.root
            && self.kind_at(&found.pointer) == Kind::Of(object);
        let is_in_root = at.source == at.pointer
            && at.file == self.root
            && self.files.resources.around(at.file, &at.source).0.is_empty();
        if is_own && is_in_root && is_plain(reference) {
            return None;
        }
        let scope = if is_special { Rc::clone(&at.scope) } else { Scope::default() };
        let Some(section) = object.section().or(is_own.then_some("")) else {
            return Some(self.inline(found, map, object, at));
        };
        let target = if is_own {
            fragment(&found.pointer)
        } else {
            self.shared(found, section, object, scope)
        };
        // Keywords beside `$ref` stay beside it: version 3.1 gives them a meaning.
        let mut out = Map::new();
        for (key, member) in map {
            if key == keyword {
                out.insert("$ref".to_owned(), Value::String(target.clone()));
                continue;
            }
            let member = self.copy(member, member_kind(Kind::Of(object), key), &at.down(key));
            out.insert(key.clone(), member);
        }
        Some(Value::Object(out))
    }

    /// The scope inside of a resource: what is outside of it comes first.
    fn scope(&self, file: FileId, source: &str, around: &Scope) -> Scope {
        let resources = &self.files.resources;
        let (resource, _) = resources.around(file, source);
        let mut scope = around.as_ref().clone();
        for (name, anchor) in resources.dynamic_anchors(file, resource) {
            scope.entry(name.to_owned()).or_insert_with(|| (file, anchor.pointer.clone()));
        }
        Rc::new(scope)
    }

    /// Where `$dynamicRef` leads: to the place of this name in the outermost resource, if the one found may be
    /// replaced.
    fn outermost(&mut self, found: Found, reference: &str, at: &At) -> Found {
        let name = reference.split_once('#').map_or("", |it| it.1);
        let (resource, _) = self.files.resources.around(found.file, &found.pointer);
        let anchor = self.files.resources.anchor(found.file, resource, name);
        if !anchor.is_some_and(|it| it.is_dynamic && it.pointer == found.pointer) {
            return found;
        }
        let outer = at.scope.get(name).and_then(|(file, it)| self.files.at(*file, it));
        outer.unwrap_or(found)
    }

    /// Whether a schema means something else in this scope than by itself: a resource around replaces its places.
    fn is_special(&self, found: &Found, at: &At) -> bool {
        if at.scope.is_empty() || self.names.len() > MOST_PARTS {
            return false;
        }
        let resources = &self.files.resources;
        let (resource, _) = resources.around(found.file, &found.pointer);
        resources.dynamic_anchors(found.file, resource).any(|(name, anchor)| {
            at.scope.get(name).is_some_and(|it| (it.0, &it.1) != (found.file, &anchor.pointer))
        })
    }

    /// What stands in the root at a pointer.
    fn kind_at(&self, pointer: &str) -> Kind {
        let mut kind = Kind::Of(Object::Document);
        let mut value = &*self.tree;
        for segment in segments(&pointer.replace('%', "%25")).unwrap_or_default() {
            kind = if value.is_array() { item_kind(kind) } else { member_kind(kind, &segment) };
            let index = || value.get(segment.parse::<usize>().ok()?);
            match value.get(&segment).or_else(index) {
                Some(next) => value = next,
                None => return Kind::Any,
            }
        }
        kind
    }

    /// The reference to the shared object that a part of another file becomes.
    fn shared(
        &mut self,
        found: Found,
        section: &'static str,
        object: Object,
        scope: Scope,
    ) -> String {
        let sections = self.sections(section);
        let name = self.name(found, section, object, scope);
        fragment(&format!("/{}/{}", sections.join("/"), escape(&name)))
    }

    /// A discriminator whose mapping leads to schemas of other files.
    fn discriminator(
        &mut self,
        map: &Map<String, Value>,
        mapping: &Map<String, Value>,
        at: &At,
    ) -> Value {
        let down = at.down("mapping");
        let mut copy = map.clone();
        let mut targets = Map::new();
        for (word, target) in mapping {
            let reference = target
                .as_str()
                .filter(|it| is_file(it) || at.file != self.root && it.starts_with('#'));
            let target = match reference {
                None => target.clone(),
                Some(reference) => {
                    match self.files.find(reference, (at.file, &at.source), self.diagnostics) {
                        Ok(it) if it.file == self.root => fragment(&it.pointer).into(),
                        Ok(it) => {
                            self.shared(it, "schemas", Object::Schema, Scope::default()).into()
                        }
                        Err(miss) => {
                            self.report(miss, reference, word, &down);
                            continue;
                        }
                    }
                }
            };
            targets.insert(word.clone(), target);
        }
        copy.insert("mapping".to_owned(), Value::Object(targets));
        Value::Object(copy)
    }

    fn report(&mut self, miss: Miss, reference: &str, key: &str, at: &At) {
        let place = Place::Value(at.file, format!("{}/{}", at.source, escape(key)));
        match miss {
            Miss::Remote => self.diagnostics.remote_reference(place, reference),
            Miss::Unreadable(path, reason) => self.diagnostics.unreadable(place, &path, &reason),
            Miss::Nothing(it) => {
                let file = reference.split('#').next().unwrap_or_default();
                let meant = it.map(|it| format!("{file}{it}"));
                self.diagnostics.missing_target(place, reference, meant.as_deref());
            }
            Miss::Reported => {}
        }
    }

    /// A path item, or another object that has no shared section, is put where it is used.
    fn inline(&mut self, found: Found, map: &Map<String, Value>, object: Object, at: &At) -> Value {
        if self.depth > 20 {
            let place = Place::Value(at.file, format!("{}/$ref", at.source));
            let reference = map.get("$ref").and_then(Value::as_str).unwrap_or_default();
            self.diagnostics.cyclic_reference(place, reference);
            return json!({ "x-meshwright-missing": true });
        }
        self.depth += 1;
        self.origin(&at.pointer, found.file, &found.pointer);
        let (pointer, scope) = (at.pointer.clone(), Rc::clone(&at.scope));
        let inner = At { file: found.file, source: found.pointer.clone(), pointer, scope };
        let mut copy = self.copy(found.value(), Kind::Of(object), &inner);
        // What stands beside the reference adds to what it leads to.
        for (key, member) in map.iter().filter(|it| it.0 != "$ref") {
            let down = at.down(key);
            let member = self.copy(member, member_kind(Kind::Of(object), key), &down);
            if let Value::Object(copy) = &mut copy {
                copy.insert(key.clone(), member);
                self.origin(&down.pointer, down.file, &down.source);
            }
        }
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
        found: Found,
        section: &'static str,
        object: Object,
        scope: Scope,
    ) -> String {
        let (file, pointer) = (found.file, found.pointer.clone());
        let key = (file, pointer.clone(), section, Rc::clone(&scope));
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let sections = self.sections(section);
        let last = sections.last().copied().unwrap_or(section);
        let name = self.free_name(file, &pointer, last);
        self.names.insert(key, name.clone());
        self.queue.push(Part {
            sections,
            name: name.clone(),
            kind: Kind::Of(object),
            found,
            scope,
        });
        name
    }

    fn free_name(&mut self, file: FileId, pointer: &str, section: &str) -> String {
        let path = &self.files.sources.file(file).path;
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
}

/// Whether a reference is a pointer into the same file.
fn is_plain(reference: &str) -> bool {
    reference.starts_with("#/") || reference == "#"
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
        // `items` of older drafts may be a list.
        Kind::List(object) | Kind::Of(object) => Kind::Of(object),
        _ => Kind::Any,
    }
}

//! Follows references across files.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::document::parse_file;
use super::node::{escape, segments};
use super::resources::{Resources, is_url, resolve, strip};
use super::suggest::Targets;
use super::tree::parse_text;
use crate::diagnostics::Diagnostics;
use crate::source::{FileId, SourceMap};

/// How many references may lead to one another; more are a circle.
const MOST_STEPS: u32 = 100;

/// The files that references lead to, each parsed once.
pub(super) struct Files<'a> {
    pub(super) sources: &'a SourceMap,
    pub(super) resources: Resources,
    trees: BTreeMap<FileId, Option<Rc<Value>>>,
    is_complete: bool,
    targets: Targets,
}

/// Where a reference leads.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) file: FileId,
    pub(super) pointer: String,
    tree: Rc<Value>,
}

impl Found {
    /// What is there.
    pub(super) fn value(&self) -> &Value {
        self.tree.pointer(&self.pointer).unwrap_or(&Value::Null)
    }
}

/// Why a reference leads nowhere.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Miss {
    /// To a URL that no file here has.
    Remote,
    /// To a file that cannot be read.
    Unreadable(String, String),
    /// To nothing in its file; perhaps this was meant.
    Nothing(Option<String>),
    /// To a file whose mistake is reported already.
    Reported,
}

impl<'a> Files<'a> {
    pub(super) fn new(sources: &'a SourceMap, root: FileId, tree: Rc<Value>) -> Self {
        let mut resources = Resources::default();
        resources.index(root, &sources.file(root).path, &tree);
        let trees = BTreeMap::from([(root, Some(tree))]);
        Self { sources, resources, trees, is_complete: false, targets: Targets::default() }
    }

    /// What a reference names that stands at this pointer of this file.
    pub(super) fn find(
        &mut self,
        reference: &str,
        from: (FileId, &str),
        diagnostics: &mut Diagnostics,
    ) -> Result<Found, Miss> {
        self.step(reference, from, MOST_STEPS, diagnostics)
    }

    /// What stands at a pointer of a file that is parsed.
    pub(super) fn at(&self, file: FileId, pointer: &str) -> Option<Found> {
        let tree = Rc::clone(self.trees.get(&file)?.as_ref()?);
        Some(Found { file, pointer: pointer.to_owned(), tree })
    }

    fn step(
        &mut self,
        reference: &str,
        from: (FileId, &str),
        left: u32,
        diagnostics: &mut Diagnostics,
    ) -> Result<Found, Miss> {
        let (file, resource) = self.resource(strip(reference), from, diagnostics)?;
        let tree = self.tree(file, diagnostics).ok_or(Miss::Reported)?;
        let fragment = reference.split_once('#').map_or("", |it| it.1);
        let Some(path) = segments(fragment) else {
            let anchor = self.resources.anchor(file, &resource, fragment);
            let pointer = anchor.ok_or(Miss::Nothing(None))?.pointer.clone();
            return Ok(Found { file, pointer, tree });
        };
        // People who write an `$id` may still mean the whole file; and `%` may be no escape at all.
        let raw: Vec<String> = fragment
            .split('/')
            .skip(1)
            .map(|it| it.replace("~1", "/").replace("~0", "~"))
            .collect();
        let mut first = None;
        let starts = [(resource.as_str(), &path), ("", &path), (&resource, &raw)];
        for (start, path) in starts {
            match self.walk((file, start), &tree, path, left, diagnostics) {
                Ok(found) => return Ok(found),
                Err(miss) => first = first.or(Some(miss)),
            }
        }
        Err(first.unwrap_or(Miss::Nothing(None)))
    }

    /// The file, and the resource in it, that a reference without its fragment names.
    fn resource(
        &mut self,
        to: &str,
        (file, pointer): (FileId, &str),
        diagnostics: &mut Diagnostics,
    ) -> Result<(FileId, String), Miss> {
        let (around, base) = self.resources.around(file, pointer);
        if to.is_empty() {
            return Ok((file, around.to_owned()));
        }
        let uri = resolve(base, to);
        if let Some(found) = self.resources.by_uri(&uri) {
            return Ok(found);
        }
        let path = &self.sources.file(file).path;
        let paths = self.resources.paths(file, path, pointer, to);
        let files: Vec<FileId> = paths.iter().filter_map(|it| self.sources.find(it)).collect();
        let readable = |it: &&FileId| self.sources.file(**it).text.is_ok();
        if let Some(&file) = files.iter().find(readable) {
            // Parsed first: it may have another URI than its path.
            let _ = self.tree(file, diagnostics);
            return Ok((file, String::new()));
        }
        self.complete();
        if let Some(found) = self.resources.by_uri(&uri) {
            return Ok(found);
        }
        if is_url(to) || paths.is_empty() {
            return Err(Miss::Remote);
        }
        let reason = files.first().map(|it| self.sources.file(*it).text.clone().err());
        let reason = reason.flatten().unwrap_or_else(|| "not among the files read".to_owned());
        Err(Miss::Unreadable(paths.first().cloned().unwrap_or_default(), reason))
    }

    fn walk(
        &mut self,
        (file, start): (FileId, &str),
        tree: &Rc<Value>,
        path: &[String],
        left: u32,
        diagnostics: &mut Diagnostics,
    ) -> Result<Found, Miss> {
        let mut at = Found { file, pointer: start.to_owned(), tree: Rc::clone(tree) };
        for segment in path {
            if child(at.value(), segment).is_none()
                && let Some(reference) = at.value().get("$ref").and_then(Value::as_str)
                && let Some(left) = left.checked_sub(1)
            {
                // The way leads through a reference.
                at = self.step(reference, (at.file, &at.pointer), left, diagnostics)?;
            }
            if child(at.value(), segment).is_none() {
                return Err(Miss::Nothing(self.targets.meant(&at.tree, path)));
            }
            at.pointer.push('/');
            at.pointer.push_str(&escape(segment));
        }
        Ok(at)
    }

    /// The value of a file; what is wrong with it is reported once.
    fn tree(&mut self, file: FileId, diagnostics: &mut Diagnostics) -> Option<Rc<Value>> {
        if !self.trees.contains_key(&file) {
            let tree = parse_file(self.sources, file, diagnostics).map(Rc::new);
            self.take(file, tree);
        }
        self.trees.get(&file).cloned().flatten()
    }

    fn take(&mut self, file: FileId, tree: Option<Rc<Value>>) {
        if let Some(tree) = &tree {
            self.resources.index(file, &self.sources.file(file).path, tree);
        }
        self.trees.insert(file, tree);
    }

    /// Parses every other file too, for one of them may have the URI that is looked for.
    fn complete(&mut self) {
        if std::mem::replace(&mut self.is_complete, true) {
            return;
        }
        for (id, file) in self.sources.files() {
            let is_new = !self.trees.contains_key(&id);
            if let Ok(text) = file.text.as_ref()
                && is_new
                && text.contains("$id")
                && let Ok(tree) = parse_text(&file.path, text)
            {
                self.take(id, Some(Rc::new(tree)));
            }
        }
    }
}

fn child<'a>(value: &'a Value, segment: &str) -> Option<&'a Value> {
    match value {
        Value::Array(list) => list.get(segment.parse::<usize>().ok()?),
        value => value.get(segment),
    }
}

/// A shared object of this name, in whatever section.
pub(super) fn elsewhere(root: &Value, name: &str) -> Option<String> {
    let at = |section: &str, members: &Value| {
        members.get(name).map(|_| format!("#{section}/{}", escape(name)))
    };
    let sections = root.get("components").and_then(Value::as_object).into_iter().flatten();
    let new = sections.filter_map(|(section, it)| at(&format!("/components/{section}"), it));
    let old = ["definitions", "parameters", "responses", "securityDefinitions", "$defs"];
    let old = old.iter().filter_map(|it| at(&format!("/{it}"), root.get(*it)?));
    new.chain(old).next()
}

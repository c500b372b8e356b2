//! What leads to other files without being a `$ref`: `operationRef` of links, `externalValue` of examples.

use serde_json::{Map, Value};

use super::super::find::Miss;
use super::super::node::fragment;
use super::super::resources::{is_file, is_url};
use super::super::tree::parse_text;
use super::{At, Bundler, is_plain};
use crate::source::{FileId, Place};

/// An `operationRef` that leads to another file: where it is in the tree, and where it leads.
pub(super) struct Elsewhere {
    link: String,
    file: FileId,
    pointer: String,
}

impl Bundler<'_> {
    /// Notes where an `operationRef` leads; once the tree is whole, it can be found there.
    pub(super) fn operation_ref(&mut self, map: &Map<String, Value>, at: &At) {
        const KEY: &str = "operationRef";
        let Some(reference) = map.get(KEY).and_then(Value::as_str) else { return };
        if at.file == self.root && is_plain(reference) {
            return;
        }
        match self.files.find(reference, (at.file, &at.source), self.diagnostics) {
            Ok(found) => self.elsewhere.push(Elsewhere {
                link: at.pointer.clone(),
                file: found.file,
                pointer: found.pointer,
            }),
            // An operation of another API, which is shown as it is.
            Err(_) if is_url(reference) => {}
            // A word alone is the id of an operation in the wrong place, and no file.
            Err(miss) if matches!(miss, Miss::Nothing(_)) || !is_file(reference) => {
                let place = Place::Value(at.file, format!("{}/{KEY}", at.source));
                self.diagnostics.unknown_operation(place, reference, None);
            }
            Err(miss) => self.report(miss, reference, KEY, at),
        }
    }

    /// Has each `operationRef` lead to where the operation is in the tree; one of another API stays as it is.
    pub(super) fn resolve_operation_refs(&mut self, tree: &mut Value) {
        for Elsewhere { link, file, pointer } in std::mem::take(&mut self.elsewhere) {
            let inside = |source: &str| {
                let rest = pointer.strip_prefix(source)?;
                (rest.is_empty() || rest.starts_with('/')).then(|| rest.to_owned())
            };
            let mut copies = self.origins.iter().filter(|it| it.0.starts_with("/paths/"));
            let target = match file == self.root {
                true => Some(pointer.clone()),
                false => copies.find_map(|(at, (origin, source))| {
                    inside(source).filter(|_| *origin == file).map(|rest| format!("{at}{rest}"))
                }),
            };
            if let (Some(target), Some(link)) = (target, tree.pointer_mut(&link)) {
                link["operationRef"] = fragment(&target).into();
            }
        }
    }

    /// An example whose value is a file of its own, with that value; none where it has none.
    ///
    /// JSON and YAML give the value that they say, any other file its text; what cannot be read is told.
    pub(super) fn external_value(&mut self, map: &Map<String, Value>, at: &At) -> Option<Value> {
        const KEY: &str = "externalValue";
        let to = map.get(KEY).and_then(Value::as_str)?;
        if ["value", "dataValue", "serializedValue"].iter().any(|key| map.contains_key(*key)) {
            return None;
        }
        let place = Place::Value(at.file, format!("{}/{KEY}", at.source));
        let sources = self.files.sources;
        let path = &sources.file(at.file).path;
        let paths = self.files.resources.paths(at.file, path, &at.source, to);
        if is_url(to) || paths.is_empty() {
            self.diagnostics.remote_example(place, to);
            return None;
        }
        let files: Vec<_> = paths.iter().filter_map(|it| sources.find(it)).collect();
        let files = files.iter().map(|it| sources.file(*it));
        let (mut texts, mut reasons) = (Vec::new(), Vec::new());
        for file in files {
            match &file.text {
                Ok(text) => texts.push((&file.path, text)),
                Err(reason) => reasons.push(reason.as_str()),
            }
        }
        let value = match texts.first() {
            None => Err(reasons.first().copied().unwrap_or("not among the files read").to_owned()),
            Some((path, text))
                if [".json", ".yaml", ".yml"].iter().any(|it| path.ends_with(it)) =>
            {
                parse_text(path, text).map_err(|it| it.message)
            }
            Some((_, text)) => Ok(Value::String((*text).clone())),
        };
        match value {
            Ok(value) => {
                let mut copy = map.clone();
                copy.remove(KEY);
                copy.insert("value".to_owned(), value);
                Some(Value::Object(copy))
            }
            Err(reason) => {
                let path = paths.first().map_or(to, String::as_str);
                self.diagnostics.unreadable(place, path, &reason);
                None
            }
        }
    }
}

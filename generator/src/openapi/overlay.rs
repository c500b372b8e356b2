//! Overlay documents (OpenAPI Overlay Specification 1.0.0).

use serde_json::Value;
use serde_json_path::JsonPath;

use super::node::Node;
use crate::diagnostics::Diagnostics;
use crate::source::{FileId, Place};

/// Applies the actions of an overlay to a tree, in order.
pub(super) fn apply(
    tree: &mut Value,
    overlay: &Value,
    file: FileId,
    diagnostics: &mut Diagnostics,
) {
    let root = Node::root(overlay);
    if root.text("overlay").is_none_or(|version| !version.starts_with("1.")) {
        let place = match root.get("overlay") {
            Some(_) => Place::Value(file, "/overlay".to_owned()),
            None => Place::File(file),
        };
        diagnostics.unknown_overlay(place);
        return;
    }
    for action in root.items_of("actions") {
        let place = Place::Value(file, format!("{}/target", action.pointer()));
        let Some(target) = action.text("target") else {
            diagnostics.overlay_target(place, "", "an action needs a `target`");
            continue;
        };
        let path = match JsonPath::parse(target) {
            Ok(path) => path,
            Err(error) => {
                diagnostics.overlay_target(place, target, &error.to_string());
                continue;
            }
        };
        let mut pointers: Vec<String> =
            path.query_located(tree).locations().map(|it| it.to_json_pointer()).collect();
        if pointers.is_empty() {
            diagnostics.overlay_target(place, target, "nothing in the document matches");
        }
        let remove = action.flag("remove");
        // From the back, so that removing an item does not move those still to come.
        pointers.reverse();
        for pointer in pointers {
            if remove {
                remove_at(tree, &pointer);
            } else if let (Some(value), Some(update)) = (
                tree.pointer_mut(&pointer),
                overlay.pointer(&action.pointer()).and_then(|it| it.get("update")),
            ) {
                merge(value, update);
            }
        }
    }
}

/// Objects merge member by member, an array takes the update as further items, the rest is replaced.
fn merge(value: &mut Value, update: &Value) {
    match (value, update) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, update) in from {
                match into.get_mut(key) {
                    Some(old) => merge(old, update),
                    None => {
                        into.insert(key.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(into), Value::Array(from)) => into.extend(from.iter().cloned()),
        (Value::Array(into), update) => into.push(update.clone()),
        (value, update) => *value = update.clone(),
    }
}

fn remove_at(tree: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else { return };
    let last = last.replace("~1", "/").replace("~0", "~");
    match tree.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.shift_remove(&last);
        }
        Some(Value::Array(list)) => {
            if let Some(index) = last.parse().ok().filter(|&index: &usize| index < list.len()) {
                list.remove(index);
            }
        }
        _ => {}
    }
}

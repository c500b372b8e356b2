//! Resources in words, as `kubectl describe` puts those of kinds that it does not know closer: the
//! names of members as labels, one below the other.

use std::fmt::Write as _;

use meshwright_runtime::Value;

use super::form::{labels, part};
use crate::store::ClusterResource;

/// The text for a resource. It says what MeshSync last reported; events are not part of that.
#[must_use]
pub fn describe(resource: &ClusterResource) -> String {
    let mut out = String::new();
    line(&mut out, 0, "Name", &resource.name);
    line(&mut out, 0, "Namespace", &resource.namespace);
    for (label, member) in [("Labels", "labels"), ("Annotations", "annotations")] {
        let pairs = labels(resource, member);
        let pairs: Vec<String> = pairs.iter().map(|(k, v)| format!("{k}: {v}")).collect();
        let indent = format!("\n{}", " ".repeat(COLUMN));
        line(&mut out, 0, label, if pairs.is_empty() { "<none>" } else { "" });
        if !pairs.is_empty() {
            out.truncate(out.trim_end().len());
            let gap = " ".repeat(COLUMN.saturating_sub(label.len() + 1));
            let _ = writeln!(out, "{gap}{}", pairs.join(&indent));
        }
    }
    line(&mut out, 0, "API Version", &resource.api_version);
    line(&mut out, 0, "Kind", &resource.kind);
    for (label, member) in [("Spec", "spec"), ("Status", "status")] {
        let part = part(resource, member);
        if !part.is_null() {
            member_lines(&mut out, 0, label, &part);
        }
    }
    // The data of a ConfigMap; that of a Secret is never kept.
    if let Some(data) = resource.object.get("data").and_then(Value::as_str) {
        let data = serde_json::from_str(data).unwrap_or_else(|_| Value::String(data.to_owned()));
        member_lines(&mut out, 0, "Data", &data);
    }
    out
}

/// Where values of the first level begin.
const COLUMN: usize = 14;

fn line(out: &mut String, depth: usize, label: &str, value: &str) {
    let label = format!("{}{label}:", "  ".repeat(depth));
    let _ = writeln!(out, "{}", format!("{label:COLUMN$}{value}").trim_end());
}

fn member_lines(out: &mut String, depth: usize, label: &str, value: &Value) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            line(out, depth, label, "");
            for (name, value) in members {
                member_lines(out, depth + 1, &title(name), value);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            line(out, depth, label, "");
            for item in items {
                item_lines(out, depth + 1, item);
            }
        }
        _ => line(out, depth, label, &format!(" {}", plain(value))),
    }
}

fn item_lines(out: &mut String, depth: usize, item: &Value) {
    match item {
        Value::Object(members) => {
            for (name, value) in members {
                member_lines(out, depth, &title(name), value);
            }
        }
        _ => {
            let _ = writeln!(out, "{}{}", "  ".repeat(depth), plain(item));
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "<none>".to_owned(),
        _ => value.to_string(),
    }
}

/// `containerPort` as `Container Port`.
fn title(name: &str) -> String {
    let mut title = String::new();
    for (index, c) in name.chars().enumerate() {
        if index == 0 {
            title.extend(c.to_uppercase());
        } else {
            let was_lower = title.chars().last().is_some_and(char::is_lowercase);
            if c.is_uppercase() && was_lower {
                title.push(' ');
            }
            title.push(c);
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{ClusterResource, describe};

    #[test]
    fn a_resource_in_words() {
        let resource = ClusterResource {
            cluster: "c".to_owned(),
            api_version: "v1".to_owned(),
            kind: "Pod".to_owned(),
            namespace: "shop".to_owned(),
            name: "cart".to_owned(),
            object: json!({
                "metadata": {"labels": {"app": "cart", "tier": "web"}},
                "spec": {"containers": [{"name": "cart", "ports": [{"containerPort": 80}]}]},
                "status": {"phase": "Running"},
            }),
        };
        let text = "Name:         cart
Namespace:    shop
Labels:       app: cart
              tier: web
Annotations:  <none>
API Version:  v1
Kind:         Pod
Spec:
  Containers:
    Name:      cart
    Ports:
      Container Port: 80
Status:
  Phase:       Running
";
        assert_eq!(describe(&resource), text);
    }
}

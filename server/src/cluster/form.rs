//! Reading resources in MeshSync's form: Kubernetes' own, but `spec` and `status` may be JSON text
//! in a member `attribute`, and labels and annotations lists of keys and values.

use std::collections::BTreeMap;

use meshwright_runtime::Value;

use crate::store::ClusterResource;

/// The `spec` or `status` of a resource as Kubernetes has it; null where it has none.
#[must_use]
pub fn part(resource: &ClusterResource, name: &str) -> Value {
    let Some(part) = resource.object.get(name) else { return Value::Null };
    match part.get("attribute").and_then(Value::as_str) {
        Some(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        None => part.clone(),
    }
}

/// The `labels` or `annotations` of a resource.
#[must_use]
pub fn labels(resource: &ClusterResource, member: &str) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match resource.object.pointer(&format!("/metadata/{member}")) {
        Some(Value::Array(list)) => {
            let pair = |it: &Value| {
                let value = it.get("value").map(text).unwrap_or_default();
                Some((it.get("key")?.as_str()?.to_owned(), value))
            };
            list.iter().filter_map(pair).collect()
        }
        Some(Value::Object(map)) => map.iter().map(|(k, v)| (k.clone(), text(v))).collect(),
        _ => BTreeMap::new(),
    }
}

/// A text of a resource's metadata; empty where it has none.
#[must_use]
pub fn metadata_text<'a>(resource: &'a ClusterResource, member: &str) -> &'a str {
    let metadata = resource.object.get("metadata").and_then(|it| it.get(member));
    metadata.and_then(Value::as_str).unwrap_or_default()
}

/// The tag of a reference to an image: `1.2` of `example.com:5000/shop/cart:1.2@sha256:..`.
#[must_use]
pub fn tag(image: &str) -> Option<&str> {
    let image = image.split('@').next().unwrap_or(image);
    let last = image.rsplit('/').next().unwrap_or(image);
    last.split_once(':').map(|(_, tag)| tag)
}

/// A reference to an image without tag and digest: `example.com:5000/shop/cart`.
pub(super) fn repository(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    match image.rsplit_once(':') {
        // What follows the port of a registry has a slash.
        Some((repository, tag)) if !tag.contains('/') => repository,
        _ => image,
    }
}

#[cfg(test)]
mod tests {
    use meshwright_runtime::Value;
    use serde_json::json;

    use super::{ClusterResource, labels, part, repository, tag};

    fn resource(object: Value) -> ClusterResource {
        let [cluster, api_version, kind, namespace, name] = std::array::from_fn(|_| String::new());
        ClusterResource { cluster, api_version, kind, namespace, name, object }
    }

    #[test]
    fn both_forms_say_the_same() {
        let ours = resource(json!({
            "spec": {"attribute": "{\"a\":1}"},
            "metadata": {"labels": [{"kind": "label", "key": "app", "value": "cart"}]},
        }));
        let kubernetes = resource(json!({
            "spec": {"a": 1}, "metadata": {"labels": {"app": "cart"}},
        }));
        for it in [ours, kubernetes] {
            assert_eq!(part(&it, "spec"), json!({"a": 1}));
            assert_eq!(labels(&it, "labels")["app"], "cart");
            assert_eq!(part(&it, "status"), Value::Null);
        }
    }

    #[test]
    fn images_have_registries_tags_and_digests() {
        let cases = [
            ("nginx", "nginx", None),
            ("docker.io/istio/pilot:1.20.1", "docker.io/istio/pilot", Some("1.20.1")),
            ("example.com:5000/shop/cart", "example.com:5000/shop/cart", None),
            ("example.com:5000/shop/cart:1@sha256:ab", "example.com:5000/shop/cart", Some("1")),
        ];
        for (image, name, version) in cases {
            assert_eq!((repository(image), tag(image)), (name, version), "{image}");
        }
    }
}

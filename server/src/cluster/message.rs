//! What travels over the broker, in both directions.
//!
//! MeshSync's reports are JSON objects with three members:
//!
//! | member | what | read |
//! |---|---|---|
//! | `ObjectType` | what the message is about | only `meshsync-data` |
//! | `EventType` | what happened | `ADDED`, `MODIFIED` or `DELETED` |
//! | `Object` | the resource in MeshSync's form | `kind`, `apiVersion`, `cluster_id`, `metadata.name`, `metadata.namespace`; all of it is kept |
//!
//! Anything else (logs, errors of MeshSync, replies) is passed over.

use meshwright_runtime::Value;
use serde::Deserialize;

use crate::store::ClusterResource;

/// Where MeshSync reports.
pub(super) const REPORTS: &str = "meshery.meshsync.core";

/// Where MeshSync is asked for something.
pub(super) const REQUESTS: &str = "meshery.meshsync.request";

/// The request to report every resource again.
pub(super) const RESYNC: &str = r#"{"Request":{"Entity":"resync-discovery"}}"#;

/// Longer messages are not read, in bytes: what a NATS server lets through unless it is told
/// otherwise.
pub(super) const LONGEST: usize = 1 << 20;

/// Longer names are not read, in bytes. Kubernetes has none longer than 253.
const LONGEST_NAME: usize = 512;

/// What happened to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Change {
    /// It was made, or seen for the first time.
    #[serde(rename = "ADDED")]
    Added,
    /// It was changed.
    #[serde(rename = "MODIFIED")]
    Modified,
    /// It was removed.
    #[serde(rename = "DELETED")]
    Deleted,
}

/// A change of a resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What happened.
    pub change: Change,
    /// The resource after it; before it, where it was removed.
    pub resource: ClusterResource,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Message {
    object_type: String,
    event_type: Change,
    object: Value,
}

/// Reads a message; or says why it is none of ours.
pub(super) fn read(payload: &[u8]) -> Result<Report, String> {
    if payload.len() > LONGEST {
        return Err(format!("{} bytes are too many", payload.len()));
    }
    let message: Message = serde_json::from_slice(payload).map_err(|error| error.to_string())?;
    if message.object_type != "meshsync-data" {
        return Err("the object is no resource".to_owned());
    }
    let mut object = message.object;
    let text = |pointer: &str| match object.pointer(pointer) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) if text.len() <= LONGEST_NAME => Ok(text.clone()),
        Some(_) => Err(format!("`{pointer}` is no name")),
    };
    let [cluster, api_version, kind, namespace, name] =
        ["/cluster_id", "/apiVersion", "/kind", "/metadata/namespace", "/metadata/name"].map(text);
    let (cluster, kind, name) = (cluster?, kind?, name?);
    if cluster.is_empty() || kind.is_empty() || name.is_empty() {
        return Err("the resource has no cluster, no kind or no name".to_owned());
    }
    let (api_version, namespace) = (api_version?, namespace?);
    if kind == "Secret" {
        without_data(&mut object);
    }
    let resource = ClusterResource { cluster, api_version, kind, namespace, name, object };
    Ok(Report { change: message.event_type, resource })
}

/// No use is made of secrets, so they go no further than this. `kubectl apply` leaves a copy of the
/// data in an annotation.
fn without_data(object: &mut Value) {
    let Some(object) = object.as_object_mut() else { return };
    for member in ["data", "stringData", "binaryData"] {
        object.remove(member);
    }
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("annotations");
        metadata.remove("managedFields");
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test says what failed by panicking")]
mod tests {
    use serde_json::json;

    use super::{Change, read};

    #[test]
    fn a_report_names_its_resource() {
        let message = json!({
            "ObjectType": "meshsync-data", "EventType": "MODIFIED", "Request": null,
            "Object": {
                "kind": "Secret", "apiVersion": "v1", "cluster_id": "c", "data": "{\"k\":\"dg==\"}",
                "metadata": {"name": "key", "namespace": "shop", "annotations": [{"value": "dg=="}]},
            },
        });
        let report = read(message.to_string().as_bytes()).unwrap();
        assert_eq!(report.change, Change::Modified);
        let resource = report.resource;
        assert_eq!((resource.kind.as_str(), resource.namespace.as_str()), ("Secret", "shop"));
        assert!(!resource.object.to_string().contains("dg=="), "{}", resource.object);
    }

    #[test]
    fn what_is_no_report_is_refused_with_the_reason() {
        let object = json!({"kind": "Pod", "cluster_id": "c", "metadata": {"name": "a"}});
        let message = |object_type, event_type, object| json!({"ObjectType": object_type, "EventType": event_type, "Object": object});
        let (data, long) = ("meshsync-data", "x".repeat(600));
        let cases = [
            (message("log-stream", "ADDED", object.clone()), "no resource"),
            (message(data, "ERROR", object.clone()), "unknown variant"),
            (message(data, "ADDED", json!({"kind": "Pod", "cluster_id": "c"})), "no name"),
            (message(data, "ADDED", json!({"kind": 7, "cluster_id": "c"})), "`/kind`"),
            (message(data, "ADDED", json!({"kind": "Pod", "cluster_id": long})), "`/cluster_id`"),
            (json!([]), "invalid"),
        ];
        for (message, reason) in cases {
            let error = read(message.to_string().as_bytes()).unwrap_err();
            assert!(error.contains(reason), "{message}: {error}");
        }
        assert!(read(&vec![b' '; super::LONGEST + 1]).unwrap_err().contains("too many"));
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
    }
}

//! Where the files of a multipart request go: `variables.files.0`, and `1.variables.file` in a batch.

use serde_json::Value;

/// Puts a value in the place that the path names, where there must be null.
///
/// # Errors
/// What is wrong with the path.
pub(super) fn put(operations: &mut Value, path: &str, value: Value) -> Result<(), String> {
    let mut place = operations;
    let mut variables = false;
    for segment in path.split('.') {
        let inner = match place {
            Value::Object(members) => members.get_mut(segment),
            Value::Array(items) => segment.parse::<usize>().ok().and_then(|it| items.get_mut(it)),
            _ => None,
        };
        place =
            inner.ok_or_else(|| format!("`map` names `{path}`, which is not in `operations`"))?;
        variables |= segment == "variables";
    }
    if !variables {
        return Err(format!("`map` names `{path}`, which is not among variables"));
    }
    if !place.is_null() {
        return Err(format!("`map` names `{path}`, where there is no null to put a file"));
    }
    *place = value;
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn files_go_where_there_is_null() {
        let start =
            json!({ "query": "", "variables": { "a": null, "b": [1, null], "c": {"d": null} } });
        for (path, good) in [
            ("variables.a", true),
            ("variables.b.1", true),
            ("variables.c.d", true),
            ("variables.b.0", false),
            ("variables.b.2", false),
            ("variables.b.x", false),
            ("variables.a.x", false),
            ("variables.x", false),
            ("variables", false),
            ("query", false),
            ("", false),
        ] {
            assert_eq!(put(&mut start.clone(), path, json!("file")).is_ok(), good, "{path}");
        }
        let mut batch = json!([start.clone(), start]);
        assert_eq!(put(&mut batch, "1.variables.c.d", json!("file")), Ok(()));
        assert_eq!(batch[1]["variables"]["c"]["d"], "file");
        assert_eq!(batch[0]["variables"]["c"]["d"], json!(null));
    }
}

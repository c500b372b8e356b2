//! Whether a document refers to other files at all.

use serde_json::{Map, Value};

use super::resources::{files_of, is_file};

/// The paths of the files that the references of a file may mean, each once.
pub fn referenced_files(path: &str, text: &str) -> Vec<String> {
    if !may_refer(text) {
        return Vec::new();
    }
    match super::tree::parse_text(path, text) {
        Ok(tree) => files_of(path, &tree).into_iter().collect(),
        Err(_) => Vec::new(),
    }
}

/// Whether a text can have references to other files at all, told without reading it.
///
/// Most documents are one file, and large: this spares them a second reading.
fn may_refer(text: &str) -> bool {
    const OTHERS: &[&str] = &["$id", "$dynamicRef", "operationRef", "externalValue"];
    let is_foreign = |after: &str| {
        // `$ref: >-` has its text on the next line.
        let value = after.trim_start_matches(['"', '\'', ' ', ':', '>', '|', '-', '\r', '\n']);
        !value.starts_with('#')
    };
    text.split("$ref").skip(1).any(is_foreign)
        || OTHERS.iter().any(|it| text.contains(it))
        || text.match_indices("mapping").any(|(at, _)| may_map_to_files(text, at))
}

/// Whether what begins here with `mapping` may be a mapping of a discriminator to anything but pointers.
fn may_map_to_files(text: &str, at: usize) -> bool {
    let after = text[at..].trim_start_matches("mapping").trim_start_matches(['"', '\'']);
    let Some(after) = after.trim_start_matches(' ').strip_prefix(':') else { return false };
    let after = after.trim_start_matches([' ', '\r']);
    if let Some(flow) = after.trim_start().strip_prefix('{') {
        // Names with colons or commas in them make this say yes once too often, and never too rarely.
        let members = flow.split('}').next().unwrap_or_default().split(',');
        let is_local = |member: &str| match member.rsplit_once(':') {
            Some((_, value)) => is_pointer(value),
            None => member.trim().is_empty(),
        };
        return !members.into_iter().all(is_local);
    }
    let Some(block) = after.strip_prefix('\n') else { return true };
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let before = text[..at].rsplit('\n').next().unwrap_or_default();
    let column = before.trim_end_matches(['"', '\'']).len();
    let members = block.lines().take_while(|it| it.trim().is_empty() || indent(it) > column);
    let is_local = |member: &str| match member.rsplit_once(": ") {
        Some((_, value)) => is_pointer(value),
        None => member.trim().is_empty(),
    };
    !members.into_iter().all(is_local)
}

fn is_pointer(value: &str) -> bool {
    value.trim_start_matches(['"', '\'', ' ']).starts_with('#')
}

/// Whether any reference is more than a pointer into the same file.
pub(super) fn has_foreign(value: &Value) -> bool {
    match value {
        Value::Object(map) => {
            let text = |key: &str| map.get(key).and_then(Value::as_str);
            text("$ref").is_some_and(|it| !it.starts_with("#/") && it != "#")
                || text("$id").is_some()
                || text("$dynamicRef").is_some()
                || text("operationRef").is_some_and(|it| !it.starts_with("#/"))
                || text("externalValue").is_some()
                || is_mapping_to_files(map)
                || map.values().any(has_foreign)
        }
        Value::Array(list) => list.iter().any(has_foreign),
        _ => false,
    }
}

fn is_mapping_to_files(map: &Map<String, Value>) -> bool {
    let mapping = map.get("mapping").and_then(Value::as_object).into_iter().flatten();
    map.contains_key("propertyName") && { mapping }.any(|it| it.1.as_str().is_some_and(is_file))
}

#[cfg(test)]
mod tests {
    use super::may_refer;

    #[test]
    fn what_stays_in_the_file_is_not_read_twice() {
        let local = "a: { $ref: '#/components/schemas/A' }\nb: { \"$ref\": \"#/b\" }\n";
        for text in [
            "mapping: { dog: '#/components/schemas/Dog', cat: \"#/c\" }\nx: 1",
            "{\"mapping\": {\n  \"dog\": \"#/components/schemas/Dog\"\n}, \"x\": \"a: b\"}",
            "  - mapping:\n      dog: '#/components/schemas/Dog'\n\n      cat: \"#/c\"\n    x: Dog\n",
            "x:\n  $ref: >-\n    #/components/schemas/A\n",
            "description: a mapping of names, remapping\n",
        ] {
            assert!(!may_refer(&format!("{local}{text}")), "{text}");
        }
        for text in [
            "a: { $ref: 'b.yaml#/A' }",
            "mapping: { dog: '#/d', cat: cat.yaml }",
            "mapping:\n  dog: '#/d'\n  cat: cat.yaml\n",
            "{\"mapping\":{\"dog\":\"Dog\"}}",
            "mapping: *other",
            "$id: https://example.com/",
        ] {
            assert!(may_refer(text), "{text}");
        }
    }
}

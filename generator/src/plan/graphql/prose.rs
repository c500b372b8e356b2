//! What doc comments say about a thing of the schema.

use crate::api::graphql::{Field, InputValue, TypeDefinition};
use crate::plan::docs::prose;
use crate::rust::Docs;

/// The description, else the schema coordinate; then why users should move on.
pub(in crate::plan) fn docs(description: &str, coordinate: &str, deprecated: Option<&str>) -> Docs {
    let docs = prose(description);
    let docs = if docs.is_empty() { Docs(vec![format!("`{coordinate}`")]) } else { docs };
    deprecation(docs, deprecated)
}

/// The description of a field that a method answers, and the field as the schema has it.
pub(super) fn field_docs(owner: &str, it: &Field) -> Docs {
    let arguments = it.arguments.iter().map(|it| {
        let default = it.default_text.as_ref().map(|it| format!(" = {it}"));
        format!("{}: {}{}", it.name, it.ty, default.unwrap_or_default())
    });
    let arguments = arguments.collect::<Vec<_>>().join(", ");
    let arguments = match arguments.chars().count() {
        0 => String::new(),
        n if n > MOST => "(…)".to_owned(),
        _ => format!("({arguments})"),
    };
    let signature = code(&format!("{owner}.{}{arguments}: {}", it.name, it.ty));
    deprecation(prose(&it.description).and(&signature), it.deprecated.as_deref())
}

/// The most signs of arguments that are shown with a field; each has documentation of its own.
const MOST: usize = 100;

/// As [`docs`], with the default.
pub(in crate::plan) fn input_docs(it: &InputValue, coordinate: &str) -> Docs {
    let description = prose(&it.description);
    let default = it.default_text.as_deref().map(code);
    let docs = match (description.is_empty(), default) {
        (true, Some(default)) => Docs(vec![format!("`{coordinate}`, {default} by default")]),
        (true, None) => Docs(vec![format!("`{coordinate}`")]),
        (false, Some(default)) => description.and(&format!("By default {default}.")),
        (false, None) => description,
    };
    deprecation(docs, it.deprecated.as_deref())
}

/// The description of a type, else its name.
pub(in crate::plan) fn type_docs(ty: &TypeDefinition) -> Docs {
    docs(&ty.description, &ty.name, None)
}

fn deprecation(docs: Docs, reason: Option<&str>) -> Docs {
    match reason {
        Some(reason) => {
            let reason = prose(reason).0.join("\n");
            docs.and(&format!("**Deprecated:** {reason}"))
        }
        None => docs,
    }
}

/// One line of code.
pub(in crate::plan) fn code(text: &str) -> String {
    let one_line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    prose(&match one_line.contains('`') {
        true => one_line,
        false => format!("`{one_line}`"),
    })
    .0
    .join(" ")
}

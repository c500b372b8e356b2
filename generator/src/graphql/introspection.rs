//! The answer to an introspection query, written as SDL.
//!
//! What the answer cannot say is not there: directives that are applied, but for deprecation.

use std::fmt::Write;

use serde_json::Value;

use crate::diagnostics::Diagnostics;
use crate::source::{FileId, Place};

/// Types that every schema has.
const BUILT_IN: &[&str] = &["Boolean", "Float", "ID", "Int", "String"];

/// How deep lists and non-nulls may nest.
const MAX_WRAPPERS: usize = 32;

/// SDL from JSON; `None`, and a diagnostic, if it is no introspection result.
pub(super) fn parse_introspection(
    text: &str,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let offset = offset_of(text, error.line(), error.column());
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            diagnostics.syntax(Place::Span(file, offset, offset), message);
            return None;
        }
    };
    let pointers = ["/data/__schema", "/__schema"];
    let Some(schema) = pointers.iter().find_map(|it| value.pointer(it)).filter(|it| it.is_object())
    else {
        diagnostics.no_introspection(Place::File(file));
        return None;
    };
    Some(Printer { out: String::new() }.schema(schema))
}

fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut offset = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

struct Printer {
    out: String,
}

impl Printer {
    fn schema(mut self, schema: &Value) -> String {
        self.description(schema, "");
        self.out.push_str("schema {");
        for (key, word) in [
            ("queryType", "query"),
            ("mutationType", "mutation"),
            ("subscriptionType", "subscription"),
        ] {
            let name = text(&schema[key], "name");
            if !name.is_empty() {
                self.out.push_str(&format!("\n  {word}: {name}"));
            }
        }
        self.out.push_str("\n}\n\n");
        for directive in items(schema, "directives") {
            self.directive(directive);
        }
        for ty in items(schema, "types") {
            let name = text(ty, "name");
            if !BUILT_IN.contains(&name) && !name.starts_with("__") {
                self.ty(ty, name);
            }
        }
        self.out
    }

    fn directive(&mut self, directive: &Value) {
        let name = text(directive, "name");
        if ["skip", "include", "deprecated", "specifiedBy", "oneOf"].contains(&name) {
            return;
        }
        self.description(directive, "");
        self.write(format_args!("directive @{name}"));
        self.arguments(directive);
        if directive["isRepeatable"] == true {
            self.out.push_str(" repeatable");
        }
        let locations: Vec<&str> =
            items(directive, "locations").filter_map(Value::as_str).collect();
        self.write(format_args!(" on {}\n\n", locations.join(" | ")));
    }

    fn ty(&mut self, ty: &Value, name: &str) {
        self.description(ty, "");
        match text(ty, "kind") {
            "SCALAR" => {
                self.write(format_args!("scalar {name}"));
                if let Some(url) = ty["specifiedByURL"].as_str() {
                    self.write(format_args!(" @specifiedBy(url: {})", Value::from(url)));
                }
            }
            "OBJECT" => self.fields("type", ty, name),
            "INTERFACE" => self.fields("interface", ty, name),
            "UNION" => {
                self.write(format_args!("union {name} = "));
                self.names(ty, "possibleTypes", " | ");
            }
            "ENUM" => {
                self.write(format_args!("enum {name} {{\n"));
                for value in items(ty, "enumValues") {
                    self.description(value, "  ");
                    self.write(format_args!("  {}", text(value, "name")));
                    self.deprecation(value);
                    self.out.push('\n');
                }
                self.out.push('}');
            }
            "INPUT_OBJECT" => {
                let one_of = if ty["isOneOf"] == true { " @oneOf" } else { "" };
                self.write(format_args!("input {name}{one_of} {{\n"));
                for field in items(ty, "inputFields") {
                    self.description(field, "  ");
                    self.out.push_str("  ");
                    self.input_value(field);
                    self.out.push('\n');
                }
                self.out.push('}');
            }
            // No kind: what comes out is no SDL, and reported as such.
            kind => self.write(format_args!("{kind} {name}")),
        }
        self.out.push_str("\n\n");
    }

    fn fields(&mut self, word: &str, ty: &Value, name: &str) {
        self.write(format_args!("{word} {name}"));
        if items(ty, "interfaces").next().is_some() {
            self.out.push_str(" implements ");
            self.names(ty, "interfaces", " & ");
        }
        self.out.push_str(" {\n");
        for field in items(ty, "fields") {
            self.description(field, "  ");
            self.write(format_args!("  {}", text(field, "name")));
            self.arguments(field);
            self.write(format_args!(": {}", type_ref(&field["type"], 0)));
            self.deprecation(field);
            self.out.push('\n');
        }
        self.out.push('}');
    }

    fn arguments(&mut self, of: &Value) {
        if items(of, "args").next().is_none() {
            return;
        }
        self.out.push('(');
        for argument in items(of, "args") {
            self.out.push('\n');
            self.description(argument, "    ");
            self.out.push_str("    ");
            self.input_value(argument);
        }
        self.out.push_str("\n  )");
    }

    fn input_value(&mut self, value: &Value) {
        self.write(format_args!("{}: {}", text(value, "name"), type_ref(&value["type"], 0)));
        if let Some(default) = value["defaultValue"].as_str() {
            self.write(format_args!(" = {default}"));
        }
        self.deprecation(value);
    }

    fn deprecation(&mut self, of: &Value) {
        if of["isDeprecated"] != true {
            return;
        }
        match of["deprecationReason"].as_str() {
            Some(reason) => {
                self.write(format_args!(" @deprecated(reason: {})", Value::from(reason)));
            }
            None => self.out.push_str(" @deprecated"),
        }
    }

    fn names(&mut self, of: &Value, key: &str, separator: &str) {
        let names: Vec<&str> = items(of, key).map(|it| text(it, "name")).collect();
        self.out.push_str(&names.join(separator));
    }

    /// As a quoted string: JSON escapes no more than GraphQL does.
    fn description(&mut self, of: &Value, indent: &str) {
        let description = text(of, "description");
        if !description.is_empty() {
            self.write(format_args!("{indent}{}\n", Value::from(description)));
        }
    }

    fn write(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing into a string does not fail.
        let _ = self.out.write_fmt(arguments);
    }
}

fn items<'v>(of: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    of.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'v>(of: &'v Value, key: &str) -> &'v str {
    of.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn type_ref(ty: &Value, depth: usize) -> String {
    let inner =
        || if depth < MAX_WRAPPERS { type_ref(&ty["ofType"], depth + 1) } else { String::new() };
    match text(ty, "kind") {
        "NON_NULL" => format!("{}!", inner()),
        "LIST" => format!("[{}]", inner()),
        _ => text(ty, "name").to_owned(),
    }
}

//! Names: case, keywords, collisions. The only file that decides one.

use std::collections::BTreeSet;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::rust::Ident;

/// Types that generated code writes without a path: a schema of such a name gets another one.
const RESERVED_TYPES: &[&str] = &[
    "Box", "Clone", "Debug", "Default", "Err", "From", "Map", "None", "Ok", "Option", "Result",
    "Self", "Send", "Some", "String", "Sync", "Vec",
];

/// Keywords that cannot even be raw identifiers, and names that generated code uses for others.
const RESERVED_VALUES: &[&str] = &["crate", "self", "super", "_"];

/// Modules that would be taken for their own folder, and files that Windows cannot have.
const RESERVED_MODULES: &[&str] =
    &["aux", "client", "con", "mod", "nul", "operations", "prn", "server", "types"];

/// Ports, of which Windows has nine each, and no files of these names.
const PORTS: &[&str] = &["com", "lpt"];

/// So many letters of a module are in its name: file systems have room for 255 with a suffix.
const LONGEST_MODULE: usize = 200;

/// The names of one scope, each once.
#[derive(Debug, Default)]
pub struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// A scope in which these are taken.
    pub fn with(names: &[&str]) -> Self {
        Self { taken: names.iter().map(|it| (*it).to_owned()).collect() }
    }

    /// Takes a name, with a number after it where it is taken already.
    pub fn claim(&mut self, wanted: String) -> Ident {
        if self.taken.insert(wanted.clone()) {
            return Ident(wanted);
        }
        let separator = if wanted.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        // The number does what a `_` after a keyword is for.
        let base = wanted.strip_suffix('_').filter(|it| !it.ends_with('_') && !it.is_empty());
        let base = base.unwrap_or(&wanted);
        let mut numbered = (2..).map(|n| format!("{base}{separator}{n}"));
        let free = numbered.find(|it| self.taken.insert(it.clone()));
        Ident(free.unwrap_or_default())
    }
}

/// A type or variant: `WorkspacePublishableKey`.
pub fn type_name(words: &[&str]) -> String {
    let joined: String = words.iter().map(|it| spell(it).to_upper_camel_case()).collect();
    let name = valid(joined, "N", "Value");
    if RESERVED_TYPES.contains(&name.as_str()) { format!("{name}Model") } else { name }
}

/// A variant: as a type, but nothing of the prelude is in its way.
pub fn variant_name(text: &str) -> String {
    let name = valid(spell(text).to_upper_camel_case(), "N", "Empty");
    if name == "Self" { "Self_".to_owned() } else { name }
}

/// A field, argument, function or module: `publishable_key`.
pub fn value_name(text: &str) -> String {
    let name = valid(spell(text).to_snake_case(), "n", "value");
    if RESERVED_VALUES.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// A module inside one of ours, and its file: `publishable_key`.
pub fn module_name(text: &str) -> String {
    // A file has a name that every system has; the compiler insists (E0754).
    let mut name = String::new();
    for c in value_name(text).chars() {
        match c.is_ascii() {
            true => name.push(c),
            false => name.push_str(&format!("u{:x}", u32::from(c))),
        }
    }
    name.truncate(LONGEST_MODULE);
    let is_port =
        name.strip_suffix(|c: char| c.is_ascii_digit()).is_some_and(|it| PORTS.contains(&it));
    let is_reserved = is_port || RESERVED_MODULES.contains(&name.as_str());
    if is_reserved { format!("{name}_") } else { name }
}

/// A constant: `LIST_EVENTS`.
pub fn constant_name(text: &str) -> String {
    valid(spell(text).to_shouty_snake_case(), "N", "VALUE")
}

/// An identifier must start with a letter, and must not be empty.
fn valid(name: String, before_digit: &str, when_empty: &str) -> String {
    let name: String =
        name.chars().filter(|c| *c == '_' || unicode_ident::is_xid_continue(*c)).collect();
    match name.chars().next() {
        None => when_empty.to_owned(),
        Some(c) if unicode_ident::is_xid_start(c) => name,
        Some(_) => format!("{before_digit}{name}"),
    }
}

/// `clusterIDs` is about ids: in the plural of an acronym, case does not tell where a word ends.
fn plain_plurals(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut run = 0;
    for (index, &c) in chars.iter().enumerate() {
        let ends = chars.get(index + 1).is_none_or(|next| !next.is_lowercase());
        if c == 's' && run >= 2 && ends {
            let start = out.len() - run + 1;
            out.replace_range(start.., &out[start..].to_lowercase());
        }
        run = if c.is_ascii_uppercase() { run + 1 } else { 0 };
        out.push(c);
    }
    out
}

/// Spells out what letters cannot say: `+1` and `-1` must not both be `1`.
fn spell(text: &str) -> String {
    let text = &plain_plurals(text);
    let mut out = String::new();
    let letters = text.chars().any(char::is_alphanumeric);
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_sign = before.is_none_or(|it| !it.is_alphanumeric())
            && chars.peek().is_some_and(char::is_ascii_digit);
        let word = match c {
            '+' if is_sign || before.is_none() || chars.peek().is_none() => "plus",
            '-' if is_sign && before.is_none() => "minus",
            '<' if chars.peek() == Some(&'=') => {
                chars.next();
                "at most"
            }
            '>' if chars.peek() == Some(&'=') => {
                chars.next();
                "at least"
            }
            '!' if chars.peek() == Some(&'=') => {
                chars.next();
                "not equal"
            }
            '<' => "less",
            '>' => "greater",
            '=' if !letters => "equal",
            '*' => "star",
            '%' => "percent",
            '&' => "and",
            '@' => "at",
            '#' if !letters => "hash",
            '!' if !letters => "not",
            '-' if !letters => "minus",
            '.' if !letters => "dot",
            ',' if !letters => "comma",
            '/' if !letters => "slash",
            '_' if !letters => "underscore",
            '|' if !letters => "or",
            '?' if !letters => "question",
            ' ' if !letters => "space",
            c => {
                out.push(c);
                before = Some(c);
                continue;
            }
        };
        out.push(' ');
        out.push_str(word);
        out.push(' ');
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_people_write_them() {
        for (text, value, ty) in [
            ("connectionIDs", "connection_ids", "ConnectionIds"),
            ("k8sClusterIDs", "k8s_cluster_ids", "K8sClusterIds"),
            ("URLs", "urls", "Urls"),
            ("DNSServer", "dns_server", "DnsServer"),
            ("publishable_key", "publishable_key", "PublishableKey"),
            ("X-Meshes-Client", "x_meshes_client", "XMeshesClient"),
            ("api.v1.list", "api_v1_list", "ApiV1List"),
            ("2fa", "n2fa", "N2fa"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("", "value", "Value"),
            ("日本", "日本", "日本"),
            ("self", "self_", "SelfModel"),
            ("../../etc", "etc", "Etc"),
        ] {
            assert_eq!(value_name(text), value, "{text:?}");
            assert_eq!(type_name(&[text]), ty, "{text:?}");
        }
    }

    #[test]
    fn modules_are_ascii() {
        for (text, module) in [
            ("Pets", "pets"),
            ("日本", "u65e5u672c"),
            ("types", "types_"),
            ("CON", "con_"),
            ("COM1", "com1_"),
            ("com10", "com10"),
        ] {
            assert_eq!(module_name(text), module, "{text:?}");
        }
    }

    #[test]
    fn modules_fit_into_file_names() {
        assert_eq!(module_name(&"日".repeat(100)).len(), LONGEST_MODULE);
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut scope = Scope::default();
        let names: Vec<_> = ["a", "a", "b1", "b1"].map(|it| scope.claim(it.to_owned()).0).into();
        assert_eq!(names, ["a", "a2", "b1", "b1_2"]);
    }
}

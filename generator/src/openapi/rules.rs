//! Rules of the specifications that are more than keywords and their kinds: each says what the run does all the same.

use serde_json::Value;

use super::document::{Document, Version};
use super::node::Node;
use super::shape::Object;
use super::words::{COLLECTION_FORMATS, STYLES};
use crate::diagnostics::{Diagnostics, Instead, Meant};

/// Checks one object; what its keywords are is checked already.
pub(super) fn check(
    document: &Document,
    node: &Node<'_>,
    object: Object,
    diagnostics: &mut Diagnostics,
) {
    let mut rules = Rules { document, node, diagnostics };
    match object {
        Object::Document => rules.document(),
        Object::Info => rules.needs("an info object", &["title", "version"], "left empty"),
        Object::Server => rules.server(),
        Object::PathItem | Object::Operation => rules.operation(object),
        Object::Parameter => rules.parameter(),
        Object::Header => rules.header(),
        Object::RequestBody => {
            rules.needs("a request body", &["content"], "left out");
        }
        Object::Encoding => {
            let words = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];
            rules.style(&words, "style of a part of a body");
        }
        Object::Response => rules.response(),
        Object::Paths => rules.paths(),
        Object::Components => rules.components(),
        Object::SecurityScheme => rules.security_scheme(),
        Object::OAuthFlow => rules.urls(&["authorizationUrl", "tokenUrl", "refreshUrl"]),
        Object::Discriminator => {
            rules.needs("a discriminator", &["propertyName"], "passed over");
        }
        Object::Schema => rules.schema(),
        _ => {}
    }
}

struct Rules<'a, 'n> {
    document: &'a Document,
    node: &'a Node<'n>,
    diagnostics: &'a mut Diagnostics,
}

impl Rules<'_, '_> {
    fn is_v2(&self) -> bool {
        self.document.version == Version::V2
    }

    fn has(&self, key: &str) -> bool {
        self.node.value_of(key).is_some()
    }

    fn needs(&mut self, object: &str, keys: &[&str], instead: &str) {
        for key in keys {
            if !self.has(key) {
                let place = self.document.place(self.node);
                self.diagnostics.missing_part(place, object, &format!("`{key}`"), instead);
            }
        }
    }

    /// A word that other places have, and this one does not; what none has is told by its kind.
    fn word(&mut self, key: &str, words: &[&str], what: &str, instead: &str) {
        let Some(word) = self.node.text(key) else { return };
        if !words.contains(&word) {
            let place = self.document.member_place(self.node, key);
            self.diagnostics.unknown_word(place, word, what, Instead::OneOf(words), instead);
        }
    }

    fn style(&mut self, words: &[&str], what: &str) {
        let known = STYLES.of(self.document.version.bit());
        if self.node.text("style").is_some_and(|it| known.contains(&it)) {
            self.word("style", words, what, "read all the same");
        }
    }

    fn type_word(&mut self, key: &str, word: &str) {
        let words = ["string", "number", "integer", "boolean", "array"];
        let place = self.document.member_place(self.node, key);
        let what = "type of a parameter or header";
        let instead = Instead::OneOf(&words);
        self.diagnostics.unknown_word(place, word, what, instead, "read all the same");
    }

    fn document(&mut self) {
        self.needs("the OpenAPI object", &["info"], "left empty");
        let old = matches!(self.document.version, Version::V2 | Version::V30);
        let any = ["webhooks", "components"].iter().any(|it| self.has(it));
        if old || !any {
            self.needs("the OpenAPI object", &["paths"], "without operations");
        }
    }

    fn server(&mut self) {
        if self.node.text("url").is_none_or(str::is_empty) {
            let place = self.document.member_place(self.node, "url");
            self.diagnostics.missing_part(place, "a server", "`url`", "read as `/`");
        }
        let variables = self.node.members_of("variables");
        for name in self.node.text("url").into_iter().flat_map(variables_of) {
            if !variables.iter().any(|it| it.0 == name) {
                let place = self.document.member_place(self.node, "url");
                let what = format!("the variable `{name}`");
                self.diagnostics.missing_part(place, "a server", &what, "left as it is");
            }
        }
        for (_, variable) in variables {
            let list = variable.items_of("enum");
            for (index, item) in list.iter().enumerate() {
                if let Some(first) = list[..index].iter().find(|it| it.value == item.value) {
                    let places = (self.document.place(first), self.document.place(item));
                    self.diagnostics.duplicate(places, &item.value.to_string(), "counted once");
                }
            }
            let default = variable.get("default");
            let fits =
                |it: &Node<'_>| list.is_empty() || list.iter().any(|one| one.value == it.value);
            if let Some(default) = default.filter(|it| !fits(it)) {
                let place = self.document.place(&default);
                self.diagnostics.unfit_value(place, "none of the values of `enum`");
            }
        }
    }

    fn operation(&mut self, object: Object) {
        let is_old = self.document.version != Version::V31 && self.document.version != Version::V32;
        let responses = self.node.get("responses");
        let none = responses.is_none_or(|it| it.members().next().is_none());
        if object == Object::Operation && is_old && none {
            let place = self.document.place(self.node);
            self.diagnostics.missing_part(place, "an operation", "a response", "without answers");
        }
        let list: Vec<Node<'_>> = self.node.items_of("parameters");
        let mut seen: Vec<(String, Node<'_>)> = Vec::new();
        let (mut body, mut form): (Option<Node<'_>>, Option<Node<'_>>) = (None, None);
        for item in &list {
            let Some(it) = self.document.follow(item.clone()) else { continue };
            let location = it.text("in").unwrap_or_default();
            let mut name = it.prose("name");
            if location == "header" {
                name = name.to_lowercase();
            }
            let other = match location {
                "body" => body.replace(item.clone()).or_else(|| form.clone()),
                "formData" => {
                    form = Some(item.clone());
                    body.clone()
                }
                _ => None,
            };
            if let Some(other) = other.filter(|_| self.is_v2()) {
                let places = (self.document.place(&other), self.document.place(item));
                self.diagnostics.conflicting_keywords(
                    places,
                    "an operation has one body, or fields of a form",
                    "the first body counts",
                );
            }
            let key = format!("{name} in {location}");
            match seen.iter().find(|it| it.0 == key) {
                Some((_, first)) => {
                    let places = (self.document.place(first), self.document.place(item));
                    let what = format!("the parameter `{}`", it.prose("name"));
                    self.diagnostics.duplicate(places, &what, "the last one counts");
                }
                None => seen.push((key, item.clone())),
            }
        }
    }

    fn parameter(&mut self) {
        let location = self.node.text("in").unwrap_or_default();
        self.name("name", location);
        if location == "path" && !self.node.flag("required") {
            let place = self.document.place(self.node);
            let what = "`required: true`";
            self.diagnostics.missing_part(place, "a path parameter", what, "read as required");
        }
        if self.is_v2() {
            let word: &[&str] = match location {
                "query" | "formData" => &["csv", "ssv", "tsv", "pipes", "multi"],
                _ => &["csv", "ssv", "tsv", "pipes"],
            };
            let what = "collection format here";
            let known = COLLECTION_FORMATS.of(self.document.version.bit());
            if self.node.text("collectionFormat").is_some_and(|it| known.contains(&it)) {
                self.word("collectionFormat", word, what, "read all the same");
            }
            let ty = self.node.text("type");
            let is_wrong = match location {
                "body" => self.node.get("schema").is_some_and(|it| it.text("type") == Some("file")),
                "formData" => ty == Some("object"),
                _ => ty.is_some_and(|it| it == "object" || it == "file"),
            };
            if is_wrong {
                let key = if location == "body" { "schema" } else { "type" };
                self.type_word(key, ty.unwrap_or("file"));
            }
            self.items();
            return;
        }
        self.content();
        let words: &[&str] = match location {
            "path" => &["matrix", "label", "simple"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            "cookie" => &["form", "cookie"],
            _ => return,
        };
        self.style(words, &format!("style of a parameter in `{location}`"));
        let schema = self.node.get("schema").and_then(|it| self.document.follow(it));
        let ty = schema.as_ref().and_then(|it| it.text("type"));
        let fits = match (self.node.text("style"), ty) {
            (Some("deepObject"), Some(ty)) => ty == "object",
            (Some("spaceDelimited" | "pipeDelimited"), Some(ty)) => ty == "array" || ty == "object",
            _ => true,
        };
        if !fits {
            let places = (
                self.document.member_place(self.node, "schema"),
                self.document.member_place(self.node, "style"),
            );
            let what = "a style must suit the type";
            self.diagnostics.conflicting_keywords(places, what, "read all the same");
        }
    }

    fn header(&mut self) {
        if self.is_v2() {
            self.items();
            if self.node.text("type") == Some("object") {
                self.type_word("type", "object");
            }
            return;
        }
        let node = self.node;
        for key in ["name", "in"].into_iter().filter(|it| node.value_of(it).is_some()) {
            let place = self.document.member_place(self.node, key);
            self.diagnostics.unknown_keyword(
                place,
                key,
                "a header",
                Meant::Elsewhere("a parameter"),
            );
        }
        self.content();
        self.style(&["simple"], "style of a header");
    }

    /// A parameter or header has a schema, or a content of one media type.
    fn content(&mut self) {
        let content = self.node.members_of("content");
        let place = self.document.place(self.node);
        match (self.has("schema"), self.has("content")) {
            (true, true) => {
                let places = (
                    self.document.member_place(self.node, "schema"),
                    self.document.member_place(self.node, "content"),
                );
                let what = "`schema` and `content` exclude each other";
                self.diagnostics.conflicting_keywords(places, what, "`content` counts");
            }
            (false, false) => {
                let what = "`schema` or `content`";
                self.diagnostics.missing_part(place, "a parameter or header", what, "any value");
            }
            (false, true) if content.is_empty() => {
                let place = self.document.member_place(self.node, "content");
                let what = "a media type in `content`";
                self.diagnostics.missing_part(place, "a parameter or header", what, "any value");
            }
            _ => {}
        }
        if let [(_, first), (_, second), ..] = content.as_slice() {
            let places = (self.document.key_place(first), self.document.key_place(second));
            let what = "the `content` of a parameter or header has one media type";
            self.diagnostics.conflicting_keywords(places, what, "the first one counts");
        }
    }

    fn response(&mut self) {
        if self.document.version != Version::V32 {
            self.needs("a response", &["description"], "left empty");
        }
        let headers = self.node.members_of("headers");
        for (index, (name, header)) in headers.iter().enumerate() {
            let same = |it: &&(&str, Node<'_>)| it.0.eq_ignore_ascii_case(name);
            if let Some((_, first)) = headers[..index].iter().find(same) {
                let places = (self.document.key_place(first), self.document.key_place(header));
                let what = format!("the header `{name}`");
                self.diagnostics.duplicate(places, &what, "generated twice");
            }
            if !is_token(name) {
                let place = self.document.key_place(header);
                self.diagnostics.malformed(
                    place,
                    name,
                    "the name of a header",
                    "read all the same",
                );
            }
        }
    }

    fn paths(&mut self) {
        for (path, item) in self.node.members().filter(|it| it.0.starts_with('/')) {
            let place = self.document.key_place(&item);
            if path.matches('{').count() != path.matches('}').count() {
                self.diagnostics.malformed(place, path, "a path template", "read all the same");
                continue;
            }
            let names: Vec<&str> = variables_of(path).collect();
            if let Some(name) = names.iter().enumerate().find(|it| names[..it.0].contains(it.1)) {
                let what = format!("the variable `{}` of `{path}`", name.1);
                self.diagnostics.duplicate(
                    (place.clone(), place.clone()),
                    &what,
                    "the same value twice",
                );
            }
        }
    }

    fn components(&mut self) {
        let good = |it: char| it.is_ascii_alphanumeric() || "._-".contains(it);
        for (_, section) in self.node.members().filter(|it| !it.0.starts_with("x-")) {
            for (name, member) in section.members() {
                if !name.chars().all(good) {
                    let place = self.document.key_place(&member);
                    let what = "the name of a component (letters, digits, `.`, `_` and `-`)";
                    self.diagnostics.malformed(place, name, what, "read all the same");
                }
            }
        }
    }

    fn security_scheme(&mut self) {
        match self.node.text("type") {
            Some("apiKey") => {
                self.needs("a security scheme of type `apiKey`", &["name", "in"], "left empty");
                self.name("name", "");
            }
            Some("http") => {
                self.needs("a security scheme of type `http`", &["scheme"], "left empty");
                let lower = self.node.prose("scheme").to_lowercase();
                if !lower.is_empty() && !HTTP_SCHEMES.contains(&&*lower) {
                    let what = "scheme of HTTP authentication that is registered";
                    self.word("scheme", HTTP_SCHEMES, what, "read all the same");
                }
            }
            Some("oauth2") if !self.is_v2() => {
                self.needs("a security scheme of type `oauth2`", &["flows"], "without scopes");
            }
            Some("openIdConnect") => {
                let keys = &["openIdConnectUrl"];
                self.needs("a security scheme of type `openIdConnect`", keys, "left empty");
                self.urls(keys);
            }
            Some("mutualTLS") if self.document.version == Version::V30 => {
                let place = self.document.member_place(self.node, "type");
                self.diagnostics.keyword_of_other_version(
                    place,
                    "mutualTLS",
                    "a security scheme",
                    "versions 3.1 and 3.2",
                    None,
                );
            }
            _ => {}
        }
    }

    fn schema(&mut self) {
        self.items();
        let Some(ty) = self.node.text("type") else { return };
        let fits = |value: &Value| match ty {
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => {
                value.is_i64()
                    || value.is_u64()
                    || value.as_f64().is_some_and(|it| it.fract() == 0.0)
            }
            "number" => value.is_number(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => true,
        };
        let nullable = self.node.flag("nullable") || self.node.flag("x-nullable");
        let good = |value: &Value| fits(value) || nullable && value.is_null();
        // A `null` in `enum` is how many say that a value is nullable.
        let values: Vec<Node<'_>> =
            self.node.items_of("enum").into_iter().filter(|it| !it.value.is_null()).collect();
        if let Some(value) = values.iter().find(|it| !good(it.value)) {
            let place = self.document.place(value);
            let expected = format!("a value of type `{ty}`");
            self.diagnostics.wrong_kind(place, &expected, &format!("`{}`", value.value), None);
        }
        // That of a parameter is told with its operation.
        let pointer = self.node.pointer();
        let of_parameter = pointer.ends_with("/schema") && pointer.contains("/parameters/");
        let default = self.node.get("default").filter(|it| !of_parameter && !good(it.value));
        if let Some(value) = default {
            let place = self.document.place(&value);
            self.diagnostics.unfit_value(place, &format!("no value of type `{ty}`"));
        }
    }

    /// Before version 3.1 a list says what its items are.
    fn items(&mut self) {
        let is_old = matches!(self.document.version, Version::V2 | Version::V30);
        if is_old && self.node.text("type") == Some("array") {
            self.needs("a list", &["items"], "a list of any values");
        }
    }

    fn name(&mut self, key: &str, location: &str) {
        let Some(name) = self.node.text(key) else { return };
        if name.is_empty() || location == "header" && !is_token(name) {
            let place = self.document.member_place(self.node, key);
            self.diagnostics.malformed(place, name, "a name", "read all the same");
        }
    }

    fn urls(&mut self, keys: &[&str]) {
        for key in keys {
            let Some(url) = self.node.text(key) else { continue };
            if !url.contains("://") && !url.starts_with(['/', '.', '{']) {
                let place = self.document.member_place(self.node, key);
                self.diagnostics.wrong_kind(place, "a URL", &format!("the text `{url}`"), None);
            }
        }
    }
}

/// The registry of HTTP authentication schemes (IANA), in lower case.
const HTTP_SCHEMES: &[&str] = &[
    "basic",
    "bearer",
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hoba",
    "mutual",
    "negotiate",
    "oauth",
    "privatetoken",
    "scram-sha-1",
    "scram-sha-256",
    "vapid",
];

/// The names between braces.
fn variables_of(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|it| it.split_once('}')).map(|it| it.0)
}

/// A token of HTTP (RFC 9110, 5.6.2).
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|it| it.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(it))
}

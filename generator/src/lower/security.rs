//! Security schemes and requirements.

use super::Lowering;
use crate::api::{Location, Requirement, SchemeUse, SecurityKind, SecurityScheme};
use crate::diagnostics::{Instead, similar};
use crate::openapi::{Node, Version};

/// The types of security schemes.
const TYPES: &[&str] = &["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];

impl<'a> Lowering<'a, '_> {
    pub(super) fn security_schemes(&mut self) -> Vec<SecurityScheme> {
        self.declared_schemes()
            .into_iter()
            .filter_map(|(name, node)| {
                let node = self.document.follow(node)?;
                let kind = self.security_kind(name, &node);
                let description = node.prose("description");
                Some(SecurityScheme { name: name.to_owned(), description, kind })
            })
            .collect()
    }

    /// The pointer to the section that security schemes are declared in.
    fn scheme_section(&self) -> &'static str {
        match self.document.version {
            Version::V2 => "#/securityDefinitions",
            _ => "#/components/securitySchemes",
        }
    }

    fn declared_schemes(&self) -> Vec<(&'a str, Node<'a>)> {
        let document = self.document;
        document.target(self.scheme_section()).map(|it| it.members().collect()).unwrap_or_default()
    }

    fn security_kind(&mut self, name: &str, node: &Node<'a>) -> SecurityKind {
        let kind = node.text("type").unwrap_or_default();
        match kind {
            "apiKey" => SecurityKind::ApiKey {
                location: match node.text("in") {
                    Some("query") => Location::Query,
                    Some("cookie") => Location::Cookie,
                    _ => Location::Header,
                },
                name: node.prose("name"),
            },
            "http" => SecurityKind::Http {
                scheme: node.prose("scheme").to_lowercase(),
                bearer_format: node.prose("bearerFormat"),
            },
            // Version 2.0 has `basic` as a type.
            "basic" => {
                SecurityKind::Http { scheme: "basic".to_owned(), bearer_format: String::new() }
            }
            "oauth2" => SecurityKind::OAuth2 { scopes: scopes(node) },
            "openIdConnect" => SecurityKind::OpenIdConnect { url: node.prose("openIdConnectUrl") },
            "mutualTLS" => SecurityKind::MutualTls,
            kind => {
                let place = self.document.member_place(node, "type");
                let instead = meant_type(kind);
                self.diagnostics.unsupported_security_scheme(place, name, kind, instead);
                unknown()
            }
        }
    }

    /// The requirements of an operation: its own, else these, which are the document's.
    pub(super) fn requirements(
        &mut self,
        operation: &Node<'a>,
        others: Option<Node<'a>>,
        schemes: &[SecurityScheme],
    ) -> Vec<Requirement> {
        let Some(list) = operation.get("security").or(others) else { return Vec::new() };
        let mut requirements = Vec::new();
        for requirement in list.items() {
            let mut uses = Vec::new();
            for (name, scopes) in requirement.members() {
                let scheme = match schemes.iter().position(|it| it.name == name) {
                    Some(scheme) => scheme,
                    None => schemes.len() + self.undeclared_scheme(name, &scopes, schemes),
                };
                let scopes = scopes.items().filter_map(|it| it.value.as_str()).map(str::to_owned);
                uses.push(SchemeUse { scheme, scopes: scopes.collect() });
            }
            requirements.push(uses);
        }
        requirements
    }

    /// The number, among those that nobody declares, of a scheme that a requirement names at this place.
    fn undeclared_scheme(
        &mut self,
        name: &str,
        place: &Node<'a>,
        declared: &[SecurityScheme],
    ) -> usize {
        let near = similar(name, declared.iter().map(|it| it.name.as_str()));
        let schemes = self.declared_schemes();
        let meant = schemes.iter().find(|it| Some(it.0) == near);
        let meant = meant.map(|(name, it)| (self.document.key_place(it), *name));
        let section = self.scheme_section().trim_start_matches("#/").replace('/', ".");
        let place = self.document.key_place(place);
        self.diagnostics.unknown_security_scheme(place, name, meant, &section);
        let known = self.undeclared_schemes.iter().position(|it| it.name == name);
        known.unwrap_or_else(|| {
            let (name, description) = (name.to_owned(), String::new());
            self.undeclared_schemes.push(SecurityScheme { name, description, kind: unknown() });
            self.undeclared_schemes.len() - 1
        })
    }
}

/// What is demanded where nobody says what: a token, which the server's guard has to know.
///
/// Leaving the scheme out would leave the operation open.
fn unknown() -> SecurityKind {
    SecurityKind::Http { scheme: "bearer".to_owned(), bearer_format: String::new() }
}

fn scopes(node: &Node<'_>) -> Vec<(String, String)> {
    let mut scopes: Vec<(String, String)> = Vec::new();
    let flows = node.members_of("flows").into_iter().map(|it| it.1);
    // In version 2.0 the scheme is its one flow.
    for flow in flows.chain([node.clone()]) {
        for (name, description) in flow.members_of("scopes") {
            if !scopes.iter().any(|it| it.0 == name) {
                let description = description.value.as_str().unwrap_or_default();
                scopes.push((name.to_owned(), description.to_owned()));
            }
        }
    }
    scopes
}

/// What to write instead of a type that there is none of.
fn meant_type(word: &str) -> Instead<'static> {
    match (word.to_lowercase().as_str(), similar(word, TYPES.iter().copied())) {
        ("bearer" | "jwt" | "token", _) => Instead::Hint("write `type: http` and `scheme: bearer`"),
        (_, Some(near)) => Instead::Near(near),
        _ => Instead::OneOf(TYPES),
    }
}

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
                let kind = self.security_kind(name, &node)?;
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

    /// A requirement of what is not declared, which no mode lets pass.
    fn undeclared_scheme(&mut self, name: &str, requirement: &Node<'a>) {
        let declared = self.declared_schemes();
        // One that is declared and cannot be enforced was reported there.
        if declared.iter().any(|it| it.0 == name) {
            return;
        }
        let near = similar(name, declared.iter().map(|it| it.0));
        let meant = declared.iter().find(|it| Some(it.0) == near);
        let meant = meant.map(|(name, it)| (self.document.key_place(it), *name));
        let section = self.scheme_section().trim_start_matches("#/").replace('/', ".");
        let place = self.document.key_place(requirement);
        self.diagnostics.unknown_security_scheme(place, name, meant, &section);
    }

    fn security_kind(&mut self, name: &str, node: &Node<'a>) -> Option<SecurityKind> {
        let kind = node.text("type").unwrap_or_default();
        Some(match kind {
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
                return None;
            }
        })
    }

    /// The requirements of an operation: its own, else those of the document.
    pub(super) fn requirements(
        &mut self,
        operation: &Node<'a>,
        schemes: &[SecurityScheme],
    ) -> Vec<Requirement> {
        let root = self.document.root();
        let Some(list) = operation.get("security").or_else(|| root.get("security")) else {
            return Vec::new();
        };
        let mut requirements = Vec::new();
        for requirement in list.items() {
            let mut uses = Vec::new();
            for (name, scopes) in requirement.members() {
                match schemes.iter().position(|it| it.name == name) {
                    Some(scheme) => {
                        let scopes =
                            scopes.items().filter_map(|it| it.value.as_str()).map(str::to_owned);
                        uses.push(SchemeUse { scheme, scopes: scopes.collect() });
                    }
                    None => self.undeclared_scheme(name, &scopes),
                }
            }
            requirements.push(uses);
        }
        requirements
    }
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

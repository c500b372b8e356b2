//! What the documents of a federated subgraph leave to be known.
//!
//! A subgraph applies directives that it does not define: those of Apollo Federation 2 by way of `@link`, or those of
//! version 1 with nothing said. They are defined here in a text of their own, with the fields that a gateway asks.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::Node;
use apollo_compiler::ast::{Definition, Directive, DirectiveList, Document, OperationType, Value};

mod definitions;

use definitions::{DIRECTIVES, LINK, ONE, SCALARS};

/// The specifications that `@link` leads to and whose definitions are known here: the last word but one of their URLs.
const SPECIFICATIONS: &[&str] = &["federation", "cost", "tag", "inaccessible"];

/// Where they are published.
const HOST: &str = "https://specs.apollo.dev/";

/// A subgraph of a federated graph.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Federation {
    /// What directives of the specification are called here: `fed__key` and `key`.
    names: BTreeMap<String, String>,
    /// Whether it is a subgraph, and not only a schema that borrows a directive.
    pub is_subgraph: bool,
}

impl Federation {
    /// The specification's name of a directive, if it is one of the specification.
    pub fn directive(&self, name: &str) -> Option<&str> {
        self.names.get(name).map(String::as_str)
    }
}

/// What is known of these documents, and the text with what they leave out.
pub(super) fn known(documents: &[Document]) -> Option<(Federation, String)> {
    let written = Written::read(documents);
    let links = links(documents);
    let borrowed: Vec<&Link> =
        links.iter().filter(|it| SPECIFICATIONS.contains(&&*it.specification)).collect();
    let is_version_2 = borrowed.iter().any(|it| it.specification == "federation");
    let is_version_1 =
        !is_version_2 && written.has_keys && !written.directives.contains("join__type");
    if borrowed.is_empty() && !is_version_1 {
        return None;
    }
    let mut text = String::new();
    let mut federation =
        Federation { is_subgraph: is_version_1 || is_version_2, ..Federation::default() };
    if is_version_1 {
        let unprefixed = |name: &str| name.to_owned();
        let known = DIRECTIVES.iter().filter(|(name, _)| ONE.contains(name));
        for (name, definition) in known {
            federation.names.insert((*name).to_owned(), (*name).to_owned());
            written.define(
                name,
                &definition.replace("FieldSet", "_FieldSet"),
                &unprefixed,
                &mut text,
            );
        }
        written.scalar("_FieldSet", &mut text);
    }
    for link in borrowed {
        let name = |known: &str| link.name(known);
        for (known, definition) in DIRECTIVES {
            let exposed = link.name(&format!("@{known}"));
            let exposed = exposed.trim_start_matches('@');
            federation.names.insert(exposed.to_owned(), (*known).to_owned());
            if link.imports.contains_key(&format!("@{known}")) || written.applied.contains(exposed)
            {
                written.define(exposed, definition, &name, &mut text);
            }
        }
        for scalar in SCALARS {
            let exposed = link.name(scalar);
            if text.contains(&exposed) {
                written.scalar(&exposed, &mut text);
            }
        }
    }
    if written.applied.contains("link") {
        for (name, definition) in LINK {
            if !written.directives.contains(*name) && !written.types.contains(*name) {
                text.push_str(definition);
            }
        }
    }
    if federation.is_subgraph {
        written.query_fields(&federation, documents, &mut text);
    }
    Some((federation, text))
}

/// What the documents define and apply themselves.
#[derive(Default)]
struct Written<'a> {
    directives: BTreeSet<&'a str>,
    types: BTreeSet<&'a str>,
    applied: BTreeSet<&'a str>,
    /// Fields of the query root.
    query_fields: BTreeSet<&'a str>,
    query: &'a str,
    /// Whether a type has a key as federation knows it.
    has_keys: bool,
}

impl<'a> Written<'a> {
    fn read(documents: &'a [Document]) -> Self {
        let mut written = Self { query: "Query", ..Self::default() };
        let definitions = || documents.iter().flat_map(|it| &it.definitions);
        for definition in definitions() {
            let roots = match definition {
                Definition::SchemaDefinition(it) => &it.root_operations,
                Definition::SchemaExtension(it) => &it.root_operations,
                _ => continue,
            };
            for (_, name) in roots.iter().map(|it| &**it).filter(|it| it.0 == OperationType::Query)
            {
                written.query = name.as_str();
            }
        }
        for definition in definitions() {
            written.note(definition);
        }
        written
    }

    fn note(&mut self, definition: &'a Definition) {
        let name = definition.name().map(|it| it.as_str()).unwrap_or_default();
        match definition {
            Definition::DirectiveDefinition(_) => drop(self.directives.insert(name)),
            Definition::ObjectTypeDefinition(_)
            | Definition::InterfaceTypeDefinition(_)
            | Definition::UnionTypeDefinition(_)
            | Definition::ScalarTypeDefinition(_)
            | Definition::EnumTypeDefinition(_)
            | Definition::InputObjectTypeDefinition(_) => drop(self.types.insert(name)),
            _ => {}
        }
        self.apply(definition.directives());
        self.has_keys |= definition.directives().iter().any(|it| is_key(it, "key"));
        let fields = match definition {
            Definition::ObjectTypeDefinition(it) => &it.fields,
            Definition::ObjectTypeExtension(it) => &it.fields,
            Definition::InterfaceTypeDefinition(it) => &it.fields,
            Definition::InterfaceTypeExtension(it) => &it.fields,
            Definition::EnumTypeDefinition(it) => {
                it.values.iter().for_each(|it| self.apply(&it.directives));
                return;
            }
            Definition::InputObjectTypeDefinition(it) => {
                it.fields.iter().for_each(|it| self.apply(&it.directives));
                return;
            }
            _ => return,
        };
        for field in fields {
            if name == self.query {
                self.query_fields.insert(field.name.as_str());
            }
            self.apply(&field.directives);
            field.arguments.iter().for_each(|it| self.apply(&it.directives));
        }
    }

    fn apply(&mut self, directives: &'a DirectiveList) {
        self.applied.extend(directives.iter().map(|it| it.name.as_str()));
    }

    fn define(
        &self,
        name: &str,
        definition: &str,
        scalar: &dyn Fn(&str) -> String,
        text: &mut String,
    ) {
        if self.directives.contains(name) {
            return;
        }
        let mut definition = definition.to_owned();
        for known in SCALARS {
            definition = definition.replace(&format!("{known}!"), &format!("{}!", scalar(known)));
        }
        text.push_str(&format!("directive @{name}{definition}\n"));
    }

    fn scalar(&self, name: &str, text: &mut String) {
        if !self.types.contains(name) {
            text.push_str(&format!("scalar {name}\n"));
        }
    }

    /// `_service`, and `_entities` where there are any.
    fn query_fields(&self, federation: &Federation, documents: &[Document], text: &mut String) {
        let key = |it: &Node<Directive>| {
            federation.directive(&it.name) == Some("key") && is_key(it, &it.name)
        };
        let mut entities: Vec<&str> = Vec::new();
        for definition in documents.iter().flat_map(|it| &it.definitions) {
            let (Definition::ObjectTypeDefinition(_) | Definition::ObjectTypeExtension(_)) =
                definition
            else {
                continue;
            };
            let name = definition.name().map(|it| it.as_str()).unwrap_or_default();
            if definition.directives().iter().any(key) && !entities.contains(&name) {
                entities.push(name);
            }
        }
        let mut fields = String::new();
        if !entities.is_empty() {
            if !self.types.contains("_Entity") {
                text.push_str(&format!("union _Entity = {}\n", entities.join(" | ")));
            }
            self.scalar("_Any", text);
            if !self.query_fields.contains("_entities") {
                fields.push_str("  _entities(representations: [_Any!]!): [_Entity]!\n");
            }
        }
        if !self.types.contains("_Service") {
            text.push_str("type _Service {\n  sdl: String!\n}\n");
        }
        if !self.query_fields.contains("_service") {
            fields.push_str("  _service: _Service!\n");
        }
        if !fields.is_empty() {
            text.push_str(&format!("extend type {} {{\n{fields}}}\n", self.query));
        }
    }
}

fn is_key(directive: &Node<Directive>, name: &str) -> bool {
    directive.name == name && directive.specified_argument_by_name("fields").is_some()
}

/// A `@link` of the schema.
struct Link {
    specification: String,
    namespace: String,
    /// What is imported, and as what: `@key` and `@key`.
    imports: BTreeMap<String, String>,
}

impl Link {
    /// What something of the specification is called in this schema.
    fn name(&self, known: &str) -> String {
        if let Some(name) = self.imports.get(known) {
            return name.clone();
        }
        let namespace = &self.namespace;
        match known.strip_prefix('@') {
            // A specification's own directive has its namespace as its name.
            Some(bare) if bare == namespace => known.to_owned(),
            Some(bare) => format!("@{namespace}__{bare}"),
            None => format!("{namespace}__{known}"),
        }
    }
}

fn links(documents: &[Document]) -> Vec<Link> {
    let definitions = documents.iter().flat_map(|it| &it.definitions);
    let of_schema = definitions.filter(|it| {
        matches!(it, Definition::SchemaDefinition(_) | Definition::SchemaExtension(_))
    });
    let applied = of_schema.flat_map(|it| it.directives().iter());
    applied.filter(|it| it.name == "link").filter_map(|it| link(it)).collect()
}

fn link(directive: &Directive) -> Option<Link> {
    let text = |name: &str| directive.specified_argument_by_name(name)?.as_str();
    let mut words = text("url")?.strip_prefix(HOST)?.split('/');
    let specification = words.next()?.to_owned();
    let namespace = text("as").unwrap_or(&specification).to_owned();
    let imports = directive.specified_argument_by_name("import").and_then(|it| it.as_list());
    let imports = imports.into_iter().flatten().filter_map(|it| match &**it {
        Value::String(name) => Some((name.clone(), name.clone())),
        Value::Object(entries) => {
            let text = |key: &str| entries.iter().find(|it| it.0 == key)?.1.as_str();
            let name = text("name")?.to_owned();
            Some((name.clone(), text("as").map_or(name, str::to_owned)))
        }
        _ => None,
    });
    Some(Link { specification, namespace, imports: imports.collect() })
}

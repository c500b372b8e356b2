//! Parameters: those of the path and of the operation, in every version's spelling.

use super::Lowering;
use super::path_key::{PathKey, QueryPart};
use super::schema::Name;
use crate::api::{
    Additional, Content, Kind, Location, Object, Parameter, Property, RequestBody, Scalar, Schema,
    Style, Type, TypeDefinition,
};
use crate::diagnostics::similar;
use crate::openapi::{Node, Version};
use crate::source::Place;

impl<'a> Lowering<'a, '_> {
    /// The parameters of a path item and an operation, references followed; the operation's win.
    pub(super) fn declared_parameters(
        &self,
        item: &Node<'a>,
        operation: &Node<'a>,
    ) -> Vec<Node<'a>> {
        let mut list: Vec<Node<'a>> = Vec::new();
        for node in item.items_of("parameters").into_iter().chain(operation.items_of("parameters"))
        {
            let Some(node) = self.document.follow(node) else { continue };
            let same = |it: &Node<'a>| {
                it.text("name") == node.text("name") && it.text("in") == node.text("in")
            };
            match list.iter_mut().find(|it| same(it)) {
                Some(old) => *old = node,
                None => list.push(node),
            }
        }
        list
    }

    pub(super) fn parameters(
        &mut self,
        declared: &[Node<'a>],
        key: &PathKey<'_>,
        item: &Node<'a>,
        name: &Name,
    ) -> Vec<Parameter> {
        let mut list: Vec<Parameter> =
            declared.iter().filter_map(|node| self.parameter(node, name)).collect();
        let variables = key.variables();
        let path = key.path;
        self.query_variables(&mut list, key, item);
        let is_unused = |it: &mut Parameter| {
            it.location == Location::Path && !variables.contains(&it.name.as_str())
        };
        let mut unused: Vec<Parameter> = list.extract_if(.., is_unused).collect();
        for variable in variables {
            if list.iter().any(|it| it.location == Location::Path && it.name == variable) {
                continue;
            }
            let place = self.document.key_place(item);
            // A variable and a parameter that were meant to have one name are one mistake.
            let near = similar(variable, unused.iter().map(|it| it.name.as_str()));
            let meant = unused.iter().position(|it| Some(it.name.as_str()) == near);
            let meant = meant.map(|index| unused.remove(index));
            let declared = meant.as_ref().map(|it| (it.place.member("name"), it.name.as_str()));
            self.diagnostics.undeclared_variable(place.clone(), variable, path, declared);
            let name = variable.to_owned();
            list.push(match meant {
                Some(parameter) => Parameter { name, ..parameter },
                None => text_parameter(name, Location::Path, place),
            });
        }
        for it in unused {
            self.diagnostics.unused_path_parameter(it.place.member("name"), &it.name, path);
        }
        list
    }

    /// The parameters of a query string in the key: required, and called as they are there.
    fn query_variables(&mut self, list: &mut Vec<Parameter>, key: &PathKey<'_>, item: &Node<'a>) {
        for (name, variable) in key.query_variables() {
            let in_url = |it: &Parameter| matches!(it.location, Location::Path | Location::Query);
            let declared = list.iter_mut().find(|it| it.name == variable && in_url(it));
            let Some(parameter) = declared else {
                let place = self.document.key_place(item);
                let shown = format!("{}?{name}={{{variable}}}", key.path);
                self.diagnostics.undeclared_variable(place.clone(), variable, &shown, None);
                list.push(text_parameter(name.to_owned(), Location::Query, place));
                continue;
            };
            if parameter.location == Location::Path && parameter.style != Style::Json {
                parameter.style = Style::Form;
            }
            name.clone_into(&mut parameter.name);
            parameter.location = Location::Query;
            parameter.required = true;
        }
        // What the key says is no choice of the caller's.
        let is_literal = |it: &Parameter| {
            let mut literals = key.query.iter().filter(|it| matches!(it.1, QueryPart::Literal(_)));
            it.location == Location::Query && literals.any(|(name, _)| *name == it.name)
        };
        list.retain(|it| !is_literal(it));
    }

    fn parameter(&mut self, node: &Node<'a>, name: &Name) -> Option<Parameter> {
        let Some(parameter) = node.text("name") else {
            let place = self.document.place(node);
            self.diagnostics.missing_keyword(place, "a parameter", "name");
            return None;
        };
        let location = match node.text("in") {
            Some("path") => Location::Path,
            Some("query") => Location::Query,
            Some("header") => Location::Header,
            Some("cookie") => Location::Cookie,
            Some("querystring") => Location::Querystring,
            Some("body" | "formData") if self.document.version == Version::V2 => return None,
            Some(other) => {
                // What is no location at all was told when the keywords were checked.
                if other == "querystring" {
                    let place = self.document.member_place(node, "in");
                    let what = format!("a parameter in `{other}`");
                    self.diagnostics.not_generated(place, &what, "left out");
                }
                return None;
            }
            None => {
                let place = self.document.place(node);
                self.diagnostics.missing_keyword(place, "a parameter", "in");
                return None;
            }
        };
        // These three headers belong to the protocol (OpenAPI, "Parameter Object").
        let lower = parameter.to_lowercase();
        if location == Location::Header
            && matches!(&*lower, "accept" | "content-type" | "authorization")
        {
            return None;
        }
        // A shared parameter names what is inside of it; so does one of several operations.
        let shared = node.pointer();
        let name = match shared.rsplit_once('/') {
            Some((section, key))
                if section.ends_with("/parameters") && key.parse::<u32>().is_err() =>
            {
                Name::new(&[key, "parameter"])
            }
            _ => name.then(parameter),
        };
        let (style, explode) = self.style(node, location);
        let content = node.members_of("content").into_iter().next();
        let (schema, style) = match (&content, node.get("schema")) {
            (Some((media_type, content)), _) => {
                let content = self.document.follow(content.clone());
                let schema = content.and_then(|it| it.get("schema"));
                let schema = schema.map(|it| self.held(&it, &name));
                let is_form = media_type.starts_with("application/x-www-form-urlencoded");
                let style = if is_form { Style::Form } else { Style::Json };
                (schema.unwrap_or_else(|| self.any()), style)
            }
            (None, Some(schema)) => (self.held(&schema, &name), style),
            // In version 2.0 the parameter is its own schema.
            (None, None) => (self.held(node, &name), style),
        };
        let examples = node.members_of("examples").into_iter().next();
        let first =
            examples.and_then(|(_, it)| self.document.follow(it)?.value.get("value").cloned());
        let in_schema = node.get("schema").and_then(|it| {
            self.document
                .follow(it)
                .and_then(|it| crate::openapi::Schema::parse(&it).example.cloned())
        });
        Some(Parameter {
            name: parameter.to_owned(),
            location,
            style,
            explode,
            required: location == Location::Path || node.flag("required"),
            schema,
            description: node.prose("description"),
            deprecated: node.flag("deprecated"),
            example: node.value_of("example").cloned().or(first).or(in_schema),
            place: self.document.place(node),
        })
    }

    pub(super) fn style(&mut self, node: &Node<'a>, location: Location) -> (Style, bool) {
        if self.document.version == Version::V2 {
            let plain = match location {
                Location::Path | Location::Header => Style::Simple,
                Location::Query | Location::Cookie | Location::Querystring => Style::Form,
            };
            return match node.text("collectionFormat") {
                Some("ssv") => (Style::SpaceDelimited, false),
                Some("tsv") => (Style::TabDelimited, false),
                Some("pipes") => (Style::PipeDelimited, false),
                Some("multi") => (plain, true),
                _ => (plain, false),
            };
        }
        let style = match node.text("style") {
            Some("matrix") => Style::Matrix,
            Some("label") => Style::Label,
            Some("simple") => Style::Simple,
            Some("form") => Style::Form,
            Some("cookie") => Style::Cookie,
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("deepObject") => Style::DeepObject,
            _ => match location {
                Location::Path | Location::Header => Style::Simple,
                Location::Query | Location::Cookie | Location::Querystring => Style::Form,
            },
        };
        let explode = node.value_of("explode").and_then(serde_json::Value::as_bool);
        (style, explode.unwrap_or(matches!(style, Style::Form | Style::DeepObject | Style::Cookie)))
    }

    /// Version 2.0 has the body, or the fields of a form, among the parameters.
    pub(super) fn form_or_body(
        &mut self,
        operation: &Node<'a>,
        declared: &[Node<'a>],
        name: &Name,
    ) -> Option<RequestBody> {
        let name = name.then("body");
        let consumes = self.media_types(operation, "consumes");
        if let Some(body) = declared.iter().find(|it| it.text("in") == Some("body")) {
            let schema = body.get("schema").map(|it| self.held(&it, &name));
            let place = self.document.place(body);
            let contents = consumes.iter().map(|media_type| Content {
                media_type: media_type.clone(),
                schema: schema.clone(),
                item_schema: None,
                encodings: Vec::new(),
                examples: Vec::new(),
                place: place.clone(),
            });
            return Some(RequestBody {
                description: body.prose("description"),
                required: body.flag("required"),
                contents: contents.collect(),
            });
        }
        let fields: Vec<_> =
            declared.iter().filter(|it| it.text("in") == Some("formData")).collect();
        let first = fields.first()?;
        let has_file = fields.iter().any(|it| it.text("type") == Some("file"));
        let multipart = has_file || consumes.iter().any(|it| it == "multipart/form-data");
        let media_type =
            if multipart { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
        let place = self.document.place(first);
        let mut encodings = Vec::new();
        let properties = fields
            .iter()
            .filter_map(|node| {
                let field = node.text("name")?;
                let property = Property {
                    name: field.to_owned(),
                    required: node.flag("required"),
                    required_in_requests: false,
                    schema: self.held(node, &name.then(field)),
                    description: node.prose("description"),
                    deprecated: false,
                    read_only: false,
                    write_only: false,
                    example: None,
                };
                encodings.extend(self.field_encoding(node, &property));
                Some(property)
            })
            .collect();
        let id = self.reserve();
        self.types[id.0] = Some(TypeDefinition {
            name: name.words.clone(),
            is_component: false,
            kind: Kind::Object(Object { properties, additional: Additional::Ignored }),
            is_nullable: false,
            description: String::new(),
            deprecated: false,
            example: None,
            assertion: None,
            place: place.clone(),
        });
        Some(RequestBody {
            description: String::new(),
            required: fields.iter().any(|it| it.flag("required")),
            contents: vec![Content {
                media_type: media_type.to_owned(),
                schema: Some(Schema::new(Type::Named(id))),
                item_schema: None,
                encodings,
                examples: Vec::new(),
                place,
            }],
        })
    }

    /// The media types of version 2.0: the operation's, else the document's, else JSON.
    pub(super) fn media_types(&self, operation: &Node<'a>, key: &str) -> Vec<String> {
        let root = self.document.root();
        let list = operation.get(key).or_else(|| root.get(key));
        let words: Vec<String> = list
            .iter()
            .flat_map(Node::items)
            .filter_map(|it| it.value.as_str())
            .map(|it| it.split(';').next().unwrap_or(it).trim().to_lowercase())
            .fold(Vec::new(), |mut list, it| {
                if !list.contains(&it) {
                    list.push(it);
                }
                list
            });
        if words.is_empty() { vec!["application/json".to_owned()] } else { words }
    }
}

/// A parameter that the path has and nobody declares: text.
fn text_parameter(name: String, location: Location, place: Place) -> Parameter {
    let style = if location == Location::Path { Style::Simple } else { Style::Form };
    Parameter {
        name,
        location,
        style,
        explode: location != Location::Path,
        required: true,
        schema: Schema::new(Type::Scalar(Scalar::String)),
        description: String::new(),
        deprecated: false,
        example: None,
        place,
    }
}

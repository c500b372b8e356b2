//! One schema, or the parts of an `allOf`, to the use of a type.

use serde_json::Value;

use super::Lowering;
use super::all_of::{Merged, Part};
use super::assertion::Form;
use crate::api::{Constraints, Kind, Scalar, Schema, Type, TypeDefinition, TypeId};
use crate::openapi::{Node, Schema as Keywords, TypeName, is_annotation};
use crate::source::Place;

/// The words that name a type, and its number where it has one already.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub(super) words: Vec<String>,
    pub(super) own: Option<TypeId>,
    /// Whether the type has an address that others refer to.
    pub(super) is_shared: bool,
}

impl Name {
    pub(super) fn new(words: &[&str]) -> Self {
        Self {
            words: words.iter().map(|it| (*it).to_owned()).collect(),
            own: None,
            is_shared: false,
        }
    }

    pub(super) fn then(&self, word: &str) -> Self {
        let mut words = self.words.clone();
        words.push(word.to_owned());
        Self { words, own: None, is_shared: false }
    }
}

/// More types than any API has; a guard against alternatives of alternatives of alternatives.
const MOST_TYPES: usize = 50_000;

/// More properties than the types of any API have together; a guard against chains of `allOf`, each link of
/// which has all that the links before it have.
const MOST_PROPERTIES: usize = 100_000;

/// Where parts are, and which of them are bare.
pub(super) type Parts = Vec<(String, bool)>;

/// What is being lowered: the parts, and the type that comes of them, so that they may hold themselves.
#[derive(Debug)]
pub(super) struct Open {
    parts: Parts,
    /// The number of the type, once somebody needs it.
    id: Option<TypeId>,
    /// Whether the type is being made under that number.
    is_claimed: bool,
}

impl<'a> Lowering<'a, '_> {
    /// Lowers the schema at a node.
    pub(super) fn schema(&mut self, node: &Node<'a>, name: &Name) -> Schema {
        self.parts(vec![Part::whole(node.clone())], name)
    }

    /// Lowers a schema that a parameter, body, response or header holds; one that many operations
    /// share is one type, named by the first of them or by what they share.
    pub(super) fn held(&mut self, node: &Node<'a>, name: &Name) -> Schema {
        let pointer = node.pointer();
        if let Some(schema) = self.inline.get(&pointer) {
            return schema.clone();
        }
        let schema = self.schema(node, name);
        self.inline.insert(pointer, schema.clone());
        schema
    }

    /// The name for what is inside of a node: that of the shared object that it refers to, if any.
    pub(super) fn name_inside(&self, node: &Node<'a>, kind: &str, otherwise: Name) -> Name {
        match node.text("$ref").and_then(|it| it.rsplit_once('/')) {
            Some((_, name)) => Name::new(&[name, kind]),
            None => otherwise,
        }
    }

    /// Lowers what all of the parts say together.
    pub(super) fn parts(&mut self, parts: Vec<Part<'a>>, name: &Name) -> Schema {
        if let [part] = parts.as_slice()
            && let Some(schema) = self.simple(part, name)
        {
            return schema;
        }
        let key: Vec<_> = parts.iter().map(|it| (it.node.pointer(), it.is_bare)).collect();
        if let Some(index) = self.open.iter().position(|it| it.parts == key) {
            // A part of an `allOf` has a member that is that very `allOf`: a type inside of itself.
            let id = self.open[index].id.unwrap_or_else(|| self.reserve());
            self.open[index].id = Some(id);
            return Schema::new(Type::Named(id));
        }
        if let Some(schema) = self.again.get(&key).filter(|_| self.n_again > 0) {
            return schema.clone();
        }
        if self.types.len() > MOST_TYPES {
            let place = Place::File(self.document.file);
            self.diagnostics.widened(place, "what comes after 50,000 types", "any value");
            return self.any();
        }
        if self.n_properties > MOST_PROPERTIES {
            let place = Place::File(self.document.file);
            self.diagnostics.widened(place, "what comes after 100,000 properties", "any value");
            return self.any();
        }
        self.open.push(Open { parts: key.clone(), id: name.own, is_claimed: name.own.is_some() });
        let merged = self.merge(&parts);
        let is_again = self.takes_up_again(&merged);
        self.n_again += usize::from(is_again);
        let (mut schema, form) = match self.unions(&merged, &parts, name) {
            Some(found) => found,
            None => {
                let (mut schema, form) = self.merged(&merged, name);
                schema.nullable |= merged.keywords.nullable;
                schema.default = merged.keywords.default.cloned();
                (schema, form)
            }
        };
        self.assert_rest(&merged, &form, &mut schema, name);
        self.n_again -= usize::from(is_again);
        let schema = match self.open.pop() {
            Some(Open { id: Some(id), is_claimed: false, .. }) => {
                let own = Name { own: Some(id), ..name.clone() };
                let nullable = schema.nullable;
                Schema { nullable, ..self.define(&merged, Kind::Alias(schema), &own) }
            }
            _ => schema,
        };
        if is_again || self.n_again > 0 {
            self.again.insert(key, schema.clone());
        }
        schema
    }

    /// Whether parts include a schema that is open around them: its members are then met again.
    fn takes_up_again(&self, merged: &Merged<'a>) -> bool {
        let mut around = self.open.iter().flat_map(|it| &it.parts);
        !merged.visited.is_empty()
            && around.any(|(pointer, _)| {
                let inside = |it: &String| pointer == it || pointer.starts_with(&format!("{it}/"));
                merged.visited.iter().any(inside)
            })
    }

    /// The same name, with a number: reserved early, so that the types inside come after it.
    pub(super) fn reserved(&mut self, name: &Name) -> Name {
        let free = self.open.last().filter(|it| !it.is_claimed).map(|it| it.id);
        let own = match (name.own, free) {
            (Some(own), _) | (None, Some(Some(own))) => own,
            _ => self.reserve(),
        };
        if let Some(open) = self.open.last_mut().filter(|it| !it.is_claimed) {
            (open.id, open.is_claimed) = (Some(own), true);
        }
        Name { own: Some(own), ..name.clone() }
    }

    /// A schema that only names another one, or says nothing.
    fn simple(&mut self, part: &Part<'a>, name: &Name) -> Option<Schema> {
        let node = &part.node;
        if let Value::Bool(anything) = node.value {
            let mut schema = self.any();
            if !anything {
                let place = self.document.place(node);
                self.diagnostics.wider_type(place, "a schema that allows nothing", "any value");
                schema.constraints.assertion = Some(self.nothing(node, name));
            }
            return Some(schema);
        }
        if part.is_bare {
            return None;
        }
        if let Some(reference) = node.text("$ref") {
            if self.has_meaning_besides(node, &["$ref"]) {
                return None;
            }
            let mut schema = self.reference(reference);
            schema.nullable |= node.flag("nullable") || node.flag("x-nullable");
            schema.default = node.value_of("default").cloned();
            return Some(schema);
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let items = node.items_of(keyword);
            let remarks = if keyword == "allOf" { self.remarks(node) } else { Vec::new() };
            let is_remark =
                |it: &Node<'_>| remarks.iter().any(|one| std::ptr::eq(one.value, it.value));
            let others: Vec<_> = items.iter().filter(|it| !is_null(it) && !is_remark(it)).collect();
            if let [one] = others.as_slice()
                && !self.has_meaning_besides(node, &[keyword, "nullable", "type", "discriminator"])
                && node.text("type").is_none_or(|it| it == "object")
            {
                let mut schema = self.schema(one, name);
                schema.nullable |=
                    node.flag("nullable") || items.len() > others.len() + remarks.len();
                let mut defaults = [node].into_iter().chain(&remarks);
                let default = defaults.find_map(|it| it.value_of("default").cloned());
                schema.default = default.or(schema.default);
                return Some(schema);
            }
        }
        None
    }

    /// The parts of an `allOf` that only say something about the others: a description, a default.
    pub(super) fn remarks(&self, node: &Node<'a>) -> Vec<Node<'a>> {
        let mut parts = node.items_of("allOf");
        parts.retain(|it| {
            it.value.is_object() && !it.flag("nullable") && !self.has_meaning_besides(it, &[])
        });
        parts
    }

    /// Whether a schema says more than these keywords and annotations.
    fn has_meaning_besides(&self, node: &Node<'_>, keywords: &[&str]) -> bool {
        node.members()
            .any(|(key, _)| !is_annotation(key) && key != "nullable" && !keywords.contains(&key))
    }

    /// A schema without alternatives.
    fn merged(&mut self, merged: &Merged<'a>, name: &Name) -> (Schema, Form) {
        let keywords = &merged.keywords;
        if let Some(values) = &keywords.values {
            return self.values(merged, values, name);
        }
        match keywords.types.as_slice() {
            [] if keywords.is_typed && keywords.nullable => {
                (Schema::new(Type::Null), Form::Types(Vec::new()))
            }
            [] => match self.meant(merged) {
                Some(ty) => {
                    if !self.is_implied() {
                        self.implied.insert(self.document.place(&merged.node), ty);
                    }
                    (self.of_type(ty, merged, name), Form::Types(vec![ty]))
                }
                None => (self.any(), Form::Any),
            },
            [TypeName::Integer] if self.needs_more_than_64_bits(merged) => {
                let place = self.document.place(&merged.node);
                self.diagnostics.wider_type(place, "an integer beyond 64 bits", "any value");
                (self.any(), Form::Any)
            }
            [one] => (self.of_type(*one, merged, name), Form::Types(vec![*one])),
            several => (self.several_types(several, merged, name), Form::Types(several.to_vec())),
        }
    }

    /// The type of a schema that says none: its other keywords tell, as people mean it. To the letter
    /// of JSON Schema (`x-meshwright-untyped: any`) they say nothing about values of other types; a note tells
    /// unless the document says that it is meant (`implied`).
    fn meant(&self, merged: &Merged<'a>) -> Option<TypeName> {
        let it = &merged.keywords;
        if it.is_typed || self.is_literal() {
            return None;
        }
        Some(
            if !merged.properties.is_empty()
                || !merged.additional.is_empty()
                || !merged.required.is_empty() && merged.is_object_like
            {
                TypeName::Object
            } else if !merged.items.is_empty() || it.min_items.or(it.max_items).is_some() {
                TypeName::Array
            } else if it.min_length.or(it.max_length).is_some()
                || it.pattern.is_some()
                || it.format.is_some_and(is_text_format)
            {
                TypeName::String
            } else {
                return None;
            },
        )
    }

    pub(super) fn of_type(&mut self, ty: TypeName, merged: &Merged<'a>, name: &Name) -> Schema {
        let it = &merged.keywords;
        let constraints = constraints(it);
        let ty = match ty {
            TypeName::Null => Type::Null,
            TypeName::Boolean => Type::Scalar(Scalar::Boolean),
            TypeName::Integer => Type::Scalar(self.integer(merged)),
            TypeName::Number if it.format == Some("float") => Type::Scalar(Scalar::Float),
            TypeName::Number
                if matches!(it.format, Some("int32" | "int64" | "uint32" | "uint64")) =>
            {
                Type::Scalar(self.integer(merged))
            }
            TypeName::Number => Type::Scalar(Scalar::Double),
            TypeName::String => Type::Scalar(text(it.format)),
            TypeName::File => Type::Scalar(Scalar::Binary),
            TypeName::Array => {
                let items = if !it.prefix_items.is_empty() {
                    let place = self.document.place(&merged.node);
                    self.diagnostics.wider_type(place, "`prefixItems`", "a list of any values");
                    self.any()
                } else if merged.items.is_empty() {
                    self.any()
                } else {
                    self.parts(merged.items.clone(), &name.then("item"))
                };
                Type::Array(Box::new(items))
            }
            TypeName::Object => return self.object(merged, constraints, name),
        };
        Schema { ty, nullable: false, constraints, default: None }
    }

    /// Gives a type of its own to what the parts say.
    pub(super) fn define(&mut self, merged: &Merged<'a>, kind: Kind, name: &Name) -> Schema {
        let it = &merged.keywords;
        let id = name.own.unwrap_or_else(|| self.reserve());
        self.types[id.0] = Some(TypeDefinition {
            name: name.words.clone(),
            is_component: name.is_shared,
            kind,
            is_nullable: false,
            description: it.description.unwrap_or_default().trim().to_owned(),
            deprecated: it.deprecated,
            example: it.example.cloned(),
            assertion: None,
            place: self.document.place(&merged.node),
        });
        Schema::new(Type::Named(id))
    }

    pub(super) fn reserve(&mut self) -> TypeId {
        self.types.push(None);
        TypeId(self.types.len() - 1)
    }
}

/// Whether a schema allows `null` alone.
pub(super) fn is_null(node: &Node<'_>) -> bool {
    node.text("type") == Some("null")
        || node.value_of("const") == Some(&Value::Null)
        || matches!(node.value_of("enum"), Some(Value::Array(list)) if list.len() == 1 && list[0].is_null())
}

fn constraints(it: &Keywords<'_>) -> Constraints {
    Constraints {
        min_length: it.min_length,
        max_length: it.max_length,
        pattern: it.pattern.map(str::to_owned),
        format: it.format.map(str::to_owned),
        minimum: it.minimum,
        maximum: it.maximum,
        exclusive_minimum: it.exclusive_minimum,
        exclusive_maximum: it.exclusive_maximum,
        multiple_of: it.multiple_of,
        numbers: Vec::new(),
        min_items: it.min_items,
        max_items: it.max_items,
        unique_items: it.unique_items,
        min_properties: it.min_properties,
        max_properties: it.max_properties,
        assertion: None,
    }
}

fn is_text_format(format: &str) -> bool {
    text(Some(format)) != Scalar::String
        || matches!(format, "email" | "uri" | "hostname" | "ipv4" | "ipv6" | "password")
}

pub(super) fn text(format: Option<&str>) -> Scalar {
    match format {
        Some("uuid") => Scalar::Uuid,
        Some("date-time") => Scalar::DateTime,
        Some("date") => Scalar::Date,
        Some("byte") => Scalar::Byte,
        Some("binary") => Scalar::Binary,
        _ => Scalar::String,
    }
}

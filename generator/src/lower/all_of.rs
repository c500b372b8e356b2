//! What several schemas say together: `allOf`, and keywords beside a reference.

use serde_json::Value;

use super::Lowering;
use crate::openapi::{Node, Schema as Keywords, TypeName};

/// A schema that takes part in a merge.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub(super) node: Node<'a>,
    /// Whether its alternatives (`oneOf`, `anyOf`) are left aside.
    pub(super) is_bare: bool,
}

impl<'a> Part<'a> {
    pub(super) fn whole(node: Node<'a>) -> Self {
        Self { node, is_bare: false }
    }

    pub(super) fn bare(node: Node<'a>) -> Self {
        Self { node, is_bare: true }
    }
}

/// Alternatives of one keyword.
#[derive(Debug, Clone)]
pub(super) struct Alternatives<'a> {
    /// `oneOf` or `anyOf`.
    pub(super) key: &'static str,
    pub(super) items: Vec<Node<'a>>,
    pub(super) discriminator: Option<Node<'a>>,
    pub(super) node: Node<'a>,
}

/// Several schemas as one.
#[derive(Debug)]
pub(super) struct Merged<'a> {
    /// The node that the schema is about: the first part.
    pub(super) node: Node<'a>,
    /// The keywords that have one value.
    pub(super) keywords: Keywords<'a>,
    /// Each property with all schemas for it.
    pub(super) properties: Vec<(&'a str, Vec<Part<'a>>)>,
    pub(super) required: Vec<&'a str>,
    pub(super) items: Vec<Part<'a>>,
    pub(super) additional: Vec<Part<'a>>,
    pub(super) is_closed: bool,
    pub(super) alternatives: Vec<Alternatives<'a>>,
    pub(super) is_object_like: bool,
    /// All schemas that take part, as they were included.
    pub(super) nodes: Vec<Part<'a>>,
    /// Pointers of the references followed.
    pub(super) visited: Vec<String>,
    all_nullable: bool,
}

impl Merged<'_> {
    /// Whether the object has no member with a name, so that all have values of one type.
    pub(super) fn is_map(&self) -> bool {
        let is_closed = self.is_closed && self.keywords.pattern_properties.is_empty();
        self.properties.is_empty() && !is_closed
    }
}

/// How many schemas one may include, with what those include.
const MOST_INCLUDED: usize = 100;

impl<'a> Lowering<'a, '_> {
    pub(super) fn merge(&mut self, parts: &[Part<'a>]) -> Merged<'a> {
        let node = parts.first().map_or_else(|| self.document.root(), |it| it.node.clone());
        let mut merged = Merged {
            node,
            keywords: Keywords::default(),
            properties: Vec::new(),
            required: Vec::new(),
            items: Vec::new(),
            additional: Vec::new(),
            is_closed: false,
            alternatives: Vec::new(),
            is_object_like: false,
            nodes: Vec::new(),
            visited: Vec::new(),
            all_nullable: true,
        };
        for part in parts {
            self.absorb(&mut merged, part);
        }
        // A value must satisfy every part, so it may be null only where each part allows it.
        merged.keywords.nullable &= merged.all_nullable;
        // `nullable: true` beside an `allOf` is meant for all of it.
        if let [part] = parts {
            let is_flagged = part.node.flag("nullable") || part.node.flag("x-nullable");
            merged.keywords.nullable |= is_flagged && part.node.get("type").is_none();
        }
        merged
    }

    fn absorb(&mut self, merged: &mut Merged<'a>, part: &Part<'a>) {
        let node = &part.node;
        merged.nodes.push(part.clone());
        let keywords = Keywords::parse(node);
        self.absorb_keywords(merged, &keywords, node);
        if let Some(reference) = node.text("$ref")
            && let Some(target) = self.document.target(reference)
        {
            let pointer = target.pointer();
            if merged.visited.len() >= MOST_INCLUDED {
                let place = self.document.place(node);
                self.diagnostics.widened(place, "an `allOf` of over 100 schemas", "the first 100");
            } else if !merged.visited.contains(&pointer) {
                merged.visited.push(pointer.clone());
                let is_bare = part.is_bare || self.leads_back(&pointer, &target);
                self.absorb(merged, &Part { node: target, is_bare });
            }
        }
        for node in keywords.all_of {
            self.absorb(merged, &Part { node, is_bare: part.is_bare });
        }
        for (name, node) in keywords.properties {
            let part = Part::whole(node);
            match merged.properties.iter_mut().find(|it| it.0 == name) {
                Some((_, parts)) => parts.push(part),
                None => merged.properties.push((name, vec![part])),
            }
        }
        if !part.is_bare {
            for (key, items) in [("oneOf", keywords.one_of), ("anyOf", keywords.any_of)] {
                if !items.is_empty() {
                    let discriminator = keywords.discriminator.clone();
                    let node = node.clone();
                    merged.alternatives.push(Alternatives { key, items, discriminator, node });
                }
            }
        }
    }

    /// Whether a schema's alternatives include one that is being lowered: the parent of a family
    /// lists its children, and each child includes the parent.
    fn leads_back(&self, pointer: &str, target: &Node<'a>) -> bool {
        if self.expanding.iter().any(|it| it == pointer) {
            return true;
        }
        ["oneOf", "anyOf"].iter().flat_map(|key| target.items_of(key)).any(|it| {
            it.text("$ref").is_some_and(|reference| {
                self.document
                    .target(reference)
                    .is_some_and(|it| self.expanding.contains(&it.pointer()))
            })
        })
    }

    fn absorb_keywords(&mut self, merged: &mut Merged<'a>, it: &Keywords<'a>, node: &Node<'a>) {
        let into = &mut merged.keywords;
        if it.is_typed {
            if !it.nullable {
                merged.all_nullable = false;
            }
            if !into.is_typed {
                into.types.clone_from(&it.types);
                into.is_typed = true;
            } else {
                let both = intersect(&into.types, &it.types);
                if both.is_empty() && !into.types.is_empty() && !it.types.is_empty() {
                    self.diagnostics.conflicting_types(self.document.place(node));
                }
                into.types = both;
            }
        }
        into.nullable |= it.nullable;
        into.values = match (into.values.take(), &it.values) {
            (Some(old), Some(new)) => Some(old.into_iter().filter(|it| new.contains(it)).collect()),
            (old, new) => old.or_else(|| new.clone()),
        };
        if into.value_names.is_empty() {
            into.value_names.clone_from(&it.value_names);
        }
        if into.value_descriptions.is_empty() {
            into.value_descriptions.clone_from(&it.value_descriptions);
        }
        // Of these a value has one; what another part asks besides is asserted.
        first(&mut into.format, it.format);
        first(&mut into.pattern, it.pattern);
        first(&mut into.default, it.default);
        first(&mut into.example, it.example);
        first(&mut into.title, it.title);
        first(&mut into.description, it.description);
        most(&mut into.min_length, it.min_length);
        least(&mut into.max_length, it.max_length);
        most(&mut into.minimum, it.minimum);
        least(&mut into.maximum, it.maximum);
        most(&mut into.exclusive_minimum, it.exclusive_minimum);
        least(&mut into.exclusive_maximum, it.exclusive_maximum);
        first(&mut into.multiple_of, it.multiple_of);
        most(&mut into.min_items, it.min_items);
        least(&mut into.max_items, it.max_items);
        most(&mut into.min_properties, it.min_properties);
        least(&mut into.max_properties, it.max_properties);
        into.unique_items |= it.unique_items;
        into.deprecated |= it.deprecated;
        into.read_only |= it.read_only;
        into.write_only |= it.write_only;
        into.prefix_items.extend(it.prefix_items.iter().cloned());
        into.pattern_properties.extend(it.pattern_properties.iter().cloned());
        merged.required.extend(it.required.iter().copied());
        merged.items.extend(it.items.iter().cloned().map(Part::whole));
        merged.is_object_like |= !it.properties.is_empty() || it.types.contains(&TypeName::Object);
        match &it.additional {
            Some(node) if node.value == &Value::Bool(false) => merged.is_closed = true,
            Some(node) => merged.additional.push(Part::whole(node.clone())),
            None => {}
        }
    }
}

fn intersect(left: &[TypeName], right: &[TypeName]) -> Vec<TypeName> {
    let mut both: Vec<TypeName> = left.iter().copied().filter(|it| right.contains(it)).collect();
    // Every integer is a number.
    let has = |list: &[TypeName], it| list.contains(&it);
    if (has(left, TypeName::Integer) && has(right, TypeName::Number)
        || has(left, TypeName::Number) && has(right, TypeName::Integer))
        && !has(&both, TypeName::Integer)
    {
        both.push(TypeName::Integer);
    }
    both
}

fn first<T: Copy>(into: &mut Option<T>, value: Option<T>) {
    *into = into.or(value);
}

fn most<T: PartialOrd + Copy>(into: &mut Option<T>, value: Option<T>) {
    if let Some(value) = value
        && into.is_none_or(|old| old < value)
    {
        *into = Some(value);
    }
}

fn least<T: PartialOrd + Copy>(into: &mut Option<T>, value: Option<T>) {
    if let Some(value) = value
        && into.is_none_or(|old| old > value)
    {
        *into = Some(value);
    }
}

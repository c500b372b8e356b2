//! Schemas with alternatives: `oneOf`, `anyOf`, and several types.

use super::Lowering;
use super::all_of::{Alternatives, Merged, Part};
use super::assertion::Form;
use super::schema::{Name, is_null};
use crate::api::{Discriminator, Kind, Schema, Union, Variant};
use crate::openapi::{Node, Schema as Keywords, TypeName};

/// How many choices may stand inside of others, each combined with what the others say: every level of them
/// multiplies the types.
const MOST_COMBINED: usize = 1_000;

impl<'a> Lowering<'a, '_> {
    /// A schema whose parts have alternatives; `None` where they have none that matter.
    pub(super) fn unions(
        &mut self,
        merged: &Merged<'a>,
        parts: &[Part<'a>],
        name: &Name,
    ) -> Option<(Schema, Form)> {
        // A mere choice of constraints is asserted.
        let mut lists = merged.alternatives.iter().filter(|it| it.items.iter().any(says_what));
        let alternatives = lists.next()?.clone();
        if let Some(more) = lists.next() {
            let place = self.document.place(&more.node);
            self.diagnostics.wider_type(
                place,
                "a second choice of alternatives",
                "all of its values",
            );
        }
        let nullable = alternatives.items.iter().any(is_null);
        let items: Vec<Node<'a>> =
            alternatives.items.iter().filter(|it| !is_null(it)).cloned().collect();
        let has_base = !merged.properties.is_empty() || merged.keywords.values.is_some();
        let base: Vec<Part<'a>> = match has_base {
            true => parts.iter().map(|it| Part::bare(it.node.clone())).collect(),
            false => Vec::new(),
        };
        self.n_combined += usize::from(has_base && self.combining > 0);
        if self.n_combined > MOST_COMBINED {
            let place = self.document.place(&merged.node);
            self.diagnostics.wider_type(place, "a choice inside of too many others", "any value");
            let schema = self.any();
            let types = self.types_of_lowered(&schema, 0);
            return Some((schema, Form::of_alternatives(&alternatives, has_base, types)));
        }
        self.combining += usize::from(has_base);
        let pointer = merged.node.pointer();
        self.expanding.push(pointer);
        let mut schema = match items.as_slice() {
            [one] => {
                let parts = std::iter::once(Part::whole(one.clone())).chain(base).collect();
                self.parts(parts, name)
            }
            items => self.alternatives(merged, &alternatives, items, &base, name),
        };
        self.expanding.pop();
        self.combining -= usize::from(has_base);
        schema.nullable |= nullable || merged.keywords.nullable;
        schema.default = merged.keywords.default.cloned();
        let types = self.types_of_lowered(&schema, 0);
        let form = Form::of_alternatives(&alternatives, has_base, types);
        Some((schema, form))
    }

    fn alternatives(
        &mut self,
        merged: &Merged<'a>,
        alternatives: &Alternatives<'a>,
        items: &[Node<'a>],
        base: &[Part<'a>],
        name: &Name,
    ) -> Schema {
        let own = self.reserved(name);
        let mut variants: Vec<Variant> = Vec::new();
        let mut nullable = false;
        for (index, item) in items.iter().enumerate() {
            let word = self.variant_name(item, index);
            let parts: Vec<_> =
                std::iter::once(Part::whole(item.clone())).chain(base.iter().cloned()).collect();
            let mut schema = self.parts(parts, &own.then(&word));
            nullable |= std::mem::take(&mut schema.nullable);
            variants.push(Variant { name: word, schema });
        }
        let discriminator = self.discriminator(alternatives, items);
        let is_exclusive = alternatives.key == "oneOf";
        let kind = Kind::Union(Union { variants, discriminator, is_exclusive });
        let mut schema = self.define(merged, kind, &own);
        schema.nullable = nullable;
        schema
    }

    /// The words for an alternative: its name, its title, the value it is known by, or its kind.
    fn variant_name(&self, node: &Node<'a>, index: usize) -> String {
        if let Some((_, name)) = node.text("$ref").and_then(|it| it.rsplit_once('/')) {
            return name.to_owned();
        }
        let it = Keywords::parse(node);
        if let Some(title) = it.title.filter(|it| !it.trim().is_empty()) {
            return title.to_owned();
        }
        let tag = it.properties.iter().find_map(|(_, property)| {
            match Keywords::parse(property).values.as_deref() {
                Some([value]) => value.as_str(),
                _ => None,
            }
        });
        if let Some(tag) = tag.filter(|it| !it.is_empty()) {
            return tag.to_owned();
        }
        if let Some([value]) = it.values.as_deref()
            && let Some(text) = value.as_str()
        {
            return text.to_owned();
        }
        match it.types.as_slice() {
            [one] if *one != TypeName::Object => type_word(*one).to_owned(),
            _ => match it.all_of.iter().find_map(|it| it.text("$ref")?.rsplit_once('/')) {
                Some((_, name)) => name.to_owned(),
                None => format!("variant {}", index + 1),
            },
        }
    }

    fn discriminator(
        &self,
        alternatives: &Alternatives<'a>,
        items: &[Node<'a>],
    ) -> Option<Discriminator> {
        let node = alternatives.discriminator.as_ref()?;
        let property = node.text("propertyName")?.to_owned();
        let index_of = |target: &str| {
            items.iter().position(|it| {
                it.text("$ref").is_some_and(|reference| {
                    reference == target || reference.rsplit('/').next() == Some(target)
                })
            })
        };
        let mut mapping: Vec<(String, usize)> = Vec::new();
        for (text, target) in node.members_of("mapping") {
            if let Some(index) = target.value.as_str().and_then(index_of) {
                mapping.push((text.to_owned(), index));
            }
        }
        for (index, item) in items.iter().enumerate() {
            if mapping.iter().any(|it| it.1 == index) {
                continue;
            }
            if let Some((_, name)) = item.text("$ref").and_then(|it| it.rsplit_once('/')) {
                mapping.push((name.to_owned(), index));
            }
        }
        Some(Discriminator { property, mapping })
    }

    /// `type: [string, integer]`.
    pub(super) fn several_types(
        &mut self,
        types: &[TypeName],
        merged: &Merged<'a>,
        name: &Name,
    ) -> Schema {
        let own = self.reserved(name);
        let variants = types
            .iter()
            .map(|ty| {
                let word = type_word(*ty);
                let schema = self.of_type(*ty, merged, &own.then(word));
                Variant { name: word.to_owned(), schema }
            })
            .collect();
        let kind = Kind::Union(Union { variants, discriminator: None, is_exclusive: false });
        self.define(merged, kind, &own)
    }
}

/// Whether an alternative says what a value is, and not only what else must hold.
fn says_what(node: &Node<'_>) -> bool {
    const WHAT: &[&str] = &[
        "$ref",
        "type",
        "properties",
        "allOf",
        "oneOf",
        "anyOf",
        "enum",
        "const",
        "items",
        "additionalProperties",
    ];
    WHAT.iter().any(|key| node.value_of(key).is_some())
}

fn type_word(ty: TypeName) -> &'static str {
    match ty {
        TypeName::Null => "null",
        TypeName::Boolean => "boolean",
        TypeName::Integer => "integer",
        TypeName::Number => "number",
        TypeName::String => "text",
        TypeName::Array => "list",
        TypeName::Object => "object",
        TypeName::File => "file",
    }
}

//! What a gateway asks for: the references to entities, and the methods that find them.

use super::names::{Names, members};
use super::prose::docs;
use super::size::Sizes;
use super::types::value_type;
use crate::api::graphql::{self as api, Selected, Subgraph, TypeRef};
use crate::plan::names::{Scope, type_name, value_name, variant_name};
use crate::rust::graphql::{self as rust, Gateway, Graphql};
use crate::rust::{Docs, Ident, Ty};

/// The union of all entities.
const UNION: &str = "_Entity";

/// The trait and the references, and what answers `_entities`; nothing if there are no entities.
pub(super) fn plan_entities(
    names: &Names<'_>,
    sizes: &Sizes<'_>,
    scope: &mut Scope,
) -> Option<(Vec<Graphql>, Gateway)> {
    let Subgraph { sdl: _, entities } = names.schema.subgraph.as_ref()?;
    let union = names.ty(UNION)?;
    let possible = names.possible(union);
    let variants = members(possible.iter().copied(), variant_name, &mut Scope::default());
    let mut methods = Scope::default();
    let (mut found, mut items) = (Vec::new(), Vec::new());
    for entity in entities {
        let Some(at) = possible.iter().position(|it| *it == entity.name) else { continue };
        let reference = plan_reference(names, scope, entity, &mut items);
        found.push(rust::Entity {
            docs: Docs(vec![
                format!(
                    "Finds `{}`s that other subgraphs refer to, all of a request at once.",
                    entity.name
                ),
                String::new(),
                "The answers are in the order of the references: none for what is not there."
                    .to_owned(),
            ]),
            ident: methods.claim(value_name(&format!("resolve_{}", entity.name))),
            reference,
            ty: names.ident(&entity.name),
            name: entity.name.clone(),
            variant: (variants[at].clone(), sizes.is_large(&entity.name)),
        });
    }
    if found.is_empty() {
        return None;
    }
    items.insert(0, Graphql::Entities(found.clone()));
    Some((items, Gateway { union: names.ident(UNION), entities: found }))
}

/// The type of references to one entity, with what it is made of.
fn plan_reference(
    names: &Names<'_>,
    scope: &mut Scope,
    entity: &api::Entity,
    items: &mut Vec<Graphql>,
) -> Ident {
    let name = &entity.name;
    let has_required = !entity.required.is_empty();
    let words: &[&str] = if has_required { &[name, "Reference"] } else { &[name, "Key"] };
    let reference = scope.claim(type_name(words));
    let key = match has_required {
        true => scope.claim(type_name(&[name, "Key"])),
        false => reference.clone(),
    };
    let place = items.len();
    match &entity.keys[..] {
        [only] => {
            let docs = Docs(vec![format!("What identifies a `{name}`.")]);
            plan_selected(names, scope, key.clone(), docs, name, only, items);
        }
        several => {
            let key_names: Vec<String> = several.iter().map(|it| words_of(it)).collect();
            let idents =
                members(key_names.iter().map(String::as_str), variant_name, &mut Scope::default());
            let choices = several.iter().zip(idents).map(|(fields, ident)| {
                let ty = scope.claim(type_name(&[name, &words_of(fields), "Key"]));
                let docs = Docs(vec![format!("What identifies a `{name}`: {}.", listed(fields))]);
                plan_selected(names, scope, ty.clone(), docs.clone(), name, fields, items);
                let names = fields.iter().map(|it| it.name.clone()).collect();
                rust::KeyChoice {
                    docs: Docs(vec![format!("By {}.", listed(fields))]),
                    ident,
                    ty,
                    names,
                }
            });
            let choices = choices.collect();
            let docs = Docs(vec![format!("What identifies a `{name}`: one of these.")]);
            items.insert(place, Graphql::Key(rust::Key { docs, ident: key.clone(), choices }));
        }
    }
    if has_required {
        let mut own = Scope::with(&[]);
        let key_field = own.claim("key".to_owned());
        let fields = fields_of(names, scope, &mut own, name, &entity.required, true, items);
        let docs = Docs(vec![
            format!("What identifies a `{name}`, and what its fields require of other subgraphs."),
            String::new(),
            "That is there where the request selects fields that require it.".to_owned(),
        ]);
        let ident = reference.clone();
        let item = rust::Reference { docs, ident, key, key_field, fields };
        items.insert(place, Graphql::Reference(item));
    }
    reference
}

/// A struct of selected fields.
fn plan_selected(
    names: &Names<'_>,
    scope: &mut Scope,
    ident: Ident,
    docs: Docs,
    owner: &str,
    selected: &[Selected],
    items: &mut Vec<Graphql>,
) {
    let place = items.len();
    let fields = fields_of(names, scope, &mut Scope::default(), owner, selected, false, items);
    let input = rust::Input { docs, ident, fields, is_read: true };
    items.insert(place, Graphql::Input(input));
}

fn fields_of(
    names: &Names<'_>,
    scope: &mut Scope,
    own: &mut Scope,
    owner: &str,
    selected: &[Selected],
    may_be_absent: bool,
    items: &mut Vec<Graphql>,
) -> Vec<rust::InputField> {
    let idents = members(selected.iter().map(|it| it.name.as_str()), value_name, own);
    let fields = selected.iter().zip(idents).map(|(it, ident)| {
        let leaf = if it.fields.is_empty() {
            leaf(names, it.ty.name())
        } else {
            let ty = scope.claim(type_name(&[owner, &it.name, "Key"]));
            let docs = Docs(vec![format!("What is known of `{owner}.{}`.", it.name)]);
            plan_selected(names, scope, ty.clone(), docs, it.ty.name(), &it.fields, items);
            Some(Ty::Own(ty))
        };
        let ty = match leaf {
            Some(leaf) => with_leaf(&it.ty, &leaf),
            None => value_type(names, &it.ty),
        };
        let ty = match ty {
            Ty::Option(inner) if may_be_absent => *inner,
            ty => ty,
        };
        rust::InputField {
            docs: docs("", &format!("{owner}.{}", it.name), None),
            ident,
            name: it.name.clone(),
            ty,
            is_nullable: may_be_absent,
        }
    });
    fields.collect()
}

/// What stands for a type of which nothing is selected in particular; none if its values are read as they are.
fn leaf(names: &Names<'_>, name: &str) -> Option<Ty> {
    let is_composite = matches!(
        names.ty(name)?.kind,
        api::Kind::Object { .. } | api::Kind::Interface { .. } | api::Kind::Union { .. }
    );
    is_composite.then_some(Ty::Runtime { name: "Value", qualified: true })
}

fn with_leaf(ty: &TypeRef, leaf: &Ty) -> Ty {
    fn bare(ty: &TypeRef, leaf: &Ty) -> Ty {
        match ty {
            TypeRef::NonNull(inner) => bare(inner, leaf),
            TypeRef::List(item) => Ty::Vec(Box::new(with_leaf(item, leaf))),
            TypeRef::Named(_) => leaf.clone(),
        }
    }
    match ty {
        TypeRef::NonNull(inner) => bare(inner, leaf),
        ty => bare(ty, leaf).optional(),
    }
}

/// The names of a key's fields, as words.
fn words_of(fields: &[Selected]) -> String {
    fields.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn listed(fields: &[Selected]) -> String {
    fields.iter().map(|it| format!("`{}`", it.name)).collect::<Vec<_>>().join(" and ")
}

//! Variables and input objects.

use std::collections::BTreeMap;

use super::names::Names;
use super::types::{bare_type, named_type, value_type};
use crate::api::executable::{Documents, Operation, Variable};
use crate::api::graphql::{InputValue, Kind, TypeDefinition, TypeRef};
use crate::plan::graphql::names::members;
use crate::plan::graphql::prose::{input_docs, type_docs};
use crate::plan::graphql::types::{boxed, is_by_value};
use crate::plan::names::{Scope, value_name, variant_name};
use crate::plan::recursion::circles_of;
use crate::rust::graphql_client::{Field, GraphqlClient, Object, OneOf, OneOfMember, Presence};
use crate::rust::{Docs, Ident, Item};

/// The struct of what an operation takes.
pub(super) fn plan_variables(
    names: &Names<'_>,
    ident: Ident,
    operation: &Operation,
    has_eq: bool,
) -> GraphqlClient {
    let values: Vec<InputValue> =
        operation.variables.iter().map(|it| as_input_value(it, operation)).collect();
    let coordinate = |name: &str| format!("${name}");
    GraphqlClient::Object(Object {
        docs: Docs(vec![format!("What `{} {}` takes.", operation.kind.as_str(), operation.name)]),
        ident,
        fields: plan_fields(names, &values, &coordinate, &|_| false),
        fragments: Vec::new(),
        is_input: true,
        has_eq,
    })
}

fn as_input_value(it: &Variable, operation: &Operation) -> InputValue {
    let Variable { name, description, ty, default_text } = it;
    InputValue {
        name: name.clone(),
        description: description.clone(),
        ty: ty.clone(),
        default: default_text.as_ref().map(|_| serde_json::Value::Null),
        default_text: default_text.clone(),
        deprecated: None,
        directives: Vec::new(),
        place: operation.place.clone(),
    }
}

pub(super) fn plan_input(
    names: &Names<'_>,
    circles: &Circles<'_>,
    ty: &TypeDefinition,
    has_eq: bool,
) -> Item {
    let Kind::InputObject { fields, one_of } = &ty.kind else {
        return Item::Reexport { module: Ident::new("none") };
    };
    let ident = names.ty(&ty.name).cloned().unwrap_or_else(|| Ident::new(&ty.name));
    let is_boxed = |it: &InputValue| is_by_value(&it.ty) && circles.share(&ty.name, it.ty.name());
    Item::GraphqlClient(if *one_of {
        plan_one_of(names, ty, ident, fields, &is_boxed, has_eq)
    } else {
        let coordinate = |name: &str| format!("{}.{name}", ty.name);
        GraphqlClient::Object(Object {
            docs: type_docs(ty),
            ident,
            fields: plan_fields(names, fields, &coordinate, &is_boxed),
            fragments: Vec::new(),
            is_input: true,
            has_eq,
        })
    })
}

fn plan_one_of(
    names: &Names<'_>,
    ty: &TypeDefinition,
    ident: Ident,
    fields: &[InputValue],
    is_boxed: &dyn Fn(&InputValue) -> bool,
    has_eq: bool,
) -> GraphqlClient {
    let idents =
        members(fields.iter().map(|it| it.name.as_str()), variant_name, &mut Scope::default());
    let choices = fields.iter().zip(idents).map(|(it, ident)| {
        let bare = bare_type(&it.ty, &named_type(names, it.ty.name()));
        OneOfMember {
            docs: input_docs(it, &format!("{}.{}", ty.name, it.name)),
            ident,
            wire_name: it.name.clone(),
            ty: if is_boxed(it) { boxed(bare) } else { bare },
        }
    });
    GraphqlClient::OneOf(OneOf {
        docs: type_docs(ty).and("Exactly one of these."),
        ident,
        members: choices.collect(),
        // One that does not lead back to the type itself.
        first: fields.iter().position(|it| !is_boxed(it)).unwrap_or_default(),
        has_eq,
    })
}

/// Where the type says `!`, a value is there, or with a default may be absent; elsewhere absent and null are two things.
fn plan_fields(
    names: &Names<'_>,
    fields: &[InputValue],
    coordinate: &dyn Fn(&str) -> String,
    is_boxed: &dyn Fn(&InputValue) -> bool,
) -> Vec<Field> {
    let wire_names = fields.iter().map(|it| it.name.as_str());
    let idents = members(wire_names, value_name, &mut Scope::default());
    let fields = fields.iter().zip(idents).map(|(it, ident)| {
        let named = named_type(names, it.ty.name());
        let (presence, ty) = match &it.ty {
            TypeRef::NonNull(_) if it.default_text.is_none() => {
                (Presence::Required, value_type(&it.ty, &named))
            }
            TypeRef::NonNull(_) => (Presence::Optional, bare_type(&it.ty, &named)),
            _ => (Presence::Nullable, bare_type(&it.ty, &named)),
        };
        Field {
            docs: input_docs(it, &coordinate(&it.name)),
            ident,
            wire_name: it.name.clone(),
            ty: if is_boxed(it) { boxed(ty) } else { ty },
            presence,
        }
    });
    fields.collect()
}

/// Which input objects hold themselves by value.
pub(super) struct Circles<'a>(BTreeMap<&'a str, usize>);

impl<'a> Circles<'a> {
    pub(super) fn new(documents: &'a Documents) -> Self {
        let types: Vec<&TypeDefinition> = documents.types.iter().collect();
        let numbers: BTreeMap<&str, usize> =
            types.iter().enumerate().map(|(index, it)| (it.name.as_str(), index)).collect();
        let edges = types.iter().map(|it| match &it.kind {
            Kind::InputObject { fields, .. } => {
                let held = fields.iter().filter(|it| is_by_value(&it.ty));
                held.filter_map(|it| numbers.get(it.ty.name()).copied()).collect()
            }
            _ => Vec::new(),
        });
        let edges: Vec<Vec<usize>> = edges.collect();
        let circles = circles_of(&edges);
        Self(types.iter().map(|it| it.name.as_str()).zip(circles).collect())
    }

    /// Whether each of two types holds the other.
    fn share(&self, one: &str, other: &str) -> bool {
        let circle = self.0.get(one);
        circle.is_some() && circle == self.0.get(other)
    }
}

//! Directives that run: their methods, and how each is applied.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::inputs::{argument_idents, plan_directive_arguments};
use super::names::{BUILT_IN, Names};
use super::prose::docs;
use super::resolved::hooks;
use super::types::field_idents;
use crate::api::graphql::{
    self as api, DirectiveDefinition, DirectiveRole, Field, Kind, TypeDefinition, TypeRef,
};
use crate::plan::names::{Scope, type_name, value_name, variant_name};
use crate::rust::graphql::{self as rust, Graphql, Literal};
use crate::rust::{Exact, Ident};

/// The directives that run, by name.
pub(super) struct Directives<'a> {
    by_name: BTreeMap<&'a str, Runs<'a>>,
    notes: Vec<rust::Note>,
}

struct Runs<'a> {
    definition: &'a DirectiveDefinition,
    /// The method that runs around fields.
    around: Option<Ident>,
    /// The method that runs on values that requests give.
    input: Option<Ident>,
    arguments: Option<Ident>,
}

impl<'a> Directives<'a> {
    /// Names the methods of directives that are applied where they run.
    ///
    /// A service has them beside the methods of its resolvers, so no two are called the same.
    pub(super) fn new(names: &Names<'a>, scope: &mut Scope) -> Self {
        let (around, input) = applied(names);
        let taken: BTreeSet<String> =
            names.objects.iter().flat_map(|ty| field_idents(ty)).map(|it| it.0).collect();
        let mut methods = Scope::default();
        let mut method = |name: String| {
            let wanted = if taken.contains(&name) { format!("{name}_directive") } else { name };
            methods.claim(wanted)
        };
        let is_applied =
            |it: &&DirectiveDefinition| around.contains(&*it.name) || input.contains(&*it.name);
        let definitions = names.schema.directives.iter().filter(is_applied);
        let by_name = definitions.map(|definition| {
            let name = value_name(&definition.name);
            let arguments = (!definition.arguments.is_empty())
                .then(|| scope.claim(type_name(&[&definition.name, "Args"])));
            let runs = Runs {
                definition,
                around: around.contains(&*definition.name).then(|| method(name.clone())),
                input: input.contains(&*definition.name).then(|| method(format!("{name}_input"))),
                arguments,
            };
            (definition.name.as_str(), runs)
        });
        Self { by_name: by_name.collect(), notes: notes(names) }
    }

    /// The trait, and the structs of arguments; and what is only noted.
    pub(super) fn items(&self, names: &Names<'_>) -> Vec<Graphql> {
        let in_order = names.schema.directives.iter();
        let all: Vec<&Runs<'_>> = in_order.filter_map(|it| self.by_name.get(&*it.name)).collect();
        let mut methods = Vec::new();
        for it in &all {
            for (ident, is_input) in [(&it.around, false), (&it.input, true)] {
                methods.extend(ident.clone().map(|ident| rust::Directive {
                    docs: docs(
                        &it.definition.description,
                        &format!("@{}", it.definition.name),
                        None,
                    ),
                    ident,
                    arguments: it.arguments.clone(),
                    is_input,
                }));
            }
        }
        let mut items = Vec::new();
        if !methods.is_empty() {
            items.push(Graphql::Directives(methods));
        }
        for Runs { definition, arguments, .. } in all {
            let arguments = arguments.clone();
            items.extend(arguments.map(|ident| {
                plan_directive_arguments(names, ident, &definition.name, &definition.arguments)
            }));
        }
        if !self.notes.is_empty() {
            items.push(Graphql::Notes(self.notes.clone()));
        }
        items
    }

    /// The hooks around a field, the outermost last.
    pub(super) fn around(
        &self,
        names: &Names<'a>,
        ty: &'a TypeDefinition,
        field: &'a Field,
    ) -> Vec<rust::Applied> {
        let coordinate = format!("{}.{}", ty.name, field.name);
        let hooks = hooks(names, ty, field).into_iter();
        hooks
            .filter_map(|it| self.applied(names, it, &coordinate, |it| it.around.clone()))
            .collect()
    }

    /// The hooks on a value that a request gives, in the order written.
    pub(super) fn on_input(
        &self,
        names: &Names<'a>,
        it: &api::InputValue,
        coordinate: &str,
    ) -> Vec<rust::Applied> {
        let hooks = it.directives.iter().filter(|it| names.schema.runs(it));
        hooks.filter_map(|it| self.applied(names, it, coordinate, |it| it.input.clone())).collect()
    }

    fn applied(
        &self,
        names: &Names<'a>,
        directive: &api::Directive,
        coordinate: &str,
        method: fn(&Runs<'a>) -> Option<Ident>,
    ) -> Option<rust::Applied> {
        let runs = self.by_name.get(&*directive.name)?;
        let Runs { definition, arguments, .. } = runs;
        let values = || {
            let idents = argument_idents(&definition.arguments);
            let values = definition.arguments.iter().zip(idents);
            values.map(|(it, ident)| (ident, given(names, directive, it))).collect()
        };
        Some(rust::Applied {
            method: method(runs)?,
            coordinate: coordinate.to_owned(),
            arguments: arguments.clone().map(|ident| (ident, values())),
        })
    }
}

/// The directives that run around fields, and those that run on values of requests.
fn applied<'a>(names: &Names<'a>) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
    let (mut around, mut input) = (BTreeSet::new(), BTreeSet::new());
    let mut note = |it: &'a api::InputValue| {
        let running = it.directives.iter().filter(|it| names.schema.runs(it));
        input.extend(running.map(|it| it.name.as_str()));
    };
    for ty in &names.schema.types {
        match &ty.kind {
            Kind::Object { fields, .. } => {
                for field in fields {
                    around.extend(hooks(names, ty, field).iter().map(|it| it.name.as_str()));
                    field.arguments.iter().for_each(&mut note);
                }
            }
            Kind::InputObject { fields, .. } => fields.iter().for_each(&mut note),
            _ => {}
        }
    }
    (around, input)
}

/// What is applied where nothing is called for it.
fn notes(names: &Names<'_>) -> Vec<rust::Note> {
    let mut found = Vec::new();
    let mut add = |coordinate: &str, directives: &[api::Directive], runs: bool| {
        let is_noted = |it: &&api::Directive| match names.schema.role(it) {
            DirectiveRole::Runs => !runs,
            DirectiveRole::Listed => true,
            DirectiveRole::Known => false,
        };
        for it in directives.iter().filter(is_noted) {
            let arguments = it.arguments.iter().cloned().collect::<serde_json::Map<_, _>>();
            found.push(rust::Note {
                coordinate: coordinate.to_owned(),
                directive: it.name.clone(),
                arguments: Value::Object(arguments).to_string(),
            });
        }
    };
    for ty in &names.schema.types {
        let of_type = |member: &str| format!("{}.{member}", ty.name);
        let has_fields = matches!(ty.kind, Kind::Object { .. } | Kind::Interface { .. });
        add(&ty.name, &ty.directives, has_fields);
        match &ty.kind {
            Kind::Object { fields, .. } | Kind::Interface { fields, .. } => {
                for field in fields {
                    add(&of_type(&field.name), &field.directives, true);
                    for it in &field.arguments {
                        add(
                            &of_type(&format!("{}({}:)", field.name, it.name)),
                            &it.directives,
                            true,
                        );
                    }
                }
            }
            Kind::Enum { values } => {
                values.iter().for_each(|it| add(&of_type(&it.name), &it.directives, false));
            }
            Kind::InputObject { fields, .. } => {
                fields.iter().for_each(|it| add(&of_type(&it.name), &it.directives, true));
            }
            Kind::Scalar { .. } | Kind::Union { .. } => {}
        }
    }
    found
}

/// The value of a directive's argument: as given, else its default.
fn given(names: &Names<'_>, directive: &api::Directive, argument: &api::InputValue) -> Literal {
    let given = directive.arguments.iter().find(|(name, _)| *name == argument.name);
    let value = given.map(|(_, value)| value).or(argument.default.as_ref());
    literal(names, &argument.ty, value.unwrap_or(&Value::Null))
}

fn literal(names: &Names<'_>, ty: &TypeRef, value: &Value) -> Literal {
    match ty {
        TypeRef::NonNull(inner) => bare_literal(names, inner, value),
        _ if value.is_null() => Literal::None,
        ty => Literal::Some(Box::new(bare_literal(names, ty, value))),
    }
}

fn bare_literal(names: &Names<'_>, ty: &TypeRef, value: &Value) -> Literal {
    let name = match ty {
        TypeRef::NonNull(inner) => return bare_literal(names, inner, value),
        TypeRef::List(item) => {
            let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            return Literal::List(items.iter().map(|it| literal(names, item, it)).collect());
        }
        TypeRef::Named(name) => name.as_str(),
    };
    let exact = match (name, value) {
        ("Boolean", Value::Bool(it)) => Some(Literal::Bool(*it)),
        ("Int", it) => it.as_i64().and_then(|it| i32::try_from(it).ok()).map(Literal::Int),
        ("Float", it) => it.as_f64().map(|it| Literal::Float(Exact(it))),
        ("String" | "ID", Value::String(it)) => Some(Literal::Text(it.clone())),
        ("ID", Value::Number(it)) => Some(Literal::Text(it.to_string())),
        (name, Value::String(it)) => variant(names, name, it),
        _ => None,
    };
    exact.unwrap_or_else(|| Literal::Read(value.clone()))
}

fn variant(names: &Names<'_>, name: &str, value: &str) -> Option<Literal> {
    if BUILT_IN.iter().any(|(it, _)| *it == name) {
        return None;
    }
    let Kind::Enum { values } = &names.ty(name)?.kind else { return None };
    let all = values.iter().map(|it| it.name.as_str());
    let idents = super::names::members(all, variant_name, &mut Scope::default());
    let found = values.iter().zip(idents).find(|(it, _)| it.name == value)?;
    Some(Literal::Variant(names.ident(name), found.1))
}

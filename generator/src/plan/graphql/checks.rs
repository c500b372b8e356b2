//! Hooks on what requests give: which input objects have any within, and what runs for each argument.

use std::collections::{BTreeMap, BTreeSet};

use super::directives::Directives;
use super::names::Names;
use crate::api::graphql::{InputValue, Kind, TypeDefinition};
use crate::plan::names::Scope;
use crate::rust::graphql as rust;
use crate::rust::{Docs, Ident};

/// The input objects that have hooks within, with the functions that run these.
pub(super) struct Checked<'a> {
    functions: BTreeMap<&'a str, Ident>,
}

impl<'a> Checked<'a> {
    pub(super) fn new(names: &Names<'a>) -> Self {
        let mut found: BTreeSet<&str> = BTreeSet::new();
        loop {
            let n_found = found.len();
            for ty in &names.schema.types {
                let has_hook = |it: &InputValue| {
                    it.directives.iter().any(|it| names.schema.runs(it))
                        || found.contains(it.ty.name())
                };
                if fields(ty).iter().any(has_hook) {
                    found.insert(&ty.name);
                }
            }
            if found.len() == n_found {
                break;
            }
        }
        let mut scope = Scope::default();
        let in_order = names.schema.types.iter().filter(|it| found.contains(&*it.name));
        let functions = in_order.map(|ty| (&*ty.name, scope.claim(names.module(&ty.name).0)));
        Self { functions: functions.collect() }
    }

    /// The functions, in the order of the schema.
    pub(super) fn functions(
        &self,
        names: &Names<'a>,
        directives: &Directives<'a>,
    ) -> Vec<rust::Checks> {
        let in_order = names.schema.types.iter();
        let checked = in_order.filter_map(|ty| Some((ty, self.functions.get(&*ty.name)?)));
        let functions = checked.map(|(ty, function)| rust::Checks {
            docs: Docs(vec![format!("Runs the hooks within a `{}`.", ty.name)]),
            function: function.clone(),
            checks: self.checks(names, directives, fields(ty), &|it| format!("{}.{it}", ty.name)),
        });
        functions.collect()
    }

    /// What runs on the arguments of a field.
    pub(super) fn arguments(
        &self,
        names: &Names<'a>,
        directives: &Directives<'a>,
        coordinate: &str,
        arguments: &'a [InputValue],
    ) -> Vec<rust::Check> {
        self.checks(names, directives, arguments, &|it| format!("{coordinate}({it}:)"))
    }

    fn checks(
        &self,
        names: &Names<'a>,
        directives: &Directives<'a>,
        values: &'a [InputValue],
        coordinate: &dyn Fn(&str) -> String,
    ) -> Vec<rust::Check> {
        let all = values.iter().map(|it| rust::Check {
            name: it.name.clone(),
            within: self.functions.get(it.ty.name()).cloned(),
            hooks: directives.on_input(names, it, &coordinate(&it.name)),
        });
        all.filter(|it| it.within.is_some() || !it.hooks.is_empty()).collect()
    }
}

fn fields(ty: &TypeDefinition) -> &[InputValue] {
    match &ty.kind {
        Kind::InputObject { fields, .. } => fields,
        _ => &[],
    }
}

//! What selections give: structs, and enums where it depends on the type of the value.

use super::names::Names;
use super::types::{bare_type, named_type, value_type};
use crate::api::executable::{Case, Documents, Field, Fragment, Operation, Selection, Spread};
use crate::api::graphql::TypeRef;
use crate::plan::graphql::prose::docs;
use crate::plan::graphql::types::boxed;
use crate::plan::names::{Scope, type_name, value_name, variant_name};
use crate::rust::graphql_client::{self as rust, Choice, GraphqlClient, Object, Presence, Variant};
use crate::rust::{Docs, Ident, Ty};

/// A variant with a struct of more fields than this is boxed.
const LARGE: usize = 6;

/// Plans the types of selections; the name of each is there once in the client.
pub(super) struct Selections<'a> {
    documents: &'a Documents,
    names: &'a Names<'a>,
    scope: Scope,
    has_eq: bool,
}

/// A type's name under way: the words of the path that leads to it.
type Path<'p> = Vec<&'p str>;

impl<'a> Selections<'a> {
    pub(super) fn new(documents: &'a Documents, names: &'a Names<'a>, has_eq: bool) -> Self {
        let mut scope = Scope::default();
        for it in &names.taken {
            scope.claim(it.0.clone());
        }
        Self { documents, names, scope, has_eq }
    }

    /// The types of a fragment, its own first.
    pub(super) fn plan_fragment(&mut self, fragment: &Fragment) -> Vec<GraphqlClient> {
        let Fragment { name, description, selection, place: _ } = fragment;
        let docs = docs(description, &format!("fragment {name} on {}", selection.on), None);
        let ident = self.names.fragment(name);
        let mut items = Vec::new();
        self.plan(ident, docs, selection, &vec![name], &mut items);
        items
    }

    /// The types of what an operation gives, its own first.
    pub(super) fn plan_operation(&mut self, operation: &Operation) -> (Ident, Vec<GraphqlClient>) {
        let ident = self.names.data(&operation.name);
        let docs =
            Docs(vec![format!("What `{} {}` gives.", operation.kind.as_str(), operation.name)]);
        let mut items = Vec::new();
        let path = vec![operation.name.as_str()];
        self.plan(ident.clone(), docs, &operation.selection, &path, &mut items);
        (ident, items)
    }

    /// A struct, or the enum itself where every field depends on the type.
    fn plan(
        &mut self,
        ident: Ident,
        docs: Docs,
        selection: &Selection,
        path: &Path<'_>,
        items: &mut Vec<GraphqlClient>,
    ) {
        let Selection { on: _, fields, spreads, cases } = selection;
        if fields.is_empty() && spreads.is_empty() && !cases.is_empty() {
            self.plan_choice(ident, docs, cases, path, items);
            return;
        }
        let mut scope = Scope::default();
        let at = items.len();
        let mut fields = self.fields(fields, path, &mut scope, items);
        let mut fragments = self.fragments(spreads, &mut scope);
        if !cases.is_empty() {
            let mut inside = path.clone();
            inside.push("on");
            let ty = self.scope.claim(type_name(&inside));
            let what =
                Docs(vec![format!("What depends on which type of `{}` it is.", selection.on)]);
            self.plan_choice(ty.clone(), what, cases, path, items);
            fragments.push(rust::Fragment {
                docs: Docs(vec!["What depends on the type.".to_owned()]),
                ident: scope.claim("on".to_owned()),
                ty: Ty::Own(ty),
                only_with: None,
            });
        }
        fields.shrink_to_fit();
        let object =
            Object { docs, ident, fields, fragments, is_input: false, has_eq: self.has_eq };
        items.insert(at, GraphqlClient::Object(object));
    }

    fn fields(
        &mut self,
        fields: &[Field],
        path: &Path<'_>,
        scope: &mut Scope,
        items: &mut Vec<GraphqlClient>,
    ) -> Vec<rust::Field> {
        let keys = fields.iter().map(|it| it.key.as_str());
        let idents = crate::plan::graphql::names::members(keys, value_name, scope);
        let fields = fields.iter().zip(idents).map(|(it, ident)| {
            let inner = match &it.selection {
                None => named_type(self.names, it.ty.name()),
                Some(selection) => {
                    let mut inside = path.clone();
                    inside.push(&it.key);
                    self.nested(it, selection, &inside, items)
                }
            };
            let (presence, ty) = match (&it.ty, it.is_conditional) {
                (TypeRef::NonNull(_), false) => (Presence::Required, value_type(&it.ty, &inner)),
                _ => (Presence::Optional, bare_type(&it.ty, &inner)),
            };
            rust::Field {
                docs: docs(&it.description, &it.coordinate, it.deprecated.as_deref()),
                ident,
                wire_name: it.key.clone(),
                ty,
                presence,
            }
        });
        fields.collect()
    }

    /// The type of a field's objects: that of the fragment where it is all that is asked for.
    fn nested(
        &mut self,
        field: &Field,
        selection: &Selection,
        path: &Path<'_>,
        items: &mut Vec<GraphqlClient>,
    ) -> Ty {
        if let Some(fragment) = only_spread(selection) {
            return Ty::Own(self.names.fragment(fragment));
        }
        let ident = self.scope.claim(type_name(path));
        let docs =
            Docs(vec![format!("What is asked of `{}`: `{}`.", field.coordinate, selection.on)]);
        self.plan(ident.clone(), docs, selection, path, items);
        Ty::Own(ident)
    }

    fn fragments(&self, spreads: &[Spread], scope: &mut Scope) -> Vec<rust::Fragment> {
        let fragments = spreads.iter().map(|it| rust::Fragment {
            docs: Docs(vec![format!("What the fragment `{}` asks for.", it.fragment)]),
            ident: scope.claim(value_name(&it.fragment)),
            ty: Ty::Own(self.names.fragment(&it.fragment)),
            only_with: it.is_conditional.then(|| self.keys(&it.fragment)),
        });
        fragments.collect()
    }

    /// The response names that are there wherever a fragment is.
    fn keys(&self, fragment: &str) -> Vec<String> {
        let Some(fragment) = self.documents.fragments.iter().find(|it| it.name == fragment) else {
            return Vec::new();
        };
        let Selection { fields, spreads, .. } = &fragment.selection;
        let sure = fields.iter().filter(|it| !it.is_conditional);
        let keys: Vec<String> = sure.map(|it| it.key.clone()).collect();
        if !keys.is_empty() {
            return keys;
        }
        spreads
            .iter()
            .filter(|it| !it.is_conditional)
            .map(|it| self.keys(&it.fragment))
            .find(|it| !it.is_empty())
            .unwrap_or_default()
    }

    fn plan_choice(
        &mut self,
        ident: Ident,
        docs: Docs,
        cases: &[Case],
        path: &Path<'_>,
        items: &mut Vec<GraphqlClient>,
    ) {
        let at = items.len();
        let mut scope = Scope::with(&["Other"]);
        let variants = cases.iter().map(|case| {
            let name = case_name(case);
            let variant = scope.claim(variant_name(&name));
            let ty = self.case_type(case, &name, path, items);
            Variant {
                docs: Docs(vec![listed(&case.types)]),
                ident: variant,
                ty,
                types: case.types.clone(),
            }
        });
        let variants = variants.collect();
        let other = Ident::new("Other");
        let choice = Choice { docs, ident, variants, other, has_eq: self.has_eq };
        items.insert(at, GraphqlClient::Choice(choice));
    }

    /// The struct of what values of some types have, or the fragment that is all of it.
    fn case_type(
        &mut self,
        case: &Case,
        name: &str,
        path: &Path<'_>,
        items: &mut Vec<GraphqlClient>,
    ) -> Ty {
        let Case { types, conditions: _, selection } = case;
        let is_one = types.len() == 1;
        if let Some(fragment) = only_spread(selection).filter(|_| is_one) {
            return boxed(Ty::Own(self.names.fragment(fragment)));
        }
        let mut inside = path.clone();
        inside.push(name);
        let ident = self.scope.claim(type_name(&inside));
        let at = items.len();
        let mut scope = Scope::default();
        let mut fields = self.fields(&selection.fields, &inside, &mut scope, items);
        let fragments = self.fragments(&selection.spreads, &mut scope);
        if !is_one && selection.fields.iter().all(|it| it.key != "__typename") {
            let typename = rust::Field {
                docs: Docs(vec!["Which of the types it is.".to_owned()]),
                ident: scope.claim("typename".to_owned()),
                wire_name: "__typename".to_owned(),
                ty: Ty::Prelude("String"),
                presence: Presence::Required,
            };
            fields.insert(0, typename);
        }
        let is_large = fields.len() + 4 * fragments.len() > LARGE
            || selection.fields.iter().any(|it| it.selection.is_some());
        let object = Object {
            docs: Docs(vec![format!("What is asked of {} besides.", listed(types))]),
            ident: ident.clone(),
            fields,
            fragments,
            is_input: false,
            has_eq: self.has_eq,
        };
        items.insert(at, GraphqlClient::Object(object));
        if is_large { boxed(Ty::Own(ident)) } else { Ty::Own(ident) }
    }
}

/// The one fragment that is all of a selection.
fn only_spread(selection: &Selection) -> Option<&str> {
    match (selection.fields.as_slice(), selection.spreads.as_slice(), selection.cases.as_slice()) {
        ([], [Spread { fragment, is_conditional: false }], []) => Some(fragment),
        _ => None,
    }
}

/// The type where it is one, else the conditions that make the case.
fn case_name(case: &Case) -> String {
    match case.types.as_slice() {
        [ty] => ty.clone(),
        _ => case.conditions.join("And"),
    }
}

/// `` `Cat`, `Dog` ``; of many only some.
fn listed(types: &[String]) -> String {
    const MOST: usize = 6;
    let first: Vec<String> = types.iter().take(MOST).map(|it| format!("`{it}`")).collect();
    let more = types.len().saturating_sub(MOST);
    match more {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

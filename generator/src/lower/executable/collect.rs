//! What a selection set gives for each object type, once its fragments are unfolded (GraphQL, "Field Collection").

use std::collections::BTreeMap;

use crate::api::executable::{Case, Field, Selection, Spread};
use crate::graphql::Document;
use crate::graphql::ast::executable::{self, DirectiveList, SelectionSet, Value};
use crate::graphql::ast::{ExtendedType, Node};
use crate::graphql::operations::{Operations, always_applies};
use crate::lower::graphql::{deprecated, text, type_ref};

/// Collects the selections of one client.
pub(super) struct Collecting<'a> {
    document: &'a Document,
    operations: &'a Operations,
    /// The object types of each object type, interface and union, in the order of the schema.
    possible: BTreeMap<&'a str, Vec<&'a str>>,
}

/// A field or a fragment, with the type conditions around it that not every value meets.
struct Piece<'a> {
    conditions: Vec<&'a str>,
    what: What<'a>,
    /// Whether a variable decides that it is there.
    is_conditional: bool,
}

enum What<'a> {
    /// A field, and the type that has it.
    Field(&'a Node<executable::Field>, &'a str),
    Spread(&'a str),
}

/// Where a walk through a selection set is.
struct Around<'a> {
    /// The type of the set, or of the inline fragment inside.
    ty: &'a str,
    conditions: Vec<&'a str>,
    is_conditional: bool,
}

impl<'a> Collecting<'a> {
    pub(super) fn new(document: &'a Document, operations: &'a Operations) -> Self {
        let mut possible: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, ty) in &document.schema().types {
            match ty {
                ExtendedType::Object(it) => {
                    let interfaces = it.implements_interfaces.iter().map(|it| it.as_str());
                    for abstract_type in interfaces.chain([name.as_str()]) {
                        possible.entry(abstract_type).or_default().push(name);
                    }
                }
                ExtendedType::Union(it) => {
                    let members = it.members.iter().map(|it| it.as_str());
                    possible.entry(name).or_default().extend(members);
                }
                ExtendedType::Interface(_)
                | ExtendedType::Scalar(_)
                | ExtendedType::Enum(_)
                | ExtendedType::InputObject(_) => {}
            }
        }
        Self { document, operations, possible }
    }

    /// One selection set.
    pub(super) fn selection(&self, set: &'a SelectionSet) -> Selection {
        self.merged(&set.ty, &[(set, false)])
    }

    /// The selection sets on the values of one field; with each, whether it may be missing though the field is there.
    fn merged(&self, on: &str, sets: &[(&'a SelectionSet, bool)]) -> Selection {
        let mut pieces = Vec::new();
        for (set, is_conditional) in sets {
            let around =
                Around { ty: &set.ty, conditions: Vec::new(), is_conditional: *is_conditional };
            self.unfold(set, &around, &mut pieces);
        }
        let (common, special): (Vec<&Piece<'_>>, Vec<&Piece<'_>>) =
            pieces.iter().partition(|it| it.conditions.is_empty());
        let cases = self.cases(on, &special);
        Selection { cases, ..self.put_together(on, &common) }
    }

    fn unfold(&self, set: &'a SelectionSet, around: &Around<'a>, pieces: &mut Vec<Piece<'a>>) {
        for selection in &set.selections {
            match selection {
                executable::Selection::Field(it) => pieces.push(Piece {
                    conditions: around.conditions.clone(),
                    is_conditional: around.is_conditional || is_conditional(&it.directives),
                    what: What::Field(it, around.ty),
                }),
                executable::Selection::FragmentSpread(it) => {
                    let fragment = self.operations.fragment(&it.fragment_name);
                    let condition = fragment.map_or(around.ty, |it| it.type_condition());
                    pieces.push(Piece {
                        conditions: self.narrowed(around, condition),
                        is_conditional: around.is_conditional || is_conditional(&it.directives),
                        what: What::Spread(&it.fragment_name),
                    });
                }
                executable::Selection::InlineFragment(it) => {
                    let condition = it.type_condition.as_deref().unwrap_or(around.ty);
                    let inside = Around {
                        ty: condition,
                        conditions: self.narrowed(around, condition),
                        is_conditional: around.is_conditional || is_conditional(&it.directives),
                    };
                    self.unfold(&it.selection_set, &inside, pieces);
                }
            }
        }
    }

    /// The conditions inside a fragment.
    fn narrowed(&self, around: &Around<'a>, condition: &'a str) -> Vec<&'a str> {
        let mut conditions = around.conditions.clone();
        let is_met = always_applies(self.document.schema(), around.ty, condition);
        if !is_met && !conditions.contains(&condition) {
            conditions.push(condition);
        }
        conditions
    }

    /// Groups object types that have the same pieces.
    fn cases(&self, on: &str, special: &[&Piece<'a>]) -> Vec<Case> {
        let mut groups: Vec<(Vec<usize>, Vec<&str>)> = Vec::new();
        for ty in self.possible.get(on).into_iter().flatten() {
            let meets = |condition: &&str| {
                self.possible.get(condition).is_some_and(|types| types.contains(ty))
            };
            let numbered = special.iter().enumerate();
            let has = numbered.filter(|(_, it)| it.conditions.iter().all(meets));
            let has: Vec<usize> = has.map(|(index, _)| index).collect();
            match groups.iter_mut().find(|(other, _)| *other == has) {
                _ if has.is_empty() => {}
                Some((_, types)) => types.push(ty),
                None => groups.push((has, vec![ty])),
            }
        }
        let cases = groups.into_iter().map(|(pieces, types)| {
            let pieces: Vec<&Piece<'_>> = pieces.iter().map(|it| special[*it]).collect();
            let mut conditions: Vec<String> = Vec::new();
            for condition in pieces.iter().filter_map(|it| it.conditions.last()) {
                if conditions.iter().all(|it| it != condition) {
                    conditions.push((*condition).to_owned());
                }
            }
            let on = types.first().copied().unwrap_or(on);
            let types = types.iter().map(|it| (*it).to_owned()).collect();
            Case { types, conditions, selection: self.put_together(on, &pieces) }
        });
        cases.collect()
    }

    /// The fields and fragments of a selection, each once.
    fn put_together(&self, on: &str, pieces: &[&Piece<'a>]) -> Selection {
        let mut keys: Vec<&str> = Vec::new();
        let mut spreads: Vec<Spread> = Vec::new();
        for piece in pieces {
            match piece.what {
                What::Field(field, _) => {
                    if !keys.contains(&field.response_name().as_str()) {
                        keys.push(field.response_name());
                    }
                }
                What::Spread(name) => match spreads.iter_mut().find(|it| it.fragment == name) {
                    Some(it) => it.is_conditional &= piece.is_conditional,
                    None => spreads.push(Spread {
                        fragment: name.to_owned(),
                        is_conditional: piece.is_conditional,
                    }),
                },
            }
        }
        let fields = keys.iter().filter_map(|key| self.field(key, pieces)).collect();
        Selection { on: on.to_owned(), fields, spreads, cases: Vec::new() }
    }

    /// All that is said about one response name.
    fn field(&self, key: &str, pieces: &[&Piece<'a>]) -> Option<Field> {
        let named = pieces.iter().filter_map(|piece| match piece.what {
            What::Field(field, ty) if field.response_name() == key => {
                Some((field, ty, piece.is_conditional))
            }
            What::Field(..) | What::Spread(_) => None,
        });
        let named: Vec<_> = named.collect();
        let (first, ty, _) = *named.first()?;
        let is_one = named.len() == 1;
        let sets = named.iter().filter_map(|(field, _, is_conditional)| {
            Some((field.selection_set.as_ref()?, *is_conditional && !is_one))
        });
        let sets: Vec<(&SelectionSet, bool)> = sets.collect();
        let selection = sets.first().map(|(set, _)| self.merged(&set.ty, &sets));
        let definition = &first.definition;
        Some(Field {
            key: key.to_owned(),
            coordinate: format!("{ty}.{}", first.name),
            description: text(&definition.description),
            deprecated: deprecated(&definition.directives),
            ty: type_ref(&definition.ty),
            is_conditional: named.iter().all(|(.., is_conditional)| *is_conditional),
            selection,
        })
    }
}

/// Whether `@skip` or `@include` decides by more than a constant that keeps it.
fn is_conditional(directives: &DirectiveList) -> bool {
    let decides = |name: &str, keeps: bool| {
        directives.get(name).is_some_and(|it| {
            let value = it.specified_argument_by_name("if");
            !matches!(value.map(|it| &**it), Some(Value::Boolean(it)) if *it == keeps)
        })
    };
    decides("skip", false) || decides("include", true)
}

//! From an operation to the steps of its execution.
//!
//! A plan belongs to one operation and one choice of the variables that `@skip` and `@include` read,
//! so conditions are settled here and execution never sees them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::coerce::coerce_arguments;
use super::document::{Condition, Document, Field, Literal, OperationKind, Selection, Test};
use super::error::{Error, Location, ResponseError};
use super::type_system::{FieldKind, InputField, ObjectField, Shape, TypeSystem};

/// Steps of one plan at most: what merging per concrete type may multiply, this bounds.
const MAX_STEPS: usize = 100_000;

/// Bytes that the text of a value has to begin with.
const ROOM: usize = 64;

#[derive(Debug)]
pub(crate) struct Plan {
    /// A step for the operation itself: its selections are the root's.
    pub(crate) root: Step,
    pub(crate) root_type: u16,
    selections: Vec<Selections>,
}

/// The steps below one field, per concrete type, sorted by type index.
#[derive(Debug, Default)]
struct Selections(Vec<(u16, Steps)>);

/// What to do for a value of one type; or why it is an error, whatever it is.
pub(crate) type Steps = Result<Vec<Step>, BadCondition>;

/// A `@skip` or `@include` whose variable is null.
#[derive(Debug, Clone)]
pub(crate) struct BadCondition {
    pub(crate) location: Option<Location>,
}

impl BadCondition {
    pub(crate) fn error(&self) -> Error {
        Error::new("Argument \"if\" of non-null type \"Boolean!\" must not be null.")
    }
}

impl Selections {
    fn has_holes(&self) -> bool {
        let mut steps = self.0.iter().flat_map(|(_, steps)| steps.iter().flatten());
        steps.any(|it| it.has_holes || matches!(it.kind, StepKind::Resolved | StepKind::Batched))
    }
}

/// One field of the response, of one concrete type, with everything merged.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) key: Box<str>,
    /// `"key":`
    pub(crate) label: Box<str>,
    pub(crate) kind: StepKind,
    pub(crate) type_index: u16,
    pub(crate) field_index: u16,
    pub(crate) shape: Shape,
    pub(crate) arguments: StepArguments,
    /// Of all fields that were merged.
    pub(crate) locations: Box<[Location]>,
    /// An index into the plan's selections, for composite types.
    selections: Option<usize>,
    /// Bytes that texts of its values took, as far as this is known: where the next one begins.
    pub(crate) room: AtomicUsize,
    /// Whether a value is written in one go: no object, no list, nothing to be awaited.
    pub(crate) is_leaf: bool,
    /// Whether fields with resolvers are below, plain fields between or not.
    pub(crate) has_holes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepKind {
    TypeName,
    Introspection,
    Plain,
    Resolved,
    Batched,
}

#[derive(Debug)]
pub(crate) enum StepArguments {
    /// Coerced once and for all.
    Constant(Value),
    /// Coerced for each request, for they contain variables.
    Dynamic {
        given: Vec<(String, Literal)>,
        /// Of the values of those given.
        locations: Vec<Option<Location>>,
        definitions: Arc<[InputField]>,
    },
}

impl Plan {
    /// The steps for a value of this type in the place of this field.
    pub(crate) fn steps(&self, step: &Step, type_index: u16) -> Option<&Steps> {
        let by_type = &self.selections.get(step.selections?)?.0;
        let found = by_type.binary_search_by_key(&type_index, |(index, _)| *index).ok()?;
        Some(&by_type[found].1)
    }
}

/// Plans an operation; the values of the variables matter only to `@skip` and `@include`.
///
/// # Errors
/// A request error if a constant argument is no value of its custom scalar, or the plan grows out of bounds.
pub(crate) fn plan(
    types: &TypeSystem,
    document: &Document,
    variables: &Map<String, Value>,
    introspection: bool,
) -> Result<Plan, ResponseError> {
    let root_type = match document.kind {
        OperationKind::Query => Some(types.query),
        OperationKind::Mutation => types.mutation,
        OperationKind::Subscription => types.subscription,
    };
    let Some(root_type) = root_type else {
        return Err(ResponseError::request("the schema has no such operation", None));
    };
    let mut planner = Planner {
        types,
        document,
        variables,
        introspection,
        selections: Vec::new(),
        known: BTreeMap::new(),
        n_steps: 0,
    };
    let mut groups = IndexMap::new();
    let collected =
        planner.collect(root_type, &document.selections, &mut groups, &mut BTreeSet::new());
    let steps = planner.collected(root_type, collected.map(|()| groups))?;
    planner.selections.push(Selections(vec![(root_type, steps)]));
    let root = Step {
        key: "".into(),
        label: "".into(),
        kind: StepKind::Plain,
        type_index: root_type,
        field_index: 0,
        shape: Shape { nullable: true, item: None },
        arguments: StepArguments::Constant(Value::Null),
        locations: Box::default(),
        selections: Some(planner.selections.len() - 1),
        room: AtomicUsize::new(ROOM),
        is_leaf: false,
        has_holes: true,
    };
    Ok(Plan { root, root_type, selections: planner.selections })
}

struct Planner<'d> {
    types: &'d TypeSystem,
    document: &'d Document,
    variables: &'d Map<String, Value>,
    introspection: bool,
    selections: Vec<Selections>,
    /// Selections by the type and the very fields they were merged from: shared by all concrete parents.
    known: BTreeMap<(&'d str, Vec<usize>), usize>,
    n_steps: usize,
}

/// Fields of the document under one response key.
type Groups<'d> = IndexMap<&'d str, Vec<&'d Field>>;

impl<'d> Planner<'d> {
    /// Specification, section 6.3.2, CollectFields.
    fn collect(
        &self,
        object: u16,
        selections: &'d [Selection],
        groups: &mut Groups<'d>,
        visited: &mut BTreeSet<&'d str>,
    ) -> Result<(), BadCondition> {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    if self.keeps(&field.conditions)? {
                        groups.entry(&field.key).or_default().push(field);
                    }
                }
                Selection::Inline(inline) => {
                    if self.keeps(&inline.conditions)? && self.applies(inline.on.as_deref(), object)
                    {
                        self.collect(object, &inline.selections, groups, visited)?;
                    }
                }
                Selection::Spread(spread) => {
                    // One that was there already is not asked for its conditions.
                    if visited.contains(&*spread.fragment) || !self.keeps(&spread.conditions)? {
                        continue;
                    }
                    visited.insert(&spread.fragment);
                    let fragment = self.document.fragment(&spread.fragment);
                    if let Some(fragment) =
                        fragment.filter(|it| self.applies(it.on.as_deref(), object))
                    {
                        self.collect(object, &fragment.selections, groups, visited)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// `@skip` comes first: if it holds, `@include` is not asked.
    fn keeps(&self, conditions: &[Condition]) -> Result<bool, BadCondition> {
        for Condition { keep, test, location } in conditions {
            let holds = match test {
                Test::Constant(holds) => Some(*holds),
                Test::Variable(name) => self.variables.get(name).and_then(Value::as_bool),
            };
            if holds.ok_or(BadCondition { location: *location })? != *keep {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn applies(&self, on: Option<&str>, object: u16) -> bool {
        on.is_none_or(|on| {
            self.types.possible.get(on).is_some_and(|possible| possible.contains(&object))
        })
    }

    fn collected(
        &mut self,
        object: u16,
        groups: Result<Groups<'d>, BadCondition>,
    ) -> Result<Steps, ResponseError> {
        match groups {
            Ok(groups) => self.steps(object, groups).map(Ok),
            Err(bad) => Ok(Err(bad)),
        }
    }

    fn steps(&mut self, object: u16, groups: Groups<'d>) -> Result<Vec<Step>, ResponseError> {
        let mut steps = Vec::with_capacity(groups.len());
        for (key, fields) in groups {
            let Some(first) = fields.first() else { continue };
            self.n_steps += 1;
            if self.n_steps > MAX_STEPS {
                return Err(ResponseError::request(
                    "the operation is too complex to plan",
                    first.location,
                ));
            }
            let mut step = Step {
                key: key.into(),
                label: format!("\"{key}\":").into(),
                kind: StepKind::TypeName,
                type_index: object,
                field_index: 0,
                shape: Shape { nullable: false, item: None },
                arguments: StepArguments::Constant(Value::Null),
                locations: fields.iter().filter_map(|it| it.location).collect(),
                selections: None,
                room: AtomicUsize::new(ROOM),
                is_leaf: true,
                has_holes: false,
            };
            let types = self.types;
            match (first.name.as_str(), types.objects[usize::from(object)].fields.get(&first.name))
            {
                ("__typename", _) => {}
                ("__schema", _) => self.plan_introspection(&mut step, false)?,
                ("__type", _) => self.plan_introspection(&mut step, true)?,
                (_, Some(field)) => self.plan_field(&mut step, field, &fields)?,
                (name, None) => {
                    return Err(ResponseError::request(
                        format!("the field `{name}` is not served"),
                        first.location,
                    ));
                }
            }
            steps.push(step);
        }
        Ok(steps)
    }

    /// `__type` may be null, and `__schema` not.
    fn plan_introspection(&self, step: &mut Step, is_type: bool) -> Result<(), ResponseError> {
        if !self.introspection {
            return Err(ResponseError::request(
                "introspection is not allowed on this server",
                step.locations.first().copied(),
            ));
        }
        step.kind = StepKind::Introspection;
        step.shape.nullable = is_type;
        Ok(())
    }

    fn plan_field(
        &mut self,
        step: &mut Step,
        field: &'d ObjectField,
        fields: &[&'d Field],
    ) -> Result<(), ResponseError> {
        step.kind = match field.kind {
            FieldKind::Plain => StepKind::Plain,
            FieldKind::Resolved => StepKind::Resolved,
            FieldKind::Batched => StepKind::Batched,
        };
        step.field_index = field.index;
        step.shape = field.shape.clone();
        if let Some(first) = fields.first().filter(|_| step.kind != StepKind::Plain) {
            step.arguments = self.arguments(field, first)?;
        }
        step.selections = self.merged(&field.named, fields)?;
        step.is_leaf = step.selections.is_none() && step.shape.item.is_none();
        step.has_holes = step.selections.is_some_and(|it| self.selections[it].has_holes());
        Ok(())
    }

    fn arguments(&self, field: &ObjectField, call: &Field) -> Result<StepArguments, ResponseError> {
        let mut given = Map::new();
        for (name, literal) in &call.arguments {
            match literal {
                Literal::Constant(value) => drop(given.insert(name.clone(), value.clone())),
                Literal::Variable(_) | Literal::List { .. } | Literal::Object { .. } => {
                    let definitions = Arc::clone(&field.arguments);
                    return Ok(StepArguments::Dynamic {
                        given: call.arguments.clone(),
                        locations: call.argument_locations.clone(),
                        definitions,
                    });
                }
            }
        }
        let coerced = coerce_arguments(self.types, &field.arguments, &given);
        let coerced = coerced.map_err(|message| ResponseError::request(message, call.location))?;
        Ok(StepArguments::Constant(Value::Object(coerced)))
    }

    /// The selections below a group of fields; none for leaves.
    fn merged(
        &mut self,
        named: &'d str,
        fields: &[&'d Field],
    ) -> Result<Option<usize>, ResponseError> {
        let Some(possible) = self.types.possible.get(named) else { return Ok(None) };
        let identity =
            (named, fields.iter().map(|field| std::ptr::from_ref::<Field>(field).addr()).collect());
        if let Some(index) = self.known.get(&identity) {
            return Ok(Some(*index));
        }
        let mut by_type = Vec::with_capacity(possible.len());
        for object in possible {
            let mut groups = IndexMap::new();
            let mut visited = BTreeSet::new();
            let collected = fields.iter().try_for_each(|field| {
                self.collect(*object, &field.selections, &mut groups, &mut visited)
            });
            by_type.push((*object, self.collected(*object, collected.map(|()| groups))?));
        }
        by_type.sort_by_key(|(object, _)| *object);
        self.selections.push(Selections(by_type));
        self.known.insert(identity, self.selections.len() - 1);
        Ok(Some(self.selections.len() - 1))
    }
}

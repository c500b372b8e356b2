//! How large an operation is, and what it may cost, before any of it is executed.
//!
//! One walk, in which each fragment is measured once, however often it is spread: what is found is bounded by
//! the document as written, and not by what it expands to. Costs are upper bounds: `@skip` and `@include` are not
//! looked at, and selections that merge count each.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::cost::{Cost, Costs, ListSize, Slicing};
use super::document::{Document, Field, Inline, Literal, OperationKind, Selection};
use super::error::ResponseError;
use super::limits::{Limits, coded};

/// What is left to do of the check once the variables are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Measured {
    /// A variable says how long a list gets.
    pub(crate) depends_on_variables: bool,
}

/// Size of a selection set with its fragments expanded.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    depth: usize,
    fields: usize,
    aliases: usize,
    cost: u64,
}

/// The field that sizes the lists in its value, and to what.
type SizedBy = (usize, u64);

/// The lists among the fields of a value, whose size the field above them knows.
#[derive(Clone, Copy)]
struct Sized<'c> {
    list: &'c ListSize,
    size: u64,
}

impl Limits {
    /// Refuses an operation that is larger than allowed; without variables, lists they would slice count nothing.
    pub(crate) fn check(
        &self,
        costs: &Costs,
        document: &Document,
        variables: Option<&Map<String, Value>>,
    ) -> Result<Measured, ResponseError> {
        let root = match document.kind {
            OperationKind::Query => costs.query,
            OperationKind::Mutation => costs.mutation,
            OperationKind::Subscription => costs.subscription,
        };
        let mut measure = Measure {
            limits: self,
            costs,
            document,
            variables,
            known: BTreeMap::new(),
            known_roots: BTreeMap::new(),
            nesting: 0,
            depends_on_variables: false,
        };
        let root_fields = measure.root_fields(&document.selections)?;
        let size = measure.selections(&document.selections, root, None)?;
        let found = [
            ("LIMIT_DEPTH", "a depth of", size.depth as u64, self.depth as u64),
            ("LIMIT_FIELDS", "a number of fields of", size.fields as u64, self.fields as u64),
            (
                "LIMIT_ROOT_FIELDS",
                "a number of root fields of",
                root_fields as u64,
                self.root_fields as u64,
            ),
            ("LIMIT_ALIASES", "a number of aliases of", size.aliases as u64, self.aliases as u64),
            ("LIMIT_COST", "a cost of", size.cost, self.cost),
        ];
        for (code, what, is, limit) in found {
            if is > limit {
                let message =
                    format!("the operation has {what} {is}, more than the allowed {limit}");
                return Err(coded(code, message, None));
            }
        }
        Ok(Measured { depends_on_variables: measure.depends_on_variables })
    }
}

struct Measure<'d> {
    limits: &'d Limits,
    costs: &'d Costs,
    document: &'d Document,
    variables: Option<&'d Map<String, Value>>,
    /// Fragments by name, and by the field whose value they are spread on, where that sizes lists.
    known: BTreeMap<(&'d str, Option<SizedBy>), Size>,
    known_roots: BTreeMap<&'d str, usize>,
    /// Fragments within fragments.
    nesting: usize,
    depends_on_variables: bool,
}

impl<'d> Measure<'d> {
    fn selections(
        &mut self,
        selections: &'d [Selection],
        ty: Option<usize>,
        sized: Option<Sized<'d>>,
    ) -> Result<Size, ResponseError> {
        let mut size = Size::default();
        // A value is of one type, and fragments on the others cost it nothing.
        let mut exclusive: BTreeMap<usize, u64> = BTreeMap::new();
        for selection in selections {
            let (mut inner, on) = match selection {
                Selection::Field(field) => (self.field(field, ty, sized)?, None),
                Selection::Inline(inline) => {
                    let on = inline.on.as_deref().and_then(|it| self.costs.ty(it));
                    (self.selections(&inline.selections, on.or(ty), sized)?, on)
                }
                Selection::Spread(spread) => {
                    let Some((name, fragment)) =
                        self.document.fragments.get_key_value(&spread.fragment)
                    else {
                        continue;
                    };
                    let on = fragment.on.as_deref().and_then(|it| self.costs.ty(it));
                    (self.fragment(name, fragment, on, sized)?, on)
                }
            };
            if let Some(on) = on.filter(|on| Some(*on) != ty && self.is_object(*on)) {
                let cost = exclusive.entry(on).or_default();
                *cost = cost.saturating_add(inner.cost);
                inner.cost = 0;
            }
            size.depth = size.depth.max(inner.depth);
            size.fields = size.fields.saturating_add(inner.fields);
            size.aliases = size.aliases.saturating_add(inner.aliases);
            size.cost = size.cost.saturating_add(inner.cost);
        }
        let greatest = exclusive.into_values().max().unwrap_or_default();
        size.cost = size.cost.saturating_add(greatest);
        Ok(size)
    }

    /// Validation has refused fragment cycles, so the recursion ends; the limit is for the stack.
    fn fragment(
        &mut self,
        name: &'d str,
        fragment: &'d Inline,
        on: Option<usize>,
        sized: Option<Sized<'d>>,
    ) -> Result<Size, ResponseError> {
        let key = (name, sized.map(|it| (it.list.number, it.size)));
        if let Some(size) = self.known.get(&key) {
            return Ok(*size);
        }
        self.nest()?;
        let size = self.selections(&fragment.selections, on, sized)?;
        self.nesting -= 1;
        self.known.insert(key, size);
        Ok(size)
    }

    fn field(
        &mut self,
        field: &'d Field,
        ty: Option<usize>,
        sized: Option<Sized<'d>>,
    ) -> Result<Size, ResponseError> {
        let costs = self.costs;
        let cost = ty.and_then(|ty| costs.types.get(ty)).and_then(|it| it.fields.get(&field.name));
        // What is in no table is a field of the introspection.
        let Some(cost) = cost else {
            let ty = costs.ty(match field.name.as_str() {
                "__schema" => "__Schema",
                _ => "__Type",
            });
            return Ok(within(field, self.selections(&field.selections, ty, None)?));
        };
        let size = self.list_size(field, cost, sized)?;
        let is_list = cost.lists > 0;
        let below = (!is_list && !cost.list.sized_fields.is_empty())
            .then_some(Sized { list: &cost.list, size });
        let mut inner = self.selections(&field.selections, Some(cost.named), below)?;
        let value = costs.types.get(cost.named).map_or(0, |it| it.weight);
        let mut values = if is_list { size } else { 1 };
        for _ in 1..cost.lists {
            values = values.saturating_mul(self.limits.assumed_list_size);
        }
        let given = field.arguments.iter().filter_map(|(name, _)| cost.arguments.get(name));
        inner.cost = given
            .fold(cost.weight, |sum, weight| sum.saturating_add(*weight))
            .saturating_add(values.saturating_mul(inner.cost.saturating_add(value)));
        Ok(within(field, inner))
    }

    /// How long the list gets that a field gives, or the lists in its value.
    fn list_size(
        &mut self,
        field: &'d Field,
        cost: &'d Cost,
        above: Option<Sized<'d>>,
    ) -> Result<u64, ResponseError> {
        let mut greatest = None;
        let mut given = 0;
        for Slicing { name, default } in &cost.list.slicing {
            let literal = field.arguments.iter().find(|(it, _)| it == name).map(|(_, it)| it);
            if matches!(literal, Some(Literal::Variable(_))) {
                self.depends_on_variables = true;
            }
            let size = match (literal, self.variables) {
                (None, _) => *default,
                // What a variable says is not known yet.
                (Some(Literal::Variable(_)), None) => Some(0),
                (Some(Literal::Variable(name)), Some(variables)) => match variables.get(name) {
                    Some(value) => number(value),
                    None => *default,
                },
                (Some(Literal::Constant(value)), _) => number(value),
                (Some(_), _) => None,
            };
            let Some(size) = size else { continue };
            given += usize::from(literal.is_some());
            if size > self.limits.list_size {
                let limit = self.limits.list_size;
                let message =
                    format!("`{name}` asks for {size} items, more than the allowed {limit}");
                return Err(coded("LIMIT_LIST_SIZE", message, field.location));
            }
            greatest = greatest.max(Some(size));
        }
        if cost.list.requires_one && given != 1 {
            let names: Vec<&str> = cost.list.slicing.iter().map(|it| it.name.as_str()).collect();
            let message = format!("exactly one of `{}` must be given", names.join("`, `"));
            return Err(coded("SLICING_ARGUMENT", message, field.location));
        }
        let is_sized = |it: &Sized<'_>| it.list.sized_fields.contains(&field.name);
        Ok(above
            .filter(is_sized)
            .map(|it| it.size)
            .or(greatest)
            .or(cost.list.assumed)
            .unwrap_or(self.limits.assumed_list_size))
    }

    fn root_fields(&mut self, selections: &'d [Selection]) -> Result<usize, ResponseError> {
        let mut sum = 0_usize;
        for selection in selections {
            sum = sum.saturating_add(match selection {
                Selection::Field(_) => 1,
                Selection::Inline(inline) => self.root_fields(&inline.selections)?,
                Selection::Spread(spread) => {
                    let Some((name, fragment)) =
                        self.document.fragments.get_key_value(&spread.fragment)
                    else {
                        continue;
                    };
                    match self.known_roots.get(name.as_str()) {
                        Some(known) => *known,
                        None => {
                            self.nest()?;
                            let found = self.root_fields(&fragment.selections)?;
                            self.nesting -= 1;
                            self.known_roots.insert(name, found);
                            found
                        }
                    }
                }
            });
        }
        Ok(sum)
    }

    fn nest(&mut self) -> Result<(), ResponseError> {
        self.nesting += 1;
        let limit = self.limits.recursion;
        if self.nesting > limit {
            let message = format!("fragments are nested more than {limit} times");
            return Err(coded("LIMIT_RECURSION", message, None));
        }
        Ok(())
    }

    fn is_object(&self, ty: usize) -> bool {
        self.costs.types.get(ty).is_some_and(|it| !it.is_abstract)
    }
}

/// The field around what was found in it.
fn within(field: &Field, inner: Size) -> Size {
    Size {
        depth: inner.depth.saturating_add(1),
        fields: inner.fields.saturating_add(1),
        aliases: inner.aliases.saturating_add(usize::from(field.key != field.name)),
        cost: inner.cost,
    }
}

/// How many items are asked for: nothing with null, and none with less than zero.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64().map(|number| number.max(0.0) as u64))
}

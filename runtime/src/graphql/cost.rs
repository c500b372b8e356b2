//! What fields cost, as the schema and the generated tables say it; what an operation costs is in `measure`.
//!
//! The words are those of IBM's GraphQL Cost Directives Specification: weights, assumed sizes, slicing arguments.

use std::collections::BTreeMap;

use super::error::SchemaError;

/// What the manifest says of one field, as the generated tables hold it; it replaces what directives say.
#[derive(Debug, Clone, Copy)]
pub struct FieldCost {
    /// The type and the field: `Query.search`.
    pub coordinate: &'static str,
    /// What calling the field costs, whatever it gives.
    pub weight: Option<u64>,
    /// How long the list gets when no slicing argument is given.
    pub assumed_size: Option<u64>,
    /// The arguments that say how long the list may get.
    pub slicing_arguments: &'static [&'static str],
    /// The lists among the fields of the value whose size this is about, where the value is no list itself.
    pub sized_fields: &'static [&'static str],
    /// Whether exactly one of the slicing arguments must be given.
    pub require_one_slicing_argument: bool,
}

/// The costs of a schema; types are found by number.
#[derive(Debug, Default)]
pub(crate) struct Costs {
    pub(crate) types: Vec<TypeCost>,
    pub(crate) names: BTreeMap<String, usize>,
    pub(crate) query: Option<usize>,
    pub(crate) mutation: Option<usize>,
    pub(crate) subscription: Option<usize>,
}

/// An output type.
#[derive(Debug, Default)]
pub(crate) struct TypeCost {
    /// What one value costs.
    pub(crate) weight: u64,
    /// Whether selections on it apply to several types.
    pub(crate) is_abstract: bool,
    pub(crate) fields: BTreeMap<String, Cost>,
}

/// A field of an object or interface type.
#[derive(Debug, Default)]
pub(crate) struct Cost {
    /// What calling it costs, beside its values.
    pub(crate) weight: u64,
    /// The named type of its values.
    pub(crate) named: usize,
    /// How many lists are around that type.
    pub(crate) lists: u32,
    /// What giving an argument costs; those that cost nothing are not listed.
    pub(crate) arguments: BTreeMap<String, u64>,
    pub(crate) list: ListSize,
}

/// How long a list gets (`@listSize`).
#[derive(Debug, Default)]
pub(crate) struct ListSize {
    /// Different for each field of the schema.
    pub(crate) number: usize,
    pub(crate) assumed: Option<u64>,
    pub(crate) slicing: Vec<Slicing>,
    pub(crate) sized_fields: Vec<String>,
    pub(crate) requires_one: bool,
}

/// An argument that says how long a list may get.
#[derive(Debug)]
pub(crate) struct Slicing {
    pub(crate) name: String,
    pub(crate) default: Option<u64>,
}

/// Names of arguments that say how long a list may get where no directive does.
pub(crate) const SLICING: [&str; 3] = ["first", "last", "limit"];

/// What a field of the mutation root costs that says nothing else.
pub(crate) const MUTATION: u64 = 10;

impl Costs {
    /// The type of this name; of its values a scalar's cost nothing.
    pub(crate) fn ty(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// Puts what the manifest says in the place of what directives say.
    pub(crate) fn apply(
        &mut self,
        table: &[FieldCost],
        default: impl Fn(&str, &str, &str) -> Option<u64>,
    ) -> Result<(), SchemaError> {
        for row in table {
            let unknown = || SchemaError(format!("costs: there is no field `{}`", row.coordinate));
            let (ty, field) = row.coordinate.split_once('.').ok_or_else(unknown)?;
            let index = self.ty(ty).ok_or_else(unknown)?;
            let cost = self.types.get_mut(index).and_then(|it| it.fields.get_mut(field));
            let cost = cost.ok_or_else(unknown)?;
            if let Some(weight) = row.weight {
                cost.weight = weight;
            }
            if row.assumed_size.is_some() {
                cost.list.assumed = row.assumed_size;
            }
            if !row.slicing_arguments.is_empty() {
                let slicing = row.slicing_arguments.iter().map(|name| Slicing {
                    name: (*name).to_owned(),
                    default: default(ty, field, name),
                });
                cost.list.slicing = slicing.collect();
                cost.list.requires_one = row.require_one_slicing_argument;
            }
            if !row.sized_fields.is_empty() {
                cost.list.sized_fields =
                    row.sized_fields.iter().map(|it| (*it).to_owned()).collect();
            }
        }
        Ok(())
    }
}

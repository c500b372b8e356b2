//! How wide an integer is: by its format, else by its bounds.

use serde_json::{Number, Value};

use super::Lowering;
use super::all_of::Merged;
use crate::api::Scalar;

impl<'a> Lowering<'a, '_> {
    pub(super) fn integer(&self, merged: &Merged<'a>) -> Scalar {
        match merged.keywords.format {
            Some("int8") => Scalar::Int8,
            Some("int16") => Scalar::Int16,
            Some("int32") => Scalar::Int32,
            Some("uint8") => Scalar::Uint8,
            Some("uint16") => Scalar::Uint16,
            Some("uint32") => Scalar::Uint32,
            Some("uint64" | "uint") => Scalar::Uint64,
            None if is_beyond(merged) => Scalar::Uint64,
            _ => Scalar::Int64,
        }
    }

    /// Whether bounds ask for integers that neither `i64` nor `u64` has.
    pub(super) fn needs_more_than_64_bits(&self, merged: &Merged<'a>) -> bool {
        if merged.keywords.format.is_some() || !is_beyond(merged) {
            return false;
        }
        let least = bounds(merged, "inimum").any(|it| it.as_f64().is_some_and(|it| it >= 0.0));
        let fits = bounds(merged, "aximum")
            .all(|it| is_64_bits(it) || it.as_f64() == Some(UINT64_END))
            && bounds(merged, "inimum").all(is_64_bits);
        !(least && fits)
    }
}

/// One more than the largest `i64`. Tools that know doubles alone write it for that one.
const INT64_END: f64 = 9_223_372_036_854_775_808.0;
/// One more than the largest `u64`, as above.
const UINT64_END: f64 = 2.0 * INT64_END;

fn is_64_bits(bound: &Number) -> bool {
    bound.is_i64() || bound.is_u64() || bound.as_f64().is_some_and(|it| it.abs() < INT64_END)
}

/// Whether some bound is no `i64`.
fn is_beyond(merged: &Merged<'_>) -> bool {
    let beyond = |it: &Number, is_upper: bool| match (it.as_i64(), it.as_f64()) {
        (Some(_), _) => false,
        (None, Some(INT64_END)) if is_upper && !it.is_u64() => false,
        (None, Some(it)) => it.abs() > INT64_END || it == INT64_END,
        (None, None) => it.is_u64(),
    };
    bounds(merged, "aximum").any(|it| beyond(it, true))
        || bounds(merged, "inimum").any(|it| beyond(it, false))
}

/// The bounds that all parts name, by the end of their keyword.
fn bounds<'a>(merged: &Merged<'a>, end: &'static str) -> impl Iterator<Item = &'a Number> {
    const KEYS: &[&str] = &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
    let nodes: Vec<&'a Value> = merged.nodes.iter().map(|it| it.node.value).collect();
    nodes.into_iter().flat_map(move |it| {
        let keys = KEYS.iter().filter(|key| key.ends_with(end));
        keys.filter_map(|key| it.get(*key)?.as_number()).collect::<Vec<_>>()
    })
}

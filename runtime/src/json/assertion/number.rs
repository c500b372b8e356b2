//! Numbers and equality as JSON Schema has them: by mathematical value, digit for digit.

use std::cmp::Ordering;
use std::fmt::Write as _;

use serde_json::{Number, Value};

/// `mantissa * 10^exponent`, without zeros at the mantissa's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decimal {
    mantissa: i128,
    exponent: i32,
}

impl Decimal {
    fn new(mut mantissa: i128, mut exponent: i32) -> Self {
        if mantissa == 0 {
            return Self { mantissa, exponent: 0 };
        }
        while mantissa % 10 == 0 {
            mantissa /= 10;
            exponent += 1;
        }
        Self { mantissa, exponent }
    }

    /// Reads digits as JSON writes them; none where they are more than 38.
    fn parse(text: &str) -> Option<Self> {
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse().ok()?),
            None => (text, 0_i32),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mantissa = format!("{whole}{fraction}").parse().ok()?;
        let shift = i32::try_from(fraction.len()).ok()?;
        Some(Self::new(mantissa, exponent.checked_sub(shift)?))
    }

    fn of(number: &Number) -> Option<Self> {
        Self::parse(&number.to_string())
    }

    /// The mantissa for a smaller exponent.
    fn shifted(self, exponent: i32) -> Option<i128> {
        let digits = u32::try_from(self.exponent.checked_sub(exponent)?).ok()?;
        self.mantissa.checked_mul(10_i128.checked_pow(digits)?)
    }
}

pub(super) fn compare(left: &Number, right: &Number) -> Ordering {
    let exact = Decimal::of(left).zip(Decimal::of(right)).and_then(|(left, right)| {
        let exponent = left.exponent.min(right.exponent);
        Some(left.shifted(exponent)?.cmp(&right.shifted(exponent)?))
    });
    exact.unwrap_or_else(|| {
        let float = |it: &Number| it.as_f64().unwrap_or_default();
        float(left).partial_cmp(&float(right)).unwrap_or(Ordering::Equal)
    })
}

/// Whether a number has no fraction.
pub(super) fn is_integer(number: &Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|it| it.fract() == 0.0)
}

pub(super) fn is_multiple(number: &Number, step: &Number) -> bool {
    Decimal::of(number).zip(Decimal::of(step)).is_none_or(|(number, step)| divides(step, number))
}

/// Whether a float is a whole multiple of another one, by their shortest decimal digits.
pub(in crate::json) fn is_multiple_of(value: f64, step: f64) -> bool {
    let decimal = |it: f64| Number::from_f64(it).as_ref().and_then(Decimal::of);
    decimal(value).zip(decimal(step)).is_none_or(|(value, step)| divides(step, value))
}

fn divides(step: Decimal, number: Decimal) -> bool {
    if step.mantissa == 0 || number.mantissa == 0 {
        return number.mantissa == 0;
    }
    let (value, divisor) = (number.mantissa.unsigned_abs(), step.mantissa.unsigned_abs());
    let shift = number.exponent - step.exponent;
    if shift < 0 {
        // The step has to divide in spite of its zeros; one that is too large for that does not.
        let power = 10_u128.checked_pow(shift.unsigned_abs());
        let divisor = power.and_then(|it| divisor.checked_mul(it));
        return divisor.is_some_and(|it| value % it == 0);
    }
    let mut rest = value % divisor;
    for _ in 0..shift {
        if rest == 0 {
            return true;
        }
        match rest.checked_mul(10) {
            Some(more) => rest = more % divisor,
            None => return true,
        }
    }
    rest == 0
}

/// Compares an integer with a float without rounding the integer.
pub(in crate::json) fn compare_integer(integer: i128, float: f64) -> Ordering {
    // Those of 53 bits are floats as they are.
    if let Ok(small) = i64::try_from(integer)
        && small.unsigned_abs() < 1 << 53
    {
        return (small as f64).partial_cmp(&float).unwrap_or(Ordering::Equal);
    }
    const EXACT: f64 = 1e38;
    if float >= EXACT {
        return Ordering::Less;
    }
    if float <= -EXACT {
        return Ordering::Greater;
    }
    let whole = float.floor();
    integer.cmp(&(whole as i128)).then(if float > whole { Ordering::Less } else { Ordering::Equal })
}

/// A text that is the same for equal values: members in one order, numbers in one spelling.
pub(in crate::json) fn equal_text(value: &Value) -> String {
    let mut out = String::new();
    append(value, &mut out);
    out
}

fn append(value: &Value, out: &mut String) {
    match value {
        Value::Number(number) => match Decimal::of(number) {
            Some(Decimal { mantissa, exponent }) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "{mantissa}e{exponent}");
            }
            None => out.push_str(&number.to_string()),
        },
        Value::Array(list) => {
            out.push('[');
            for item in list {
                append(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            members.sort_unstable_by_key(|it| it.0);
            out.push('{');
            for (name, member) in members {
                append(&Value::String(name.clone()), out);
                append(member, out);
            }
            out.push('}');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

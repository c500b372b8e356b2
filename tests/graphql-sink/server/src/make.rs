//! What every value is made of: a seed. `reference/recipe.mjs` is the same.

use graphql_sink::enums::Colour;
use graphql_sink::scalars::{Any, Date, DateTime, Uuid};
use graphql_sink::types::{Branch, Leaf, Named, Node, Scalars, Thing, Titled, Twig};
use meshwright_runtime::graphql::Error;
use serde_json::json;

/// Objects this far below a resolver have no objects of their own.
const DEEP: u32 = 2;

const WORDS: &[&str] = &[
    "plain",
    "say \"x\"",
    "tab\t",
    "ünï",
    "\u{1F600}!",
    "back\\slash",
    "",
    "two\nlines",
    "\u{2028}",
    "\u{1}",
];

/// A seed from a seed.
pub(crate) fn mix(seed: u32, text: &str) -> u32 {
    let mut hash = seed ^ 0x811c_9dc5;
    for byte in text.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85eb_ca6b);
    hash ^ (hash >> 13)
}

/// `leaf_nn` as `leafNn`, and `r#box` as `box`.
pub(crate) fn camel(ident: &str) -> String {
    let mut words = ident.trim_start_matches("r#").split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(1);
        name += &first.to_uppercase();
        name += rest;
    }
    name
}

/// A value of a type.
pub(crate) trait Make: Sized {
    /// Whether it is no object and holds none.
    const IS_LEAF: bool;

    /// Makes it; `depth` counts the objects around it since the resolver.
    fn make(seed: u32, depth: u32) -> Self;
}

/// The answer of a resolver, or its error.
///
/// # Panics
///
/// For some seeds: that is what resolvers do at times.
pub(crate) fn outcome<T: Make>(own: u32, coordinate: &str, may_panic: bool) -> Result<T, Error> {
    if own % 11 == 3 {
        let error = Error::new(format!("{coordinate} failed"));
        return Err(if own % 2 == 1 { error.with("code", format!("R{}", own % 3)) } else { error });
    }
    assert!(!may_panic || own % 13 != 5, "a resolver panics");
    Ok(T::make(own, 0))
}

impl<T: Make> Make for Option<T> {
    const IS_LEAF: bool = T::IS_LEAF;

    fn make(seed: u32, depth: u32) -> Self {
        let is_null = seed.is_multiple_of(5) || depth >= DEEP && !T::IS_LEAF;
        (!is_null).then(|| T::make(seed, depth))
    }
}

impl<T: Make> Make for Vec<T> {
    const IS_LEAF: bool = T::IS_LEAF;

    fn make(seed: u32, depth: u32) -> Self {
        let length = if depth >= DEEP { 0 } else { (seed >> 3) % 4 };
        (0..length).map(|index| T::make(mix(seed, &format!("#{index}")), depth)).collect()
    }
}

impl<T: Make> Make for Box<T> {
    const IS_LEAF: bool = T::IS_LEAF;

    fn make(seed: u32, depth: u32) -> Self {
        Box::new(T::make(seed, depth))
    }
}

macro_rules! leaf {
    ($ty:ty, $seed:ident => $value:expr) => {
        impl Make for $ty {
            const IS_LEAF: bool = true;

            fn make($seed: u32, _: u32) -> Self {
                $value
            }
        }
    };
}

leaf!(i32, seed => seed.cast_signed());
leaf!(f64, seed => if seed.is_multiple_of(7) { f64::NAN } else { (f64::from(seed % 4000) - 2000.0) / 8.0 });
leaf!(String, seed => word(seed).to_owned());
leaf!(bool, seed => seed & 8 != 0);
leaf!(Any, seed => match seed % 5 {
    0 => Any::Null,
    1 => json!(seed % 100),
    2 => json!(word(seed)),
    3 => json!([1, "two", null, 2.5]),
    _ => json!({ "b": seed % 10, "a": { "c": [true] } }),
});
leaf!(Date, seed => {
    let text = format!("20{}-0{}-{}", 10 + seed % 80, 1 + seed % 9, 10 + seed % 18);
    text.parse().unwrap_or_default()
});
leaf!(DateTime, seed => {
    let zone = if seed & 16 == 0 { "+02:00" } else { "Z" };
    let text = format!("2024-05-0{}T1{}:00:00{zone}", 1 + seed % 9, seed % 10);
    DateTime::parse_from_rfc3339(&text).unwrap_or_default()
});
leaf!(Uuid, seed => Uuid::parse_str(&format!("{seed:08x}-0000-4000-8000-000000000000")).unwrap_or_default());
leaf!(Colour, seed => [Colour::Red, Colour::Green, Colour::Blue, Colour::DarkRed][seed as usize % 4]);

fn word(seed: u32) -> &'static str {
    WORDS[seed as usize % WORDS.len()]
}

macro_rules! object {
    ($ty:ident { $($field:ident),* $(,)? } $($id:ident),*) => {
        impl Make for $ty {
            const IS_LEAF: bool = false;

            fn make(seed: u32, depth: u32) -> Self {
                Self {
                    seed: seed.cast_signed(),
                    $($field: Make::make(mix(seed, &camel(stringify!($field))), depth + 1),)*
                    $($id: Id::make(mix(seed, &camel(stringify!($id)))),)*
                }
            }
        }
    };
}

/// An `ID`, which is a string to Rust.
trait Id {
    fn make(seed: u32) -> Self;
}

impl Id for String {
    fn make(seed: u32) -> Self {
        format!("id-{seed}")
    }
}

impl Id for Option<String> {
    fn make(seed: u32) -> Self {
        (!seed.is_multiple_of(5)).then(|| Id::make(seed))
    }
}

object!(Leaf { label, risky, old });
object!(Scalars {
    int, int_nn, float, float_nn, string, string_nn, boolean, boolean_nn, any, any_nn, date, date_time, uuid, colour,
    colour_nn, ints, ints_nn, matrix, sparse, cube, floats, anys, colours,
} id, id_nn);
object!(Branch {
    name,
    title,
    leaf,
    leaf_nn,
    leaves,
    sparse,
    grid,
    branch,
    branches,
    thing,
    things,
    node,
    titled,
});
object!(Twig { name, leaf, things });

macro_rules! choice {
    ($ty:ident { $($variant:ident),* }) => {
        impl Make for $ty {
            const IS_LEAF: bool = false;

            fn make(seed: u32, depth: u32) -> Self {
                let choices: &[fn(u32, u32) -> Self] =
                    &[$(|seed, depth| Self::$variant(Make::make(seed, depth))),*];
                choices[seed as usize % choices.len()](seed, depth)
            }
        }
    };
}

choice!(Node { Branch, Leaf, Scalars, Twig });
choice!(Named { Branch, Twig });
choice!(Titled { Branch });
choice!(Thing { Branch, Leaf, Scalars, Twig });

//! Arguments as text, the same as in `reference/recipe.mjs`: names and values in the order of the schema.

use graphql_sink::enums::Colour;
use graphql_sink::inputs::{BoxModel, Choice, Filter};
use graphql_sink::resolvers::{
    BranchManyArgs, BranchNextArgs, BranchNextNnArgs, BranchNickArgs, BranchTableArgs,
    BranchTwinsArgs, BranchWeightArgs, MutationBranchArgs, MutationPushArgs, MutationRiskArgs,
    MutationRiskNnArgs, QueryAnyNnArgs, QueryBranchArgs, QueryBranchNnArgs, QueryBranchesArgs,
    QueryEchoArgs, QueryLeafArgs, QueryNamedArgs, QueryNodeArgs, QueryNumbersArgs, QueryRiskArgs,
    QueryRiskNnArgs, QueryScalarsArgs, QueryScalarsNnArgs, QuerySparseArgs, QueryThingArgs,
    QueryThingsArgs, QueryTitledArgs, QueryTwigArgs, QueryWantArgs, SubscriptionBranchesArgs,
    SubscriptionBranchesNnArgs, SubscriptionNumbersArgs, SubscriptionRefusedArgs, TwigNickArgs,
    TwigUpArgs,
};
use graphql_sink::scalars::{Any, Date, DateTime, Uuid};
use meshwright_runtime::graphql::Nullable;

use crate::make::camel;

/// A value as text; none if it is absent.
pub(crate) trait Canon {
    fn canon(&self) -> Option<String>;
}

/// No arguments.
impl Canon for () {
    fn canon(&self) -> Option<String> {
        Some("{}".to_owned())
    }
}

impl<T: Canon> Canon for Nullable<T> {
    fn canon(&self) -> Option<String> {
        match self {
            Self::Absent => None,
            Self::Null => Some("null".to_owned()),
            Self::Value(value) => value.canon(),
        }
    }
}

impl<T: Canon> Canon for Option<T> {
    fn canon(&self) -> Option<String> {
        self.as_ref().map_or_else(|| Some("null".to_owned()), Canon::canon)
    }
}

impl<T: Canon> Canon for Vec<T> {
    fn canon(&self) -> Option<String> {
        let items: Vec<String> = self.iter().filter_map(Canon::canon).collect();
        Some(format!("[{}]", items.join(",")))
    }
}

impl<T: Canon> Canon for Box<T> {
    fn canon(&self) -> Option<String> {
        (**self).canon()
    }
}

macro_rules! text {
    ($ty:ty, $value:ident => $text:expr) => {
        impl Canon for $ty {
            fn canon(&self) -> Option<String> {
                let $value = self;
                Some($text)
            }
        }
    };
}

text!(i32, value => value.to_string());
text!(f64, value => value.to_string());
text!(bool, value => value.to_string());
text!(String, value => Any::from(value.as_str()).to_string());
text!(Colour, value => format!("{:?}", value.as_str()));
text!(Date, value => format!("\"{value}\""));
text!(DateTime, value => format!("{:?}", value.to_rfc3339().replace("+00:00", "Z")));
text!(Uuid, value => format!("\"{value}\""));
text!(Any, value => match value {
    Any::Array(items) => {
        let items: Vec<String> = items.iter().filter_map(Canon::canon).collect();
        format!("[{}]", items.join(","))
    }
    Any::Object(members) => {
        let members = members.iter().filter_map(|(name, it)| Some(format!("{name}:{}", it.canon()?)));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    }
    scalar => scalar.to_string(),
});

macro_rules! canon {
    ($($ty:ident { $($field:ident),* })*) => {
        $(impl Canon for $ty {
            fn canon(&self) -> Option<String> {
                let mut members = Vec::new();
                $(
                    let value = self.$field.canon();
                    members.extend(value.map(|it| format!("{}:{it}", camel(stringify!($field)))));
                )*
                Some(format!("{{{}}}", members.join(",")))
            }
        })*
    };
}

canon! {
    BranchNickArgs { colour, loud }
    BranchNextArgs { step }
    BranchNextNnArgs { step }
    BranchManyArgs { count }
    BranchTableArgs { rows, columns }
    BranchTwinsArgs { count, colour }
    BranchWeightArgs { filter }
    TwigNickArgs { colour }
    TwigUpArgs { filter }
    QueryBranchArgs { seed }
    QueryBranchNnArgs { seed }
    QueryBranchesArgs { seed }
    QuerySparseArgs { seed }
    QueryLeafArgs { seed }
    QueryScalarsArgs { seed }
    QueryScalarsNnArgs { seed }
    QueryTwigArgs { seed }
    QueryThingsArgs { seed }
    QueryThingArgs { seed }
    QueryNodeArgs { seed }
    QueryNamedArgs { seed }
    QueryTitledArgs { seed }
    QueryNumbersArgs { seed }
    QueryRiskArgs { seed }
    QueryRiskNnArgs { seed }
    QueryAnyNnArgs { seed }
    QueryEchoArgs {
        int, int_nn, ints, matrix, float, floats, string, boolean, boolean_nn, id, ids, colour, colours, any, date,
        date_time, uuid, filter, filters, choice, choices, r#box
    }
    QueryWantArgs { int, r#box, choice, ids, colour, cube }
    MutationPushArgs { value }
    MutationBranchArgs { seed }
    MutationRiskArgs { seed }
    MutationRiskNnArgs { seed }
    SubscriptionBranchesArgs { seed, count }
    SubscriptionBranchesNnArgs { seed, count }
    SubscriptionNumbersArgs { count }
    SubscriptionRefusedArgs { why }
    Filter { int, int_nn, string, colour, colours, any, ids, when, nested, list, r#box, choice, matrix, gone }
    BoxModel { size, label }
}

impl Canon for Choice {
    fn canon(&self) -> Option<String> {
        let (name, value) = match self {
            Self::A(value) => ("a", value.canon()),
            Self::B(value) => ("b", value.canon()),
            Self::C(value) => ("c", value.canon()),
            Self::D(value) => ("d", value.canon()),
            Self::E(value) => ("e", value.canon()),
            Self::F(value) => ("f", value.canon()),
        };
        Some(format!("{{{name}:{}}}", value?))
    }
}

//! The resolvers: some answer at once and some later, some fail and some panic, as their seeds have it.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use futures_util::stream;
use graphql_sink::enums::Colour;
use graphql_sink::resolvers::*;
use graphql_sink::scalars::Any;
use graphql_sink::types::{Branch, Leaf, Named, Node, Scalars, Thing, Titled, Twig};
use meshwright_runtime::graphql::{Context, Error, EventStream};

use crate::canon::Canon;
use crate::make::{Make, camel, mix, outcome};

/// The seed of the roots.
const ROOT: u32 = 7;

/// The service.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sink;

/// What the mutations of one request pushed; it is put into the context.
pub type Pushed = Arc<Mutex<Vec<i32>>>;

/// The calls of batched fields with their numbers of parents, for who puts this into the context.
pub type Calls = Arc<Mutex<Vec<(&'static str, usize)>>>;

/// Comes back later, as often as the seed says.
async fn wait(seed: u32) {
    for _ in 0..seed % 4 {
        let mut waited = false;
        poll_fn(|cx| {
            if waited {
                return Poll::Ready(());
            }
            waited = true;
            cx.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }
}

async fn answer<T: Make>(seed: u32, ty: &str, field: &str, args: &impl Canon) -> Result<T, Error> {
    let coordinate = format!("{ty}.{}", camel(field));
    let own = mix(mix(seed, &coordinate), &args.canon().unwrap_or_default());
    wait(own).await;
    outcome(own, &coordinate, true)
}

async fn answer_all<T: Make>(
    seeds: Vec<u32>,
    ty: &str,
    field: &str,
    args: &impl Canon,
) -> Result<Vec<Result<T, Error>>, Error> {
    let coordinate = format!("{ty}.{}", camel(field));
    let given = args.canon().unwrap_or_default();
    let whole = mix(mix(1, &coordinate), &given);
    wait(whole).await;
    if whole % 17 == 1 {
        return Err(Error::new(format!("{coordinate} failed for all")));
    }
    assert!(whole % 19 != 2, "a batch panics");
    let answers = seeds
        .into_iter()
        .map(|seed| outcome(mix(mix(seed, &coordinate), &given), &coordinate, false));
    Ok(answers.collect())
}

/// A field of a root type.
macro_rules! root {
    ($ty:ident: $($field:ident($($args:ty)?) -> $gives:ty;)*) => {
        $(async fn $field(&self, _: &Context $(, args: $args)?) -> Result<$gives, Error> {
            answer(ROOT, stringify!($ty), stringify!($field), root!(@args args $($args)?)).await
        })*
    };
    (@args $name:ident $args:ty) => { &$name };
    (@args $name:ident) => { &() };
}

/// A field of an object type.
macro_rules! of {
    ($ty:ident: $($field:ident($($args:ty)?) -> $gives:ty;)*) => {
        $(async fn $field(&self, _: &Context, it: &$ty $(, args: $args)?) -> Result<$gives, Error> {
            let args = of!(@args args $($args)?);
            answer(it.seed.cast_unsigned(), stringify!($ty), stringify!($field), args).await
        })*
    };
    (@args $name:ident $args:ty) => { &$name };
    (@args $name:ident) => { &() };
}

/// A field of an object type for all parents.
macro_rules! batch {
    ($ty:ident: $($field:ident($($args:ty)?) -> $gives:ty;)*) => {
        $(async fn $field(
            &self,
            context: &Context,
            all: &[&$ty]
            $(, args: $args)?
        ) -> Result<Vec<Result<$gives, Error>>, Error> {
            if let Some(calls) = context.get::<Calls>() {
                let call = (concat!(stringify!($ty), ".", stringify!($field)), all.len());
                calls.lock().unwrap_or_else(PoisonError::into_inner).push(call);
            }
            let seeds = all.iter().map(|it| it.seed.cast_unsigned()).collect();
            let args = of!(@args args $($args)?);
            answer_all(seeds, stringify!($ty), stringify!($field), args).await
        })*
    };
}

impl BranchResolver for Sink {
    of! {
        Branch:
        nick(BranchNickArgs) -> Option<String>;
        next(BranchNextArgs) -> Option<Branch>;
        next_nn(BranchNextNnArgs) -> Branch;
        many(BranchManyArgs) -> Vec<Branch>;
        table(BranchTableArgs) -> Option<Vec<Vec<Option<Branch>>>>;
        risk() -> Option<i32>;
        risk_nn() -> i32;
        any_nn() -> Any;
        other() -> Option<Thing>;
    }

    batch! {
        Branch:
        twin() -> Option<Branch>;
        twin_nn() -> Branch;
        twins(BranchTwinsArgs) -> Option<Vec<Branch>>;
        weight(BranchWeightArgs) -> f64;
        panics() -> Option<String>;
    }
}

impl TwigResolver for Sink {
    of! {
        Twig:
        nick(TwigNickArgs) -> Option<String>;
        up(TwigUpArgs) -> Option<Branch>;
        named() -> Option<Named>;
    }

    batch! {
        Twig:
        shade() -> Colour;
    }
}

impl QueryResolver for Sink {
    root! {
        Query:
        branch(QueryBranchArgs) -> Option<Branch>;
        branch_nn(QueryBranchNnArgs) -> Branch;
        branches(QueryBranchesArgs) -> Vec<Branch>;
        sparse(QuerySparseArgs) -> Option<Vec<Option<Branch>>>;
        leaf(QueryLeafArgs) -> Option<Leaf>;
        scalars(QueryScalarsArgs) -> Option<Scalars>;
        scalars_nn(QueryScalarsNnArgs) -> Scalars;
        twig(QueryTwigArgs) -> Option<Twig>;
        things(QueryThingsArgs) -> Vec<Thing>;
        thing(QueryThingArgs) -> Option<Thing>;
        node(QueryNodeArgs) -> Option<Node>;
        named(QueryNamedArgs) -> Option<Vec<Option<Named>>>;
        titled(QueryTitledArgs) -> Titled;
        numbers(QueryNumbersArgs) -> Option<Vec<Option<Vec<i32>>>>;
        risk(QueryRiskArgs) -> Option<i32>;
        risk_nn(QueryRiskNnArgs) -> i32;
        any_nn(QueryAnyNnArgs) -> Any;
        secret() -> Option<i32>;
    }

    async fn echo(&self, _: &Context, args: QueryEchoArgs) -> Result<String, Error> {
        Ok(args.canon().unwrap_or_default())
    }

    async fn want(&self, _: &Context, args: QueryWantArgs) -> Result<Option<String>, Error> {
        Ok(args.canon())
    }
}

impl MutationResolver for Sink {
    root! {
        Mutation:
        branch(MutationBranchArgs) -> Option<Branch>;
        risk(MutationRiskArgs) -> Option<i32>;
        risk_nn(MutationRiskNnArgs) -> i32;
    }

    async fn push(&self, context: &Context, args: MutationPushArgs) -> Result<Vec<i32>, Error> {
        wait(args.value.cast_unsigned()).await;
        let pushed = context.get::<Pushed>().ok_or_else(|| Error::new("nowhere to push"))?;
        let mut pushed = pushed.lock().unwrap_or_else(PoisonError::into_inner);
        pushed.push(args.value);
        Ok(pushed.clone())
    }
}

/// Some values, and errors between.
fn events<T: Make + Send + 'static>(field: &str, args: &impl Canon, count: i32) -> EventStream<T> {
    let coordinate = format!("Subscription.{}", camel(field));
    let seed = mix(mix(ROOT, &coordinate), &args.canon().unwrap_or_default());
    Box::pin(stream::iter((0..count.min(5)).map(move |index| {
        match mix(seed, &format!("#{index}")) {
            seed if seed % 5 == 2 => Err(Error::new(format!("event {index} failed"))),
            seed => Ok(T::make(seed, 0)),
        }
    })))
}

impl SubscriptionResolver for Sink {
    async fn branches(
        &self,
        _: &Context,
        args: SubscriptionBranchesArgs,
    ) -> Result<EventStream<Option<Branch>>, Error> {
        Ok(events("branches", &args, args.count))
    }

    async fn branches_nn(
        &self,
        _: &Context,
        args: SubscriptionBranchesNnArgs,
    ) -> Result<EventStream<Branch>, Error> {
        Ok(events("branches_nn", &args, args.count))
    }

    async fn numbers(
        &self,
        _: &Context,
        args: SubscriptionNumbersArgs,
    ) -> Result<EventStream<i32>, Error> {
        Ok(events("numbers", &args, args.count))
    }

    async fn refused(
        &self,
        _: &Context,
        args: SubscriptionRefusedArgs,
    ) -> Result<EventStream<Option<i32>>, Error> {
        Err(Error::new(args.why.as_deref().unwrap_or("no reason")).with("code", "NO"))
    }
}

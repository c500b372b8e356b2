//! Arbitrary values go out by the generated client, arrive, and come back as they were.
//!
//! Values are made from the document's own schemas. `PROPTEST_CASES` says how many per operation, `PROPTEST_RNG_SEED`
//! chooses others than the ones that are always tried; a failure prints the smallest case that was found.

use std::collections::BTreeSet;

use kitchen_sink::client::Client;
use kitchen_sink::operations::{documents::*, methods::*, parcels::*, reflections::*};
use kitchen_sink::types::Understood;
use kitchen_sink_server::Listed;
use meshwright_runtime::json::{Json, into_vec};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde_json::{Map, Value, json};

use crate::document::{Taken, operations, taken};
use crate::strategy::values;
use crate::support::{World, is_same};

/// How far optional parts of a value are followed.
pub(crate) const DEPTH: u32 = 5;

/// How many cases there are for each operation, unless somebody says otherwise.
const CASES: u32 = 40;

/// What goes out: the parameters, and a body.
pub(crate) type Case = (Map<String, Value>, Option<Value>);

/// What is expected to come back, and what did.
type Trip = Result<(Value, Value), String>;

/// A runner that always tries the same cases.
pub(crate) fn runner() -> TestRunner {
    let number = |name: &str| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let cases = number("PROPTEST_CASES").map_or(CASES, |it| it as u32);
    let seed = number("PROPTEST_RNG_SEED").unwrap_or_default();
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 2000,
        max_local_rejects: 1_000_000,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// Runs a check over what a strategy makes; panics with the smallest case that fails.
pub(crate) fn all<S: Strategy>(strategy: &S, mut check: impl FnMut(S::Value) -> Result<(), String>)
where
    S::Value: std::fmt::Debug,
{
    let check = std::cell::RefCell::new(&mut check);
    let outcome =
        runner().run(strategy, |case| (check.borrow_mut())(case).map_err(TestCaseError::fail));
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, case)) => panic!("{reason}\nfor {case:#?}"),
        Err(TestError::Abort(reason)) => panic!("too few cases can be made: {reason}"),
    }
}

/// What an operation takes, as a strategy.
pub(crate) fn cases(id: &str) -> impl Strategy<Value = Case> + use<> {
    let Taken { parameters, body } = taken(id);
    let parameters: Vec<_> = parameters
        .into_iter()
        .map(|(name, schema, is_required)| {
            let one = values(&schema, DEPTH).prop_map(move |it| Some((name.clone(), it)));
            match is_required {
                true => one.boxed(),
                false => prop_oneof![one, Just(None)].boxed(),
            }
        })
        .collect();
    let body = match body {
        Some((schema, true)) => values(&schema, DEPTH).prop_map(Some).boxed(),
        Some((schema, false)) => prop::option::of(values(&schema, DEPTH)).boxed(),
        None => Just(None).boxed(),
    };
    (parameters, body).prop_map(|(all, body)| (all.into_iter().flatten().collect(), body))
}

/// Sends every case of an operation, and compares.
fn check<F: Future<Output = Trip>>(id: &str, send: impl Fn(Client, Case) -> F) {
    let world = World::new();
    all(&cases(id), |case| {
        let (expected, came) = world.runtime.block_on(send(world.client(), case))?;
        match is_same(&expected, &came) {
            true => Ok(()),
            false => Err(format!("expected {expected}\nand got  {came}")),
        }
    });
    world.end();
}

/// The input of a case, and what is to come back of it: its parts, and defaults for those that are absent.
pub(crate) fn input<I: Listed>(id: &str, case: &Case) -> Result<(I, Understood), String> {
    let (parameters, body) = case;
    let parameters = parameters.clone().into_iter().collect();
    let make = || I::make(&parameters, body.as_ref());
    let input = make().map_err(|it| format!("a valid value is refused: {it}"))?;
    let mut told = make().map_err(|it| it.to_string())?.tell();
    // What the codec makes of a value is what the schema meant by it.
    for (name, value) in &parameters {
        let told = told.parameters.get(name).unwrap_or(&Value::Null);
        if !is_same(value, told) {
            return Err(format!("`{name}` was {value}, and its type makes {told} of it"));
        }
    }
    let (before, after) = (body.clone(), told.body.clone());
    if !is_same(&json!(before), &json!(after)) {
        return Err(format!(
            "the body was {}\nand its type makes   {}",
            json!(before),
            json!(after)
        ));
    }
    for (name, schema, _) in taken(id).parameters {
        if let Some(default) = schema.get("default") {
            told.parameters.entry(name).or_insert_with(|| default.clone());
        }
    }
    Ok((input, told))
}

pub(crate) fn as_json(value: impl Json) -> Value {
    serde_json::from_slice(&into_vec(value)).expect("a codec writes JSON")
}

/// A test per operation: `reflected` ones answer with what they have understood, `echoed` ones with their body.
macro_rules! trips {
    (
        reflected: $($reflected:ident($rid:literal, $rinput:ident)),* ;
        echoed: $($echoed:ident($eid:literal, $einput:ident)),* $(,)?
    ) => {
        $(#[test]
        fn $reflected() {
            check($rid, |client, case| async move {
                let (input, told) = input::<$rinput>($rid, &case)?;
                let came = client.$reflected(input).await.map_err(|it| it.to_string())?;
                Ok((as_json(told), as_json(came)))
            });
        })*

        $(#[test]
        fn $echoed() {
            check($eid, |client, case| async move {
                let (input, told) = input::<$einput>($eid, &case)?;
                let came = client.$echoed(input).await.map_err(|it| it.to_string())?;
                Ok((json!(told.body), as_json(came)))
            });
        })*

        /// The operations that are tried so.
        const TRIED: &[&str] = &[$($rid,)* $($eid,)*];
    };
}

trips! {
    reflected:
        reflect_simple("reflectSimple", ReflectSimpleInput),
        reflect_label("reflectLabel", ReflectLabelInput),
        reflect_matrix("reflectMatrix", ReflectMatrixInput),
        reflect_typed("reflectTyped", ReflectTypedInput),
        reflect_form("reflectForm", ReflectFormInput),
        reflect_exploded("reflectExploded", ReflectExplodedInput),
        reflect_delimited("reflectDelimited", ReflectDelimitedInput),
        reflect_deep("reflectDeep", ReflectDeepInput),
        reflect_content("reflectContent", ReflectContentInput),
        reflect_union("reflectUnion", ReflectUnionInput),
        reflect_defaults("reflectDefaults", ReflectDefaultsInput),
        reflect_querystring("reflectQuerystring", ReflectQuerystringInput),
        reflect_headers("reflectHeaders", ReflectHeadersInput),
        reflect_cookies("reflectCookies", ReflectCookiesInput),
        reflect_mixed("reflectMixed", ReflectMixedInput),
        trace_of("traceOf", TraceOfInput),
        query_of("queryOf", QueryOfInput),
        copy_of("copyOf", CopyOfInput);
    echoed:
        put_scalars("putScalars", PutScalarsInput),
        put_shapes("putShapes", PutShapesInput),
        put_constraints("putConstraints", PutConstraintsInput),
        put_crates("putCrates", PutCratesInput),
        put_anything("putAnything", PutAnythingInput),
        put_form("putForm", PutFormInput),
        request_pickup("requestPickup", RequestPickupInput),
}

/// The operations whose answers are no echo, with the module that tries them.
const ELSEWHERE: &[(&str, &str)] = &[
    ("bookParcel", "parcels"),
    ("getParcel", "parcels"),
    ("probeParcel", "parcels"),
    ("replaceParcel", "parcels"),
    ("changeParcel", "parcels"),
    ("rerouteParcel", "parcels"),
    ("cancelParcel", "parcels"),
    ("listParcels", "parcels"),
    ("putAccount", "bodies"),
    ("putMultipart", "bodies"),
    ("putBytes", "bodies"),
    ("putText", "bodies"),
    ("putOptional", "bodies"),
    ("postAny", "bodies"),
    ("addWeights", "streams"),
    ("joinRemarks", "streams"),
    ("getLabel", "streams"),
    ("putLabel", "streams"),
    ("listDepots", "streams"),
    ("exportArchive", "streams"),
    ("answerWith", "answers"),
    ("answerWithHeaders", "answers"),
    ("watchScans", "answers"),
    ("answerSlowly", "answers"),
    ("optionsOf", "answers"),
    ("enterOpen", "access"),
    ("enterByHeaderKey", "access"),
    ("enterByQueryKey", "access"),
    ("enterByCookieKey", "access"),
    ("enterByBasic", "access"),
    ("enterByBearer", "access"),
    ("enterByDigest", "access"),
    ("enterByOAuth", "access"),
    ("enterByOpenId", "access"),
    ("enterByCertificate", "access"),
    ("enterByBoth", "access"),
    ("enterByEither", "access"),
    ("enterOptionally", "access"),
];

#[test]
fn every_operation_is_tried() {
    let known: BTreeSet<&str> =
        TRIED.iter().copied().chain(ELSEWHERE.iter().map(|it| it.0)).collect();
    let all: BTreeSet<&str> = operations().filter_map(|it| it.1["operationId"].as_str()).collect();
    let missing: Vec<_> = all.difference(&known).collect();
    let lost: Vec<_> = known.difference(&all).collect();
    assert!(missing.is_empty(), "add to `trips!`, or to `ELSEWHERE` with a test: {missing:?}");
    assert!(lost.is_empty(), "not in the schema any more: {lost:?}");
}

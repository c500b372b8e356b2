//! A parcel's life: what was booked is found, changed, sent elsewhere and cancelled.

use kitchen_sink::client::Client;
use kitchen_sink::operations::parcels::*;
use kitchen_sink::types::{Delivery, Parcel, ParcelPatch};
use meshwright_runtime::client::Error;
use meshwright_runtime::json::{Mode, from_slice};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::document::DOCUMENT;
use crate::round_trip::{DEPTH, all, as_json};
use crate::strategy::values;
use crate::support::{World, is_same};

fn schema(name: &str) -> BoxedStrategy<Value> {
    values(&DOCUMENT["components"]["schemas"][name], DEPTH)
}

fn typed<T: meshwright_runtime::json::Json>(value: &Value) -> Result<T, String> {
    from_slice(value.to_string().as_bytes(), Mode::Strict).map_err(|it| it.to_string())
}

/// RFC 7396, by the rules.
fn merge(into: &mut Value, patch: &Value) {
    for (key, value) in patch.as_object().into_iter().flatten() {
        match value {
            Value::Null => drop(into.as_object_mut().and_then(|it| it.remove(key))),
            value => into[key] = value.clone(),
        }
    }
}

#[test]
fn what_was_booked_is_found_changed_and_cancelled() {
    let world = World::new();
    let strategy = (schema("Parcel"), schema("ParcelPatch"), schema("Delivery"));
    all(&strategy, |(parcel, patch, delivery)| {
        world.runtime.block_on(live(world.client(), parcel, patch, delivery))
    });
    world.end();
}

async fn live(
    client: Client,
    mut parcel: Value,
    patch: Value,
    delivery: Value,
) -> Result<(), String> {
    let same = |what: &str, came: Value, expected: &Value| match is_same(&came, expected) {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected}\nand got  {came}")),
    };
    let id = || parcel["id"].as_str().unwrap_or_default().to_owned();
    let number = id();
    let fault = |it: &dyn std::fmt::Display| it.to_string();

    let booked = client.book_parcel(BookParcelInput::new(typed(&parcel)?)).answer().await;
    let BookParcelOutput::Created { location, x_booked_at, body } =
        booked.map_err(|it| fault(&it))?
    else {
        return Err("it is not booked".to_owned());
    };
    same("booked", as_json(body), &parcel)?;
    assert_eq!(location, format!("/parcels/{number}"));
    assert_eq!(x_booked_at.map(|it| it.to_rfc3339()).as_deref(), Some("2024-02-29T12:00:00+00:00"));

    let probed = client.probe_parcel(ProbeParcelInput::new(number.clone())).answer().await;
    let ProbeParcelOutput::NoContent { x_grams } = probed.map_err(|it| fault(&it))? else {
        return Err("it is not there".to_owned());
    };
    assert_eq!(json!(x_grams), parcel["grams"]);

    let changed: ParcelPatch = typed(&patch)?;
    let changed = client.change_parcel(ChangeParcelInput::new(number.clone(), changed)).await;
    let changed: Parcel = changed.map_err(|it| fault(&it))?;
    // What was null before stays so: a patch that does not name it says nothing of it.
    merge(&mut parcel, &patch);
    same("changed", as_json(changed), &parcel)?;

    let rerouted: Delivery = typed(&delivery)?;
    let rerouted = client.reroute_parcel(RerouteParcelInput::new(number.clone(), rerouted)).await;
    same("rerouted", as_json(rerouted.map_err(|it| fault(&it))?), &delivery)?;
    parcel["delivery"] = delivery;

    let got = client.get_parcel(GetParcelInput::new(number.clone())).answer().await;
    let GetParcelOutput::Ok { e_tag, body } = got.map_err(|it| fault(&it))? else {
        return Err("it is not found".to_owned());
    };
    same("got", as_json(body), &parcel)?;
    assert_eq!(e_tag, Some(format!("\"{}\"", parcel["grams"])));

    let listed = client.list_parcels(ListParcelsInput::default()).answer().await;
    let ListParcelsOutput::Ok { x_total_count, body } = listed.map_err(|it| fault(&it))? else {
        return Err("there is no list".to_owned());
    };
    assert_eq!(x_total_count, 1);
    same("listed", json!([as_json(body)[0]]), &json!([parcel]))?;

    let replace = || -> Result<_, String> {
        Ok(client.replace_parcel(ReplaceParcelInput::new(number.clone(), typed(&parcel)?)))
    };
    let replaced = replace()?.answer().await.map_err(|it| fault(&it))?;
    assert!(matches!(replaced, ReplaceParcelOutput::Ok(_)), "{replaced:?}");
    let cancel = || client.cancel_parcel(CancelParcelInput::new(number.clone()));
    cancel().await.map_err(|it| fault(&it))?;
    match cancel().await {
        Err(Error::Answer(CancelParcelOutput::NotFound(problem))) => {
            assert_eq!(problem.status, 404)
        }
        other => return Err(format!("it was cancelled twice: {other:?}")),
    }
    let probed = client.probe_parcel(ProbeParcelInput::new(number.clone())).answer().await;
    assert!(matches!(probed, Ok(ProbeParcelOutput::NotFound)), "{probed:?}");
    let replaced = replace()?.answer().await.map_err(|it| fault(&it))?;
    assert!(matches!(replaced, ReplaceParcelOutput::Created(_)), "{replaced:?}");
    cancel().await.map_err(|it| fault(&it))
}

//! Bodies that are no JSON: bytes, texts, files, and one of several.

use kitchen_sink::operations::documents::*;
use kitchen_sink::types::{PostAnyBody, Reading};
use meshwright_runtime::Binary;
use meshwright_runtime::json::{Mode, from_slice};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::document::DOCUMENT;
use crate::round_trip::{DEPTH, all, as_json, cases, input};
use crate::strategy::values;
use crate::support::{World, is_same};
use crate::texts::{any_text, base64};

/// Bytes of any kind: none, few, many, and what looks like the end of a part.
fn any_bytes() -> BoxedStrategy<Vec<u8>> {
    prop_oneof![
        4 => vec(any::<u8>(), 0..40),
        1 => vec(any::<u8>(), 200_000..=200_001),
        1 => Just(b"\r\n--boundary--\r\n".to_vec()),
        1 => any_text().prop_map(String::into_bytes),
    ]
    .boxed()
}

#[test]
fn bytes() {
    let world = World::new();
    all(&any_bytes(), |bytes| {
        let call = world.client().put_bytes(PutBytesInput::new(bytes.clone()));
        let came = world.runtime.block_on(async {
            let stream = call.await.map_err(|it| it.to_string())?;
            stream.bytes(1 << 20).await.map_err(|it| it.to_string())
        })?;
        if came == bytes { Ok(()) } else { Err(format!("{} bytes came back", came.len())) }
    });
    world.end();
}

#[test]
fn texts() {
    let world = World::new();
    all(&any_text(), |text| {
        let call = world.client().put_text(PutTextInput::new(text.clone()));
        let came = world.runtime.block_on(call.into_future()).map_err(|it| it.to_string())?;
        if came == text { Ok(()) } else { Err(format!("{came:?} came back")) }
    });
    world.end();
}

#[test]
fn a_body_that_may_be_absent() {
    let world = World::new();
    all(&cases("putOptional"), |case| {
        let (input, told) = input::<PutOptionalInput>("putOptional", &case)?;
        let call = world.client().put_optional(input).answer();
        let came = match world.runtime.block_on(call).map_err(|it| it.to_string())? {
            PutOptionalOutput::Ok(body) => as_json(body),
            PutOptionalOutput::NoContent => Value::Null,
            other => return Err(format!("{other:?}")),
        };
        let expected = json!(told.body);
        if is_same(&expected, &came) { Ok(()) } else { Err(format!("{expected}, and {came}")) }
    });
    world.end();
}

#[test]
fn what_only_one_side_sends() {
    let world = World::new();
    all(&cases("putAccount"), |case| {
        let (input, told) = input::<PutAccountInput>("putAccount", &case)?;
        let call = world.client().put_account(input);
        let came =
            as_json(world.runtime.block_on(call.into_future()).map_err(|it| it.to_string())?);
        let expected = json!({
            "id": "00000000-0000-0000-0000-000000000000",
            "login": told.body.unwrap_or_default()["login"],
        });
        if is_same(&expected, &came) { Ok(()) } else { Err(format!("{expected}, and {came}")) }
    });
    world.end();
}

#[test]
fn a_form_with_files() {
    let mut schema = DOCUMENT["components"]["schemas"]["Declaration"].clone();
    for file in ["invoice", "pictures"] {
        schema["properties"].as_object_mut().map(|it| it.remove(file));
    }
    schema["required"] = json!(["items", "sender"]);
    let files = (any_bytes(), prop::option::of(vec(any_bytes(), 1..=3)));
    let world = World::new();
    all(&(values(&schema, DEPTH), files), |(mut form, (invoice, pictures))| {
        form["invoice"] = json!("");
        let mut input = PutMultipartInput::new(
            from_slice(form.to_string().as_bytes(), Mode::Strict).map_err(|it| it.to_string())?,
        );
        form["invoice"] = json!(base64(&invoice));
        input.body.invoice = Binary::from(invoice);
        if let Some(pictures) = pictures {
            form["pictures"] = pictures.iter().map(|it| base64(it)).collect();
            input.body.pictures = Some(pictures.into_iter().map(Binary::from).collect());
        }
        let call = world.client().put_multipart(input);
        let came = world.runtime.block_on(call.into_future()).map_err(|it| it.to_string())?;
        let came = came.body.unwrap_or_default();
        if is_same(&form, &came) {
            Ok(())
        } else {
            Err(format!("expected {form}\nand got  {came}"))
        }
    });
    world.end();
}

/// A body of each media type, and what is to come back.
#[test]
fn one_of_several() {
    let schema = |name: &str| values(&DOCUMENT["components"]["schemas"][name], DEPTH);
    let strategy = (schema("Recipient"), schema("Window"), any_bytes(), any_text());
    let world = World::new();
    let send = |body| {
        let call = world.client().post_any(PostAnyInput::new(body)).answer();
        match world.runtime.block_on(call).map_err(|it| it.to_string())? {
            PostAnyOutput::Ok(body) => Ok(body),
            other => Err(format!("{other:?}")),
        }
    };
    all(&strategy, |(recipient, window, bytes, text)| {
        let decode = |it: &Value| it.to_string().into_bytes();
        let error = |it: meshwright_runtime::json::DecodeError| it.to_string();
        let json = from_slice(&decode(&recipient), Mode::Strict).map_err(error)?;
        match send(PostAnyBody2::Json(json))? {
            PostAnyOkBody::Json(it @ Reading::Recipient(_))
                if is_same(&as_json(it.clone()), &recipient) => {}
            other => return Err(format!("{other:?}")),
        }
        let form = from_slice(&decode(&window), Mode::Strict).map_err(error)?;
        match send(PostAnyBody2::Form(form))? {
            PostAnyOkBody::Json(Reading::Variant2(it))
                if is_same(&as_json(it.window.clone()), &window) => {}
            other => return Err(format!("{other:?}")),
        }
        let scan = Binary::from(bytes.clone());
        match send(PostAnyBody2::Multipart(PostAnyBody { scan, note: Some(text.clone()) }))? {
            PostAnyOkBody::Json(Reading::Variant3(it))
                if it.bytes as usize == bytes.len() && it.note.as_ref() == Some(&text) => {}
            other => return Err(format!("{other:?}")),
        }
        match send(PostAnyBody2::Text(text.clone()))? {
            PostAnyOkBody::Text(it) if it == text => {}
            other => return Err(format!("{other:?}")),
        }
        // No client can say which image: a server takes any.
        Ok(())
    });
    world.end();
}

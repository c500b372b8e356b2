//! Properties that only one side sends.
//!
//! A required property that is `readOnly` is required in answers alone, one that is `writeOnly`
//! in requests alone (OpenAPI, "Fixed Fields" of the schema object). One type serves both, so
//! such a property may be absent where its type travels the other way. Servers still ask for what is
//! `writeOnly`.

use crate::api::{Api, Content, Kind, Schema, Type};

/// Makes such properties optional.
pub(super) fn relax(api: &mut Api) {
    let mut requests = vec![false; api.types.len()];
    let mut answers = requests.clone();
    let mut announced = requests.clone();
    let incoming = api.operations.iter().map(|it| (it, false));
    // What the API sends elsewhere is an answer in all but form: `readOnly` is what the API alone sends.
    let all = incoming.chain(api.outgoing.iter().map(|it| (&it.operation, true)));
    for (operation, is_outgoing) in all {
        let (sent, got) = match is_outgoing {
            true => (&mut answers, &mut requests),
            false => (&mut requests, &mut answers),
        };
        let body = operation.request_body.iter().flat_map(|it| &it.contents);
        body.clone().for_each(|it| reach_content(api, it, sent));
        if is_outgoing {
            body.for_each(|it| reach_content(api, it, &mut announced));
        }
        for response in &operation.responses {
            response.contents.iter().for_each(|it| reach_content(api, it, got));
        }
    }
    for (index, definition) in api.types.iter_mut().enumerate() {
        if let Kind::Object(object) = &mut definition.kind {
            for property in &mut object.properties {
                // Who takes what is announced is a server too, and must not ask for it.
                property.required_in_requests =
                    property.required && property.write_only && answers[index] && !announced[index];
                let absent =
                    property.read_only && requests[index] || property.write_only && answers[index];
                property.required &= !absent;
            }
        }
    }
}

fn reach_content(api: &Api, content: &Content, reached: &mut [bool]) {
    let mut work: Vec<&Schema> = content.schemas().collect();
    while let Some(schema) = work.pop() {
        match &schema.ty {
            Type::Array(inner) | Type::Map(inner) => work.push(inner),
            Type::Named(id) if !std::mem::replace(&mut reached[id.0], true) => {
                work.extend(api.ty(*id).kind.uses());
            }
            _ => {}
        }
    }
}

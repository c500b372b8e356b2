//! Events as text (WHATWG HTML, section 9.2.6).

use serde_json::Value;

use crate::graphql::error::ResponseError;
use crate::graphql::events::EventKind;
use crate::graphql::response::Response;

/// The events of a stream that has one operation.
pub(super) fn of(kind: EventKind) -> Vec<String> {
    match kind {
        EventKind::Next(response) => vec![event("next", &json(&response))],
        EventKind::Error(errors) => vec![event("next", &refused(errors)), event("complete", "")],
        EventKind::Complete => vec![event("complete", "")],
    }
}

/// The events of a stream that has several.
pub(super) fn of_operation(id: &str, kind: EventKind) -> Vec<String> {
    let id = Value::from(id);
    let next = |payload: &str| event("next", &format!(r#"{{"id":{id},"payload":{payload}}}"#));
    let complete = || event("complete", &format!(r#"{{"id":{id}}}"#));
    match kind {
        EventKind::Next(response) => vec![next(&json(&response))],
        EventKind::Error(errors) => vec![next(&refused(errors)), complete()],
        EventKind::Complete => vec![complete()],
    }
}

fn refused(errors: Vec<ResponseError>) -> String {
    json(&Response::refused(errors))
}

fn json(response: &Response) -> String {
    String::from_utf8_lossy(&response.to_bytes()).into_owned()
}

fn event(name: &str, data: &str) -> String {
    let mut text = format!("event: {name}\n");
    for line in data.split(['\n', '\r']) {
        text.push_str("data: ");
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
    text
}

//! Bodies: which forms a request or answer may have, and what each holds.

use super::docs::prose;
use super::names::{Scope, type_name, variant_name};
use super::outputs::{class_name, status_name};
use super::types::Types;
use crate::api::{self, Content, Form, Response, Status, generated};
use crate::rust::{AnswerBody, Docs, Ident, InputBody, InputBodyKind, InputContent, Presence, Ty};

/// The body of a request; an enum where it has several forms.
pub(super) fn plan_body(
    types: &Types<'_>,
    scope: &mut Scope,
    operation: &api::Operation,
    ident: Ident,
    body: &api::RequestBody,
) -> Option<InputBody> {
    let mut variants = Scope::default();
    let contents: Vec<InputContent> = generated(&body.contents)
        .into_iter()
        .map(|content| {
            let (kind, ty) = body_kind(types, content);
            let ruled = match kind {
                InputBodyKind::Items => content.item(),
                _ => content.schema.as_ref(),
            };
            InputContent {
                ident: variants.claim(form_name(content)),
                ty,
                rules: ruled.map(|it| types.rules(it)).unwrap_or_default(),
                kind,
                media_type: content.media_type.clone(),
            }
        })
        .collect();
    let docs = prose(&body.description);
    let choice = match contents.as_slice() {
        [] => return None,
        [_] => None,
        _ => Some(scope.claim(type_name(&[&operation.id, "body"]))),
    };
    Some(InputBody {
        docs: if docs.is_empty() { Docs::new("The body.") } else { docs },
        ident,
        presence: if body.required { Presence::Required } else { Presence::Optional },
        ty: choice.clone().map_or_else(|| contents[0].ty.clone(), Ty::Own),
        choice,
        contents,
    })
}

/// How a body is read, and as what.
fn body_kind(types: &Types<'_>, content: &Content) -> (InputBodyKind, Ty) {
    let any = || types.runtime("Value");
    let ty = || content.schema.as_ref().map_or_else(any, |it| types.ty(it));
    match content.form() {
        Form::Json => (InputBodyKind::Json, ty()),
        Form::Multipart => (InputBodyKind::Multipart, ty()),
        Form::UrlEncoded => (InputBodyKind::Form, ty()),
        Form::Text | Form::Events => (InputBodyKind::Text, Ty::Prelude("String")),
        Form::Items => (InputBodyKind::Items, Ty::Items(Box::new(item(types, content)))),
        Form::Bytes => (InputBodyKind::Bytes, Ty::ByteStream),
    }
}

/// The type of one value of a sequence.
fn item(types: &Types<'_>, content: &Content) -> Ty {
    content.item().map_or_else(|| types.runtime("Value"), |it| types.ty(it))
}

/// The media types, as the document has them, whose bodies are read as they come.
pub(super) fn streams(it: &api::Operation) -> Vec<String> {
    let bodies = it.request_body.iter().flat_map(|it| generated(&it.contents));
    let answers = it.responses.iter().flat_map(|it| generated(&it.contents));
    let mut streams = Vec::new();
    for content in bodies.chain(answers) {
        let is_streamed = match content.form() {
            Form::Items | Form::Bytes => true,
            // Such an answer is bytes; a request is read part by part.
            Form::Multipart | Form::UrlEncoded | Form::Json | Form::Events | Form::Text => false,
        };
        if is_streamed && !streams.contains(&content.media_type) {
            streams.push(content.media_type.clone());
        }
    }
    streams
}

/// A media type as a variant.
fn form_name(content: &Content) -> String {
    match (content.form(), content.media_type.as_str()) {
        (Form::Multipart, _) => "Multipart".to_owned(),
        (Form::UrlEncoded, _) => "Form".to_owned(),
        (Form::Events, _) => "Events".to_owned(),
        (Form::Items, _) => "Items".to_owned(),
        (_, "text/plain") => "Text".to_owned(),
        (_, "application/octet-stream") => "Bytes".to_owned(),
        (Form::Json, it) if it.contains('*') => "Json".to_owned(),
        (_, "*/*") => "Any".to_owned(),
        (_, it) => {
            variant_name(it.strip_suffix("/*").unwrap_or(it.split_once('/').map_or(it, |it| it.1)))
        }
    }
}

/// The media type that is written; a range is none that can travel.
pub(super) fn concrete(content: &Content) -> String {
    if !content.media_type.contains('*') {
        return content.media_type.clone();
    }
    match content.media_type.as_str() {
        _ if content.form() == Form::Json => "application/json".to_owned(),
        it if it.starts_with("text/") => "text/plain".to_owned(),
        _ => "application/octet-stream".to_owned(),
    }
}

/// The body of an answer; an enum where it has several forms.
pub(super) fn answer_body(
    types: &Types<'_>,
    scope: &mut Scope,
    operation: &api::Operation,
    it: &Response,
) -> AnswerBody {
    // Some have no body, whatever the document says (RFC 9110, sections 6.4.1 and 9.3.2).
    let is_bare = matches!(it.status, Status::Code(100..=199 | 204 | 205 | 304));
    if is_bare || operation.method == api::Method::Head {
        return AnswerBody::Empty;
    }
    // Ranges such as `audio/*` and `video/*` travel as the same type, and so are one.
    let mut contents = generated(&it.contents);
    let mut seen = Vec::new();
    contents.retain(|it| {
        let media_type = concrete(it);
        let is_new = !seen.contains(&media_type);
        seen.push(media_type);
        is_new
    });
    match contents.as_slice() {
        [] => AnswerBody::Empty,
        [one] => answer_content(types, one),
        several => {
            let status = match it.status {
                Status::Code(code) => status_name(code),
                Status::Range(class) => class_name(class).to_owned(),
                Status::Default => "Default".to_owned(),
            };
            let ident = scope.claim(type_name(&[&operation.id, &status, "body"]));
            let mut variants = Scope::default();
            let contents = several
                .iter()
                .map(|it| (variants.claim(form_name(it)), concrete(it), answer_content(types, it)));
            AnswerBody::Several(ident, contents.collect())
        }
    }
}

fn answer_content(types: &Types<'_>, content: &Content) -> AnswerBody {
    let media_type = concrete(content);
    match content.form() {
        Form::Events => AnswerBody::Events,
        Form::Json => {
            let any = || types.runtime("Value");
            AnswerBody::Json(
                media_type,
                content.schema.as_ref().map_or_else(any, |it| types.ty(it)),
            )
        }
        Form::Items => AnswerBody::Items(media_type, item(types, content)),
        Form::Text => AnswerBody::Text(media_type),
        Form::Bytes | Form::Multipart | Form::UrlEncoded => AnswerBody::Bytes(media_type),
    }
}

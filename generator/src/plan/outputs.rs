//! What operations give: an enum with a variant for each status.

use super::bodies::answer_body;
use super::docs::prose;
use super::names::{Scope, type_name, value_name, variant_name};
use super::operations::{Planned, address, shape, style_name};
use super::types::{Types, code};
use crate::api::{self, Response, Status, Style, generated};
use crate::rust::{
    Alias, AnswerBody, AnswerHeader, AnswerVariant, Docs, Item, Output, OutputStatus, Presence, Ty,
};

/// For each output of a module the first that says the same, if that is another one.
pub(super) fn first_outputs(operations: &[Planned]) -> Vec<Option<usize>> {
    let mut firsts: Vec<usize> = Vec::new();
    let first = |(index, it): (usize, &Planned)| {
        let it = &it.output;
        let same = |first: &&usize| {
            let first = &operations[**first].output;
            (&first.variants, first.is_data, first.is_uneven)
                == (&it.variants, it.is_data, it.is_uneven)
        };
        let first = firsts.iter().find(same).copied();
        if first.is_none() {
            firsts.push(index);
        }
        first
    };
    operations.iter().enumerate().map(first).collect()
}

/// The item of an output: another name for the first that says the same, with whether that is in the same file.
pub(super) fn output_item(it: &Output, first: Option<(&Output, bool)>) -> Item {
    let Some((first, is_here)) = first else { return Item::Output(it.clone()) };
    let ident = first.ident.clone();
    let ty = if is_here { Ty::Own(ident) } else { Ty::Beside(ident) };
    Item::Alias(Alias { docs: it.docs.clone(), ident: it.ident.clone(), ty })
}

pub(super) fn plan_output(types: &Types<'_>, scope: &mut Scope, it: &api::Operation) -> Output {
    let mut names = Scope::default();
    let mut responses: Vec<&Response> = it.responses.iter().collect();
    // What is tried first when an answer is read: codes before classes before the rest.
    responses.sort_by_key(|it| match it.status {
        Status::Code(code) => (0, code),
        Status::Range(class) => (1, u16::from(class)),
        Status::Default => (2, 0),
    });
    let mut variants: Vec<AnswerVariant> = responses
        .iter()
        .map(|response| plan_variant(types, scope, it, &mut names, response))
        .collect();
    if variants.is_empty() {
        // The document promises nothing, so that any status without a body will do.
        variants.push(AnswerVariant {
            docs: Docs::new("Any status."),
            ident: names.claim("Default".to_owned()),
            status: OutputStatus::Default,
            headers: Vec::new(),
            body: AnswerBody::Empty,
        });
    }
    let mut sizes: Vec<usize> = responses.iter().map(|it| size(types, it)).collect();
    sizes.sort_unstable();
    sizes.reverse();
    let line = format!("What `{}` gives.", address(it));
    Output {
        docs: Docs(vec![line]),
        ident: scope.claim(type_name(&[&it.id, "output"])),
        // The sizes are estimates, so that the lint's own bound of 200 bytes is too late.
        is_uneven: sizes.first().unwrap_or(&0) - sizes.get(1).unwrap_or(&0) > 80,
        has_eq: false,
        is_data: variants.iter().all(|it| !is_stream(&it.body)),
        variants,
    }
}

/// About how many bytes an answer takes.
fn size(types: &Types<'_>, it: &Response) -> usize {
    let headers: usize = it.headers.iter().map(|it| types.size(&it.schema)).sum();
    let contents = generated(&it.contents).into_iter();
    let largest = contents.map(|it| it.schema.as_ref().map_or(32, |it| types.size(it))).max();
    headers + largest.unwrap_or(0)
}

fn is_stream(body: &AnswerBody) -> bool {
    match body {
        AnswerBody::Bytes(_) | AnswerBody::Items(..) | AnswerBody::Events => true,
        AnswerBody::Several(_, list) => list.iter().any(|it| is_stream(&it.2)),
        _ => false,
    }
}

fn plan_variant(
    types: &Types<'_>,
    scope: &mut Scope,
    operation: &api::Operation,
    names: &mut Scope,
    it: &Response,
) -> AnswerVariant {
    let (status, name) = match it.status {
        Status::Code(code) => (OutputStatus::Code(code), status_name(code)),
        Status::Range(class) => (OutputStatus::Range(class), class_name(class).to_owned()),
        Status::Default => (OutputStatus::Default, "Default".to_owned()),
    };
    let mut fields = Scope::with(&["status", "body"]);
    let headers = it.headers.iter().map(|header| {
        let docs = prose(&header.description);
        let fallback = Docs(vec![format!("`{}`", code(&header.name))]);
        let shape = shape(types.api, &header.schema, 0);
        let is_plain = header.style == Style::Simple && (!header.explode || shape != "Object");
        AnswerHeader {
            docs: if docs.is_empty() { fallback } else { docs },
            ident: fields.claim(value_name(&header.name)),
            name: header.name.to_lowercase(),
            ty: types.ty(&header.schema),
            shape: Some(shape).filter(|it| *it != "Scalar"),
            style: (!is_plain).then(|| (style_name(header.style), header.explode)),
            presence: if header.required { Presence::Required } else { Presence::Optional },
        }
    });
    let docs = prose(&it.description);
    let headers: Vec<AnswerHeader> = headers.collect();
    AnswerVariant {
        docs: it.links.iter().fold(answer_docs(it.status, docs), link_docs),
        ident: names.claim(name),
        status,
        headers,
        body: answer_body(types, scope, operation, it),
    }
}

/// ``Link `owner`: `getUser` with `id` from `$response.body#/owner`.``
fn link_docs(docs: Docs, it: &api::Link) -> Docs {
    let values =
        it.values.iter().map(|(name, value)| format!("`{}` from `{}`", code(name), code(value)));
    let values = values.collect::<Vec<_>>().join(", ");
    let with = if values.is_empty() { "" } else { " with " };
    let lead = format!("Link `{}`: `{}`{with}{values}.", code(&it.name), code(&it.target));
    let more = prose(&it.description).0.join(" ");
    docs.and(format!("{lead} {more}").trim_end())
}

/// `Status 404. There is no such pet.`: on one line where the description has but one.
fn answer_docs(status: Status, description: Docs) -> Docs {
    let lead = match status {
        Status::Default => "Any other status.".to_owned(),
        status => format!("Status {status}."),
    };
    match description.0.as_slice() {
        [one] if one.starts_with(char::is_alphanumeric) && one.len() < 70 => {
            Docs(vec![format!("{lead} {one}")])
        }
        _ => Docs(vec![lead]).and_docs(&description),
    }
}

/// The reason phrase of RFC 9110, section 15, as a variant.
pub(super) fn status_name(code: u16) -> String {
    match http::StatusCode::from_u16(code).ok().and_then(|it| it.canonical_reason()) {
        Some(reason) => variant_name(&reason.replace('\'', "")),
        None => format!("Status{code}"),
    }
}

pub(super) fn class_name(class: u8) -> &'static str {
    match class {
        1 => "Informational",
        2 => "Success",
        3 => "Redirection",
        4 => "ClientError",
        _ => "ServerError",
    }
}

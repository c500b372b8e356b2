//! The server's traits and the client's methods.

use super::docs::prose;
use super::operations::{Group, Planned};
use crate::rust::{
    AnswerBody, AnswerVariant, ClientMethod, ClientModule, Docs, Handler, HandlerAccess,
    OutputStatus, Pages, ServerModule, Success, Ty,
};

pub(super) fn plan_server(group: &Group) -> ServerModule {
    let docs = prose(&group.description);
    let lead = Docs(vec![group.lead()]);
    ServerModule {
        docs: if docs.is_empty() { lead } else { lead.and(&docs.0.join("\n")) },
        trait_ident: group.trait_ident.clone(),
        module: group.module.clone(),
        handlers: group.operations.iter().map(handler).collect(),
    }
}

fn handler(it: &Planned) -> Handler {
    let access = if it.security.is_empty() || it.security.iter().all(Vec::is_empty) {
        HandlerAccess::Public
    } else if it.security.iter().any(Vec::is_empty) {
        HandlerAccess::Optional
    } else {
        HandlerAccess::Principal
    };
    Handler {
        docs: it.docs.clone(),
        ident: it.ident.clone(),
        input: it.input.as_ref().map(|it| it.ident.clone()),
        output: it.output.ident.clone(),
        constant: it.table.operation.constant.clone(),
        access,
        is_left_out: it.is_left_out,
    }
}

/// The methods of these operations of a group: all of them, or what one of several files has.
pub(super) fn plan_client<'a>(
    group: &Group,
    operations: impl Iterator<Item = &'a Planned>,
    is_part: bool,
) -> ClientModule {
    let methods = operations.map(|it| ClientMethod {
        docs: it.docs.clone(),
        ident: it.ident.clone(),
        input: it.input.as_ref().map(|it| it.ident.clone()),
        output: it.output.ident.clone(),
        constant: it.table.operation.constant.clone(),
        success: success(it),
        pages: pages(it),
    });
    ClientModule {
        module: group.module.clone(),
        sender: group.sender.clone(),
        is_part,
        methods: methods.collect(),
    }
}

/// The method that gives the items of all pages.
fn pages(it: &Planned) -> Option<Pages> {
    let (ident, item, at) = it.items.clone()?;
    let variants = &it.output.variants;
    let success = |it: &&AnswerVariant| matches!(it.status, OutputStatus::Code(200..=299));
    let variant = variants.iter().find(success)?;
    Some(Pages {
        ident,
        item,
        at,
        variant: variant.ident.clone(),
        has_headers: !variant.headers.is_empty(),
        is_only: variants.len() == 1,
    })
}

/// The answers of an operation that are no errors: those of the classes 1, 2 and 3.
fn success(it: &Planned) -> Success {
    let is_success = |status: &OutputStatus| match status {
        OutputStatus::Code(code) => *code < 400,
        OutputStatus::Range(class) => *class < 4,
        OutputStatus::Default => false,
    };
    let variants = &it.output.variants;
    let successes: Vec<_> = variants.iter().filter(|it| is_success(&it.status)).collect();
    let [one] = successes.as_slice() else {
        return match successes.len() {
            count if count == 0 || count == variants.len() => Success::All,
            _ => Success::Some(successes.iter().map(|it| (it.ident.clone(), holds(it))).collect()),
        };
    };
    if !one.headers.is_empty() || !matches!(one.status, OutputStatus::Code(_)) {
        return match variants.len() {
            1 => Success::All,
            _ => Success::Some(vec![(one.ident.clone(), holds(one))]),
        };
    }
    let ty = match &one.body {
        AnswerBody::Empty => None,
        AnswerBody::Json(_, ty) => Some(ty.clone()),
        AnswerBody::Text(_) => Some(Ty::Prelude("String")),
        AnswerBody::Bytes(_) => Some(Ty::ByteStream),
        AnswerBody::Items(_, ty) => Some(Ty::Items(Box::new(ty.clone()))),
        AnswerBody::Events => Some(Ty::Events),
        AnswerBody::Several(ident, _) => Some(Ty::Own(ident.clone())),
    };
    Success::One { ident: one.ident.clone(), ty, is_only: variants.len() == 1 }
}

/// Whether an answer is more than its status.
fn holds(it: &AnswerVariant) -> bool {
    let is_open = !matches!(it.status, OutputStatus::Code(_));
    is_open || !it.headers.is_empty() || it.body != AnswerBody::Empty
}

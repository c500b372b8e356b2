//! The server's traits and the client's methods.

use super::docs::prose;
use super::operations::{Group, Planned};
use crate::rust::{
    AnswerBody, ClientMethod, ClientModule, Docs, Handler, HandlerAccess, OutputStatus,
    ServerModule, Success, Ty,
};

pub(super) fn plan_server(group: &Group) -> ServerModule {
    let docs = prose(&group.description);
    let lead = Docs(vec![format!("The operations tagged `{}`.", group.tag.replace('`', "'"))]);
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
        deprecated: it.deprecated,
        ident: it.ident.clone(),
        input: it.input.as_ref().map(|it| it.ident.clone()),
        output: it.output.ident.clone(),
        constant: it.table.operation.constant.clone(),
        access,
    }
}

pub(super) fn plan_client(group: &Group) -> ClientModule {
    let methods = group.operations.iter().map(|it| ClientMethod {
        docs: it.docs.clone(),
        deprecated: it.deprecated,
        ident: it.ident.clone(),
        input: it.input.as_ref().map(|it| it.ident.clone()),
        output: it.output.ident.clone(),
        constant: it.table.operation.constant.clone(),
        success: success(it),
    });
    ClientModule { module: group.module.clone(), methods: methods.collect() }
}

/// The one success of an operation: what callers get without a `match`.
fn success(it: &Planned) -> Option<Success> {
    let is_success = |status: &OutputStatus| match status {
        OutputStatus::Code(code) => (200..300).contains(code),
        OutputStatus::Range(class) => *class == 2,
        OutputStatus::Default => false,
    };
    let mut successes = it.output.variants.iter().filter(|it| is_success(&it.status));
    let one = successes.next()?;
    if successes.next().is_some()
        || !one.headers.is_empty()
        || !matches!(one.status, OutputStatus::Code(_))
    {
        return None;
    }
    let ty = match &one.body {
        AnswerBody::Empty => None,
        AnswerBody::Json(_, ty) => Some(ty.clone()),
        AnswerBody::Text(_) => Some(Ty::Prelude("String")),
        AnswerBody::Bytes(_) => Some(Ty::Runtime { name: "Bytes", qualified: true }),
        AnswerBody::Events => Some(Ty::Runtime { name: "Events", qualified: true }),
        AnswerBody::Several(ident, _) => Some(Ty::Own(ident.clone())),
    };
    let is_only = it.output.variants.len() == 1;
    Some(Success { ident: one.ident.clone(), ty, is_only })
}

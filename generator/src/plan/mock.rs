//! A mock server: the plan of a crate, with examples for what its operations give.

use serde_json::Value;

use super::assertions::plan_assertions;
use super::bodies::concrete;
use super::contract::contract_rows;
use super::krate::{name_schemes, scheme};
use super::names::Scope;
use super::operations::{Planned, plan_operations};
use super::types::{Types, name_types, plan_types};
use crate::api::{Api, Content, Form, Operation, Response, Schema, Status, Type, generated};
use crate::example::{Sender, fits, valid_example};
use crate::rust::{
    AnswerBody, AnswerVariant, InputBodyKind, Mock, MockAnswer, MockContent, MockKind,
    MockOperation, OutputStatus, Ty,
};

/// Plans the mock server of one OpenAPI document, with the cases that it passes if they are wanted.
pub fn plan_mock(api: &Api, has_contract: bool) -> Mock {
    let mut scope = Scope::with(&["Client", "Service"]);
    let types = name_types(api, &mut scope);
    let schemes = name_schemes(api);
    let groups = plan_operations(&types, &mut scope, &schemes);
    let mut operations: Vec<MockOperation> = Vec::new();
    for group in groups.iter().filter(|it| it.sender.is_none()) {
        for planned in &group.operations {
            let row = &planned.table.operation;
            let same = |it: &&Operation| {
                it.method.as_str() == row.method && it.path == row.path && it.id == row.id
            };
            if let Some(operation) = api.operations.iter().find(same) {
                operations.push(plan_operation(&types, planned, operation));
            }
        }
    }
    let contract = match has_contract {
        true => contract_rows(api, &groups),
        false => Vec::new(),
    };
    let modules = plan_types(&types).into_iter().chain(plan_assertions(&types));
    Mock {
        title: api.title.clone(),
        servers: api.servers.iter().map(crate::api::Server::default_url).collect(),
        types: modules.flat_map(|it| it.items).collect(),
        schemes: api.security_schemes.iter().zip(&schemes).map(|it| scheme(it.0, it.1)).collect(),
        operations,
        contract,
    }
}

fn plan_operation(types: &Types<'_>, planned: &Planned, it: &Operation) -> MockOperation {
    let answers = it.responses.iter().filter_map(|response| {
        let status = match response.status {
            Status::Code(code) => OutputStatus::Code(code),
            Status::Range(class) => OutputStatus::Range(class),
            Status::Default => OutputStatus::Default,
        };
        let variant = planned.output.variants.iter().find(|it| it.status == status)?;
        Some(plan_answer(types.api, variant, response))
    });
    MockOperation {
        ident: planned.ident.clone(),
        table: planned.table.clone(),
        input: planned.input.clone(),
        answers: answers.collect(),
    }
}

fn plan_answer(api: &Api, variant: &AnswerVariant, response: &Response) -> MockAnswer {
    let headers = variant.headers.iter().zip(&response.headers).map(|(planned, header)| {
        let fits = |it: &&Value| fits(api, &header.schema, it, Sender::Server);
        let usual = usual(&planned.name).map(Value::from);
        let mut given = header.example.iter().chain(&header.schema.default).chain(&usual);
        let made = || valid_example(api, &header.schema, &header.name, Sender::Server);
        (planned.clone(), given.find(fits).cloned().unwrap_or_else(made))
    });
    let mut contents: Vec<MockContent> = Vec::new();
    let is_bare = variant.body == AnswerBody::Empty;
    for content in generated(&response.contents).into_iter().filter(|_| !is_bare) {
        let media_type = concrete(content);
        if contents.iter().all(|it| it.media_type != media_type) {
            let kind = kind(&variant.body, content, &media_type);
            contents.push(MockContent { media_type, kind, examples: examples(api, content) });
        }
    }
    MockAnswer { status: variant.status, headers: headers.collect(), contents }
}

/// What a header says where the document does not tell: clients act upon some of them.
fn usual(name: &str) -> Option<&'static str> {
    Some(match name {
        "cache-control" => "no-store",
        "content-disposition" => "attachment",
        "content-language" => "en",
        "date" | "last-modified" => "Mon, 04 May 2026 09:30:00 GMT",
        "etag" => "\"1\"",
        "expires" => "Mon, 04 May 2026 09:30:00 GMT",
        "link" => "<https://example.com/?page=2>; rel=\"next\"",
        "location" => "https://example.com/1",
        "retry-after" => "1",
        "www-authenticate" => "Bearer",
        _ => return None,
    })
}

/// How the body of an answer travels, under one of its media types.
fn kind(body: &AnswerBody, content: &Content, media_type: &str) -> MockKind {
    match content.form() {
        Form::Events => MockKind::Events,
        Form::Text => MockKind::Like(InputBodyKind::Text),
        Form::UrlEncoded => MockKind::Like(InputBodyKind::Form),
        Form::Multipart => MockKind::Like(InputBodyKind::Multipart),
        Form::Json => MockKind::Json(json(body, media_type).unwrap_or_else(any)),
        Form::Items => MockKind::Like(InputBodyKind::Items),
        Form::Bytes => MockKind::Like(InputBodyKind::Bytes),
    }
}

fn json(body: &AnswerBody, media_type: &str) -> Option<Ty> {
    match body {
        AnswerBody::Json(_, ty) => Some(ty.clone()),
        AnswerBody::Several(_, list) => {
            let it = list.iter().find(|it| it.1 == media_type)?;
            json(&it.2, media_type)
        }
        _ => None,
    }
}

fn any() -> Ty {
    Ty::Runtime { name: "Value", qualified: true }
}

/// The values of the document, and one that is made.
fn examples(api: &Api, content: &Content) -> Vec<(String, Value)> {
    let given = content.examples.iter().map(|it| (it.name.clone(), it.value.clone()));
    let of = |schema: &Schema| valid_example(api, schema, "", Sender::Server);
    let made = match (&content.item_schema, &content.schema) {
        (Some(item), _) => Value::Array(vec![of(item)]),
        _ if content.form() == Form::Items => {
            Value::Array(content.item().map(of).into_iter().collect())
        }
        (None, Some(schema)) => of(schema),
        (None, None) if content.form() == Form::Json => of(&Schema::new(Type::Any)),
        (None, None) => Value::String("text".to_owned()),
    };
    given.chain([(String::new(), made)]).collect()
}

//! Servers that answer from a schema: requests are checked as a generated server checks them, and the
//! answers are examples.
//!
//! Routing, credentials, parameters and bodies are those of [`crate::server`]; types are data
//! ([`crate::json::dynamic`]). All of it is loaded once and lives as long as the program.

mod answer;
mod input;
mod negotiate;
mod prefer;

use std::sync::Arc;

use http::StatusCode;

use crate::http::Operation;
use crate::json::Rule;
use crate::json::dynamic::Type;
use crate::server::{Credential, Denied, Fault, Guard, Handled, Problem, Routes};
pub use answer::{Answer, Content, Form, Status};
use input::Asked;
use prefer::Prefer;

/// An operation, with what it takes and what it gives.
#[derive(Debug)]
pub struct Mocked {
    /// Its table row.
    pub operation: &'static Operation,
    /// Its parameters, in the order of the table.
    pub parameters: Vec<Parameter>,
    /// The media types of its body, in the order of the table.
    pub body: Vec<Body>,
    /// What it gives, in the order of the document.
    pub answers: Vec<Answer>,
}

/// What a parameter is.
#[derive(Debug)]
pub struct Parameter {
    /// Whether it must be there.
    pub required: bool,
    /// Its value.
    pub ty: Type,
    /// What holds for the value.
    pub rules: &'static [Rule],
}

/// What a body of one media type is.
#[derive(Debug)]
pub struct Body {
    /// How it travels.
    pub form: Form,
    /// Its value, unless it is text or bytes.
    pub ty: Type,
    /// What holds for the value.
    pub rules: &'static [Rule],
}

/// Lets everyone in who presents what the schema asks for, whatever it is.
#[derive(Debug)]
pub struct Mock {
    /// What is protected, as challenges name it.
    pub realm: String,
}

impl Guard for Mock {
    type Principal = ();

    async fn admit(&self, credentials: Vec<Credential>) -> Result<(), Denied> {
        let is_basic = |it: &&Credential| {
            matches!(it.scheme.kind, crate::http::SchemeKind::Authorization(word)
                if word.eq_ignore_ascii_case("basic"))
        };
        match credentials.iter().filter(is_basic).all(|it| it.basic().is_some()) {
            true => Ok(()),
            false => Err(Denied::Unknown("the credentials are no name and password in base64")),
        }
    }

    fn realm(&self) -> &str {
        &self.realm
    }
}

/// The routes of all operations of one API.
pub fn routes(realm: &str, operations: &'static [Mocked]) -> Routes<Mock> {
    let mut routes = Routes::new(Arc::new(Mock { realm: realm.to_owned() }));
    for mocked in operations {
        routes.add_row(mocked.operation, move |call| -> Handled {
            Box::pin(async move {
                let (_, context, asked) = call.open_into(Asked::new(mocked)).await?;
                asked.finish().await?;
                let prefer = Prefer::of(&context.headers);
                let (status, answer) = choose(mocked, &prefer)?;
                let mut response = answer::respond(answer, status, &context.headers, &prefer)?;
                prefer.applied(&mut response);
                Ok(response)
            })
        });
    }
    routes
}

/// The answer that is wanted: the one asked for, else a success, else the first.
fn choose<'a>(mocked: &'a Mocked, prefer: &Prefer) -> Result<(u16, Option<&'a Answer>), Fault> {
    let answers = &mocked.answers;
    if let Some(status) = prefer.status {
        return match answers.iter().filter(|it| it.status.is(status)).min_by_key(|it| it.status) {
            Some(answer) => Ok((status, Some(answer))),
            None => {
                let known: Vec<String> = answers.iter().map(|it| it.status.to_string()).collect();
                let id = mocked.operation.id;
                let detail = format!(
                    "`{id}` has no answer {status}; its answers are {}",
                    if known.is_empty() {
                        "not in the schema".to_owned()
                    } else {
                        known.join(", ")
                    }
                );
                Err(Fault::problem(Problem::new(StatusCode::BAD_REQUEST, detail)))
            }
        };
    }
    let named = prefer.example.as_ref().and_then(|name| {
        answers.iter().find(|it| it.contents.iter().any(|it| it.named(name).is_some()))
    });
    if let (Some(name), None) = (&prefer.example, named) {
        let names = answers.iter().flat_map(|it| &it.contents).flat_map(|it| &it.examples);
        let names: Vec<String> =
            names.filter(|it| !it.0.is_empty()).map(|it| format!("`{}`", it.0)).collect();
        let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let detail = format!("`{}` has no example `{name}`; it has {known}", mocked.operation.id);
        return Err(Fault::problem(Problem::new(StatusCode::BAD_REQUEST, detail)));
    }
    let rank = |it: &&Answer| match it.status {
        Status::Code(code @ 200..=299) => (0, code),
        Status::Range(2) => (1, 0),
        Status::Default => (2, 0),
        Status::Code(code @ 300..=399) => (3, code),
        Status::Range(3) => (4, 0),
        Status::Code(code @ 200..) => (5, code),
        Status::Range(class @ 2..) => (6, u16::from(class)),
        // Interim answers end no request.
        Status::Code(code) => (7, code),
        Status::Range(class) => (8, u16::from(class)),
    };
    let answer = named.or_else(|| answers.iter().min_by_key(rank));
    let status = answer.map_or(204, |it| match it.status {
        Status::Code(code) => code,
        Status::Range(class) => u16::from(class) * 100,
        Status::Default => 200,
    });
    Ok((status, answer))
}

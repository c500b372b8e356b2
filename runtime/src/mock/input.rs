//! What an operation takes, by its types.

use super::{Form, Mocked};
use crate::http::{ByteStream, Input, Items, Parts};
use crate::json::dynamic::{Dynamic, Type};
use crate::json::{Held, Rule, Value};

/// The parameters and the body of a request.
#[derive(Debug)]
pub(super) struct Asked {
    mocked: Option<&'static Mocked>,
    parameters: Vec<Dynamic>,
    body: Dynamic,
    text: String,
    bytes: ByteStream,
    items: Items<Value>,
}

impl Asked {
    pub(super) fn new(mocked: &'static Mocked) -> Self {
        let parameters = mocked.parameters.iter().map(|it| Dynamic::new(it.ty)).collect();
        Self { mocked: Some(mocked), parameters, ..Self::blank() }
    }
}

impl Input for Asked {
    fn blank() -> Self {
        let body = Dynamic::new(Type::Any);
        Self {
            mocked: None,
            parameters: Vec::new(),
            body,
            text: String::new(),
            bytes: ByteStream::default(),
            items: Items::default(),
        }
    }

    fn parts(&mut self, p: &mut Parts<'_, '_>) {
        let Some(mocked) = self.mocked else { return };
        for (parameter, value) in mocked.parameters.iter().zip(&mut self.parameters) {
            let held = if parameter.required { p.required(value) } else { p.optional(value) };
            keep(held, parameter.rules);
        }
        let index = if mocked.body.len() > 1 { p.one_of() } else { 0 };
        let Some(body) = mocked.body.get(index) else { return };
        self.body = Dynamic::new(body.ty);
        match body.form {
            Form::Json => keep(p.json(&mut self.body), body.rules),
            Form::UrlEncoded => keep(p.form(&mut self.body), body.rules),
            Form::Multipart => keep(p.multipart(&mut self.body), body.rules),
            Form::Text | Form::Events => p.text(&mut self.text),
            Form::Items => p.items(&mut self.items),
            Form::Bytes => p.bytes(&mut self.bytes),
        }
    }
}

fn keep(mut held: Held<'_, '_>, rules: &[Rule]) {
    for rule in rules {
        held.rule(*rule);
    }
}

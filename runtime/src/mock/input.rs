//! What an operation takes, by its types.

use futures_util::StreamExt as _;

use super::{Form, Mocked};
use crate::http::{ByteStream, Input, ItemError, Items, Parts};
use crate::json::dynamic::{Dynamic, Type};
use crate::json::{Held, Null, Rule, read_request};

/// The parameters and the body of a request.
#[derive(Debug)]
pub(super) struct Asked {
    mocked: Option<&'static Mocked>,
    parameters: Vec<Dynamic>,
    body: Dynamic,
    text: String,
    bytes: ByteStream,
    items: Items<Null>,
}

impl Asked {
    pub(super) fn new(mocked: &'static Mocked) -> Self {
        let parameters = mocked.parameters.iter().map(|it| Dynamic::new(it.ty)).collect();
        Self { mocked: Some(mocked), parameters, ..Self::blank() }
    }

    /// Reads what comes in pieces to its end.
    ///
    /// # Errors
    ///
    /// Those of the first item that is not what the schema says.
    pub(super) async fn finish(mut self) -> Result<(), ItemError> {
        while let Some(item) = self.items.next().await {
            item?;
        }
        Ok(())
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
            Form::Items => {
                self.items = p.items_by(|text| {
                    read_request(text, Dynamic::new(body.ty), body.rules).map(|_| Null)
                });
            }
            Form::Bytes => p.bytes(&mut self.bytes),
        }
    }
}

fn keep(mut held: Held<'_, '_>, rules: &[Rule]) {
    for rule in rules {
        held.rule(*rule);
    }
}

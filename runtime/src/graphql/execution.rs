//! One operation under way: queries at once, mutations in series, subscriptions event by event.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::{FutureExt as _, Stream, StreamExt};
use serde_json::{Map, Value};

use super::call::{Call, Piece, panicked};
use super::context::Context;
use super::error::{Error, PathSegment, ResponseError};
use super::finish::{write_one, write_value};
use super::output::Output;
use super::pending::Pending;
use super::plan::{Plan, Step, StepKind};
use super::response::Response;
use super::schema::Served;
use super::writer::Writer;

/// Everything that the fields of one operation share.
pub(crate) struct Execution {
    pub(crate) schema: Arc<Served>,
    pub(crate) plan: Arc<Plan>,
    pub(crate) variables: Map<String, Value>,
    pub(crate) context: Context,
    /// Answers of `__schema` and `__type` by response key, or what is wrong in them.
    pub(crate) introspection: Result<Map<String, Value>, ResponseError>,
}

impl Execution {
    /// All root fields at once (specification, section 6.2.1).
    pub(crate) async fn query(&self) -> Response {
        let root = |out: &mut Writer<'_>| {
            out.object(self.plan.root_type, &(), &|_, out| out.null());
        };
        let Piece { text, errors, failed: _ } = write_one(self, &self.plan.root, &root).await;
        Response { data: Some(text), errors }
    }

    /// Root fields one after the other (specification, section 6.2.2); a failure ends the series.
    pub(crate) async fn mutation(&self) -> Response {
        let steps = match self.root_steps() {
            Ok(steps) => steps,
            Err(error) => return Response { data: Some(b"null".to_vec()), errors: vec![error] },
        };
        let mut fields = RootFields::default();
        for step in steps {
            let piece = match step.kind {
                StepKind::Resolved | StepKind::Batched | StepKind::Plain => {
                    Pending::new(self.call(step)).await
                }
                StepKind::TypeName => self.type_name(step),
                // Of queries only, as validation has it.
                StepKind::Introspection => plain(b"null".to_vec()),
            };
            if !fields.add(step, piece) {
                break;
            }
        }
        fields.into_response()
    }

    /// Starts the source stream and maps its events (specification, section 6.2.3).
    ///
    /// # Errors
    /// The response of a subscription that does not start.
    pub(crate) async fn subscribe(
        self,
    ) -> Result<impl Stream<Item = Response> + Send + 'static, Response> {
        let steps = self.root_steps().map_err(|error| Response::refused(vec![error]))?;
        let Some(step) = steps.first().filter(|step| step.kind == StepKind::Resolved) else {
            return Err(Response::refused(vec![ResponseError::request(
                "nothing to subscribe to",
                None,
            )]));
        };
        if let Some(piece) = self.call(step).refusal() {
            let mut errors = piece.errors;
            errors.iter_mut().for_each(|it| it.prepend(PathSegment::Key(step.key.clone())));
            return Err(Response::refused(errors));
        }
        let events = self.call(step).subscribe().await;
        let events = events.map_err(|error| {
            let mut error = ResponseError::at(error, &step.locations);
            error.prepend(PathSegment::Key(step.key.clone()));
            Response::refused(vec![error])
        })?;
        let execution = Arc::new(self);
        Ok(events.then(move |event| {
            let execution = Arc::clone(&execution);
            async move { execution.event(event).await }
        }))
    }

    async fn event(&self, event: Result<Box<dyn Output>, Error>) -> Response {
        self.context.forget_loaders();
        let mut fields = RootFields::default();
        for step in self.root_steps().unwrap_or_default() {
            let call = self.call(step);
            let piece = match &event {
                Ok(value) => {
                    let written = AssertUnwindSafe(write_value(self, step, value)).catch_unwind();
                    written.await.unwrap_or_else(|_| call.refuse(panicked()))
                }
                Err(error) => call.refuse(error.clone()),
            };
            fields.add(step, piece);
        }
        fields.into_response()
    }

    fn call<'a>(&'a self, step: &'a Step) -> Call<'a> {
        Call { execution: self, parent: &(), step }
    }

    fn root_steps(&self) -> Result<&[Step], ResponseError> {
        match self.plan.steps(&self.plan.root, self.plan.root_type) {
            Some(Ok(steps)) => Ok(steps),
            Some(Err(bad)) => Err(ResponseError::request(bad.error().message(), bad.location)),
            None => Ok(&[]),
        }
    }

    fn type_name(&self, step: &Step) -> Piece {
        plain(
            format!("\"{}\"", self.schema.types.objects[usize::from(step.type_index)].name)
                .into_bytes(),
        )
    }

    /// The answer of `__schema` or `__type` under this key.
    pub(crate) fn introspected(&self, key: &str) -> Result<&Value, ResponseError> {
        match &self.introspection {
            Ok(answers) => Ok(answers.get(key).unwrap_or(&Value::Null)),
            Err(error) => Err(error.clone()),
        }
    }

    /// `Type.field`, for messages.
    pub(crate) fn coordinate(&self, step: &Step) -> String {
        let object = &self.schema.types.objects[usize::from(step.type_index)];
        let field = object.fields.iter().find(|(_, field)| field.index == step.field_index);
        format!("{}.{}", object.name, field.map_or("", |(name, _)| name))
    }
}

fn plain(text: Vec<u8>) -> Piece {
    Piece { text, errors: Vec::new(), failed: false }
}

/// Root fields put together by hand, where they do not all run at once.
#[derive(Default)]
struct RootFields {
    text: Vec<u8>,
    errors: Vec<ResponseError>,
    failed: bool,
}

impl RootFields {
    fn add(&mut self, step: &Step, piece: Piece) -> bool {
        self.text.push(if self.text.is_empty() { b'{' } else { b',' });
        self.text.extend_from_slice(step.label.as_bytes());
        self.text.extend_from_slice(&piece.text);
        for mut error in piece.errors {
            error.prepend(PathSegment::Key(step.key.clone()));
            self.errors.push(error);
        }
        self.failed |= piece.failed;
        !self.failed
    }

    fn into_response(mut self) -> Response {
        match (self.failed, self.text.is_empty()) {
            (true, _) => self.text = b"null".to_vec(),
            (false, true) => self.text = b"{}".to_vec(),
            (false, false) => self.text.push(b'}'),
        }
        Response { data: Some(self.text), errors: self.errors }
    }
}

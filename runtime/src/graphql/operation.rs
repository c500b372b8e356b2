//! An operation that passed validation, with its plans; and one request for it.

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::Stream;
use serde_json::{Map, Value};

use super::coerce::coerce_variables;
use super::context::Context;
use super::document::{Document, OperationKind};
use super::engine::Executable;
use super::execution::Execution;
use super::limits::Limits;
use super::measure::Measured;
use super::plan::{Plan, plan};
use super::response::Response;
use super::schema::Served;

/// Plans kept for one operation; each is for one choice of its `@skip` and `@include` variables.
const MAX_PLANS: usize = 8;

/// The values of the variables that `@skip` and `@include` read; one that is null fails where it is read.
type Choice = Vec<Option<bool>>;

/// What the cache keeps per operation.
pub(crate) struct Operation {
    pub(crate) document: Document,
    /// For introspection, which the engine answers.
    pub(crate) executable: Executable,
    /// What is left to check once the variables are known.
    pub(crate) measured: Measured,
    /// Variables that `@skip` and `@include` read.
    pub(crate) condition_variables: Vec<String>,
    pub(crate) plans: Mutex<Vec<(Choice, Arc<Plan>)>>,
}

impl Operation {
    fn plan(&self, schema: &Served, variables: &Map<String, Value>) -> Result<Arc<Plan>, Response> {
        let choice = |name: &String| variables.get(name).and_then(Value::as_bool);
        let choice: Choice = self.condition_variables.iter().map(choice).collect();
        let known = |plans: &Vec<(Choice, Arc<Plan>)>| {
            plans.iter().find(|(it, _)| *it == choice).map(|(_, plan)| Arc::clone(plan))
        };
        if let Some(plan) = known(&self.plans.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(plan);
        }
        let plan = plan(&schema.types, &self.document, variables, schema.limits.introspection);
        let plan = Arc::new(plan.map_err(|error| Response::refused(vec![error]))?);
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if plans.len() < MAX_PLANS {
            plans.push((choice, Arc::clone(&plan)));
        }
        Ok(plan)
    }
}

/// A request whose document is valid: ready to execute or to subscribe.
pub struct Prepared {
    pub(crate) schema: Arc<Served>,
    pub(crate) operation: Arc<Operation>,
    pub(crate) variables: Map<String, Value>,
}

impl Prepared {
    /// What the chosen operation does.
    pub fn kind(&self) -> OperationKind {
        self.operation.document.kind
    }

    /// The name of the chosen operation; `None` if it is anonymous.
    pub fn name(&self) -> Option<&str> {
        self.operation.document.name.as_deref()
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.schema.limits
    }

    /// Executes a query or a mutation; for a subscription the response is a refusal.
    pub async fn execute(self, context: Context) -> Response {
        let kind = self.kind();
        match (kind, self.start(context)) {
            (_, Err(refusal)) => refusal,
            (OperationKind::Query, Ok(execution)) => execution.query().await,
            (OperationKind::Mutation, Ok(execution)) => execution.mutation().await,
            (OperationKind::Subscription, Ok(_)) => {
                let message = "subscriptions are served as event streams and over WebSocket only";
                Response::refused(vec![super::ResponseError::request(message, None)])
            }
        }
    }

    /// Starts a subscription: one response per event.
    ///
    /// # Errors
    /// The response, without `data`, of a subscription that does not start.
    pub async fn subscribe(
        self,
        context: Context,
    ) -> Result<impl Stream<Item = Response> + Send + 'static, Response> {
        self.start(context)?.subscribe().await
    }

    fn start(self, context: Context) -> Result<Execution, Response> {
        let Self { schema, operation, variables } = self;
        let document = &operation.document;
        let files = context.files_at_hand();
        let coerced = coerce_variables(&schema.types, &document.variables, &variables);
        drop(files);
        let coerced = coerced.map_err(Response::refused)?;
        if operation.measured.depends_on_variables {
            let checked = schema.limits.check(&schema.costs, document, Some(&coerced));
            checked.map_err(|error| Response::refused(vec![error]))?;
        }
        let plan = operation.plan(&schema, &coerced)?;
        let introspection = schema.engine.introspect(&operation.executable, document, &coerced);
        let context = context.for_operation(document.name.as_ref());
        Ok(Execution { plan, variables: coerced, context, introspection, schema })
    }
}

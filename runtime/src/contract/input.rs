//! A good request as the input that its operation takes.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use http::StatusCode;
use tower::ServiceExt as _;

use super::Row;
use super::sample::Values;
use crate::http::Input;
use crate::server::{Credential, Denied, Fault, Guard, Handled, Problem, Routes};

/// Nobody is asked who they are: the operation is looked at alone.
struct Open;

impl Guard for Open {
    type Principal = ();

    async fn admit(&self, _: Vec<Credential>) -> Result<(), Denied> {
        Ok(())
    }
}

/// What a generated server reads from the good request of an operation, with all that may be there or
/// with what is required and nothing else.
///
/// # Errors
///
/// What the server says, where it refuses the request.
pub async fn input<I: Input + Send + 'static>(row: &Row, is_whole: bool) -> Result<I, String> {
    let sent = Values::of(row, is_whole, &[]).request(row, &[]);
    let place: Arc<Mutex<Option<I>>> = Arc::default();
    let filled = Arc::clone(&place);
    let mut routes = Routes::new(Arc::new(Open));
    routes.add_row(row.operation, move |call| -> Handled {
        let place = Arc::clone(&filled);
        Box::pin(async move {
            let (_, _, input) = call.open_public::<I>().await?;
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(input);
            Err(Fault::problem(Problem::new(StatusCode::NOT_IMPLEMENTED, "read")))
        })
    });
    let body = sent.body.map_or_else(Body::empty, Body::from);
    let request = http::Request::builder().method(sent.method).uri(&sent.target).body(body);
    let mut request = request.map_err(|error| error.to_string())?;
    *request.headers_mut() = sent.headers;
    let Ok(response) = routes.into_router().oneshot(request).await;
    let found = place.lock().unwrap_or_else(PoisonError::into_inner).take();
    match found {
        Some(input) => Ok(input),
        None => {
            let status = response.status();
            let body =
                axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap_or_default();
            Err(format!("{status}: {}", String::from_utf8_lossy(&body)))
        }
    }
}

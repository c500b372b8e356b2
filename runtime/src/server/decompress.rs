//! Bodies that come compressed (RFC 9110, section 8.4).

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::StatusCode;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderValue};
use tower::{Layer as _, ServiceExt as _};
use tower_http::decompression::RequestDecompressionLayer;

use super::Problem;

/// What has to be undone of a body's encoding, if anything; what nobody here can undo is a problem.
pub(super) fn encoding(encoding: &HeaderValue) -> Result<Option<HeaderValue>, Box<Problem>> {
    match encoding.as_bytes().to_ascii_lowercase().as_slice() {
        b"identity" => Ok(None),
        b"gzip" => Ok(Some(HeaderValue::from_static("gzip"))),
        b"deflate" => Ok(Some(HeaderValue::from_static("deflate"))),
        _ => {
            let detail = "the body is encoded; `gzip`, `deflate` or nothing would do";
            let mut problem = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail);
            problem.headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate"));
            Err(Box::new(problem))
        }
    }
}

/// Undoes the encoding of a body as it is read, so that the limits are for what comes out of it.
pub(super) async fn decoded<F: Future<Output = Response>>(
    mut request: Request,
    encoding: HeaderValue,
    handle: impl FnOnce(Request) -> F,
) -> Response {
    // As the layer expects it, which tells large letters from small ones.
    request.headers_mut().insert(CONTENT_ENCODING, encoding);
    let mut handle = Some(handle);
    let service = tower::service_fn(|request: http::Request<_>| {
        // One request, one call.
        let handle = handle.take();
        async move {
            let request = request.map(Body::new);
            Ok::<_, Infallible>(match handle {
                Some(handle) => handle(request).await,
                None => Response::new(Body::empty()),
            })
        }
    });
    match RequestDecompressionLayer::new().layer(service).oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(error) => Problem::new(StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}

//! GraphiQL, from an npm package that the application installed: nothing is loaded from anywhere else.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::get;
use http::{HeaderValue, Response, StatusCode, header};

/// The files of the package, below its `dist`, with their media types.
const FILES: [(&str, &str); 5] = [
    ("yoga-graphiql.umd.js", SCRIPT),
    ("graphiql.css", STYLE),
    ("monacoeditorwork/editor.worker.bundle.js", SCRIPT),
    ("monacoeditorwork/graphql.worker..bundle.js", SCRIPT),
    ("monacoeditorwork/json.worker.bundle.js", SCRIPT),
];

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// Nothing from other servers; the editor makes styles of its own.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; \
    img-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'self'";

/// The page on which people try the API: GraphiQL of the npm package `@graphql-yoga/graphiql`.
///
/// The package has GraphiQL, its editor and all it needs in files that need no further building. Install it with
/// `npm install @graphql-yoga/graphiql` (version 4) and name the folder.
#[derive(Debug, Clone)]
pub struct Graphiql {
    dist: Arc<Path>,
}

impl Graphiql {
    /// GraphiQL from the folder of the package, such as `node_modules/@graphql-yoga/graphiql`.
    ///
    /// # Errors
    /// If the folder is not there, or lacks a file that the page needs; the message names it.
    pub fn open(package: impl AsRef<Path>) -> io::Result<Self> {
        let dist = package.as_ref().join("dist");
        for (file, _) in FILES {
            let path = dist.join(file);
            let found = std::fs::metadata(&path);
            found.map_err(|error| {
                io::Error::new(error.kind(), format!("{}: {error}", path.display()))
            })?;
        }
        Ok(Self { dist: dist.into() })
    }

    /// A router with the page at `path`, and its files below it, for the API at `endpoint`; both start with a slash.
    ///
    /// Subscriptions are asked for as event streams at the same endpoint.
    pub fn into_router(self, path: &str, endpoint: &str) -> Router {
        let base = path.trim_end_matches('/');
        let page = include_str!("page.html")
            .replace("{base}", &escape(base))
            .replace("{endpoint}", &escape(endpoint));
        let page = Bytes::from(page);
        let mut router = Router::new()
            .route(path, get(move || async move { answer("text/html; charset=utf-8", page) }))
            .route(
                &format!("{base}/start.js"),
                get(|| async { answer(SCRIPT, include_str!("start.js")) }),
            )
            .route(
                &format!("{base}/start.css"),
                get(|| async { answer(STYLE, include_str!("start.css")) }),
            );
        for (file, media_type) in FILES {
            let name = file.rsplit('/').next().unwrap_or(file);
            let path: PathBuf = self.dist.join(file);
            let serve = move || async move {
                match tokio::fs::read(&path).await {
                    Ok(bytes) => answer(media_type, bytes),
                    Err(error) => {
                        tracing::error!(%error, file, "a file of GraphiQL cannot be read");
                        let mut response = answer("text/plain; charset=utf-8", "not there");
                        *response.status_mut() = StatusCode::NOT_FOUND;
                        response
                    }
                }
            };
            router = router.route(&format!("{base}/{name}"), get(serve));
        }
        router
    }
}

fn answer(media_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, media_type);
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::CACHE_CONTROL, "no-cache");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    response
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

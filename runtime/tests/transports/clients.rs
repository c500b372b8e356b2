//! The clients and audits of npm, against a real server: `clients/`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use futures_util::FutureExt as _;
use http::StatusCode;
use meshwright_runtime::graphql::{Endpoint, Error, Limits};
use tokio::net::TcpListener;

use super::service::{Principal, Service, schema};
use super::support::{settles, skipped};

/// Where the packages are, if they could be installed.
static PACKAGES: LazyLock<Option<PathBuf>> = LazyLock::new(install);

const FILES: [&str; 9] = [
    "package.json",
    "package-lock.json",
    "support.mjs",
    "audits.mjs",
    "transport-ws.mjs",
    "legacy-ws.mjs",
    "sse.mjs",
    "graphiql.mjs",
    "uploads.mjs",
];

/// The folder of the scripts and their packages, if there is npm.
pub fn packages() -> Option<PathBuf> {
    PACKAGES.clone()
}

/// Copies the scripts next to their packages, which are installed once for each lock file.
fn install() -> Option<PathBuf> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transports/clients");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("transports");
    let lock = std::fs::read(sources.join("package-lock.json")).unwrap();
    let is_installed = folder.join("node_modules").exists()
        && std::fs::read(folder.join("package-lock.json")).is_ok_and(|it| it == lock);
    std::fs::create_dir_all(&folder).unwrap();
    for file in FILES {
        std::fs::copy(sources.join(file), folder.join(file)).unwrap();
    }
    if !is_installed {
        let installed = Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&folder)
            .output();
        match installed {
            Ok(output) if output.status.success() => {}
            Ok(output) => {
                // So that the next run tries again.
                std::fs::remove_file(folder.join("package-lock.json")).unwrap();
                skipped(&format!("npm ci failed: {}", String::from_utf8_lossy(&output.stderr)));
                return None;
            }
            Err(error) => {
                skipped(&format!("npm is not installed: {error}"));
                return None;
            }
        }
    }
    Some(folder)
}

/// A server that lets the token `open` in over WebSocket, and everything but `wrong` over HTTP.
async fn serve() -> (String, Service) {
    let service = Service::default();
    let limits = Limits { keep_alive: Duration::from_millis(300), ..Limits::default() };
    let schema = schema(service.clone(), limits);
    let endpoint = Endpoint::new(schema).on_connect(|payload, mut context| {
        async move {
            let token = payload.get("token").and_then(|it| it.as_str()).unwrap_or_default();
            if token != "open" {
                return Err(Error::new("wrong token"));
            }
            context.insert(Principal(token.to_owned()));
            Ok(context)
        }
        .boxed()
    });
    let guarded = endpoint.into_router("/graphql").layer(from_fn(guard));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, guarded).await });
    (format!("http://{address}/graphql"), service)
}

async fn guard(request: Request, next: Next) -> axum::response::Response {
    if request.headers().get("authorization").is_some_and(|it| it == "wrong") {
        let mut response = axum::response::Response::default();
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        return response;
    }
    next.run(request).await
}

/// Runs a script against a server of its own: what it said, unless there is no node.
async fn run(script: &'static str) -> Option<String> {
    let folder = tokio::task::spawn_blocking(packages).await.unwrap()?;
    let (url, service) = serve().await;
    let running = tokio::task::spawn_blocking(move || {
        Command::new("node").arg(script).arg(url).current_dir(folder).output()
    });
    let output = match running.await.unwrap() {
        Ok(output) => output,
        Err(error) => {
            skipped(&format!("node is not installed: {error}"));
            return None;
        }
    };
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}\n{complaints}");
    // Clients are gone, and so is all that they asked for.
    settles(&service.streams, 0).await;
    Some(said)
}

#[tokio::test(flavor = "multi_thread")]
async fn all_audits_of_graphql_http_pass() {
    let Some(said) = run("audits.mjs").await else { return };
    assert_eq!(said, "61 of 61");
}

#[tokio::test(flavor = "multi_thread")]
async fn graphql_ws() {
    let Some(said) = run("transport-ws.mjs").await else { return };
    assert_eq!(said, "9 scenarios");
}

#[tokio::test(flavor = "multi_thread")]
async fn subscriptions_transport_ws() {
    let Some(said) = run("legacy-ws.mjs").await else { return };
    assert_eq!(said, "7 scenarios");
}

#[tokio::test(flavor = "multi_thread")]
async fn graphql_sse() {
    let Some(said) = run("sse.mjs").await else { return };
    assert_eq!(said, "16 scenarios");
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads() {
    let Some(said) = run("uploads.mjs").await else { return };
    assert_eq!(said, "2 scenarios");
}

//! GraphiQL in a real browser without a network, from the npm package.

use std::path::{Path, PathBuf};
use std::process::Command;

use meshwright_runtime::graphql::{Endpoint, Graphiql, Limits};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::clients::packages;
use super::service::{Service, schema};
use super::support::skipped;

const PACKAGE: &str = "@graphql-yoga/graphiql@4.5.0";
const INTEGRITY: &str = "sha512-mer2/6RUdSGxNXCcE2dccKjDvcvj4DxIdYDKkggS3ltHc/MenhdBwBr/fwMreC7mqTBtn25a/q9e2Hdn36WNJg==";

/// The folder of the package, without the packages from which it was built and which it has no need for.
fn package() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("graphiql");
    if folder.join("package/dist").exists() {
        return Some(folder.join("package"));
    }
    std::fs::create_dir_all(&folder).unwrap();
    let packed =
        Command::new("npm").args(["pack", "--json", PACKAGE]).current_dir(&folder).output();
    let packed = match packed {
        Ok(output) if output.status.success() => output.stdout,
        Ok(output) => {
            skipped(&format!("npm pack failed: {}", String::from_utf8_lossy(&output.stderr)));
            return None;
        }
        Err(error) => {
            skipped(&format!("npm is not installed: {error}"));
            return None;
        }
    };
    let packed: Value = serde_json::from_slice(&packed).unwrap();
    assert_eq!(packed[0]["integrity"], INTEGRITY);
    let file = packed[0]["filename"].as_str().unwrap();
    let unpacked = Command::new("tar").args(["xzf", file]).current_dir(&folder).status();
    assert!(unpacked.unwrap().success());
    Some(folder.join("package"))
}

fn browser() -> Option<&'static str> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = names.into_iter().find(|it| Command::new(it).arg("--version").output().is_ok());
    if found.is_none() {
        skipped("chromium is not installed");
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_runs_in_a_browser_without_a_network() {
    let found = tokio::task::spawn_blocking(|| Some((browser()?, packages()?, package()?)));
    let Some((browser, scripts, package)) = found.await.unwrap() else { return };
    let endpoint = Endpoint::new(schema(Service::default(), Limits::default()));
    let graphiql = Graphiql::open(package).unwrap().into_router("/graphiql", "/graphql");
    let router = endpoint.into_router("/graphql").merge(graphiql);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let page = format!("http://{}/graphiql", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).join("graphiql.png");
    let running = tokio::task::spawn_blocking(move || {
        let mut node = Command::new("node");
        node.arg("graphiql.mjs").args([&page, browser]).arg(picture).current_dir(scripts);
        node.output().unwrap()
    });
    let output = running.await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said, json!({ "foreign": [], "complaints": [], "loaded": true }));
}

#[test]
fn a_folder_without_the_files_is_refused() {
    let error = Graphiql::open(env!("CARGO_MANIFEST_DIR")).unwrap_err();
    assert!(error.to_string().contains("yoga-graphiql.umd.js"), "{error}");
}

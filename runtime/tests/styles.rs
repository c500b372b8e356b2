//! Every style of the specification, over real HTTP: what the client writes is the text of the table, and the server
//! reads the same value from it.

use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use meshwright_runtime::Value;
use meshwright_runtime::client::{Connection, Outcome};
use meshwright_runtime::http::{self as api, Location, Operation, Parameter, Shape, Style};
use meshwright_runtime::json::{blank, into_vec};
use meshwright_runtime::server::{Credential, Denied, Guard, Routes};
use serde_json::json;

struct Row {
    operation: &'static Operation,
    location: Location,
    value: Value,
    wire: String,
}

fn rows() -> Vec<Row> {
    let table: toml::Table = include_str!("styles.toml").parse().expect("a table");
    let rows = table["row"].as_array().expect("rows");
    rows.iter().enumerate().map(|(index, it)| row(index, it)).collect()
}

fn row(index: usize, it: &toml::Value) -> Row {
    let text = |key: &str| it[key].as_str().unwrap_or_else(|| panic!("{key} in {it}"));
    let value: Value = serde_json::from_str(text("value")).expect("JSON");
    let shape = match value {
        Value::Array(_) => Shape::List,
        Value::Object(_) => Shape::Object,
        _ => Shape::Scalar,
    };
    let (location, parameter) = match text("in") {
        "path" => (Location::Path, Parameter::path("color")),
        "query" => (Location::Query, Parameter::query("color")),
        "header" => (Location::Header, Parameter::header("color")),
        "cookie" => (Location::Cookie, Parameter::cookie("color")),
        other => panic!("no location is called {other}"),
    };
    let style = match text("style") {
        "matrix" => Style::Matrix,
        "label" => Style::Label,
        "simple" => Style::Simple,
        "form" => Style::Form,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => Style::DeepObject,
        "cookie" => Style::Cookie,
        other => panic!("no style is called {other}"),
    };
    let explode = it["explode"].as_bool().expect("a boolean");
    let parameter = parameter.style(style, explode).shape(shape);
    let path = match location {
        Location::Path => format!("/{index}/{{color}}"),
        _ => format!("/{index}"),
    };
    let operation = Operation {
        id: "color",
        path: Box::leak(path.into_boxed_str()),
        parameters: Box::leak(Box::new([parameter])),
        ..Operation::NEW
    };
    let operation = Box::leak(Box::new(operation));
    Row { operation, location, value, wire: text("wire").to_owned() }
}

#[derive(Clone)]
struct Color(Option<Value>);

impl api::Input for Color {
    fn blank() -> Self {
        Self(None)
    }

    fn parts(&mut self, p: &mut api::Parts<'_, '_>) {
        p.optional(&mut self.0);
    }
}

/// What the server read, and what it read it from.
struct Seen(Value);

impl api::Output for Seen {
    fn blank(_: &api::Received) -> Option<Self> {
        Some(Self(blank()))
    }

    fn parts(&mut self, p: &mut api::AnswerParts<'_>) {
        p.json(200, "application/json", &mut self.0);
    }
}

struct Painter;

impl Guard for Painter {
    type Principal = ();

    async fn admit(&self, _: Vec<Credential>) -> Result<(), Denied> {
        Ok(())
    }
}

async fn serve(rows: &[Row]) -> String {
    let mut table = Routes::new(Arc::new(Painter));
    for Row { operation, .. } in rows {
        table.add_row(operation, |call| {
            Box::pin(async move {
                let (_, context, input) = call.open_public::<Color>().await?;
                let header = |name: &str| {
                    let values = context.headers.get_all(name).iter();
                    let texts = values.map(|it| String::from_utf8_lossy(it.as_bytes()));
                    texts.collect::<Vec<_>>().join("; ")
                };
                let path = context.uri.path().rsplit('/').next().unwrap_or_default();
                let seen = json!({
                    "value": input.0,
                    "path": path,
                    "query": context.uri.query().unwrap_or_default(),
                    "header": header("color"),
                    "cookie": header("cookie"),
                });
                Ok(Response::new(Body::from(into_vec(seen))))
            })
        });
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = table.into_router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

#[tokio::test]
async fn every_row_of_the_table() {
    let rows = rows();
    let connection = Connection::new(serve(&rows).await);
    let mut wrong = Vec::new();
    for Row { operation, location, value, wire } in &rows {
        let input = Color(Some(value.clone()));
        let got = connection.call(operation, input, Outcome::<Seen, Seen>::Success).await;
        let Seen(seen) =
            got.unwrap_or_else(|error| panic!("{operation:?}: {}", error_text(&error)));
        let written = seen[location.as_str()].as_str().unwrap_or_default();
        if written != wire || seen["value"] != *value {
            let parameter = &operation.parameters[0];
            let how = format!("{location:?} {:?} {}", parameter.style, parameter.explode);
            wrong
                .push(format!("{how}: {value} as {wire}: wrote {written}, read {}", seen["value"]));
        }
    }
    assert!(wrong.is_empty(), "of {} rows, wrong are\n{}", rows.len(), wrong.join("\n"));
}

fn error_text(error: &meshwright_runtime::client::Error<Seen>) -> String {
    use meshwright_runtime::client::Error;
    match error {
        Error::Answer(_) => "another answer".to_owned(),
        Error::Unexpected(error) => error.to_string(),
        Error::Failure(failure) => failure.to_string(),
    }
}

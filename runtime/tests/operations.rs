//! Calls over HTTP: the client writes what the server reads, whatever the table of the operation says.

use std::sync::Arc;

use meshwright_runtime::Value;
use meshwright_runtime::client::{Connection, Outcome};
use meshwright_runtime::http::{
    self, Location, Operation, Parameter, Server, ServerVariable, Shape, Style,
};
use meshwright_runtime::server::{Call, Credential, Denied, Guard, Handled, Routes, answer};
use serde_json::json;

const ONE: &[Parameter] = &[Parameter::query("value")];

/// The operations that the server has; each answers with its id and what it has read.
static SERVED: &[Operation] = &[
    Operation { id: "plain", path: "/rpc", ..Operation::NEW },
    Operation {
        id: "list",
        path: "/rpc",
        query: &[("action", Some("List all"))],
        ..Operation::NEW
    },
    Operation {
        id: "list2",
        path: "/rpc",
        query: &[("action", Some("List all")), ("v", Some("2"))],
        ..Operation::NEW
    },
    Operation { id: "acl", path: "/rpc", query: &[("acl", None)], ..Operation::NEW },
    Operation {
        id: "forecast",
        path: "/forecast",
        query: &[("q", None)],
        parameters: &[Parameter::query("q").required()],
        ..Operation::NEW
    },
    Operation { id: "search", method: "QUERY", path: "/rpc", ..Operation::NEW },
    Operation { id: "copy", method: "COPY", path: "/rpc", ..Operation::NEW },
    Operation {
        id: "defaults",
        path: "/defaults",
        parameters: &[
            Parameter::query("limit").default("20"),
            Parameter::query("tags").shape(Shape::List).default(r#"["cat","dog"]"#),
        ],
        ..Operation::NEW
    },
    Operation {
        id: "any",
        path: "/any",
        parameters: &[Parameter::query("value").shape(Shape::Any)],
        ..Operation::NEW
    },
    Operation {
        id: "deep",
        path: "/deep",
        parameters: &[Parameter::query("value")
            .shape(Shape::Object)
            .style(Style::DeepObject, true)],
        ..Operation::NEW
    },
    Operation {
        id: "range",
        path: "/range",
        parameters: &[Parameter::query("value").shape(Shape::Any).style(Style::DeepObject, true)],
        ..Operation::NEW
    },
    Operation {
        id: "form",
        path: "/form",
        parameters: &[Parameter::querystring("value").shape(Shape::Object)],
        ..Operation::NEW
    },
    Operation {
        id: "json",
        path: "/json",
        parameters: &[Parameter::querystring("value").style(Style::Json, true)],
        ..Operation::NEW
    },
    Operation {
        id: "cookie",
        path: "/cookie",
        parameters: &[Parameter::cookie("value").style(Style::Cookie, true)],
        ..Operation::NEW
    },
    Operation { id: "things", path: "/things", ..Operation::NEW },
    Operation { id: "elsewhere", path: "/eu/things", ..Operation::NEW },
    Operation { id: "hook", method: "POST", path: "/hook%20me", parameters: ONE, ..Operation::NEW },
];

static MOVED: Operation = Operation {
    id: "moved",
    path: "/things",
    servers: &[Server::at("/{region}").variables(&[ServerVariable::new("region", "eu", &["eu"])])],
    ..Operation::NEW
};

/// Any value for each parameter.
#[derive(Default)]
struct Values(Vec<Option<Value>>);

impl http::Input for Values {
    fn blank() -> Self {
        Self(vec![None; 2])
    }

    fn parts(&mut self, p: &mut http::Parts<'_, '_>) {
        for value in &mut self.0 {
            p.optional(value);
        }
    }
}

#[derive(Debug)]
struct Text(String);

impl http::Output for Text {
    fn blank(_: &http::Received) -> Option<Self> {
        Some(Self(String::new()))
    }

    fn parts(&mut self, p: &mut http::AnswerParts<'_>) {
        p.text(200, "text/plain", &mut self.0);
    }
}

struct Echo;

impl Guard for Echo {
    type Principal = ();

    async fn admit(&self, _: Vec<Credential>) -> Result<(), Denied> {
        Ok(())
    }
}

fn echo(call: Call<Echo>) -> Handled {
    Box::pin(async move {
        let (_, context, input) = call.open_public::<Values>().await?;
        let values: Vec<Value> = input.0.into_iter().flatten().collect();
        answer(Text(format!("{} {}", context.operation.id, json!(values))))
    })
}

/// Starts a server; gives its base URL.
async fn serve() -> String {
    let mut table = Routes::new(Arc::new(Echo));
    SERVED.iter().for_each(|it| table.add_row(it, echo));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = table.into_router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

fn served(id: &str) -> &'static Operation {
    SERVED.iter().find(|it| it.id == id).expect("an operation")
}

#[tokio::test]
async fn what_clients_write_servers_read() {
    let connection = Connection::new(serve().await);
    for (id, values, expected) in [
        ("plain", json!([]), "[]"),
        ("list", json!([]), "[]"),
        ("list2", json!([]), "[]"),
        ("acl", json!([]), "[]"),
        ("forecast", json!(["a & b"]), r#"["a & b"]"#),
        ("search", json!([]), "[]"),
        ("copy", json!([]), "[]"),
        ("defaults", json!([]), r#"["20",["cat","dog"]]"#),
        ("defaults", json!([5, ["ant"]]), r#"["5",["ant"]]"#),
        ("any", json!(["one"]), r#"["one"]"#),
        ("any", json!([["one", "two"]]), r#"[["one","two"]]"#),
        (
            "deep",
            json!([{ "a": { "b": ["x", "y"] }, "list": [{ "k": "1", "l": "2" }, { "k": "3" }] }]),
            r#"[{"a":{"b":["x","y"]},"list":[{"k":"1","l":"2"},{"k":"3"}]}]"#,
        ),
        ("range", json!(["5"]), r#"["5"]"#),
        ("range", json!([{ "gte": "5" }]), r#"[{"gte":"5"}]"#),
        (
            "form",
            json!([{ "term": "a=b", "tags": ["x", "y"] }]),
            r#"[{"term":"a=b","tags":["x","y"]}]"#,
        ),
        ("json", json!([{ "term": ["a&b", 1] }]), r#"[{"term":["a&b",1]}]"#),
        ("cookie", json!(["a+b%20c"]), r#"["a+b%20c"]"#),
    ] {
        let values = values.as_array().cloned().unwrap_or_default().into_iter().map(Some);
        let got = connection.call(served(id), Values(values.collect()), text).await;
        assert_eq!(got.expect("an answer").0, format!("{id} {expected}"));
    }
}

#[tokio::test]
async fn a_query_that_fits_nothing_is_not_found_or_incomplete() {
    let base = serve().await;
    for (path, expected) in [
        ("/rpc?action=Other", "plain []"),
        ("/rpc?v=2&action=List+all", "list2 []"),
        ("/rpc?action=List%20all&v=3", "list []"),
        ("/forecast", r#"[{"pointer":"/query/q","detail":"required, and missing"}]"#),
    ] {
        let got = reqwest::get(format!("{base}{path}")).await.expect("an answer");
        let text = got.text().await.expect("text");
        assert!(text.contains(expected), "{path}: {text}");
    }
}

#[tokio::test]
async fn operations_go_to_their_own_servers() {
    let connection = Connection::new(serve().await);
    let got = connection.call(&MOVED, (), text).await.expect("an answer").0;
    assert_eq!(got, "elsewhere []");
    let pinned = connection.with_one_server();
    let got = pinned.call(&MOVED, (), text).await.expect("an answer").0;
    assert_eq!(got, "things []");
}

#[tokio::test]
async fn receivers_are_called_at_their_whole_address() {
    let receiver = format!("{}/hook%20me?token=1", serve().await);
    let hook = served("hook");
    assert_eq!(hook.parameters[0].location, Location::Query);
    let connection = Connection::new(receiver);
    let got = connection.deliver(hook, Values(vec![Some(json!("a"))]), text).await;
    assert_eq!(got.expect("an answer").0, r#"hook ["a"]"#);
}

/// Every answer is a success.
fn text(it: Text) -> Outcome<Text, Text> {
    Outcome::Success(it)
}

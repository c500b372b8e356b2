//! The table of routes: what a request that does not fit is answered with.
#![cfg(feature = "server")]

use std::sync::Arc;

use axum::body::Body;
use http_body_util::BodyExt as _;
use meshwright_runtime::http::{self, Operation, Parameter, Scheme, SchemeKind, SchemeUse, Shape};
use meshwright_runtime::server::{Credential, Denied, Guard, Limits, Peer, Router, Routes, answer};
use tower::ServiceExt as _;

static KEY: Scheme = Scheme { name: "Key", kind: SchemeKind::HeaderKey("X-Key") };
static TOKEN: Scheme = Scheme { name: "Token", kind: SchemeKind::Authorization("Bearer") };
static SESSION: Scheme = Scheme { name: "Session", kind: SchemeKind::CookieKey("session") };

const fn of(scheme: &'static Scheme) -> SchemeUse {
    SchemeUse { scheme, scopes: &["write"] }
}

static LIST: Operation = Operation {
    id: "list",
    method: "GET",
    path: "/pets",
    parameters: &[
        Parameter::query("limit").required(),
        Parameter::query("tags").shape(Shape::List),
        Parameter::header("x-trace"),
    ],
    body: None,
    produces: &["application/json"],
    ..Operation::NEW
};

static CREATE: Operation = Operation {
    id: "create",
    method: "POST",
    path: "/pets",
    parameters: &[],
    body: Some(http::Body { required: true, media_types: &["application/json"] }),
    produces: &["application/json"],
    security: &[&[of(&KEY), of(&SESSION)], &[of(&TOKEN)]],
    ..Operation::NEW
};

static MAYBE: Operation = Operation {
    id: "maybe",
    method: "PUT",
    path: "/pets/{id}",
    parameters: &[Parameter::path("id")],
    body: None,
    produces: &[],
    security: &[&[of(&TOKEN)], &[]],
    ..Operation::NEW
};

#[derive(Debug)]
struct List {
    limit: i64,
    tags: Option<Vec<String>>,
    trace: Option<String>,
}

impl http::Input for List {
    fn blank() -> Self {
        Self { limit: 0, tags: None, trace: None }
    }

    fn parts(&mut self, p: &mut http::Parts<'_, '_>) {
        p.required(&mut self.limit).maximum(50.0);
        p.optional(&mut self.tags);
        p.optional(&mut self.trace);
    }
}

struct Create {
    body: Vec<i64>,
}

impl http::Input for Create {
    fn blank() -> Self {
        Self { body: Vec::new() }
    }

    fn parts(&mut self, p: &mut http::Parts<'_, '_>) {
        p.json(&mut self.body).max_items(2);
    }
}

struct Text(String);

impl http::Output for Text {
    fn write(self, answer: &mut http::Answer) {
        answer.text(200, "text/plain", self.0);
    }

    fn read(received: &mut http::Received) -> Result<Self, http::Unexpected> {
        received.text().map(Self)
    }
}

struct Service;

impl Guard for Service {
    type Principal = String;

    async fn admit(&self, credentials: Vec<Credential>) -> Result<String, Denied> {
        let mut who = Vec::new();
        for it in credentials {
            match it.secret.reveal() {
                "good" => who.push(format!("{}:{}", it.scheme.name, it.scopes.join("+"))),
                "weak" => return Err(Denied::Forbidden("too little")),
                _ => return Err(Denied::Unknown("no such key")),
            }
        }
        Ok(who.join(","))
    }

    fn realm(&self) -> &str {
        "Pets"
    }
}

fn router() -> Router {
    let mut table = Routes::new(Arc::new(Service));
    table.limits(Limits { body: 100, ..Limits::default() });
    table.add_row(&LIST, |call| {
        Box::pin(async move {
            let (_, _, input) = call.open_public::<List>().await?;
            answer(Text(format!("{} {:?} {:?}", input.limit, input.tags, input.trace)))
        })
    });
    table.add_row(&CREATE, |call| {
        Box::pin(async move {
            let (_, context, input) = call.open::<Create>().await?;
            answer(Text(format!("{} {:?}", context.principal, input.body)))
        })
    });
    table.add_row(&MAYBE, |call| {
        Box::pin(async move {
            let (_, context, ()) = call.open_optional::<()>().await?;
            answer(Text(format!("{:?}", context.principal)))
        })
    });
    table.into_router()
}

/// Sends `METHOD path`, headers and a body; gives status, telling headers and body in one line.
async fn send(line: &str, headers: &[(&str, &str)], body: &str) -> String {
    let (method, path) = line.split_once(' ').expect("a method and a path");
    let mut request = axum::http::Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    let response = router().oneshot(request).await.expect("routers do not fail");
    let mut out = response.status().as_u16().to_string();
    for name in ["allow", "www-authenticate"] {
        for value in response.headers().get_all(name) {
            out = format!("{out} {}", value.to_str().expect("text"));
        }
    }
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    format!("{out} {}", String::from_utf8_lossy(&body)).trim_end().to_owned()
}

#[tokio::test]
async fn routes_and_methods() {
    for (line, expected) in [
        ("GET /pets?limit=5&tags=a&tags=b%20c", r#"200 5 Some(["a", "b c"]) None"#),
        ("HEAD /pets?limit=5", "200"),
        ("OPTIONS /pets", "204 GET, HEAD, OPTIONS, POST"),
        (
            "DELETE /pets",
            r#"405 GET, HEAD, OPTIONS, POST {"title":"Method Not Allowed","status":405,"detail":"this path takes GET, HEAD, OPTIONS, POST"}"#,
        ),
        (
            "GET /cats",
            r#"404 {"title":"Not Found","status":404,"detail":"no operation has this path"}"#,
        ),
    ] {
        assert_eq!(send(line, &[], "").await, expected, "{line}");
    }
}

#[tokio::test]
async fn parameters_report_all_that_is_wrong() {
    let all = r#"{"title":"Bad Request","status":400,"detail":"the request is not what the schema says","errors":"#;
    for (line, errors) in [
        ("GET /pets", r#"[{"pointer":"/query/limit","detail":"required, and missing"}]}"#),
        (
            "GET /pets?limit=x",
            r#"[{"pointer":"/query/limit","detail":"expected a 64-bit integer"}]}"#,
        ),
        ("GET /pets?limit=51", r#"[{"pointer":"/query/limit","detail":"more than 50"}]}"#),
    ] {
        assert_eq!(send(line, &[], "").await, format!("400 {all}{errors}"), "{line}");
    }
    let traced = send("GET /pets?limit=1", &[("x-trace", "t")], "").await;
    assert_eq!(traced, r#"200 1 None Some("t")"#);
    let refused = send("GET /pets?limit=1", &[("accept", "text/csv, image/*")], "").await;
    assert!(refused.starts_with("406 "), "{refused}");
}

#[tokio::test]
async fn requirements_are_any_of_all() {
    let keys = r#"ApiKey in="header", name="X-Key" ApiKey in="cookie", name="session""#;
    let challenge: &str = &format!(r#"401 {keys} Bearer realm="Pets", scope="write" {{"#);
    let bad =
        &format!(r#"401 {keys} Bearer realm="Pets", scope="write", error="invalid_token" {{"#);
    let weak = r#"403 Bearer realm="Pets", scope="write", error="insufficient_scope" {"#;
    for (headers, expected) in [
        (&[] as &[(&str, &str)], challenge),
        (&[("x-key", "good")], challenge),
        (&[("x-key", ""), ("cookie", "session=good")], challenge),
        (&[("x-key", "bad"), ("cookie", "session=good")], challenge),
        (&[("x-key", "good"), ("cookie", "a=1; session=good")], "200 Key:write,Session:write [1]"),
        (&[("authorization", "bearer good")], "200 Token:write [1]"),
        (&[("authorization", "Basic good")], challenge),
        (&[("authorization", "Bearer bad")], bad),
        (&[("authorization", "Bearer weak")], weak),
        (&[("x-key", "weak"), ("cookie", "session=good")], "403 {"),
        (
            &[("x-key", "bad"), ("cookie", "session=x"), ("authorization", "Bearer good")],
            "200 Token:write [1]",
        ),
    ] {
        let got = send("POST /pets", headers, "[1]").await;
        assert!(got.starts_with(expected), "{headers:?}: {got}");
    }
    assert_eq!(send("PUT /pets/7", &[], "").await, "200 None");
    let known = send("PUT /pets/7", &[("authorization", "Bearer good")], "").await;
    assert_eq!(known, r#"200 Some("Token:write")"#);
    // A credential that is there and bad is not the same as none.
    assert!(send("PUT /pets/7", &[("authorization", "Bearer bad")], "").await.starts_with("401 "));
}

static BASIC: Scheme = Scheme { name: "Login", kind: SchemeKind::Authorization("Basic") };
static DIGEST: Scheme = Scheme { name: "Digest", kind: SchemeKind::Authorization("Digest") };
static PEER: Scheme = Scheme { name: "Peer", kind: SchemeKind::MutualTls };

static LOCKED: Operation = Operation {
    id: "locked",
    path: "/locked",
    security: &[&[BASIC.with(&[])], &[DIGEST.with(&[])], &[PEER.with(&[])]],
    ..Operation::NEW
};

struct Locked;

impl Guard for Locked {
    type Principal = String;

    async fn admit(&self, credentials: Vec<Credential>) -> Result<String, Denied> {
        let [it] = &credentials[..] else { return Err(Denied::Unknown("one is enough")) };
        match (it.basic(), &it.peer) {
            (Some((name, password)), None) if name == "ann" && password.is("s:ecret") => Ok(name),
            (None, Some(peer)) if peer.certificate == "DER" => Ok("a machine".to_owned()),
            _ => Err(Denied::Unknown("not good")),
        }
    }

    fn realm(&self) -> &str {
        r#"Pets "and" toys"#
    }

    fn challenge(&self, scheme: &'static Scheme) -> Option<String> {
        (scheme == &DIGEST).then(|| r#"realm="Pets", qop="auth", nonce="n""#.to_owned())
    }
}

#[tokio::test]
async fn schemes_of_http_and_tls() {
    let mut table = Routes::new(Arc::new(Locked));
    table.add(&LOCKED, |_, context, ()| async move { Ok(Text(context.principal)) });
    let router = table.into_router();
    let challenges = [
        r#"Basic realm="Pets \"and\" toys", charset="UTF-8""#,
        r#"Digest realm="Pets", qop="auth", nonce="n""#,
    ];
    let peer = |text: &'static str| Peer { certificate: text.into() };
    for (authorization, peer, expected) in [
        ("", None, Err(challenges)),
        ("Basic YW5uOnM6ZWNyZXQ=", None, Ok("ann")),
        ("basic YW5uOnM6ZWNyZXQ=", None, Ok("ann")),
        ("Basic YW5uOng=", None, Err(challenges)),
        ("Basic !", None, Err(challenges)),
        ("Bearer YW5uOnM6ZWNyZXQ=", None, Err(challenges)),
        ("", Some(peer("DER")), Ok("a machine")),
        ("", Some(peer("other")), Err(challenges)),
    ] {
        let mut request = axum::http::Request::builder().uri("/locked");
        if !authorization.is_empty() {
            request = request.header("authorization", authorization);
        }
        let mut request = request.body(Body::empty()).expect("a request");
        request.extensions_mut().extend(peer.map(one).unwrap_or_default());
        let response = router.clone().oneshot(request).await.expect("routers do not fail");
        let told: Vec<_> = response.headers().get_all("www-authenticate").iter().cloned().collect();
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        let got = if status == 200 { Ok(&body[..]) } else { Err(told) };
        match expected {
            Ok(who) => assert_eq!(got, Ok(who.as_bytes()), "{authorization}"),
            Err(challenges) => assert_eq!(got.expect_err("refused"), challenges, "{authorization}"),
        }
    }
}

fn one(peer: Peer) -> axum::http::Extensions {
    let mut extensions = axum::http::Extensions::new();
    extensions.insert(peer);
    extensions
}

#[tokio::test]
async fn bodies_are_bounded_and_checked() {
    let admitted = ("authorization", "Bearer good");
    for (media_type, body, expected) in [
        ("application/json", "[1,2]".to_owned(), "200 Token:write [1, 2]".to_owned()),
        ("application/json; charset=utf-8", "[]".to_owned(), "200 Token:write []".to_owned()),
        ("text/plain", "[1]".to_owned(), "415 ".to_owned()),
        ("application/json", format!("[{}1]", "1,".repeat(100)), "413 ".to_owned()),
        ("application/json", "[1,".to_owned(), "400 ".to_owned()),
        (
            "application/json",
            r#"["a",2]"#.to_owned(),
            r#"422 {"title":"Unprocessable Entity","status":422,"detail":"the request is not what the schema says","errors":[{"pointer":"/body/0","detail":"expected a 64-bit integer, found a string"}]}"#.to_owned(),
        ),
        ("application/json", "[1,2,3]".to_owned(), "422 ".to_owned()),
        ("application/json", String::new(), "400 ".to_owned()),
    ] {
        let got = send("POST /pets", &[admitted, ("content-type", media_type)], &body).await;
        assert!(got.starts_with(&expected), "{media_type} {body}: {got}");
    }
}

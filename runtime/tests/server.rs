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
    fn blank(_: &http::Received) -> Option<Self> {
        Some(Self(String::new()))
    }

    fn parts(&mut self, p: &mut http::AnswerParts<'_>) {
        p.text(200, "text/plain", &mut self.0);
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

static FILE: Operation = Operation {
    id: "file",
    path: "/file",
    produces: &["text/plain"],
    conditional: true,
    ranges: true,
    ..Operation::NEW
};
static SAVE: Operation = Operation {
    id: "save",
    method: "PUT",
    path: "/file",
    produces: &["text/plain"],
    ..Operation::NEW
};

/// The headers of a request.
type Headers = &'static [(&'static str, &'static str)];

/// Ten letters with a tag and a date.
struct Letters;

const TAG: &str = "\"v,2\"";
const DATE: &str = "Wed, 21 Oct 2015 07:28:00 GMT";

impl http::Output for Letters {
    fn blank(_: &http::Received) -> Option<Self> {
        None
    }

    fn parts(&mut self, p: &mut http::AnswerParts<'_>) {
        p.text(200, "text/plain", &mut "abcdefghij".to_owned());
        p.header("etag", &mut TAG.to_owned());
        p.header("last-modified", &mut DATE.to_owned());
    }
}

fn files() -> Router {
    let mut table = Routes::new(Arc::new(Service));
    table.add_public(&FILE, |_, _, ()| async move { Ok(Letters) });
    table.add_public(&SAVE, |_, context, ()| async move {
        let date = "2015-10-21T07:28:00Z".parse().ok();
        context.check_preconditions(Some(TAG), date)?;
        Ok(Text("saved".to_owned()))
    });
    table.into_router()
}

#[tokio::test]
async fn conditions_and_ranges_where_they_are_declared() {
    let rows: &[(&str, Headers, &str)] = &[
        ("GET", &[], "200 10 - abcdefghij"),
        ("HEAD", &[], "200 10 - "),
        ("GET", &[("if-none-match", "\"v,2\"")], "304 - - "),
        ("GET", &[("if-none-match", "\"v1\", W/\"v,2\"")], "304 - - "),
        ("GET", &[("if-none-match", "*")], "304 - - "),
        ("GET", &[("if-none-match", "\"v1\"")], "200 10 - abcdefghij"),
        ("GET", &[("if-modified-since", DATE)], "304 - - "),
        ("GET", &[("if-modified-since", "Wed, 21 Oct 2015 07:27:59 GMT")], "200 10 - abcdefghij"),
        ("GET", &[("if-modified-since", "yesterday")], "200 10 - abcdefghij"),
        // Tags before times.
        ("GET", &[("if-none-match", "\"v1\""), ("if-modified-since", DATE)], "200 10 - abcdefghij"),
        ("GET", &[("range", "bytes=2-4")], "206 3 bytes 2-4/10 cde"),
        ("HEAD", &[("range", "bytes=2-4")], "206 3 bytes 2-4/10 "),
        ("GET", &[("range", "bytes=-2")], "206 2 bytes 8-9/10 ij"),
        ("GET", &[("range", "bytes=8-")], "206 2 bytes 8-9/10 ij"),
        ("GET", &[("range", "bytes=10-")], "416 - bytes */10 {"),
        ("GET", &[("range", "bytes=0-1,4-5")], "200 10 - abcdefghij"),
        ("GET", &[("range", "bytes=2-4"), ("if-range", TAG)], "206 3 bytes 2-4/10 cde"),
        ("GET", &[("range", "bytes=2-4"), ("if-range", "\"v1\"")], "200 10 - abcdefghij"),
        ("GET", &[("range", "bytes=2-4"), ("if-range", DATE)], "206 3 bytes 2-4/10 cde"),
        ("PUT", &[], "200 5 - saved"),
        ("PUT", &[("if-match", TAG)], "200 5 - saved"),
        ("PUT", &[("if-match", "*")], "200 5 - saved"),
        ("PUT", &[("if-match", "\"v1\"")], "412 - - {"),
        ("PUT", &[("if-match", "W/\"v,2\"")], "412 - - {"),
        ("PUT", &[("if-none-match", "*")], "412 - - {"),
        ("PUT", &[("if-unmodified-since", DATE)], "200 5 - saved"),
        ("PUT", &[("if-unmodified-since", "Wed, 21 Oct 2015 07:27:59 GMT")], "412 - - {"),
    ];
    for (method, headers, expected) in rows {
        let mut request = axum::http::Request::builder().method(*method).uri("/file");
        for (name, value) in *headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = files().oneshot(request).await.expect("routers do not fail");
        let status = response.status().as_u16();
        let header = |name: &str| {
            response.headers().get(name).map_or("-", |it| it.to_str().expect("text")).to_owned()
        };
        let size = axum::body::HttpBody::size_hint(response.body()).exact();
        let length = match header("content-length") {
            length if length == "-" && status < 300 => size.map_or(length, |it| it.to_string()),
            length => length,
        };
        let range = header("content-range");
        assert_eq!(status == 304, header("content-type") == "-", "{method} {headers:?}");
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        let found = format!("{status} {length} {range} {}", String::from_utf8_lossy(&body));
        assert!(
            found == *expected || expected.ends_with('{') && found.starts_with(expected),
            "{method} {headers:?}: {found}"
        );
    }
}

#[tokio::test]
async fn compressed_bodies_are_read_within_the_limits() {
    use std::io::Write as _;
    let gzip = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).expect("memory");
        encoder.finish().expect("memory")
    };
    // A megabyte for each kilobyte that travels.
    let bomb = gzip(&format!("[{}1]", " ".repeat(50_000_000)));
    let mut broken = gzip("[1]");
    broken[12] ^= 0xFF;
    let rows = [
        ("gzip", gzip("[1,2]"), 200, "[1, 2]"),
        ("GZIP", gzip("[1]"), 200, "[1]"),
        ("identity", b"[1]".to_vec(), 200, "[1]"),
        ("gzip", bomb, 413, "larger than"),
        ("gzip", broken, 400, "broke off"),
        ("gzip", b"[1]".to_vec(), 400, "broke off"),
        ("br", b"[1]".to_vec(), 415, "`gzip`, `deflate` or nothing"),
    ];
    for (encoding, body, status, expected) in rows {
        let request = axum::http::Request::builder()
            .method("POST")
            .uri("/pets")
            .header("content-encoding", encoding)
            .header("authorization", "Bearer good")
            .body(Body::from(body))
            .expect("a request");
        let response = router().oneshot(request).await.expect("routers do not fail");
        assert_eq!(response.status(), status, "{encoding}");
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        let body = String::from_utf8_lossy(&body);
        assert!(body.contains(expected), "{encoding}: {body}");
    }
}

#[tokio::test]
async fn every_answer_names_its_request() {
    let name = async |sent: Option<&str>, path: &str| {
        let mut request = axum::http::Request::builder().uri(path);
        if let Some(sent) = sent {
            request = request.header("x-request-id", sent);
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = files().oneshot(request).await.expect("routers do not fail");
        response.headers()["x-request-id"].to_str().expect("text").to_owned()
    };
    assert_eq!(name(Some("abc-1"), "/file").await, "abc-1");
    assert_eq!(name(Some("abc-1"), "/nowhere").await, "abc-1");
    let (first, second) = (name(None, "/file").await, name(None, "/file").await);
    assert!(!first.is_empty() && first != second, "{first} {second}");
    for bad in ["", "a b", &"x".repeat(200)] {
        assert_ne!(name(Some(bad), "/file").await, bad);
    }
}

#[tokio::test]
async fn origins_are_told_what_they_may_do_where_that_is_configured() {
    use meshwright_runtime::server::cors::{AllowMethods, CorsLayer};
    let origin = "https://app.example";
    let layer = CorsLayer::new()
        .allow_origin([origin.parse().expect("a header")])
        .allow_methods(AllowMethods::mirror_request());
    let router = files().layer(layer);
    for (method, from, expected) in [
        ("OPTIONS", origin, (200, Some(origin))),
        ("GET", origin, (200, Some(origin))),
        ("GET", "https://evil.example", (200, None)),
    ] {
        let request = axum::http::Request::builder()
            .method(method)
            .uri("/file")
            .header("origin", from)
            .header("access-control-request-method", "PUT")
            .body(Body::empty())
            .expect("a request");
        let response = router.clone().oneshot(request).await.expect("routers do not fail");
        let allowed = response.headers().get("access-control-allow-origin");
        let allowed = allowed.map(|it| it.to_str().expect("text"));
        assert_eq!((response.status().as_u16(), allowed), expected, "{method} {from}");
    }
}

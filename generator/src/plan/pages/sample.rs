//! Requests as people would type them: curl and JavaScript.

use serde_json::Value;

use crate::api::{Api, Content, Location, Operation, Parameter, SecurityKind, Server};
use crate::docs::Code;
use crate::example::{Sender, example};

/// A request that carries an example of everything it must.
struct Request<'a> {
    method: &'a str,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<Body>,
}

enum Body {
    Json(String),
    Form(Vec<(String, String)>),
    Multipart(Vec<(String, String)>),
    File,
}

/// The samples of an operation.
///
/// One that the API calls elsewhere goes to a receiver, whose address nobody knows.
pub(super) fn samples(api: &Api, operation: &Operation, is_outgoing: bool) -> Vec<Code> {
    let mut request = request(api, operation);
    if is_outgoing {
        let query = request.url.split_once('?').map_or(String::new(), |it| format!("?{}", it.1));
        request.url = format!("https://receiver.example{query}");
    }
    vec![
        Code { label: "curl".to_owned(), language: "shell", text: curl(&request) },
        Code { label: "JavaScript".to_owned(), language: "js", text: javascript(&request) },
    ]
}

/// The first server, made absolute.
pub(super) fn base_url(api: &Api) -> String {
    absolute(&api.servers.first().map(Server::default_url).unwrap_or_default())
}

fn absolute(url: &str) -> String {
    let url = url.trim_end_matches('/');
    if url.contains("://") { url.to_owned() } else { format!("http://localhost:9081{url}") }
}

/// The content whose example stands for the whole body: JSON where there is some.
pub(super) fn is_json(content: &Content) -> bool {
    content.media_type == "application/json" || content.media_type.ends_with("+json")
}

/// What to show for a body: the given example, else one made from the schema.
pub(super) fn body_example(api: &Api, content: &Content, sender: Sender) -> Option<Value> {
    let given = content.examples.first().map(|it| it.value.clone());
    given.or_else(|| Some(example(api, content.schema.as_ref()?, "", sender)))
}

fn request<'a>(api: &Api, operation: &'a Operation) -> Request<'a> {
    let mut path = operation.path.clone();
    let is_parameter = |name: &str| operation.parameters.iter().any(|it| it.name == name);
    let fixed = operation.query.iter().filter(|it| !is_parameter(&it.0));
    let mut query: Vec<String> = fixed
        .map(|(name, value)| match value {
            Some(value) => format!("{}={}", encode(name), encode(value)),
            None => encode(name),
        })
        .collect();
    let mut headers = Vec::new();
    for parameter in &operation.parameters {
        let text = parameter_text(api, parameter);
        match parameter.location {
            Location::Path => {
                path = path.replace(&format!("{{{}}}", parameter.name), &encode(&text))
            }
            Location::Query if parameter.required || parameter.example.is_some() => {
                query.push(format!("{}={}", encode(&parameter.name), encode(&text)));
            }
            Location::Header if parameter.required => headers.push((parameter.name.clone(), text)),
            Location::Cookie if parameter.required => {
                headers.push(("Cookie".to_owned(), format!("{}={text}", parameter.name)));
            }
            _ => {}
        }
    }
    for it in operation.security.first().into_iter().flatten() {
        match &api.security_schemes[it.scheme].kind {
            SecurityKind::ApiKey { location: Location::Header, name } => {
                headers.push((name.clone(), "$API_KEY".to_owned()));
            }
            SecurityKind::ApiKey { location: Location::Cookie, name } => {
                headers.push(("Cookie".to_owned(), format!("{name}=$TOKEN")));
            }
            SecurityKind::ApiKey { name, .. } => query.push(format!("{}=$API_KEY", encode(name))),
            SecurityKind::Http { scheme, .. } if scheme == "basic" => {
                headers.push(("Authorization".to_owned(), "Basic $CREDENTIALS".to_owned()));
            }
            SecurityKind::MutualTls => {}
            _ => headers.push(("Authorization".to_owned(), "Bearer $TOKEN".to_owned())),
        }
    }
    let content = operation
        .request_body
        .as_ref()
        .and_then(|it| it.contents.iter().find(|it| is_json(it)).or_else(|| it.contents.first()));
    let body = content.map(|it| body(api, it));
    if let (Some(content), Some(Body::Json(_) | Body::File)) = (content, &body) {
        headers.push(("Content-Type".to_owned(), content.media_type.clone()));
    }
    let question = if query.is_empty() { "" } else { "?" };
    let base = match operation.servers.first() {
        Some(server) => absolute(&server.default_url()),
        None => base_url(api),
    };
    let url = format!("{base}{path}{question}{}", query.join("&"));
    Request { method: operation.method.as_str(), url, headers, body }
}

fn body(api: &Api, content: &Content) -> Body {
    let value = body_example(api, content, Sender::Client).unwrap_or(Value::Null);
    let fields = |value: &Value| -> Vec<(String, String)> {
        let members = value.as_object().into_iter().flatten();
        members.map(|(name, value)| (name.clone(), plain(value))).collect()
    };
    match content.media_type.as_str() {
        _ if is_json(content) => Body::Json(pretty(&value)),
        "application/x-www-form-urlencoded" => Body::Form(fields(&value)),
        "multipart/form-data" => Body::Multipart(fields(&value)),
        _ => Body::File,
    }
}

/// Given examples longer than this lose all but the first items of their lists.
const MOST_TEXT: usize = 12_000;

/// JSON over several lines.
pub(super) fn pretty(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    if text.len() <= MOST_TEXT {
        return text;
    }
    let mut short = value.clone();
    shorten(&mut short);
    serde_json::to_string_pretty(&short).unwrap_or_default()
}

fn shorten(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.truncate(2);
            items.iter_mut().for_each(shorten);
        }
        Value::Object(members) => members.values_mut().for_each(shorten),
        _ => {}
    }
}

fn parameter_text(api: &Api, parameter: &Parameter) -> String {
    let value = parameter.example.clone().or_else(|| parameter.schema.default.clone());
    plain(
        &value.unwrap_or_else(|| example(api, &parameter.schema, &parameter.name, Sender::Client)),
    )
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' | b':' => {
                encoded.push(byte as char);
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn curl(request: &Request<'_>) -> String {
    let mut lines = vec![match request.method {
        "GET" => format!("curl {}", shell(&request.url)),
        "HEAD" => format!("curl --head {}", shell(&request.url)),
        method => format!("curl -X {method} \\\n  {}", shell(&request.url)),
    }];
    lines.extend(
        request
            .headers
            .iter()
            .map(|(name, value)| format!("-H {}", shell(&format!("{name}: {value}")))),
    );
    match &request.body {
        Some(Body::Json(json)) => lines.push(format!("-d {}", shell(json))),
        Some(Body::Form(fields)) => {
            lines.extend(
                fields.iter().map(|(name, it)| {
                    format!("--data-urlencode {}", shell(&format!("{name}={it}")))
                }),
            );
        }
        Some(Body::Multipart(fields)) => {
            let value = |it: &str| if it == "<bytes>" { "@file".to_owned() } else { it.to_owned() };
            lines.extend(
                fields
                    .iter()
                    .map(|(name, it)| format!("-F {}", shell(&format!("{name}={}", value(it))))),
            );
        }
        Some(Body::File) => lines.push("--data-binary @file".to_owned()),
        None => {}
    }
    lines.join(" \\\n  ")
}

/// Text as one word of a shell; `$TOKEN` and its like stay variables.
fn shell(text: &str) -> String {
    let variables = ["$TOKEN", "$API_KEY", "$CREDENTIALS"];
    if !variables.iter().any(|it| text.ends_with(it)) {
        return format!("'{}'", text.replace('\'', "'\\''"));
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\' | '`') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted + "\""
}

fn javascript(request: &Request<'_>) -> String {
    let mut options = Vec::new();
    if request.method != "GET" {
        options.push(format!("method: {}", literal(request.method)));
    }
    if !request.headers.is_empty() {
        let headers = request
            .headers
            .iter()
            .map(|(name, it)| format!("    {}: {},\n", literal(name), literal(it)));
        options.push(format!("headers: {{\n{}  }}", headers.collect::<String>()));
    }
    let mut before = String::new();
    let mut form = |kind: &str, fields: &[(String, String)]| {
        before = format!("const body = new {kind}();\n");
        for (name, value) in fields {
            let value = if value == "<bytes>" { "file".to_owned() } else { literal(value) };
            before.push_str(&format!("body.append({}, {value});\n", literal(name)));
        }
        "body".to_owned()
    };
    match &request.body {
        Some(Body::Json(json)) => {
            options.push(format!("body: JSON.stringify({})", json.replace('\n', "\n  ")))
        }
        Some(Body::Form(fields)) => options.push(form("URLSearchParams", fields)),
        Some(Body::Multipart(fields)) => options.push(form("FormData", fields)),
        Some(Body::File) => options.push("body: file".to_owned()),
        None => {}
    }
    let options = match options.as_slice() {
        [] => String::new(),
        options => format!(", {{\n  {},\n}}", options.join(",\n  ")),
    };
    format!(
        "{before}const response = await fetch({}{options});\n\
         if (!response.ok) throw new Error(`${{response.status}} ${{response.statusText}}`);",
        literal(&request.url)
    )
}

/// Text as a JavaScript string; JSON's strings are a part of those.
fn literal(text: &str) -> String {
    for (variable, name) in
        [("$TOKEN", "token"), ("$API_KEY", "apiKey"), ("$CREDENTIALS", "credentials")]
    {
        if let Some(start) = text.strip_suffix(variable) {
            let start = start.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${");
            return if start.is_empty() {
                name.to_owned()
            } else {
                format!("`{start}${{{name}}}`")
            };
        }
    }
    Value::from(text).to_string()
}

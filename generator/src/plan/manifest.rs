//! The manifest of a crate, written once and then owned by people.

use askama::Template;

use super::krate::Wanted;
use crate::api::Api;
use crate::api::executable::OperationKind;

#[derive(Template)]
#[template(path = "manifest.toml", escape = "none")]
struct Manifest<'a> {
    name: &'a str,
    description: String,
    features: String,
    runtime: String,
}

/// The text of `Cargo.toml`.
pub(super) fn manifest(api: &Api, wanted: &Wanted<'_>) -> String {
    let parts = [
        (wanted.client, "client"),
        (wanted.server, "server"),
        // HTTPS is what people expect of a client; who builds without it builds faster.
        (wanted.client, "tls"),
    ];
    let parts = || parts.iter().filter(|it| it.0);
    let default: Vec<String> = parts().map(|it| format!("\"{}\"", it.1)).collect();
    let mut features = vec![format!("default = [{}]", default.join(", "))];
    // For programs without an asynchronous runtime; the others need no thread for it.
    let blocking = wanted.client.then_some("blocking");
    // For tests, which ask for it.
    let contract = wanted.contract.then_some("contract");
    let names = parts().map(|it| it.1).chain(blocking).chain(contract);
    features.extend(names.map(|it| format!("{it} = [\"meshwright-runtime/{it}\"]")));
    let page = Manifest {
        name: &api.name,
        description: text(&format!("Types, client and server of {}", api.title)),
        features: features.join("\n"),
        runtime: runtime(wanted.runtime_path, &[]),
    };
    // Rendering into a string fails only where a template asks for it; this one does not.
    page.render().unwrap_or_default().trim_end().to_owned() + "\n"
}

/// The text of `Cargo.toml` for a GraphQL crate with a client.
pub(super) fn graphql(api: &Api, wanted: &Wanted<'_>) -> String {
    let documents = api.executable.iter().flat_map(|it| &it.operations);
    let has_subscriptions = documents.into_iter().any(|it| it.kind == OperationKind::Subscription);
    let parts = [
        (wanted.server, "client", "graphql-client"),
        (wanted.server, "server", "graphql"),
        (has_subscriptions, "websocket", "graphql-client-ws"),
        (true, "tls", "tls"),
    ];
    let default: Vec<String> =
        parts.iter().filter(|it| it.0).map(|it| format!("\"{}\"", it.1)).collect();
    let mut features = vec![format!("default = [{}]", default.join(", "))];
    let optional = parts.iter().filter(|it| it.0 || it.1 == "websocket");
    let always: &[&str] = if wanted.server { &[] } else { &["graphql-client"] };
    let names = optional.map(|it| (it.1, it.2)).chain([("blocking", "blocking")]);
    features.extend(names.map(|(name, it)| format!("{name} = [\"meshwright-runtime/{it}\"]")));
    let page = Manifest {
        name: &api.name,
        description: text(&match wanted.server {
            true => format!("GraphQL server and client of {}", api.title),
            false => format!("GraphQL client of {}", api.title),
        }),
        features: features.join("\n"),
        runtime: runtime(wanted.runtime_path, always),
    };
    // Rendering into a string fails only where a template asks for it; this one does not.
    page.render().unwrap_or_default().trim_end().to_owned() + "\n"
}

/// How a manifest names the runtime.
pub(super) fn runtime(path: Option<&str>, features: &[&str]) -> String {
    let source = match path {
        Some(path) => format!("path = {}", text(path)),
        None => format!("version = {}", text(env!("CARGO_PKG_VERSION"))),
    };
    let quoted: Vec<String> = features.iter().map(|it| text(it)).collect();
    match quoted.as_slice() {
        [] => format!("{{ {source} }}"),
        list => format!("{{ {source}, features = [{}] }}", list.join(", ")),
    }
}

/// A TOML basic string: JSON's escapes are among those of TOML.
fn text(value: &str) -> String {
    let one_line: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
    serde_json::Value::String(one_line).to_string()
}

//! Starting a server, and clients that talk to it.

use std::time::Duration;

use meshwright_runtime::Uuid;
use meshwright_runtime::client::Connection;
use meshwright_server::app::app;
use meshwright_server::config::Config;
use meshwright_server::store::{MachineKey, Store};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The files of GraphiQL, which are empty here.
const GRAPHIQL: [&str; 5] = [
    "yoga-graphiql.umd.js",
    "graphiql.css",
    "monacoeditorwork/editor.worker.bundle.js",
    "monacoeditorwork/graphql.worker..bundle.js",
    "monacoeditorwork/json.worker.bundle.js",
];

/// A running server; ends with the test.
pub(crate) struct Server {
    pub(crate) base: String,
    pub(crate) store: Store,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
    _directory: tempfile::TempDir,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::start_with(None).await
    }

    /// With a broker at this address.
    pub(crate) async fn start_with(broker: Option<String>) -> Self {
        Self::start_by(|config| config.broker = broker).await
    }

    /// Configured otherwise than tests usually are.
    pub(crate) async fn start_by(change: impl FnOnce(&mut Config)) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let docs = directory.path().join("docs");
        std::fs::create_dir_all(docs.join("meshery")).unwrap();
        std::fs::write(docs.join("index.html"), "<h1>APIs</h1>").unwrap();
        std::fs::write(docs.join("meshery/openapi.json"), "{}").unwrap();
        std::fs::write(docs.join("meshery/index.html"), "<h1>Meshery</h1>").unwrap();
        let graphiql = directory.path().join("graphiql");
        std::fs::create_dir_all(graphiql.join("dist/monacoeditorwork")).unwrap();
        for file in GRAPHIQL {
            std::fs::write(graphiql.join("dist").join(file), "").unwrap();
        }
        let mut config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            database: format!("sqlite://{}", directory.path().join("test.db").display()),
            docs,
            graphiql: Some(graphiql),
            public_url: "http://localhost:9081".to_owned(),
            origins: None,
            broker: None,
            log: "info".to_owned(),
            dev: false,
        };
        change(&mut config);
        let app = app(&config).await.unwrap();
        let store = app.store.clone();
        let listener = TcpListener::bind(config.listen).await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(async move {
            let stop = async move { stopped.await.unwrap_or_default() };
            app.serve(listener, stop).await;
        });
        Self { base, store, stop, running, _directory: directory }
    }

    /// Stops it as a signal would, and waits until it is gone.
    pub(crate) async fn stop(self) {
        self.stop.send(()).unwrap();
        within(self.running).await.unwrap();
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn connection(&self) -> Connection {
        Connection::new(self.base.clone())
    }

    /// Meshery as the single user sees it: the provider's cookie, and an empty token.
    pub(crate) fn meshery(&self) -> meshery::client::Client {
        use meshery::security::{PROVIDER_COOKIE, TOKEN_COOKIE};
        let connection = self.connection();
        meshery::client::Client::new(
            connection.with_credential(&PROVIDER_COOKIE, "None").with_credential(&TOKEN_COOKIE, ""),
        )
    }

    /// Meshes management for a new organization.
    pub(crate) async fn management(&self) -> (meshes_management::client::Client, MachineKey) {
        let key = self.store.create_machine_key(Uuid::new_v4()).await.unwrap();
        let token = machine_token(&key, 30);
        let connection =
            self.connection().with_credential(&meshes_management::security::MACHINE_TOKEN, token);
        (meshes_management::client::Client::new(connection), key)
    }
}

/// Signs a token as the documents of Meshes say.
pub(crate) fn machine_token(key: &MachineKey, seconds: i64) -> String {
    use jsonwebtoken::{Algorithm, EncodingKey, Header};
    let now = chrono::Utc::now().timestamp();
    let header = Header { kid: Some(key.access_key.clone()), ..Header::new(Algorithm::HS256) };
    let claims = json!({
        "iss": format!("urn:meshes:m2m:{}", key.access_key),
        "aud": "meshes-api",
        "org": key.org.to_string(),
        "iat": now,
        "exp": now + seconds,
    });
    let secret = EncodingKey::from_secret(key.secret.reveal().as_bytes());
    jsonwebtoken::encode(&header, &claims, &secret).unwrap()
}

/// Waits, but not for ever.
pub(crate) async fn within<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("it took too long")
}

//! The server as a whole: what it is made of, starting and stopping it.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use meshwright_runtime::server::Connections;
use tokio::net::TcpListener;
use tower_http::trace::TraceLayer;

use crate::bus::{Bus, News};
use crate::cluster::Broker;
use crate::config::Config;
use crate::meshery::{Meshery, NewCookies, own_names, single_user};
use crate::meshes::{Courier, Meshes};
use crate::store::Store;
use crate::token::Signer;
use crate::{graphql, pages};

/// Why the server cannot run.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// A server that is ready to serve.
#[derive(Debug)]
pub struct App {
    /// Everything it answers.
    pub router: Router,
    /// What it keeps.
    pub store: Store,
    bus: Bus,
    courier: Arc<Courier>,
    broker: Option<Arc<Broker>>,
}

/// How long open requests may take to end once the server stops.
const FAREWELL: Duration = Duration::from_secs(10);

/// Opens the database and puts the APIs together.
///
/// # Errors
///
/// When the database cannot be opened, the address of the broker cannot be read, or a file of GraphiQL
/// is missing.
pub async fn app(config: &Config) -> Result<App, Error> {
    let store = Store::open(&config.database).await?;
    let bus = Bus::default();
    let courier = Arc::new(Courier::new(store.clone())?);
    let meshery = Meshery::new(store.clone(), bus.clone(), &config.public_url).await?;
    let meshes = Arc::new(Meshes {
        store: store.clone(),
        courier: Arc::clone(&courier),
        sessions: Signer::new(&store, "meshes-session").await?,
        public_url: config.public_url.trim_end_matches('/').to_owned(),
    });
    let broker = match &config.broker {
        Some(address) => {
            let broker = Broker::connect(address, store.clone(), bus.clone()).await?;
            Some(Arc::new(broker))
        }
        None => None,
    };
    let schema = graphql::schema(meshery.clone(), broker.clone())?;

    let mut pages = pages::router(meshery.clone(), schema, &config.docs, config.origins.as_deref());
    if let Some(package) = &config.graphiql {
        pages = pages.merge(pages::graphiql(package)?);
    }
    let mut meshery_table = ::meshery::server::routes(meshery.clone());
    meshery_table.or(pages);
    let meshery_router = meshery_table
        .into_router()
        .layer(from_fn(NewCookies::layer))
        .layer(from_fn_with_state(meshery.clone(), single_user))
        .layer(from_fn_with_state(meshery, own_names));
    let mut management = meshes_management::server::routes::<Meshes>(Arc::clone(&meshes));
    management.or(meshery_router);
    let mut events = meshes_events::server::routes::<Meshes>(meshes);
    events.or(management.into_router());
    let router = events.into_router().layer(TraceLayer::new_for_http());
    Ok(App { router, store, bus, courier, broker })
}

impl App {
    /// Serves until `stop` comes, and lets open requests end.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) {
        let Self { router, store, bus, courier, broker } = self;
        let worker = tokio::spawn(async move { courier.run().await });
        let reports = broker.map(|it| tokio::spawn(async move { it.run().await }));
        let (stopping, stopped) = tokio::sync::oneshot::channel();
        let stop = async move {
            stop.await;
            // Streams would go on for ever.
            bus.tell(News::Stop);
            let _ = stopping.send(());
        };
        let patience = async {
            match stopped.await {
                Ok(()) => tokio::time::sleep(FAREWELL).await,
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            () = Connections::default().serve(listener, router, stop) => {}
            () = patience => tracing::warn!("some requests did not end in time"),
        }
        worker.abort();
        if let Some(task) = reports {
            task.abort();
        }
        store.close().await;
    }
}

//! What can be set from outside: flags first, then environment variables, then defaults.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use meshwright_runtime::Uuid;

/// The reference server of the Meshery and Meshes APIs.
#[derive(Debug, Parser)]
#[command(name = "meshwright-server", version, about)]
pub struct Command {
    /// How the server runs.
    #[command(flatten)]
    pub config: Config,
    /// Something else than running.
    #[command(subcommand)]
    pub action: Option<Action>,
}

/// Something else than running.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Make an access key that signs machine tokens, and print it
    MachineKey {
        /// The organization that the key acts for
        #[arg(long)]
        org: Uuid,
    },
}

/// How the server runs.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Address to listen on
    #[arg(long, env = "MESHWRIGHT_LISTEN", default_value = "127.0.0.1:9081")]
    pub listen: SocketAddr,
    /// Database, created where it does not exist
    #[arg(
        long,
        global = true,
        env = "MESHWRIGHT_DATABASE",
        default_value = "sqlite://meshwright.db"
    )]
    pub database: String,
    /// Directory of the documentation site
    #[arg(long, env = "MESHWRIGHT_DOCS", default_value = "generated/docs")]
    pub docs: PathBuf,
    /// Folder of the npm package `@graphql-yoga/graphiql`; with it, GraphiQL is served at `/graphiql`
    #[arg(long, env = "MESHWRIGHT_GRAPHIQL")]
    pub graphiql: Option<PathBuf>,
    /// Address under which people reach the server, for links in answers
    #[arg(long, env = "MESHWRIGHT_PUBLIC_URL", default_value = "http://localhost:9081")]
    pub public_url: String,
    /// Origins of the pages that may use the GraphQL API in browsers, such as `https://app.example.com`; without it,
    /// all may
    #[arg(long, env = "MESHWRIGHT_ORIGINS", value_name = "ORIGIN", value_delimiter = ',')]
    pub origins: Option<Vec<String>>,
    /// NATS server through which MeshSync reports what clusters have, `nats://HOST:PORT`; none
    /// means that nothing is known of clusters
    #[arg(long, env = "MESHWRIGHT_BROKER", hide_env_values = true)]
    pub broker: Option<String>,
    /// What is logged: `info`, `debug`, `meshwright_server=trace,sqlx=warn`
    #[arg(long, global = true, env = "RUST_LOG", default_value = "info,sqlx=warn")]
    pub log: String,
    /// Make an access key for Meshes at the start and print it
    #[arg(long)]
    pub dev: bool,
}

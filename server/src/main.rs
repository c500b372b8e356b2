//! `meshwright-server`: the reference server as a program.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use meshwright_runtime::Uuid;
use meshwright_server::app::{Error, app};
use meshwright_server::config::{Action, Command, Config};
use meshwright_server::store::{MachineKey, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let command = Command::parse();
    let filter = EnvFilter::try_new(&command.config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let outcome = match command.action {
        Some(Action::MachineKey { org }) => machine_key(&command.config, org).await,
        None => serve(&command.config).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the server cannot run");
            ExitCode::from(2)
        }
    }
}

async fn serve(config: &Config) -> Result<(), Error> {
    let app = app(config).await?;
    if config.dev {
        let org = app.store.identity("dev.organization").await?;
        print(&app.store.create_machine_key(org).await?)?;
    }
    let listener = TcpListener::bind(config.listen).await?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let stop = async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    };
    app.serve(listener, stop).await;
    Ok(())
}

async fn machine_key(config: &Config, org: Uuid) -> Result<(), Error> {
    let store = Store::open(&config.database).await?;
    print(&store.create_machine_key(org).await?)
}

/// As variables of a shell, to be pasted or evaluated.
fn print(key: &MachineKey) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "MESHES_ACCESS_KEY={}", key.access_key)?;
    writeln!(out, "MESHES_SECRET_KEY={}", key.secret.reveal())?;
    writeln!(out, "MESHES_ORG_ID={}", key.org)?;
    Ok(())
}

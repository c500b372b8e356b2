//! `kitchen-sink-server [PORT]`: serves on loopback, prints its base URL, and stops at SIGINT or SIGTERM.

use std::io::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use kitchen_sink_server::{Settings, start};
use tokio::signal::unix::{SignalKind, signal};

type Error = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "kitchen-sink-server: {error}");
            ExitCode::from(2)
        }
    }
}

async fn serve() -> Result<(), Error> {
    let port: u16 = std::env::args().nth(1).map_or(Ok(0), |it| it.parse())?;
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let running = start(Settings { address, ..Settings::default() }).await?;
    writeln!(std::io::stdout(), "{}", running.url())?;
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    running.stop(Duration::from_secs(10)).await?;
    Ok(())
}

//! `mock`: serves examples of what documents say.

use std::net::{IpAddr, SocketAddr};

use anyhow::{Context as _, ensure};
use meshwright_generator::diagnostics::Diagnostics;
use meshwright_generator::rust;
use meshwright_runtime::server::Connections;

use super::{Gen, Input, Mock};
use crate::project::{self, Loaded};
use crate::{Exit, FrontEnd, report};

/// Listens until it is stopped; the one line on standard output is where.
pub(super) fn mock(args: &Mock, front_end: &FrontEnd) -> anyhow::Result<Exit> {
    let Some(mocks) = plan(args, front_end)? else { return Ok(Exit::Findings) };
    let n_operations: usize = mocks.iter().map(|it| it.operations.len()).sum();
    ensure!(!mocks.is_empty(), "there is no OpenAPI document to mock");
    let router = crate::mock::logged(crate::mock::public_router(&mocks));
    drop(mocks);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let address = SocketAddr::new(args.host, args.port);
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen at {address}"))?;
        report::to_stdout(&format!("http://{}\n", listener.local_addr()?));
        let counted = report::counted(n_operations, "operation");
        report::say(&format!("mock: {counted}; `Prefer: status=404` or `example=NAME` chooses"));
        Connections::default().serve(listener, router, std::future::pending()).await;
        anyhow::Ok(())
    })?;
    Ok(Exit::Fine)
}

/// The mocks of all documents; none where one has errors.
fn plan(args: &Mock, front_end: &FrontEnd) -> anyhow::Result<Option<Vec<rust::Mock>>> {
    let inputs: Vec<Input> = match args.files.as_slice() {
        [] => vec![Input { manifest: args.manifest.clone(), schema: Vec::new() }],
        files => {
            let one =
                |file: &std::path::PathBuf| Input { manifest: None, schema: vec![file.clone()] };
            files.iter().map(one).collect()
        }
    };
    let mut all = Vec::new();
    let mut is_broken = false;
    for input in inputs {
        let Loaded { project, sources, .. } = project::load(&Gen { input, ..Gen::default() })?;
        let mut diagnostics = Diagnostics::default();
        let mocks = meshwright_generator::mocks(&project, &sources, false, &mut diagnostics);
        if args.warnings || diagnostics.has_errors() {
            report::diagnostics(&diagnostics, &sources, false, front_end);
        } else if let Some(counts) = report::counts(&diagnostics) {
            report::say(&format!("mock: {counts}; `--warnings` shows them"));
        }
        is_broken |= mocks.is_none();
        all.extend(mocks.into_iter().flatten());
    }
    Ok((!is_broken).then_some(all))
}

/// What listens where nobody says otherwise: this machine alone.
pub(super) const HOST: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

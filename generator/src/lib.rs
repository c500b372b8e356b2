//! Turns API schemas into the crates and pages that follow from them.
//!
//! [`generate`] is the table of contents: one line per stage, in order.
//! Nothing here touches the file system, the clock, the environment or the network;
//! text comes in, text goes out.

pub mod api;
pub mod diagnostics;
pub mod docs;
pub mod emit;
pub mod lower;
pub mod openapi;
pub mod output;
pub mod plan;
pub mod source;

use diagnostics::Diagnostics;
use output::OutputTree;
use source::{FileId, SourceMap};

/// What to generate.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Project {
    /// One crate per API.
    pub crates: Vec<CrateJob>,
    /// The docs site over all of them.
    pub docs: Option<DocsJob>,
    /// Whether anything that had to be repaired or widened stops the run.
    pub strict: bool,
}

/// One API and the crate that comes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CrateJob {
    /// The crate's name, as Cargo has it: `meshes-events`.
    pub name: String,
    /// The folder of the crate, relative to the project's root.
    pub out: String,
    /// The root OpenAPI document, or the GraphQL schema files.
    pub schemas: Vec<FileId>,
    /// Overlay documents, applied in order to the bundled OpenAPI document.
    pub overlays: Vec<FileId>,
    /// What the crate holds besides its types.
    pub emit: Emit,
    /// How the scaffolded `Cargo.toml` names the runtime: a path, or none for the registry.
    pub runtime_path: Option<String>,
}

/// The parts of a crate that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emit {
    /// Traits and a router.
    pub server: bool,
    /// A client.
    pub client: bool,
}

impl Default for Emit {
    fn default() -> Self {
        Self { server: true, client: true }
    }
}

/// The docs site.
#[derive(Debug, Clone, PartialEq)]
pub struct DocsJob {
    /// The folder of the site, relative to the project's root.
    pub out: String,
    /// The site's title.
    pub title: String,
}

/// Runs the whole pipeline over one project.
///
/// Every stage keeps going after a mistake, so one run reports them all;
/// the answer is `None` if any of them was an error.
pub fn generate(
    project: &Project,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<OutputTree> {
    let _ = (project, sources, diagnostics);
    None
}

/// The relative files that a schema file refers to, as written in its references.
///
/// For whoever fills the [`SourceMap`]: read the root, ask, read those, and so on.
pub fn referenced_files(path: &str, text: &str) -> Vec<String> {
    let _ = (path, text);
    Vec::new()
}

/// Prints one stage's result for people, as `dump` shows it; `None` when there is no such stage.
pub fn dump(
    stage: &str,
    name: Option<&str>,
    project: &Project,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let _ = (stage, name, project, sources, diagnostics);
    None
}

#[doc(hidden)]
pub fn file_of(job: &CrateJob) -> Option<FileId> {
    job.schemas.first().copied()
}

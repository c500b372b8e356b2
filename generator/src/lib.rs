//! Turns API schemas into the crates and pages that follow from them.
//!
//! [`generate`] is the table of contents: one line per stage, in order.
//! Nothing here touches the file system, the clock, the environment or the network;
//! text comes in, text goes out.

pub mod api;
pub mod diagnostics;
pub mod docs;
mod dump;
pub mod emit;
pub mod example;
pub mod graphql;
pub mod lower;
pub mod openapi;
pub mod output;
pub mod plan;
pub mod rust;
pub mod settings;
pub mod source;
pub mod stubs;
pub mod validate;

use api::Api;
use diagnostics::Diagnostics;
use output::OutputTree;
use settings::GraphqlSettings;
use source::{FileId, SourceMap};
use validate::Valid;

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
    /// The ids of operations that servers may leave out.
    pub unimplemented: Vec<String>,
    /// What a GraphQL schema does not say itself.
    pub graphql: GraphqlSettings,
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
    /// Cases that a server has to pass.
    pub contract: bool,
    /// `PartialEq` for all types: a quarter of the time that compiling them takes.
    pub eq: bool,
}

impl Default for Emit {
    fn default() -> Self {
        Self { server: true, client: true, contract: false, eq: false }
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
    generate_anew(project, sources, diagnostics, &|_, _| None)
}

/// As [`generate`], but prints no module of Rust whose formatted text is kept from an earlier run
/// of the same build.
pub fn generate_anew(
    project: &Project,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
    kept: emit::Kept<'_>,
) -> Option<OutputTree> {
    // Syntax and meaning: each document becomes an API, whatever language it is written in.
    let apis = read_apis(project, sources, project.docs.is_some(), diagnostics);

    // Rules that need a whole API; what cannot be generated as it is gets wider, and is told.
    let apis: Vec<Valid<Api>> =
        apis.into_iter().map(|api| validate::validate(api, diagnostics)).collect();
    if project.strict {
        diagnostics.treat_warnings_as_errors();
    }
    if diagnostics.has_errors() {
        return None;
    }

    // Shape: every name, type, file and page. Nothing from here on can fail.
    let jobs: Vec<_> = project.crates.iter().zip(&apis).collect();
    let crates = each(&jobs, &|(job, api)| plan_job(job, api));
    let site = project.docs.as_ref().map(|docs| {
        let apis: Vec<&Api> = apis.iter().map(|it| &**it).collect();
        plan::pages::plan_site(&apis, &docs.title, &docs.out)
    });
    drop(jobs);
    // Large, and not needed for what follows.
    drop(apis);

    // Text.
    let mut output = OutputTree::default();
    for krate in crates {
        emit::emit_crate(&krate, kept, &mut output);
    }
    if let Some(site) = site {
        emit::pages::emit_site(&site, &mut output);
    }
    Some(output)
}

/// `has_documents`: whether each API's own document is wanted as text.
fn read_apis(
    project: &Project,
    sources: &SourceMap,
    has_documents: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Api> {
    let mut apis = Vec::new();
    for (api, found) in each(&project.crates, &|job| {
        let mut found = Diagnostics::default();
        (read_api(job, sources, has_documents, &mut found), found)
    }) {
        apis.extend(api);
        diagnostics.merge(found);
    }
    apis
}

/// The stack of each thread; schemas refer to schemas that refer to schemas, thousands deep. Only what is used is taken.
const STACK: usize = 512 << 20;

/// Runs `work` on every item, each on a thread of its own, and gives the results in order.
fn each<T: Sync, R: Send>(items: &[T], work: &(dyn Fn(&T) -> R + Sync)) -> Vec<R> {
    std::thread::scope(|scope| {
        let spawn = |item| {
            let thread = std::thread::Builder::new().stack_size(STACK);
            thread.spawn_scoped(scope, move || work(item)).expect("a thread can be started")
        };
        let running: Vec<_> = items.iter().map(spawn).collect();
        let joined = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.map(|it| it.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

fn read_api(
    job: &CrateJob,
    sources: &SourceMap,
    has_document: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Api> {
    let root = *job.schemas.first()?;
    if is_graphql(sources, root) {
        let document = graphql::parse_schema(sources, &job.schemas, diagnostics)?;
        let documents = &job.graphql.documents;
        let has_client = job.emit.client && !documents.is_empty();
        // What servers do not do with a schema is nothing to a client.
        let mut of_server = Diagnostics::default();
        let settings = &job.graphql;
        let mut api = lower::graphql::lower_graphql(&job.name, &document, settings, &mut of_server);
        if job.emit.server || !has_client {
            diagnostics.merge(of_server);
        }
        if has_client {
            let operations =
                graphql::operations::parse_operations(sources, &document, documents, diagnostics)?;
            api.executable = Some(lower::executable::lower_executable(&document, &operations));
        }
        return Some(api);
    }
    let document = openapi::parse_document(sources, root, &job.overlays, diagnostics)?;
    let mut api = lower::lower_openapi(&job.name, &document, diagnostics);
    lower::leave_out(&mut api, &job.unimplemented, root, diagnostics);
    if has_document {
        api.document = document.to_json();
    }
    Some(api)
}

/// SDL by its file's name, or the JSON of an introspection query.
fn is_graphql(sources: &SourceMap, file: FileId) -> bool {
    let path = &sources.file(file).path;
    if path.ends_with(".graphql") || path.ends_with(".graphqls") || path.ends_with(".gql") {
        return true;
    }
    let start: String = sources.text(file).chars().take(2000).collect();
    path.ends_with(".json") && start.contains("\"__schema\"")
}

fn plan_job(job: &CrateJob, api: &Api) -> rust::Crate {
    let runtime_path = job.runtime_path.as_deref();
    let Emit { server, client, contract, eq } = job.emit;
    let wanted = plan::Wanted { out: &job.out, server, client, contract, eq, runtime_path };
    match api.graphql {
        Some(_) => plan::plan_graphql_crate(api, &wanted),
        None => plan::plan_crate(api, &wanted),
    }
}

/// Plans a mock server for each OpenAPI document of a project, in order; GraphQL schemas are passed over.
///
/// `has_contract`: whether the cases that servers pass come with them. The answer is `None` if a
/// document has errors.
pub fn mocks(
    project: &Project,
    sources: &SourceMap,
    has_contract: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<rust::Mock>> {
    let apis = read_apis(project, sources, false, diagnostics);
    let apis = apis.into_iter().filter(|it| it.graphql.is_none());
    let apis: Vec<Valid<Api>> = apis.map(|it| validate::validate(it, diagnostics)).collect();
    if diagnostics.has_errors() {
        return None;
    }
    Some(each(&apis, &|api| plan::plan_mock(api, has_contract)))
}

/// Whether a text is a GraphQL document of operations and fragments, and no schema.
pub fn is_executable(text: &str) -> bool {
    graphql::operations::is_executable(text)
}

/// The paths of the files that a schema file may refer to; where a reference can be read in two ways, both.
///
/// For whoever fills the [`SourceMap`]: read the root, ask, read those, and so on.
pub fn referenced_files(path: &str, text: &str) -> Vec<String> {
    if path.ends_with(".graphql") || path.ends_with(".graphqls") || path.ends_with(".gql") {
        return Vec::new();
    }
    openapi::referenced_files(path, text)
}

/// Prints one stage's result for people, as `dump` shows it; `None` when there is no such stage.
///
/// Stages are `sources`, `document`, `api` and `plan`; `name` picks the APIs, types, operations
/// or files whose names contain it.
pub fn dump(
    stage: &str,
    name: Option<&str>,
    project: &Project,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    dump::dump(stage, name, project, sources, diagnostics)
}

//! From what was asked for to what the generator takes.

mod one_schema;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use meshwright_generator::settings::GraphqlSettings;
use meshwright_generator::source::{FileId, SourceMap};
use meshwright_generator::{CrateJob, DocsJob, Project};

use crate::command::Gen;
use crate::manifest::{self, Manifest, Stubs};
use crate::read::Reader;

/// A project with its texts, and where its output goes.
#[derive(Debug)]
pub struct Loaded {
    /// What to generate.
    pub project: Project,
    /// The schema files and what they refer to.
    pub sources: SourceMap,
    /// The folder that output paths are relative to.
    pub root: PathBuf,
    /// What goes before output paths in messages: nothing, or a folder with a `/` behind it.
    pub shown_root: String,
    /// Where formatted texts are kept between runs.
    pub cache: Option<PathBuf>,
    /// The crates whose services are written in this project: each one's place in [`Project::crates`], and where.
    pub stubs: Vec<(usize, Stubs)>,
}

/// Reads everything that a run needs.
///
/// # Errors
///
/// When the manifest or the arguments will not do.
/// Schema files that cannot be read are no error here: the generator reports them.
pub fn load(args: &Gen) -> anyhow::Result<Loaded> {
    if !args.input.schema.is_empty() {
        return one_schema::load(args);
    }
    let here = std::env::current_dir().context("there is no current folder")?;
    let file = match &args.input.manifest {
        Some(file) => here.join(file),
        None => manifest::find(&here)?,
    };
    let manifest = manifest::load(&file)?;
    let root = file.parent().unwrap_or(&here).to_owned();
    let reader = Reader::new(&root, &root).context("cannot read the project's folder")?;
    let paths = manifest
        .crates
        .iter()
        .flat_map(|it| it.schemas.iter().chain(&it.overlays).chain(&it.documents));
    let mut sources = reader.read(&paths.cloned().collect::<Vec<_>>());
    let mut project = plan(&manifest, &sources, args.strict)?;
    add_manifest(&file, &mut sources, &mut project);
    let cache = Some(target_folder(&root).join("meshwright/format"));
    let stubs = manifest.crates.iter().enumerate();
    let stubs = stubs.filter_map(|(index, it)| Some((index, it.stubs.clone()?))).collect();
    Ok(Loaded { project, sources, root, shown_root: String::new(), cache, stubs })
}

/// What is said about a schema in the manifest may not fit it: the report shows where.
fn add_manifest(file: &Path, sources: &mut SourceMap, project: &mut Project) {
    let says_something = |it: &CrateJob| it.graphql != GraphqlSettings::default();
    let (true, Ok(text)) = (project.crates.iter().any(says_something), fs::read_to_string(file))
    else {
        return;
    };
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let id = sources.add(&name, text);
    project.crates.iter_mut().for_each(|it| it.graphql.file = Some(id));
}

fn plan(manifest: &Manifest, sources: &SourceMap, strict: bool) -> anyhow::Result<Project> {
    let Manifest { crates, docs, runtime_path, strict: always } = manifest;
    let crates = crates
        .iter()
        .map(|it| {
            Ok(CrateJob {
                name: it.name.clone(),
                out: it.path.clone(),
                schemas: ids(sources, &it.schemas)?,
                overlays: ids(sources, &it.overlays)?,
                emit: it.emit,
                unimplemented: it.unimplemented.clone(),
                graphql: GraphqlSettings {
                    documents: ids(sources, &it.documents)?,
                    ..it.graphql.clone()
                },
                runtime_path: runtime_path.as_ref().map(|path| relative(&it.path, path)),
            })
        })
        .collect::<anyhow::Result<_>>()?;
    let docs = docs.as_ref().map(|it| DocsJob { out: it.path.clone(), title: it.title.clone() });
    Ok(Project { crates, docs, strict: strict || *always })
}

fn ids(sources: &SourceMap, paths: &[String]) -> anyhow::Result<Vec<FileId>> {
    let find = |path: &String| sources.find(path).with_context(|| format!("`{path}` was not read"));
    paths.iter().map(find).collect()
}

/// The way from one clean folder to another below the same root.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|it| !it.is_empty()).collect();
    let to: Vec<&str> = to.split('/').filter(|it| !it.is_empty()).collect();
    let n_common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - n_common);
    let path: Vec<&str> = up.chain(to[n_common..].iter().copied()).collect();
    if path.is_empty() { ".".to_owned() } else { path.join("/") }
}

/// Where Cargo keeps what it builds.
fn target_folder(root: &Path) -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) if !folder.is_empty() => root.join(folder),
        _ => root.join("target"),
    }
}

/// Where programs of a user keep what can be made again, for runs without a project.
fn users_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| folder("HOME").map(|home| home.join(".cache")))?;
    cache.is_absolute().then(|| cache.join("meshwright/format"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn relative_folders() {
        assert_eq!(super::relative("generated/a", "runtime"), "../../runtime");
        assert_eq!(super::relative("a/b", "a/c/d"), "../c/d");
        assert_eq!(super::relative("/x/y", "/x/y/z"), "z");
        assert_eq!(super::relative("a", "a"), ".");
    }
}

//! One crate from one schema, without a manifest.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use meshwright_generator::settings::GraphqlSettings;
use meshwright_generator::source::normalize;
use meshwright_generator::{CrateJob, Emit, Project};

use super::{Loaded, ids, relative, users_folder};
use crate::command::{Gen, Part};
use crate::manifest::{is_graphql, name_mistake};
use crate::read::{Reader, nearby, no_file, reason};

/// As [`super::load`]; `dump` comes without `--out` and `--name` and writes nothing.
pub(super) fn load(args: &Gen) -> anyhow::Result<Loaded> {
    let here = std::env::current_dir().context("there is no current folder")?;
    let name = args.name.clone().unwrap_or_else(|| "api".to_owned());
    if let Some(mistake) = name_mistake(&name) {
        bail!("{mistake}");
    }
    let files = args
        .input
        .schema
        .iter()
        .map(|file| shown(&here, file))
        .collect::<anyhow::Result<Vec<String>>>()?;
    let n_documents = files.iter().filter(|it| !is_graphql(it)).count();
    ensure!(
        n_documents == 0 || files.len() == 1,
        "only a GraphQL schema may be spread over files; \
         name the root OpenAPI document alone, its references are followed"
    );
    let documents = args
        .documents
        .iter()
        .map(|file| shown(&here, file))
        .collect::<anyhow::Result<Vec<String>>>()?;
    let inputs: Vec<PathBuf> = args.input.schema.iter().chain(&args.documents).cloned().collect();
    let reader = Reader::new(&here, &fence(&here, &inputs)?)?;
    let sources = reader.read(&files.iter().chain(&documents).cloned().collect::<Vec<_>>());
    let out = absolute(args.out.as_deref().unwrap_or(Path::new(&name)))?;
    // Output paths begin with the crate's own folder, so that they are never empty.
    let (Some(root), Some(folder)) = (out.parent(), out.file_name().and_then(|it| it.to_str()))
    else {
        bail!("`{}` cannot be a crate's folder", out.display());
    };
    ensure!(out.is_dir() || !out.exists(), "`{}` is a file, not a folder", out.display());
    let runtime_path = match &args.runtime_path {
        Some(path) => Some(runtime(&out, path)?),
        None => None,
    };
    let has = |part: Part| args.emit.as_ref().is_none_or(|parts| parts.contains(&part));
    let job = CrateJob {
        name,
        out: folder.to_owned(),
        schemas: ids(&sources, &files)?,
        overlays: Vec::new(),
        emit: Emit {
            server: has(Part::Server),
            client: has(Part::Client),
            // Nobody gets it who has not asked.
            contract: args.emit.is_some() && has(Part::Contract),
            eq: args.eq,
        },
        unimplemented: Vec::new(),
        graphql: GraphqlSettings {
            documents: ids(&sources, &documents)?,
            ..GraphqlSettings::default()
        },
        runtime_path,
    };
    let shown_root = root.strip_prefix(&here).unwrap_or(root).to_string_lossy();
    let shown_root = if shown_root.is_empty() { String::new() } else { format!("{shown_root}/") };
    let project = Project { crates: vec![job], docs: None, strict: args.strict };
    Ok(Loaded {
        project,
        sources,
        root: root.to_owned(),
        shown_root,
        cache: users_folder(),
        stubs: Vec::new(),
    })
}

/// A schema's path as messages show it: relative to the current folder where it is below.
fn shown(here: &Path, file: &Path) -> anyhow::Result<String> {
    let path = file.strip_prefix(here).unwrap_or(file);
    let path = path.to_str().with_context(|| format!("`{}` is not UTF-8", file.display()))?;
    Ok(normalize(path))
}

/// The folder that references may not leave: the current one where all schema files are below it, as it is
/// for a project with a manifest; else the nearest above all of them.
fn fence(here: &Path, files: &[PathBuf]) -> anyhow::Result<PathBuf> {
    let mut fence: Option<PathBuf> = None;
    for file in files {
        let whole = file
            .canonicalize()
            .map_err(|error| anyhow::anyhow!("{}{}", reason(&error), nearby(file)))
            .with_context(|| format!("cannot read `{}`", file.display()))?;
        let metadata =
            whole.metadata().with_context(|| format!("cannot read `{}`", file.display()))?;
        ensure!(metadata.is_file(), "`{}` is {}", file.display(), no_file(&metadata));
        let folder = whole.parent().unwrap_or(&whole).to_owned();
        fence = Some(match fence {
            None => folder,
            Some(fence) => fence
                .ancestors()
                .find(|it| folder.starts_with(it))
                .map(Path::to_owned)
                .unwrap_or(folder),
        });
    }
    let fence = fence.context("no schema was given")?;
    // Whoever stands at the top of the file system has not chosen it as a project.
    let here = here.canonicalize().ok().filter(|it| it.parent().is_some());
    Ok(here.filter(|it| fence.starts_with(it)).unwrap_or(fence))
}

/// How the crate's manifest names the runtime's folder: relative, so that both can move together.
fn runtime(out: &Path, path: &Path) -> anyhow::Result<String> {
    let path = absolute(path)?;
    ensure!(path.join("Cargo.toml").is_file(), "`{}` holds no crate", path.display());
    let (Some(from), Some(to)) = (out.to_str(), path.to_str()) else {
        bail!("`{}` is not UTF-8", path.display());
    };
    Ok(relative(from, to))
}

/// The whole path without `.` and `..`; the folder need not exist.
fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    let mut whole = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            Component::CurDir => {}
            part => whole.push(part),
        }
    }
    Ok(whole)
}

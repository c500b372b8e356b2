//! What lies in a folder: files, what a killed run left behind, folders that hold nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

const PREFIX: &str = ".meshwright-";
const SUFFIX: &str = ".tmp";

/// The name under which a file is written before it takes its place.
pub(super) fn temporary_name(name: &str) -> String {
    format!("{PREFIX}{}-{name}{SUFFIX}", std::process::id())
}

/// Whether a name is one of [`temporary_name`].
fn is_temporary(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// Every file below a folder, relative to `root`; links are files, whatever they lead to.
///
/// What is being written, or was when a run was killed, is left out.
pub(super) fn files(root: &Path, folder: &str) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    walk(&root.join(folder), &mut |entry, is_folder| {
        let name = entry.file_name().unwrap_or_default().to_string_lossy();
        if !is_folder && !is_temporary(&name) {
            let path = entry.strip_prefix(root).unwrap_or(entry);
            let parts: Vec<_> = path.iter().map(|it| it.to_string_lossy()).collect();
            found.push(parts.join("/"));
        }
        Ok(())
    })?;
    found.sort();
    Ok(found)
}

/// Removes what killed runs left behind directly in a folder.
pub(super) fn remove_leftovers(folder: &Path) -> anyhow::Result<()> {
    for (entry, is_folder) in entries(folder)? {
        remove_if_temporary(&entry, is_folder)?;
    }
    Ok(())
}

/// As [`remove_leftovers`], in all folders below too.
pub(super) fn remove_leftovers_below(folder: &Path) -> anyhow::Result<()> {
    walk(folder, &mut |entry, is_folder| remove_if_temporary(entry, is_folder))
}

fn remove_if_temporary(entry: &Path, is_folder: bool) -> anyhow::Result<()> {
    let name = entry.file_name().unwrap_or_default().to_string_lossy();
    if is_folder || !is_temporary(&name) {
        return Ok(());
    }
    match fs::remove_file(entry) {
        // Another run was quicker.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done.with_context(|| format!("cannot remove `{}`", entry.display())),
    }
}

/// Removes the folders below this one, and this one, that hold nothing but what killed runs left.
pub(super) fn remove_empty(folder: &Path) -> anyhow::Result<()> {
    remove_leftovers_below(folder)?;
    walk(folder, &mut |entry, is_folder| if is_folder { remove_folder(entry) } else { Ok(()) })?;
    remove_folder(folder)
}

fn remove_folder(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_dir(folder) {
        Err(error)
            if !matches!(
                error.kind(),
                io::ErrorKind::DirectoryNotEmpty
                    | io::ErrorKind::NotFound
                    | io::ErrorKind::NotADirectory
            ) =>
        {
            Err(error).with_context(|| format!("cannot remove `{}`", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Calls `visit` for everything below a folder, contents before the folder that holds them.
fn walk(
    folder: &Path,
    visit: &mut dyn FnMut(&Path, bool) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for (entry, is_folder) in entries(folder)? {
        if is_folder {
            walk(&entry, visit)?;
        }
        visit(&entry, is_folder)?;
    }
    Ok(())
}

/// What is in a folder, and whether each is a folder; nothing where there is none.
fn entries(folder: &Path) -> anyhow::Result<Vec<(PathBuf, bool)>> {
    let what = || format!("cannot read `{}`", folder.display());
    let listing = match fs::read_dir(if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }) {
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(Vec::new());
        }
        listing => listing.with_context(what)?,
    };
    let mut found = Vec::new();
    for entry in listing {
        let entry = entry.with_context(what)?;
        let is_folder = entry.file_type().with_context(what)?.is_dir();
        found.push((entry.path(), is_folder));
    }
    Ok(found)
}

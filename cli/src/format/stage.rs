//! Lays files out for rustfmt and reads them back.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::Context as _;

use super::Rustfmt;

/// The edition of generated crates.
pub(super) const EDITION: &str = "2024";
/// What a file is called while rustfmt has it; no module is called so.
const NAME: &str = "meshwright-staged.rs";
/// The most files one process is given: command lines have an end.
const MOST_FILES: usize = 400;
/// How much text is worth a process of its own.
const LEAST_BYTES: usize = 32 << 10;

/// The formatted texts, in the order given.
pub(super) fn format(rustfmt: &Rustfmt, files: &[(&str, &str)]) -> anyhow::Result<Vec<String>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let config = folder.path().join("rustfmt.toml");
    fs::write(&config, &rustfmt.config).context("cannot write to a temporary folder")?;
    let n_bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let n_processes =
        thread::available_parallelism().map_or(2, usize::from).min(n_bytes / LEAST_BYTES + 1);
    let share = files.len().div_ceil(n_processes).min(MOST_FILES);
    let chunks: Vec<(usize, &[(&str, &str)])> =
        files.chunks(share).enumerate().map(|(index, chunk)| (index * share, chunk)).collect();
    let mut formatted = Vec::new();
    // As many at a time as there are processors.
    for round in chunks.chunks(n_processes) {
        let done: Vec<anyhow::Result<Vec<String>>> = thread::scope(|scope| {
            let threads: Vec<_> = round
                .iter()
                .map(|(first, chunk)| {
                    scope.spawn(|| format_chunk(rustfmt, folder.path(), &config, *first, chunk))
                })
                .collect();
            threads
                .into_iter()
                .map(|it| it.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a thread panicked"))))
                .collect()
        });
        for texts in done {
            formatted.extend(texts?);
        }
    }
    Ok(formatted)
}

fn format_chunk(
    rustfmt: &Rustfmt,
    folder: &Path,
    config: &Path,
    first: usize,
    files: &[(&str, &str)],
) -> anyhow::Result<Vec<String>> {
    let staged: Vec<PathBuf> = (first..first + files.len())
        .map(|index| folder.join(index.to_string()).join(NAME))
        .collect();
    for (file, (_, text)) in staged.iter().zip(files) {
        lay_out(file, text).context("cannot write to a temporary folder")?;
    }
    rustfmt.run(config, &staged).map_err(|error| {
        // Messages name the files as they were laid out; people know them by another name.
        let mut said = error.to_string();
        for (file, (path, _)) in staged.iter().zip(files) {
            said = said.replace(&*file.to_string_lossy(), path);
        }
        anyhow::anyhow!(
            "the generated code is no valid Rust, which is a bug of the generator\n{said}"
        )
    })?;
    staged
        .iter()
        .map(|file| fs::read_to_string(file).context("cannot read from a temporary folder"))
        .collect()
}

/// Writes one file, with an empty one for every module it declares.
fn lay_out(file: &Path, text: &str) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder)?;
    fs::write(file, text)?;
    for module in declared_modules(text) {
        fs::write(folder.join(format!("{module}.rs")), "")?;
    }
    Ok(())
}

/// The names in `mod name;`, whatever stands before; one too many does no harm.
fn declared_modules(text: &str) -> impl Iterator<Item = &str> {
    text.split("mod ").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let end = rest.find(|it: char| !(it.is_alphanumeric() || matches!(it, '_' | '#')))?;
        let (name, rest) = rest.split_at(end);
        let name = name.trim_start_matches("r#");
        (!name.is_empty() && rest.starts_with(';')).then_some(name)
    })
}

//! What generating costs.

use std::fs;
use std::path::Path;

use super::Document;
use super::rivals::Rival;
use crate::tool::Tool;
use crate::usage::Usage;
use crate::{markdown, say};

/// How often each is run; the least counts, since nothing makes a process faster than it is.
const RUNS: usize = 3;

/// Generates every document with every generator; the crates stay in `folder`.
pub(super) fn table(
    tool: &Tool,
    rivals: &[Rival],
    corpus: &Path,
    folder: &Path,
    documents: &[&Document],
) -> anyhow::Result<String> {
    let mut rows = Vec::new();
    for Document { name, path, .. } in documents {
        let schema = corpus.join(path);
        let out = folder.join(name);
        let mut ours = Vec::new();
        for _ in 0..RUNS {
            ours.push(tool.generate(&schema, &out, name)?);
        }
        let alone = least(ours.iter().map(|it| it.0));
        let rustfmt = least(ours.iter().map(|it| it.1));
        rows.push(row(name, "meshwright, client and server", Ok(alone), alone, lines(&out)));
        let whole = Usage { cpu: alone.cpu + rustfmt.cpu, memory: rustfmt.memory };
        rows.push(row(name, "the same with rustfmt", Ok(whole), alone, lines(&out)));
        let (full, check) = again(tool, &schema, path, name)?;
        rows.push(row(name, "gen, from a manifest", Ok(full), alone, lines(&out)));
        rows.push(row(name, "gen --check, nothing to do", Ok(check), full, lines(&out)));
        for rival in rivals {
            let out = folder.join(format!("{name}-{}", rival.kind.name()));
            let usages: anyhow::Result<Vec<Usage>> =
                (0..RUNS).map(|_| rival.generate(&schema, &out)).collect();
            let usage = usages.map(|it| least(it.into_iter()));
            let generator = format!("{}, client", rival.kind.name());
            rows.push(row(name, &generator, usage, alone, lines(&out.join("src"))));
        }
    }
    let head = ["generating", "by", "cpu s", "MiB", "cpu ÷ first", "lines"];
    Ok(markdown::table(&head.map(str::to_owned), &rows))
}

fn row(
    document: &str,
    by: &str,
    usage: anyhow::Result<Usage>,
    base: Usage,
    lines: usize,
) -> Vec<String> {
    let mut row = vec![document.to_owned(), by.to_owned()];
    match usage {
        Ok(Usage { cpu, memory }) => row.extend([
            format!("{cpu:.3}"),
            format!("{memory:.0}"),
            format!("{:.2}", cpu / base.cpu.max(0.001)),
            lines.to_string(),
        ]),
        Err(error) => {
            say(&format!("bench: {document}: {by}: {error:#}"));
            row.push("fails".to_owned());
        }
    }
    row
}

fn least(usages: impl Iterator<Item = Usage>) -> Usage {
    let least = Usage { cpu: f64::INFINITY, memory: f64::INFINITY };
    usages.fold(least, |a, b| Usage { cpu: a.cpu.min(b.cpu), memory: a.memory.min(b.memory) })
}

/// A run from a manifest with nothing kept from before, and one that finds nothing to do.
fn again(tool: &Tool, schema: &Path, path: &str, name: &str) -> anyhow::Result<(Usage, Usage)> {
    let folder = tempfile::tempdir()?;
    let file = path.rsplit('/').next().unwrap_or(path);
    fs::copy(schema, folder.path().join(file))?;
    let manifest =
        format!("[[crate]]\nname = \"{name}\"\npath = \"{name}\"\nschema = \"{file}\"\n");
    fs::write(folder.path().join("meshwright.toml"), manifest)?;
    let full = tool.run(folder.path(), &["gen"])?.usage;
    let mut checks = Vec::new();
    for _ in 0..RUNS {
        checks.push(tool.run(folder.path(), &["gen", "--check"])?.usage);
    }
    Ok((full, least(checks.into_iter())))
}

/// Lines of Rust below a folder.
fn lines(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let count = |path: &Path| match path.extension() {
        Some(extension) if extension == "rs" => {
            fs::read_to_string(path).map_or(0, |it| it.lines().count())
        }
        _ => 0,
    };
    let paths = entries.flatten().map(|it| it.path());
    paths.map(|it| if it.is_dir() { lines(&it) } else { count(&it) }).sum()
}

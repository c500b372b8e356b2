//! `gen --stubs`: puts the functions that services lack into their files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use meshwright_generator::Project;
use meshwright_generator::output::OutputTree;
use meshwright_generator::stubs::{self, Home, Plan, Remark};

use crate::format::Formatter;
use crate::manifest::Stubs;
use crate::report::{self, counted};

/// Completes the services of these crates, and says what was done.
pub(super) fn complete(
    project: &Project,
    homes: &[(usize, Stubs)],
    tree: &OutputTree,
    root: &Path,
    formatter: &Formatter,
) -> anyhow::Result<()> {
    for (index, Stubs { path, service }) in homes {
        let Some(job) = project.crates.get(*index) else { continue };
        let traits = stubs::expected(tree, &job.out, &job.name);
        let beside = format!("{path}.rs");
        let module = match root.join(&beside).is_file() {
            true => beside,
            false => format!("{path}/mod.rs"),
        };
        let files = read(root, path, &module)?;
        let plan =
            stubs::complete(&traits, &files, Home { folder: path, module: &module, service });
        let Plan { texts, inserted, remarks } = plan;
        write(root, &files, texts, formatter)?;
        for Remark { path, at, message } in &remarks {
            let text = files.get(path).map_or("", |it| it.get(..*at).unwrap_or_default());
            let line = text.matches('\n').count() + 1;
            let column = text.rsplit('\n').next().map_or(0, |it| it.chars().count()) + 1;
            report::say(&format!("{path}:{line}:{column}: {message}"));
        }
        for name in &inserted {
            report::say(&format!("put in {name}"));
        }
        report::say(&match inserted.len() {
            0 => format!("stubs: `{service}` has all functions of `{}`", job.name),
            n => format!("stubs: {} put into `{path}`", counted(n, "function")),
        });
    }
    Ok(())
}

/// The Rust files below a folder, and the module's own, by path.
fn read(root: &Path, folder: &str, module: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(root.join(&folder)) else { continue };
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read `{folder}`"))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{folder}/{name}");
            // Links lead elsewhere: what is there is not ours to write.
            let kind = entry.file_type().with_context(|| format!("cannot read `{path}`"))?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && name.ends_with(".rs") {
                let text = fs::read_to_string(root.join(&path));
                found.insert(path.clone(), text.with_context(|| format!("cannot read `{path}`"))?);
            }
        }
    }
    if !found.contains_key(module) && root.join(module).is_file() {
        let text = fs::read_to_string(root.join(module));
        found.insert(module.to_owned(), text.with_context(|| format!("cannot read `{module}`"))?);
    }
    Ok(found)
}

/// Writes what changed; new files are formatted first, others are left as people laid them out.
fn write(
    root: &Path,
    before: &BTreeMap<String, String>,
    texts: BTreeMap<String, String>,
    formatter: &Formatter,
) -> anyhow::Result<()> {
    let mut new = OutputTree::default();
    for (path, text) in texts {
        if before.contains_key(&path) {
            crate::sync::write(&root.join(&path), &text)?;
        } else {
            new.insert(path, text);
        }
    }
    formatter.format(&mut new)?;
    for (path, text) in new.files() {
        crate::sync::write(&root.join(path), text)?;
    }
    Ok(())
}

//! Functions that a hand-written service lacks: found, and put in, without a change to anything else.
//!
//! [`expected`] reads the traits of a generated crate; [`scan`] finds what a file implements of them; [`complete`] says
//! what to insert where. Text goes in and comes out, as everywhere in this crate.

mod expected;
mod scan;

use std::collections::BTreeMap;

pub use expected::{Method, Trait, expected};
pub use scan::{Function, Implementation, Scan, scan};

/// What a service of some traits lacks, and what is wrong with it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The new texts of files, by path: those that are there with insertions, and new ones.
    pub texts: BTreeMap<String, String>,
    /// The functions that were put in: `QueryResolver::books`.
    pub inserted: Vec<String>,
    /// What people have to look at: places and what is there.
    pub remarks: Vec<Remark>,
}

/// Something that is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The file.
    pub path: String,
    /// Where in it, in bytes.
    pub at: usize,
    /// What is there.
    pub message: String,
}

/// Where stubs go.
#[derive(Debug, Clone, Copy)]
pub struct Home<'a> {
    /// The folder, relative to where the paths of `files` start.
    pub folder: &'a str,
    /// The file of the folder's module, which may not be there yet: `src/resolvers/mod.rs`.
    pub module: &'a str,
    /// The path of the type that implements the traits: `crate::App`.
    pub service: &'a str,
}

/// What to write so that the service has every function: into the files that are there, or into new ones.
///
/// `files` are the Rust files below the folder, and the module's own. Nothing in them is changed or moved.
pub fn complete(traits: &[Trait], files: &BTreeMap<String, String>, home: Home<'_>) -> Plan {
    let service = home.service.rsplit("::").next().unwrap_or(home.service);
    let scans: BTreeMap<&str, Scan> =
        files.iter().map(|(path, text)| (path.as_str(), scan(text))).collect();
    let mut plan = Plan::default();
    // What to insert, by file and place.
    let mut insertions: BTreeMap<&str, Vec<(usize, String)>> = BTreeMap::new();
    let mut modules = Vec::new();
    for it in traits {
        let mut found: Vec<(&str, &Implementation)> = Vec::new();
        for (path, scan) in &scans {
            let fits = |other: &&Implementation| other.trait_name == it.name && other.ty == service;
            found.extend(scan.implementations.iter().filter(fits).map(|other| (*path, other)));
        }
        if found.is_empty() && hidden(&scans, it, &mut plan) {
            continue;
        }
        let [(path, first), ..] = &found[..] else {
            let (path, text) = new_file(it, home, files);
            modules
                .push(path.rsplit('/').next().unwrap_or(&path).trim_end_matches(".rs").to_owned());
            plan.inserted.extend(it.methods.iter().map(|method| name(it, method)));
            plan.texts.insert(path, text);
            continue;
        };
        let missing =
            it.methods.iter().filter(|it| !first.functions.iter().any(|f| f.name == it.name));
        let mut text = String::new();
        for method in missing {
            let is_first = text.is_empty() && first.functions.is_empty();
            text.push_str(if is_first { "\n" } else { "\n\n" });
            text.push_str(&method.text(&first.indent));
            plan.inserted.push(name(it, method));
        }
        if !text.is_empty() {
            if first.is_closed_at_once {
                text.push_str(&format!("\n{}", first.indent));
            }
            insertions.entry(path).or_default().push((first.end, text));
        }
        look_at(it, path, first, &mut plan);
    }
    modules.sort();
    let module_text = files.get(home.module);
    if !modules.is_empty() {
        let lines: String = modules.iter().map(|it| format!("mod {it};\n")).collect();
        match (module_text, scans.get(home.module)) {
            (Some(text), Some(scan)) => {
                let new = match scan.last_module {
                    Some(at) => (at, format!("\n{}", lines.trim_end())),
                    None if text[..scan.head].is_empty() => (0, lines + "\n"),
                    None => (scan.head, format!("\n\n{}", lines.trim_end())),
                };
                insertions.entry(home.module).or_default().push(new);
            }
            _ => {
                let text = format!("//! What the service does, a file for each trait.\n\n{lines}");
                plan.texts.insert(home.module.to_owned(), text);
            }
        }
    }
    for (path, mut new) in insertions {
        let Some(text) = files.get(path) else { continue };
        new.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let mut text = text.clone();
        for (at, inserted) in new {
            // As the file ends its lines.
            let inserted =
                if text.contains("\r\n") { inserted.replace('\n', "\r\n") } else { inserted };
            text.insert_str(at, &inserted);
        }
        plan.texts.insert(path.to_owned(), text);
    }
    plan
}

fn name(it: &Trait, method: &Method) -> String {
    format!("{}::{}", it.name, method.name)
}

/// Whether a macro may implement a trait: what it does cannot be seen, so that nothing is put in.
fn hidden(scans: &BTreeMap<&str, Scan>, it: &Trait, plan: &mut Plan) -> bool {
    for (path, scan) in scans {
        if let Some((_, at)) = scan.in_macros.iter().find(|(name, _)| *name == it.name) {
            let message = format!("`{}` is named in a macro; nothing is put in for it", it.name);
            plan.remarks.push(Remark { path: (*path).to_owned(), at: *at, message });
            return true;
        }
    }
    false
}

/// Remarks on functions that the trait no longer has, or has otherwise.
fn look_at(it: &Trait, path: &str, found: &Implementation, plan: &mut Plan) {
    for function in &found.functions {
        let message = match it.methods.iter().find(|it| it.name == function.name) {
            None if it.others.contains(&function.name) => continue,
            None => format!("`{}` has no `{}` any more", it.name, function.name),
            Some(method) if method.parameters == function.parameters => continue,
            Some(method) => format!(
                "`{}::{}` takes ({}) now, and not ({})",
                it.name,
                function.name,
                method.parameters.join(", "),
                function.parameters.join(", ")
            ),
        };
        plan.remarks.push(Remark { path: path.to_owned(), at: function.at, message });
    }
}

fn new_file(it: &Trait, home: Home<'_>, files: &BTreeMap<String, String>) -> (String, String) {
    let stem = heck::ToSnakeCase::to_snake_case(it.name.as_str());
    let free = |name: &String| !files.contains_key(&format!("{}/{name}.rs", home.folder));
    let mut names = [stem.clone()].into_iter().chain((2..).map(|n| format!("{stem}_{n}")));
    let stem = names.find(free).unwrap_or(stem);
    let Home { folder, service, .. } = home;
    let bodies: Vec<String> = it.methods.iter().map(|it| it.text("")).collect();
    let short = service.rsplit("::").next().unwrap_or(service);
    let import = if service.contains("::") { format!("use {service};\n\n") } else { String::new() };
    let text = format!(
        "//! `{}`, by hand.\n\n{import}impl {} for {short} {{\n{}\n}}\n",
        it.name,
        it.path,
        bodies.join("\n\n")
    );
    (format!("{folder}/{stem}.rs"), text)
}

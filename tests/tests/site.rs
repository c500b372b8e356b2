//! The committed docs site: no dead link, one heading of the first level, a Markdown twin.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Every page of the site, by path.
fn pages() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/docs");
    let mut pages = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the site is committed").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(&root).expect("below the root");
            let name = inside.to_string_lossy().replace('\\', "/");
            pages.insert(name, fs::read_to_string(path).expect("pages are text"));
        }
    }
    pages
}

/// The values of an attribute, as our own templates write it.
fn values<'a>(text: &'a str, attribute: &str) -> impl Iterator<Item = &'a str> {
    let mark = format!(" {attribute}=\"");
    text.split(&mark).skip(1).filter_map(|it| it.split('"').next()).collect::<Vec<_>>().into_iter()
}

/// The file that a relative link leads to.
fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn no_link_is_dead() {
    let pages = pages();
    let anchors: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .filter(|it| it.0.ends_with(".html"))
        .map(|(name, text)| (name.as_str(), values(text, "id").collect()))
        .collect();
    let mut dead = Vec::new();
    let mut links = 0;
    for (name, text) in pages.iter().filter(|it| it.0.ends_with(".html")) {
        for link in values(text, "href").chain(values(text, "src")) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            links += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { name.clone() } else { resolve(name, file) };
            let known = pages.contains_key(&target);
            let anchored = anchor.is_empty()
                || anchors.get(target.as_str()).is_some_and(|ids| ids.contains(anchor));
            if !known || !anchored {
                dead.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(dead.is_empty(), "{} of {links} links are dead:\n{}", dead.len(), dead.join("\n"));
    assert!(links > 1000, "only {links} links: is this the site?");
}

#[test]
fn every_page_has_one_heading_and_a_twin() {
    let pages = pages();
    for (name, text) in pages.iter().filter(|it| it.0.ends_with(".html")) {
        assert_eq!(text.matches("<h1").count(), 1, "{name}");
        let twin = name.replace(".html", ".md");
        assert!(pages.contains_key(&twin), "{name} has no Markdown twin");
    }
}

#[test]
fn nothing_comes_from_elsewhere() {
    for (name, text) in pages().iter().filter(|it| it.0.ends_with(".html")) {
        for source in values(text, "src") {
            assert!(!source.contains("//"), "{name} loads {source}");
        }
    }
    let script = pages().remove("script.js").expect("there is one script");
    assert!(script.len() < 60 * 1024, "the script has {} bytes", script.len());
}

//! What the tests of the whole share: fixtures as data, folders to work in, and the corpus.
//!
//! The tests themselves are in `tests/`, the fixtures in `fixtures/<area>/<case>.md`.

pub mod calls;
pub mod cargo;
pub mod corpus;
pub mod decode;
pub mod exceptions;
pub mod fixture;
pub mod generate;
pub mod items;
pub mod limits;
pub mod merged;
pub mod mock;
pub mod mutate;
pub mod sdl;
pub mod suite;

use std::path::{Path, PathBuf};

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Where Cargo builds this repository, and where the tests keep what costs time.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) if !folder.is_empty() => root().join(folder),
        _ => root().join("target"),
    }
}

/// Says that a part of the tests is passed over, and why.
#[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
pub fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

/// Whether everything is wanted (`MESHWRIGHT_ALL=1`), and not only the part that is quick.
pub fn all() -> bool {
    std::env::var_os("MESHWRIGHT_ALL").is_some_and(|it| !it.is_empty() && it != "0")
}

//! Generates one document in this process and counts what comes out.

use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use ::tests::corpus::declared;
use ::tests::generate::{Outcome, crate_of};
use ::tests::limits::panic_message;
use meshwright_generator::diagnostics::Severity;
use meshwright_generator::output::OutputTree;

use super::column::Column;
use super::row::Row;

/// How long one document may take without optimisation on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// How many of the operations that are missing are named.
const MOST_NAMED: usize = 3;

/// Counts what is in a document and what comes of it; the tree is that of a crate of this name.
pub(crate) fn count(folder: &Path, document: &str, name: &str) -> (Row, Option<OutputTree>) {
    let mut row = Row::new(document);
    let file = folder.join(document);
    let declared = match guarded(move || declared(&file)) {
        Ok(declared) => declared,
        Err(why) => {
            row.faults.push(format!("cannot be counted: {why}"));
            return (row, None);
        }
    };
    let size = folder.join(document).metadata().map_or(0, |it| it.len());
    row.count(Column::Size, usize::try_from(size / 1000).unwrap_or_default());
    row.count(Column::Operations, declared.operations.len());
    row.count(Column::Newer, declared.newer.len());
    row.count(Column::Webhooks, declared.webhooks.len());
    let job = (folder.to_owned(), document.to_owned(), name.to_owned());
    let run = move || crate_of(&job.0, std::slice::from_ref(&job.1), &[], &job.2, &job.2);
    let Outcome { diagnostics, tree, sources: _ } = match guarded(run) {
        Ok(outcome) => outcome,
        Err(why) => {
            row.faults.push(why);
            return (row, None);
        }
    };
    row.count(Column::Warnings, diagnostics.count(Severity::Warning));
    row.count(Column::Widened, diagnostics.iter().filter(|it| it.code == "widened").count());
    let Some(tree) = tree else {
        let first = diagnostics.iter().find(|it| it.severity == Severity::Error);
        let why = first.map_or("without a reason", |it| it.message.as_str());
        row.faults.push(format!("refused: {why}"));
        return (row, None);
    };
    for (column, part) in [(Column::Client, "client"), (Column::Server, "server")] {
        let missing = missing(&tree, &format!("{name}/src/{part}/"), &declared.operations);
        row.count(column, declared.operations.len() - missing.len());
        if !missing.is_empty() {
            let named: Vec<&str> = missing.iter().take(MOST_NAMED).copied().collect();
            let text = format!("{} operations not in the {part}", missing.len());
            row.faults.push(format!("{text}: {}", named.join(", ")));
        }
    }
    row.count(Column::Types, n_lines(&tree, &format!("{name}/src/types/"), is_type));
    row.count(Column::Printed, n_lines(&tree, "", |_| true));
    (row, Some(tree))
}

/// The operations that have no function of their own, going by the address in its documentation.
///
/// An address begins with what goes before all paths, and lacks the query string that some documents write into paths.
fn missing<'a>(tree: &OutputTree, folder: &str, declared: &'a [String]) -> Vec<&'a str> {
    let files = tree.files().iter().filter(|(path, _)| path.starts_with(folder));
    let lines = files.flat_map(|(_, text)| text.lines());
    let mut found: Vec<(&str, &str)> = lines
        .filter_map(|line| line.trim_start().strip_prefix("/// `")?.strip_suffix('`'))
        .filter_map(|address| address.split_once(' '))
        .map(|(method, path)| (method, path.split(['?', '#']).next().unwrap_or(path)))
        .collect();
    let mut declared: Vec<&str> = declared.iter().map(String::as_str).collect();
    // The longest first, so that none takes the address of one that ends like it.
    declared.sort_by_key(|it| std::cmp::Reverse(it.len()));
    declared.retain(|operation| {
        let (method, path) = operation.split_once(' ').unwrap_or_default();
        let path = path.split(['?', '#']).next().unwrap_or_default().trim_end();
        let at = found.iter().position(|it| it.0 == method && it.1.ends_with(path));
        at.map(|at| found.swap_remove(at)).is_none()
    });
    declared
}

/// How many lines of the Rust files below a folder are of a kind.
fn n_lines(tree: &OutputTree, folder: &str, is: impl Fn(&str) -> bool) -> usize {
    let files = tree.files().iter();
    let files = files.filter(|(path, _)| path.starts_with(folder) && path.ends_with(".rs"));
    files.flat_map(|(_, text)| text.lines()).filter(|line| is(line)).count()
}

fn is_type(line: &str) -> bool {
    ["pub struct ", "pub enum ", "pub type "].iter().any(|it| line.starts_with(it))
}

/// Does the work on a thread of its own; a panic, or too long a time, is what went wrong.
fn guarded<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    let (send, receive) = mpsc::channel();
    let body = move || {
        // Nobody listens any more when it took too long.
        let _ = send.send(work());
    };
    let thread = thread::Builder::new().stack_size(256 << 20).spawn(body);
    let thread = thread.map_err(|error| format!("cannot start a thread: {error}"))?;
    match receive.recv_timeout(PATIENCE) {
        Ok(done) => Ok(done),
        Err(RecvTimeoutError::Timeout) => Err(format!("not done after {PATIENCE:?}")),
        Err(RecvTimeoutError::Disconnected) => {
            let panic = thread.join().err();
            Err(format!("panicked: {}", panic.map_or_else(String::new, |it| panic_message(&*it))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_operation_needs_its_own_function() {
        let mut tree = OutputTree::default();
        let text =
            "/// `GET /v1/a`\n/// See `GET /b`\nfn a();\n/// `GET /v1/c`\n/// `GET /v1/c/a`\n";
        tree.insert("pets/src/client/mod.rs", text.to_owned());
        let declared = ["GET /a", "GET /b", "GET /c", "GET /c?all", "GET /c/a"].map(str::to_owned);
        assert_eq!(missing(&tree, "pets/src/client/", &declared), ["GET /b", "GET /c"]);
        assert_eq!(missing(&tree, "pets/src/server/", &declared).len(), 5);
    }

    #[test]
    fn a_panic_is_a_fault() {
        let panic = guarded(|| -> u8 { panic!("out of pets") });
        assert_eq!(panic, Err("panicked: out of pets".to_owned()));
        assert_eq!(guarded(|| 3), Ok(3));
    }
}

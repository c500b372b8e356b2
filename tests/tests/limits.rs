//! Every file of every suite, whatever it is: no panic, no long run, no great hunger.
//!
//! A sample by default, all of them with `MESHWRIGHT_ALL=1`; passed over, with a line that says so,
//! where the corpus is not present.

use std::time::Duration;

use tests::corpus;
use tests::limits::{peak, run};

/// How long one file may take where everything is run, on a machine that does nothing else.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many files there are to one of the sample.
const SAMPLE: usize = 20;

// One test, so that the memory measured is that of one run.
#[test]
fn every_file_is_taken() {
    let Some(folder) = corpus::folder() else { return };
    let folder = folder.join("suites");
    let files = corpus::files(&folder);
    assert!(files.len() > 1_000, "only {} files", files.len());
    let step = if tests::all() { 1 } else { SAMPLE };
    if step > 1 {
        tests::skipped(&format!("all but one in {SAMPLE} of {} files", files.len()));
    }
    let (mut n_generated, mut n_refused) = (0, 0);
    let (mut longest, mut largest) = ((Duration::ZERO, ""), (0, ""));
    let mut wrong = Vec::new();
    for path in files.iter().step_by(step) {
        match run(&folder, path, if step > 1 { PATIENCE * 6 } else { PATIENCE }) {
            Ok(run) => {
                longest = longest.max((run.time, path));
                largest = largest.max((peak().unwrap_or_default() >> 20, path));
                let has_reason = run.outcome.tree.is_some() || run.outcome.diagnostics.has_errors();
                n_generated += usize::from(run.outcome.tree.is_some());
                n_refused += usize::from(run.outcome.tree.is_none());
                if !has_reason {
                    wrong.push(format!("{path}: refused without a reason"));
                }
            }
            Err(why) => wrong.push(format!("{path}: {why}")),
        }
    }
    print(&format!(
        "{n_generated} generated, {n_refused} refused; the longest {longest:?}, the largest {largest:?} MB"
    ));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[expect(clippy::print_stderr, reason = "for whoever runs the tests with `--nocapture`")]
fn print(text: &str) {
    eprintln!("{text}");
}

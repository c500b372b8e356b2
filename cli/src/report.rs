//! What goes to the terminal.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};

use meshwright_generator::diagnostics::render::render_some;
use meshwright_generator::diagnostics::{Diagnostic, Diagnostics, Severity};
use meshwright_generator::source::SourceMap;

/// How many warnings are shown whole before they are only counted.
const WARNINGS_SHOWN: usize = 50;

/// Prints what a run has to say about its input, to standard error.
pub fn diagnostics(diagnostics: &Diagnostics, sources: &SourceMap, all_warnings: bool) {
    to_stderr(&diagnostics_text(diagnostics, sources, all_warnings, color()));
}

/// As [`diagnostics`], as text.
///
/// Every error is in it; of the warnings the first fifty, and of the others how many there are of each code.
pub fn diagnostics_text(
    diagnostics: &Diagnostics,
    sources: &SourceMap,
    all_warnings: bool,
    color: bool,
) -> String {
    let shown = if all_warnings { usize::MAX } else { WARNINGS_SHOWN };
    let mut n_warnings = 0;
    let mut hidden: BTreeMap<&str, usize> = BTreeMap::new();
    let list = diagnostics.iter().filter(|it| {
        n_warnings += usize::from(it.severity == Severity::Warning);
        let shows = it.severity == Severity::Error || n_warnings <= shown;
        if !shows {
            *hidden.entry(it.code).or_default() += 1;
        }
        shows
    });
    let mut text = render_some(list, sources, color);
    if !hidden.is_empty() {
        let n_hidden: usize = hidden.values().sum();
        text.push_str(&format!("{n_hidden} more warnings (`--all-warnings` shows them):\n"));
        let mut by_count: Vec<_> = hidden.into_iter().collect();
        by_count.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
        for (code, count) in by_count {
            text.push_str(&format!("{count:>7} {code}\n"));
        }
    }
    text
}

/// Diagnostics that are not the generator's, such as those about a manifest.
pub fn render_list(list: &[Diagnostic], sources: &SourceMap) -> String {
    render_some(list, sources, color())
}

/// `1 error, 2 warnings`; nothing where there is neither.
pub fn counts(diagnostics: &Diagnostics) -> Option<String> {
    let parts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning")]
        .into_iter()
        .map(|(severity, noun)| (diagnostics.count(severity), noun))
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Prints why a command could not run.
pub fn failure(error: &anyhow::Error) {
    let text = format!("{error:#}");
    // What is drawn with an excerpt says `error` itself.
    let drawn = text.starts_with("error") || text.starts_with('\u{1b}');
    to_stderr(&if drawn { format!("{}\n", text.trim_end()) } else { format!("error: {text}\n") });
}

/// Prints one line about what happened, to standard error, so that standard output stays data.
pub fn say(line: &str) {
    to_stderr(&format!("{line}\n"));
}

/// Prints a command's result.
pub fn to_stdout(text: &str) {
    // Whoever reads may have closed the pipe (`| head`); that is no failure of ours.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

fn to_stderr(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Whether standard error shows colours: a terminal, and nobody asked for none.
fn color() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    !refused && std::io::stderr().is_terminal()
}

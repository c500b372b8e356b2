//! What goes to the terminal.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal as _, Write as _};

use meshwright_generator::diagnostics::render::render_some;
use meshwright_generator::diagnostics::{Diagnostic, Diagnostics, Severity};
use meshwright_generator::source::SourceMap;

use crate::FrontEnd;

/// How many warnings of one code are shown whole before they are only counted.
const WARNINGS_SHOWN: usize = 10;
/// The same for errors, which must all be mended, and of which there may be thousands in strict mode.
const ERRORS_SHOWN: usize = 50;

/// Prints what a run has to say about its input, to standard error.
pub fn diagnostics(
    diagnostics: &Diagnostics,
    sources: &SourceMap,
    all: bool,
    front_end: &FrontEnd,
) {
    to_stderr(&diagnostics_text(diagnostics, sources, all, color(), front_end));
}

/// As [`diagnostics`], as text.
///
/// The first of each code are in it, so that many of one hide no other; of the rest how many there are.
/// The last line tells where the codes are explained.
pub fn diagnostics_text(
    diagnostics: &Diagnostics,
    sources: &SourceMap,
    all: bool,
    color: bool,
    front_end: &FrontEnd,
) -> String {
    let mut seen: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    let list: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|it| {
            let n_seen = seen.entry((it.code, it.severity)).or_default();
            *n_seen += 1;
            all || *n_seen <= most(it.severity)
        })
        .collect();
    let mut text = render_some(list, sources, color);
    if !all {
        text.push_str(&hidden(&seen));
    }
    let codes: BTreeSet<&str> = seen.keys().map(|it| it.0).collect();
    let name = front_end.name;
    match codes.iter().copied().collect::<Vec<_>>()[..] {
        [] => {}
        [code] => text.push_str(&format!("`{name} explain {code}` says more about this\n")),
        ref codes => {
            let codes = codes.join(", ");
            text.push_str(&format!("`{name} explain CODE` says more about each: {codes}\n"));
        }
    }
    text
}

/// How many of one code are shown whole.
fn most(severity: Severity) -> usize {
    match severity {
        Severity::Warning | Severity::Note => WARNINGS_SHOWN,
        Severity::Error => ERRORS_SHOWN,
    }
}

/// How many there are besides those shown, the most frequent first.
fn hidden(seen: &BTreeMap<(&str, Severity), usize>) -> String {
    let mut hidden: Vec<(usize, &str)> = seen
        .iter()
        .map(|((code, severity), count)| (count.saturating_sub(most(*severity)), *code))
        .filter(|it| it.0 > 0)
        .collect();
    if hidden.is_empty() {
        return String::new();
    }
    hidden.sort_by_key(|(count, code)| (Reverse(*count), *code));
    let sum: usize = hidden.iter().map(|it| it.0).sum();
    let lines = hidden.iter().map(|(count, code)| format!("{count:>7} {code}\n"));
    format!("{sum} more (`--all-warnings` shows them):\n") + &lines.collect::<String>()
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
    let text = without_numbers(&format!("{error:#}"));
    // What is drawn with an excerpt says `error` itself.
    let drawn = text.starts_with("error") || text.starts_with('\u{1b}');
    to_stderr(&if drawn { format!("{}\n", text.trim_end()) } else { format!("error: {text}\n") });
}

/// The text without the numbers that the operating system gives its errors.
fn without_numbers(text: &str) -> String {
    let mut parts = text.split(" (os error ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once(')').map_or("", |it| it.1))
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
    !refused() && std::io::stderr().is_terminal()
}

/// The same for standard output.
pub(crate) fn color_on_stdout() -> bool {
    !refused() && std::io::stdout().is_terminal()
}

fn refused() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty())
}

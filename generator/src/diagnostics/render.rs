//! Draws diagnostics as text, with the excerpts they are about, the way rustc does.

mod excerpt;

use std::collections::BTreeMap;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet,
};

use super::locate::Scans;
use super::{Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Place, SourceMap};
use excerpt::{Excerpt, Mark, excerpts};

/// All diagnostics as the terminal shows them, by their places, with colours where asked.
pub fn render(diagnostics: &Diagnostics, sources: &SourceMap, color: bool) -> String {
    render_some(diagnostics.iter(), sources, color)
}

/// One diagnostic: message, file, line, column, excerpt, related places, help.
pub fn render_one(diagnostic: &Diagnostic, sources: &SourceMap, color: bool) -> String {
    render_some([diagnostic], sources, color)
}

/// As [`render`], for a choice of diagnostics; each file is scanned once however many there are.
pub fn render_some<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &SourceMap,
    color: bool,
) -> String {
    let renderer = if color { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    let mut list: Vec<&Diagnostic> = diagnostics.into_iter().collect();
    let places = list.iter().flat_map(|it| it.related.iter().map(|it| &it.0).chain([&it.place]));
    let mut texts = Texts::new(sources, places);
    let mut out = String::new();
    // Stages find mistakes in their own order; people read a file from the top.
    list.sort_by_cached_key(|it| (it.place.file(), texts.line_column(&it.place)));
    for diagnostic in list {
        out.push_str(&texts.draw(diagnostic, &renderer));
        out.push_str("\n\n");
    }
    out
}

/// Where a place begins: line and column, both from 1, the column in characters.
///
/// None for a whole file, and for one that could not be read.
pub fn line_column(sources: &SourceMap, place: &Place) -> Option<(usize, usize)> {
    Texts::new(sources, [place]).line_column(place)
}

/// As [`line_column`], for many places; each file is scanned once.
pub fn line_columns<'a>(
    sources: &SourceMap,
    places: impl IntoIterator<Item = &'a Place>,
) -> Vec<Option<(usize, usize)>> {
    let places: Vec<&Place> = places.into_iter().collect();
    let mut texts = Texts::new(sources, places.iter().copied());
    places.into_iter().map(|place| texts.line_column(place)).collect()
}

/// The texts of a run, and what is known of them so far.
struct Texts<'a> {
    sources: &'a SourceMap,
    scans: Scans,
    /// Where the lines of a file begin.
    lines: BTreeMap<FileId, Vec<usize>>,
}

impl<'a> Texts<'a> {
    /// For these places.
    fn new<'p>(sources: &'a SourceMap, places: impl IntoIterator<Item = &'p Place>) -> Self {
        Self { sources, scans: Scans::of(places), lines: BTreeMap::new() }
    }

    fn line_column(&mut self, place: &Place) -> Option<(usize, usize)> {
        let mark = self.mark(place, true, "")?;
        Some((mark.line + 1, mark.column + 1))
    }

    /// Where a place is within its lines; none where there is nothing to show.
    fn mark(&mut self, place: &Place, primary: bool, label: &str) -> Option<Mark<'a>> {
        if matches!(place, Place::File(_)) {
            return None;
        }
        let range = self.scans.locate(self.sources, place)?;
        let text: &'a str = self.sources.text(place.file());
        let starts = self.lines.entry(place.file()).or_insert_with(|| line_starts(text));
        let line = starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let start = starts.get(line).copied().unwrap_or_default();
        let end = starts.get(line + 1).copied().unwrap_or(text.len());
        let content = text.get(start..end)?.trim_end_matches(['\n', '\r']);
        let from = (range.start - start).min(content.len());
        // What goes on over lines is underlined on its first only.
        let to = (range.end - start).clamp(from, content.len());
        let column = content.get(..from)?.chars().count();
        let label = label.to_owned();
        Some(Mark { file: place.file(), primary, line, column, content, range: from..to, label })
    }

    fn draw(&mut self, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
        let Diagnostic { code, severity, message, place, label, related, help } = diagnostic;
        let level = match severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut marks: Vec<Mark<'_>> = self.mark(place, true, label).into_iter().collect();
        let mut notes = Vec::new();
        if marks.is_empty() && !label.is_empty() {
            notes.push(label.clone());
        }
        for (place, label) in related {
            match self.mark(place, false, label) {
                Some(mark) => marks.push(mark),
                None => notes.push(format!("{}: {label}", self.path(place.file()))),
            }
        }
        let mut group = Group::with_title(level.primary_title(message.as_str()).id(*code));
        if matches!(marks.first(), None | Some(Mark { primary: false, .. })) {
            group = group.element(Origin::path(self.path(place.file())));
            if !notes.is_empty() || help.is_some() {
                group = group.element(Padding);
            }
        }
        let mut cuts = Vec::new();
        for excerpt in excerpts(marks) {
            let path = self.path(excerpt.file);
            if let Some((line, shown, written)) = excerpt.cut {
                let origin = |column: usize| format!("{path}:{}:{}", line + 1, column + 1);
                cuts.push((origin(shown), origin(written)));
            }
            group = group.element(draw_excerpt(path, excerpt));
        }
        for note in notes {
            group = group.element(Level::NOTE.message(note));
        }
        if let Some(help) = help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        // The drawing counts columns in what it is given; of a line that is shown in part only we know better.
        cuts.iter().fold(renderer.render(&[group]), |text, (shown, written)| {
            text.replacen(shown.as_str(), written, 1)
        })
    }

    fn path(&self, file: FileId) -> &'a str {
        &self.sources.file(file).path
    }
}

fn draw_excerpt<'a>(path: &'a str, excerpt: Excerpt) -> Snippet<'a, Annotation<'a>> {
    let Excerpt { file: _, first_line, text, cut: _, marks } = excerpt;
    let annotations = marks.into_iter().map(|(range, primary, label)| {
        let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(range).label(Some(label).filter(|it| !it.is_empty()))
    });
    Snippet::source(text).path(path).line_start(first_line + 1).annotations(annotations)
}

/// The bytes at which lines begin.
fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

#[cfg(test)]
mod tests;

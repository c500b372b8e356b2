//! Chooses the lines that are shown around places, and cuts those that are long.

use std::ops::Range;

use crate::source::FileId;

/// How many characters of a line are shown before the place.
const BEFORE: usize = 40;
/// How many characters of a line are shown from the place on.
const AFTER: usize = 80;
/// How far apart places share an excerpt.
const NEAR: usize = 5;

/// A place within its line.
pub(super) struct Mark<'a> {
    pub(super) file: FileId,
    /// Whether it is the place that is wrong, not one that explains it.
    pub(super) primary: bool,
    /// From 0.
    pub(super) line: usize,
    /// From 0, in characters.
    pub(super) column: usize,
    /// The line.
    pub(super) content: &'a str,
    /// The bytes of the line that are meant.
    pub(super) range: Range<usize>,
    pub(super) label: String,
}

/// Some lines with the places in them.
pub(super) struct Excerpt {
    pub(super) file: FileId,
    /// The number of the first line shown, from 0.
    pub(super) first_line: usize,
    pub(super) text: String,
    /// Where the line of the heading was cut: its number, the column of the place as shown and as written; all from 0.
    pub(super) cut: Option<(usize, usize, usize)>,
    /// Ranges in `text`, whether it is the primary one, and the label.
    pub(super) marks: Vec<(Range<usize>, bool, String)>,
}

/// Puts places that are near each other into one excerpt, in the order of the first of each.
pub(super) fn excerpts(marks: Vec<Mark<'_>>) -> Vec<Excerpt> {
    let mut groups: Vec<Vec<Mark<'_>>> = Vec::new();
    for mark in marks {
        let near = groups.iter_mut().find(|group| {
            group.iter().any(|it| it.file == mark.file && it.line.abs_diff(mark.line) <= NEAR)
        });
        match near {
            Some(group) => group.push(mark),
            None => groups.push(vec![mark]),
        }
    }
    groups.into_iter().filter_map(excerpt).collect()
}

fn excerpt(mut marks: Vec<Mark<'_>>) -> Option<Excerpt> {
    marks.sort_by_key(|it| (it.line, it.range.start));
    let first = marks.first()?;
    let head = marks.iter().find(|it| it.primary).unwrap_or(first).line;
    let mut out = Excerpt {
        file: first.file,
        first_line: first.line,
        text: String::new(),
        cut: None,
        marks: Vec::new(),
    };
    let mut at_line = out.first_line;
    let mut rest = marks.into_iter().peekable();
    while let Some(mark) = rest.next() {
        // Lines between two places are left empty here: the drawing folds them.
        while at_line < mark.line {
            out.text.push('\n');
            at_line += 1;
        }
        let mut on_line = vec![mark];
        while let Some(next) = rest.next_if(|it| it.line == at_line) {
            on_line.push(next);
        }
        push_line(&mut out, on_line, at_line == head);
    }
    Some(out)
}

/// Adds a line, or the window of it around its places.
fn push_line(out: &mut Excerpt, marks: Vec<Mark<'_>>, head: bool) {
    let Some(shown) = marks.iter().find(|it| it.primary).or(marks.first()) else { return };
    let content = shown.content;
    let window = window(content, shown.range.clone());
    let base = out.text.len();
    if window.start > 0 {
        out.text.push('…');
        let shown_column = content[window.start..shown.range.start].chars().count() + 1;
        out.cut = head.then_some((shown.line, shown_column, shown.column)).or(out.cut);
    }
    let shift = out.text.len() - base;
    out.text.push_str(&content[window.clone()]);
    if window.end < content.len() {
        out.text.push('…');
    }
    for Mark { primary, range, label, .. } in marks {
        let start = range.start.clamp(window.start, window.end);
        let end = range.end.clamp(start, window.end);
        let moved = base + shift + start - window.start..base + shift + end - window.start;
        out.marks.push((moved, primary, label));
    }
}

/// The part of a line to show: all of a short one.
fn window(content: &str, range: Range<usize>) -> Range<usize> {
    let longest = BEFORE + AFTER;
    if content.len() <= longest || content.chars().nth(longest).is_none() {
        return 0..content.len();
    }
    let start = content[..range.start]
        .char_indices()
        .rev()
        .take(BEFORE)
        .last()
        .map_or(range.start, |(at, _)| at);
    let end = content[range.start..]
        .char_indices()
        .nth(AFTER)
        .map_or(content.len(), |(at, _)| range.start + at);
    start..end
}

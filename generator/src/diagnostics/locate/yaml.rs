//! Scans YAML text, keeping positions.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::tree::{Name, NodeId, Tree};

/// A mapping or sequence that is not closed yet.
struct Open {
    id: NodeId,
    kind: Kind,
}

/// What the next event means to the open mapping or sequence.
enum Kind {
    /// The number of the next element.
    Sequence(usize),
    /// A key comes next.
    BeforeKey,
    /// The value of this key comes next.
    BeforeValue(Box<str>, Range<usize>),
}

/// Where the scan stops going deeper: the parser's time grows with the square of the depth.
const DEEPEST: usize = 500;

/// How many events go by before it is looked whether the scan may end.
const STRIDE: usize = 20_000;

/// The nodes of the first document in the text, up to the first mistake in it; of a large one, not much more than is
/// needed for the wanted pointers.
pub(super) fn scan(text: &str, wanted: &[String]) -> Tree {
    let mut tree = Tree::default();
    if !scan_into(&mut tree, text, wanted) {
        // Many write a bracket's end where its key begins, and other readers let them.
        let mut again = Tree::default();
        scan_into(&mut again, &raise_brackets(text), wanted);
        if again.len() > tree.len() {
            return again;
        }
    }
    tree
}

/// Puts lines that begin with a closing bracket at the end of the line before; every character keeps its place.
fn raise_brackets(text: &str) -> String {
    let mut raised = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let before = raised.trim_end_matches(['\n', '\r']).len();
        let last = raised[..before].rsplit('\n').next().unwrap_or_default();
        if line.trim_start().starts_with(['}', ']']) && !last.contains(" #") {
            let n_ends = raised.len() - before;
            raised.truncate(before);
            raised.extend(std::iter::repeat_n(' ', n_ends));
        }
        raised.push_str(line);
    }
    raised
}

/// Whether the first document could be read, to its end or as far as is wanted.
fn scan_into(tree: &mut Tree, text: &str, wanted: &[String]) -> bool {
    let bytes = Bytes::new(text);
    let mut whole = true;
    let mut anchors: BTreeMap<usize, NodeId> = BTreeMap::new();
    let mut open: Vec<Open> = Vec::new();
    // How deep inside a key that is itself a mapping or sequence; no pointer leads there.
    let mut in_key = 0_usize;
    let mut last_end = 0;
    for (n_events, event) in Parser::new_from_str(bytes.text).enumerate() {
        if n_events % STRIDE == STRIDE - 1 && wanted.iter().all(|it| tree.is_whole(it)) {
            break;
        }
        let Ok((event, span)) = event else {
            whole = false;
            break;
        };
        let range = bytes.range(&span);
        if open.len() + in_key > DEEPEST {
            break;
        }
        if in_key > 0 {
            match event {
                Event::SequenceStart(..) | Event::MappingStart(..) => in_key += 1,
                Event::SequenceEnd | Event::MappingEnd => in_key -= 1,
                _ => {}
            }
            continue;
        }
        if let Some(Open { kind: kind @ Kind::BeforeKey, .. }) = open.last_mut() {
            match event {
                Event::MappingEnd => {}
                Event::Scalar(name, ..) => {
                    last_end = range.end;
                    *kind = Kind::BeforeValue(name.into(), range);
                    continue;
                }
                Event::SequenceStart(..) | Event::MappingStart(..) => {
                    in_key = 1;
                    *kind = Kind::BeforeValue(Box::default(), range);
                    continue;
                }
                _ => {
                    *kind = Kind::BeforeValue(Box::default(), range);
                    continue;
                }
            }
        }
        match event {
            Event::DocumentEnd | Event::StreamEnd => break,
            Event::Scalar(_, _, anchor, _) => {
                let id = add(tree, &mut open, range.start);
                tree.close(id, range.end, false);
                anchors.insert(anchor, id);
                last_end = range.end;
            }
            Event::Alias(anchor) => {
                let id = add(tree, &mut open, range.start);
                tree.close(id, range.end, false);
                if let Some(target) = anchors.get(&anchor) {
                    tree.alias(id, *target);
                }
                last_end = range.end;
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                let sequence = matches!(event, Event::SequenceStart(..));
                let id = add(tree, &mut open, range.start);
                anchors.insert(anchor, id);
                let kind = if sequence { Kind::Sequence(0) } else { Kind::BeforeKey };
                open.push(Open { id, kind });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(Open { id, .. }) = open.pop() {
                    // Block style has no closing bracket: it ends with its last scalar.
                    let end = if range.is_empty() { last_end } else { range.end };
                    tree.close(id, end, true);
                    last_end = last_end.max(end);
                }
            }
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
    }
    while let Some(Open { id, .. }) = open.pop() {
        tree.close(id, last_end, true);
    }
    whole
}

/// Adds the value that begins here to whatever is open.
fn add(tree: &mut Tree, open: &mut [Open], start: usize) -> NodeId {
    let Some(Open { id: parent, kind }) = open.last_mut() else {
        return tree.add(None, Name::Root, None, start);
    };
    match std::mem::replace(kind, Kind::BeforeKey) {
        Kind::Sequence(index) => {
            *kind = Kind::Sequence(index + 1);
            tree.add(Some(*parent), Name::Index(index), None, start)
        }
        Kind::BeforeKey => tree.add(Some(*parent), Name::Key(Box::default()), None, start),
        Kind::BeforeValue(name, key) => tree.add(Some(*parent), Name::Key(name), Some(key), start),
    }
}

/// Turns the parser's counts of characters into bytes.
struct Bytes<'a> {
    text: &'a str,
    /// What was cut off the front: a byte order mark.
    offset: usize,
    /// The byte at which every 16th character begins; empty where characters are bytes.
    marks: Vec<usize>,
}

/// How many characters lie between two marks.
const STEP: usize = 16;

impl<'a> Bytes<'a> {
    fn new(text: &'a str) -> Self {
        let trimmed = text.trim_start_matches('\u{feff}');
        let marks = if trimmed.is_ascii() {
            Vec::new()
        } else {
            trimmed.char_indices().step_by(STEP).map(|(byte, _)| byte).collect()
        };
        Self { text: trimmed, offset: text.len() - trimmed.len(), marks }
    }

    fn range(&self, span: &Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }

    fn byte(&self, index: usize) -> usize {
        let byte = if self.marks.is_empty() {
            index.min(self.text.len())
        } else {
            self.marks.get(index / STEP).map_or(self.text.len(), |mark| {
                let rest = self.text[*mark..].char_indices().map(|(byte, _)| byte);
                rest.chain([self.text.len() - mark])
                    .nth(index % STEP)
                    .unwrap_or(self.text.len() - mark)
                    + mark
            })
        };
        self.offset + byte
    }
}

//! Lines and columns of a document, as GraphQL counts them: the engine counts other line ends too, and bytes.

use crate::graphql::error::Location;

/// The text of a document, with where its lines begin.
pub(crate) struct Places {
    text: String,
    is_ascii: bool,
    lines: Vec<usize>,
}

impl Places {
    pub(crate) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match **byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let lines = [0].into_iter().chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text: text.to_owned(), is_ascii: text.is_ascii(), lines }
    }

    /// The place of a byte.
    pub(crate) fn at(&self, offset: usize) -> Location {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|it| self.lines.get(it)).copied().unwrap_or(0);
        Location { line, column: self.column(start, offset) }
    }

    /// A place whose column counts bytes.
    pub(crate) fn of_bytes(&self, line: usize, column: usize) -> Location {
        let start = line.checked_sub(1).and_then(|it| self.lines.get(it)).copied().unwrap_or(0);
        Location { line, column: self.column(start, start + column.saturating_sub(1)) }
    }

    fn column(&self, start: usize, offset: usize) -> usize {
        match self.text.get(start..offset).filter(|_| !self.is_ascii) {
            Some(before) => before.chars().count() + 1,
            None => offset - start + 1,
        }
    }
}

#[test]
fn lines_end_where_graphql_ends_them() {
    let places = Places::new("a\r\nü\u{2028}b\rc\n");
    let at = |offset| (places.at(offset).line, places.at(offset).column);
    assert_eq!([at(0), at(3), at(5), at(8), at(10)], [(1, 1), (2, 1), (2, 2), (2, 3), (3, 1)]);
    let Location { line, column } = places.of_bytes(2, 6);
    assert_eq!((line, column), (2, 3));
}

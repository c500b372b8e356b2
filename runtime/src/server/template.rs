//! The values in a path (OpenAPI, "Path Templating").

use std::ops::Range;

use smallvec::SmallVec;

use crate::http::style::decode;

/// Where in a path the value of each parameter is, by name.
pub(crate) type PathValues = SmallVec<[(&'static str, Range<usize>); 2]>;

/// A path with holes.
pub(super) struct Template {
    text: &'static str,
    /// The text before each parameter, and its name; `None` where one is not a whole segment.
    steps: Option<Vec<(&'static str, &'static str)>>,
    /// The text after the last of them.
    rest: &'static str,
}

impl Template {
    pub(super) fn new(text: &'static str) -> Self {
        let (mut steps, mut rest) = (Some(Vec::new()), text);
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|it| Some((it.0, it.1.split_once('}')?)))
        {
            let is_whole = before.ends_with('/') && (after.is_empty() || after.starts_with('/'));
            steps = steps.filter(|_| is_whole);
            steps.iter_mut().for_each(|it| it.push((before, name)));
            rest = after;
        }
        Self { text, steps, rest }
    }

    /// The values of the parameters in a path; `None` where the literals do not fit.
    pub(super) fn values(&self, path: &str) -> Option<PathValues> {
        self.as_written(path).or_else(|| values(self.text, path))
    }

    /// As [`Self::values`], of a path whose literals are written as in the template: most are.
    fn as_written(&self, path: &str) -> Option<PathValues> {
        let (mut values, mut rest) = (PathValues::new(), path);
        for (before, name) in self.steps.as_ref()? {
            rest = rest.strip_prefix(before)?;
            let length = rest.bytes().position(|it| it == b'/').unwrap_or(rest.len());
            let start = path.len() - rest.len();
            values.push((name, start..start + length));
            rest = rest.get(length..).filter(|_| length > 0)?;
        }
        (rest == self.rest).then_some(values)
    }
}

/// The values of a template's parameters in a path; `None` where its literals do not fit.
fn values(template: &'static str, path: &str) -> Option<PathValues> {
    let mut values = PathValues::new();
    let (mut expected, mut found) = (template.split('/'), path.split('/'));
    let mut start = 0;
    loop {
        match (expected.next(), found.next()) {
            (None, None) => return Some(values),
            (Some(template), Some(segment)) => {
                in_segment(template, segment, start, &mut values)?;
                start += segment.len() + 1;
            }
            _ => return None,
        }
    }
}

/// As [`values`], for a part of a path that starts there.
fn in_segment(
    template: &'static str,
    segment: &str,
    start: usize,
    values: &mut PathValues,
) -> Option<()> {
    let Some((before, rest)) = template.split_once('{') else {
        return (segment == template || decode(segment) == template).then_some(());
    };
    let segment = segment.strip_prefix(before)?;
    let start = start + before.len();
    let (name, after) = rest.split_once('}')?;
    // The text up to the next parameter ends this one.
    let literal = after.split('{').next().unwrap_or_default();
    let end = match literal {
        "" if after.is_empty() => segment.len(),
        "" => segment.chars().next()?.len_utf8(),
        literal if after.len() == literal.len() => {
            segment.ends_with(literal).then(|| segment.len() - literal.len())?
        }
        literal => segment.find(literal)?,
    };
    if end == 0 {
        return None;
    }
    values.push((name, start..start + end));
    match after {
        "" => Some(()),
        after => in_segment(after, &segment[end..], start + end, values),
    }
}

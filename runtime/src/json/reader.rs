//! The pull reader that codecs take values from.

use std::borrow::Cow;
use std::fmt;

use smallvec::SmallVec;

use super::text::Text;
use super::violation::Segment;
use super::{Mode, Plain, Report, Rule, Violation};

/// Deeper documents than this are refused: no schema needs them, and a stack is finite.
const MAX_DEPTH: u32 = 128;

/// A text that is no JSON, or is nested too deeply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What was found wrong.
    pub message: String,
    /// The byte where it was found, from 0.
    pub offset: usize,
}

impl Error {
    pub(super) fn new(message: impl Into<String>, offset: usize) -> Self {
        Self { message: message.into(), offset }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.message, self.offset)
    }
}

impl std::error::Error for Error {}

/// What kind of value comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string; plain text counts as one.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// Gives the values of one document or parameter, in order, and collects what is wrong with them.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) source: Source<'a>,
    pub(super) report: Report,
    mode: Mode,
    depth: u32,
    /// Whether a client sends it.
    pub(crate) is_request: bool,
    /// The key at hand, where an object is being read.
    pub(super) key: Cow<'a, str>,
    /// The members that were there, of each object that is being read.
    pub(super) seen: SmallVec<[&'static str; 16]>,
    /// The rules of members whose keys have not come yet.
    pub(super) rules: Vec<Rule>,
    /// How many bytes were read in trying alternatives.
    pub(super) tried: usize,
    /// Whether the next value is that of a member that may be absent.
    pub(super) is_optional: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Source<'a> {
    /// JSON, up to some place in it.
    Json(Text<'a>),
    /// The next value.
    Plain(&'a Plain),
}

impl<'a> Source<'a> {
    pub(super) fn of(value: &'a Plain) -> Self {
        match value {
            Plain::Json(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Self::Json(Text::new(text)),
                Err(_) => Self::Plain(value),
            },
            value => Self::Plain(value),
        }
    }
}

impl<'a> Reader<'a> {
    /// Reads JSON text.
    pub(crate) fn json(text: &'a str, mode: Mode) -> Self {
        Self::over(Source::Json(Text::new(text)), mode)
    }

    /// As [`Self::json`], as servers read what clients send.
    pub(crate) fn request(text: &'a str) -> Self {
        Self { is_request: true, ..Self::json(text, Mode::Strict) }
    }

    /// Reads the parts of a parameter or form.
    pub fn plain(value: &'a Plain, mode: Mode) -> Self {
        Self::over(Source::of(value), mode)
    }

    pub(super) fn over(source: Source<'a>, mode: Mode) -> Self {
        Self {
            source,
            report: Report::default(),
            mode,
            depth: 0,
            is_request: false,
            key: Cow::Borrowed(""),
            seen: SmallVec::new(),
            rules: Vec::new(),
            tried: 0,
            is_optional: false,
        }
    }

    /// Goes on with another value.
    pub(crate) fn restart(&mut self, value: &'a Plain) {
        (self.source, self.depth) = (Source::of(value), 0);
    }

    /// Whether every constraint counts.
    pub fn is_strict(&self) -> bool {
        self.mode == Mode::Strict
    }

    /// What has been found wrong so far; codecs add to it what their tables cannot say.
    pub fn report(&mut self) -> &mut Report {
        &mut self.report
    }

    /// What was found wrong.
    #[inline]
    pub fn into_violations(self) -> Vec<Violation> {
        self.report.list
    }

    /// Checks that nothing follows the value.
    pub(crate) fn finish(&mut self) -> Result<(), Error> {
        match &mut self.source {
            Source::Json(text) => text.finish(),
            Source::Plain(_) => Ok(()),
        }
    }

    /// Tells the kind of the next value without taking it.
    ///
    /// # Errors
    ///
    /// When no value follows.
    pub fn kind(&mut self) -> Result<Kind, Error> {
        match &mut self.source {
            Source::Json(text) => text.kind(),
            Source::Plain(Plain::Text(_) | Plain::File(_) | Plain::Json(_)) => Ok(Kind::String),
            Source::Plain(Plain::List(_)) => Ok(Kind::Array),
            Source::Plain(Plain::Map(_)) => Ok(Kind::Object),
        }
    }

    /// As [`Self::kind`]; plain text, which may be of any kind, is taken for this one.
    ///
    /// # Errors
    ///
    /// When no value follows.
    pub fn kind_or(&mut self, plain: Kind) -> Result<Kind, Error> {
        match &self.source {
            Source::Plain(Plain::Text(_)) => Ok(plain),
            _ => self.kind(),
        }
    }

    /// Plain text that begins as a JSON object is one where an object is wanted: forms that people make by hand do
    /// not say which media type a part has.
    pub(super) fn unfold(&mut self) {
        if let Source::Plain(Plain::Text(text)) = self.source
            && text.trim_start().starts_with('{')
        {
            self.source = Source::Json(Text::new(text));
        }
    }

    /// Whether the next value is `null`, or plain text that spells it.
    ///
    /// # Errors
    ///
    /// When no value follows.
    pub fn next_is_null(&mut self) -> Result<bool, Error> {
        match &self.source {
            Source::Plain(Plain::Text(text)) => Ok(text == "null"),
            _ => Ok(self.kind()? == Kind::Null),
        }
    }

    /// Passes over the next value.
    ///
    /// # Errors
    ///
    /// When it is no JSON.
    pub fn skip(&mut self) -> Result<(), Error> {
        match &mut self.source {
            Source::Json(text) => text.skip(),
            Source::Plain(_) => Ok(()),
        }
    }

    /// Reports that `expected` was not found, and passes over the value that was.
    ///
    /// # Errors
    ///
    /// When that value is no JSON.
    pub fn wrong(&mut self, expected: &str) -> Result<(), Error> {
        let found = match self.source {
            // A parameter or field that was given more than once.
            Source::Plain(Plain::List(_)) => "several values",
            _ => self.kind()?.name(),
        };
        self.report.add(format!("expected {expected}, found {found}"));
        self.skip()
    }

    /// Takes the next string and hands it to `take`, whose refusal becomes a violation.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn text(
        &mut self,
        expected: &str,
        take: &mut dyn FnMut(&str) -> Result<(), String>,
    ) -> Result<(), Error> {
        let outcome = match &mut self.source {
            Source::Json(text) => match text.kind()? {
                Kind::String => take(&text.string()?),
                _ => return self.wrong(expected),
            },
            Source::Plain(Plain::Text(text)) => take(text),
            Source::Plain(Plain::File(file)) => match std::str::from_utf8(&file.at_once()) {
                Ok(text) => take(text),
                Err(_) => Err(format!("expected {expected}, found bytes")),
            },
            Source::Plain(_) => return self.wrong(expected),
        };
        if let Err(detail) = outcome {
            self.report.add(detail);
        }
        Ok(())
    }

    /// Takes the next number as written and hands it to `take`, whose refusal becomes a violation.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn number(
        &mut self,
        expected: &str,
        take: &mut dyn FnMut(&str) -> bool,
    ) -> Result<(), Error> {
        let good = match &mut self.source {
            Source::Json(text) => match text.kind()? {
                Kind::Number => take(text.number()?),
                _ => return self.wrong(expected),
            },
            Source::Plain(Plain::Text(text)) => take(text),
            Source::Plain(_) => return self.wrong(expected),
        };
        if !good {
            self.report.add(format!("expected {expected}"));
        }
        Ok(())
    }

    /// Takes each item of the next array.
    ///
    /// Plain text that is one value counts as an array of it.
    ///
    /// # Errors
    ///
    /// When the value is no JSON, or what `item` gives.
    pub fn array(
        &mut self,
        item: &mut dyn FnMut(&mut Reader<'a>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.enter()?;
        match &mut self.source {
            Source::Json(text) => {
                if text.kind()? != Kind::Array {
                    self.leave();
                    return self.wrong("an array");
                }
                let mut more = text.first_item()?;
                let mut index = 0;
                while more {
                    self.at(Segment::Index(index), item)?;
                    index += 1;
                    let Source::Json(text) = &mut self.source else { break };
                    more = text.next_item()?;
                }
            }
            Source::Plain(Plain::List(list)) => {
                let list: &'a [Plain] = list;
                for (index, it) in list.iter().enumerate() {
                    self.source = Source::of(it);
                    self.at(Segment::Index(index), item)?;
                }
            }
            Source::Plain(Plain::Text(_)) => item(self)?,
            Source::Plain(Plain::File(_)) => item(self)?,
            Source::Plain(Plain::Map(_) | Plain::Json(_)) => {
                self.leave();
                return self.wrong("an array");
            }
        }
        self.leave();
        Ok(())
    }

    /// Runs `read` one step further down the pointer.
    // Inlined, the step is made where it will lie; copied, it is waited for.
    #[inline(always)]
    pub(super) fn at(
        &mut self,
        segment: Segment,
        read: &mut dyn FnMut(&mut Reader<'a>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.report.path.push(segment);
        read(self)?;
        self.report.path.pop();
        Ok(())
    }

    pub(super) fn enter(&mut self) -> Result<(), Error> {
        self.depth += 1;
        self.is_optional = false;
        if self.depth > MAX_DEPTH {
            return Err(Error::new("nested too deeply", self.offset()));
        }
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn offset(&self) -> usize {
        match &self.source {
            Source::Json(text) => text.offset(),
            Source::Plain(_) => 0,
        }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

//! JSON text, and the place in it that is being read.
//!
//! What documents are made of for the most part is read here: structure, strings without escapes, short numbers.
//! All else is the `jiter` parser's, and so is what is said of a text that is no JSON (`docs/decisions/0008-two-lexers.md`).

use std::borrow::Cow;

use jiter::{Jiter, JiterResult, JsonErrorType};

use super::{Error, Kind};

/// The whole text, of which a part is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    text: &'a str,
    at: usize,
}

/// Longer numbers are rare enough to be left to the other parser.
const LONG_NUMBER: usize = 40;

/// So many digits are less than any integer of 64 bits.
const MOST_DIGITS: usize = 18;

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// The kind of the next value, as its first byte tells; what starts none counts as a number.
    #[inline]
    pub(super) fn kind(&mut self) -> Result<Kind, Error> {
        Ok(match self.byte() {
            Some(b'"') => Kind::String,
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'n') => Kind::Null,
            Some(b't' | b'f') => Kind::Boolean,
            Some(_) => Kind::Number,
            None => return Err(self.wrong(JsonErrorType::EofWhileParsingValue)),
        })
    }

    /// The next byte that is no white space; it is not passed over.
    #[inline]
    fn byte(&mut self) -> Option<u8> {
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Whether a string comes next.
    #[inline]
    pub(super) fn is_string(&mut self) -> bool {
        self.byte() == Some(b'"')
    }

    /// Takes the string that starts here.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, Error> {
        match self.plain() {
            Some(plain) => Ok(Cow::Borrowed(plain)),
            None => self.escaped().map(Cow::Owned),
        }
    }

    /// Takes the string that starts here, if it has no escapes.
    #[inline(always)]
    pub(super) fn plain(&mut self) -> Option<&'a str> {
        let start = self.at + 1;
        let rest = self.text.as_bytes().get(start..)?;
        let length = plain_length(rest);
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        let end = start + length;
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Takes the string that starts here, which has escapes, or no end.
    #[cold]
    pub(super) fn escaped(&mut self) -> Result<String, Error> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let mut end = 1;
        while let Some(byte) = rest.get(end) {
            end += match byte {
                b'"' => break,
                b'\\' => 2,
                _ => 1,
            };
        }
        // The parser makes room for all that it is given, so it is given the string alone.
        if let Some(string) = rest.get(..=end)
            && let Ok(text) = Jiter::new(string).next_str()
        {
            self.at += string.len();
            return Ok(text.to_owned());
        }
        self.ask(|jiter| jiter.next_str().map(str::to_owned))
    }

    /// Takes the number that starts here, as it is written.
    #[inline]
    pub(super) fn number(&mut self) -> Result<&'a str, Error> {
        let bytes = self.text.as_bytes();
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let digits = |mut at: usize| {
            while is_digit(at) {
                at += 1;
            }
            at
        };
        let start = self.at;
        let whole = start + usize::from(bytes.get(start) == Some(&b'-'));
        let mut end = digits(whole);
        let mut is_good = end > whole && (end == whole + 1 || bytes.get(whole) != Some(&b'0'));
        if bytes.get(end) == Some(&b'.') {
            is_good &= is_digit(end + 1);
            end = digits(end + 1);
        }
        is_good &= !matches!(bytes.get(end), Some(b'e' | b'E')) && end - start < LONG_NUMBER;
        match self.text.get(start..end) {
            Some(number) if is_good => {
                self.at = end;
                Ok(number)
            }
            _ => self.long_number(),
        }
    }

    /// The integer that comes next, and where it ends, if it is one of few digits, as most are; it is not passed over.
    pub(super) fn short_integer(&mut self) -> Option<(i64, usize)> {
        let is_negative = self.byte()? == b'-';
        let start = self.at + usize::from(is_negative);
        let digits = self.text.as_bytes().get(start..)?;
        let (mut value, mut length) = (0, 0);
        while let Some(digit) = digits.get(length).map(|it| it.wrapping_sub(b'0'))
            && digit < 10
        {
            if length == MOST_DIGITS {
                return None;
            }
            value = value * 10 + i64::from(digit);
            length += 1;
        }
        let has_more = matches!(digits.get(length), Some(b'.' | b'e' | b'E'));
        let is_good = !has_more && length > 0 && (length == 1 || digits.first() != Some(&b'0'));
        is_good.then_some((if is_negative { -value } else { value }, start + length))
    }

    /// Passes over all that stands before a place further on.
    pub(super) fn go_to(&mut self, place: usize) {
        self.at = place;
    }

    #[cold]
    fn long_number(&mut self) -> Result<&'a str, Error> {
        let start = self.at;
        self.ask(|jiter| jiter.next_number_bytes().map(<[u8]>::len))?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Takes the boolean that starts here.
    pub(super) fn boolean(&mut self) -> Result<bool, Error> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        for (word, value) in [("true", true), ("false", false)] {
            if rest.starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.ask(Jiter::next_bool)
    }

    /// Passes over the next value.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        match self.byte() {
            Some(b'"') => self.string().map(drop),
            Some(b'0'..=b'9' | b'-') => self.number().map(drop),
            _ => self.ask(Jiter::next_skip),
        }
    }

    /// Enters the object that starts here; puts its first key into `key`, and tells whether there is one.
    pub(super) fn first_key(&mut self, key: &mut Cow<'a, str>) -> Result<bool, Error> {
        self.at += 1;
        match self.byte() {
            Some(b'"') => self.key(key),
            Some(b'}') => {
                self.at += 1;
                Ok(false)
            }
            Some(_) => Err(self.wrong(JsonErrorType::KeyMustBeAString)),
            None => Err(self.wrong(JsonErrorType::EofWhileParsingObject)),
        }
    }

    /// Goes on after the value of a member; puts the next key into `key`, and tells whether there is one.
    pub(super) fn next_key(&mut self, key: &mut Cow<'a, str>) -> Result<bool, Error> {
        // Most programs write no white space.
        if self.text.as_bytes().get(self.at..).is_some_and(|it| it.starts_with(b",\"")) {
            self.at += 1;
            return self.key(key);
        }
        self.next_key_further(key)
    }

    fn next_key_further(&mut self, key: &mut Cow<'a, str>) -> Result<bool, Error> {
        let error = match self.byte() {
            Some(b',') => {
                self.at += 1;
                match self.byte() {
                    Some(b'"') => return self.key(key),
                    Some(b'}') => JsonErrorType::TrailingComma,
                    Some(_) => JsonErrorType::KeyMustBeAString,
                    None => JsonErrorType::EofWhileParsingValue,
                }
            }
            Some(b'}') => {
                self.at += 1;
                return Ok(false);
            }
            Some(_) => JsonErrorType::ExpectedObjectCommaOrEnd,
            None => JsonErrorType::EofWhileParsingObject,
        };
        Err(self.wrong(error))
    }

    #[inline(always)]
    fn key(&mut self, key: &mut Cow<'a, str>) -> Result<bool, Error> {
        match self.plain() {
            Some(plain) => *key = Cow::Borrowed(plain),
            None => *key = Cow::Owned(self.escaped()?),
        }
        if self.text.as_bytes().get(self.at) == Some(&b':') {
            self.at += 1;
            return Ok(true);
        }
        self.colon()
    }

    fn colon(&mut self) -> Result<bool, Error> {
        match self.byte() {
            Some(b':') => {
                self.at += 1;
                Ok(true)
            }
            Some(_) => Err(self.wrong(JsonErrorType::ExpectedColon)),
            None => Err(self.wrong(JsonErrorType::EofWhileParsingObject)),
        }
    }

    /// Enters the array that starts here; tells whether it has an item.
    #[inline]
    pub(super) fn first_item(&mut self) -> Result<bool, Error> {
        self.at += 1;
        match self.byte() {
            Some(b']') => {
                self.at += 1;
                Ok(false)
            }
            Some(_) => Ok(true),
            None => Err(self.wrong(JsonErrorType::EofWhileParsingList)),
        }
    }

    /// Goes on after an item; tells whether there is another one.
    #[inline]
    pub(super) fn next_item(&mut self) -> Result<bool, Error> {
        let error = match self.byte() {
            Some(b',') => {
                self.at += 1;
                match self.byte() {
                    Some(b']') => JsonErrorType::TrailingComma,
                    Some(_) => return Ok(true),
                    None => JsonErrorType::EofWhileParsingValue,
                }
            }
            Some(b']') => {
                self.at += 1;
                return Ok(false);
            }
            Some(_) => JsonErrorType::ExpectedListCommaOrEnd,
            None => JsonErrorType::EofWhileParsingList,
        };
        Err(self.wrong(error))
    }

    /// Checks that nothing follows.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        match self.byte() {
            None => Ok(()),
            Some(_) => Err(self.wrong(JsonErrorType::TrailingCharacters)),
        }
    }

    #[cold]
    fn wrong(&self, error: JsonErrorType) -> Error {
        Error::new(error.to_string(), self.at)
    }

    /// Has the other parser take what comes next.
    fn ask<T>(&mut self, take: impl FnOnce(&mut Jiter<'a>) -> JiterResult<T>) -> Result<T, Error> {
        let mut jiter = Jiter::new(self.text.as_bytes().get(self.at..).unwrap_or_default());
        match take(&mut jiter) {
            Ok(taken) => {
                self.at += jiter.current_index();
                Ok(taken)
            }
            Err(error) => Err(Error::new(error.error_type.to_string(), self.at + error.index)),
        }
    }
}

/// How many bytes stand for themselves in a string: those before a quote, a backslash, a control character, or the end.
#[inline(always)]
fn plain_length(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk() {
        let found = special(u64::from_le_bytes(*word));
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    let is_special = |it: &u8| *it < 0x20 || matches!(it, b'"' | b'\\');
    let length = rest.iter().position(is_special).unwrap_or(rest.len());
    bytes.len() - rest.len() + length
}

/// Whether two texts are the same. Names are short, and comparing words of them is quicker than a call.
#[inline]
pub(super) fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0..4 => a == b,
        4..8 => a.first_chunk::<4>() == b.first_chunk() && a.last_chunk::<4>() == b.last_chunk(),
        8..=16 => a.first_chunk::<8>() == b.first_chunk() && a.last_chunk::<8>() == b.last_chunk(),
        _ => a == b,
    }
}

/// Marks the first byte of a word (from its low end) that cannot stand for itself in a string, if there is one; those
/// after it may be marked too.
#[inline]
fn special(word: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHS: u64 = ONES * 0x80;
    // A byte's high bit is set where it is less than `n` (up to 128), or where one below it was.
    let less = |word: u64, n: u8| word.wrapping_sub(ONES * u64::from(n)) & !word & HIGHS;
    let same = |word: u64, byte: u8| less(word ^ (ONES * u64::from(byte)), 1);
    less(word, 0x20) | same(word, b'"') | same(word, b'\\')
}

#[cfg(test)]
mod tests {
    use super::{Kind, Text, is_same, plain_length};

    #[test]
    fn every_byte_at_every_place() {
        for length in 0..20 {
            for place in 0..length {
                for byte in 0..=255 {
                    let mut bytes = vec![0x7f; length];
                    bytes[place] = byte;
                    let is_special = byte < 0x20 || byte == b'"' || byte == b'\\';
                    let expected = if is_special { place } else { length };
                    assert_eq!(plain_length(&bytes), expected, "{byte} at {place} of {length}");
                }
            }
        }
    }

    #[test]
    fn texts_of_every_length_differ_in_every_byte() {
        for length in 0..40 {
            let text = "a".repeat(length);
            assert!(is_same(&text, &text.clone()) && !is_same(&text, &"a".repeat(length + 1)));
            for place in 0..length {
                let mut other = text.clone();
                other.replace_range(place..=place, "b");
                assert!(!is_same(&text, &other), "{place} of {length}");
            }
        }
    }

    #[test]
    fn short_integers_are_those_that_all_of_the_text_is() {
        for (text, expected) in [
            ("0", Some((0, 1))),
            (" -17,", Some((-17, 4))),
            ("999999999999999999]", Some((999_999_999_999_999_999, 18))),
            ("9223372036854775808", None),
            ("99999999999999999999999999999999999999999", None),
            ("01", None),
            ("-", None),
            ("1.5", None),
            ("1e5", None),
            ("\"1\"", None),
            ("", None),
        ] {
            assert_eq!(Text::new(text).short_integer(), expected, "{text}");
        }
    }

    #[test]
    fn texts_are_read_as_the_other_parser_reads_them() {
        let texts = [
            r#""""#,
            r#""a""#,
            r#""a\n\u00e9\ud83d\ude00b""#,
            r#""\ud800""#,
            r#""\ud800\u0041""#,
            r#""a"#,
            "\"a\nb\"",
            r#""\x""#,
            r#""\u12"#,
            r#""\"#,
            "0",
            "-0",
            "-",
            "01",
            "1.",
            "1.5",
            ".5",
            "1e5",
            "1E+5",
            "1e",
            "-1.25e-3",
            "1.e3",
            "123456789012345678901234567890123456789012345",
            "NaN",
            "Infinity",
            "-Infinity",
            "true",
            "tru",
            "truth",
            "false",
            "fals",
            "null",
            "nul",
            "nil",
            "[]",
            "[1,[2]]",
            "[1,]",
            "[1 2]",
            "[",
            "[1",
            "[1,",
            "{}",
            r#"{"a":1}"#,
            r#"{"a":1,}"#,
            r#"{"a" 1}"#,
            r#"{"a""#,
            r#"{a:1}"#,
            r#"{"a":1 "b":2}"#,
            "{",
            r#"{"a":1,"#,
            r#"{"a":1,2}"#,
            "x",
            "",
            " ",
            "é",
            "1é",
        ];
        for text in texts {
            let (mut ours, mut theirs) = (Text::new(text), jiter::Jiter::new(text.as_bytes()));
            let ours = whole(&mut ours);
            let theirs = theirs.next_skip().and_then(|()| theirs.finish());
            let theirs = theirs.map_err(|error| (error.error_type.to_string(), error.index));
            assert_eq!(ours, theirs, "{text}");
        }
    }

    /// Takes a value apart by every function there is.
    fn whole(text: &mut Text<'_>) -> Result<(), (String, usize)> {
        fn value(text: &mut Text<'_>) -> Result<(), crate::json::Error> {
            match text.kind()? {
                Kind::String => drop(text.string()?),
                Kind::Boolean => drop(text.boolean()?),
                Kind::Null => text.skip()?,
                Kind::Number if matches!(text.byte(), Some(b'0'..=b'9' | b'-')) => {
                    text.number().map(drop)?;
                }
                Kind::Number => text.skip()?,
                Kind::Array => {
                    let mut more = text.first_item()?;
                    while more {
                        value(text)?;
                        more = text.next_item()?;
                    }
                }
                Kind::Object => {
                    let mut key = Default::default();
                    let mut more = text.first_key(&mut key)?;
                    while more {
                        value(text)?;
                        more = text.next_key(&mut key)?;
                    }
                }
            }
            Ok(())
        }
        value(text).and_then(|()| text.finish()).map_err(|error| (error.message, error.offset))
    }
}

//! The codecs of values without parts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat};
use uuid::Uuid;

use super::format::{date, date_time, uuid};
use super::reader::Source;
use super::rule::{check_number, check_text};
use super::{Error, Form, Json, Kind, Plain, Reader, Report, Rule, Writer};

impl Json for String {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        // Most values are strings: this way is as short as it can be.
        if let Source::Json(text) = &mut r.source
            && text.is_string()
        {
            *self = match text.plain() {
                Some(plain) => plain.to_owned(),
                None => text.escaped()?,
            };
            return Ok(Form::Whole);
        }
        r.text("a string", &mut |text| {
            *self = text.to_owned();
            Ok(())
        })?;
        Ok(Form::Whole)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        w.string(self);
        Form::Whole
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        check_text(self, rules, report);
    }
}

impl Json for bool {
    fn blank() -> Self {
        false
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        match r.boolean()? {
            Some(value) => *self = value,
            None => r.wrong("a boolean")?,
        }
        Ok(Form::Whole)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        w.raw(if *self { "true" } else { "false" });
        Form::Whole
    }
}

impl Reader<'_> {
    fn boolean(&mut self) -> Result<Option<bool>, Error> {
        match &mut self.source {
            Source::Json(text) => match text.kind()? {
                Kind::Boolean => text.boolean().map(Some),
                _ => Ok(None),
            },
            Source::Plain(Plain::Text(text)) => Ok(text.parse().ok()),
            Source::Plain(_) => Ok(None),
        }
    }
}

/// Reads digits as an integer; `1.0` is one too (JSON Schema, "integer").
fn integer(digits: &str) -> Option<i128> {
    // Most have 64 bits, which are several times quicker to read than 128.
    if let Ok(value) = digits.parse::<i64>() {
        return Some(value.into());
    }
    digits.parse().ok().or_else(|| {
        let value: f64 = digits.parse().ok()?;
        (value.fract() == 0.0 && value.abs() < 1e36).then_some(value as i128)
    })
}

fn read_integer(
    r: &mut Reader<'_>,
    expected: &str,
    set: &mut dyn FnMut(i128) -> bool,
) -> Result<(), Error> {
    r.number(expected, &mut |digits| integer(digits).is_some_and(&mut *set))
}

/// One codec for each width; the work is in the functions above.
macro_rules! integers {
    ($($ty:ty, $expected:literal;)*) => {$(
        impl Json for $ty {
            fn blank() -> Self {
                0
            }

            fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
                if let Source::Json(text) = &mut r.source
                    && let Some((value, end)) = text.short_integer()
                    && let Ok(value) = value.try_into()
                {
                    *self = value;
                    text.go_to(end);
                    return Ok(Form::Whole);
                }
                read_integer(r, $expected, &mut |value| {
                    value.try_into().is_ok_and(|value| {
                        *self = value;
                        true
                    })
                })?;
                Ok(Form::Whole)
            }

            fn write(&mut self, w: &mut Writer) -> Form {
                // To memory that cannot fail; NaN and infinity, which are no JSON, are `null`.
                let _ = serde_json::to_writer(w.bytes(), self);
                Form::Whole
            }

            fn check(&mut self, rules: &[Rule], report: &mut Report) {
                check_number(*self as f64, Some(i128::from(*self)), rules, report);
            }
        }
    )*};
}

integers! {
    i8, "an 8-bit integer";
    i16, "a 16-bit integer";
    i32, "a 32-bit integer";
    i64, "a 64-bit integer";
    u8, "an unsigned 8-bit integer";
    u16, "an unsigned 16-bit integer";
    u32, "an unsigned 32-bit integer";
    u64, "an unsigned 64-bit integer";
}

fn read_float(r: &mut Reader<'_>, set: &mut dyn FnMut(f64)) -> Result<(), Error> {
    r.number("a number", &mut |digits| match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => {
            set(value);
            true
        }
        _ => false,
    })
}

impl Json for f64 {
    fn blank() -> Self {
        0.0
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        read_float(r, &mut |value| *self = value)?;
        Ok(Form::Whole)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        // To memory that cannot fail; NaN and infinity, which are no JSON, are `null`.
        let _ = serde_json::to_writer(w.bytes(), self);
        Form::Whole
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        check_number(*self, None, rules, report);
    }
}

impl Json for f32 {
    fn blank() -> Self {
        0.0
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        r.number("a 32-bit number", &mut |digits| match digits.parse::<f32>() {
            Ok(value) if value.is_finite() => {
                *self = value;
                true
            }
            _ => false,
        })?;
        Ok(Form::Whole)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        // To memory that cannot fail; NaN and infinity, which are no JSON, are `null`.
        let _ = serde_json::to_writer(w.bytes(), self);
        Form::Whole
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        check_number(f64::from(*self), None, rules, report);
    }
}

/// The value of a schema that allows `null` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Null;

impl Json for Null {
    fn blank() -> Self {
        Self
    }

    fn is_nullable() -> bool {
        true
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        if r.next_is_null()? {
            r.skip()?
        } else {
            r.wrong("null")?
        }
        Ok(Form::Whole)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        w.raw("null");
        Form::Whole
    }
}

/// Bytes that travel as base64 text (RFC 4648, section 4; format `byte`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Base64(pub Vec<u8>);

impl Json for Base64 {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        r.text("base64 text", &mut |text| {
            self.0 = STANDARD.decode(text).map_err(|error| format!("expected base64: {error}"))?;
            Ok(())
        })?;
        Ok(Form::Whole)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        w.string(&STANDARD.encode(&self.0));
        Form::Whole
    }
}

impl Json for Uuid {
    fn blank() -> Self {
        Self::nil()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        r.text("a UUID", &mut |text| {
            *self = uuid(text).ok_or_else(|| "expected a UUID".to_owned())?;
            Ok(())
        })?;
        Ok(Form::Whole)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        w.string(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
        Form::Whole
    }
}

impl Json for DateTime<FixedOffset> {
    fn blank() -> Self {
        DateTime::UNIX_EPOCH.fixed_offset()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        r.text("a date-time", &mut |text| {
            *self = date_time(text).ok_or_else(|| "expected a date-time of RFC 3339".to_owned())?;
            Ok(())
        })?;
        Ok(Form::Whole)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        w.string(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        Form::Whole
    }
}

impl Json for NaiveDate {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        r.text("a date", &mut |text| {
            *self = date(text).ok_or_else(|| "expected a date, as 2026-01-31".to_owned())?;
            Ok(())
        })?;
        Ok(Form::Whole)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        w.string(&self.to_string());
        Form::Whole
    }
}

impl Json for NaiveTime {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        r.text("a time", &mut |text| {
            *self = text.parse().map_err(|_| "expected a time, as 13:45:00".to_owned())?;
            Ok(())
        })?;
        Ok(Form::Whole)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        w.string(&self.to_string());
        Form::Whole
    }
}

//! Reading a value of any type, and the ways for there to be none: absence and `null`.

use super::{Error, Form, Json, Reader};

impl Reader<'_> {
    /// Replaces a value with the next one.
    ///
    /// # Errors
    ///
    /// When it is no JSON.
    #[inline]
    pub fn value(&mut self, value: &mut dyn Json) -> Result<(), Error> {
        match value.read(self)? {
            Form::Whole => Ok(()),
            Form::Members => self.object(value),
        }
    }

    /// As [`Self::value`], of a member that may be absent, and is there.
    #[inline]
    pub(crate) fn present(&mut self, value: &mut dyn Json) -> Result<(), Error> {
        self.is_optional = true;
        let outcome = self.value(value);
        self.is_optional = false;
        outcome
    }

    /// Takes a `null` that stands for no value, if one comes. Where absence says that, `null` is a value, if the type
    /// has it (`is_nullable`); if not, only a tolerant reader takes it for absence.
    pub(super) fn no_value(&mut self, is_nullable: bool) -> Result<bool, Error> {
        if self.is_optional && (is_nullable || self.is_strict()) {
            self.is_optional = false;
            return Ok(false);
        }
        self.null()
    }

    /// Takes a `null`, if one comes.
    pub(super) fn null(&mut self) -> Result<bool, Error> {
        self.is_optional = false;
        let is_null = self.next_is_null()?;
        if is_null {
            self.skip()?;
        }
        Ok(is_null)
    }
}

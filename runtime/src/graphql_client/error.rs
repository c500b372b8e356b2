//! Why an operation gave no data, or not all.

use std::fmt;

use super::Response;
use crate::client::Failure;
use crate::http::Unexpected;

/// Why an operation gave no data, or not all of it; `T` is what it gives.
#[derive(Debug)]
pub enum Error<T> {
    /// The server answered with errors, and with what data there is beside them.
    Errors(Box<Response<T>>),
    /// The server gave something that is no answer to the operation.
    Unexpected(Unexpected),
    /// There was no answer.
    Failure(Failure),
}

impl<T> fmt::Display for Error<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Errors(response) => {
                f.write_str("the server answered with errors: ")?;
                for (index, error) in response.errors.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(f, "{separator}{error}")?;
                }
                if response.errors.is_empty() {
                    f.write_str("there is no data")?;
                }
                Ok(())
            }
            Self::Unexpected(error) => error.fmt(f),
            Self::Failure(failure) => failure.fmt(f),
        }
    }
}

impl<T: fmt::Debug> std::error::Error for Error<T> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Errors(_) => None,
            Self::Unexpected(error) => Some(error),
            Self::Failure(failure) => Some(failure),
        }
    }
}

impl<T> From<Failure> for Error<T> {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl<T> From<Unexpected> for Error<T> {
    fn from(error: Unexpected) -> Self {
        Self::Unexpected(error)
    }
}

impl<T> Response<T> {
    /// The data, where there are no errors.
    ///
    /// # Errors
    ///
    /// The whole answer, where there are errors or there is no data.
    pub fn into_data(self) -> Result<T, Error<T>> {
        match self {
            Self { data: Some(data), errors, .. } if errors.is_empty() => Ok(data),
            response => Err(Error::Errors(Box::new(response))),
        }
    }
}

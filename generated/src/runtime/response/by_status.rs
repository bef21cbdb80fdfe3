//! Responses that are of another kind for each status: JSON for one, text for another, nothing for a third.

use bytes::Bytes;

use super::Decoded;
use super::raw::RawResponse;
use crate::runtime::codec::{Decode, DecodeError};

/// Result of a call with one variant for each status.
pub trait ByStatus: Sized {
    /// Reads a response.
    ///
    /// # Errors
    ///
    /// When the body is not what the status promises, or the status none that is described.
    fn read(answer: &Received<'_>) -> Result<Self, DecodeError>;
}

/// A successful response that is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a>(pub(in crate::runtime) &'a RawResponse);

impl Received<'_> {
    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.head.status.as_u16()
    }

    /// Returns the body as JSON.
    ///
    /// # Errors
    ///
    /// When it is not of the type.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        let Decoded { value, undecodable } = self.0.json()?;
        match undecodable.into_iter().next() {
            None => Ok(value),
            Some(record) => Err(record.error),
        }
    }

    /// Returns the body as text.
    ///
    /// # Errors
    ///
    /// When it is not in UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        self.0.text()
    }

    /// Returns the body as it is.
    ///
    /// # Errors
    ///
    /// None; it has the form of the others.
    pub fn bytes(&self) -> Result<Bytes, DecodeError> {
        self.0.bytes()
    }

    /// Returns the error for a status that the description does not have.
    #[must_use]
    pub fn undescribed(&self) -> DecodeError {
        let found = format!("the status {}", self.status());
        DecodeError::new("a status that the API description has", found)
    }
}

//! Bytes that travel as base64 text (`format: byte`).
//!
//! Written with padding in the standard alphabet; read with or without padding.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::{Decode, DecodeError, Encode, Reader, Writer};

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that are written as base64 text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(pub Vec<u8>);

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Decode for Base64 {
    fn blank() -> Self {
        Self(Vec::new())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let text = reader.string("base64 text")?;
        let bytes = ENGINE.decode(text.as_bytes());
        self.0 = bytes.map_err(|_| reader.mismatch("base64 text"))?;
        Ok(())
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, sampler: &mut super::Sampler) -> bool {
        self.0 = sampler.text().into();
        true
    }
}

impl Encode for Base64 {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&ENGINE.encode(&self.0));
    }
}

super::serde::bridge!(Base64);

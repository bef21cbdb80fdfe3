//! Bytes that travel as base64 text (`format: byte`, `format: base64url`).
//!
//! Read in either alphabet, with or without padding; written with padding in the standard one, or without in the other.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::{Decode, DecodeError, Encode, Reader, Writer};

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

const URL_ENGINE: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that are written as base64 text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(pub Vec<u8>);

/// Bytes that are written as base64 text in the alphabet for addresses, without padding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64Url(pub Vec<u8>);

/// What both have in common; each writes with its own engine.
macro_rules! bytes {
    ($($bytes:ident by $engine:ident),+) => {$(
        impl From<Vec<u8>> for $bytes {
            fn from(bytes: Vec<u8>) -> Self {
                Self(bytes)
            }
        }

        impl AsRef<[u8]> for $bytes {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl std::fmt::Display for $bytes {
            /// Writes the base64 text.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$engine.encode(&self.0))
            }
        }

        impl Decode for $bytes {
            fn blank() -> Self {
                Self(Vec::new())
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
                let text = reader.string("base64 text")?;
                let bytes = decoded(&text, &$engine);
                self.0 = bytes.ok_or_else(|| reader.mismatch("base64 text"))?;
                Ok(())
            }

            #[cfg(feature = "testing")]
            fn fill(&mut self, sampler: &mut super::Sampler) -> bool {
                self.0 = sampler.text().into();
                true
            }
        }

        impl Encode for $bytes {
            fn encode(&self, writer: &mut Writer) {
                writer.string(&$engine.encode(&self.0));
            }
        }

        super::serde::bridge!($bytes);
    )+};
}

bytes!(Base64 by ENGINE, Base64Url by URL_ENGINE);

/// The bytes of a text in the alphabet of an engine, or in the other one.
fn decoded(text: &str, engine: &GeneralPurpose) -> Option<Vec<u8>> {
    let bytes = engine.decode(text).or_else(|_| ENGINE.decode(text));
    bytes.or_else(|_| URL_ENGINE.decode(text)).ok()
}

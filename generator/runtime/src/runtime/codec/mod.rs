//! JSON text into values and back, through two traits that are not generic over a format.
//!
//! Decode functions are compiled once, in the crate of the type: a caller's crate instantiates none of them.

mod base64;
mod collection;
mod decode;
mod error;
mod excerpt;
mod json;
mod lexer;
mod locate;
mod macros;
mod object;
mod patch;
mod precision;
mod raw;
mod reader;
mod record;
mod report;
mod scalar;
pub mod serde;
mod time;
mod tolerance;
mod trial;
#[doc(hidden)]
pub mod union;
mod unknown;
mod writer;

pub use self::base64::Base64;
pub use self::collection::AdditionalProperties;
pub use self::decode::{Decode, decode};
pub(in crate::runtime) use self::decode::{decode_into, text_of};
pub use self::error::DecodeError;
pub(crate) use self::excerpt::{of as excerpt, upto as excerpt_upto};
pub use self::json::Json;
pub use self::object::JsonObject;
pub use self::patch::Patch;
pub use self::precision::TimestampPrecision;
pub use self::reader::{Kind, Reader};
#[doc(hidden)]
pub use self::record::{Mark, Shape, tags};
pub(in crate::runtime) use self::time::timestamp_text;
pub use self::time::{Date, Timestamp};
pub use self::unknown::UnknownFields;
pub(in crate::runtime) use self::unknown::{Misfit, read_record};
pub(in crate::runtime) use self::writer::encode_for_request;
pub use self::writer::{Absence, Encode, Writer, encode};

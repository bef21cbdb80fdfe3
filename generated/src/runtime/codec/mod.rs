//! JSON text into values and back, through two traits that are not generic over a format.
//!
//! Decode functions are compiled once, in the crate of the type: a caller's crate instantiates none of them.

mod base64;
mod collection;
mod decimal;
mod decode;
mod enum_name;
mod error;
mod excerpt;
mod json;
mod lexer;
mod locate;
mod macros;
mod object;
mod object_serde;
mod patch;
mod precision;
mod raw;
mod reader;
mod record;
mod report;
#[cfg(feature = "testing")]
mod sampler;
mod scalar;
pub mod serde;
mod sieve;
mod sift;
mod time;
mod timestamp;
mod tolerance;
mod trial;
#[doc(hidden)]
pub mod union;
mod unknown;
mod writer;

pub use self::base64::{Base64, Base64Url};
pub use self::collection::AdditionalProperties;
pub use self::decimal::{Decimal, InvalidDecimal};
pub use self::decode::{Decode, decode};
pub(in crate::runtime) use self::decode::{decode_sifted, in_object, is_array, text_of};
pub use self::enum_name::ParseEnumError;
#[doc(hidden)]
pub use self::enum_name::{name_of, parse};
pub use self::error::DecodeError;
pub(crate) use self::excerpt::{of as excerpt, upto as excerpt_upto};
pub use self::json::Json;
pub use self::object::JsonObject;
#[doc(hidden)]
pub use self::object_serde::{ObjectField, deserialize_field};
pub use self::patch::Patch;
pub use self::precision::TimestampPrecision;
pub(in crate::runtime) use self::raw::{Parts, parts, scalar_text};
pub use self::reader::{JsonKind, Reader};
#[doc(hidden)]
pub use self::record::{Mark, RecordShape, tags};
#[cfg(feature = "testing")]
pub use self::sampler::Sampler;
pub use self::sieve::UndecodableRecord;
pub use self::time::Date;
pub(in crate::runtime) use self::time::timestamp_text;
pub use self::timestamp::{InvalidTimestamp, Timestamp};
pub use self::unknown::UnknownFields;
pub(in crate::runtime) use self::writer::encode_for_request;
pub use self::writer::{Absence, Encode, Writer, encode};

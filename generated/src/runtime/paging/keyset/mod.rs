//! Keyset pagination: past the last page of a service, by the values of the items.
//!
//! What to read next is decided here, from the items alone; nothing here sends a request.

mod leg;
mod position;
pub(in crate::runtime::paging) mod stamp;
pub(in crate::runtime::paging) mod text;

pub(in crate::runtime::paging) use self::leg::Leg;
pub(in crate::runtime::paging) use self::position::KeysetPosition;
pub(in crate::runtime::paging) use self::stamp::Stamp;

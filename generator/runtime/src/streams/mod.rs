//! Responses that come item by item: server-sent events, and JSON values one after the other.
//!
//! Only clients of services with such responses have this module. Nothing is lost in silence: a body that breaks off,
//! stalls or has an item that is too long ends in an error, and an item that cannot be read is one in its place.

#[cfg(feature = "blocking")]
mod blocking;
mod event;
mod events;
mod macros;
mod opening;
mod records;
mod source;

#[cfg(feature = "blocking")]
pub use self::blocking::Blocking;
pub use self::event::Event;
pub use self::events::Events;
pub use self::opening::Opening;
pub use self::records::Records;

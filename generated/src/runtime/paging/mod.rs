//! Lists that come in pages: streams of items and pages, and the way from page to page.
//!
//! At most one page is held at a time (two with prefetch), and no host is asked but the configured one.

#[cfg(feature = "blocking")]
mod blocking;
mod by_keyset;
mod collect;
mod envelope;
mod items;
mod keyset;
mod left;
mod link;
mod macros;
mod page;
mod pages;
mod paginator;
mod position;
mod records;
mod request;
mod token;
mod undecodable;
mod unlinked;

#[cfg(feature = "blocking")]
pub use self::blocking::{BlockingItems, BlockingPages};
pub use self::collect::CollectAll;
pub use self::items::Items;
pub use self::page::Page;
pub use self::pages::Pages;
pub use self::records::SkippedRecords;
pub use self::token::{InvalidResumeToken, ResumeToken};

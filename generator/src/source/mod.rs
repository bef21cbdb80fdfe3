//! Reading a description: text → untyped tree → with overlays → the shape of OpenAPI 3.0 →
//! `openapiv3`.
//!
//! Invariant: what a later stage cannot express is carried along under an extension key or
//! reported; it is never lost.

mod bundle;
mod contain;
pub(crate) mod extension;
pub(crate) mod items;
mod limits;
mod load;
mod locate;
mod mark;
mod masked;
mod member_names;
mod nodes;
mod normalize;
mod origins;
mod overlay;
mod padded;
mod parse;
mod pointer;
mod reader;
mod shape;
mod similar;
mod spelling;
mod text;
mod texts;
mod truncated;
mod uses;

pub use self::{
    bundle::{ReadFile, bundle},
    load::{Document, load, read_tree},
    masked::{Masked, MaskingAction},
    member_names::Names,
    normalize::normalize,
    overlay::overlay,
    parse::parse,
    text::Source,
};
pub(crate) use self::{
    contain::{Loss, leave_out},
    locate::{locate, located},
    masked::Layers,
    member_names::is_text,
    nodes::FURTHER_METHODS,
    normalize::{ALTERNATIVE_NAME, CONTENT_MEDIA_TYPE, DEFAULT_MAPPING, ENCODING, ITEM_SCHEMA},
    overlay::{expectations, unneeded_actions},
    pointer::{Pointer, escape, unescape},
    reader::read,
    similar::similar,
    spelling::write_as_text,
    texts::Texts,
    truncated::Truncation,
};

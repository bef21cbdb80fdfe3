//! A place in a list as text, to continue after a restart.
//!
//! What a text names is a path with a query and never a host, so a token from anywhere cannot lead the key away.

use std::fmt;
use std::str::FromStr;

use super::keyset::text;
use super::position::{Position, Spot};
use crate::runtime::codec::{Decode, DecodeError, Encode, Reader, Writer};

/// The form of the text, for forms to come.
const VERSION: &str = "1";

/// Position in a paginated list: [`Items::resume`](super::Items::resume) continues there, in this process or another.
///
/// Its `Display` form, its `FromStr` and serde's traits are for storing it. It holds what the server's link to the
/// page holds, such as filters; no credentials. That of keyset pagination (`all`) holds no filters, but the keys of the
/// items that were given last.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResumeToken {
    pub(super) operation: String,
    pub(super) position: Position,
    /// Number of items of the page that were already returned.
    pub(super) skip: u64,
}

impl fmt::Display for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            position,
            skip,
        } = self;
        write!(f, "{VERSION};{operation};{skip};{};", position.before)?;
        match &position.spot {
            Spot::Start => f.write_str("start"),
            Spot::Address(address) => write!(f, "address={address}"),
            Spot::Number(number) => write!(f, "number={number}"),
            Spot::Cursor(mark) => write!(f, "cursor={mark}"),
            Spot::Keyset(since) => write!(f, "since={}", text::Text(since)),
        }
    }
}

impl FromStr for ResumeToken {
    type Err = InvalidResumeToken;

    fn from_str(text: &str) -> Result<Self, InvalidResumeToken> {
        parse(text).ok_or(InvalidResumeToken)
    }
}

fn parse(text: &str) -> Option<ResumeToken> {
    let mut parts = text.splitn(5, ';');
    if parts.next() != Some(VERSION) {
        return None;
    }
    let operation = parts.next()?.to_owned();
    let skip = parts.next()?.parse().ok()?;
    let before = parts.next()?.parse().ok()?;
    let spot = parse_spot(parts.next()?)?;
    Some(ResumeToken {
        operation,
        position: Position { spot, before },
        skip,
    })
}

fn parse_spot(text: &str) -> Option<Spot> {
    if text == "start" {
        return Some(Spot::Start);
    }
    match text.split_once('=')? {
        ("address", address) if address.starts_with('/') => Some(Spot::Address(address.to_owned())),
        ("number", number) => number.parse().ok().map(Spot::Number),
        ("cursor", mark) => Some(Spot::Cursor(mark.to_owned())),
        ("since", since) => text::parse(since).map(Spot::Keyset),
        _ => None,
    }
}

impl Decode for ResumeToken {
    fn blank() -> Self {
        Self {
            operation: String::new(),
            position: Position::START,
            skip: 0,
        }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let text = reader.string("a resume token")?;
        let token = parse(&text);
        *self = token.ok_or_else(|| reader.mismatch("a resume token of this version"))?;
        Ok(())
    }
}

impl Encode for ResumeToken {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}

crate::bridge_to_serde!(ResumeToken);

/// A text that is not a [`ResumeToken`], or one of another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidResumeToken;

impl fmt::Display for InvalidResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a resume token of this version; start from the first page")
    }
}

impl std::error::Error for InvalidResumeToken {}

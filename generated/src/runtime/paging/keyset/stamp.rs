//! Reads from a page the data that keyset pagination needs of its items: the value that they are ordered by, and their
//! key.
//!
//! Not generic over the items, whose types need not have either.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::runtime::codec::{self, Decode, DecodeError, Json, Reader, Timestamp};
use crate::runtime::description::Keyset;

/// Item with its value and its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::runtime::paging) struct Stamp {
    /// The value of the property.
    pub(in crate::runtime::paging) at: Timestamp,
    /// Key that identifies the item.
    pub(in crate::runtime::paging) key: String,
}

/// Returns the stamps of the items on the page that is `body`, whose member `items` holds them; `None` when it is the
/// list.
///
/// # Errors
///
/// When the text breaks JSON's rules, or no item has both of the two.
pub(in crate::runtime::paging) fn read(
    body: &[u8],
    items: Option<&'static str>,
    keyset: Keyset,
) -> Result<Vec<Stamp>, DecodeError> {
    let text = codec::text_of(body);
    let mut reader = Reader::of(&text);
    let stamps = match items {
        None => read_list(&mut reader, keyset),
        Some(items) => read_member(&mut reader, items, keyset),
    };
    stamps.map_err(|error| reader.locate(error))
}

fn read_member(
    reader: &mut Reader<'_>,
    items: &str,
    keyset: Keyset,
) -> Result<Vec<Stamp>, DecodeError> {
    let mut stamps = Vec::new();
    reader.begin_object()?;
    while let Some(key) = reader.next_key()? {
        if key == items && !reader.take_null()? {
            stamps = read_list(reader, keyset)?;
        } else if key != items {
            reader.skip_value()?;
        }
    }
    Ok(stamps)
}

/// Reads a stamp. An item that lacks one of the two gets a stamp beside its neighbour's, with its own text for a key:
/// it is given once, and does not stop the pagination.
fn read_list(reader: &mut Reader<'_>, keyset: Keyset) -> Result<Vec<Stamp>, DecodeError> {
    let mut stamps: Vec<Result<Stamp, String>> = Vec::new();
    let mut failure = None;
    reader.begin_array()?;
    while reader.next_item()? {
        let mut item = reader.clone();
        let json = reader.raw_value()?;
        stamps.push(read_item(&mut item, keyset).map_err(|error| {
            failure.get_or_insert(error);
            format!("json:{:016x}", hash(json))
        }));
    }
    let first = stamps.iter().flatten().next().map(|stamp| stamp.at);
    let Some(mut at) = first else {
        return failure.map_or(Ok(Vec::new()), Err);
    };
    let stamps = stamps.into_iter().map(|stamp| {
        let stamp = stamp.unwrap_or_else(|key| Stamp { at, key });
        at = stamp.at;
        stamp
    });
    Ok(stamps.collect())
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn read_item(reader: &mut Reader<'_>, keyset: Keyset) -> Result<Stamp, DecodeError> {
    let mut at = None;
    let mut key = None;
    reader.begin_object()?;
    while let Some(name) = reader.next_key()? {
        if name == keyset.property {
            at = Some(Timestamp::decode(reader)?);
        } else if name == keyset.key {
            key = Some(read_key(reader)?);
        } else {
            reader.skip_value()?;
        }
    }
    Ok(Stamp {
        at: at.ok_or_else(|| reader.missing(keyset.property))?,
        key: key.ok_or_else(|| reader.missing(keyset.key))?,
    })
}

/// Reads a key: a number or a text, and the same in quotes as without.
fn read_key(reader: &mut Reader<'_>) -> Result<String, DecodeError> {
    match Json::decode(reader)? {
        Json::String(text) => Ok(text),
        Json::Number(number) => Ok(number.to_string()),
        _ => Err(reader.mismatch("a key")),
    }
}

//! Reads one page: its items, and what it says about the pages after it.
//!
//! One pass over the text; only the list of items is generic.

use super::records::Records;
use crate::runtime::codec::{self, Decode, DecodeError, Json, Reader, UndecodableRecord};
use crate::runtime::description::Paging;

/// Data of a page's body besides its items.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Number of items on all pages.
    pub(super) total: Option<u64>,
    /// Link to the next page; empty texts count as none.
    pub(super) next: Option<String>,
}

/// Returns the items of the page that is `body`, and the rest of what it says.
///
/// # Errors
///
/// When the list is not where `paging` says, or the text breaks JSON's rules.
pub(super) fn read<T: Decode>(
    body: &[u8],
    paging: Option<Paging>,
) -> Result<(Records<T>, Marks), DecodeError> {
    let mut list = Vec::new();
    let items = paging.and_then(|paging| paging.items);
    // A service that puts a list into an object for some accounts sends it bare to others.
    let member = items.filter(|_| !codec::is_array(body));
    let (undecodable, marks) = match (paging, member) {
        (Some(paging), Some(items)) => read_envelope(body, paging, items, &mut list)?,
        _ => (codec::decode_sifted(body, &mut list)?, Marks::default()),
    };
    let records = Records {
        items: list,
        undecodable,
    };
    Ok((records, marks))
}

fn read_envelope(
    body: &[u8],
    paging: Paging,
    items: &'static str,
    list: &mut dyn Decode,
) -> Result<(Vec<UndecodableRecord>, Marks), DecodeError> {
    let text = codec::text_of(body);
    let mut reader = Reader::of(&text);
    let marks = read_members(&mut reader, paging, items, list);
    let marks = marks.map_err(|error| reader.locate(error))?;
    Ok((reader.take_undecodable(), marks))
}

fn read_members(
    reader: &mut Reader<'_>,
    paging: Paging,
    items: &'static str,
    list: &mut dyn Decode,
) -> Result<Marks, DecodeError> {
    let mut marks = Marks::default();
    let mut found = false;
    reader.begin_object()?;
    while let Some(key) = reader.next_key()? {
        let key = Some(&*key);
        if key == Some(items) {
            found = true;
            // No items may be a null.
            if !reader.take_null()? {
                reader.sift_member(items, list)?;
            }
        } else if key == paging.next.total_member() {
            marks.total = mark(&Json::decode(reader)?).and_then(|total| total.parse().ok());
        } else if let Some(steps) = within(key, paging.next.mark_member()) {
            marks.next = mark_at(&Json::decode(reader)?, steps);
        } else {
            reader.skip_value()?;
        }
    }
    reader.finish()?;
    if found {
        Ok(marks)
    } else {
        Err(reader.missing(items))
    }
}

/// The steps from a member to the mark, if the path begins with the member.
fn within<'p>(key: Option<&str>, path: Option<&'p str>) -> Option<&'p str> {
    let steps = path?.strip_prefix(key?)?;
    (steps.is_empty() || steps.starts_with('/')).then_some(steps)
}

/// The mark at the end of the steps, each of which a `/` begins.
fn mark_at(value: &Json, steps: &str) -> Option<String> {
    let mut value = value;
    for step in steps.split('/').skip(1) {
        let Json::Object(members) = value else {
            return None;
        };
        value = members.get(step)?;
    }
    mark(value)
}

/// Reads a mark, which is opaque: a text or a number.
fn mark(value: &Json) -> Option<String> {
    match value {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

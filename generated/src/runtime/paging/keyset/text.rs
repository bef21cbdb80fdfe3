//! Position of keyset pagination as text: `2026-01-31T08:00:00Z|2026-01-31T08:00:01Z,17,18`.
//!
//! First where the list starts, if that is known, then each value with the keys of the items that were given. Keys are
//! percent-encoded, so none of them can end its part.

use std::fmt;

use super::position::KeysetPosition;
use super::stamp::Stamp;
use crate::runtime::codec::Timestamp;
use crate::runtime::parameters;

/// Displays a place.
pub(in crate::runtime::paging) struct Text<'a>(pub(in crate::runtime::paging) &'a KeysetPosition);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = self.0.from {
            write!(f, "{from}")?;
        }
        let mut last = None;
        for Stamp { at, key } in &self.0.seen {
            if last != Some(at) {
                write!(f, "|{at}")?;
                last = Some(at);
            }
            write!(f, ",{}", parameters::encode(key))?;
        }
        Ok(())
    }
}

/// Returns the place that a text names.
pub(in crate::runtime::paging) fn parse(text: &str) -> Option<KeysetPosition> {
    let (from, groups) = text.split_once('|').unwrap_or((text, ""));
    let from = match from {
        "" => None,
        from => Some(from.parse().ok()?),
    };
    let mut seen = Vec::new();
    for group in groups.split('|').filter(|group| !group.is_empty()) {
        let (at, keys) = group.split_once(',')?;
        let at: Timestamp = at.parse().ok()?;
        for key in keys.split(',') {
            let key = percent_encoding::percent_decode_str(key);
            let key = key.decode_utf8().ok()?.into_owned();
            seen.push(Stamp { at, key });
        }
    }
    Some(KeysetPosition::new(from, &seen))
}

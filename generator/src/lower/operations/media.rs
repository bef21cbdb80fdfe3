//! Media types: which of them the client uses, and how.

use openapiv3::{Content, MediaType};

use crate::{
    lower::place::Place,
    model::{FormMedia, Framing},
    source::escape,
};

/// A media type and its description.
pub(in crate::lower) struct Media<'d> {
    pub(super) name: &'d str,
    pub(super) ty: &'d MediaType,
}

/// Handling of a media type by the client, most useful first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Handling {
    Json,
    Items(Framing),
    Text,
    Bytes,
}

impl<'d> Media<'d> {
    /// Returns the media type that the client uses among those that are offered: JSON before text
    /// before anything else, the first by name among equals. `None` when there is none.
    pub(in crate::lower) fn preferred(content: &'d Content) -> Option<Self> {
        content
            .iter()
            .min_by_key(|(name, _)| (handling(name), name.len(), name.as_str()))
            .map(|(name, ty)| Self { name, ty })
    }

    /// Returns the media type that the client sends among those that are offered: JSON before a multipart
    /// form before an encoded one before text before anything else.
    pub(super) fn sent(content: &'d Content) -> Option<Self> {
        let rank = |name: &str| match (handling(name), form_media(name)) {
            (Handling::Json, _) => 0,
            (_, Some(FormMedia::Multipart)) => 1,
            (_, Some(FormMedia::UrlEncoded)) => 2,
            (Handling::Text, None) => 3,
            (Handling::Items(_) | Handling::Bytes, None) => 4,
        };
        content
            .iter()
            .min_by_key(|(name, _)| (rank(name), name.len(), name.as_str()))
            .map(|(name, ty)| Self { name, ty })
    }

    /// Returns the media type whose items come one after the other, where another one is preferred.
    pub(super) fn items(content: &'d Content) -> Option<(Self, Framing)> {
        let preferred = Self::preferred(content)?;
        content.iter().find_map(|(name, ty)| match handling(name) {
            Handling::Items(framing) if name != preferred.name => {
                Some((Self { name, ty }, framing))
            }
            _ => None,
        })
    }

    /// Returns the place of the schema.
    pub(in crate::lower) fn place(&self, at: &str, name: &str) -> Place {
        let pointer = format!("{at}/content/{}/schema", escape(self.name));
        Place::operation(pointer, name)
    }
}

/// Returns `true` if the client reads and writes a media type as JSON.
pub(super) fn is_json(media_type: &str) -> bool {
    matches!(handling(media_type), Handling::Json)
}

pub(super) fn handling(media_type: &str) -> Handling {
    let essence = essence(media_type);
    if let Some(framing) = framing(&essence) {
        return Handling::Items(framing);
    }
    let is_json = essence == "application/json" || essence == "text/json" || essence == "*/*";
    if is_json || essence.ends_with("+json") {
        Handling::Json
    } else if essence.starts_with("text/") {
        Handling::Text
    } else {
        Handling::Bytes
    }
}

/// Returns the framing of the items in a media type, in lower case and without parameters. `None`: it has none.
fn framing(essence: &str) -> Option<Framing> {
    match essence {
        "text/event-stream" => Some(Framing::Events),
        "application/jsonl"
        | "application/x-jsonl"
        | "application/jsonlines"
        | "application/x-jsonlines"
        | "application/json-lines"
        | "application/ndjson"
        | "application/x-ndjson"
        | "application/x-json-stream"
        | "application/stream+json"
        | "text/x-ndjson"
        | "text/jsonl" => Some(Framing::Lines),
        "application/json-seq" => Some(Framing::Sequence),
        other if other.ends_with("+json-seq") => Some(Framing::Sequence),
        _ => None,
    }
}

/// Returns the form encoding of a media type, if it is a form.
pub(super) fn form_media(media_type: &str) -> Option<FormMedia> {
    match essence(media_type).as_str() {
        "multipart/form-data" => Some(FormMedia::Multipart),
        "application/x-www-form-urlencoded" => Some(FormMedia::UrlEncoded),
        _ => None,
    }
}

/// Returns a media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_lowercase()
}

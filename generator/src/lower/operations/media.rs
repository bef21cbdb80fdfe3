//! Media types: which of them the client uses, and how.

use openapiv3::{Content, MediaType};

use crate::{
    lower::{
        components::Components,
        place::Place,
        types::facets::{Facets, SchemaRef},
    },
    model::{FormMedia, Framing},
    source::{CONTENT_MEDIA_TYPE, ITEM_SCHEMA, escape},
};

/// A media type and its description.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Media<'d> {
    pub(super) name: &'d str,
    pub(super) ty: &'d MediaType,
    pub(super) handling: Handling,
}

/// Handling of a media type by the client, most useful first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Handling {
    Json,
    Text,
    Bytes,
    Items(Framing),
}

impl<'d> Media<'d> {
    fn new(name: &'d str, ty: &'d MediaType, components: &Components<'d>) -> Self {
        let handling = if essence(name).contains('*') {
            handling_of_range(name, ty, components)
        } else {
            handling(name)
        };
        // JSON has no bytes in it: a body of them is the text of the JSON, such as a file.
        let is_binary = || facets(ty, components).is_some_and(|facets| is_binary(&facets));
        let handling = if handling == Handling::Json && is_binary() {
            Handling::Bytes
        } else {
            handling
        };
        Self { name, ty, handling }
    }

    /// All media types that are offered, by name.
    fn all(content: &'d Content, components: &Components<'d>) -> Vec<Self> {
        let all = content.iter();
        let mut all: Vec<Self> = all
            .map(|(name, ty)| Self::new(name, ty, components))
            .collect();
        all.sort_by_key(|media| (media.name.len(), media.name));
        all
    }

    /// Returns the media type that the client uses among those that are offered: JSON before text
    /// before anything else, the first by name among equals. `None` when there is none.
    pub(in crate::lower) fn preferred(
        content: &'d Content,
        components: &Components<'d>,
    ) -> Option<Self> {
        let all = Self::all(content, components).into_iter();
        all.min_by_key(|media| media.handling)
    }

    /// Returns the media type that the client sends among those that are offered: JSON before a multipart
    /// form before an encoded one before text before anything else.
    pub(super) fn sent(content: &'d Content, components: &Components<'d>) -> Option<Self> {
        let rank = |media: &Self| match (media.handling, form_media(media.name)) {
            (Handling::Json, _) => 0,
            (_, Some(FormMedia::Multipart)) => 1,
            (_, Some(FormMedia::UrlEncoded)) => 2,
            (Handling::Text, None) => 3,
            (Handling::Items(_), None) => 4,
            (Handling::Bytes, None) => 5,
        };
        Self::all(content, components).into_iter().min_by_key(rank)
    }

    /// The media type whose items come one after the other, where another one is preferred.
    pub(super) fn items(
        content: &'d Content,
        components: &Components<'d>,
    ) -> Option<(Self, Framing)> {
        let preferred = Self::preferred(content, components)?;
        let mut all = Self::all(content, components).into_iter();
        all.find_map(|media| match media.handling {
            Handling::Items(framing) if media.name != preferred.name => Some((media, framing)),
            _ => None,
        })
    }

    /// The media type of this name.
    pub(super) fn named(
        content: &'d Content,
        name: &str,
        components: &Components<'d>,
    ) -> Option<Self> {
        let (name, ty) = content.get_key_value(name)?;
        Some(Self::new(name, ty, components))
    }

    /// The media types beside `chosen` that hold something else.
    pub(super) fn others(
        content: &'d Content,
        chosen: Self,
        components: &Components<'d>,
    ) -> Vec<Self> {
        let mut others: Vec<Self> = vec![chosen];
        for media in Self::all(content, components) {
            let is_known = others.iter().any(|known| known.holds(&media));
            if !matches!(media.handling, Handling::Items(_)) && !is_known {
                others.push(media);
            }
        }
        others.split_off(1)
    }

    /// Returns `true` if another media type has nothing that this one lacks: it is the same, a range of them, or of the
    /// same schema, which JSON keeps whole. A patch means something else than the value that it is of.
    fn holds(&self, other: &Self) -> bool {
        if self.name == other.name {
            return true;
        }
        if self.ty.schema != other.ty.schema
            || is_merge_patch(self.name) != is_merge_patch(other.name)
        {
            return false;
        }
        self.handling == Handling::Json || essence(other.name).contains('*')
    }

    /// The media type as it is sent or asked for. `None`: `application/json`, which needs no word, or a range.
    pub(super) fn written(&self) -> Option<String> {
        let is_sendable = |letter: char| letter == ' ' || letter.is_ascii_graphic();
        let name = self.name.trim();
        let is_plain = name == "application/json" || name.contains('*');
        (!is_plain && name.contains('/') && name.chars().all(is_sendable)).then(|| name.to_owned())
    }

    /// The media type to send: as it is written, or as the schema of a range names it. `None`: neither is a single one.
    pub(super) fn sendable(&self, components: &Components<'d>) -> Option<String> {
        let of_schema = || {
            let named = facets(self.ty, components).and_then(|facets| media_type_of(&facets));
            named.filter(|name| !name.contains('*')).map(str::to_owned)
        };
        if self.handling == Handling::Bytes && self.name.trim() == "application/json" {
            return Some("application/json".to_owned());
        }
        self.written().or_else(of_schema)
    }

    /// Returns `true` if the schema is that of a text, and not of its items.
    pub(super) fn is_whole_text(&self, components: &Components<'d>) -> bool {
        let facets = facets(self.ty, components);
        !self.ty.extensions.contains_key(ITEM_SCHEMA)
            && facets.is_some_and(|facets| facets.implied_type() == Some("string"))
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
    let is_json = essence == "application/json" || essence == "text/json";
    if is_json || essence.ends_with("+json") {
        Handling::Json
    } else if essence.starts_with("text/") {
        Handling::Text
    } else {
        Handling::Bytes
    }
}

/// How the client handles a range such as `*/*`, by what the schema says.
fn handling_of_range<'d>(name: &str, ty: &'d MediaType, components: &Components<'d>) -> Handling {
    let kind = essence(name);
    let kind = kind.split('/').next().unwrap_or_default();
    match kind {
        "text" => return Handling::Text,
        "*" | "application" => {}
        _ => return Handling::Bytes,
    }
    let Some(facets) = facets(ty, components) else {
        return Handling::Bytes;
    };
    if let Some(media_type) = media_type_of(&facets) {
        return handling(media_type);
    }
    match (facets.implied_type(), facets.format) {
        _ if is_binary(&facets) => Handling::Bytes,
        (Some("string"), _) => Handling::Text,
        _ => Handling::Json,
    }
}

/// Returns `true` for a schema of any sequence of octets.
fn is_binary(facets: &Facets<'_>) -> bool {
    (facets.implied_type(), facets.format) == (Some("string"), Some("binary"))
}

/// Returns the schema of a media type.
fn facets<'d>(ty: &'d MediaType, components: &Components<'d>) -> Option<Facets<'d>> {
    let schema = match SchemaRef::from(ty.schema.as_ref()?) {
        SchemaRef::Item(item) => Some(item),
        SchemaRef::Reference(reference) => components.schema(reference),
    };
    schema.map(Facets::new)
}

/// Returns the media type that the schema of a text or of bytes names, which may be a range again.
fn media_type_of<'d>(facets: &Facets<'d>) -> Option<&'d str> {
    facets.data.extensions.get(CONTENT_MEDIA_TYPE)?.as_str()
}

/// The words of a media type that tell it from others of an operation: `merge patch json`.
pub(super) fn words(media_type: &str) -> String {
    match form_media(media_type) {
        Some(FormMedia::UrlEncoded) => return "form".to_owned(),
        Some(FormMedia::Multipart) => return "multipart".to_owned(),
        None => {}
    }
    let essence = essence(media_type);
    let (_, kind) = essence.split_once('/').unwrap_or(("", &essence));
    let kind = kind.trim_start_matches("x-").trim_start_matches("vnd.");
    let letters = kind.chars();
    letters
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                ' '
            }
        })
        .collect()
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

/// Returns `true` if a body of a media type changes the members that it has, and keeps the others.
pub(super) fn is_merge_patch(media_type: &str) -> bool {
    essence(media_type) == "application/merge-patch+json"
}

/// Returns a media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_lowercase()
}

//! One of several types: which of them a value is, judged by its looks before any of them is decoded.
//!
//! Looking costs one pass over the keys of an object and nothing for anything else; a copy of the reader is the
//! bookmark from which one alternative after another is read, so no text is copied.

use std::borrow::Cow;

use super::{Decode, DecodeError, Encode, Json, JsonKind, Reader, Writer};

/// Form of the values of an alternative.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub enum Shape {
    /// Any JSON value.
    Anything,
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    Text,
    /// An array, with the looks of its items; none: any.
    List(&'static [Shape]),
    /// An object.
    Object(Members),
    /// An object without a member, or with one that holds none of these texts.
    Except(&'static str, &'static [&'static str]),
}

/// Known members of an object.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub struct Members {
    /// Members that hold one of these texts, numbers or flags; with another one, the object is of another alternative.
    pub tags: &'static [(&'static str, &'static [&'static str])],
    /// Members that are always there.
    pub required: &'static [&'static str],
    /// Members that are sometimes there.
    pub optional: &'static [&'static str],
}

impl Members {
    /// Returns `true` if the member `name` is one of them.
    fn knows(&self, name: &str) -> bool {
        self.required.contains(&name)
            || self.optional.contains(&name)
            || self.tags.iter().any(|(tag, _)| *tag == name)
    }
}

impl Shape {
    /// Returns the looks of an object.
    #[must_use]
    pub const fn object(
        tags: &'static [(&'static str, &'static [&'static str])],
        required: &'static [&'static str],
        optional: &'static [&'static str],
    ) -> Self {
        Self::Object(Members {
            tags,
            required,
            optional,
        })
    }
}

/// An alternative of the union `U`: its looks, and the function that reads it.
#[doc(hidden)]
pub type Alternative<U> = (
    &'static [Shape],
    fn(&mut Reader<'_>) -> Result<U, DecodeError>,
);

/// Number of deviations of a value from an alternative; the smaller, the better. `None`: it is certainly another one.
type Misfit = Option<u32>;

/// The misfit of a text where a number or a flag is meant. It is tried last: a number in quotes is a number.
const IN_QUOTES: u32 = u32::MAX;

/// Largest number of alternatives tried for one value, so that nested unions cannot make reading it take forever.
const MAX_ATTEMPTS: u32 = 10_000;

/// Reads the next value as the alternative that fits it exactly, or else as the one that has to tolerate the least.
///
/// Among equals, the one that the value looks most like counts. `tag` is the member that tells the alternatives apart,
/// if the description names one. What is none of the alternatives is kept as JSON, through `other`.
///
/// # Errors
///
/// When the text breaks JSON's rules, or the tag names an alternative that the value does not fit.
#[doc(hidden)]
pub fn decode<U>(
    reader: &mut Reader<'_>,
    name: &'static str,
    tag: Option<&str>,
    alternatives: &[Alternative<U>],
    other: fn(Json) -> U,
) -> Result<U, DecodeError> {
    let found = Found::new(reader)?;
    let mut looks = alternatives.iter().map(|(shapes, _)| *shapes);
    let order = found.order(&mut looks);
    if !reader.tolerance.is_trial {
        reader.tolerance.attempts = 0;
    }
    let mut best: Option<Candidate<'_, U>> = None;
    let mut failure = None;
    for (_, index) in order {
        let Some((shapes, read)) = alternatives.get(index) else {
            continue;
        };
        let mut attempt = reader.attempt();
        let value = read(&mut attempt);
        reader.tolerance.attempts = attempt.tolerance.attempts.saturating_add(1);
        let deviations = attempt
            .tolerance
            .deviations
            .saturating_sub(reader.tolerance.deviations);
        match value {
            Ok(value)
                if best
                    .as_ref()
                    .is_none_or(|best| deviations < best.deviations) =>
            {
                best = Some(Candidate {
                    value,
                    deviations,
                    attempt,
                });
            }
            // Its tag names no alternative, so that a value which does not fit is kept.
            Err(_) if matches!(shapes, [Shape::Except(..)]) => {}
            Ok(_) => {}
            Err(error) => {
                failure.get_or_insert(error);
            }
        }
        if best.as_ref().is_some_and(|best| best.deviations == 0)
            || reader.tolerance.attempts > MAX_ATTEMPTS
        {
            break;
        }
    }
    match (best, failure) {
        (Some(best), _) => {
            reader.accept(&best.attempt);
            Ok(best.value)
        }
        (None, Some(error)) if tag.is_some_and(|tag| found.text(tag).is_some()) => Err(error),
        (None, _) => {
            reader.unknown_value(name, &found);
            Json::decode(reader).map(other)
        }
    }
}

/// An alternative that was tried and fits.
struct Candidate<'de, U> {
    value: U,
    /// Number of deviations that are accepted.
    deviations: u32,
    /// The reader behind the value.
    attempt: Reader<'de>,
}

/// Fills `value`, an alternative of a union whose tag is the member of the JSON object `tag`; empty: it has none.
#[cfg(feature = "testing")]
#[doc(hidden)]
pub fn fill(sampler: &mut super::Sampler, value: &mut dyn Decode, tag: &'static str) -> bool {
    sampler.set_tag(tag);
    let is_filled = value.fill(sampler);
    sampler.take_tag();
    is_filled
}

/// Writes `value` with the member `tag`, unless it has that member already.
#[doc(hidden)]
pub fn encode_tagged(value: &dyn Encode, tag: &str, text: &dyn Encode, writer: &mut Writer) {
    let written = super::encode(value);
    let has_tag = |found: Found<'_>| found.members.iter().any(|(key, _)| key == tag);
    let mut reader = Reader::new(&written);
    let is_open = reader.peek() == JsonKind::Object && !Found::new(&reader).is_ok_and(has_tag);
    if !is_open {
        writer.raw(&written);
        return;
    }
    writer.begin_object();
    writer.field(tag, text, super::Absence::Omitted);
    writer.members_of(&written);
    writer.end_object();
}

/// The value of a member, which as a text may be that of a number or a flag.
enum Member<'de> {
    Null,
    Text(Cow<'de, str>),
    Another,
}

/// The looks of a value.
struct Found<'de> {
    kind: JsonKind,
    members: Vec<(Cow<'de, str>, Member<'de>)>,
    /// The first item of an array.
    first: Option<Box<Found<'de>>>,
}

impl<'de> Found<'de> {
    /// Looks at the next value without consuming it.
    fn new(reader: &Reader<'de>) -> Result<Self, DecodeError> {
        let mut reader = reader.clone();
        let mut found = Self {
            kind: reader.peek(),
            members: Vec::new(),
            first: None,
        };
        match found.kind {
            JsonKind::Object => found.read_members(&mut reader)?,
            JsonKind::Array => {
                reader.begin_array()?;
                if reader.next_item()? {
                    found.first = Some(Box::new(Self::new(&reader)?));
                }
            }
            _ => {}
        }
        Ok(found)
    }

    fn read_members(&mut self, reader: &mut Reader<'de>) -> Result<(), DecodeError> {
        reader.begin_object()?;
        while let Some(key) = reader.next_key()? {
            let value = match reader.peek() {
                JsonKind::String => Member::Text(reader.string("a string")?),
                JsonKind::Number => Member::Text(Cow::Borrowed(reader.number("a number")?)),
                JsonKind::Boolean => Member::Text(Cow::Borrowed(if reader.boolean()? {
                    "true"
                } else {
                    "false"
                })),
                kind => {
                    reader.skip_value()?;
                    match kind {
                        JsonKind::Null => Member::Null,
                        _ => Member::Another,
                    }
                }
            };
            self.members.push((key, value));
        }
        Ok(())
    }

    /// Returns `true` if there is such a member, and it is not null.
    fn has(&self, name: &str) -> bool {
        let mut members = self.members.iter();
        members.any(|(key, value)| key == name && !matches!(value, Member::Null))
    }

    /// Returns the text of a member.
    fn text(&self, name: &str) -> Option<&str> {
        let mut members = self.members.iter();
        members.find_map(|(key, value)| match value {
            Member::Text(text) if key == name => Some(&**text),
            _ => None,
        })
    }

    /// Returns the alternatives with these looks that are possible, by their numbers: the best fit first.
    fn order(&self, looks: &mut dyn Iterator<Item = &'static [Shape]>) -> Vec<(u32, usize)> {
        let mut order = Vec::new();
        for (index, shapes) in looks.enumerate() {
            if let Some(misfit) = self.misfit(shapes) {
                order.push((misfit, index));
            }
        }
        order.sort_unstable();
        order
    }

    /// Returns the misfit with an alternative of several looks.
    fn misfit(&self, shapes: &[Shape]) -> Misfit {
        let mut least = None;
        for shape in shapes {
            if let Some(misfit) = self.misfit_one(shape)
                && least.is_none_or(|least| misfit < least)
            {
                least = Some(misfit);
            }
        }
        least
    }

    fn misfit_one(&self, shape: &Shape) -> Misfit {
        const LAST_OF_KIND: u32 = IN_QUOTES - 1;
        match (shape, self.kind) {
            (Shape::Anything, _) => Some(LAST_OF_KIND),
            (Shape::Null, JsonKind::Null)
            | (Shape::Boolean, JsonKind::Boolean)
            | (Shape::Number, JsonKind::Number)
            | (Shape::Text, JsonKind::String) => Some(0),
            (Shape::List(items), JsonKind::Array) => match &self.first {
                Some(first) if !items.is_empty() => first.misfit(items),
                _ => Some(0),
            },
            (Shape::Object(members), JsonKind::Object) => self.misfit_members(members),
            (Shape::Except(tag, texts), JsonKind::Object) => {
                let is_listed = self.text(tag).is_some_and(|text| texts.contains(&text));
                (!is_listed).then_some(0)
            }
            (Shape::Boolean | Shape::Number, JsonKind::String) => Some(IN_QUOTES),
            _ => None,
        }
    }

    /// Counts one point for every member that is not known, and half a point less for every one that is demanded.
    fn misfit_members(&self, shape: &Members) -> Misfit {
        const MIDDLE: u32 = 1 << 20;
        let (mut known, mut unknown) = (0_u32, 0_u32);
        for (tag, texts) in shape.tags {
            if self.has(tag) {
                if !self.text(tag).is_some_and(|text| texts.contains(&text)) {
                    return None;
                }
                known = known.saturating_add(1);
            }
        }
        for name in shape.required {
            if !self.has(name) {
                return None;
            }
            known = known.saturating_add(1);
        }
        for (key, _) in &self.members {
            if !shape.knows(key) {
                unknown = unknown.saturating_add(1);
            }
        }
        Some(MIDDLE.saturating_add(2 * unknown.min(MIDDLE)) - known.min(MIDDLE))
    }
}

impl std::fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.kind)?;
        let mut members = self.members.iter();
        members.try_for_each(|(key, _)| write!(f, " {key}"))
    }
}

/// Implements decoding, encoding and serde's traits for an enum with one type per variant and an `Other(Json)`.
///
/// ```text
/// union!(Content by "kind" {
///     Text(TextContent) "kind" = "text" from [Shape::object(…)],   // the tag to write, if there is one
///     Count(i64) from [Shape::Number],                             // `from`: no other variant is of this type
/// });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! union {
    ($name:ident $(by $tag:literal)? {
        $($variant:ident($type:ty) $($own:literal = $text:literal)? $($from:ident)? [$($shape:expr),* $(,)?],)*
    }) => {
        impl $crate::runtime::codec::Decode for $name {
            fn blank() -> Self {
                Self::Other($crate::runtime::codec::Decode::blank())
            }

            fn read(
                &mut self,
                reader: &mut $crate::runtime::codec::Reader<'_>,
            ) -> ::std::result::Result<(), $crate::runtime::codec::DecodeError> {
                const ALTERNATIVES: &[$crate::runtime::codec::union::Alternative<$name>] = &[$((
                    &[$($shape),*],
                    |reader| $crate::runtime::codec::Decode::decode(reader).map($name::$variant),
                )),*];
                let tag = $crate::union!(@tag $($tag)?);
                *self = $crate::runtime::codec::union::decode(
                    reader,
                    ::std::stringify!($name),
                    tag,
                    ALTERNATIVES,
                    $name::Other,
                )?;
                ::std::result::Result::Ok(())
            }

            #[cfg(feature = "testing")]
            fn fill(&mut self, sampler: &mut $crate::runtime::codec::Sampler) -> bool {
                $(
                    let mut value = <$type as $crate::runtime::codec::Decode>::blank();
                    if $crate::runtime::codec::union::fill(
                        sampler,
                        &mut value,
                        ::std::concat!($("{\"", $own, "\":\"", $text, "\"}")?),
                    ) {
                        *self = Self::$variant(value);
                        return true;
                    }
                )*
                false
            }
        }

        impl $crate::runtime::codec::Encode for $name {
            fn encode(&self, writer: &mut $crate::runtime::codec::Writer) {
                match self {
                    $(Self::$variant(value) => {
                        $crate::union!(@encode value, writer $(, $own, $text)?);
                    })*
                    Self::Other(value) => $crate::runtime::codec::Encode::encode(value, writer),
                }
            }
        }

        $($crate::union!(@from $name $variant($type) $($from)?);)*
        $crate::sample!($name);
        $crate::bridge_to_serde!($name);
    };
    (@tag) => { ::std::option::Option::None };
    (@tag $tag:literal) => { ::std::option::Option::Some($tag) };
    (@encode $value:ident, $writer:ident, $tag:literal, $text:literal) => {
        $crate::runtime::codec::union::encode_tagged($value, $tag, &$text, $writer)
    };
    (@encode $value:ident, $writer:ident) => {
        $crate::runtime::codec::Encode::encode($value, $writer)
    };
    (@from $name:ident $variant:ident($type:ty)) => {};
    (@from $name:ident $variant:ident($type:ty) from) => {
        impl ::std::convert::From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }
    };
}

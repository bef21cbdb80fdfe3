//! Objects, and lists in other places than most, as text of an address or a header: the styles of OpenAPI.
//!
//! Invariant: a style's own signs are as they are; names and values between them are encoded.

use std::borrow::Cow;

use super::encode;
use crate::runtime::codec::{self, Encode, Parts, TimestampPrecision, scalar_text};

/// Serialization of a value of any type into a parameter, here for `[1, 2]` and `{a: 1, b: 2}` under the name `p`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `1,2` and `a,1,b,2`; in a query or a cookie with `p=` in front.
    Comma,
    /// `p=1&p=2` and `a=1&b=2`; in a path or a header with commas between.
    Exploded,
    /// `p=1%202` and `p=a%201%20b%202`
    Space,
    /// `p=1%7C2` and `p=a%7C1%7Cb%7C2`
    Pipe,
    /// `p[a]=1&p[b]=2`, the brackets encoded; objects inside go on with `p[a][c]=1`, lists inside repeat the name.
    Deep,
    /// `.1,2` and `.a,1,b,2`
    Label,
    /// `.1.2` and `.a=1.b=2`
    LabelExploded,
    /// `;p=1,2` and `;p=a,1,b,2`
    Matrix,
    /// `;p=1;p=2` and `;a=1;b=2`
    MatrixExploded,
    /// The value as JSON text.
    Json,
}

/// Location of a text in the request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::runtime) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// The signs of a style.
struct Signs {
    /// In front of everything.
    first: &'static str,
    /// Between two items, or a member and the next.
    between: &'static str,
    /// Between the name of a member and its value.
    within: &'static str,
    /// `true` if the name of the parameter precedes the value.
    named: Named,
}

#[derive(PartialEq, Eq)]
enum Named {
    Never,
    Once,
    /// Before every item; members of objects have names of their own.
    Each,
}

/// Returns the text for `value` in a request; `None` for no text at all.
pub(in crate::runtime) fn written(
    style: Style,
    location: Location,
    name: &str,
    value: &dyn Encode,
    timestamps: TimestampPrecision,
) -> Option<String> {
    let json = codec::encode_for_request(value, timestamps);
    let json = codec::text_of(&json);
    let entries = match style {
        Style::Json => vec![(None, Cow::Borrowed(&*json))],
        Style::Deep => deep(name, &json),
        _ => entries(&json),
    };
    if entries.is_empty() {
        return None;
    }
    let encoded = |text: &str| match location {
        Location::Header => text.to_owned(),
        Location::Path | Location::Query | Location::Cookie => encode(text).into_owned(),
    };
    let signs = signs(style, location);
    let name = encoded(name);
    let joined: Vec<String> = entries
        .iter()
        .map(|(member, value)| match member {
            Some(member) if style == Style::Deep => format!("{member}={}", encoded(value)),
            Some(member) => format!("{}{}{}", encoded(member), signs.within, encoded(value)),
            None if signs.named == Named::Each => format!("{name}={}", encoded(value)),
            None => encoded(value),
        })
        .collect();
    let mut text = signs.first.to_owned() + &joined.join(signs.between);
    if signs.named == Named::Once {
        text.insert_str(signs.first.len(), &format!("{name}="));
    }
    Some(match signs.first {
        // A name alone stands for an empty value here (RFC 6570, 3.2.7).
        ";" => text.replace("=;", ";").trim_end_matches('=').to_owned(),
        _ => text,
    })
}

fn signs(style: Style, location: Location) -> Signs {
    let is_named = matches!(location, Location::Query | Location::Cookie);
    let once = if is_named { Named::Once } else { Named::Never };
    let (first, between, within, named) = match style {
        Style::Comma | Style::Json => ("", ",", ",", once),
        Style::Exploded | Style::Deep => match location {
            Location::Query => ("", "&", "=", Named::Each),
            Location::Cookie => ("", "; ", "=", Named::Each),
            Location::Path | Location::Header => ("", ",", "=", Named::Never),
        },
        Style::Space => ("", "%20", "%20", once),
        Style::Pipe => ("", "%7C", "%7C", once),
        Style::Label => (".", ",", ",", Named::Never),
        Style::LabelExploded => (".", ".", "=", Named::Never),
        Style::Matrix => (";", ",", ",", Named::Once),
        Style::MatrixExploded => (";", ";", "=", Named::Each),
    };
    Signs {
        first,
        between,
        within,
        named,
    }
}

/// Returns the items of a list, the members of an object, or the one value; what is null is not there.
fn entries(json: &str) -> Vec<(Option<String>, Cow<'_, str>)> {
    match codec::parts(json) {
        Parts::Null => Vec::new(),
        Parts::Scalar(text) => vec![(None, text)],
        Parts::Items(items) => {
            let texts = items.into_iter().map(scalar_text);
            texts.map(|text| (None, text)).collect()
        }
        Parts::Members(members) => members
            .into_iter()
            .filter(|(_, value)| *value != "null")
            .map(|(name, value)| (Some(name.into_owned()), scalar_text(value)))
            .collect(),
    }
}

/// Returns the members of an object at every depth, each with its whole name, encoded but for the brackets.
fn deep<'j>(name: &str, json: &'j str) -> Vec<(Option<String>, Cow<'j, str>)> {
    let mut found = Vec::new();
    // Values of a program are not nested without end: they were put together by hand.
    let mut open = vec![(encode(name).into_owned(), json)];
    while let Some((name, json)) = open.pop() {
        match codec::parts(json) {
            Parts::Null => {}
            Parts::Scalar(text) => found.push((Some(name), text)),
            Parts::Items(items) => {
                open.extend(items.into_iter().rev().map(|item| (name.clone(), item)));
            }
            Parts::Members(members) => {
                let members = members.into_iter().rev();
                let nested = |member: &str| format!("{name}%5B{}%5D", encode(member));
                open.extend(members.map(|(member, value)| (nested(&member), value)));
            }
        }
    }
    found
}

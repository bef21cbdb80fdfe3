//! Objects, and lists in other places than most, as text of an address or a header: the styles of OpenAPI.
//!
//! Invariant: a style's own signs stand as they are; names and values between them are encoded.
//!
//! `#[inline]` on every function has it compiled where it is used alone: a program that has no such parameters pays nothing for it.

use std::borrow::Cow;

use super::codec::{self, Encode, Json};
use super::parameter;

/// How a value of any type is written into a parameter, here for `[1, 2]` and `{a: 1, b: 2}` under the name `p`.
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
    /// `p[a]=1&p[b]=2`; objects inside go on with `p[a][c]=1`, lists inside repeat the name.
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

/// Where a text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
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
    /// Whether the name of the parameter stands in front.
    named: Named,
}

#[derive(PartialEq, Eq)]
enum Named {
    Never,
    Once,
    /// Before every item; members of objects have names of their own.
    Each,
}

/// What stands for `value` in a request; `None` when that is nothing at all.
#[inline]
pub(super) fn written(
    style: Style,
    place: Place,
    name: &str,
    value: &dyn Encode,
) -> Option<String> {
    let text = codec::encode(value);
    let value: Json = match style {
        Style::Json => Json::String(String::from_utf8(text).ok()?),
        _ => codec::decode(&text).ok()?,
    };
    let entries = match style {
        Style::Deep => deep(name, &value),
        _ => entries(&value),
    };
    if entries.is_empty() {
        return None;
    }
    let encoded = |text: &str| -> String {
        match place {
            Place::Header => text.to_owned(),
            Place::Path | Place::Query | Place::Cookie => parameter::encode(text).into_owned(),
        }
    };
    let signs = signs(style, place);
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
    let joined = joined.join(signs.between);
    Some(match signs.named {
        Named::Once => format!("{}{name}={joined}", signs.first),
        Named::Never | Named::Each => format!("{}{joined}", signs.first),
    })
}

#[inline]
fn signs(style: Style, place: Place) -> Signs {
    let is_named = matches!(place, Place::Query | Place::Cookie);
    let once = if is_named { Named::Once } else { Named::Never };
    let (first, between, within, named) = match style {
        Style::Comma | Style::Json => ("", ",", ",", once),
        Style::Exploded | Style::Deep => match place {
            Place::Query => ("", "&", "=", Named::Each),
            Place::Cookie => ("", "; ", "=", Named::Each),
            Place::Path | Place::Header => ("", ",", "=", Named::Never),
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

/// The items of a list, the members of an object, or the one value; what is null is not there.
#[inline]
fn entries(value: &Json) -> Vec<(Option<String>, Cow<'_, str>)> {
    match value {
        Json::Null => Vec::new(),
        Json::Array(items) => items.iter().map(|item| (None, text(item))).collect(),
        Json::Object(members) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (Some(name.clone()), text(value)))
            .collect(),
        one => vec![(None, text(one))],
    }
}

/// The members of an object at every depth, each with its whole name, encoded but for the brackets.
#[inline]
fn deep<'v>(name: &str, value: &'v Json) -> Vec<(Option<String>, Cow<'v, str>)> {
    let mut found = Vec::new();
    // Values of a program are not nested without end: they were put together by hand.
    let mut open = vec![(parameter::encode(name).into_owned(), value)];
    while let Some((name, value)) = open.pop() {
        match value {
            Json::Null => {}
            Json::Object(members) => {
                open.extend(members.iter().rev().map(|(member, value)| {
                    (format!("{name}[{}]", parameter::encode(member)), value)
                }));
            }
            Json::Array(items) => {
                open.extend(items.iter().rev().map(|item| (name.clone(), item)));
            }
            one => found.push((Some(name), text(one))),
        }
    }
    found
}

/// A string as it is, anything else as JSON.
#[inline]
fn text(value: &Json) -> Cow<'_, str> {
    match value {
        Json::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Place, Style, written};

    #[inline]
    fn text(style: Style, place: Place) -> [Option<String>; 3] {
        [
            json!("x y"),
            json!([1, "b,c"]),
            json!({"role": "admin", "ü": true, "none": null}),
        ]
        .map(|value| written(style, place, "p", &value))
    }

    #[track_caller]
    #[inline]
    fn assert_written(style: Style, place: Place, expected: [&str; 3]) {
        assert_eq!(
            text(style, place),
            expected.map(|text| Some(text.to_owned()))
        );
    }

    #[test]
    #[inline]
    fn paths_know_simple_label_and_matrix() {
        let path = Place::Path;
        assert_written(
            Style::Comma,
            path,
            ["x%20y", "1,b%2Cc", "role,admin,%C3%BC,true"],
        );
        assert_written(
            Style::Exploded,
            path,
            ["x%20y", "1,b%2Cc", "role=admin,%C3%BC=true"],
        );
        assert_written(
            Style::Label,
            path,
            [".x%20y", ".1,b%2Cc", ".role,admin,%C3%BC,true"],
        );
        assert_written(
            Style::LabelExploded,
            path,
            [".x%20y", ".1.b%2Cc", ".role=admin.%C3%BC=true"],
        );
        assert_written(
            Style::Matrix,
            path,
            [";p=x%20y", ";p=1,b%2Cc", ";p=role,admin,%C3%BC,true"],
        );
        assert_written(
            Style::MatrixExploded,
            path,
            [";p=x%20y", ";p=1;p=b%2Cc", ";role=admin;%C3%BC=true"],
        );
    }

    #[test]
    #[inline]
    fn queries_know_form_delimiters_and_brackets() {
        let query = Place::Query;
        assert_written(
            Style::Comma,
            query,
            ["p=x%20y", "p=1,b%2Cc", "p=role,admin,%C3%BC,true"],
        );
        assert_written(
            Style::Exploded,
            query,
            ["p=x%20y", "p=1&p=b%2Cc", "role=admin&%C3%BC=true"],
        );
        assert_written(
            Style::Pipe,
            query,
            ["p=x%20y", "p=1%7Cb%2Cc", "p=role%7Cadmin%7C%C3%BC%7Ctrue"],
        );
        assert_written(
            Style::Deep,
            query,
            ["p=x%20y", "p=1&p=b%2Cc", "p[role]=admin&p[%C3%BC]=true"],
        );
        let nested = json!({"a": {"b]": [1, 2]}, "c": "&"});
        assert_eq!(
            written(Style::Deep, query, "p", &nested).as_deref(),
            Some("p[a][b%5D]=1&p[a][b%5D]=2&p[c]=%26")
        );
    }

    #[test]
    #[inline]
    fn headers_are_not_encoded_and_cookies_end_with_semicolons() {
        assert_written(
            Style::Exploded,
            Place::Header,
            ["x y", "1,b,c", "role=admin,ü=true"],
        );
        assert_written(
            Style::Exploded,
            Place::Cookie,
            ["p=x%20y", "p=1; p=b%2Cc", "role=admin; %C3%BC=true"],
        );
    }

    #[test]
    #[inline]
    fn content_is_json_text() {
        let object = json!({"a": [1]});
        assert_eq!(
            written(Style::Json, Place::Query, "p", &object).as_deref(),
            Some("p=%7B%22a%22%3A%5B1%5D%7D")
        );
        assert_eq!(
            written(Style::Json, Place::Header, "p", &object).as_deref(),
            Some(r#"{"a":[1]}"#)
        );
    }

    #[test]
    #[inline]
    fn what_is_empty_is_not_written() {
        for empty in [json!(null), json!([]), json!({}), json!({"a": null})] {
            assert_eq!(written(Style::Exploded, Place::Query, "p", &empty), None);
            assert_eq!(written(Style::Deep, Place::Query, "p", &empty), None);
        }
    }
}

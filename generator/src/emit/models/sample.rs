//! Examples and constraints of fields → the JSON object from which samples of the type take their values.
//!
//! Invariant: only what differs from the runtime's own choice is written: the field's name as a text, 1, true.

use std::fmt::Write as _;

use crate::{
    emit::types::plain,
    model::{Field, Limit, Primitive, Struct, TextFormat, TypeRef},
};

/// Returns the argument of `record!` with the values of samples, with a line for each field. `None`: any will do.
///
/// ```text
///     = r#"{
///         "email": "someone@example.com"
///     }"#,
/// ```
pub(super) fn samples(shape: &Struct) -> Option<String> {
    let values = shape
        .fields
        .iter()
        .filter_map(|field| Some((&field.name.wire, value(field)?)));
    let members: Vec<String> = values
        .map(|(wire, value)| format!("        {}: {value}", quoted(wire)))
        .collect();
    if members.is_empty() {
        return None;
    }
    let members = members.join(",\n");
    let hashes = "#".repeat(longest_hashes(&members) + 1);
    Some(format!("= r{hashes}\"{{\n{members}\n    }}\"{hashes},"))
}

/// Returns the number of `#` in the longest row of them that follows a quote.
fn longest_hashes(text: &str) -> usize {
    let rows = text.split('"').skip(1);
    let lengths = rows.map(|row| row.len() - row.trim_start_matches('#').len());
    lengths.max().unwrap_or_default()
}

/// Returns a text as JSON.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\0'..='\x1F' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns the JSON of a value that the field may have: an example, the default, or one that keeps to its format and
/// its limits.
fn value(field: &Field) -> Option<String> {
    let mut given = [&field.example, &field.default].into_iter().flatten();
    given
        .find(|json| *json != "null")
        .cloned()
        .or_else(|| only(&field.limits))
        .or_else(|| of_type(&field.ty, field))
}

/// Returns the first of the only values, where the description lists them.
fn only(limits: &[Limit]) -> Option<String> {
    limits.iter().find_map(|limit| match limit {
        Limit::OneOf(values) => values.first().cloned(),
        _ => None,
    })
}

fn of_type(ty: &TypeRef, field: &Field) -> Option<String> {
    match ty {
        TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => of_type(inner, field),
        // The limits are those of the list.
        TypeRef::List(item) => match **item {
            TypeRef::Primitive(Primitive::Text(format)) => {
                Some(format!("[{}]", quoted(formatted(format)?)))
            }
            _ => None,
        },
        TypeRef::Primitive(Primitive::Text(format)) => {
            let text = formatted(*format).map(str::to_owned);
            text.or_else(|| fitting(plain(&field.name.ident), &field.limits))
                .map(|text| quoted(&text))
        }
        TypeRef::Primitive(
            Primitive::I32 | Primitive::I64 | Primitive::U32 | Primitive::U64 | Primitive::I128,
        ) => whole(&field.limits).map(|number| number.to_string()),
        TypeRef::Primitive(Primitive::F32 | Primitive::F64) => {
            within(1.5, 0.5, &field.limits).map(|number| number.to_string())
        }
        _ => None,
    }
}

/// Returns a text of a format.
fn formatted(format: TextFormat) -> Option<&'static str> {
    match format {
        TextFormat::Plain | TextFormat::Binary => None,
        TextFormat::Email => Some("someone@example.com"),
        TextFormat::Uri => Some("https://example.com/"),
        TextFormat::Uuid => Some("f81d4fae-7dec-41d0-a765-00a0c91e6bf6"),
    }
}

/// Returns the name as a text that is as long as the limits want it. `None`: it is already.
fn fitting(name: &str, limits: &[Limit]) -> Option<String> {
    let span = limits.iter().find_map(|limit| match limit {
        Limit::Length(span) => Some(span),
        _ => None,
    })?;
    let least = span.least.unwrap_or_default().min(1_000);
    let most = span.most.unwrap_or(usize::MAX);
    let text: String = name
        .chars()
        .chain(std::iter::repeat('x'))
        .take(most.min(name.chars().count().max(least)))
        .collect();
    (text != name).then_some(text)
}

/// Returns a whole number that keeps to the limits. `None`: 1 does.
fn whole(limits: &[Limit]) -> Option<i64> {
    let number = within(1.0, 1.0, limits)?.round();
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a number beyond its type is replaced by the greatest one, which is as good a sample"
    )]
    Some(number as i64)
}

/// Returns the number nearest to `wanted` that is within the bounds, by `step` where a bound itself is not. `None`:
/// `wanted` is.
fn within(wanted: f64, step: f64, limits: &[Limit]) -> Option<f64> {
    let mut number = wanted;
    for limit in limits {
        let bound = |text: &str| text.parse().unwrap_or(number);
        number = match limit {
            Limit::AtLeast(least) => number.max(bound(least)),
            Limit::MoreThan(least) if number <= bound(least) => bound(least) + step,
            Limit::AtMost(most) => number.min(bound(most)),
            Limit::LessThan(most) if number >= bound(most) => bound(most) - step,
            Limit::MultipleOf(factor) => {
                let factor = bound(factor);
                (number / factor).ceil() * factor
            }
            _ => number,
        };
    }
    ((number - wanted).abs() > f64::EPSILON && number.is_finite()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{Limit, fitting, longest_hashes, quoted, whole};
    use crate::model::Span;

    #[test]
    fn numbers_keep_to_their_limits() {
        let bounded = |limits: &[Limit]| whole(limits);
        assert_eq!(bounded(&[]), None);
        assert_eq!(bounded(&[Limit::AtLeast("1".to_owned())]), None);
        assert_eq!(bounded(&[Limit::AtLeast("18".to_owned())]), Some(18));
        assert_eq!(bounded(&[Limit::MoreThan("1".to_owned())]), Some(2));
        assert_eq!(bounded(&[Limit::AtMost("0".to_owned())]), Some(0));
        assert_eq!(bounded(&[Limit::LessThan("1".to_owned())]), Some(0));
        let multiple = [
            Limit::AtLeast("7".to_owned()),
            Limit::MultipleOf("5".to_owned()),
        ];
        assert_eq!(bounded(&multiple), Some(10));
    }

    #[test]
    fn texts_are_as_long_as_they_have_to_be() {
        let length = |least, most| vec![Limit::Length(Span { least, most })];
        assert_eq!(fitting("name", &[]), None);
        assert_eq!(fitting("name", &length(Some(2), Some(8))), None);
        assert_eq!(
            fitting("name", &length(Some(6), None)).as_deref(),
            Some("namexx")
        );
        assert_eq!(
            fitting("name", &length(None, Some(2))).as_deref(),
            Some("na")
        );
    }

    #[test]
    fn texts_are_quoted_as_json() {
        assert_eq!(quoted("a\"b\\c\n\u{e9}"), "\"a\\\"b\\\\c\\u000a\u{e9}\"");
    }

    #[test]
    fn raw_strings_have_enough_hashes() {
        assert_eq!(longest_hashes(r#""a": "b""#), 0);
        assert_eq!(longest_hashes(r###""a": "#b"##c"###), 2);
    }
}

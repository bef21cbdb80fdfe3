//! A value and a style → its text in a request, by RFC 6570 (3.2.1, appendix A) and the tables of OpenAPI 3.1.1.
//!
//! Invariant: written after the standards alone; nothing of the generator or of its runtime is used.

use std::fmt::Write as _;

/// Shape of a parameter's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One scalar.
    One,
    /// A list of two.
    List,
    /// An object with the members `a` and `b`.
    Object,
}

/// Place of a parameter, its style and whether it is exploded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) location: &'static str,
    /// A style of OpenAPI, or a media type of the parameter's `content`.
    pub(super) style: &'static str,
    pub(super) explode: bool,
    pub(super) shape: Shape,
}

/// Values of an operator of RFC 6570.
struct Operator {
    first: &'static str,
    separator: &'static str,
    is_named: bool,
    /// Sign between a name and a value that is empty.
    if_empty: &'static str,
}

impl Cell {
    /// Returns every style of a location with every shape that the standard defines for it.
    pub(super) fn all(location: &'static str) -> Vec<Self> {
        let every = [Shape::One, Shape::List, Shape::Object];
        let styles: &[(&'static str, &[bool], &[Shape])] = match location {
            "path" => &[
                ("simple", &[false, true], &every),
                ("label", &[false, true], &every),
                ("matrix", &[false, true], &every),
                ("application/json", &[false], &every),
                ("text/plain", &[false], &[Shape::One]),
            ],
            "query" => &[
                ("form", &[false, true], &every),
                ("spaceDelimited", &[false], &[Shape::List, Shape::Object]),
                ("pipeDelimited", &[false], &[Shape::List, Shape::Object]),
                ("deepObject", &[true], &[Shape::Object]),
                ("application/json", &[false], &every),
                ("text/plain", &[false], &[Shape::One]),
            ],
            "header" => &[
                ("simple", &[false, true], &every),
                ("application/json", &[false], &every),
                ("text/plain", &[false], &[Shape::One]),
            ],
            _ => &[
                ("form", &[false, true], &every),
                ("application/json", &[false], &every),
                ("text/plain", &[false], &[Shape::One]),
            ],
        };
        let mut cells = Vec::new();
        for (style, explodes, shapes) in styles {
            for explode in *explodes {
                cells.extend(shapes.iter().map(|shape| Self {
                    location,
                    style,
                    explode: *explode,
                    shape: *shape,
                }));
            }
        }
        cells
    }

    /// Returns the name of the parameter, for which no sign is encoded.
    pub(super) fn name(&self) -> String {
        let style: String = self.style.split('/').next_back().unwrap_or_default().into();
        let explode = if self.explode { "-exploded" } else { "" };
        format!("{style}-{:?}{explode}", self.shape).to_lowercase()
    }

    /// Returns the text of the parameter, given the texts of two values and the same as JSON.
    pub(super) fn expand(&self, texts: [&str; 2], json: [&str; 2]) -> String {
        if self.style == "application/json" {
            let [a, b] = json;
            let text = match self.shape {
                Shape::One => a.to_owned(),
                Shape::List => format!("[{a},{b}]"),
                Shape::Object => format!("{{\"a\":{a},\"b\":{b}}}"),
            };
            return self.expression(&[(None, text)]);
        }
        let [a, b] = texts.map(str::to_owned);
        self.expression(&match self.shape {
            Shape::One => vec![(None, a)],
            Shape::List => vec![(None, a), (None, b)],
            Shape::Object => vec![(Some("a"), a), (Some("b"), b)],
        })
    }

    /// Expands as in RFC 6570, appendix A.
    fn expression(&self, items: &[(Option<&str>, String)]) -> String {
        let name = self.name();
        let pairs = |between: &str, within: &str| {
            let texts = items.iter().map(|(member, value)| match member {
                Some(member) => format!("{member}{within}{}", self.encoded(value)),
                None => self.encoded(value),
            });
            texts.collect::<Vec<_>>().join(between)
        };
        match self.style {
            "spaceDelimited" => return format!("{name}={}", pairs("%20", "%20")),
            "pipeDelimited" => return format!("{name}={}", pairs("%7C", "%7C")),
            "deepObject" => {
                let texts = items.iter().map(|(member, value)| {
                    let member = member.unwrap_or_default();
                    format!("{name}%5B{member}%5D={}", self.encoded(value))
                });
                return texts.collect::<Vec<_>>().join("&");
            }
            _ => {}
        }
        let operator = self.operator();
        let named = |name: &str, value: &str| match value {
            "" => format!("{name}{}", operator.if_empty),
            value => format!("{name}={value}"),
        };
        let mut text = operator.first.to_owned();
        if self.shape != Shape::One && self.explode {
            let parts = items.iter().map(|(member, value)| {
                let value = self.encoded(value);
                match member {
                    Some(member) if operator.is_named => named(member, &value),
                    Some(member) => format!("{member}={value}"),
                    None if operator.is_named => named(&name, &value),
                    None => value,
                }
            });
            text += &parts.collect::<Vec<_>>().join(operator.separator);
        } else if operator.is_named {
            text += &named(&name, &pairs(",", ","));
        } else {
            let _ = write!(text, "{}", pairs(",", ","));
        }
        text
    }

    /// Returns the operator that the style table of OpenAPI names for a style.
    fn operator(&self) -> Operator {
        let (first, separator, is_named, if_empty) = match (self.location, self.style) {
            (_, "label") => (".", ".", false, ""),
            (_, "matrix") => (";", ";", true, ""),
            ("query", _) => ("", "&", true, "="),
            // RFC 6265 separates cookies with this, and knows no `&`.
            ("cookie", _) => ("", "; ", true, "="),
            _ => ("", ",", false, ""),
        };
        Operator {
            first,
            separator,
            is_named,
            if_empty,
        }
    }

    /// Encodes all but the unreserved characters; a header has its values as they are (OpenAPI 3.1.1, appendix D).
    fn encoded(&self, text: &str) -> String {
        if self.location == "header" {
            return text.to_owned();
        }
        let mut encoded = String::new();
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                encoded.push(char::from(byte));
            } else {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
        encoded
    }
}

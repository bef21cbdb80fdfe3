//! Method and path of an operation.

use std::fmt::{self, Write as _};

/// An HTTP method that descriptions know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
    /// `TRACE`
    Trace,
    /// `QUERY`: like `GET`, with a body.
    Query,
    /// Any other one, as it is written.
    Other(String),
}

impl Method {
    /// Returns the method as it is in a request line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(name) => name,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A path with places for parameters, such as `/tickets/{ticket_id}/notes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    /// The literal parts and the places, in order.
    pub segments: Vec<PathSegment>,
}

/// A part of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathSegment {
    /// Text that is sent as it is, slashes included.
    Literal(String),
    /// The place of the path parameter with this wire name.
    Parameter(String),
}

impl PathTemplate {
    /// Splits a template at its braces. Braces that do not pair are literal text.
    #[must_use]
    pub fn new(template: &str) -> Self {
        let mut segments = Vec::new();
        let mut rest = template;
        while let Some((before, name, after)) = next_place(rest) {
            if !before.is_empty() {
                segments.push(PathSegment::Literal(before.to_owned()));
            }
            segments.push(PathSegment::Parameter(name.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            segments.push(PathSegment::Literal(rest.to_owned()));
        }
        Self { segments }
    }

    /// The template with everything in its literal parts encoded that an address cannot have.
    #[must_use]
    pub fn encoded(&self) -> String {
        let parts = self.segments.iter().map(|segment| match segment {
            PathSegment::Literal(text) => encoded(text),
            PathSegment::Parameter(name) => format!("{{{name}}}"),
        });
        parts.collect()
    }

    /// Gives places another name where `name` has one.
    pub fn rename(&mut self, name: impl Fn(&str) -> Option<String>) {
        for segment in &mut self.segments {
            if let PathSegment::Parameter(wire) = segment
                && let Some(name) = name(wire)
            {
                *wire = name;
            }
        }
    }

    /// Returns the wire names of the places, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            PathSegment::Parameter(name) => Some(name.as_str()),
            PathSegment::Literal(_) => None,
        })
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.segments.iter().try_for_each(|segment| match segment {
            PathSegment::Literal(text) => formatter.write_str(text),
            PathSegment::Parameter(name) => write!(formatter, "{{{name}}}"),
        })
    }
}

/// A literal part as an address has it: what is encoded already stays as it is.
fn encoded(text: &str) -> String {
    const PLAIN: &[u8] = b"-._~!$&'()*+,;=:@/?";
    let bytes = text.as_bytes();
    let mut encoded = String::with_capacity(text.len());
    for (index, byte) in bytes.iter().enumerate() {
        let is_triple = || {
            let digits = bytes.get(index + 1..index + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        let is_plain = byte.is_ascii_alphanumeric() || PLAIN.contains(byte);
        if is_plain || (*byte == b'%' && is_triple()) {
            encoded.push(char::from(*byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Returns the text before the first place, the name in it, and the text after it.
fn next_place(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::PathTemplate;

    #[test]
    fn a_template_prints_as_it_was_read() {
        for template in [
            "/",
            "/a/{b}/c",
            "/{a}{b}",
            "/a/{id}:cancel",
            "/broken/{x",
            "",
        ] {
            assert_eq!(PathTemplate::new(template).to_string(), template);
        }
    }

    #[test]
    fn literal_parts_are_encoded() {
        let encoded = |template: &str| PathTemplate::new(template).encoded();
        assert_eq!(encoded("/a b/{x y}/é%2Fc"), "/a%20b/{x y}/%C3%A9%2Fc");
        assert_eq!(encoded("/a:run?b=c/100%/[x]"), "/a:run?b=c/100%25/%5Bx%5D");
    }

    #[test]
    fn places_come_in_order() {
        let template = PathTemplate::new("/a/{one}/b/{two}:x");
        assert_eq!(template.parameters().collect::<Vec<_>>(), ["one", "two"]);
    }
}

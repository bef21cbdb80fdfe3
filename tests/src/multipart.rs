//! The text of a `multipart/form-data` body → its parts.
//!
//! Invariant: every byte of the body belongs to a part or to what is between two, or the test fails.

/// A part of a form.
#[derive(Debug, PartialEq)]
pub struct Part {
    /// The name of its field.
    pub name: String,
    /// File name, if it is a file.
    pub file_name: Option<String>,
    /// Media type in its header.
    pub content_type: Option<String>,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// Returns a field.
pub fn field(name: &str, content: &str) -> Part {
    Part {
        name: name.to_owned(),
        file_name: None,
        content_type: None,
        content: content.into(),
    }
}

/// Returns a file.
pub fn file(name: &str, file_name: &str, content_type: &str, content: &[u8]) -> Part {
    Part {
        name: name.to_owned(),
        file_name: Some(file_name.to_owned()),
        content_type: Some(content_type.to_owned()),
        content: content.into(),
    }
}

/// Returns the parts of a body of this content type, in order.
pub fn parts(content_type: &str, body: &[u8]) -> Vec<Part> {
    let parts = try_parts(content_type, body);
    parts.unwrap_or_else(|| {
        panic!(
            "{content_type:?} is no form: {}",
            String::from_utf8_lossy(body)
        )
    })
}

/// Returns the same; `None` if it is no form.
pub fn try_parts(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=")?;
    let delimiter = format!("\r\n--{}", boundary.trim_matches('"'));
    let body = [b"\r\n", body].concat();
    let mut rest = &body[..];
    let mut parts = Vec::new();
    loop {
        rest = rest.strip_prefix(delimiter.as_bytes())?;
        if rest == b"--\r\n" {
            return Some(parts);
        }
        let end = find(rest, delimiter.as_bytes())?;
        parts.push(part(rest.get(2..end)?)?);
        rest = &rest[end..];
    }
}

fn part(text: &[u8]) -> Option<Part> {
    let end = find(text, b"\r\n\r\n")?;
    let head = std::str::from_utf8(&text[..end]).ok()?;
    let between = |start: &str, end: char| {
        let (_, rest) = head.split_once(start)?;
        rest.split(end).next().map(str::to_owned)
    };
    Some(Part {
        name: between("; name=\"", '"')?,
        file_name: between("; filename=\"", '"'),
        content_type: between("Content-Type: ", '\r'),
        content: text[end + 4..].to_vec(),
    })
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

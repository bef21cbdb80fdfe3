//! The text of a `multipart/form-data` body → its parts.
//!
//! Invariant: every byte of the body belongs to a part or to what stands between two, or the test fails.

/// A part of a form.
#[derive(Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) content: Vec<u8>,
}

/// A field.
pub(crate) fn field(name: &str, content: &str) -> Part {
    Part {
        name: name.to_owned(),
        file_name: None,
        content_type: None,
        content: content.into(),
    }
}

/// A file.
pub(crate) fn file(name: &str, file_name: &str, content_type: &str, content: &[u8]) -> Part {
    Part {
        name: name.to_owned(),
        file_name: Some(file_name.to_owned()),
        content_type: Some(content_type.to_owned()),
        content: content.into(),
    }
}

/// The parts of a body of this content type, in order.
pub(crate) fn parts(content_type: &str, body: &[u8]) -> Vec<Part> {
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=");
    let boundary = boundary.unwrap_or_else(|| panic!("{content_type:?} is no form"));
    let delimiter = format!("\r\n--{}", boundary.trim_matches('"'));
    let mut rest = [b"\r\n", body].concat();
    let mut parts = Vec::new();
    loop {
        let start = String::from_utf8_lossy(&rest);
        assert!(rest.starts_with(delimiter.as_bytes()), "{start}");
        rest.drain(..delimiter.len());
        if rest == b"--\r\n" {
            return parts;
        }
        let end = find(&rest, delimiter.as_bytes()).expect("an end");
        parts.push(part(&rest[2..end]));
        rest.drain(..end);
    }
}

fn part(text: &[u8]) -> Part {
    let end = find(text, b"\r\n\r\n").expect("the end of a head");
    let head = std::str::from_utf8(&text[..end]).expect("a head in UTF-8");
    let between = |start: &str, end: char| {
        let (_, rest) = head.split_once(start)?;
        rest.split(end).next().map(str::to_owned)
    };
    Part {
        name: between("; name=\"", '"').expect("a name"),
        file_name: between("; filename=\"", '"'),
        content_type: between("Content-Type: ", '\r'),
        content: text[end + 4..].to_vec(),
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

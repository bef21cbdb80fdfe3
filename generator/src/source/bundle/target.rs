//! The text of a reference → a file and a place in it.
//!
//! Invariant: a path is relative to the folder of the description, with `/` between its parts and
//! without `.`; `..` is only in front, for the reader of files to refuse or allow.

use crate::source::pointer::{escape, unescape};

/// Target of a reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    /// The path of the file. Empty: the description itself.
    pub(super) file: String,
    /// The place in it, as a JSON pointer.
    pub(super) pointer: String,
}

impl Target {
    /// Parses `text` in the file at `path`; the error is the reason why it is no reference.
    pub(super) fn new(text: &str, path: &str) -> Result<Self, String> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        if file.contains("://") || file.starts_with("//") || file.starts_with("urn:") {
            return Err("it is an address, and nothing is fetched".to_owned());
        }
        if file.starts_with(['/', '\\']) || file.contains([':', '\\']) {
            return Err("it is no path relative to the file that it is in".to_owned());
        }
        let pointer = decoded(fragment);
        if !(pointer.is_empty() || pointer.starts_with('/')) {
            return Err("a place in a file is written `#/…`".to_owned());
        }
        let file = if file.is_empty() {
            path.to_owned()
        } else {
            joined(path, &decoded(file))
        };
        Ok(Self { file, pointer })
    }

    /// Returns `true` for a whole component, of any section.
    pub(super) fn is_component(&self) -> bool {
        const STEPS: usize = 3;
        self.pointer.starts_with("/components/") && self.pointer.matches('/').count() == STEPS
    }

    /// Returns the component of the description itself that this is, as it is in a reference.
    pub(super) fn own_component(&self, section: Option<&str>) -> Option<String> {
        if !self.file.is_empty() {
            return None;
        }
        let prefix = format!("/components/{}/", section?);
        let name = self.pointer.strip_prefix(&prefix)?;
        (!name.contains('/')).then(|| escape(&unescape(name)))
    }
}

/// Returns a path as seen from the file at `from`.
fn joined(from: &str, path: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns a text without percent signs; one that is no UTF-8 then stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let ahead = rest.clone();
        let digits: Vec<u8> = ahead.take(2).collect();
        match std::str::from_utf8(&digits).map(|digits| u8::from_str_radix(digits, 16)) {
            Ok(Ok(decoded)) if byte == b'%' && digits.len() == 2 => {
                bytes.push(decoded);
                rest.nth(1);
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn paths_are_seen_from_the_file_that_names_them() {
        let target = |text: &str, path: &str| {
            Target::new(text, path).map(|target| (target.file, target.pointer))
        };
        let found = |file: &str, pointer: &str| Ok((file.to_owned(), pointer.to_owned()));
        assert_eq!(
            target("#/a~1b/c%20d", "x.yaml"),
            found("x.yaml", "/a~1b/c d")
        );
        assert_eq!(target("./b.yaml", "a/x.yaml"), found("a/b.yaml", ""));
        assert_eq!(target("../b.yaml#/c", "a/x.yaml"), found("b.yaml", "/c"));
        assert_eq!(target("../../b.yaml", "a/x.yaml"), found("../b.yaml", ""));
        assert_eq!(target("a%2Fb.yaml#", ""), found("a/b.yaml", ""));
        for refused in [
            "https://x.example/a.yaml",
            "/etc/passwd",
            "C:\\x",
            "file:x",
            "#name",
        ] {
            assert!(target(refused, "").is_err(), "{refused}");
        }
    }
}

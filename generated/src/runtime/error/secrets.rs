//! Secrets that no output may show: the credentials of a client, in every encoding in which a server can send them
//! back.
//!
//! Every call has them with it, so that whatever is made of its response can be cleaned; they are wiped when the client
//! is dropped.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderValue};
use memchr::memmem;
use zeroize::Zeroizing;

/// Replacement for a secret.
const REDACTED: &str = "[redacted]";
/// Shorter texts are not looked for: they are in every other word, and no credentials are as short.
const SHORTEST: usize = 6;

/// See the module. Cloning is cheap.
#[derive(Clone, Default)]
pub(in crate::runtime) struct Secrets(Option<Arc<Vec<Zeroizing<String>>>>);

impl Secrets {
    /// Creates the secrets with these texts, the longest first, so that none is cut by a part of it.
    pub(in crate::runtime) fn new(mut texts: Vec<Zeroizing<String>>) -> Self {
        texts.retain(|text| text.len() >= SHORTEST);
        texts.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        texts.dedup();
        Self((!texts.is_empty()).then(|| Arc::new(texts)))
    }

    fn texts(&self) -> &[Zeroizing<String>] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }

    fn are_in(&self, bytes: &[u8]) -> bool {
        self.texts()
            .iter()
            .any(|text| text.len() <= bytes.len() && memmem::find(bytes, text.as_bytes()).is_some())
    }

    /// Takes the secrets out of the values of headers.
    pub(in crate::runtime) fn redact_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            if self.are_in(value.as_bytes()) {
                let text = self.redacted(&String::from_utf8_lossy(value.as_bytes()));
                *value = HeaderValue::from_str(&text)
                    .unwrap_or_else(|_| HeaderValue::from_static(REDACTED));
            }
        }
    }

    /// Takes the secrets out of a text, and the beginning of one at its end, if the text was cut there.
    pub(in crate::runtime) fn redact(&self, text: &mut String) {
        if self.are_in(text.as_bytes()) {
            *text = self.redacted(text);
        }
        if let Some(cut) = text.strip_suffix('…')
            && let Some(start) = self.beginning_in(cut)
        {
            text.truncate(start);
            text.push_str(REDACTED);
            text.push('…');
        }
    }

    /// Returns the same text without the secrets.
    pub(in crate::runtime) fn redacted(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for secret in self.texts() {
            if clean.contains(&***secret) {
                clean = clean.replace(&***secret, REDACTED);
            }
        }
        clean
    }

    /// Returns the same bytes without the secrets.
    pub(in crate::runtime) fn redact_body(&self, body: bytes::Bytes) -> bytes::Bytes {
        if !self.are_in(&body) {
            return body;
        }
        self.redacted(&String::from_utf8_lossy(&body)).into()
    }

    /// Finds a prefix of a secret at the end of the text.
    fn beginning_in(&self, text: &str) -> Option<usize> {
        let starts = self.texts().iter().filter_map(|secret| {
            let longest = secret.len().min(text.len());
            let mut lengths = (SHORTEST..=longest).rev();
            let length = lengths.find(|length| {
                secret
                    .as_bytes()
                    .get(..*length)
                    .is_some_and(|beginning| text.as_bytes().ends_with(beginning))
            })?;
            Some(text.len() - length)
        });
        starts.filter(|start| text.is_char_boundary(*start)).min()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl PartialEq for Secrets {
    /// Compares calls without the client's credentials.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Secrets {}

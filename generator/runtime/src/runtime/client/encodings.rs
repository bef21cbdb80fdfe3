//! Credentials → the texts by which they can be recognised in what a server sends back.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::credentials::{Authorization, Credentials};
use crate::runtime::codec;
use crate::runtime::error::Secrets;
use crate::runtime::parameters;

/// Returns the secrets of a client that sends `authorization`, and chooses from `credentials` for single operations.
pub(in crate::runtime) fn secrets(
    authorization: Option<&Authorization>,
    credentials: &[Credentials],
) -> Secrets {
    let mut texts = Vec::new();
    for known in credentials {
        for secret in known.texts() {
            add(&mut texts, secret);
            add(&mut texts, &Zeroizing::new(STANDARD.encode(secret)));
        }
    }
    for part in authorization.map(Authorization::each).unwrap_or_default() {
        if let Authorization::Header(_, value) = part {
            let value = Zeroizing::new(String::from_utf8_lossy(value.as_bytes()).into_owned());
            add(
                &mut texts,
                value.split_once(' ').map_or(&*value, |(_, sent)| sent),
            );
        }
    }
    Secrets::new(texts)
}

/// Adds a text, and its forms in an address and in JSON. The filling at the end of base64 says nothing, and may be left
/// out.
fn add(texts: &mut Vec<Zeroizing<String>>, text: &str) {
    let text = text.trim_end_matches('=');
    let json = escaped(text);
    for form in [json.replace('/', "\\/"), json] {
        // JSON inside of a text of JSON, too.
        texts.push(Zeroizing::new(escaped(&form)));
        texts.push(Zeroizing::new(form));
    }
    let percent = parameters::encode(text).into_owned();
    texts.push(Zeroizing::new(lower_hex(&percent)));
    texts.push(Zeroizing::new(percent));
    texts.push(Zeroizing::new(text.to_owned()));
}

/// Returns the text as it is between quotation marks in JSON.
fn escaped(text: &str) -> String {
    let quoted = Zeroizing::new(codec::encode(&text.to_owned()));
    let inside = quoted.get(1..quoted.len() - 1).unwrap_or_default();
    String::from_utf8_lossy(inside).into_owned()
}

/// Returns the same text with `%2f` for `%2F`.
fn lower_hex(percent: &str) -> String {
    let mut left = 0_u32;
    let lower = |c: char| {
        left = if c == '%' { 3 } else { left };
        let is_hex = left > 0;
        left = left.saturating_sub(1);
        if is_hex { c.to_ascii_lowercase() } else { c }
    };
    percent.chars().map(lower).collect()
}

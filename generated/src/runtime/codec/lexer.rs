//! Finds where a JSON string or number ends, and turns a string with escapes into text.
//!
//! Functions of the bytes alone: none keeps state, none panics, and each returns an index inside its input.
//!
//! Why not a crate: of the pull parsers, json-event-parser 0.2 needs 2.5 times as long for the events alone as
//! `serde_json` for the finished structs, and jiter brings nine crates; the tests hold this file against `serde_json`.

/// One `0x01` per byte.
const ONES: u64 = u64::MAX / 255;
/// The high bit of every byte.
const HIGHS: u64 = ONES << 7;

/// Returns the length of the run at the start of `bytes` that holds no quote, backslash or control character.
pub(super) fn plain_run(bytes: &[u8]) -> usize {
    let (chunks, tail) = bytes.as_chunks::<8>();
    let mut length = 0;
    for chunk in chunks {
        let stops = stops(u64::from_le_bytes(*chunk));
        if stops != 0 {
            return length + (stops.trailing_zeros() / 8) as usize;
        }
        length += 8;
    }
    length + tail.iter().take_while(|byte| !is_stop(**byte)).count()
}

/// Returns the high bit of each byte that ends a plain run; exact up to the first such byte, which is the one that is
/// used.
fn stops(chunk: u64) -> u64 {
    // With this bit changed a quote is 0x20, next to the control characters, which stay below it.
    let quotes_or_controls = (chunk ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
    let backslashes = (chunk ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    (quotes_or_controls | backslashes) & !chunk & HIGHS
}

fn is_stop(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < 0x20
}

/// Content between the quotes of a string.
#[derive(Clone, Copy)]
pub(super) struct Inside {
    /// In bytes.
    pub(super) length: usize,
    pub(super) escaped: bool,
    /// `true` if it contains control characters, which JSON requires to be escaped.
    pub(super) has_controls: bool,
}

/// Finds the end of a string, given the bytes after its opening quote; `None` when the string does not end.
///
/// Control characters are accepted as they are: services that build JSON by hand forget to escape them.
pub(super) fn string(bytes: &[u8]) -> Option<Inside> {
    let mut inside = Inside {
        length: 0,
        escaped: false,
        has_controls: false,
    };
    loop {
        inside.length += plain_run(bytes.get(inside.length..)?);
        match bytes.get(inside.length)? {
            b'"' => return Some(inside),
            b'\\' => {
                inside.length += 2;
                inside.escaped = true;
            }
            _ => {
                inside.length += 1;
                inside.has_controls = true;
            }
        }
    }
}

/// The text that the inside of a string with escapes stands for.
#[derive(Default)]
pub(super) struct Unescaped {
    pub(super) text: String,
    /// `true` if it contained halves of surrogate pairs, each of which became U+FFFD.
    pub(super) has_lone_surrogates: bool,
}

/// Replaces the escapes.
///
/// # Errors
///
/// The offset of the first escape that is not one of JSON's.
pub(super) fn unescape(inside: &str) -> Result<Unescaped, usize> {
    let mut unescaped = Unescaped::default();
    unescaped.text.reserve(inside.len());
    let mut rest = inside;
    loop {
        let plain = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        let (text, escaped) = rest.split_at(plain);
        unescaped.text.push_str(text);
        rest = match escaped.get(1..) {
            Some(escape) => {
                push_escape(&mut unescaped, escape).ok_or(inside.len() - escaped.len())?
            }
            None => return Ok(unescaped),
        };
    }
}

/// Appends the character that `escape` (what follows a backslash) stands for, and returns the text after it.
fn push_escape<'a>(unescaped: &mut Unescaped, escape: &'a str) -> Option<&'a str> {
    let character = match escape.as_bytes().first()? {
        byte @ (b'"' | b'\\' | b'/') => char::from(*byte),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return push_unicode(unescaped, escape.get(1..)?),
        _ => return None,
    };
    unescaped.text.push(character);
    escape.get(1..)
}

/// Works like [`push_escape`], for four hexadecimal digits and, after a high surrogate, the `\uXXXX` of the low one.
fn push_unicode<'a>(unescaped: &mut Unescaped, digits: &'a str) -> Option<&'a str> {
    let (unit, rest) = code_unit(digits)?;
    if let Some(character) = char::from_u32(u32::from(unit)) {
        unescaped.text.push(character);
        return Some(rest);
    }
    let low = rest.strip_prefix("\\u").and_then(code_unit);
    if let Some((low, rest)) = low
        && let Some(Ok(character)) = char::decode_utf16([unit, low]).next()
    {
        unescaped.text.push(character);
        return Some(rest);
    }
    unescaped.text.push(char::REPLACEMENT_CHARACTER);
    unescaped.has_lone_surrogates = true;
    Some(rest)
}

fn code_unit(digits: &str) -> Option<(u16, &str)> {
    let (unit, rest) = digits.split_at_checked(4)?;
    let hexadecimal = unit.bytes().all(|byte| byte.is_ascii_hexdigit());
    let unit = u64::from_str_radix(unit, 16).ok().filter(|_| hexadecimal)?;
    Some((u16::try_from(unit).ok()?, rest))
}

/// Parses the whole number at the start of `bytes` and its length, if it has at most 18 digits and neither fraction nor exponent.
pub(super) fn short_integer(bytes: &[u8]) -> Option<(i64, usize)> {
    let is_negative = bytes.first() == Some(&b'-');
    let digits = bytes.get(usize::from(is_negative)..)?;
    let (mut number, mut count) = (0_i64, 0);
    for byte in digits
        .iter()
        .take(18)
        .take_while(|byte| byte.is_ascii_digit())
    {
        number = number * 10 + i64::from(byte - b'0');
        count += 1;
    }
    let is_whole = !matches!(digits.get(count), Some(b'0'..=b'9' | b'.' | b'e' | b'E'));
    let is_number = count == 1 || (count > 1 && digits.first() != Some(&b'0'));
    let number = if is_negative { -number } else { number };
    (is_whole && is_number).then_some((number, count + usize::from(is_negative)))
}

/// Returns the length of the number at the start of `bytes`; `None` when none of JSON's numbers starts there.
pub(super) fn number_length(bytes: &[u8]) -> Option<usize> {
    let mut length = usize::from(bytes.first() == Some(&b'-'));
    length += match digits(bytes, length) {
        0 => return None,
        count if count > 1 && bytes.get(length) == Some(&b'0') => return None,
        count => count,
    };
    if bytes.get(length) == Some(&b'.') {
        length = after_digits(bytes, length + 1)?;
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let signed = matches!(bytes.get(length + 1), Some(b'+' | b'-'));
        length = after_digits(bytes, length + 1 + usize::from(signed))?;
    }
    Some(length)
}

/// Returns the index after the digits at `start`, of which there must be one at least.
fn after_digits(bytes: &[u8], start: usize) -> Option<usize> {
    match digits(bytes, start) {
        0 => None,
        count => Some(start + count),
    }
}

fn digits(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

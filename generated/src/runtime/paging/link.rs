//! The `Link` header of RFC 8288: finds where `rel="next"` leads.
//!
//! A header that is not understood is an error and not the end of the list, which would lose items in silence.

use http::HeaderMap;
use http::header::LINK;

/// A `Link` header that breaks the rules.
#[derive(Debug)]
pub(super) struct Malformed;

/// Returns the target of the first link to the next page, as written.
///
/// # Errors
///
/// When there is none, and a header breaks the rules.
pub(super) fn next(headers: &HeaderMap) -> Result<Option<&str>, Malformed> {
    for value in headers.get_all(LINK) {
        let links = value.to_str().map_err(|_| Malformed)?;
        if let Some(target) = next_in(links)? {
            return Ok(Some(target));
        }
    }
    Ok(None)
}

/// Works like [`next`], for one header: links with commas between them.
fn next_in(links: &str) -> Result<Option<&str>, Malformed> {
    let mut rest = links;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return Ok(None);
        }
        let (target, after) = rest
            .strip_prefix('<')
            .and_then(|rest| rest.split_once('>'))
            .ok_or(Malformed)?;
        let (is_next, after) = read_parameters(after)?;
        if is_next {
            return Ok(Some(target.trim()));
        }
        rest = after;
    }
}

/// Reads the parameters of one link; tells whether it leads on from this page, and what is left behind them.
fn read_parameters(text: &str) -> Result<(bool, &str), Malformed> {
    let mut relation = None;
    let mut anchored = false;
    let mut rest = text.trim_start_matches([' ', '\t']);
    while let Some(parameter) = rest.strip_prefix(';') {
        let (name, value, after) = read_parameter(parameter)?;
        if name.eq_ignore_ascii_case("rel") {
            // Only the first one counts.
            relation.get_or_insert(value);
        } else if name.eq_ignore_ascii_case("anchor") {
            // The link starts somewhere else than here.
            anchored = true;
        }
        rest = after.trim_start_matches([' ', '\t']);
    }
    if !rest.is_empty() && !rest.starts_with(',') {
        return Err(Malformed);
    }
    let leads_on = relation.is_some_and(|relations| {
        relations
            .split_ascii_whitespace()
            .any(|relation| relation.eq_ignore_ascii_case("next"))
    });
    Ok((leads_on && !anchored, rest))
}

/// Reads one parameter: its name, its value (empty without one), and what is left behind it.
fn read_parameter(text: &str) -> Result<(&str, &str, &str), Malformed> {
    let text = text.trim_start_matches([' ', '\t']);
    let (name, rest) = split_before(text, &['=', ';', ',', ' ', '\t']);
    let rest = rest.trim_start_matches([' ', '\t']);
    let Some(value) = rest.strip_prefix('=') else {
        return Ok((name, "", rest));
    };
    let value = value.trim_start_matches([' ', '\t']);
    if let Some(quoted) = value.strip_prefix('"') {
        let (inside, rest) = split_quoted(quoted).ok_or(Malformed)?;
        return Ok((name, inside, rest));
    }
    let (token, rest) = split_before(value, &[';', ',', ' ', '\t']);
    Ok((name, token, rest))
}

/// Returns the text before the first of `ends`, and the rest with it.
fn split_before<'a>(text: &'a str, ends: &[char]) -> (&'a str, &'a str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

/// Returns the text before the closing quote, with escapes as written, and the rest without it.
fn split_quoted(text: &str) -> Option<(&str, &str)> {
    let mut escaped = false;
    let end = text.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    let (inside, rest) = text.split_at(end);
    Some((inside, rest.strip_prefix('"')?))
}

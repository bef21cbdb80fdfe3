//! A signature or a type on many lines → one line, or the type on the next, where rustfmt has room and prettyplease
//! has not.
//!
//! Invariant: the lines are the same Rust; in place of expressions, they have short names.

use super::widths::{MAX, TAB, width};

/// Joins the lines of an item that prettyplease has broken.
pub(super) fn joined(printed: &str) -> String {
    let mut text = String::with_capacity(printed.len());
    let mut lines = printed.lines();
    while let Some(line) = lines.next() {
        let mut rest = lines.clone();
        let flat = flat(line, &mut rest);
        if width(&flat) <= MAX {
            lines = rest;
            text.push_str(&flat);
        } else if let Some(broken) = broken(&flat) {
            lines = rest;
            text.push_str(&broken);
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    text
}

/// Joins a line with those after it up to the end of the delimiters that it opens.
fn flat<'l>(line: &str, rest: &mut impl Iterator<Item = &'l str>) -> String {
    let mut flat = line.to_owned();
    let is_code = !line.trim_start().starts_with("//");
    while is_code && flat.ends_with(['(', '<']) {
        let end = if flat.ends_with('(') { ")" } else { ">" };
        let indent = width(line) - width(line.trim_start());
        for next in rest.by_ref() {
            let is_end = next.get(indent..).is_some_and(|code| code.starts_with(end));
            let next = next.trim_start();
            if next.starts_with([')', '>']) && flat.ends_with(',') {
                flat.pop();
            } else if !flat.ends_with(['(', '<']) && !next.starts_with([')', '>']) {
                flat.push(' ');
            }
            flat.push_str(next);
            if is_end {
                break;
            }
        }
    }
    flat
}

/// Returns a field or an alias with its type on the next line.
fn broken(flat: &str) -> Option<String> {
    let code = flat.trim_start();
    let indent = " ".repeat(width(flat) - width(code) + TAB);
    let (head, ty) = code.split_once(if code.ends_with(',') { ": " } else { " = " })?;
    let is_declared = !code.starts_with(['/', '#']) && code.ends_with([',', ';']);
    let sign = if code.ends_with(',') { ":" } else { " =" };
    let fits = width(&indent) + width(ty) <= MAX;
    (is_declared && fits).then(|| format!("{}{head}{sign}\n{indent}{ty}", &indent[TAB..]))
}

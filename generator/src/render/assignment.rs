//! Assignments → the line of the left side, or that and the next.
//!
//! Invariant: the right side goes where rustfmt puts it.

use syn::Expr;

use super::{
    layout::expression,
    measure::{At, MAX, first_line, newline, width},
};

/// `left = right`, where `left` ends with the sign.
pub(super) fn assignment(left: &str, right: &Expr, at: At) -> Option<String> {
    let same_line = at.after(width(left) + 1);
    let same = expression(right, same_line);
    let is_short = |text: &String| !text.contains('\n') && width(text) <= same_line.width();
    if let Some(same) = same.as_ref().filter(|same| is_short(same)) {
        return Some(format!("{left} {same}"));
    }
    let next_line = at.inner(at.tail);
    let next = expression(right, next_line).filter(|next| fits(next, next_line));
    match (same, next) {
        (Some(same), Some(next)) if !is_better(&same, &next) => Some(format!("{left} {same}")),
        (_, Some(next)) => Some(format!("{left}{}{next}", newline(next_line.indent))),
        (same, None) => same.map(|same| format!("{left} {same}")),
    }
}

fn fits(text: &str, at: At) -> bool {
    let last = text.lines().count();
    text.lines().enumerate().all(|(index, line)| {
        let start = if index == 0 { at.column } else { 0 };
        let tail = if index + 1 == last { at.tail } else { 0 };
        start + width(line) + tail <= MAX
    })
}

/// Whether the next line is the better place for the right side of an assignment.
fn is_better(same: &str, next: &str) -> bool {
    let opens = |text: &str, bracket: char| first_line(text).ends_with(bracket);
    !next.contains('\n')
        || same.matches('\n').count() > next.matches('\n').count() + 1
        || ['(', '{', '[']
            .into_iter()
            .any(|bracket| opens(same, bracket) && !opens(next, bracket))
}

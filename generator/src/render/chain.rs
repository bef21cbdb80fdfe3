//! Chains of calls and fields → lines as rustfmt breaks them.
//!
//! Invariant: a chain is on one line, or on one but for what its last call holds, or has a line for each link.

use syn::{Expr, ExprMethodCall};

use super::{
    layout::{
        At, CALL, PARENTHESES, TAB, arguments, expression, first_line, last_line, list, newline,
        width,
    },
    spelling::flat,
};

/// The widest chain on one line [`chain_width`].
const CHAIN: usize = 60;

/// A link of a chain of calls and fields.
struct Link<'c> {
    call: Option<&'c ExprMethodCall>,
    /// `.name` of a field, or the name and the types of a method.
    name: String,
    /// How many `?` follow.
    tries: usize,
}

impl Link<'_> {
    fn layout(&self, at: At) -> Option<String> {
        let text = match self.call {
            Some(call) => list(
                &self.name,
                PARENTHESES,
                &arguments(&call.args),
                at.before(self.tries),
                CALL,
            )?,
            None => self.name.clone(),
        };
        Some(text + &"?".repeat(self.tries))
    }
}

/// The first expression of a chain, how many `?` follow it, and its links.
fn links(expr: &Expr) -> (&Expr, usize, Vec<Link<'_>>) {
    let mut links = Vec::new();
    let mut tries = 0;
    let mut expr = expr;
    loop {
        expr = match expr {
            Expr::Try(inner) => {
                tries += 1;
                &inner.expr
            }
            Expr::MethodCall(call) => {
                let turbofish = call.turbofish.as_ref().map(flat);
                links.push(Link {
                    call: Some(call),
                    name: format!(".{}{}", call.method, turbofish.unwrap_or_default()),
                    tries: std::mem::take(&mut tries),
                });
                &call.receiver
            }
            Expr::Field(field) => {
                links.push(Link {
                    call: None,
                    name: format!(".{}", flat(&field.member)),
                    tries: std::mem::take(&mut tries),
                });
                &field.base
            }
            root => {
                links.reverse();
                return (root, tries, links);
            }
        };
    }
}

/// How many lines the links of a chain may begin on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    Any,
    One,
}

pub(super) fn chain(expr: &Expr, at: At, allowed: Lines) -> Option<String> {
    let (root, tries, all) = links(expr);
    let count = all.len();
    let mut rest = all.as_slice();
    let mut start = expression(root, at.before(tries))? + &"?".repeat(tries);
    // A root that is no longer than the indentation takes the next link along.
    while let [link, behind @ ..] = rest
        && width(&start) <= TAB.saturating_sub(at.column - at.indent)
        && !start.contains('\n')
    {
        start.push_str(&link.layout(at.after(width(&start)))?);
        rest = behind;
    }
    let Some((last, others)) = rest.split_last() else {
        return Some(start).filter(|text| width(first_line(text)) <= at.width());
    };
    let is_block = start.contains('\n');
    let below = if is_block { at.indent } else { at.indent + TAB };
    let mut parts = vec![start];
    for link in others {
        parts.push(link.layout(At::line(below, 0))?);
    }
    let (end, is_flat) = chain_end(last, &parts, count, at, below)?;
    parts.push(end);
    if allowed == Lines::One && !is_flat {
        return None;
    }
    let connector = if is_flat {
        String::new()
    } else {
        newline(below)
    };
    Some(parts.join(&connector)).filter(|text| width(first_line(text)) <= at.width())
}

/// The last link, and whether the chain stays on one line up to it.
fn chain_end(
    last: &Link<'_>,
    parts: &[String],
    count: usize,
    at: At,
    below: usize,
) -> Option<(String, bool)> {
    let own_line = last.layout(At::line(below, at.tail));
    let before: usize = parts.iter().map(|part| width(last_line(part))).sum();
    let is_flat = parts.iter().all(|part| !part.contains('\n'));
    let most = if count == 1 {
        at.width()
    } else {
        at.width().min(CHAIN)
    };
    let budget = most.saturating_sub(before);
    if !is_flat || budget == 0 {
        return Some((own_line?, false));
    }
    let Some(overflowed) = last.layout(at.after(before)) else {
        return Some((own_line?, false));
    };
    let lines = overflowed.lines().count();
    let fits = width(first_line(&overflowed)) <= budget;
    match own_line {
        _ if fits && lines >= 5 => Some((overflowed, true)),
        Some(own) if !fits => Some((own, false)),
        Some(own) if own.lines().count() < lines => Some((own, false)),
        _ => Some((overflowed, fits)),
    }
}

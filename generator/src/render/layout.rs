//! Expressions → lines as rustfmt breaks them.
//!
//! The rules are those of rustfmt's style edition 2024 for the expressions that the emitters write; the names in
//! brackets are those of its settings. Invariant: the lines are the same Rust as the expression.

use std::fmt::Write as _;

use syn::{Expr, ExprStruct, FieldValue, Meta, Token, punctuated::Punctuated};

use super::{
    chain::{Link, links},
    measure::{At, TAB, filled, first_line, last_line, newline, width},
    spelling::flat,
};

pub(super) const CALL: usize = 60;
/// The widest chain on one line [`chain_width`].
const CHAIN: usize = 60;
const ARRAY: usize = 60;
const STRUCT: usize = 18;
const ATTRIBUTE: usize = 70;
/// Items up to this width share lines [`short_array_element_width_threshold`].
const SHORT: usize = 10;

/// An expression. `None`: it does not fit.
pub(super) fn expression(expr: &Expr, at: At) -> Option<String> {
    match expr {
        Expr::Call(call) => list(
            &flat(&call.func),
            PARENTHESES,
            &arguments(&call.args),
            at,
            CALL,
        ),
        Expr::MethodCall(_) | Expr::Try(_) | Expr::Field(_) => chain(expr, at, Lines::Any),
        Expr::Array(array) => list("", BRACKETS, &arguments(&array.elems), at, ARRAY),
        Expr::Tuple(tuple) => list("", PARENTHESES, &arguments(&tuple.elems), at, CALL),
        Expr::Reference(reference) => {
            let sign = if reference.mutability.is_some() {
                "&mut "
            } else {
                "&"
            };
            Some(format!(
                "{sign}{}",
                expression(&reference.expr, at.after(sign.len()))?
            ))
        }
        Expr::Struct(literal) => structure(literal, at),
        Expr::Closure(closure) => {
            let inputs: Vec<String> = closure.inputs.iter().map(flat).collect();
            let head = format!("|{}| ", inputs.join(", "));
            Some(format!(
                "{head}{}",
                expression(&closure.body, at.after(width(&head)))?
            ))
        }
        // A string is as long as it is.
        Expr::Lit(literal) => Some(flat(literal)),
        Expr::Match(matched) => matching(matched, at),
        other => Some(flat(other)).filter(|text| width(text) <= at.width()),
    }
}

fn arguments(args: &Punctuated<Expr, Token![,]>) -> Vec<Item<'_>> {
    args.iter().map(Item::Expr).collect()
}

const PARENTHESES: (char, char) = ('(', ')');
const BRACKETS: (char, char) = ('[', ']');

/// Something between brackets and commas.
#[derive(Clone, Copy)]
enum Item<'i> {
    Expr(&'i Expr),
    Meta(&'i Meta),
}

impl Item<'_> {
    fn layout(self, at: At) -> Option<String> {
        match self {
            Self::Expr(expr) => expression(expr, at),
            Self::Meta(meta) => attribute(meta, at),
        }
    }

    /// Whether it may go on behind the line it begins on, if it is the only one.
    fn overflows(self) -> bool {
        match self {
            Self::Expr(Expr::Reference(reference)) => Self::Expr(&reference.expr).overflows(),
            Self::Expr(expr) => matches!(
                expr,
                Expr::Array(_)
                    | Expr::Struct(_)
                    | Expr::Call(_)
                    | Expr::MethodCall(_)
                    | Expr::Tuple(_)
            ),
            Self::Meta(meta) => matches!(meta, Meta::List(_)),
        }
    }

    fn is_call(self) -> bool {
        match self {
            Self::Expr(Expr::Reference(reference)) => Self::Expr(&reference.expr).is_call(),
            Self::Expr(expr) => matches!(expr, Expr::Call(_)),
            Self::Meta(_) => false,
        }
    }

    fn is_simple(self) -> bool {
        match self {
            Self::Expr(Expr::Reference(reference)) => Self::Expr(&reference.expr).is_simple(),
            Self::Expr(expr) => matches!(expr, Expr::Lit(_) | Expr::Path(_)),
            Self::Meta(_) => false,
        }
    }
}

/// `#[cfg(…)]` without the sign and the brackets.
pub(super) fn attribute(meta: &Meta, at: At) -> Option<String> {
    let Meta::List(parts) = meta else {
        return Some(flat(meta));
    };
    let Ok(inner) = parts.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else {
        return Some(flat(meta));
    };
    let items: Vec<Item<'_>> = inner.iter().map(Item::Meta).collect();
    list(&flat(&parts.path), PARENTHESES, &items, at, ATTRIBUTE)
}

/// `prefix(item, item)`, on one line if the items are at most `limit` wide.
fn list(
    prefix: &str,
    (open, close): (char, char),
    items: &[Item<'_>],
    at: At,
    limit: usize,
) -> Option<String> {
    let head = format!("{prefix}{open}");
    if items.is_empty() {
        return Some(format!("{head}{close}"));
    }
    let nested = at.inner(1);
    let one_line = at.after(width(&head)).before(1);
    let mut texts: Vec<String> = items
        .iter()
        .map(|item| item.layout(nested))
        .collect::<Option<_>>()?;
    let joined = |texts: &[String]| {
        let all = texts.iter().map(|text| width(text) + 2);
        all.sum::<usize>().saturating_sub(2)
    };
    let is_flat = |texts: &[String], limit: usize| {
        joined(texts) <= limit.min(one_line.width())
            && texts.iter().all(|text| !text.contains('\n'))
    };
    let is_one_line = match items {
        [only] => {
            let overflowed = overflow(*only, prefix, one_line, limit);
            match overflowed.filter(|text| width(first_line(text)) <= limit.min(one_line.width())) {
                // Where the next line takes all of it, that is where it goes.
                Some(text) if text.matches('\n').count() == 1 && !texts[0].contains('\n') => true,
                Some(text) => {
                    texts[0] = text;
                    true
                }
                None => !texts[0].contains('\n') && width(&texts[0]) <= one_line.width(),
            }
        }
        _ => is_flat(&texts, limit),
    };
    if is_one_line && width(first_line(&texts.join(", "))) < one_line.width() + 1 {
        return Some(format!("{head}{}{close}", texts.join(", ")));
    }
    let is_mixed =
        items.iter().all(|item| item.is_simple()) && texts.iter().all(|text| width(text) <= SHORT);
    let lines = if is_mixed {
        filled(&texts, nested.indent)
    } else {
        texts
    };
    let indent = newline(nested.indent);
    let inner = lines.join(&format!(",{indent}"));
    // The last of an attribute has no comma.
    let comma = match items.last() {
        Some(Item::Meta(_)) => "",
        _ => ",",
    };
    let end = newline(at.indent);
    Some(format!("{head}{indent}{inner}{comma}{end}{close}"))
}

/// The only item, behind the bracket.
fn overflow(item: Item<'_>, prefix: &str, at: At, limit: usize) -> Option<String> {
    if width(prefix) >= TAB && !item.overflows() {
        return None;
    }
    if let Item::Expr(expr @ Expr::MethodCall(_)) = item
        && width(prefix) >= TAB
    {
        return chain(expr, at, Lines::One);
    }
    let spare = at.width().saturating_sub(limit);
    item.layout(if item.is_call() { at.before(spare) } else { at })
}

fn structure(literal: &ExprStruct, at: At) -> Option<String> {
    let path = flat(&literal.path);
    if literal.fields.is_empty() {
        return Some(format!("{path} {{}}"));
    }
    let nested = at.inner(1);
    let fields: Vec<String> = literal
        .fields
        .iter()
        .map(|field| field_value(field, nested))
        .collect::<Option<_>>()?;
    let short = fields.join(", ");
    let is_short = width(&short) <= STRUCT && width(&path) + width(&short) + 5 <= at.width();
    if is_short && !short.contains('\n') {
        return Some(format!("{path} {{ {short} }}"));
    }
    let indent = newline(nested.indent);
    let fields = fields.join(&format!(",{indent}"));
    let end = newline(at.indent);
    Some(format!("{path} {{{indent}{fields},{end}}}"))
}

fn field_value(field: &FieldValue, at: At) -> Option<String> {
    let name = flat(&field.member);
    if field.colon_token.is_none() {
        return Some(name);
    }
    if let Some(value) = expression(&field.expr, at.after(width(&name) + 2)) {
        return Some(format!("{name}: {value}"));
    }
    let next = at.inner(at.tail);
    let value = expression(&field.expr, next)?;
    Some(format!("{name}:{}{value}", newline(next.indent)))
}

fn matching(matched: &syn::ExprMatch, at: At) -> Option<String> {
    let value = expression(&matched.expr, at.after("match ".len()).before(2))?;
    let nested = at.inner(1);
    let mut text = format!("match {value} {{");
    for arm in &matched.arms {
        let head = format!("{} => ", flat(&arm.pat));
        let body = expression(&arm.body, nested.after(width(&head)))?;
        text.push_str(&newline(nested.indent));
        let _ = write!(text, "{head}{body},");
    }
    Some(format!("{text}{}}}", newline(at.indent)))
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

/// How many lines the links of a chain may begin on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    Any,
    One,
}

/// A chain on one line, or on one but for what its last call holds, or with a line for each link.
fn chain(expr: &Expr, at: At, allowed: Lines) -> Option<String> {
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

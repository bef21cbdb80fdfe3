//! Expressions → lines as rustfmt breaks them.
//!
//! The rules are those of rustfmt's style edition 2024 for the expressions that the emitters write; the names in
//! brackets are those of its settings. Invariant: the lines are the same Rust as the expression.

use std::fmt::Write as _;

use syn::{Expr, ExprStruct, FieldValue, Meta, Token, punctuated::Punctuated};

use super::{
    chain::{Lines, chain},
    spelling::flat,
};

/// The longest line [`max_width`].
pub(super) const MAX: usize = 100;
/// One level of indentation [`tab_spaces`].
pub(super) const TAB: usize = 4;
pub(super) const CALL: usize = 60;
const ARRAY: usize = 60;
const STRUCT: usize = 18;
pub(super) const ATTRIBUTE: usize = 70;
/// Items up to this width share lines [`short_array_element_width_threshold`].
const SHORT: usize = 10;

/// Where something is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    /// The indentation of the line.
    pub(super) indent: usize,
    /// The column of the first character.
    pub(super) column: usize,
    /// How many characters have to fit behind the last one.
    pub(super) tail: usize,
}

impl At {
    /// A line of its own.
    pub(super) fn line(indent: usize, tail: usize) -> Self {
        Self {
            indent,
            column: indent,
            tail,
        }
    }

    fn inner(self, tail: usize) -> Self {
        Self::line(self.indent + TAB, tail)
    }

    /// Behind so many characters.
    pub(super) fn after(self, characters: usize) -> Self {
        Self {
            column: self.column + characters,
            ..self
        }
    }

    pub(super) fn before(self, characters: usize) -> Self {
        Self {
            tail: self.tail + characters,
            ..self
        }
    }

    pub(super) fn width(self) -> usize {
        MAX.saturating_sub(self.column + self.tail)
    }
}

pub(super) fn newline(indent: usize) -> String {
    format!("\n{}", " ".repeat(indent))
}

pub(super) fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

pub(super) fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}

pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

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

pub(super) fn arguments(args: &Punctuated<Expr, Token![,]>) -> Vec<Item<'_>> {
    args.iter().map(Item::Expr).collect()
}

pub(super) const PARENTHESES: (char, char) = ('(', ')');
const BRACKETS: (char, char) = ('[', ']');

/// Something between brackets and commas.
#[derive(Clone, Copy)]
pub(super) enum Item<'i> {
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
pub(super) fn list(
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

/// Texts, as many on a line as fit with their commas. Once there are two lines, rustfmt keeps a column free.
pub(super) fn filled(texts: &[String], indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let is_last = index + 1 == texts.len();
        let most = if is_last && lines.len() == 1 {
            MAX
        } else {
            MAX - 1
        };
        match lines.last_mut() {
            Some(line) if indent + width(line) + 2 + width(text) < most => {
                line.push_str(", ");
                line.push_str(text);
            }
            _ => lines.push(text.clone()),
        }
    }
    lines
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

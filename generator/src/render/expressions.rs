//! Expressions → lines as rustfmt breaks them, whose limits are not those of prettyplease.
//!
//! The names in brackets are those of rustfmt's settings. Invariant: the lines are the same Rust as the expression.

use quote::{ToTokens, quote};
use syn::{Expr, ExprPath, ExprStruct, FieldValue, Token, punctuated::Punctuated};

use super::{
    unparse::unparse,
    widths::{MAX, TAB, width},
};

/// The widest fields on one line [`struct_lit_width`].
const STRUCT: usize = 18;

/// The place of an expression.
#[derive(Clone, Copy)]
struct At {
    /// The indentation of the line.
    indent: usize,
    /// The number of characters in front of the expression.
    column: usize,
    /// The number of characters behind it.
    tail: usize,
    /// The widest list or chain on one line [`attr_fn_like_width`; `fn_call_width`, `array_width`, `chain_width`].
    limit: usize,
    /// The comma behind the last line of a list.
    comma: &'static str,
}

impl At {
    fn line(mut self, indent: usize, tail: usize) -> Self {
        (self.indent, self.column, self.tail) = (indent, indent, tail);
        self
    }

    fn between(mut self, before: usize, behind: usize) -> Self {
        self.column += before;
        self.tail += behind;
        self
    }

    fn width(self) -> usize {
        MAX.saturating_sub(self.column + self.tail)
    }

    fn fits(self, text: &str) -> bool {
        !text.contains('\n') && width(text) <= self.width()
    }
}

/// Prints an expression between the texts before and behind it.
pub(super) fn between(before: &str, expr: &Expr, behind: &str) -> String {
    let indent = before.len() - before.trim_start().len();
    let (limit, comma) = if behind == "]" { (70, "") } else { (60, ",") };
    let at = At {
        indent,
        column: width(before),
        tail: width(behind),
        limit,
        comma,
    };
    let same = expression(expr, at);
    let head = before.strip_suffix(' ').filter(|head| head.ends_with('='));
    if let Some(head) = head.filter(|_| !at.fits(&same)) {
        let next = expression(expr, at.line(indent + TAB, at.tail));
        if !next.contains('\n') || same.lines().count() > next.lines().count() + 1 {
            return format!("{head}{}{next}{behind}", newline(indent + TAB));
        }
    }
    format!("{before}{same}{behind}")
}

/// Tells whether rustfmt may break an expression elsewhere than prettyplease.
pub(super) fn is_laid_out(expr: &Expr) -> bool {
    match expr {
        Expr::Struct(literal) => {
            let is_plain = |field: &FieldValue| field.attrs.is_empty();
            literal.dot2_token.is_none() && literal.fields.iter().all(is_plain)
        }
        Expr::Reference(reference) => reference.mutability.is_none(),
        Expr::MethodCall(call) => call.turbofish.is_none(),
        Expr::Array(_) | Expr::Call(_) | Expr::Tuple(_) => true,
        _ => false,
    }
}

fn expression(expr: &Expr, at: At) -> String {
    match expr {
        Expr::Lit(literal) => literal.to_token_stream().to_string(),
        Expr::Path(path) if is_simple(path) => path.to_token_stream().to_string().replace(' ', ""),
        _ if !is_laid_out(expr) => spelled(expr).replace('\n', &newline(at.indent)),
        Expr::Array(array) => list("", "[]", &array.elems, at),
        Expr::Call(call) => list(&expression(&call.func, at), "()", &call.args, at),
        Expr::MethodCall(_) => chain(expr, at),
        Expr::Reference(reference) => {
            format!("&{}", expression(&reference.expr, at.between(1, 0)))
        }
        Expr::Struct(literal) => structure(literal, at),
        Expr::Tuple(tuple) => list("", "()", &tuple.elems, at),
        other => spelled(other),
    }
}

/// Tells whether a path has names alone.
fn is_simple(path: &ExprPath) -> bool {
    let mut segments = path.path.segments.iter();
    path.qself.is_none() && segments.all(|segment| segment.arguments.is_none())
}

/// Prints what is not broken here, by prettyplease.
fn spelled(expr: &impl ToTokens) -> String {
    let item = syn::parse2(quote!(const _: () = #expr;));
    let text = item.map(|item| unparse(Vec::new(), vec![item]));
    let text = text.unwrap_or_default();
    let text = text.strip_prefix("const _: () = ");
    let text = text.and_then(|text| text.strip_suffix(";\n"));
    text.map_or_else(|| expr.to_token_stream().to_string(), str::to_owned)
}

type List = Punctuated<Expr, Token![,]>;

/// Prints `prefix(item, item)`.
fn list(prefix: &str, brackets: &str, items: &List, at: At) -> String {
    let (open, close) = brackets.split_at(1);
    let line = at.between(width(prefix) + 1, 1);
    let nested = at.line(at.indent + TAB, 1);
    let texts: Vec<String> = items.iter().map(|item| expression(item, nested)).collect();
    let short = texts.join(", ");
    let overflowed = items.first().filter(|_| items.len() == 1);
    let overflowed = overflowed.and_then(|only| overflow(only, line));
    let inner = match overflowed {
        Some(text) => text,
        _ if line.fits(&short) && (items.len() < 2 || width(&short) <= at.limit) => short,
        _ => {
            let line = newline(nested.indent);
            let lines = texts.join(&format!(",{line}"));
            format!("{line}{lines}{}{}", at.comma, newline(at.indent))
        }
    };
    format!("{prefix}{open}{inner}{close}")
}

/// Returns the only item of a list, if it begins behind the bracket and may end on another line.
fn overflow(item: &Expr, at: At) -> Option<String> {
    let inner = match item {
        Expr::Reference(reference) => &reference.expr,
        inner => inner,
    };
    let text = expression(item, at);
    let may = match inner {
        Expr::Call(_) | Expr::Array(_) | Expr::Struct(_) | Expr::Tuple(_) => true,
        Expr::MethodCall(_) => text.lines().all(|line| !line.trim_start().starts_with('.')),
        _ => false,
    };
    let first = width(first_line(&text));
    (may && first <= at.limit && first <= at.width()).then_some(text)
}

fn structure(literal: &ExprStruct, at: At) -> String {
    let path = spelled(&literal.path);
    let nested = at.line(at.indent + TAB, 1);
    let fields = literal.fields.iter().map(|field| {
        let name = field.member.to_token_stream().to_string();
        if field.colon_token.is_none() {
            return name;
        }
        let value = expression(&field.expr, nested.between(width(&name) + 2, 0));
        format!("{name}: {value}")
    });
    let fields: Vec<String> = fields.collect();
    let short = fields.join(", ");
    if short.is_empty() {
        return format!("{path} {{}}");
    }
    if width(&short) <= STRUCT && at.between(width(&path) + 3, 2).fits(&short) {
        return format!("{path} {{ {short} }}");
    }
    let line = newline(nested.indent);
    let fields = fields.join(&format!(",{line}"));
    format!("{path} {{{line}{fields},{}}}", newline(at.indent))
}

/// Prints a chain: on one line, on one but for the arguments of its last call, or with a line for each link.
fn chain(expr: &Expr, at: At) -> String {
    let mut links = Vec::new();
    let mut root = expr;
    loop {
        let before = match root {
            Expr::MethodCall(call) if is_laid_out(root) => &call.receiver,
            Expr::Field(field) => &field.base,
            _ => break,
        };
        links.push(root);
        root = before;
    }
    let count = links.len();
    let mut start = expression(root, at);
    // A root that is no longer than the indentation takes the next link along.
    while width(&start) + at.column - at.indent <= TAB
        && let Some(first) = links.pop()
    {
        start.push_str(&link(first, at.between(width(&start), 0)));
    }
    let Some((last, others)) = links.split_first() else {
        return start;
    };
    let below = at.line(at.indent + if start.contains('\n') { 0 } else { TAB }, 0);
    let mut parts = vec![start];
    parts.extend(others.iter().rev().map(|other| link(other, below)));
    let before = parts.concat();
    let place = at.between(width(&before), 0);
    let same = link(last, place);
    let own = link(last, below.between(0, at.tail));
    let first = width(first_line(&same));
    let is_flat = !before.contains('\n')
        && first <= place.width()
        && (count == 1 || width(&before) + first <= at.limit);
    let (height, own_height) = (same.lines().count(), own.lines().count());
    if is_flat && (height >= 5 || height <= own_height) {
        return before + &same;
    }
    parts.push(own);
    parts.join(&newline(below.indent))
}

/// Prints `.name` or `.name(…)`.
fn link(expr: &Expr, at: At) -> String {
    match expr {
        Expr::MethodCall(call) => list(&format!(".{}", call.method), "()", &call.args, at),
        Expr::Field(field) => format!(".{}", field.member.to_token_stream()),
        other => spelled(other),
    }
}

fn newline(indent: usize) -> String {
    format!("\n{}", " ".repeat(indent))
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

//! The parts of an item that are laid out here ⇄ names that hold their places in what prettyplease prints.
//!
//! Invariant: a name is in no other place of the text.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;
use syn::{
    Attribute, Expr, ExprPath, Ident, Item, Meta, Path,
    visit_mut::{VisitMut, visit_expr_mut},
};

use super::expressions;

/// Returns the beginning of names that no tokens have.
pub(super) fn unused(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    let mut prefix = "part_".to_owned();
    while text.contains(&prefix) {
        prefix.push('_');
    }
    prefix
}

/// The parts that were taken out of an item, in the order of the text.
pub(super) struct Placeholders<'p> {
    prefix: &'p str,
    parts: Vec<Expr>,
}

impl<'p> Placeholders<'p> {
    /// Puts names into the places of the parts.
    pub(super) fn take(item: &mut Item, prefix: &'p str) -> Self {
        let parts = Vec::new();
        let mut taken = Self { prefix, parts };
        taken.visit_item_mut(item);
        taken
    }

    fn name(&self, index: usize) -> String {
        format!("{}{index}_", self.prefix)
    }

    fn path(&self) -> Path {
        Ident::new(&self.name(self.parts.len()), Span::call_site()).into()
    }

    /// Puts the lines of the parts into the places of their names.
    pub(super) fn fill(&self, printed: &str) -> String {
        let mut text = String::with_capacity(printed.len());
        let mut parts = self.parts.iter().enumerate().peekable();
        for line in printed.lines() {
            let mut line = line.to_owned();
            while let Some((index, part)) = parts.peek()
                && let Some((before, behind)) = line.split_once(&self.name(*index))
            {
                line = expressions::between(before, part, behind);
                parts.next();
            }
            text.push_str(&line);
            text.push('\n');
        }
        text
    }
}

impl VisitMut for Placeholders<'_> {
    fn visit_attribute_mut(&mut self, attribute: &mut Attribute) {
        // The arguments of an attribute read as those of a call.
        if matches!(attribute.meta, Meta::List(_))
            && let Ok(call) = syn::parse2(attribute.meta.to_token_stream())
        {
            attribute.meta = Meta::Path(self.path());
            self.parts.push(call);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if expressions::is_laid_out(expr) {
            let (attrs, path) = (Vec::new(), self.path());
            let qself = None;
            let name = ExprPath { attrs, qself, path };
            self.parts.push(std::mem::replace(expr, Expr::Path(name)));
        } else {
            visit_expr_mut(self, expr);
        }
    }
}

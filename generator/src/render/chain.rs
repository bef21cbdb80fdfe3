//! Chains of calls and fields → their links.
//!
//! Invariant: the links in their order are the chain without its first expression.

use syn::{Expr, ExprMethodCall};

use super::spelling::flat;

/// A link of a chain of calls and fields.
pub(super) struct Link<'c> {
    pub(super) call: Option<&'c ExprMethodCall>,
    /// `.name` of a field, or the name and the types of a method.
    pub(super) name: String,
    /// How many `?` follow.
    pub(super) tries: usize,
}

/// The first expression of a chain, how many `?` follow it, and its links.
pub(super) fn links(expr: &Expr) -> (&Expr, usize, Vec<Link<'_>>) {
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

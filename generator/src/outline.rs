//! Items → the same without documentation and without the bodies of functions.
//!
//! Neither is anything that callers can name, and both are most of what a parser would read.
//! Invariant: what comes out is Rust if what went in is, and declares the same.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Returns the outline of items.
pub(crate) fn outline(tokens: TokenStream) -> TokenStream {
    let mut outline = Vec::new();
    // Whether the next braces hold what a function does.
    let mut in_function = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                let exclamation = tokens.next_if(|next| is_mark(next, '!'));
                if tokens.next_if(is_documentation).is_none() {
                    outline.push(TokenTree::Punct(mark));
                    outline.extend(exclamation);
                }
            }
            // What a call of a macro is given may mean anything.
            TokenTree::Punct(mark) if mark.as_char() == '!' => {
                outline.push(TokenTree::Punct(mark));
                outline.extend(tokens.next_if(|next| matches!(next, TokenTree::Ident(_))));
                outline.extend(tokens.next_if(|next| matches!(next, TokenTree::Group(_))));
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let inner = if in_function {
                    TokenStream::new()
                } else {
                    self::outline(group.stream())
                };
                in_function = false;
                outline.push(TokenTree::Group(Group::new(Delimiter::Brace, inner)));
            }
            // Of what a macro repeats, it is in parentheses.
            TokenTree::Group(group) if is_repeated(&outline) => {
                let inner = self::outline(group.stream());
                outline.push(TokenTree::Group(Group::new(group.delimiter(), inner)));
            }
            token => {
                match &token {
                    TokenTree::Ident(word) if word == "fn" => {
                        in_function = tokens.peek().is_some_and(begins_name);
                    }
                    mark if is_mark(mark, ';') => in_function = false,
                    _ => {}
                }
                outline.push(token);
            }
        }
    }
    outline.into_iter().collect()
}

/// Returns `true` if a `$` comes right before.
fn is_repeated(before: &[TokenTree]) -> bool {
    before.last().is_some_and(|token| is_mark(token, '$'))
}

fn is_mark(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(mark) if mark.as_char() == sign)
}

/// Returns `true` if a function has a name here: a type such as `fn(i64)` has none, and `$name` is one in a macro.
fn begins_name(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(_)) || is_mark(token, '$')
}

/// Returns the brackets of `#[doc = "…"]`.
fn is_documentation(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let first = group.stream().into_iter().next();
    // `#[doc(hidden)]` says who may use an item.
    matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
        && !matches!(group.stream().into_iter().nth(1), Some(TokenTree::Group(_)))
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::outline;

    #[test]
    fn declarations_stay_without_words_and_deeds() {
        let items = quote! {
            #![doc = "A crate."]
            #![recursion_limit = "256"]
            #[doc = "A box."]
            #[derive(Clone)]
            pub struct Box2 {
                #[doc = "In centimetres."]
                pub size: i64,
                pub open: fn(i64) -> bool,
            }
            impl Box2 {
                #[doc = "Opens it."]
                pub async fn open(&self) -> Result<(), Error> {
                    self.lid.open(&[1, 2]).await
                }
                pub const SIDES: [u8; 2] = [1, 2];
            }
            pub enum Lid {
                #[doc = "On it."]
                On { tight: bool },
            }
            pub mod inner {
                pub fn nothing() {}
            }
            macro_call! { a: { b } }
        };
        let expected = quote! {
            #![recursion_limit = "256"]
            #[derive(Clone)]
            pub struct Box2 {
                pub size: i64,
                pub open: fn(i64) -> bool,
            }
            impl Box2 {
                pub async fn open(&self) -> Result<(), Error> {}
                pub const SIDES: [u8; 2] = [1, 2];
            }
            pub enum Lid {
                On { tight: bool },
            }
            pub mod inner {
                pub fn nothing() {}
            }
            macro_call! { a: { b } }
        };
        assert_eq!(outline(items).to_string(), expected.to_string());
    }
}

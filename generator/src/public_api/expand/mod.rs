//! A call of a macro and its `macro_rules!` definition → the items that it stands for.
//!
//! Bodies of functions are omitted of the definition before, for no caller sees them. Invariant: what no rule matches
//! is an error, never skipped.

mod matcher;
mod pattern;
mod transcribe;

use std::rc::Rc;

use proc_macro2::{TokenStream, TokenTree};

use self::{
    matcher::{Bindings, flat, matches},
    pattern::{Pattern, patterns},
    transcribe::transcribe,
};
use crate::outline::outline;

/// A macro as it is defined.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    rules: Rc<[Rule]>,
}

#[derive(Debug)]
struct Rule {
    pattern: Vec<Pattern>,
    template: TokenStream,
}

impl Definition {
    /// Returns `true` if it is the same definition, not merely an equal one.
    pub(super) fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.rules, &other.rules)
    }

    /// Reads what is between the braces of `macro_rules! name { … }`.
    pub(super) fn read(tokens: TokenStream) -> Result<Self, String> {
        let mut rules = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let TokenTree::Group(pattern) = token else {
                return Err(format!("expected the pattern of a rule, found `{token}`"));
            };
            let arrow: Vec<TokenTree> = tokens.by_ref().take(2).collect();
            let (true, Some(TokenTree::Group(template))) = (is_arrow(&arrow), tokens.next()) else {
                return Err("a rule has no `=> { … }`".to_owned());
            };
            tokens
                .next_if(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';'));
            rules.push(Rule {
                pattern: patterns(pattern.stream())?,
                template: outline(template.stream()),
            });
        }
        Ok(Self {
            rules: rules.into(),
        })
    }

    /// Returns the tokens that a call with these arguments stands for.
    pub(super) fn expand(&self, arguments: &TokenStream) -> Result<TokenStream, String> {
        let tokens: Vec<TokenTree> = flat(arguments.clone());
        for rule in self.rules.iter() {
            let mut bindings = Bindings::default();
            if matches(&rule.pattern, &tokens, &mut bindings) == Some(tokens.len()) {
                return transcribe(&rule.template, &bindings);
            }
        }
        Err(format!("no rule matches `{arguments}`"))
    }
}

fn is_arrow(tokens: &[TokenTree]) -> bool {
    let sign =
        |token: &TokenTree, sign| matches!(token, TokenTree::Punct(mark) if mark.as_char() == sign);
    matches!(tokens, [first, second] if sign(first, '=') && sign(second, '>'))
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::Definition;
    use proc_macro2::TokenStream;

    fn expanded(definition: TokenStream, call: &TokenStream) -> String {
        let definition = Definition::read(definition);
        let expanded = definition.and_then(|definition| definition.expand(call));
        expanded.map_or_else(|error| error, |tokens| tokens.to_string())
    }

    #[test]
    fn repetitions_nest_and_are_as_long_as_what_they_repeat() {
        let definition = quote! {
            ($name:ident { $($field:ident: $ty:ty $(= $default:expr)?),* $(,)? }) => {
                impl $name { $(fn $field(self) -> $ty { $($default)? })* }
                $($(const $field: $ty = $default;)?)*
            };
        };
        let call = quote!(Box2 { size: Vec<(i64, u8)> = vec![(1, 2)], r#type: &'static str, });
        let expected = quote! {
            impl Box2 {
                fn size(self) -> Vec<(i64, u8)> {}
                fn r#type(self) -> &'static str {}
            }
            const size: Vec<(i64, u8)> = vec![(1, 2)];
        };
        assert_eq!(expanded(definition, &call), expected.to_string());
    }

    #[test]
    fn the_first_rule_that_matches_decides() {
        let definition = quote! {
            (@tag $tag:literal) => { const TAG: &str = $tag; };
            (@tag) => {};
            ($vis:vis struct $name:ident by $life:lifetime; $($rest:tt)*) => {
                $crate::inner!($name; $life; $($rest)*); $vis use $name;
            };
        };
        let call = quote!(@tag -1);
        let expected = quote!(
            const TAG: &str = -1;
        );
        assert_eq!(expanded(definition.clone(), &call), expected.to_string());
        let call = quote!(pub(crate) struct A by 'a; x [y] "z");
        let expected = quote!(crate::inner!(A; 'a; x [y] "z"); pub(crate) use A;);
        assert_eq!(expanded(definition.clone(), &call), expected.to_string());
        let call = quote!(struct A);
        assert_eq!(expanded(definition, &call), "no rule matches `struct A`");
    }

    #[test]
    fn several_variables_repeat_together() {
        let definition = quote! {
            ($($form:ident: $($value:ty),+;)+) => {$($(impl From<$value> for Form { fn $form() {} })+)+};
        };
        let call = quote!(plain: bool, Vec<u8>; quoted: &str;);
        let expected = quote! {
            impl From<bool> for Form { fn plain() {} }
            impl From<Vec<u8> > for Form { fn plain() {} }
            impl From<&str> for Form { fn quoted() {} }
        };
        assert_eq!(expanded(definition, &call), expected.to_string());
    }
}

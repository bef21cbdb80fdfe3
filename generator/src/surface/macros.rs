//! A call of one of the runtime's macros → what it gives callers of the crate.
//!
//! Invariant: how a type is spelled on the wire is no business of the compiler's and stays out.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::Scope;
use crate::surface::spelling::spelled;

impl Scope<'_> {
    /// What a macro of the runtime adds to a type.
    pub(super) fn invocation(&mut self, invocation: &syn::Macro) {
        let called = invocation.path.segments.last();
        let called = called.map(|segment| segment.ident.to_string());
        let arguments = split(invocation.tokens.clone());
        match (called.as_deref().unwrap_or_default(), &*arguments) {
            ("request_builder", [name, answer]) => self.request(name, answer),
            ("paged_request_builder", [name, answer, item]) => {
                self.request(name, answer);
                self.method(
                    name,
                    "items",
                    &format!("fn items(self) -> crate::runtime::Items<{item}>"),
                );
                self.method(
                    name,
                    "pages",
                    &format!("fn pages(self) -> crate::runtime::Pages<{item}>"),
                );
                let all = format!(
                    "fn collect_all(self, limit: usize) -> crate::runtime::CollectAll<{item}>"
                );
                self.method(name, "collect_all", &all);
            }
            ("keyset_request_builder", [name, item]) => {
                self.method(
                    name,
                    "all",
                    &format!("fn all(self) -> crate::runtime::Items<{item}>"),
                );
            }
            ("stream_request_builder", [name, stream, ..]) => self.request(name, stream),
            ("stream_too", [name, stream, ..]) => {
                let opening = format!("fn stream(self) -> crate::streams::Opening<{stream}>");
                self.method(name, "stream", &opening);
            }
            ("upload_builder", [name, method, ..]) => {
                let attach =
                    format!("fn {method}(mut self, file: crate::runtime::Attachment) -> Self");
                self.method(name, method, &attach);
            }
            ("union", _) => {
                let name = first_word(&invocation.tokens);
                self.serde(&name);
                for ty in convertible(&invocation.tokens) {
                    self.implemented(&name, &format!("From<{ty}>"));
                }
            }
            _ => {}
        }
    }

    /// A request that can be awaited.
    fn request(&mut self, name: &str, answer: &str) {
        let future = format!("impl IntoFuture<Output = Result<{answer}, Error>> for {name}");
        self.insert(&format!("{name}: IntoFuture"), &future);
    }

    fn method(&mut self, name: &str, method: &str, signature: &str) {
        self.insert(&format!("{name}::{method}"), &format!("pub {signature}"));
    }

    /// What can be stored and logged; a form with files cannot.
    pub(super) fn serde(&mut self, name: &str) {
        for implemented in ["Serialize", "Deserialize"] {
            self.implemented(name, implemented);
        }
    }
}

/// The type that a table lists the names of on the wire for. `None`: the text is something else.
pub(super) fn listed(text: &str) -> Option<&str> {
    let rest = ["record", "string_enum", "integer_enum"]
        .iter()
        .find_map(|name| {
            text.strip_prefix("crate::")?
                .strip_prefix(name)?
                .strip_prefix("!(")
        })?;
    let end = rest.find(|character: char| !character.is_alphanumeric() && character != '_')?;
    Some(&rest[..end])
}

/// What stands between the commas. Those inside of `<…>` belong to a type.
fn split(tokens: TokenStream) -> Vec<String> {
    let mut parts = vec![TokenStream::new()];
    let mut depth = 0_usize;
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            TokenTree::Punct(punct) if punct.as_char() == ',' && depth == 0 => {
                parts.push(TokenStream::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.extend([token]);
        }
    }
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(spelled)
        .collect()
}

fn first_word(tokens: &TokenStream) -> String {
    let first = tokens.clone().into_iter().next();
    first.map(|token| token.to_string()).unwrap_or_default()
}

/// The types that a union can be made from: of `Name(Type) … from […]`, what is in the first group.
fn convertible(tokens: &TokenStream) -> Vec<String> {
    let braces = tokens.clone().into_iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    let mut types = Vec::new();
    let mut last = None;
    for token in braces.unwrap_or_default() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                last = Some(group.stream());
            }
            TokenTree::Ident(word) if word == "from" => types.extend(last.take().map(spelled)),
            TokenTree::Punct(punct)
                if punct.as_char() == ',' && punct.spacing() == Spacing::Alone =>
            {
                last = None;
            }
            _ => {}
        }
    }
    types
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{convertible, listed, split};

    #[test]
    fn tables_are_known_by_their_beginning() {
        assert_eq!(
            listed("crate::record!(Box2 {\n    size,\n});\n"),
            Some("Box2")
        );
        assert_eq!(
            listed("crate::string_enum!(Size { Small = \"s\" });"),
            Some("Size")
        );
        assert_eq!(listed("crate::union!(Size { Small(i64) [] });"), None);
    }

    #[test]
    fn commas_inside_of_types_split_nothing() {
        let tokens = quote!(ListBoxes, BTreeMap<String, Vec<i64>>, (i64, bool));
        assert_eq!(
            split(tokens),
            ["ListBoxes", "BTreeMap<String, Vec<i64>>", "(i64, bool)"]
        );
    }

    #[test]
    fn unions_are_made_of_the_types_that_only_one_alternative_has() {
        let tokens = quote!(Content by "kind" {
            Text(TextContent) "kind" = "text" from [Shape::object(&[("kind", &["text"])], &[], &[])],
            Other(Vec<i64>) [Shape::Number],
            Map(BTreeMap<String, i64>) from [Shape::Text],
        });
        assert_eq!(
            convertible(&tokens),
            ["TextContent", "BTreeMap<String, i64>"]
        );
    }
}

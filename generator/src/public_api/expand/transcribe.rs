//! The template of a rule and what its variables stand for → tokens.
//!
//! Invariant: `$crate` is `crate`, for a crate is read as a whole.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};

use super::{
    matcher::{Binding, Bindings},
    pattern::operator,
};

/// Fills a template.
pub(super) fn transcribe(
    template: &TokenStream,
    bindings: &Bindings,
) -> Result<TokenStream, String> {
    let mut out = Vec::new();
    let mut tokens = template.clone().into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Ident(name)) if name == "crate" => {
                    out.push(TokenTree::Ident(Ident::new("crate", Span::call_site())));
                }
                Some(TokenTree::Ident(name)) => out.extend(bound(&name, bindings)?),
                Some(TokenTree::Group(group)) => {
                    let (separator, ..) = operator(&mut tokens)?;
                    out.extend(repeated(&group.stream(), separator.as_ref(), bindings)?);
                }
                other => out.extend([TokenTree::Punct(mark)].into_iter().chain(other)),
            },
            TokenTree::Group(group) => {
                let inner = transcribe(&group.stream(), bindings)?;
                out.push(TokenTree::Group(Group::new(group.delimiter(), inner)));
            }
            token => out.push(token),
        }
    }
    Ok(out.into_iter().collect())
}

/// Returns the value of a variable; unknown names stay as they are, as in a macro that defines a macro.
fn bound(name: &Ident, bindings: &Bindings) -> Result<Vec<TokenTree>, String> {
    match bindings.get(&name.to_string()) {
        Some(Binding::Tokens(tokens)) => Ok(tokens.clone()),
        Some(Binding::Repeated(_)) => Err(format!("`${name}` still repeats here")),
        None => Err(format!("`${name}` is no variable of the rule")),
    }
}

fn repeated(
    template: &TokenStream,
    separator: Option<&TokenTree>,
    bindings: &Bindings,
) -> Result<Vec<TokenTree>, String> {
    let mut used = Vec::new();
    variables(template.clone(), &mut used);
    let lengths = used.iter().filter_map(|name| match bindings.get(name) {
        Some(Binding::Repeated(each)) => Some(each.len()),
        _ => None,
    });
    let Some(rounds) = lengths.max() else {
        return Err(format!("nothing in `$({template})` repeats"));
    };
    let mut out = Vec::new();
    for round in 0..rounds {
        let mut inner = Bindings::new();
        for name in &used {
            match bindings.get(name) {
                Some(Binding::Repeated(each)) => {
                    let one = each.get(round).cloned();
                    let one =
                        one.ok_or_else(|| format!("`${name}` repeats less often than others"))?;
                    inner.insert(name.clone(), one);
                }
                Some(same) => drop(inner.insert(name.clone(), same.clone())),
                None => {}
            }
        }
        if round > 0 {
            out.extend(separator.cloned());
        }
        out.extend(transcribe(template, &inner)?);
    }
    Ok(out)
}

/// Collects the variables that a template names.
fn variables(template: TokenStream, names: &mut Vec<String>) {
    let mut tokens = template.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Ident(name)) => names.push(name.to_string()),
                Some(TokenTree::Group(group)) => variables(group.stream(), names),
                _ => {}
            },
            TokenTree::Group(group) => variables(group.stream(), names),
            _ => {}
        }
    }
}

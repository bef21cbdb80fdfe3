//! Lists of values → enums that stay open.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::macro_call::macro_call;
use crate::{
    emit::{
        docs::{Doc, code},
        types::ident,
    },
    model::{Enum, TypeDef, Value, Variant},
};

/// ```text
/// #[non_exhaustive]
/// pub enum TicketStatus { Open, Pending, Unknown(i64) }
/// ```
pub(super) fn enumeration(docs: &TokenStream, def: &TypeDef, shape: &Enum) -> TokenStream {
    let name = ident(&def.name.ident);
    let (copy, payload) = if shape.is_integer() {
        (Some(quote!(Copy,)), quote!(i64))
    } else {
        (None, quote!(std::string::String))
    };
    let variants = shape.variants.iter().map(variant);
    let unknown = Doc::at(4)
        .own("A value that the API description does not list.")
        .outer();
    quote! {
        #docs
        #[derive(Clone, #copy Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown
            Unknown(#payload),
        }
    }
}

/// Returns the wire values of an enum:
///
/// ```text
/// crate::integer_enum!(TicketStatus {
///     Open = 2,
/// });
/// ```
pub(super) fn values(def: &TypeDef, shape: &Enum) -> String {
    let name = if shape.is_integer() {
        "integer_enum"
    } else {
        "string_enum"
    };
    let lines = shape.variants.iter().map(|variant| {
        let wire = match &variant.value {
            Value::Text(text) => Literal::string(text).to_string(),
            Value::Integer(number) => grouped(*number),
        };
        format!("{} = {wire},", variant.ident)
    });
    macro_call(name, def, lines)
}

fn variant(variant: &Variant) -> TokenStream {
    let wire = match &variant.value {
        Value::Text(text) => code(text),
        Value::Integer(number) => format!("`{number}`"),
    };
    let docs = match &variant.docs.description {
        Some(text) => Doc::at(4).text(text).own(&wire),
        None => Doc::at(4).own(&wire),
    };
    let docs = docs.outer();
    let name = ident(&variant.ident);
    quote! {
        #docs
        #name,
    }
}

/// Returns an integer as a person writes it: long ones with a `_` before every third digit.
fn grouped(number: i64) -> String {
    const READABLE: usize = 5;
    let digits = number.unsigned_abs().to_string();
    if digits.len() <= READABLE {
        return number.to_string();
    }
    let sign = if number < 0 { "-" } else { "" };
    let first = digits.len() % 3;
    let groups = digits.as_bytes()[first..].chunks(3);
    let mut text = format!("{sign}{}", &digits[..first]);
    for (index, group) in groups.enumerate() {
        if index > 0 || first > 0 {
            text.push('_');
        }
        text.extend(group.iter().map(|digit| char::from(*digit)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn long_integers_are_grouped() {
        assert_eq!(grouped(12_345), "12345");
        assert_eq!(grouped(-123_456), "-123_456");
        assert_eq!(grouped(9_007_199_254_740_993), "9_007_199_254_740_993");
        assert_eq!(grouped(i64::MIN), "-9_223_372_036_854_775_808");
    }
}

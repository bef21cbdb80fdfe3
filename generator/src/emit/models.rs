//! `models/`: one file per family of types.

use std::{collections::BTreeMap, fmt::Write as _};

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    Chunk,
    docs::{Doc, code},
    facts::facts,
    imports::Imports,
    lints::{
        deep_types, deprecation, odd_names, too_many_arguments, too_many_flag_fields,
        too_many_flags,
    },
    types::{FieldForm, Traits, field_type, ident, plain, rust_type},
    uses::Uses,
};
use crate::model::{
    AdditionalProperties, Docs, Enum, Field, Presence, Primitive, Struct, TypeDef, TypeKind,
    TypeRef, Usage, Value, Variant,
};

/// ```text
/// //! The types of requests and responses.
/// mod ticket;
/// pub use self::ticket::{Ticket, TicketCreate};
/// ```
pub(super) fn index(families: &BTreeMap<&str, Vec<&TypeDef>>) -> TokenStream {
    let docs = Doc::at(0)
        .own("The types of requests and responses.")
        .inner();
    let modules = families.keys().map(|module| ident(module));
    let exports = families.iter().map(|(module, types)| {
        let module = ident(module);
        let mut names: Vec<&str> = types.iter().map(|def| def.name.ident.as_str()).collect();
        names.sort_unstable();
        let names = names.into_iter().map(ident);
        quote!(pub use self::#module::{#(#names),*};)
    });
    quote! {
        #docs
        #(mod #modules;)*
        #(#exports)*
    }
}

/// The types of one family.
pub(super) fn family(
    traits: &Traits<'_>,
    uses: &Uses<'_>,
    module: &str,
    types: &[&TypeDef],
) -> Vec<Chunk> {
    let docs = Doc::at(0)
        .own(&format!("The family `{}` of types.", plain(module)))
        .inner();
    let imports = imports(types).into_tokens();
    let head = Chunk::Tokens(quote!(#docs #imports));
    let items = types.iter().flat_map(|def| item(traits, uses, def));
    std::iter::once(head).chain(items).collect()
}

fn imports(types: &[&TypeDef]) -> Imports {
    let mut imports = Imports::default();
    for def in types {
        match &def.kind {
            TypeKind::Struct(shape) => {
                for field in &shape.fields {
                    imports.add_type(&field.ty);
                    if FieldForm::of(field, def.usage) == FieldForm::Patch {
                        imports.add_runtime("Patch");
                    }
                }
                if let Some(AdditionalProperties { ty, .. }) = &shape.additional {
                    imports.add_type(&additional_type(ty));
                }
            }
            TypeKind::Alias(ty) => imports.add_type(ty),
            TypeKind::Enum(_) => {}
        }
    }
    imports.without(types.iter().map(|def| def.name.ident.as_str()))
}

/// A type, and the macro call that implements what it has in common with all others.
fn item(traits: &Traits<'_>, uses: &Uses<'_>, def: &TypeDef) -> Vec<Chunk> {
    let head = head(uses, def);
    match &def.kind {
        TypeKind::Struct(shape) => vec![
            Chunk::Tokens(structure(traits, &head, def, shape)),
            Chunk::Text(record(def, shape)),
        ],
        TypeKind::Enum(shape) => vec![
            Chunk::Tokens(enumeration(&head, def, shape)),
            Chunk::Text(values(def, shape)),
        ],
        TypeKind::Alias(ty) => {
            let (name, ty) = (ident(&def.name.ident), rust_type(ty));
            vec![Chunk::Tokens(quote!(#head pub type #name = #ty;))]
        }
    }
}

/// The comment of a type.
fn head(uses: &Uses<'_>, def: &TypeDef) -> TokenStream {
    let docs = described(Doc::at(0), &def.docs);
    let docs = if docs.is_empty() {
        docs.own(&uses.of(def))
    } else {
        docs
    };
    // The attribute would warn of every use in this crate too.
    let docs = if def.deprecated {
        docs.own("**Deprecated**: the API description advises against its use.")
    } else {
        docs
    };
    docs.outer()
}

fn described(doc: Doc, docs: &Docs) -> Doc {
    let summary = docs.summary.as_deref();
    let doc = match summary {
        // A title that the text begins with would be said twice.
        Some(summary) if !repeats(summary, docs.description.as_deref()) => doc.sentence(summary),
        _ => doc,
    };
    doc.maybe(docs.description.as_deref())
}

fn repeats(summary: &str, description: Option<&str>) -> bool {
    description.is_some_and(|text| text.trim_start().starts_with(summary.trim_end_matches('.')))
}

/// ```text
/// #[derive(Clone, Debug, Default, PartialEq)]
/// #[non_exhaustive]
/// pub struct Ticket { pub id: Option<i64>, … }
/// ```
fn structure(
    traits: &Traits<'_>,
    head: &TokenStream,
    def: &TypeDef,
    shape: &Struct,
) -> TokenStream {
    let name = ident(&def.name.ident);
    let has_default = traits.is_default(&def.name.ident);
    let default = has_default.then(|| quote!(Default,));
    // Callers never build what is only received, so new fields do not break them.
    let non_exhaustive = (def.usage == Usage::Response).then(|| quote!(#[non_exhaustive]));
    let lints = too_many_flag_fields(flags(shape, def.usage));
    let depth = shape.fields.iter().map(|field| field.ty.depth()).max();
    let deep = deep_types(depth.unwrap_or_default() + 1);
    let fields = shape.fields.iter().map(|field| structure_field(field, def));
    let additional = shape.additional.as_ref().map(additional_field);
    let constructor = constructor(def, shape);
    quote! {
        #head
        #[derive(Clone, Debug, #default PartialEq)]
        #non_exhaustive
        #lints
        #deep
        pub struct #name {
            #(#fields)*
            #additional
        }
        #constructor
    }
}

/// How many fields are plain flags.
fn flags(shape: &Struct, usage: Usage) -> usize {
    let is_flag = |field: &&Field| {
        FieldForm::of(field, usage) == FieldForm::Plain
            && field.ty == TypeRef::Primitive(Primitive::Bool)
    };
    shape.fields.iter().filter(is_flag).count()
}

fn structure_field(field: &Field, def: &TypeDef) -> TokenStream {
    let docs = field_docs(field, def).outer();
    let deprecated = deprecation(field.deprecated);
    let name = ident(&field.name.ident);
    let ty = field_type(field, def.usage);
    quote! {
        #docs
        #deprecated
        pub #name: #ty,
    }
}

fn field_docs(field: &Field, def: &TypeDef) -> Doc {
    let docs = described(Doc::at(4), &field.docs);
    let docs = if docs.is_empty() {
        docs.own(&format!(
            "The property {} of {}.",
            code(&field.name.wire),
            code(&def.name.wire)
        ))
    } else {
        docs
    };
    let facts = facts(&field.ty, field.default.as_deref());
    if facts.is_empty() {
        docs
    } else {
        docs.own(&facts)
    }
}

fn additional_type(ty: &TypeRef) -> TypeRef {
    match ty {
        TypeRef::Json => TypeRef::FreeForm,
        other => TypeRef::Map(Box::new(other.clone())),
    }
}

fn additional_field(additional: &AdditionalProperties) -> TokenStream {
    let name = ident(&additional.ident);
    let ty = rust_type(&additional_type(&additional.ty));
    let docs = Doc::at(4).own("Every other property, by name.").outer();
    quote! {
        #docs
        pub #name: #ty,
    }
}

/// A constructor of the required fields, for types that callers build.
fn constructor(def: &TypeDef, shape: &Struct) -> Option<TokenStream> {
    let required: Vec<&Field> = shape
        .fields
        .iter()
        .filter(|field| field.presence == Presence::Required)
        .collect();
    if required.is_empty() || def.usage == Usage::Response {
        return None;
    }
    let name = ident(&def.name.ident);
    let docs = Doc::at(4)
        .own("A value with its required fields; the others are absent.")
        .outer();
    let lints = too_many_arguments(required.len());
    let letters = odd_names(required.iter().map(|field| field.name.ident.as_str()));
    let flags = too_many_flags(required.iter().map(|field| &field.ty));
    let deprecated =
        shape.fields.iter().any(|field| field.deprecated).then(
            || quote!(#[allow(deprecated, reason = "a value has its deprecated fields too")]),
        );
    let arguments = required.iter().map(|field| {
        let (name, ty) = (ident(&field.name.ident), field_type(field, def.usage));
        if ty.to_string() == "String" {
            quote!(#name: impl Into<String>)
        } else {
            quote!(#name: #ty)
        }
    });
    let values = shape
        .fields
        .iter()
        .map(|field| constructed(field, def.usage));
    let additional = shape.additional.as_ref().map(|additional| {
        let name = ident(&additional.ident);
        if additional.ty == TypeRef::Json {
            quote!(#name: JsonObject::new(),)
        } else {
            quote!(#name: BTreeMap::new(),)
        }
    });
    Some(quote! {
        impl #name {
            #docs
            #[must_use]
            #lints
            #flags
            #letters
            #deprecated
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values)* #additional }
            }
        }
    })
}

fn constructed(field: &Field, usage: Usage) -> TokenStream {
    let name = ident(&field.name.ident);
    match FieldForm::of(field, usage) {
        FieldForm::Plain if matches!(field.ty, TypeRef::Primitive(Primitive::Text(_))) => {
            quote!(#name: #name.into(),)
        }
        FieldForm::Plain | FieldForm::Nullable => quote!(#name,),
        FieldForm::Optional => quote!(#name: None,),
        FieldForm::Patch => quote!(#name: Patch::Absent,),
    }
}

/// The wire names of the fields, which decoding and encoding follow:
///
/// ```text
/// crate::record!(Ticket {
///     "id" => id,
///     "due_by" => due_by nullable,
///     "type" => r#type strict,
/// });
/// ```
fn record(def: &TypeDef, shape: &Struct) -> String {
    let fields = shape.fields.iter().map(|field| {
        let marker = match FieldForm::of(field, def.usage) {
            FieldForm::Nullable => " nullable",
            // A null that the description does not allow is taken for absence, and reported.
            FieldForm::Optional if def.usage.is_received() && !field.ty.is_nullable() => " strict",
            FieldForm::Plain | FieldForm::Optional | FieldForm::Patch => "",
        };
        let wire = Literal::string(&field.name.wire);
        format!("{wire} => {}{marker},", field.name.ident)
    });
    let additional = shape
        .additional
        .iter()
        .map(|additional| format!(".. {}", additional.ident));
    macro_call("record", def, fields.chain(additional))
}

fn macro_call(name: &str, def: &TypeDef, lines: impl Iterator<Item = String>) -> String {
    let mut call = format!("crate::{name}!({} {{\n", def.name.ident);
    for line in lines {
        let _ = writeln!(call, "    {line}");
    }
    call + "});\n"
}

/// ```text
/// #[non_exhaustive]
/// pub enum TicketStatus { Open, Pending, Unknown(i64) }
/// ```
fn enumeration(head: &TokenStream, def: &TypeDef, shape: &Enum) -> TokenStream {
    let name = ident(&def.name.ident);
    let (copy, payload) = if shape.is_integer() {
        (Some(quote!(Copy,)), quote!(i64))
    } else {
        (None, quote!(String))
    };
    let variants = shape.variants.iter().map(variant);
    let unknown = Doc::at(4)
        .own("A value that the API description does not list.")
        .outer();
    quote! {
        #head
        #[derive(Clone, #copy Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown
            Unknown(#payload),
        }
    }
}

/// The wire values of an enum:
///
/// ```text
/// crate::integer_enum!(TicketStatus {
///     Open = 2,
/// });
/// ```
fn values(def: &TypeDef, shape: &Enum) -> String {
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

/// An integer as a person writes it: long ones with a `_` before every third digit.
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

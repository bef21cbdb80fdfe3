//! Objects → structs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{description::described, macro_call::macro_call, sample::samples};
use crate::{
    emit::{
        docs::{Doc, code},
        facts::facts,
        file::{Chunk, invocation},
        lints::{
            constructor_of, deep_types, deprecation, odd_names, too_many_arguments,
            too_many_flag_fields, too_many_flags,
        },
        types::{FieldForm, Traits, field_type, ident, plain, rust_type},
    },
    model::{
        Absence, AdditionalProperties, Choice, Field, Name, Primitive, Struct, TypeDef, TypeRef,
        Usage,
    },
};

/// ```text
/// #[derive(Clone, Debug, Default, PartialEq)]
/// #[non_exhaustive]
/// pub struct Ticket { pub id: Option<i64>, … }
/// ```
pub(super) fn structure(
    traits: &Traits<'_>,
    docs: &TokenStream,
    def: &TypeDef,
    shape: &Struct,
) -> TokenStream {
    let name = ident(&def.name.ident);
    let has_default = traits.is_default(&def.name.ident);
    let own_default = default_of_constants(traits, def, shape);
    let derives = has_default && own_default.is_none();
    let default = derives.then(|| quote!(Default,));
    // Callers never build what is only received, so new fields do not break them.
    let non_exhaustive = (def.usage == Usage::Response).then(|| quote!(#[non_exhaustive]));
    let lints = too_many_flag_fields(flags(shape, def.usage));
    let depth = shape.fields.iter().map(|field| field.ty.depth()).max();
    let deep = deep_types(depth.unwrap_or_default() + 1);
    let fields = shape.fields.iter().map(|field| structure_field(field, def));
    let additional = shape.additional.as_ref().map(additional_field);
    let unknown = shape.unknown.as_deref().map(unknown_field);
    let constructor = constructor(traits, def, shape);
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        #non_exhaustive
        #lints
        #deep
        pub struct #name {
            #(#fields)*
            #additional
            #unknown
        }
        #own_default
        #constructor
    }
}

/// Returns the default of a struct whose required fields are all constants, which derived code would not set. `None`: it
/// has no constants, or other required fields.
///
/// ```text
/// impl Default for Egg {
///     fn default() -> Self {
///         Self { kind: EggKind::Egg, color: None }
///     }
/// }
/// ```
fn default_of_constants(traits: &Traits<'_>, def: &TypeDef, shape: &Struct) -> Option<TokenStream> {
    if !traits.has_constants_only(def, shape) {
        return None;
    }
    let name = ident(&def.name.ident);
    let values = shape
        .fields
        .iter()
        .map(|field| constructed(traits, field, def.usage));
    let others = other_values(shape);
    let deprecated = uses_deprecated(shape);
    Some(quote! {
        impl std::default::Default for #name {
            #deprecated
            fn default() -> Self {
                Self { #(#values)* #others }
            }
        }
    })
}

/// Returns the empty fields of a new value for properties that have no name.
fn other_values(shape: &Struct) -> TokenStream {
    let additional = shape.additional.as_ref().map(|additional| {
        let name = ident(&additional.ident);
        if additional.ty == TypeRef::Json {
            quote!(#name: crate::runtime::JsonObject::new(),)
        } else {
            quote!(#name: std::collections::BTreeMap::new(),)
        }
    });
    let unknown = shape.unknown.as_deref().map(|name| {
        let name = ident(name);
        quote!(#name: crate::runtime::UnknownFields::default(),)
    });
    quote!(#additional #unknown)
}

/// Returns the lint for code that sets all fields.
fn uses_deprecated(shape: &Struct) -> Option<TokenStream> {
    shape
        .fields
        .iter()
        .any(|field| field.deprecated)
        .then(|| quote!(#[allow(deprecated, reason = "a value has its deprecated fields too")]))
}

/// Counts the fields that are plain flags.
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
    let facts = facts(&field.ty, &field.limits, field.default.as_deref());
    if facts.is_empty() {
        docs
    } else {
        docs.own(&facts)
    }
}

pub(super) fn additional_type(ty: &TypeRef) -> TypeRef {
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

fn unknown_field(name: &str) -> TokenStream {
    let name = ident(name);
    let docs = Doc::at(4)
        .own("Undocumented members of responses, and values of the wrong type.")
        .outer();
    quote! {
        #docs
        pub #name: crate::runtime::UnknownFields,
    }
}

/// Returns a constructor of the required fields, for types that callers build. What is constant is no argument of it.
fn constructor(traits: &Traits<'_>, def: &TypeDef, shape: &Struct) -> Option<TokenStream> {
    let is_argument =
        |field: &&Field| field.is_given() && traits.constant(field, def.usage).is_none();
    let required: Vec<&Field> = shape.fields.iter().filter(is_argument).collect();
    if required.is_empty() || def.usage == Usage::Response {
        return None;
    }
    let name = ident(&def.name.ident);
    let docs = Doc::at(4)
        .own("Creates a value from its required fields; the others are absent.")
        .outer();
    let lints = too_many_arguments(required.len());
    let named_alike = constructor_of(&def.name.ident);
    let letters = odd_names(required.iter().map(|field| field.name.ident.as_str()));
    let flags = too_many_flags(required.iter().map(|field| &field.ty));
    let deprecated = uses_deprecated(shape);
    let arguments = required.iter().map(|field| {
        let (name, ty) = (ident(&field.name.ident), argument_type(field, def.usage));
        if is_text(field, def.usage) {
            quote!(#name: impl std::convert::Into<#ty>)
        } else {
            quote!(#name: #ty)
        }
    });
    let values = shape
        .fields
        .iter()
        .map(|field| constructed(traits, field, def.usage));
    let others = other_values(shape);
    Some(quote! {
        impl #name {
            #docs
            #[must_use]
            #lints
            #flags
            #named_alike
            #letters
            #deprecated
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values)* #others }
            }
        }
    })
}

/// Returns the type in which a constructor takes a field: itself, where only responses may lack it.
fn argument_type(field: &Field, usage: Usage) -> TokenStream {
    match FieldForm::of(field, usage) {
        FieldForm::Optional => rust_type(field.ty.without_null()),
        _ => field_type(field, usage),
    }
}

/// Returns `true` if a field is a required text, which a constructor takes in any form.
fn is_text(field: &Field, usage: Usage) -> bool {
    let form = FieldForm::of(field, usage);
    matches!(form, FieldForm::Plain | FieldForm::Optional)
        && matches!(field.ty, TypeRef::Primitive(Primitive::Text(_)))
}

fn constructed(traits: &Traits<'_>, field: &Field, usage: Usage) -> TokenStream {
    let name = ident(&field.name.ident);
    let constant = traits.constant(field, usage);
    match FieldForm::of(field, usage) {
        FieldForm::Plain if constant.is_some() => quote!(#name: #constant,),
        FieldForm::Optional if constant.is_some() => quote!(#name: Some(#constant),),
        FieldForm::Plain if is_text(field, usage) => quote!(#name: #name.into(),),
        FieldForm::Plain | FieldForm::Nullable => quote!(#name,),
        FieldForm::Optional if !field.is_given() => quote!(#name: None,),
        FieldForm::Optional if is_text(field, usage) => quote!(#name: Some(#name.into()),),
        FieldForm::Optional => quote!(#name: Some(#name),),
        FieldForm::Patch => quote!(#name: crate::runtime::Patch::Absent,),
    }
}

/// Returns the functions that read fields which are objects of any members as types of the caller's own:
///
/// ```text
/// crate::object_field!(Ticket, custom_fields, custom_fields_as);
/// ```
pub(super) fn objects(def: &TypeDef, shape: &Struct) -> Vec<Chunk> {
    let is_object = |field: &&Field| {
        let form = FieldForm::of(field, def.usage);
        *field.ty.without_null() == TypeRef::FreeForm && form != FieldForm::Patch
    };
    let fields = shape.fields.iter().filter(is_object);
    let is_received = def.usage.is_received();
    let calls = fields.filter(|_| is_received).map(|field| {
        let (name, field) = (&def.name.ident, &field.name.ident);
        let function = format!("{}_as", plain(field));
        Chunk::Text(invocation("object_field", &[name, field, &function]))
    });
    calls.collect()
}

/// The check of fields whose values depend on those of others:
///
/// ```text
/// crate::dependent_fields!(
///     Ticket,
///     [category, item] => &[Choice("Hardware", &[Choice("Printer", &[])])]
/// );
/// ```
pub(super) fn dependent(def: &TypeDef, shape: &Struct) -> Option<Chunk> {
    let ident_of = |wire: &String| {
        let mut fields = shape.fields.iter();
        let field = fields.find(|field| field.name.wire == *wire);
        field.map(|field| field.name.ident.as_str())
    };
    let lists = shape.dependent.iter().filter_map(|dependent| {
        let names: Vec<&str> = dependent
            .fields
            .iter()
            .map(ident_of)
            .collect::<Option<_>>()?;
        let choices = choices(&dependent.choices);
        Some(format!("[{}] => {choices}", names.join(", ")))
    });
    let lists: Vec<String> = lists.collect();
    let name = &def.name.ident;
    (!lists.is_empty()).then(|| {
        let mut arguments = vec![name.as_str()];
        arguments.extend(lists.iter().map(String::as_str));
        Chunk::Text(invocation("dependent_fields", &arguments))
    })
}

fn choices(list: &[Choice]) -> String {
    let each = list.iter().map(|choice| {
        let value = Literal::string(&choice.value);
        format!("Choice({value}, {})", choices(&choice.below))
    });
    format!("&[{}]", each.collect::<Vec<_>>().join(", "))
}

/// Returns the fields, with the wire name where it is not the identifier, which decoding and encoding follow:
///
/// ```text
/// crate::record!(Ticket {
///     id,
///     due_by nullable,
///     "type" => r#type strict,
///     custom_fields empty,
/// });
/// ```
///
/// A struct with files in it is sent as a form, by `file_form!`, which marks these with `files`.
pub(super) fn record(def: &TypeDef, shape: &Struct) -> String {
    let fields = shape.fields.iter().map(|field| {
        let marker = match FieldForm::of(field, def.usage) {
            _ if field.is_file() => " files",
            FieldForm::Nullable => " nullable",
            FieldForm::Plain if field.absence == Absence::Empty => " empty",
            // A null that the description does not allow is taken for absence, and reported.
            FieldForm::Optional if def.usage.is_received() && !field.ty.is_nullable() => " strict",
            FieldForm::Plain | FieldForm::Optional | FieldForm::Patch => "",
        };
        let Name { wire, ident } = &field.name;
        if wire == ident {
            return format!("{ident}{marker},");
        }
        format!("{} => {ident}{marker},", Literal::string(wire))
    });
    let additional = shape
        .additional
        .iter()
        .map(|additional| match shape.unknown {
            Some(_) => format!("..{},", additional.ident),
            // Names alone read as a struct, in which nothing follows this.
            None => format!("..{}", additional.ident),
        });
    let unknown = shape.unknown.iter().map(|name| format!("? {name},"));
    let name = if shape.has_files() {
        "file_form"
    } else {
        "record"
    };
    let samples = if def.usage.is_received() {
        samples(shape)
    } else {
        None
    };
    let lines = fields.chain(additional).chain(unknown).chain(samples);
    macro_call(name, def, lines)
}

//! `queries.rs`: a type for each language of conditions, with a function for each field.
//!
//! Invariant: what a field allows is in the type that its function gives; nothing is decided when it runs.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{
    docs::{Doc, code},
    example::imported,
    facts::facts,
    features::{Features, Scope},
    file::{Chunk, invocation},
    types::{Traits, ident, in_example, rust_type},
};
use crate::model::{
    Api, Comparison, FieldOwner, NullTest, Package, Primitive, Query, QueryField, TypeKind,
    TypeRef, Value,
};

/// Returns the module that the types are in.
pub(super) fn queries(traits: &Traits<'_>, features: &Features<'_>, api: &Api) -> Vec<Chunk> {
    let docs = Doc::at(0)
        .own("Search queries: a type for each search, with a function for each field.")
        .own(
            "A condition consists of a field and a value, `and` and `or` join conditions, and the \
             search method takes the result. Values are escaped, so a search term cannot change \
             the query; one that cannot be escaped is rejected before anything is sent.",
        )
        .inner();
    let whole = features.of_queries(&api.queries);
    let scope = |query: &Query| features.of_query(query).within(&whole);
    let head = Chunk::Tokens(docs);
    let types = api.queries.iter().flat_map(|query| {
        let longest = query
            .longest
            .map_or_else(|| "None".to_owned(), |longest| format!("Some({longest})"));
        let implement = invocation("query", &[&query.name.ident, &longest]);
        let scope = scope(query);
        [
            Chunk::Tokens(query_type(traits, query, &scope, &api.package)),
            scope.gate(implement),
        ]
    });
    std::iter::once(head).chain(types).collect()
}

/// ```text
/// pub struct TicketQuery { expression: query::Expression }
/// impl TicketQuery {
///     pub const fn status() -> query::Field<Self, TicketStatus, query::Ordered> { query::Field::plain("status") }
///     pub fn custom_field(name: &str) -> query::CustomField<Self> { query::CustomField::new(name, "cf_") }
/// }
/// ```
fn query_type(traits: &Traits<'_>, query: &Query, scope: &Scope, package: &Package) -> TokenStream {
    let gate = scope.attribute();
    let docs = query_docs(traits, query, package).outer();
    let name = ident(&query.name.ident);
    let fields = query.fields_of(FieldOwner::Service);
    let fields = fields.map(|field| function(traits, field, &name));
    let own = account_fields(traits, query, scope);
    let entry = own.is_some().then(|| entry(&name));
    let custom = query.custom_fields.as_deref().map(custom_field);
    quote! {
        #docs
        #gate
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name {
            expression: crate::runtime::query::Expression,
        }
        #gate
        impl #name {
            #(#fields)*
            #entry
            #custom
        }
        #own
    }
}

/// The way to the fields that an account has added.
fn entry(name: &Ident) -> TokenStream {
    let docs = Doc::at(4)
        .own("The fields that the account has added, each a function.")
        .outer();
    quote! {
        #docs
        #[must_use]
        pub const fn custom() -> crate::runtime::query::CustomFields<#name> {
            crate::runtime::query::CustomFields::new()
        }
    }
}

/// Functions for the fields that an account has added, apart from those that every account has:
///
/// ```text
/// impl query::CustomFields<TicketQuery> {
///     pub const fn category(self) -> query::Field<TicketQuery, Category> { query::Field::quoted("cf_category") }
/// }
/// ```
fn account_fields(traits: &Traits<'_>, query: &Query, scope: &Scope) -> Option<TokenStream> {
    query.fields_of(FieldOwner::Account).next()?;
    let gate = scope.attribute();
    let name = ident(&query.name.ident);
    let fields = query.fields_of(FieldOwner::Account);
    let fields = fields.map(|field| function(traits, field, &name));
    Some(quote! {
        #gate
        impl crate::runtime::query::CustomFields<crate::queries::#name> {
            #(#fields)*
        }
    })
}

fn query_docs(traits: &Traits<'_>, query: &Query, package: &Package) -> Doc {
    let docs = Doc::at(0).maybe(query.docs.description.as_deref());
    let docs = if docs.is_empty() {
        docs.own("Conditions of a search.")
    } else {
        docs
    };
    let docs = match query.longest {
        Some(longest) => docs.own(&format!(
            "A query has at most {longest} characters, the quotes around it included; a longer one \
             is rejected before it is sent."
        )),
        None => docs,
    };
    docs.own("# Examples")
        .verbatim(type_example(traits, query, package))
}

/// A query for examples: how it is put together, and what is written then.
pub(super) struct Example {
    imports: BTreeSet<String>,
    conditions: Vec<String>,
    written: Vec<String>,
}

impl Example {
    /// Returns two conditions; one on a custom field where there are no others.
    pub(super) fn of(traits: &Traits<'_>, query: &Query) -> Self {
        let (import, name) = in_example("queries", &query.name.ident);
        let mut example = Self {
            imports: BTreeSet::from([import]),
            conditions: Vec::new(),
            written: Vec::new(),
        };
        for field in example_fields(query) {
            let sample = Sample::of(traits, &field.ty);
            let (method, operator) = match field.comparison {
                Comparison::Equal => ("eq", ":"),
                Comparison::Ordered => ("ge", ":>"),
            };
            let (function, value) = (&field.name.ident, sample.code);
            let function = match field.owner {
                FieldOwner::Service => function.clone(),
                FieldOwner::Account => format!("custom().{function}"),
            };
            let condition = format!("{name}::{function}().{method}({value})");
            example.conditions.push(condition);
            let written = format!("{}{operator}{}", field.name.wire, sample.written);
            example.written.push(written);
            example.imports.extend(sample.import);
        }
        if let Some(prefix) = query
            .custom_fields
            .as_ref()
            .filter(|_| example.conditions.len() < 2)
        {
            let condition = format!("{name}::custom_field(\"{prefix}size\").eq(3)");
            example.conditions.push(condition);
            example.written.push(format!("{prefix}size:3"));
        }
        example
    }

    /// Returns the imports from the crate: `Date`, `models::TicketPriority`.
    pub(super) fn imports(&self) -> &BTreeSet<String> {
        &self.imports
    }

    /// Returns the statement that makes `query`.
    pub(super) fn statement(&self) -> Vec<String> {
        let (first, others) = match self.conditions.split_first() {
            Some((first, others)) => (first.as_str(), others),
            None => ("", &[][..]),
        };
        let mut lines = vec![format!("let query = {first}")];
        lines.extend(
            others
                .iter()
                .map(|condition| format!("    .and({condition})")),
        );
        if let Some(last) = lines.last_mut() {
            last.push(';');
        }
        lines
    }

    /// Returns the text of the query, as a literal.
    fn expected(&self) -> Literal {
        Literal::string(&format!("\"{}\"", self.written.join(" AND ")))
    }
}

fn type_example(traits: &Traits<'_>, query: &Query, package: &Package) -> Vec<String> {
    let example = Example::of(traits, query);
    let library = package.library_name();
    let mut lines = vec!["```".to_owned()];
    lines.extend(imported(&library, example.imports()));
    lines.extend([
        String::new(),
        format!("# fn main() -> Result<(), {library}::InvalidQuery> {{"),
    ]);
    lines.extend(example.statement());
    lines.push(format!(
        "assert_eq!(query.render()?, {});",
        example.expected()
    ));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// Returns the first field with named values and the first that has an order, or whatever comes first.
fn example_fields(query: &Query) -> Vec<&QueryField> {
    let named = |field: &&QueryField| matches!(field.ty, TypeRef::Named(_));
    let ordered = |field: &&QueryField| field.comparison == Comparison::Ordered;
    let mut found: Vec<&QueryField> = Vec::new();
    let candidates = [
        query.fields.iter().find(named),
        query.fields.iter().rev().find(ordered),
        query.fields.first(),
        query.fields.last(),
    ];
    for field in candidates.into_iter().flatten() {
        if found.len() < 2 && !found.iter().any(|known| known.name == field.name) {
            found.push(field);
        }
    }
    found
}

/// A value for an example, in Rust and as it is written.
struct Sample {
    code: String,
    written: String,
    import: Option<String>,
}

impl Sample {
    fn of(traits: &Traits<'_>, ty: &TypeRef) -> Self {
        let plain = |text: &str| Self {
            code: text.to_owned(),
            written: text.to_owned(),
            import: None,
        };
        match ty {
            TypeRef::Primitive(Primitive::Bool) => plain("true"),
            TypeRef::Primitive(Primitive::F32 | Primitive::F64) => plain("1.5"),
            TypeRef::Primitive(Primitive::Date) => Self {
                code: "Date::constant(2026, 1, 31)".to_owned(),
                written: "'2026-01-31'".to_owned(),
                import: Some("Date".to_owned()),
            },
            TypeRef::Primitive(Primitive::DateTime) => Self {
                code: "Timestamp::UNIX_EPOCH".to_owned(),
                written: "'1970-01-01T00:00:00Z'".to_owned(),
                import: Some("Timestamp".to_owned()),
            },
            TypeRef::Primitive(
                Primitive::Text(_) | Primitive::Base64 | Primitive::Base64Url | Primitive::Decimal,
            ) => Self {
                code: "\"text\"".to_owned(),
                written: "'text'".to_owned(),
                import: None,
            },
            TypeRef::Named(name) => Self::variant(traits, name).unwrap_or_else(|| plain("1")),
            _ => plain("1"),
        }
    }

    fn variant(traits: &Traits<'_>, name: &str) -> Option<Self> {
        let TypeKind::Enum(shape) = traits.kind(name)? else {
            return None;
        };
        let variant = shape.variants.first()?;
        let (import, path) = in_example("models", name);
        Some(Self {
            code: format!("{path}::{}", variant.ident),
            written: match &variant.value {
                Value::Text(text) => format!("'{text}'"),
                Value::Integer(number) => number.to_string(),
            },
            import: Some(import),
        })
    }
}

fn function(traits: &Traits<'_>, field: &QueryField, query: &Ident) -> TokenStream {
    let docs = field_docs(field).outer();
    let (name, wire) = (ident(&field.name.ident), &field.name.wire);
    let ty = rust_type(&field.ty);
    let allowed = match (field.comparison, field.null) {
        (Comparison::Equal, NullTest::Refused) => quote!(),
        (Comparison::Ordered, NullTest::Refused) => quote!(, crate::runtime::query::Ordered),
        (Comparison::Equal, NullTest::Allowed) => {
            quote!(, crate::runtime::query::No, crate::runtime::query::Nullable)
        }
        (Comparison::Ordered, NullTest::Allowed) => {
            quote!(, crate::runtime::query::Ordered, crate::runtime::query::Nullable)
        }
    };
    let (receiver, query) = match field.owner {
        FieldOwner::Service => (quote!(), quote!(Self)),
        FieldOwner::Account => (quote!(self), quote!(crate::queries::#query)),
    };
    let quoting = ident(if is_quoted(traits, &field.ty) {
        "quoted"
    } else {
        "plain"
    });
    quote! {
        #docs
        #[must_use]
        pub const fn #name(#receiver) -> crate::runtime::query::Field<#query, #ty #allowed> {
            crate::runtime::query::Field::#quoting(#wire)
        }
    }
}

fn field_docs(field: &QueryField) -> Doc {
    let docs = Doc::at(4).maybe(field.docs.description.as_deref());
    let docs = if docs.is_empty() {
        docs.own(&format!("The field {}.", code(&field.name.wire)))
    } else {
        docs
    };
    let facts = facts(&field.ty, &[], None);
    if facts.is_empty() {
        docs
    } else {
        docs.own(&facts)
    }
}

/// Returns `true` if values are written in quotes: all but numbers and flags are.
fn is_quoted(traits: &Traits<'_>, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Named(name) => {
            !matches!(traits.kind(name), Some(TypeKind::Enum(shape)) if shape.is_integer())
        }
        TypeRef::Primitive(primitive) => matches!(
            primitive,
            Primitive::Text(_) | Primitive::Base64 | Primitive::Date | Primitive::DateTime
        ),
        _ => true,
    }
}

fn custom_field(prefix: &str) -> TokenStream {
    let docs = Doc::at(4)
        .own(&format!(
            "Selects a custom field; its name starts with {}. The value must have the type of the \
             field, which determines how it is written.",
            code(prefix)
        ))
        .outer();
    quote! {
        #docs
        #[must_use]
        pub fn custom_field(name: &str) -> crate::runtime::query::CustomField<Self> {
            crate::runtime::query::CustomField::new(name, #prefix)
        }
    }
}

//! Identifiers of types, and of what is in them: fields, variants of enums and unions.

use super::{
    case::{Kind, identifier},
    claims::{Namespace, Wish, preferred, rank},
    link::{Link, Links},
    order::{closeness, natural},
};
use crate::{
    lower::draft::{self, Key},
    model::{
        AdditionalProperties, Alternative, Enum, Field, Struct, TypeDef, TypeKind, Union, Usage,
        Value, Variant,
    },
};

/// The identifiers of types by their keys.
pub(super) fn links(types: &[(Key, draft::TypeDef)], namespace: &mut Namespace) -> Links {
    let wishes = types.iter().map(|(_, def)| {
        let ident = identifier(&def.name.wire, Kind::Type);
        // A component's pointer has three steps; what is found inside has more.
        let is_inner = def.pointer.matches('/').count() > 3;
        let closeness = closeness(&def.name.wire, &ident);
        let rank = (is_inner, closeness, natural(&def.pointer));
        (rank, Wish::new(ident, "Model"))
    });
    let idents = namespace.assign(wishes);
    let keys = types.iter().map(|(key, _)| key.clone());
    keys.zip(idents).collect()
}

/// The types under their identifiers, by module.
pub(super) fn types(drafts: Vec<(Key, draft::TypeDef)>, links: &Links) -> Vec<TypeDef> {
    let types = drafts.into_iter().filter_map(|(key, def)| {
        let ident = links.get(&key)?.clone();
        let kind = match def.kind {
            draft::TypeKind::Struct(shape) => TypeKind::Struct(structure(shape, def.usage, links)),
            draft::TypeKind::Enum(shape) => TypeKind::Enum(enumeration(shape)),
            draft::TypeKind::Union(shape) => TypeKind::Union(union(shape, &ident, links)),
            draft::TypeKind::Alias(ty) => TypeKind::Alias(ty.linked(links)),
        };
        Some(TypeDef {
            name: def.name.with(ident),
            module: def.module,
            docs: def.docs,
            deprecated: def.deprecated,
            usage: def.usage,
            kind,
            pointer: def.pointer,
        })
    });
    let mut types: Vec<TypeDef> = types.collect();
    types.sort_by(|left, right| left.module.cmp(&right.module));
    types
}

fn structure(draft: draft::Struct, usage: Usage, links: &Links) -> Struct {
    let keeps_unknown = usage.is_received() && !draft.has_files();
    let mut namespace = Namespace::default();
    let idents = namespace.assign(draft.fields.iter().map(|field| {
        let ident = identifier(preferred(&field.name), Kind::Field);
        (rank(&field.name, Kind::Field), Wish::new(ident, ""))
    }));
    let mut own = |name: &str| namespace.claim(Wish::new(name.to_owned(), ""));
    let additional = draft.additional.map(|additional| AdditionalProperties {
        ident: own("additional_properties"),
        ty: additional.ty.linked(links),
    });
    let fields = draft.fields.into_iter().zip(idents);
    Struct {
        unknown: keeps_unknown.then(|| own("unknown_fields")),
        additional,
        fields: fields
            .map(|(field, ident)| Field {
                name: field.name.with(ident),
                ty: field.ty.linked(links),
                presence: field.presence,
                default: field.default,
                limits: field.limits,
                docs: field.docs,
                deprecated: field.deprecated,
            })
            .collect(),
    }
}

/// Names of alternatives are without the name of their union: `Text` for `TextContent` in
/// `Content`. Every union has a variant `Other`.
fn union(draft: draft::Union, union: &str, links: &Links) -> Union {
    let mut namespace = Namespace::beside(["Other".to_owned()]);
    let idents = namespace.assign(draft.alternatives.iter().map(|alternative| {
        let wire = &alternative.name.wire;
        let whole = identifier(wire, Kind::Variant);
        let ident = without_affix(&whole, union).unwrap_or(whole);
        (natural(wire), Wish::new(ident, "Alternative"))
    }));
    let alternatives = draft.alternatives.into_iter().zip(idents);
    Union {
        tag: draft.tag,
        alternatives: alternatives
            .map(|(alternative, ident)| Alternative {
                name: alternative.name.with(ident),
                ty: alternative.ty.linked(links),
                tags: alternative.tags,
                docs: alternative.docs,
            })
            .collect(),
    }
}

/// A name in camel case without the words of another one in front or at the end.
fn without_affix(name: &str, affix: &str) -> Option<String> {
    let rest = name
        .strip_suffix(affix)
        .or_else(|| {
            let rest = name.strip_prefix(affix)?;
            rest.starts_with(|first: char| first.is_ascii_uppercase())
                .then_some(rest)
        })
        .filter(|rest| !rest.is_empty())?;
    Some(identifier(rest, Kind::Variant))
}

/// Values whose names would be the same: all but one carry a number. The one is spelled most like the name; of integers,
/// it is the lowest.
fn enumeration(draft: draft::Enum) -> Enum {
    // Every enum has a variant of this name for the values that are not listed.
    let mut namespace = Namespace::beside(["Unknown".to_owned()]);
    let idents = namespace.assign(draft.variants.iter().map(|variant| {
        let ident = identifier(&spelling(variant), Kind::Variant);
        let closeness = match &variant.value {
            Value::Text(wire) => Some(closeness(wire, &ident)),
            Value::Integer(_) => None,
        };
        let ident = match ident.as_str() {
            "Unknown" => "UnknownValue".to_owned(),
            _ => ident,
        };
        ((closeness, variant.value.clone()), Wish::new(ident, ""))
    }));
    let variants = draft.variants.into_iter().zip(idents);
    Enum {
        variants: variants
            .map(|(variant, ident)| Variant {
                ident,
                value: variant.value,
                docs: variant.docs,
            })
            .collect(),
    }
}

/// What the identifier of a variant is made of: its name, or the value itself.
fn spelling(variant: &draft::Variant) -> String {
    match (&variant.ident, &variant.value) {
        (Some(name), _) => name.clone(),
        (None, Value::Text(text)) => text.clone(),
        (None, Value::Integer(number)) => spell_integer(*number),
    }
}

/// `-1` would lose its sign.
fn spell_integer(number: i64) -> String {
    if number < 0 {
        format!("Minus{}", number.unsigned_abs())
    } else {
        number.to_string()
    }
}

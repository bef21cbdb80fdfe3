//! Identifiers of types, and of what is in them: fields, variants of enums and unions.

use std::collections::BTreeMap;

use super::{
    case::{NameKind, identifier},
    claims::{Namer, Namespace, Wish, preferred, rank},
    link::{Link, Links},
    order::{Closeness, Part, closeness, natural},
    prefix::without_shared,
};
use crate::{
    lower::draft::{self, Key},
    model::{
        AdditionalProperties, Alternative, Enum, Field, Struct, Tag, TypeDef, TypeKind, Union,
        Usage, Value, Variant,
    },
};

/// The table of types, by the JSON pointers of their schemas.
pub(super) const TYPES: &str = "types";

/// The order in which a type gets its identifier.
type Rank = (bool, Closeness, Vec<Part>);

/// Returns the identifiers that types want.
pub(super) fn wishes(types: &[(Key, draft::TypeDef)], ids: &OwnNames) -> Vec<(Rank, Wish)> {
    let wishes = types.iter().map(|(key, def)| {
        let ident = type_identifier(&def.name.wire, ids);
        let is_inline = is_inline(def);
        let closeness = closeness(&def.name.wire, &ident);
        let rank = (is_inline, closeness, natural(&def.pointer));
        let wish = Wish::new(&**key, ident, "Model");
        (rank, wish.perhaps_shared(is_inline))
    });
    wishes.collect()
}

/// The names that operations have besides their paths and methods, by their `operationId`.
pub(super) type OwnNames = BTreeMap<String, String>;

/// Returns the identifier that a schema wants. The body of an operation by `FastAPI` is named after its `operationId`, of
/// which the path and the method are no part of a name.
fn type_identifier(name: &str, ids: &OwnNames) -> String {
    const BODY: &str = "Body_";
    let own = name.strip_prefix(BODY).and_then(|id| ids.get(id));
    match own {
        Some(own) => identifier(&format!("{BODY}{own}"), NameKind::Type),
        None => identifier(name, NameKind::Type),
    }
}

/// Returns `true` if a type has no name in the description.
pub(super) fn is_inline(def: &draft::TypeDef) -> bool {
    // A component's pointer has three steps; what is found inside has more.
    def.pointer.matches('/').count() > 3
}

/// Returns the identifiers of types by their keys.
pub(super) fn links(
    types: &[(Key, draft::TypeDef)],
    ids: &OwnNames,
    namespace: &mut Namespace,
    namer: &mut Namer<'_>,
) -> Links {
    let idents = namer.assign(namespace, TYPES, wishes(types, ids));
    let keys = types.iter().map(|(key, _)| key.clone());
    keys.zip(idents).collect()
}

/// Returns the types under their identifiers, by module.
pub(super) fn types(
    drafts: Vec<(Key, draft::TypeDef)>,
    links: &Links,
    namer: &mut Namer<'_>,
) -> Vec<TypeDef> {
    let types = drafts.into_iter().filter_map(|(key, def)| {
        let ident = links.get(&key)?.clone();
        let kind = match def.kind {
            draft::TypeKind::Struct(shape) => {
                TypeKind::Struct(structure(&key, shape, def.usage, links, namer))
            }
            draft::TypeKind::Enum(shape) => TypeKind::Enum(enumeration(&key, shape, &ident, namer)),
            draft::TypeKind::Union(shape) => {
                TypeKind::Union(union(&key, shape, &ident, links, namer))
            }
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

fn structure(
    key: &Key,
    draft: draft::Struct,
    usage: Usage,
    links: &Links,
    namer: &mut Namer<'_>,
) -> Struct {
    let keeps_unknown = usage.is_received() && !draft.has_files();
    let mut namespace = Namespace::default();
    let own_table = format!("fields beside those of {}", &**key);
    let own = |name: &str| vec![((), Wish::new(name, name.to_owned(), ""))];
    for name in [ADDITIONAL, UNKNOWN] {
        namer.hold(&mut namespace, &own_table, &own(name));
    }
    let wishes = draft.fields.iter().map(|field| {
        let ident = identifier(preferred(&field.name), NameKind::Field);
        let wish = Wish::new(&field.name.wire, ident, "").chosen_by(&field.name);
        (rank(&field.name, NameKind::Field), wish)
    });
    let table = format!("fields of {}", &**key);
    let idents = namer.assign(&mut namespace, &table, wishes.collect());
    let mut own = |name| {
        let idents = namer.assign(&mut namespace, &own_table, own(name));
        idents.into_iter().next()
    };
    let additional = draft.additional.and_then(|additional| {
        Some(AdditionalProperties {
            ident: own(ADDITIONAL)?,
            ty: additional.ty.linked(links),
        })
    });
    let unknown = if keeps_unknown { own(UNKNOWN) } else { None };
    let fields = draft.fields.into_iter().zip(idents);
    Struct {
        unknown,
        additional,
        dependent: draft.dependent,
        fields: fields
            .map(|(field, ident)| Field {
                name: field.name.with(ident),
                ty: field.ty.linked(links),
                presence: field.presence,
                absence: field.absence,
                default: field.default,
                example: field.example,
                limits: field.limits,
                docs: field.docs,
                deprecated: field.deprecated,
            })
            .collect(),
    }
}

/// The field of properties that have no name in the description.
const ADDITIONAL: &str = "additional_properties";

/// The field of members that are received and have no other place.
const UNKNOWN: &str = "unknown_fields";

/// Names of alternatives are without the name of their union, `Text` for `TextContent` in
/// `Content`, and without the words that all begin with. Every union has a variant `Other`.
fn union(
    key: &Key,
    draft: draft::Union,
    union: &str,
    links: &Links,
    namer: &mut Namer<'_>,
) -> Union {
    let mut namespace = Namespace::beside(["Other".to_owned()]);
    let alternatives = draft.alternatives.iter().map(|alternative| {
        let whole = identifier(&alternative.name.wire, NameKind::Variant);
        without_affix(&whole, union).unwrap_or(whole)
    });
    let wholes: Vec<String> = alternatives.collect();
    let idents = shortened(&draft.alternatives, &wholes, union);
    let alternatives = draft.alternatives.iter().zip(wholes).zip(idents);
    let wishes = alternatives.map(|((alternative, whole), ident)| {
        let wire = &alternative.name.wire;
        (
            natural(wire),
            Wish::new(wire, ident, "Alternative").of(whole),
        )
    });
    let table = format!("variants of {}", &**key);
    let idents = namer.assign(&mut namespace, &table, wishes.collect());
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

/// Returns the identifiers of alternatives without the words that all begin with. The one for all other values is not of
/// the family that shares a word.
fn shortened(alternatives: &[draft::Alternative], wholes: &[String], union: &str) -> Vec<String> {
    let is_known = |alternative: &draft::Alternative| alternative.tags != [Tag::Others];
    let known = alternatives.iter().zip(wholes);
    let known = known.filter(|(alternative, _)| is_known(alternative));
    let known: Vec<String> = known.map(|(_, whole)| whole.clone()).collect();
    let mut short = without_prefix(&known, union).into_iter();
    let idents = alternatives.iter().zip(wholes).map(|(alternative, whole)| {
        let short = is_known(alternative).then(|| short.next()).flatten();
        short.unwrap_or_else(|| whole.clone())
    });
    idents.collect()
}

/// Returns a name in camel case without the words of another one in front or at the end.
fn without_affix(name: &str, affix: &str) -> Option<String> {
    let rest = name
        .strip_suffix(affix)
        .or_else(|| {
            let rest = name.strip_prefix(affix)?;
            rest.starts_with(|first: char| first.is_ascii_uppercase())
                .then_some(rest)
        })
        .filter(|rest| !rest.is_empty())?;
    Some(identifier(rest, NameKind::Variant))
}

/// Returns the identifiers of variants without the words that all begin with.
fn without_prefix(idents: &[String], owner: &str) -> Vec<String> {
    let names: Vec<&str> = idents.iter().map(String::as_str).collect();
    let rests = without_shared(&names, owner).into_iter().flatten();
    let short: Vec<String> = rests
        .map(|rest| identifier(&rest, NameKind::Variant))
        .collect();
    if short.is_empty() {
        idents.to_vec()
    } else {
        short
    }
}

/// Distinguishes values whose names would be the same: all but one carry a number. The one is spelled most like the
/// name; of integers, it is the lowest.
fn enumeration(key: &Key, draft: draft::Enum, owner: &str, namer: &mut Namer<'_>) -> Enum {
    // Every enum has a variant of this name for the values that are not listed.
    let mut namespace = Namespace::beside(["Unknown".to_owned()]);
    let texts: Vec<String> = draft.variants.iter().map(spelling).collect();
    let wholes = with_signs(&texts);
    let idents = without_prefix(&wholes, owner);
    let variants = draft.variants.iter().zip(wholes).zip(idents);
    let wishes = variants.map(|((variant, whole), ident)| {
        let closeness = match &variant.value {
            Value::Text(wire) => Some(closeness(wire, &whole)),
            Value::Integer(_) => None,
        };
        let ident = match ident.as_str() {
            "Unknown" => "UnknownValue".to_owned(),
            _ => ident,
        };
        let value = match &variant.value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
        };
        (
            (closeness, variant.value.clone()),
            Wish::new(value, ident, "").of(whole),
        )
    });
    let table = format!("variants of {}", &**key);
    let idents = namer.assign(&mut namespace, &table, wishes.collect());
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

/// Returns the identifiers of values, with the signs of numbers in words where values would be the same without:
/// `GMT+1` and `GMT-1`.
fn with_signs(texts: &[String]) -> Vec<String> {
    let plain = texts.iter().map(|text| identifier(text, NameKind::Variant));
    let plain: Vec<String> = plain.collect();
    let idents = texts.iter().zip(&plain).map(|(text, ident)| {
        let others = texts.iter().zip(&plain);
        let is_alone = others.filter(|(_, other)| *other == ident).count() < 2;
        if is_alone
            || !texts
                .iter()
                .any(|text| signs_spelled(text).contains(" plus "))
        {
            ident.clone()
        } else {
            identifier(&signs_spelled(text), NameKind::Variant)
        }
    });
    idents.collect()
}

/// Spells the signs that are in front of a digit.
fn signs_spelled(text: &str) -> String {
    let mut spelled = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_number = letters.peek().is_some_and(char::is_ascii_digit);
        match letter {
            '+' if is_number => spelled.push_str(" plus "),
            '-' if is_number => spelled.push_str(" minus "),
            _ => spelled.push(letter),
        }
    }
    spelled
}

/// Returns the text from which the identifier of a variant is made: its name, or the value itself.
fn spelling(variant: &draft::Variant) -> String {
    match (&variant.ident, &variant.value) {
        (Some(name), _) => name.clone(),
        (None, Value::Text(text)) => text.clone(),
        (None, Value::Integer(number)) => spell_integer(*number),
    }
}

/// Spells a number in words for its sign, which `-1` would lose.
fn spell_integer(number: i64) -> String {
    if number < 0 {
        format!("Minus{}", number.unsigned_abs())
    } else {
        number.to_string()
    }
}

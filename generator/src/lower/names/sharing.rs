//! Equal inline types → one type.
//!
//! Inline types are equal when callers cannot tell them apart: the same fields, of the same types and with the same
//! texts, or the same values, both in any order, or the same alternatives. Such a type has the name of the component
//! that it is a copy of, or else the shortest of the names that its members would have had, the first by alphabet among
//! equals. A component is never another component, for its name is in the description.
//!
//! - A type's own text, which is that of its property too, keeps types apart only where it is nowhere else.
//! - Types that are sent and types that are received are one, unless a field would change by it, or they are whole
//!   bodies, whose names are those of a request and of a response.
//! - Alternatives of one union stay apart, for each is a variant.
//! - What had a name of its own before keeps it, so an additional equal type renames nothing.
//!
//! Invariant: the outcome depends on the set of types and on the known names, not on their order.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{
    case::{NameKind, identifier},
    references::for_each_reference,
    types::{TYPES, is_inline},
};
use crate::{
    lower::draft::{Field, Key, Parts, Struct, TypeDef, TypeKind, TypeRef, Variant},
    model::{Absence, Docs, Limit, Names, Presence, Usage},
};

/// The types that became another one, with that.
pub(super) type Replacements = BTreeMap<Key, Key>;

/// Leaves one of every group of equal types, and lets all references lead to it.
pub(super) fn share(parts: &mut Parts, known: &Names) -> Replacements {
    let mut all = Replacements::new();
    // Types are equal by way of equal types inside them, so each round finds those around the ones before.
    loop {
        let round = Equals::among(&parts.types).replacements(known);
        if round.is_empty() {
            return all;
        }
        merge(parts, &round);
        for kept in all.values_mut() {
            if let Some(next) = round.get(kept) {
                kept.clone_from(next);
            }
        }
        all.extend(round);
    }
}

/// The facts in which equal types agree.
#[derive(PartialEq, Hash)]
struct Likeness {
    kind: TypeKind,
    is_deprecated: bool,
    /// `None`: the type is the same in every direction.
    usage: Option<Usage>,
}

impl Likeness {
    /// Returns the facts of a type. `None`: it is another name of a type.
    fn of(def: &TypeDef) -> Option<Self> {
        let mut kind = def.kind.clone();
        match &mut kind {
            TypeKind::Struct(shape) => {
                shape.fields.iter_mut().for_each(|it| unbox(&mut it.ty));
                let wire = |field: &Field| field.name.wire.clone();
                shape.fields.sort_by_cached_key(wire);
            }
            TypeKind::Union(shape) => {
                let alternatives = shape.alternatives.iter_mut();
                alternatives.for_each(|it| unbox(&mut it.ty));
            }
            TypeKind::Enum(shape) => {
                let value = |variant: &Variant| variant.value.clone();
                shape.variants.sort_by_cached_key(value);
            }
            TypeKind::Alias(_) => return None,
        }
        let has_directed =
            matches!(&kind, TypeKind::Struct(shape) if shape.fields.iter().any(is_directed));
        Some(Self {
            kind,
            is_deprecated: def.deprecated,
            usage: has_directed.then_some(def.usage),
        })
    }

    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        Hash::hash(self, &mut hasher);
        hasher.finish()
    }
}

/// Returns a number that equal types share, without a look at more than their names.
fn outline(kind: &TypeKind) -> u64 {
    fn sum<T: Hash>(names: impl Iterator<Item = T>) -> u64 {
        let hash = |name: T| {
            let mut hasher = DefaultHasher::new();
            name.hash(&mut hasher);
            hasher.finish()
        };
        names.map(hash).fold(0, u64::wrapping_add)
    }
    match kind {
        TypeKind::Struct(shape) => sum(shape.fields.iter().map(|field| &field.name.wire)),
        TypeKind::Enum(shape) => sum(shape.variants.iter().map(|variant| &variant.value)),
        TypeKind::Union(shape) => u64::try_from(shape.alternatives.len()).unwrap_or_default(),
        TypeKind::Alias(_) => 0,
    }
}

/// Returns `true` for the type of a whole body of a request or response.
fn is_body(def: &TypeDef) -> bool {
    let mut steps = def.pointer.rsplit('/');
    steps.next() == Some("schema")
        && steps.any(|step| matches!(step, "requestBody" | "requestBodies" | "responses"))
}

/// Returns `true` if a field is another one in another direction.
fn is_directed(field: &Field) -> bool {
    let is_one_way = |limit: &Limit| matches!(limit, Limit::ReadOnly | Limit::WriteOnly);
    match field.presence {
        Presence::Required => {
            field.limits.iter().any(is_one_way) || field.absence == Absence::Empty
        }
        Presence::Optional => field.ty.is_nullable() || field.absence == Absence::Empty,
    }
}

/// Takes the pointer away that a type in a circle has.
fn unbox(ty: &mut TypeRef) {
    match ty {
        TypeRef::Nullable(inner) => unbox(inner),
        TypeRef::Boxed(inner) => *ty = (**inner).clone(),
        _ => {}
    }
}

/// The types, in groups of equals.
struct Equals<'t> {
    types: &'t [(Key, TypeDef)],
    groups: Vec<Vec<usize>>,
    /// The number of each alternative among the equal ones of its union; none: 0.
    twins: BTreeMap<usize, usize>,
}

impl<'t> Equals<'t> {
    fn among(types: &'t [(Key, TypeDef)]) -> Self {
        let mut outlines: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (index, (key, def)) in types.iter().enumerate() {
            // The type of a form or patch has the place of another one.
            if **key == def.pointer {
                outlines.entry(outline(&def.kind)).or_default().push(index);
            }
        }
        let mut by_hash: BTreeMap<u64, Vec<(Likeness, Vec<usize>)>> = BTreeMap::new();
        let similar = outlines.into_values().filter(|group| group.len() > 1);
        for index in similar.flatten() {
            let Some(likeness) = types.get(index).and_then(|(_, def)| Likeness::of(def)) else {
                continue;
            };
            let candidates = by_hash.entry(likeness.hash()).or_default();
            match candidates.iter_mut().find(|(known, _)| *known == likeness) {
                Some((_, group)) => group.push(index),
                None => candidates.push((likeness, vec![index])),
            }
        }
        let groups = by_hash.into_values().flatten().map(|(_, group)| group);
        let mut equals = Self {
            types,
            groups: groups.filter(|group| group.len() > 1).collect(),
            twins: BTreeMap::new(),
        };
        equals.number_twins();
        equals
    }

    /// Numbers equal alternatives of a union, components first.
    fn number_twins(&mut self) {
        let grouped = self.groups.iter().enumerate();
        let grouped = grouped.flat_map(|(number, group)| {
            let keys = group.iter().map(|index| (&*self.types[*index].0, *index));
            keys.map(move |(key, index)| (key, (number, index)))
        });
        let grouped: BTreeMap<&str, (usize, usize)> = grouped.collect();
        for (_, def) in self.types {
            let TypeKind::Union(shape) = &def.kind else {
                continue;
            };
            let mut found: BTreeSet<(usize, bool, usize)> = BTreeSet::new();
            for alternative in &shape.alternatives {
                alternative.ty.visit_named(&mut |key| {
                    if let Some((group, index)) = grouped.get(key) {
                        found.insert((*group, is_inline(&self.types[*index].1), *index));
                    }
                });
            }
            let mut last = None;
            let mut number = 0;
            for (group, _, index) in found {
                number = if last == Some(group) { number + 1 } else { 0 };
                last = Some(group);
                let twin = self.twins.entry(index).or_default();
                *twin = number.max(*twin);
            }
        }
    }

    fn replacements(&self, known: &Names) -> Replacements {
        let mut replacements = Replacements::new();
        for group in &self.groups {
            let (inline, components): (Vec<usize>, Vec<usize>) = self
                .ranked(group)
                .into_iter()
                .partition(|index| is_inline(self.def(*index)));
            let mut sets: BTreeMap<(usize, Option<Text<'_>>), Vec<usize>> = BTreeMap::new();
            for index in inline {
                let twin = self.twins.get(&index).copied().unwrap_or_default();
                let text = text_of_its_own(self.def(index));
                sets.entry((twin, text)).or_default().push(index);
            }
            for ((twin, text), members) in sets {
                let is_same = |index: &&usize| {
                    twin == 0 && (text.is_none() || text == Some(words(&self.def(**index).docs)))
                };
                let components: Vec<usize> = components.iter().filter(is_same).copied().collect();
                let sides = match components.as_slice() {
                    [] => self.bodies_apart(&members, known),
                    _ => None,
                };
                for side in sides.map_or_else(|| vec![members], Vec::from) {
                    self.assign(&side, &components, known, &mut replacements);
                }
            }
        }
        replacements
    }

    /// Returns the types that are sent and those that are received, where a whole body of a request is among them and
    /// one of a response: both have names that say which they are. `None` where nothing has to be apart, or was one type
    /// before.
    fn bodies_apart(&self, members: &[usize], known: &Names) -> Option<[Vec<usize>; 2]> {
        let is_sent = |index: &usize| self.def(*index).usage.is_sent();
        let sides: (Vec<usize>, Vec<usize>) = members.iter().copied().partition(is_sent);
        let has_body = |side: &[usize]| side.iter().any(|index| is_body(self.def(*index)));
        let names = |side: &[usize]| -> BTreeSet<&str> {
            let keys = side.iter().map(|index| &self.types[*index].0);
            keys.filter_map(|key| known.get(TYPES, key)).collect()
        };
        let (sent, received) = sides;
        let are_apart =
            has_body(&sent) && has_body(&received) && names(&sent).is_disjoint(&names(&received));
        are_apart.then_some([sent, received])
    }

    /// Returns the types in the order in which they give the name.
    fn ranked(&self, group: &[usize]) -> Vec<usize> {
        let mut ranked = group.to_vec();
        ranked.sort_by_key(|index| {
            let def = self.def(*index);
            (def.name.wire.len(), &def.name.wire, &def.pointer)
        });
        ranked
    }

    /// Assigns to equal inline types the one that they become: what had the same name before stays together, and what
    /// is new becomes a component or else the first of those that were there.
    fn assign(
        &self,
        members: &[usize],
        components: &[usize],
        known: &Names,
        replacements: &mut Replacements,
    ) {
        let name_of = |index: &usize| known.get(TYPES, &self.types[*index].0);
        let mut by_name: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for index in members {
            by_name.entry(name_of(index)).or_default().push(*index);
        }
        let new = by_name.remove(&None).unwrap_or_default();
        let mut first = components.first().copied();
        // In the order of the members, which is that of their names.
        let mut sets: Vec<(Option<&str>, Vec<usize>)> = by_name.into_iter().collect();
        sets.sort_by_key(|(_, set)| members.iter().position(|index| Some(index) == set.first()));
        for (name, set) in sets {
            let component = components.iter().find(|index| name_of(index) == name);
            let Some(kept) = component.copied().or_else(|| self.owner(name, &set)) else {
                continue;
            };
            first = first.or(Some(kept));
            self.replace(&set, kept, replacements);
        }
        if let Some(kept) = first.or(new.first().copied()) {
            self.replace(&new, kept, replacements);
        }
    }

    /// Returns the type of a set that their common name was made for, or else the first.
    fn owner(&self, name: Option<&str>, set: &[usize]) -> Option<usize> {
        let name = name.unwrap_or_default();
        let wanted = |index: &usize| identifier(&self.def(*index).name.wire, NameKind::Type);
        let fitting = set.iter().map(|index| (*index, wanted(index)));
        let fitting = fitting.filter(|(_, wanted)| name.starts_with(wanted));
        // `max_by_key` keeps the last of equals; reversed, that is the first of the set.
        let owner = fitting.rev().max_by_key(|(_, wanted)| wanted.len());
        owner.map(|(index, _)| index).or(set.first().copied())
    }

    fn replace(&self, set: &[usize], kept: usize, replacements: &mut Replacements) {
        let merged = set.iter().filter(|index| **index != kept);
        let key = |index: usize| self.types[index].0.clone();
        replacements.extend(merged.map(|index| (key(*index), key(kept))));
    }

    fn def(&self, index: usize) -> &'t TypeDef {
        &self.types[index].1
    }
}

/// Summary and description.
type Text<'d> = (Option<&'d str>, Option<&'d str>);

/// Returns the text of an inline type that is nowhere else: that of a property is with the property as well.
fn text_of_its_own(def: &TypeDef) -> Option<Text<'_>> {
    let mut steps = def.pointer.rsplit('/');
    let is_property = steps.nth(1) == Some("properties");
    (!is_property && !def.docs.is_empty()).then(|| words(&def.docs))
}

fn words(docs: &Docs) -> Text<'_> {
    (docs.summary.as_deref(), docs.description.as_deref())
}

/// Removes the types that became another one, which from now on travels in their directions too.
fn merge(parts: &mut Parts, replacements: &Replacements) {
    let types = std::mem::take(&mut parts.types);
    let (merged, mut kept): (Vec<_>, Vec<_>) = types
        .into_iter()
        .partition(|(key, _)| replacements.contains_key(key));
    let places: BTreeMap<Key, usize> = kept
        .iter()
        .enumerate()
        .map(|(index, (key, _))| (key.clone(), index))
        .collect();
    for (key, def) in &merged {
        let place = replacements.get(key).and_then(|kept| places.get(kept));
        if let Some((_, into)) = place.and_then(|index| kept.get_mut(*index)) {
            absorb(into, def);
        }
    }
    parts.types = kept;
    for_each_reference(parts, &mut |ty| {
        if let TypeRef::Named(key) = ty
            && let Some(kept) = replacements.get(key)
        {
            key.clone_from(kept);
        }
    });
}

fn absorb(into: &mut TypeDef, def: &TypeDef) {
    into.usage = into.usage.and(def.usage);
    // A text that is true of one place only is with the property there.
    if is_inline(into) && into.docs != def.docs {
        into.docs = Docs::default();
    }
    match (&mut into.kind, &def.kind) {
        (TypeKind::Struct(Struct { fields, .. }), TypeKind::Struct(other)) => {
            for field in fields {
                let mut others = other.fields.iter();
                let other = others.find(|other| other.name.wire == field.name.wire);
                if let Some(other) = other {
                    point_as(&mut field.ty, &other.ty);
                }
            }
        }
        (TypeKind::Union(shape), TypeKind::Union(other)) => {
            for (one, other) in shape.alternatives.iter_mut().zip(&other.alternatives) {
                point_as(&mut one.ty, &other.ty);
            }
        }
        _ => {}
    }
}

/// Puts a pointer where an equal type has one.
fn point_as(ty: &mut TypeRef, other: &TypeRef) {
    match (&mut *ty, other) {
        (TypeRef::Nullable(ty), TypeRef::Nullable(other)) => point_as(ty, other),
        (TypeRef::Boxed(_), _) => {}
        (_, TypeRef::Boxed(_)) => *ty = TypeRef::Boxed(Box::new(ty.clone())),
        _ => {}
    }
}

#[cfg(test)]
mod tests;

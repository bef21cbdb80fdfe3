//! Scalars among the branches of a union: which of them are one alternative, and what that is.
//!
//! Invariant: nothing is lowered to find that out; schemas are only looked at.

use std::iter;

use openapiv3::Schema;

use crate::lower::draft::TypeRef;
use crate::lower::{
    place::Place,
    types::builder::TypeBuilder,
    types::{
        enums,
        facets::{Facets, SchemaRef},
        shape::{SchemaShape, primitive},
    },
};
use crate::model::{Primitive, TextFormat};

/// References and wrappers are followed so far when a schema is looked at.
pub(super) const DEEPEST: usize = 16;

/// A branch of a union, or a member of `allOf`, with its place.
#[derive(Clone)]
pub(super) struct Member<'d> {
    pub(super) schema: SchemaRef<'d>,
    pub(super) place: Place,
}

impl<'d> Member<'d> {
    /// Returns the schema and those that it wraps, from outside to inside, with their pointers. None for a reference.
    pub(super) fn wrapped(&self) -> impl Iterator<Item = (&'d Schema, String)> {
        let first = match self.schema {
            SchemaRef::Item(item) => Some((item, self.place.pointer.clone())),
            SchemaRef::Reference(_) => None,
        };
        iter::successors(first, |(item, pointer)| {
            let wrapped = Facets::new(item).wrapped()?;
            Some((wrapped, format!("{pointer}/allOf/0")))
        })
    }
}

/// Branches that become one alternative.
pub(super) struct Group<'d> {
    pub(super) kind: ScalarKind,
    pub(super) members: Vec<Member<'d>>,
}

/// Kind of a schema's values, as far as it decides which schemas are one alternative.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ScalarKind {
    Text,
    Number,
    Boolean,
    Other,
}

impl ScalarKind {
    /// Returns the name of an alternative that is several schemas of this kind.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Other => "value",
        }
    }
}

impl<'d> TypeBuilder<'d> {
    /// Returns the branches by alternative: scalars of one kind are one.
    pub(super) fn groups(&self, members: Vec<Member<'d>>) -> Vec<Group<'d>> {
        let mut groups: Vec<Group<'d>> = Vec::new();
        for member in members {
            let kind = self.kind(member.schema);
            let known = groups
                .iter_mut()
                .find(|group| kind != ScalarKind::Other && group.kind == kind);
            match known {
                Some(group) => group.members.push(member),
                None => groups.push(Group {
                    kind,
                    members: vec![member],
                }),
            }
        }
        groups
    }

    /// Returns the kind of the scalars that a schema stands for.
    fn kind(&self, schema: SchemaRef<'d>) -> ScalarKind {
        let Some(leaves) = self.leaves(schema, 0) else {
            return ScalarKind::Other;
        };
        let mut kinds = leaves.iter().map(|leaf| match leaf.implied_type() {
            Some("string") => ScalarKind::Text,
            Some("integer" | "number") => ScalarKind::Number,
            Some("boolean") => ScalarKind::Boolean,
            _ => ScalarKind::Other,
        });
        match kinds.next() {
            Some(first) if kinds.all(|kind| kind == first) => first,
            _ => ScalarKind::Other,
        }
    }

    /// Returns the scalars that a schema stands for, by way of references and wrappers. `None`: it is no
    /// scalar.
    fn leaves(&self, schema: SchemaRef<'d>, depth: usize) -> Option<Vec<Facets<'d>>> {
        if depth > DEEPEST || !self.budget.step(depth) {
            return None;
        }
        let item = match schema {
            SchemaRef::Item(item) => item,
            SchemaRef::Reference(reference) => self.context.components.schema(reference)?,
        };
        let facets = Facets::new(item);
        if !facets.all_of.is_empty() && facets.properties.is_empty() {
            return self.joined_leaves(&facets, depth);
        }
        if !facets.alternatives.is_empty() && facets.properties.is_empty() {
            let mut leaves = Vec::new();
            for branch in &facets.alternatives {
                if !branch.schema.is_null() {
                    leaves.extend(self.leaves(branch.schema, depth + 1)?);
                }
            }
            return Some(leaves);
        }
        let is_scalar = facets.all_of.is_empty()
            && matches!(
                facets.implied_type(),
                Some("string" | "integer" | "number" | "boolean")
            );
        is_scalar.then(|| vec![facets])
    }

    /// Returns the scalars of the member of `allOf` that says most of them. `None`: not all members are about scalars.
    fn joined_leaves(&self, facets: &Facets<'d>, depth: usize) -> Option<Vec<Facets<'d>>> {
        let mut most: Option<Vec<Facets<'d>>> = None;
        for member in facets.all_of {
            let schema = SchemaRef::from(member);
            if schema.is_bare() {
                continue;
            }
            let leaves = self.leaves(schema, depth + 1)?;
            if most
                .as_ref()
                .is_none_or(|most| exactness(&leaves) >= exactness(most))
            {
                most = Some(leaves);
            }
        }
        most
    }

    /// Of several words about one scalar, the one that says most: an enum, then a format, then the
    /// last. `None` where they are about different kinds of values.
    pub(super) fn most_precise<'m>(&self, members: &'m [Member<'d>]) -> Option<&'m Member<'d>> {
        let (first, others) = members.split_first()?;
        let kind = self.kind(first.schema);
        let is_same = |member: &Member<'d>| self.kind(member.schema) == kind;
        if !others.is_empty() && (kind == ScalarKind::Other || !others.iter().all(is_same)) {
            return None;
        }
        members
            .iter()
            .max_by_key(|member| exactness(&self.leaves(member.schema, 0).unwrap_or_default()))
    }

    /// Joins several scalars of one kind: the enum among them, all their values, or the widest type.
    pub(super) fn scalars(&mut self, group: &Group<'d>, depth: usize) -> SchemaShape {
        let mut enumerations = Vec::new();
        let mut owners = Vec::new();
        let mut types = Vec::new();
        for member in &group.members {
            let leaves = self.leaves(member.schema, 0).unwrap_or_default();
            let mut is_owner = false;
            for leaf in leaves {
                if enums::lower(&leaf).is_some() {
                    is_owner = true;
                    enumerations.push(leaf);
                } else if let Some(scalar) = leaf.implied_type() {
                    let ty = primitive(scalar, leaf.format);
                    if !types.contains(&ty) {
                        types.push(ty);
                    }
                }
            }
            if is_owner {
                owners.push(member);
            }
        }
        if let [only] = owners.as_slice() {
            return SchemaShape::Plain(self.nested_type(only.schema, &only.place, depth + 1));
        }
        match (enums::combined(&enumerations), types.as_slice()) {
            (Some(shape), _) => SchemaShape::Enum(shape),
            (None, [only]) => SchemaShape::Plain(only.clone()),
            (None, _) => SchemaShape::Plain(TypeRef::Primitive(widest(group.kind, &types))),
        }
    }
}

/// Ranks what is said about scalars: a list of values, that numbers are whole, a format.
fn exactness(leaves: &[Facets<'_>]) -> (bool, bool, bool) {
    let is_whole = |leaf: &Facets<'_>| leaf.implied_type() == Some("integer");
    (
        leaves.iter().any(|leaf| !leaf.values.is_empty()),
        leaves.iter().all(is_whole),
        leaves.iter().any(|leaf| leaf.format.is_some()),
    )
}

/// Returns the narrowest type that holds the values of all.
fn widest(kind: ScalarKind, types: &[TypeRef]) -> Primitive {
    let is_fraction =
        |ty: &TypeRef| matches!(ty, TypeRef::Primitive(Primitive::F32 | Primitive::F64));
    match kind {
        ScalarKind::Number if types.contains(&TypeRef::Primitive(Primitive::Decimal)) => {
            Primitive::Decimal
        }
        ScalarKind::Number if types.iter().any(is_fraction) => Primitive::F64,
        ScalarKind::Number if types.contains(&TypeRef::Primitive(Primitive::I128)) => {
            Primitive::I128
        }
        // Of both there are numbers that the other one has no room for, but for small ones.
        ScalarKind::Number if types.contains(&TypeRef::Primitive(Primitive::U64)) => {
            Primitive::I128
        }
        ScalarKind::Number => Primitive::I64,
        ScalarKind::Boolean => Primitive::Bool,
        ScalarKind::Text | ScalarKind::Other => Primitive::Text(TextFormat::Plain),
    }
}

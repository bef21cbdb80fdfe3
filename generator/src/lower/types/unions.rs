//! `oneOf` and `anyOf` → one of several types.
//!
//! What says the same is one: texts and lists of texts to choose from are one open enum, whole and
//! fractional numbers are one number, a single alternative is itself, and `null` is nullability.
//! Invariant: a schema is looked at before it is lowered, so the outcome does not depend on which
//! component is lowered first.

use crate::lower::draft::{Alternative, Name, TypeRef, Union};
use crate::lower::{
    components::{SCHEMAS, component_name},
    place::Place,
    types::builder::TypeBuilder,
    types::{
        base::is_family,
        discriminator::Discriminator,
        facets::{Branch, Facets, SchemaRef},
        scalars::{DEEPEST, Group, Member, ScalarKind},
        shape::{self, SchemaShape, docs},
    },
};
use crate::model::{Docs, Primitive, Tag};

/// Alternatives of a group, and its name.
struct Found {
    name: String,
    shape: SchemaShape,
    docs: Docs,
    tags: Vec<Tag>,
}

impl<'d> TypeBuilder<'d> {
    /// Returns one of several. That `null` is among them is not said here: see [`Self::accepts_null`].
    pub(super) fn union(
        &mut self,
        facets: &Facets<'d>,
        place: &Place,
        depth: usize,
    ) -> SchemaShape {
        let mut members = Vec::new();
        self.gather(&facets.alternatives, place, &mut members, depth);
        self.one_of(members, Some(facets), place, depth)
    }

    /// Returns one of several schemas, which `facets` lists, if they are listed in one place.
    pub(super) fn one_of(
        &mut self,
        members: Vec<Member<'d>>,
        facets: Option<&Facets<'d>>,
        place: &Place,
        depth: usize,
    ) -> SchemaShape {
        self.check_mapping(facets, place);
        let (open, members): (Vec<_>, Vec<_>) = members
            .into_iter()
            .partition(|member| member.schema.is_bare());
        // Beside a type that is told, anything else is the union's own last alternative.
        let is_open = !open.is_empty() && !members.is_empty();
        let groups = self.groups(members);
        match groups.as_slice() {
            [] if open.is_empty() => {
                SchemaShape::Plain(self.json("no alternative describes its values", place))
            }
            [] => SchemaShape::Plain(self.json("one of the alternatives allows anything", place)),
            [only] if !is_open && !is_family(facets) => self.only(only, place, depth),
            _ => self.several(facets, &groups, is_open, place, depth),
        }
    }

    /// Collects the branches, those of unions inside them included, without those that are only `null`.
    fn gather(
        &self,
        branches: &[Branch<'d>],
        place: &Place,
        members: &mut Vec<Member<'d>>,
        depth: usize,
    ) {
        for branch in branches {
            let schema = branch.schema;
            let place = place.member(branch.keyword, branch.index);
            match schema {
                SchemaRef::Item(item) => {
                    let facets = Facets::new(item);
                    if facets.is_null() || facets.only_excludes() {
                        continue;
                    }
                    if facets.is_plain_union() && depth < shape::DEEPEST {
                        self.gather(&facets.alternatives, &place, members, depth + 1);
                        continue;
                    }
                }
                SchemaRef::Reference(reference) => {
                    let target = self.context.components.schema(reference);
                    if target.is_some_and(|target| Facets::new(target).is_null()) {
                        continue;
                    }
                }
            }
            members.push(Member { schema, place });
        }
    }

    /// Returns the shape of a union with one alternative.
    fn only(&mut self, group: &Group<'d>, place: &Place, depth: usize) -> SchemaShape {
        if let [only] = group.members.as_slice() {
            let ty = self.nested_type(only.schema, &only.place, depth + 1);
            return SchemaShape::Plain(ty);
        }
        match group.kind {
            ScalarKind::Other => {
                SchemaShape::Plain(self.json("the value has one of several types", place))
            }
            _ => self.scalars(group, depth),
        }
    }

    /// Returns a union of several alternatives, unless they turn out to be the same type.
    fn several(
        &mut self,
        facets: Option<&Facets<'d>>,
        groups: &[Group<'d>],
        is_open: bool,
        place: &Place,
        depth: usize,
    ) -> SchemaShape {
        let schemas = groups
            .iter()
            .filter(|group| group.kind == ScalarKind::Other)
            .flat_map(|group| &group.members)
            .map(|member| member.schema)
            .collect::<Vec<_>>();
        let component = component_name(&format!("#{}", place.pointer), SCHEMAS);
        let discriminator = self.discriminator(facets, &schemas, component);
        let mut alternatives: Vec<Alternative> = Vec::new();
        for group in groups {
            let alternative = self.alternative(group, discriminator.as_ref(), place, depth);
            if alternative.ty == TypeRef::Json {
                return SchemaShape::Plain(TypeRef::Json);
            }
            match alternatives
                .iter_mut()
                .find(|known| known.ty == alternative.ty)
            {
                Some(known) => known.tags.extend(alternative.tags),
                None => alternatives.push(alternative),
            }
        }
        if let [only] = alternatives.as_slice()
            && !is_open
            && !is_family(facets)
        {
            return SchemaShape::Plain(only.ty.clone());
        }
        let tag = discriminator.map(|discriminator| discriminator.property);
        if let (Some(facets), Some(property)) = (facets, &tag)
            && self.is_base(facets, place)
            && !alternatives.iter().any(Alternative::is_for_others)
        {
            alternatives.extend(self.base_alternative(facets, property, place, depth));
        }
        SchemaShape::Union(Union { tag, alternatives })
    }

    fn alternative(
        &mut self,
        group: &Group<'d>,
        discriminator: Option<&Discriminator>,
        place: &Place,
        depth: usize,
    ) -> Alternative {
        let found = if let [only] = group.members.as_slice() {
            self.single(only, discriminator, place, depth)
        } else {
            Found {
                name: group.kind.word().to_owned(),
                shape: self.scalars(group, depth),
                docs: Docs::default(),
                tags: Vec::new(),
            }
        };
        let ty = match found.shape {
            SchemaShape::Plain(ty) => ty.without_null().clone(),
            shape => {
                let first = group.members.first().map_or(place, |member| &member.place);
                let at = place.alternative(first, &found.name);
                self.name_shape(&at, shape)
            }
        };
        Alternative {
            name: Name::derived(found.name),
            ty,
            tags: found.tags,
            docs: found.docs,
        }
    }

    /// Returns an alternative that is one schema.
    fn single(
        &mut self,
        member: &Member<'d>,
        discriminator: Option<&Discriminator>,
        place: &Place,
        depth: usize,
    ) -> Found {
        let tags = discriminator.map_or_else(Vec::new, |discriminator| {
            self.tags(discriminator, member.schema)
        });
        let (given, docs) = match member.schema {
            SchemaRef::Reference(reference) => {
                (component_name(reference, SCHEMAS), Docs::default())
            }
            SchemaRef::Item(item) => {
                let facets = Facets::new(item);
                let title = facets.data.title.clone().filter(|title| is_name(title));
                let title = facets.alternative_name().map(str::to_owned).or(title);
                let constant = || self.only_constant(&facets);
                let name = title
                    .or_else(|| tags.first().map(ToString::to_string))
                    .or_else(constant);
                (name, docs(&facets))
            }
        };
        let word = given.clone().unwrap_or_else(|| match member.schema {
            SchemaRef::Item(item) => word(&Facets::new(item)).to_owned(),
            SchemaRef::Reference(_) => "value".to_owned(),
        });
        let at = place.alternative(&member.place, &word);
        let ty = self.nested_type(member.schema, &at, depth + 1);
        let ty = ty.without_null().clone();
        let name = given.unwrap_or_else(|| self.type_word(&ty).unwrap_or(word));
        Found {
            name,
            shape: SchemaShape::Plain(ty),
            docs,
            tags,
        }
    }

    /// Returns the text that tells an object from others of its kind: that of the first property which has one value
    /// only.
    fn only_constant(&self, facets: &Facets<'d>) -> Option<String> {
        let properties = facets.properties.iter();
        let mut constants =
            properties.filter_map(|(_, schema)| match self.view(*schema)?.values.as_slice() {
                [serde_json::Value::String(only)] => Some(only.clone()),
                _ => None,
            });
        constants.next()
    }

    /// Returns the name of an alternative that has none in the description.
    fn type_word(&self, ty: &TypeRef) -> Option<String> {
        Some(match ty {
            TypeRef::Primitive(primitive) => primitive_word(*primitive).to_owned(),
            TypeRef::List(item) => match item.without_null() {
                TypeRef::Named(key) => match self.found.wire_name(key) {
                    Some(name) => format!("{name} list"),
                    None => "list".to_owned(),
                },
                other => match self.type_word(other) {
                    Some(word) => format!("{word} list"),
                    None => "list".to_owned(),
                },
            },
            TypeRef::Map(_) => "map".to_owned(),
            TypeRef::FreeForm => "object".to_owned(),
            _ => return None,
        })
    }

    /// Returns `true` if `null` is one of the values of a schema, itself or by its target.
    pub(super) fn accepts_null(&self, schema: SchemaRef<'d>, depth: usize) -> bool {
        if depth > DEEPEST || !self.budget.step(depth) {
            return false;
        }
        let item = match schema {
            SchemaRef::Item(item) => item,
            SchemaRef::Reference(reference) => match self.context.components.schema(reference) {
                Some(item) => item,
                None => return false,
            },
        };
        let facets = Facets::new(item);
        let mut branches = facets.alternatives.iter();
        let mut joined = facets.all_of.iter();
        facets.data.nullable
            || branches.any(|branch| self.accepts_null(branch.schema, depth + 1))
            || (!facets.all_of.is_empty()
                && facets.properties.is_empty()
                && joined.all(|member| self.accepts_null(member.into(), depth + 1)))
    }
}

/// Titles are names where they are short; some are sentences.
fn is_name(title: &str) -> bool {
    const LONGEST: usize = 5;
    let words = title.split_whitespace().count();
    (1..=LONGEST).contains(&words) && title.contains(|letter: char| letter.is_ascii_alphabetic())
}

/// Returns the name of an inline schema by its type.
fn word(facets: &Facets<'_>) -> &'static str {
    match facets.implied_type() {
        Some("string") => "string",
        Some("integer") => "integer",
        Some("number") => "number",
        Some("boolean") => "boolean",
        Some("array") => "list",
        _ => "object",
    }
}

fn primitive_word(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Bool => "boolean",
        Primitive::I32 | Primitive::I64 | Primitive::U32 | Primitive::U64 | Primitive::I128 => {
            "integer"
        }
        Primitive::F32 | Primitive::F64 | Primitive::Decimal => "number",
        Primitive::DateTime => "date time",
        Primitive::Date => "date",
        Primitive::Base64 | Primitive::Base64Url | Primitive::File => "bytes",
        Primitive::Text(_) => "string",
    }
}

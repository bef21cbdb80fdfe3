//! Members of one object, joined from several schemas.
//!
//! Invariant: a property keeps the place where it is described, so what several objects share
//! through a reference is one type; and a later word that says less never takes an earlier one away.

use std::collections::BTreeSet;

use openapiv3::AdditionalProperties as Additional;

use crate::lower::{
    components::{SCHEMAS, circular, component_name},
    place::Place,
    types::builder::TypeBuilder,
    types::{
        facets::{Facets, SchemaRef},
        scalars::{self, Member},
        shape::DEEPEST,
    },
};

/// Members of one object, joined from several schemas.
#[derive(Default)]
pub(super) struct Members<'d> {
    pub(super) properties: Vec<Property<'d>>,
    pub(super) required: Vec<&'d str>,
    pub(super) additional: Option<(&'d Additional, Place)>,
    /// `true` if one of the schemas says that the value is an object, and not only what an object would have.
    pub(super) is_object: bool,
    /// Schemas that describe no object, but other values.
    pub(super) others: Vec<Member<'d>>,
    /// `true` if something is nested too deep to be joined.
    pub(super) is_cut: bool,
    /// The components on the way to the schema that is being joined, and the one that is put together.
    way: Vec<String>,
    /// Every reference that was joined; what is reached on two ways is joined once.
    joined: BTreeSet<&'d str>,
}

/// A property with the schemas that describe it: for each alternative of the object those that all hold.
pub(super) struct Property<'d> {
    pub(super) name: &'d str,
    pub(super) described: Vec<Vec<Member<'d>>>,
    /// The text about it that came last.
    pub(super) text: Option<&'d str>,
}

impl<'d> Members<'d> {
    /// Adds what one schema says.
    fn add(&mut self, facets: &Facets<'d>, place: &Place) {
        for (name, schema) in &facets.properties {
            let described = Member {
                schema: *schema,
                place: place.property(name),
            };
            self.add_property(Property {
                name,
                text: text(*schema),
                described: vec![vec![described]],
            });
        }
        self.required
            .extend(facets.required.iter().map(String::as_str));
        self.is_object |= facets.implied_type().is_some() || !facets.required.is_empty();
        if let Some(additional) = facets.additional {
            self.additional = Some((additional, place.values()));
        }
    }

    fn add_property(&mut self, property: Property<'d>) {
        let name = property.name;
        match self.properties.iter_mut().find(|known| known.name == name) {
            Some(known) => {
                known.text = property.text.or(known.text);
                known.join(property.described);
            }
            None => self.properties.push(property),
        }
    }

    /// Adds what the alternatives of an object say, of which a value follows one: what only some
    /// of them demand is not always there.
    fn add_alternatives(&mut self, alternatives: Vec<Self>) {
        let mut all: Vec<Property<'d>> = Vec::new();
        let mut demanded: Option<Vec<&'d str>> = None;
        for alternative in alternatives {
            demanded = Some(match demanded {
                None => alternative.required,
                Some(names) => names
                    .into_iter()
                    .filter(|name| alternative.required.contains(name))
                    .collect(),
            });
            for property in alternative.properties {
                match all.iter_mut().find(|known| known.name == property.name) {
                    Some(known) => known.add(property),
                    None => all.push(property),
                }
            }
            if self.additional.is_none() {
                self.additional = alternative.additional;
            }
            self.others.extend(alternative.others);
            self.is_cut |= alternative.is_cut;
            self.is_object |= alternative.is_object;
        }
        for property in all {
            self.add_property(property);
        }
        self.required.extend(demanded.unwrap_or_default());
    }
}

impl<'d> Property<'d> {
    /// Adds what another alternative says about the property.
    fn add(&mut self, other: Self) {
        self.text = self.text.or(other.text);
        for described in other.described {
            let is_same = |known: &Vec<Member<'d>>| {
                let places = known.iter().map(|part| &part.place.pointer);
                places.eq(described.iter().map(|part| &part.place.pointer))
            };
            if !self.described.iter().any(is_same) {
                self.described.push(described);
            }
        }
    }

    /// Adds what holds besides. Where either depends on the alternative, the one that says more counts.
    fn join(&mut self, other: Vec<Vec<Member<'d>>>) {
        match (self.described.as_mut_slice(), other.as_slice()) {
            ([known], [further]) => {
                for part in further {
                    let pointer = &part.place.pointer;
                    if !known.iter().any(|known| known.place.pointer == *pointer) {
                        known.push(part.clone());
                    }
                }
            }
            (_, [further]) if further.iter().all(|part| precision(part) < 4) => {}
            _ => self.described = other,
        }
    }
}

impl<'d> TypeBuilder<'d> {
    /// Returns everything that a schema says, and the schemas that it joins.
    pub(super) fn members(
        &mut self,
        facets: &Facets<'d>,
        place: &Place,
        depth: usize,
    ) -> Members<'d> {
        self.joining.begin();
        let mut members = Members::default();
        members
            .way
            .extend(component_name(&format!("#{}", place.pointer), SCHEMAS));
        self.collect(facets, place, &mut members, depth);
        members
    }

    /// Returns everything that schemas say which all hold.
    pub(super) fn members_of(&mut self, parts: &[Member<'d>], depth: usize) -> Members<'d> {
        self.joining.begin();
        let mut members = Members::default();
        for part in parts {
            self.collect_member(part.schema, &part.place, &mut members, depth);
        }
        members
    }

    /// Gathers what a schema says, after everything that it joins.
    fn collect(
        &mut self,
        facets: &Facets<'d>,
        place: &Place,
        members: &mut Members<'d>,
        depth: usize,
    ) {
        if depth > DEEPEST || !self.joining.step(depth) {
            members.is_cut = true;
            return;
        }
        for (index, member) in facets.all_of.iter().enumerate() {
            let at = place.member("allOf", index);
            self.collect_member(member.into(), &at, members, depth);
        }
        self.collect_alternatives(facets, place, members, depth);
        members.add(facets, place);
    }

    /// Gathers what a member says, unless it describes something else than an object.
    fn collect_member(
        &mut self,
        schema: SchemaRef<'d>,
        at: &Place,
        members: &mut Members<'d>,
        depth: usize,
    ) {
        if !self.is_object(schema, 0) {
            members.others.push(Member {
                schema,
                place: at.clone(),
            });
            return;
        }
        match schema {
            SchemaRef::Item(item) => self.collect(&Facets::new(item), at, members, depth + 1),
            SchemaRef::Reference(reference) => self.join(reference, at, members, depth),
        }
    }

    fn collect_alternatives(
        &mut self,
        facets: &Facets<'d>,
        place: &Place,
        members: &mut Members<'d>,
        depth: usize,
    ) {
        if self.leads_back(facets, place, members) {
            return;
        }
        let mut alternatives = Vec::new();
        for branch in &facets.alternatives {
            if branch.schema.is_null() {
                continue;
            }
            let at = place.member(branch.keyword, branch.index);
            let mut alternative = Members {
                way: members.way.clone(),
                joined: members.joined.clone(),
                ..Members::default()
            };
            self.collect_member(branch.schema, &at, &mut alternative, depth + 1);
            alternatives.push(alternative);
        }
        members.add_alternatives(alternatives);
    }

    /// Returns `true` if the alternatives of a base are what is being put together: a child of it is not one of them
    /// once more.
    fn leads_back(&self, facets: &Facets<'d>, place: &Place, members: &Members<'d>) -> bool {
        let mut branches = facets.alternatives.iter();
        let back = branches.find(|branch| {
            let name = branch.schema.component();
            name.is_some_and(|name| members.way.contains(&name))
        });
        let Some(back) = back else { return false };
        let child = back.schema.component().unwrap_or_default();
        let message = format!(
            "`{child}` joins a schema of which it is an alternative; what they have in common is its properties alone"
        );
        self.context.reporter.warn(
            "circular-base",
            message,
            &place.member(back.keyword, back.index).pointer,
        );
        true
    }

    /// Gathers what a component says, at the component's own place.
    fn join(&mut self, reference: &'d str, at: &Place, members: &mut Members<'d>, depth: usize) {
        let target = component_name(reference, SCHEMAS)
            .and_then(|name| Some((self.context.components.schema(reference)?, name)));
        let Some((schema, name)) = target else {
            self.no_schema(reference, &at.pointer);
            return;
        };
        if members.way.contains(&name) {
            self.context
                .reporter
                .report_once(circular(reference, &at.pointer));
            return;
        }
        if !members.joined.insert(reference) {
            return;
        }
        members.way.push(name.clone());
        let place = self.component_place(&name);
        self.collect(&Facets::new(schema), &place, members, depth + 1);
        members.way.pop();
    }

    /// Returns `true` if a schema can be joined with an object: it describes one, or nothing but limits.
    pub(super) fn is_object(&self, schema: SchemaRef<'d>, depth: usize) -> bool {
        let item = match schema {
            SchemaRef::Item(item) => Some(item),
            SchemaRef::Reference(reference) => self.context.components.schema(reference),
        };
        // What leads nowhere, or in circles, is reported where it is joined.
        let Some(item) = item.filter(|_| depth <= scalars::DEEPEST && self.budget.step(depth))
        else {
            return true;
        };
        let facets = Facets::new(item);
        let mut joined = facets.all_of.iter();
        let mut branches = facets.alternatives.iter();
        matches!(facets.implied_type(), None | Some("object"))
            && facets.values.is_empty()
            && joined.all(|member| self.is_object(member.into(), depth + 1))
            && branches.all(|branch| self.is_object(branch.schema, depth + 1))
    }
}

/// Ranks the precision with which a schema describes a value.
pub(super) fn precision(described: &Member<'_>) -> u8 {
    let SchemaRef::Item(item) = described.schema else {
        return 4;
    };
    let facets = Facets::new(item);
    if facets.is_bare() {
        return 0;
    }
    let is_composed = !facets.properties.is_empty()
        || !facets.all_of.is_empty()
        || !facets.alternatives.is_empty()
        || facets.items.is_some()
        || facets.additional.is_some();
    if is_composed || !facets.values.is_empty() {
        4
    } else if facets.format.is_some() {
        3
    } else {
        2
    }
}

fn text(schema: SchemaRef<'_>) -> Option<&str> {
    match schema {
        SchemaRef::Item(item) => item.schema_data.description.as_deref(),
        SchemaRef::Reference(_) => None,
    }
}

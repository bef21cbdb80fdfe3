//! Schemas → types.
//!
//! Invariant: a schema becomes the most exact type that the model has; where that is plain
//! JSON although the description says more, a warning names the place.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Schema;

use crate::lower::{
    Lowering,
    components::{SCHEMAS, component_name},
    names::Kind,
    place::Place,
    types::{
        enums,
        facets::{Facets, SchemaRef},
    },
};
use crate::{
    model::{
        Docs, Enum, Name, Primitive, Struct, TextFormat, TypeDef, TypeKind, TypeRef, Union, Usage,
    },
    source::extension,
};

/// Nesting beyond this is a circle or an attack.
pub(in crate::lower) const DEEPEST: usize = 64;

/// The types found so far, by provisional key, and the order in which they were found.
#[derive(Default)]
pub(in crate::lower) struct Types {
    found: BTreeMap<String, TypeDef>,
    order: Vec<String>,
    reserved: BTreeSet<String>,
}

impl Types {
    fn contains(&self, key: &str) -> bool {
        self.reserved.contains(key)
    }

    /// Whether a type can be written outside a body: an enum, or another name of a scalar.
    pub(in crate::lower) fn is_scalar(&self, key: &str) -> bool {
        match self.found.get(key).map(|def| &def.kind) {
            Some(TypeKind::Enum(_) | TypeKind::Alias(TypeRef::Primitive(_))) => true,
            Some(TypeKind::Union(shape)) => shape
                .alternatives
                .iter()
                .all(|alternative| self.is_scalar_type(&alternative.ty)),
            Some(TypeKind::Alias(TypeRef::Named(next))) if next != key => self.is_scalar(next),
            _ => false,
        }
    }

    /// Whether a type can be written outside a body.
    pub(in crate::lower) fn is_scalar_type(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Primitive(_) => true,
            TypeRef::Named(key) => self.is_scalar(key),
            _ => false,
        }
    }

    /// The type behind another name of it.
    pub(in crate::lower) fn resolve<'t>(&'t self, ty: &'t TypeRef) -> &'t TypeRef {
        let mut ty = ty;
        // No chain of names that ends is longer.
        for _ in 0..=self.found.len() {
            match ty {
                TypeRef::Named(key) => match self.kind(key) {
                    Some(TypeKind::Alias(other)) if other != ty => ty = other,
                    _ => return ty,
                },
                _ => return ty,
            }
        }
        ty
    }

    /// What a type that is known already is made of.
    pub(in crate::lower) fn kind(&self, key: &str) -> Option<&TypeKind> {
        self.found.get(key).map(|def| &def.kind)
    }

    /// What a type that is known already is called in the description.
    pub(in crate::lower) fn wire_name(&self, key: &str) -> Option<&str> {
        self.found.get(key).map(|def| def.name.wire.as_str())
    }

    /// Takes the place of a type whose inside is still being lowered.
    fn reserve(&mut self, key: &str) {
        self.order.push(key.to_owned());
        self.reserved.insert(key.to_owned());
    }

    fn insert(&mut self, def: TypeDef) {
        self.found.insert(def.name.ident.clone(), def);
    }

    /// All types, in the order in which they were found.
    pub(in crate::lower) fn finish(mut self) -> Vec<TypeDef> {
        self.order
            .iter()
            .filter_map(|key| self.found.remove(key))
            .collect()
    }
}

/// What a schema is, before it is known whether it gets a name.
pub(in crate::lower) enum Shape {
    Struct(Struct),
    Enum(Enum),
    Union(Union),
    /// A type that needs no name.
    Plain(TypeRef),
}

impl<'d> Lowering<'d> {
    /// Lowers every schema that has a name in the description.
    pub(in crate::lower) fn component_schemas(&mut self) {
        let Some(components) = &self.description.components else {
            return;
        };
        for (name, schema) in &components.schemas {
            let place = self.component_place(name);
            self.types.reserve(&place.pointer);
            let shape = match self.component_shape(schema.into(), &place) {
                // That it may be null is said wherever it is referred to.
                Shape::Plain(ty) => Shape::Plain(ty.without_null().clone()),
                shape => shape,
            };
            let docs = match SchemaRef::from(schema) {
                SchemaRef::Item(item) => docs(&Facets::new(item)),
                SchemaRef::Reference(_) => Docs::default(),
            };
            let deprecated = matches!(SchemaRef::from(schema),
                SchemaRef::Item(item) if item.schema_data.deprecated);
            self.types.insert(type_def(&place, shape, docs, deprecated));
        }
    }

    /// What a component is. One that is a reference is another name of what that finally leads to, so that no
    /// chain of names is long.
    fn component_shape(&mut self, schema: SchemaRef<'d>, place: &Place) -> Shape {
        let last = match schema {
            SchemaRef::Reference(reference) => self.components.last::<Schema>(reference),
            SchemaRef::Item(_) => None,
        };
        match last.and_then(|last| component_name(&last, SCHEMAS)) {
            Some(name) => {
                let target = Place::component("schemas", &name).pointer;
                Shape::Plain(TypeRef::Named(target))
            }
            None => self.shape(schema, place, 0),
        }
    }

    /// The place of a component's schema, called as a person chose.
    pub(in crate::lower) fn component_place(&mut self, name: &str) -> Place {
        let place = Place::component("schemas", name);
        let components = self.description.components.as_ref();
        match components.and_then(|components| components.schemas.get(name)) {
            Some(openapiv3::ReferenceOr::Item(item)) => {
                let members = &item.schema_data.extensions;
                let keys = extension::Schema::read(members, &place.pointer, &mut self.diagnostics);
                let chosen = self.chosen_name(keys.name, Kind::Type);
                place.renamed(&chosen)
            }
            _ => place,
        }
    }

    /// The type to write where this schema stands.
    pub(in crate::lower) fn type_of(&mut self, schema: SchemaRef<'d>, place: &Place) -> TypeRef {
        self.nested_type(schema, place, 0)
    }

    pub(in crate::lower) fn nested_type(
        &mut self,
        schema: SchemaRef<'d>,
        place: &Place,
        depth: usize,
    ) -> TypeRef {
        let item = match schema {
            SchemaRef::Reference(reference) => return self.referenced(reference, place),
            SchemaRef::Item(item) => item,
        };
        if depth > DEEPEST {
            return self.json("the schema is nested too deep", place);
        }
        let facets = Facets::new(item);
        let ty = match self.shape(schema, place, depth) {
            Shape::Plain(ty) => ty,
            shape => self.name(place, shape, &facets),
        };
        if self.accepts_null(schema, 0) {
            ty.nullable()
        } else {
            ty
        }
    }

    /// Gives a type found inside another one a name.
    fn name(&mut self, place: &Place, shape: Shape, facets: &Facets<'d>) -> TypeRef {
        self.named(place, shape, docs(facets), facets.data.deprecated)
    }

    /// Gives a type a name that several schemas gave, none of which has a text for it.
    pub(in crate::lower) fn name_shape(&mut self, place: &Place, shape: Shape) -> TypeRef {
        self.named(place, shape, Docs::default(), false)
    }

    fn named(&mut self, place: &Place, shape: Shape, docs: Docs, deprecated: bool) -> TypeRef {
        if !self.types.contains(&place.pointer) {
            self.types.reserve(&place.pointer);
            let def = type_def(place, shape, docs, deprecated);
            self.types.insert(def);
        }
        TypeRef::Named(place.pointer.clone())
    }

    fn referenced(&mut self, reference: &'d str, place: &Place) -> TypeRef {
        let target = component_name(reference, SCHEMAS)
            .filter(|_| self.components.schema(reference).is_some());
        let Some(name) = target else {
            self.no_schema(reference, &place.pointer);
            return TypeRef::Json;
        };
        let named = TypeRef::Named(Place::component("schemas", &name).pointer);
        let is_nullable = self.accepts_null(SchemaRef::Reference(reference), 0);
        if is_nullable { named.nullable() } else { named }
    }

    /// Says that a reference leads to no schema: to something else, or nowhere.
    pub(in crate::lower) fn no_schema(&mut self, reference: &str, at: &str) {
        let Some(noun) = self.components.noun(reference) else {
            self.unresolved(reference, at);
            return;
        };
        let message = format!(
            "the reference `{reference}` leads to {noun}, and a schema is wanted here; any JSON value is taken to fit"
        );
        self.warn("wrong-reference", message, &format!("{at}/$ref"));
    }

    fn shape(&mut self, schema: SchemaRef<'d>, place: &Place, depth: usize) -> Shape {
        let item = match schema {
            SchemaRef::Reference(reference) => {
                return Shape::Plain(self.referenced(reference, place));
            }
            SchemaRef::Item(item) => item,
        };
        let facets = Facets::new(item);
        if let Some(children) = self.children(&facets, place) {
            return self.one_of(children, Some(&facets), place, depth);
        }
        if !facets.all_of.is_empty() {
            return self.all_of(&facets, place, depth);
        }
        if !facets.alternatives.is_empty() && facets.properties.is_empty() {
            return self.union(&facets, place, depth);
        }
        if let Some(shape) = enums::lower(&facets) {
            return Shape::Enum(shape);
        }
        if facets.values.len() > 1 && !matches!(facets.implied_type(), Some("boolean" | "number")) {
            let message = "the values of this enum are not typed: they are neither all strings \
                           nor all integers";
            self.warn("untyped", message, &place.pointer);
        }
        match facets.implied_type() {
            Some("object") => self.object(&facets, place, depth),
            Some("array") => Shape::Plain(self.array(&facets, place, depth)),
            Some(scalar) => Shape::Plain(primitive(scalar, facets.format)),
            None => Shape::Plain(self.untyped(&facets, place)),
        }
    }

    fn untyped(&mut self, facets: &Facets<'d>, place: &Place) -> TypeRef {
        if !facets.values.is_empty() {
            return self.json("values of different kinds share one place", place);
        }
        TypeRef::Json
    }

    pub(in crate::lower) fn json(&mut self, reason: &str, place: &Place) -> TypeRef {
        self.warn(
            "untyped",
            format!("{reason}; it is typed as a JSON value"),
            &place.pointer,
        );
        TypeRef::Json
    }

    fn array(&mut self, facets: &Facets<'d>, place: &Place, depth: usize) -> TypeRef {
        let items = match facets.items {
            Some(items) => self.nested_type(items, &place.items(), depth + 1),
            None => TypeRef::Json,
        };
        TypeRef::List(Box::new(items))
    }
}

fn type_def(place: &Place, shape: Shape, docs: Docs, deprecated: bool) -> TypeDef {
    TypeDef {
        name: Name {
            wire: place.name.clone(),
            ident: place.pointer.clone(),
        },
        module: place.module.clone(),
        docs,
        deprecated,
        usage: Usage::Unused,
        kind: match shape {
            Shape::Struct(shape) => TypeKind::Struct(shape),
            Shape::Enum(shape) => TypeKind::Enum(shape),
            Shape::Union(shape) => TypeKind::Union(shape),
            Shape::Plain(ty) => TypeKind::Alias(ty),
        },
        pointer: place.pointer.clone(),
    }
}

/// The texts of a schema.
pub(in crate::lower) fn docs(facets: &Facets<'_>) -> Docs {
    Docs {
        summary: facets.data.title.clone(),
        description: facets.data.description.clone(),
    }
}

/// The type of a scalar. A format that is not known changes nothing.
pub(in crate::lower) fn primitive(scalar: &str, format: Option<&str>) -> TypeRef {
    TypeRef::Primitive(match (scalar, format) {
        ("boolean", _) => Primitive::Bool,
        ("integer", Some("int32" | "int16" | "int8" | "uint8" | "uint16")) => Primitive::I32,
        ("integer", Some("uint32")) => Primitive::U32,
        ("integer", Some("uint64" | "uint")) => Primitive::U64,
        ("integer", _) => Primitive::I64,
        ("number", Some("float")) => Primitive::F32,
        ("number", _) => Primitive::F64,
        (_, Some("date-time")) => Primitive::DateTime,
        (_, Some("date")) => Primitive::Date,
        (_, Some("byte")) => Primitive::Base64,
        (_, Some("email" | "idn-email")) => Primitive::Text(TextFormat::Email),
        (_, Some("uri" | "url" | "uri-reference" | "iri")) => Primitive::Text(TextFormat::Uri),
        (_, Some("uuid")) => Primitive::Text(TextFormat::Uuid),
        (_, Some("binary")) => Primitive::Text(TextFormat::Binary),
        _ => Primitive::Text(TextFormat::Plain),
    })
}

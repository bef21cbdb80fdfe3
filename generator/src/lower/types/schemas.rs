//! Schemas → types.
//!
//! Invariant: a schema becomes the most exact type that the model has; where that is plain
//! JSON although the description says more, a warning names the place.

use crate::lower::draft::{Key, Name, TypeDef, TypeKind, TypeRef};
use crate::lower::{
    components::{SCHEMAS, component_name},
    names::{NameKind, chosen},
    place::Place,
    types::builder::TypeBuilder,
    types::{
        dependent::dependent,
        enums,
        facets::{Facets, SchemaRef},
        shape::{DEEPEST, SchemaShape, docs, primitive},
    },
};
use crate::{
    diagnostics::{Diagnostics, Subject},
    model::{Docs, Usage},
    source::extension,
};

impl<'d> TypeBuilder<'d> {
    /// Lowers every schema that has a name in the description.
    pub(in crate::lower) fn component_schemas(&mut self) {
        let Some(components) = &self.context.description.components else {
            return;
        };
        for (name, schema) in &components.schemas {
            let component = Subject::Component {
                section: "schemas",
                name: name.clone(),
            };
            let reporter = &self.context.reporter;
            reporter.about(component, || self.component_schema(name, schema.into()));
        }
    }

    fn component_schema(&mut self, name: &str, schema: SchemaRef<'d>) {
        let place = self.component_place(name);
        let key = Key::schema(&place.pointer);
        self.found.reserve(&key);
        let shape = match self.component_shape(schema, &place) {
            // Nullability is declared wherever it is referred to.
            SchemaShape::Plain(ty) => SchemaShape::Plain(ty.without_null().clone()),
            shape => shape,
        };
        let shape = self.with_dependent(schema, shape, &place);
        let (docs, deprecated) = match schema {
            SchemaRef::Item(item) => {
                let facets = Facets::new(item);
                (docs(&facets), facets.is_deprecated())
            }
            SchemaRef::Reference(_) => (Docs::default(), false),
        };
        let def = type_def(&place, shape, docs, deprecated);
        self.found.insert(key, def);
    }

    /// A struct with the fields that depend on others, as its schema says.
    fn with_dependent(
        &self,
        schema: SchemaRef<'d>,
        mut shape: SchemaShape,
        place: &Place,
    ) -> SchemaShape {
        let (SchemaRef::Item(item), SchemaShape::Struct(fields)) = (schema, &mut shape) else {
            return shape;
        };
        let members = &item.schema_data.extensions;
        // What is wrong with the keys was told when the component got its name.
        let keys = extension::Schema::read(members, &place.pointer, &mut Diagnostics::default());
        if let Some(found) = keys.dependent {
            fields.dependent = dependent(&found, fields, self.context);
        }
        shape
    }

    /// Determines the shape of a component. One that is a reference is another name of its final target, so that no
    /// chain of names is long.
    fn component_shape(&mut self, schema: SchemaRef<'d>, place: &Place) -> SchemaShape {
        let last = match schema {
            SchemaRef::Reference(reference) => self.context.components.last_schema(reference),
            SchemaRef::Item(_) => None,
        };
        match last {
            Some(name) => {
                let target = Place::component("schemas", &name).pointer;
                SchemaShape::Plain(TypeRef::Named(Key::schema(&target)))
            }
            None => self.shape(schema, place, 0),
        }
    }

    /// Returns the place of a component's schema, called as a person chose.
    pub(super) fn component_place(&mut self, name: &str) -> Place {
        let place = Place::component("schemas", name);
        let components = self.context.description.components.as_ref();
        match components.and_then(|components| components.schemas.get(name)) {
            Some(openapiv3::ReferenceOr::Item(item)) => {
                let members = &item.schema_data.extensions;
                let keys = self
                    .context
                    .reporter
                    .read(|found| extension::Schema::read(members, &place.pointer, found));
                let chosen = chosen(keys.name, NameKind::Type, &self.context.reporter);
                match chosen {
                    Some(name) => place.renamed(&name),
                    None => place,
                }
            }
            _ => place,
        }
    }

    /// Returns the type to write where this schema is.
    pub(in crate::lower) fn type_of(&mut self, schema: SchemaRef<'d>, place: &Place) -> TypeRef {
        self.nested_type(schema, place, 0)
    }

    pub(super) fn nested_type(
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
            SchemaShape::Plain(ty) => ty,
            shape => self.name(place, shape, &facets),
        };
        if self.accepts_null(schema, 0) {
            ty.nullable()
        } else {
            ty
        }
    }

    /// Gives a type found inside another one a name.
    fn name(&mut self, place: &Place, shape: SchemaShape, facets: &Facets<'d>) -> TypeRef {
        self.named(place, shape, docs(facets), facets.is_deprecated())
    }

    /// Gives a type a name that several schemas gave, none of which has a text for it.
    pub(in crate::lower) fn name_shape(&mut self, place: &Place, shape: SchemaShape) -> TypeRef {
        self.documented(place, shape, Docs::default())
    }

    /// Gives a type a name and texts.
    pub(super) fn documented(&mut self, place: &Place, shape: SchemaShape, docs: Docs) -> TypeRef {
        self.named(place, shape, docs, false)
    }

    fn named(
        &mut self,
        place: &Place,
        shape: SchemaShape,
        docs: Docs,
        deprecated: bool,
    ) -> TypeRef {
        let key = Key::schema(&place.pointer);
        if !self.found.contains(&key) {
            self.found.reserve(&key);
            let def = type_def(place, shape, docs, deprecated);
            self.found.insert(key.clone(), def);
        }
        TypeRef::Named(key)
    }

    fn referenced(&mut self, reference: &'d str, place: &Place) -> TypeRef {
        let target = component_name(reference, SCHEMAS)
            .filter(|_| self.context.components.schema(reference).is_some());
        let Some(name) = target else {
            self.no_schema(reference, &place.pointer);
            return TypeRef::Json;
        };
        let named = TypeRef::Named(Key::schema(&Place::component("schemas", &name).pointer));
        let is_nullable = self.accepts_null(SchemaRef::Reference(reference), 0);
        if is_nullable { named.nullable() } else { named }
    }

    /// Says that a reference leads to no schema: to something else, or nowhere.
    pub(super) fn no_schema(&mut self, reference: &str, at: &str) {
        let Some(noun) = self.context.components.noun(reference) else {
            self.context.unresolved(reference, at);
            return;
        };
        let message = format!(
            "the reference `{reference}` leads to {noun}, not to a schema; it is typed as a JSON value"
        );
        self.context
            .reporter
            .warn("wrong-reference", message, &format!("{at}/$ref"));
    }

    pub(super) fn shape(
        &mut self,
        schema: SchemaRef<'d>,
        place: &Place,
        depth: usize,
    ) -> SchemaShape {
        let item = match schema {
            SchemaRef::Reference(reference) => {
                return SchemaShape::Plain(self.referenced(reference, place));
            }
            SchemaRef::Item(item) => item,
        };
        let facets = Facets::new(item);
        if let Some(children) = self.children(&facets, place) {
            return self.one_of(children, Some(&facets), place, depth);
        }
        if self.is_base_of_its_alternatives(&facets, place) {
            return self.union(&facets, place, depth);
        }
        if !facets.all_of.is_empty() {
            return self.all_of(&facets, place, depth);
        }
        if !facets.alternatives.is_empty() && facets.properties.is_empty() {
            return self.union(&facets, place, depth);
        }
        if let Some(shape) = enums::lower(&facets) {
            return SchemaShape::Enum(shape);
        }
        if facets.values.len() > 1 && !matches!(facets.implied_type(), Some("boolean" | "number")) {
            let message = "the values of this enum are not typed: they are neither all strings \
                           nor all integers";
            self.context
                .reporter
                .warn("untyped", message, &place.pointer);
        }
        match facets.implied_type() {
            Some("object") => self.object(&facets, place, depth),
            Some("array") => SchemaShape::Plain(self.array(&facets, place, depth)),
            Some(scalar) => SchemaShape::Plain(primitive(scalar, facets.format)),
            None => SchemaShape::Plain(self.untyped(&facets, place)),
        }
    }

    fn untyped(&mut self, facets: &Facets<'d>, place: &Place) -> TypeRef {
        let constant = match facets.values.as_slice() {
            [] => return TypeRef::Json,
            [serde_json::Value::Object(_)] => "object",
            [serde_json::Value::Array(_)] => "list",
            _ => return self.json("values of different kinds share one place", place),
        };
        self.context.reporter.warn(
            "untyped",
            format!("a constant {constant} is read as any JSON value"),
            &place.pointer,
        );
        TypeRef::Json
    }

    pub(super) fn json(&mut self, reason: &str, place: &Place) -> TypeRef {
        self.context.reporter.warn(
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

fn type_def(place: &Place, shape: SchemaShape, docs: Docs, deprecated: bool) -> TypeDef {
    TypeDef {
        name: Name::derived(place.name.clone()),
        module: place.module.clone(),
        docs,
        deprecated,
        usage: Usage::Unused,
        kind: match shape {
            SchemaShape::Struct(shape) => TypeKind::Struct(shape),
            SchemaShape::Enum(shape) => TypeKind::Enum(shape),
            SchemaShape::Union(shape) => TypeKind::Union(shape),
            SchemaShape::Plain(ty) => TypeKind::Alias(ty),
        },
        pointer: place.pointer.clone(),
    }
}

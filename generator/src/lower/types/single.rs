//! Schemas of single values under the generator's own keys → types.
//!
//! Invariant: what such a schema refers to is a component, or a property of one.

use crate::lower::draft::TypeRef;
use crate::lower::{
    components::{SCHEMAS, component_name},
    place::Place,
    types::builder::TypeBuilder,
    types::{
        facets::{Facets, SchemaRef},
        shape::primitive,
    },
};
use crate::source::extension::Scalar;

impl<'d> TypeBuilder<'d> {
    /// Returns the type of a schema of single values: a reference to such a component or to a property of one, or a
    /// type with a format.
    pub(in crate::lower) fn scalar(&mut self, schema: Scalar<'d>, at: &str) -> Option<TypeRef> {
        if let Some(reference) = schema.reference {
            let ty = self.referred(reference, at);
            let is_missing = ty == TypeRef::Json;
            return match self.found.resolve(ty.without_null()) {
                ty if self.found.is_scalar_type(ty) => Some(ty.clone()),
                // What leads nowhere is reported already.
                _ if is_missing => None,
                _ => self.no_scalar(at),
            };
        }
        match schema.ty {
            Some(ty @ ("boolean" | "integer" | "number" | "string")) => {
                Some(primitive(ty, schema.format))
            }
            _ => self.no_scalar(at),
        }
    }

    /// Returns the type of a reference's target: a component, or a property of one, such as
    /// `#/components/schemas/Pet/properties/state`.
    fn referred(&mut self, reference: &'d str, at: &str) -> TypeRef {
        let property = reference
            .split_once("/properties/")
            .and_then(|(owner, name)| {
                let schema = self.context.components.schema(owner)?;
                let owner = component_name(owner, SCHEMAS)?;
                let properties = Facets::new(schema).properties;
                let (name, schema) = properties.into_iter().find(|(known, _)| *known == name)?;
                Some((schema, Place::component("schemas", &owner).property(name)))
            });
        if let Some((schema, place)) = property {
            return self.type_of(schema, &place);
        }
        let place = Place {
            pointer: at.to_owned(),
            ..Place::component("schemas", reference)
        };
        self.type_of(SchemaRef::Reference(reference), &place)
    }

    fn no_scalar(&mut self, at: &str) -> Option<TypeRef> {
        let help = "write `$ref: '#/components/schemas/Name'` of such a schema, or a `type` of `boolean`, `integer`, \
                    `number` or `string` with or without a `format`";
        self.context
            .reporter
            .wrong_extension("this has to be a schema of single values", help, at);
        None
    }
}

//! One view of a schema, whichever of `openapiv3`'s forms it was read into.
//!
//! Invariant: a keyword that the form holds is in the view; nothing is decided here.

use openapiv3::{
    AdditionalProperties, IntegerFormat, NumberFormat, ReferenceOr, Schema, SchemaData, SchemaKind,
    StringFormat, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use crate::{
    lower::components::{SCHEMAS, component_name},
    source::ALTERNATIVE_NAME,
};

/// A schema or a reference to one.
#[derive(Clone, Copy)]
pub(in crate::lower) enum SchemaRef<'d> {
    Reference(&'d str),
    Item(&'d Schema),
}

impl<'d> From<&'d ReferenceOr<Schema>> for SchemaRef<'d> {
    fn from(schema: &'d ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(item) => Self::Item(item),
        }
    }
}

impl<'d> From<&'d ReferenceOr<Box<Schema>>> for SchemaRef<'d> {
    fn from(schema: &'d ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(item) => Self::Item(item),
        }
    }
}

impl SchemaRef<'_> {
    /// Returns the name of the component that it refers to.
    pub(super) fn component(self) -> Option<String> {
        match self {
            Self::Reference(reference) => component_name(reference, SCHEMAS),
            Self::Item(_) => None,
        }
    }

    /// Returns `true` if a schema in its place admits `null` and nothing else.
    pub(in crate::lower) fn is_null(self) -> bool {
        matches!(self, Self::Item(item) if Facets::new(item).is_null())
    }

    /// Returns `true` if a schema in its place admits every value.
    pub(super) fn is_bare(self) -> bool {
        matches!(self, Self::Item(item) if Facets::new(item).is_bare())
    }
}

/// One of the schemas of `oneOf` or `anyOf`.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Branch<'d> {
    pub(super) keyword: &'static str,
    pub(super) index: usize,
    pub(in crate::lower) schema: SchemaRef<'d>,
}

/// The keywords of a schema. Absent ones are empty.
#[derive(Clone)]
pub(in crate::lower) struct Facets<'d> {
    pub(in crate::lower) data: &'d SchemaData,
    pub(super) ty: Option<&'d str>,
    pub(in crate::lower) format: Option<&'d str>,
    pub(in crate::lower) values: Vec<Value>,
    pub(in crate::lower) properties: Vec<(&'d str, SchemaRef<'d>)>,
    pub(super) required: &'d [String],
    pub(super) additional: Option<&'d AdditionalProperties>,
    pub(in crate::lower) items: Option<SchemaRef<'d>>,
    pub(in crate::lower) all_of: &'d [ReferenceOr<Schema>],
    /// `oneOf` and `anyOf`: the difference is one of validation only.
    pub(in crate::lower) alternatives: Vec<Branch<'d>>,
    pub(super) not: bool,
}

impl<'d> Facets<'d> {
    pub(in crate::lower) fn new(schema: &'d Schema) -> Self {
        let mut facets = Self::empty(&schema.schema_data);
        match &schema.schema_kind {
            SchemaKind::Type(ty) => facets.read_type(ty),
            SchemaKind::OneOf { one_of } => facets.alternatives = branches("oneOf", one_of),
            SchemaKind::AnyOf { any_of } => facets.alternatives = branches("anyOf", any_of),
            SchemaKind::AllOf { all_of } => facets.all_of = all_of,
            SchemaKind::Not { .. } => facets.not = true,
            SchemaKind::Any(any) => facets.read_any(any),
        }
        facets
    }

    fn empty(data: &'d SchemaData) -> Self {
        Self {
            data,
            ty: None,
            format: None,
            values: Vec::new(),
            properties: Vec::new(),
            required: &[],
            additional: None,
            items: None,
            all_of: &[],
            alternatives: Vec::new(),
            not: false,
        }
    }

    fn read_type(&mut self, ty: &'d Type) {
        match ty {
            Type::String(string) => {
                self.ty = Some("string");
                self.format = string_format(&string.format);
                self.values = known_values(&string.enumeration);
            }
            Type::Number(number) => {
                self.ty = Some("number");
                self.format = number_format(&number.format);
                self.values = known_values(&number.enumeration);
            }
            Type::Integer(integer) => {
                self.ty = Some("integer");
                self.format = integer_format(&integer.format);
                self.values = known_values(&integer.enumeration);
            }
            Type::Object(object) => {
                self.ty = Some("object");
                self.properties = properties(&object.properties);
                self.required = &object.required;
                self.additional = object.additional_properties.as_ref();
            }
            Type::Array(array) => {
                self.ty = Some("array");
                self.items = array.items.as_ref().map(SchemaRef::from);
            }
            Type::Boolean(boolean) => {
                self.ty = Some("boolean");
                self.values = known_values(&boolean.enumeration);
            }
        }
    }

    fn read_any(&mut self, any: &'d openapiv3::AnySchema) {
        self.ty = any.typ.as_deref();
        self.format = any.format.as_deref();
        self.values.clone_from(&any.enumeration);
        self.properties = properties(&any.properties);
        self.required = &any.required;
        self.additional = any.additional_properties.as_ref();
        self.items = any.items.as_ref().map(SchemaRef::from);
        self.all_of = &any.all_of;
        self.alternatives = branches("oneOf", &any.one_of);
        self.alternatives.extend(branches("anyOf", &any.any_of));
        self.not = any.not.is_some();
    }

    /// Returns the same without `oneOf` and `anyOf`.
    pub(super) fn without_alternatives(&self) -> Self {
        Self {
            alternatives: Vec::new(),
            ..self.clone()
        }
    }

    /// Returns the type that the keywords speak of, where `type` itself is missing.
    pub(in crate::lower) fn implied_type(&self) -> Option<&'d str> {
        self.ty.or_else(|| {
            if !self.properties.is_empty() || self.additional.is_some() {
                Some("object")
            } else if self.items.is_some() {
                Some("array")
            } else if self.values.iter().all(Value::is_string) && !self.values.is_empty() {
                Some("string")
            } else if self.values.iter().all(Value::is_i64) && !self.values.is_empty() {
                Some("integer")
            } else if self.values.iter().all(Value::is_number) && !self.values.is_empty() {
                Some("number")
            } else if self.values.iter().all(Value::is_boolean) && !self.values.is_empty() {
                Some("boolean")
            } else {
                None
            }
        })
    }

    /// Returns `true` if the schema does not constrain its values, except perhaps by admitting `null`.
    pub(in crate::lower) fn is_bare(&self) -> bool {
        self.implied_type().is_none()
            && self.values.is_empty()
            && self.required.is_empty()
            && self.all_of.is_empty()
            && self.alternatives.is_empty()
            && !self.not
    }

    /// Returns `true` if the schema admits `null` and nothing else: it is nullable and has no other keyword.
    pub(super) fn is_null(&self) -> bool {
        self.data.nullable && self.is_bare()
    }

    /// Returns `true` if the schema only excludes values.
    pub(super) fn only_excludes(&self) -> bool {
        self.not
            && self.implied_type().is_none()
            && self.values.is_empty()
            && self.all_of.is_empty()
            && self.alternatives.is_empty()
    }

    /// Returns the schema that this one is a wrapper of: its `allOf` has one member, and nothing is beside it.
    pub(in crate::lower) fn only_member(&self) -> Option<&'d ReferenceOr<Schema>> {
        let adds_nothing = self.properties.is_empty()
            && self.required.is_empty()
            && self.alternatives.is_empty()
            && matches!(
                self.additional,
                None | Some(AdditionalProperties::Any(false))
            );
        match self.all_of {
            [only] if adds_nothing => Some(only),
            _ => None,
        }
    }

    /// Returns the schema that this one is a wrapper of, where it is written inside.
    pub(super) fn wrapped(&self) -> Option<&'d Schema> {
        match self.only_member()? {
            ReferenceOr::Item(item) => Some(item),
            ReferenceOr::Reference { .. } => None,
        }
    }

    /// Returns `true` if the schema, or the one inside of it, is deprecated.
    pub(super) fn is_deprecated(&self) -> bool {
        let wrapped = self.wrapped().map(Facets::new);
        self.data.deprecated || wrapped.is_some_and(|wrapped| wrapped.is_deprecated())
    }

    /// Returns `true` if the schema is a union that has neither a name nor a discriminator of its own.
    pub(super) fn is_plain_union(&self) -> bool {
        !self.alternatives.is_empty()
            && self.all_of.is_empty()
            && self.properties.is_empty()
            && self.data.discriminator.is_none()
            && self.data.title.is_none()
    }

    /// Returns the component that it was as an alternative, before it was joined with what it is beside.
    pub(super) fn alternative_name(&self) -> Option<&'d str> {
        self.extension(ALTERNATIVE_NAME)?.as_str()
    }

    /// Returns an extension of the schema.
    pub(super) fn extension(&self, key: &str) -> Option<&'d Value> {
        self.data.extensions.get(key)
    }
}

fn branches<'d>(keyword: &'static str, members: &'d [ReferenceOr<Schema>]) -> Vec<Branch<'d>> {
    let members = members.iter().enumerate();
    members
        .map(|(index, schema)| Branch {
            keyword,
            index,
            schema: schema.into(),
        })
        .collect()
}

fn properties<'d>(
    properties: impl IntoIterator<Item = (&'d String, &'d ReferenceOr<Box<Schema>>)>,
) -> Vec<(&'d str, SchemaRef<'d>)> {
    properties
        .into_iter()
        .map(|(name, schema)| (name.as_str(), SchemaRef::from(schema)))
        .collect()
}

fn known_values<T: Clone + Into<Value>>(values: &[Option<T>]) -> Vec<Value> {
    values.iter().flatten().cloned().map(Into::into).collect()
}

fn string_format(format: &VariantOrUnknownOrEmpty<StringFormat>) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Some("date"),
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Some("date-time"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => Some("password"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => Some("byte"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => Some("binary"),
        VariantOrUnknownOrEmpty::Unknown(other) => Some(other),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn number_format(format: &VariantOrUnknownOrEmpty<NumberFormat>) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Item(NumberFormat::Float) => Some("float"),
        VariantOrUnknownOrEmpty::Item(NumberFormat::Double) => Some("double"),
        VariantOrUnknownOrEmpty::Unknown(other) => Some(other),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn integer_format(format: &VariantOrUnknownOrEmpty<IntegerFormat>) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => Some("int32"),
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64) => Some("int64"),
        VariantOrUnknownOrEmpty::Unknown(other) => Some(other),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

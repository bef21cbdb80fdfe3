//! Named types.

use super::{Assigned, Dependent, Docs, Limit, Name, Primitive, Stage, TypeRef, Union};

/// A type with a name of its own in the generated crate.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct TypeDef<S: Stage = Assigned> {
    /// The name in the description (or the one made up for an inline schema) and in Rust.
    pub name: Name<S>,
    /// The family, as an identifier: `ticket` for `Ticket`, `TicketCreate` and `TicketUpdate`, which are together.
    pub module: String,
    /// The description's texts.
    pub docs: Docs,
    /// `true` if the description marks it as deprecated.
    pub deprecated: bool,
    /// In which direction it travels.
    pub usage: Usage,
    /// Kind of type, with its content.
    pub kind: TypeKind<S>,
    /// JSON pointer to the type in the description.
    pub pointer: String,
}

/// Kinds of named types.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum TypeKind<S: Stage = Assigned> {
    /// An object with known properties.
    Struct(Struct<S>),
    /// A closed list of values, open to values that are not known yet.
    Enum(Enum<S>),
    /// One of several types.
    Union(Union<S>),
    /// Another name for a type.
    Alias(TypeRef<S>),
}

/// In which direction a type travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Usage {
    /// No operation uses it.
    Unused,
    /// Only sent.
    Request,
    /// Only received.
    Response,
    /// Sent and received.
    Both,
}

impl Usage {
    /// Returns `true` if values of this type are sent.
    #[must_use]
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }

    /// Returns `true` if values of this type are received.
    #[must_use]
    pub fn is_received(self) -> bool {
        matches!(self, Self::Response | Self::Both)
    }

    /// Returns the usage of something that is used in both ways.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unused, usage) | (usage, Self::Unused) => usage,
            (left, right) if left == right => left,
            _ => Self::Both,
        }
    }
}

/// An object with known properties.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Struct<S: Stage = Assigned> {
    /// The properties, in the order of the description.
    pub fields: Vec<Field<S>>,
    /// The field for properties that are not named, where the description provides for them.
    pub additional: Option<AdditionalProperties<S>>,
    /// The identifier of the field that keeps received members which have no other place. `None`: the object is never
    /// received as JSON.
    pub unknown: Option<String>,
    /// The fields whose values depend on those of other fields.
    pub dependent: Vec<Dependent>,
}

impl<S: Stage> Struct<S> {
    /// Returns `true` if it has files among its fields and therefore can be sent only as a form.
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.fields.iter().any(Field::is_file)
    }
}

/// The properties of an object that have no name in the description.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct AdditionalProperties<S: Stage = Assigned> {
    /// The identifier of the field that holds them.
    pub ident: S::Ident,
    /// The type of each.
    pub ty: TypeRef<S>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Field<S: Stage = Assigned> {
    /// The property's name.
    pub name: Name<S>,
    /// Its type. Nullability is part of the type, absence is not.
    pub ty: TypeRef<S>,
    /// Presence: required or optional.
    pub presence: Presence,
    /// Value of a received field that is absent or null.
    pub absence: Absence,
    /// Default that the server uses when it is absent, as JSON text. Never sent by the client on its own.
    pub default: Option<String>,
    /// A value that it may have, as JSON text. `None`: the description has no example of it.
    pub example: Option<String>,
    /// Further constraints on its value.
    pub limits: Vec<Limit>,
    /// The description's texts.
    pub docs: Docs,
    /// `true` if the description marks it as deprecated.
    pub deprecated: bool,
}

impl<S: Stage> Field<S> {
    /// Presence in a type that travels in these directions: what is read only is not demanded of the caller, and what
    /// is write only is not in responses. A type that no operation uses may be used in both ways.
    #[must_use]
    pub fn presence_in(&self, usage: Usage) -> Presence {
        let is_only_received = usage != Usage::Response && self.limits.contains(&Limit::ReadOnly);
        let is_only_sent = usage != Usage::Request && self.limits.contains(&Limit::WriteOnly);
        if is_only_received || is_only_sent {
            Presence::Optional
        } else {
            self.presence
        }
    }

    /// Returns `true` if a value that is sent has it, so that a constructor asks for it.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.presence_in(Usage::Request) == Presence::Required
    }

    /// Returns `true` for a file in a form, or a list of files.
    #[must_use]
    pub fn is_file(&self) -> bool {
        match &self.ty {
            TypeRef::List(item) => **item == TypeRef::Primitive(Primitive::File),
            ty => *ty == TypeRef::Primitive(Primitive::File),
        }
    }
}

/// Presence of a field, parameter or body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always there.
    Required,
    /// Sometimes absent.
    Optional,
}

/// Value of a received field that is absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Absence {
    /// None at all.
    Distinct,
    /// An object without members, which has no field that is required.
    Empty,
}

/// A list of values. Values that are not listed are kept as they are.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Enum<S: Stage = Assigned> {
    /// The known values, in the order of the description; all of one kind, at least one.
    pub variants: Vec<Variant<S>>,
}

impl<S: Stage> Enum<S> {
    /// Returns `true` if the values are integers rather than strings.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        matches!(
            self.variants.first(),
            Some(Variant {
                value: Value::Integer(_),
                ..
            })
        )
    }
}

/// A known value of an enum.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Variant<S: Stage = Assigned> {
    /// The identifier.
    pub ident: S::Ident,
    /// The value on the wire.
    pub value: Value,
    /// Documentation of this value.
    pub docs: Docs,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
}

//! Search languages: operations that take an expression of conditions.

use super::{Assigned, Docs, Name, Stage, TypeRef};

/// The conditions that one kind of search understands; it becomes a type of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Query<S: Stage = Assigned> {
    /// The name that the description gives it, and that of the type: `TicketQuery`.
    pub name: Name<S>,
    /// Documentation of the searched records, and of those that are never found.
    pub docs: Docs,
    /// Longest expression, in characters with the quotes around it. `None`: any length.
    pub longest: Option<usize>,
    /// The fields, in the order of the description.
    pub fields: Vec<QueryField<S>>,
    /// Prefix of the names of custom fields. `None`: there are no custom fields, or they cannot be searched.
    pub custom_fields: Option<String>,
}

impl<S: Stage> Query<S> {
    /// The fields of an owner.
    pub fn fields_of(&self, owner: FieldOwner) -> impl Iterator<Item = &QueryField<S>> {
        self.fields.iter().filter(move |field| field.owner == owner)
    }
}

/// A field that can be searched.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryField<S: Stage = Assigned> {
    /// The name in an expression, and that of the function.
    pub name: Name<S>,
    /// The owner of the field.
    pub owner: FieldOwner,
    /// The type of its values: a primitive or an enum.
    pub ty: TypeRef<S>,
    /// Comparisons that its values allow.
    pub comparison: Comparison,
    /// Support for `null`.
    pub null: NullTest,
    /// The description's text.
    pub docs: Docs,
}

/// The owner of a field that can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldOwner {
    /// The service: every account has the field.
    Service,
    /// One account, which added it.
    Account,
}

/// Comparisons that the values of a field allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Equal or not.
    Equal,
    /// Also at least and at most.
    Ordered,
}

/// Support for a search for records without a value in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullTest {
    /// It can.
    Allowed,
    /// It always has a value, or the service does not understand the question.
    Refused,
}

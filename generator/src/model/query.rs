//! What can be searched for, where an operation takes an expression in a language of conditions.

use super::{Assigned, Docs, Name, Stage, TypeRef};

/// The conditions that one kind of search understands; it becomes a type of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Query<S: Stage = Assigned> {
    /// The name that the description gives it, and that of the type: `TicketQuery`.
    pub name: Name<S>,
    /// What is searched and what is never found.
    pub docs: Docs,
    /// How many characters an expression may have with the quotes around it. `None`: any number.
    pub longest: Option<usize>,
    /// The fields, in the order of the description.
    pub fields: Vec<QueryField<S>>,
    /// What the names of fields start with that an account has made for itself. `None`: there are
    /// no such fields, or they cannot be searched.
    pub custom_fields: Option<String>,
}

/// A field that can be searched.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryField<S: Stage = Assigned> {
    /// The name in an expression, and that of the function.
    pub name: Name<S>,
    /// The type of its values: a primitive or an enum.
    pub ty: TypeRef<S>,
    /// How its values can be compared.
    pub comparison: Comparison,
    /// Whether it can be asked for having no value.
    pub null: NullTest,
    /// The description's text.
    pub docs: Docs,
}

/// How the values of a field can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Equal or not.
    Equal,
    /// Also at least and at most.
    Ordered,
}

/// Whether a field can be asked for having no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullTest {
    /// It can.
    Allowed,
    /// It always has a value, or the service does not understand the question.
    Refused,
}

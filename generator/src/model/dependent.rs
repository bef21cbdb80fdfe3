//! Fields whose values depend on those of other fields.

/// Fields of a struct, of which each depends on those before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Dependent {
    /// The names of the fields in the description, the first level first; at least two.
    pub fields: Vec<String>,
    /// The values of the first field.
    pub choices: Vec<Choice>,
}

/// A value of a field that others depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// The values that the next field can have beside it.
    pub below: Vec<Choice>,
}

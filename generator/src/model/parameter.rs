//! Parameters of operations.

use super::{Assigned, Docs, Limit, Name, Presence, Stage, TypeRef};

/// A value that a call carries outside its body.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter<S: Stage = Assigned> {
    /// The name on the wire, and that of the argument or setter.
    pub name: Name<S>,
    /// Location of the value in the request.
    pub location: ParameterLocation,
    /// Presence: required or optional. Path parameters are always required.
    pub presence: Presence,
    /// The type of the value.
    pub ty: TypeRef<S>,
    /// Serialization of the value.
    pub writing: Writing,
    /// Which signs of the text are encoded.
    pub escaping: Escaping,
    /// The identifier of the [`Query`](super::Query) that is written here; the type is that of text then. `None`: a
    /// value of the type is written as it is.
    pub query: Option<S::Link>,
    /// Default that the server uses when the parameter is absent, as JSON text. Never sent by the client on its own.
    pub default: Option<String>,
    /// Further constraints on its value.
    pub limits: Vec<Limit>,
    /// The description's text.
    pub docs: Docs,
    /// `true` if the description marks it as deprecated.
    pub deprecated: bool,
    /// JSON pointer to the parameter in the description; to the operation where only its path names it.
    pub pointer: String,
}

/// Location of a parameter in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// A place in the path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// The `Cookie` header.
    Cookie,
}

impl ParameterLocation {
    /// Returns the word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// Serialization of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// A primitive, an enum, or a list of either: the text of each, and of several in this style.
    Texts(ListStyle),
    /// A value of any type, in a style that says how.
    Styled(Style),
}

/// Which signs of a value are percent-encoded in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escaping {
    /// All but those that never mean anything.
    All,
    /// Not those that mean something elsewhere in an address, such as `/` and `:` in a query.
    AllButReserved,
}

/// Serialization of a value of any type: `[1, 2]` and `{a: 1, b: 2}` under the name `p`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `1,2` and `a,1,b,2`, after `p=` in a query or a cookie.
    Comma,
    /// `p=1&p=2` and `a=1&b=2`; with commas in a path or a header.
    Exploded,
    /// `p=1%202`
    Space,
    /// `p=1|2`
    Pipe,
    /// `p[a]=1&p[b]=2`
    Deep,
    /// `.1,2`
    Label,
    /// `.1.2` and `.a=1.b=2`
    LabelExploded,
    /// `;p=1,2`
    Matrix,
    /// `;p=1;p=2` and `;a=1;b=2`
    MatrixExploded,
    /// JSON text.
    Json,
}

/// Serialization of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStyle {
    /// The name again for every item: `a=1&a=2`.
    Repeated,
    /// `1,2`
    Comma,
    /// `1%202`
    Space,
    /// `1|2`
    Pipe,
}

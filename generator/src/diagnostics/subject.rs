//! The part of a description that a diagnostic is about.
//!
//! Invariant: a stage stamps it where it enters the part; it is never read out of the text of a pointer.

use std::fmt;

/// Part of a description that can be omitted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Path with all of its operations.
    Path(String),
    /// Operation of a path.
    Operation {
        /// Path that the operation belongs to.
        path: String,
        /// Method in lower case, as the description has it.
        method: String,
    },
    /// Response of an operation.
    Response {
        /// Path that the operation belongs to.
        path: String,
        /// Method of the operation in lower case.
        method: String,
        /// Key of the response: a status, a range of them, or `default`.
        status: String,
    },
    /// Webhook with this name.
    Webhook(String),
    /// Component.
    Component {
        /// Section of the components, such as `schemas`.
        section: &'static str,
        /// Name in the section.
        name: String,
    },
    /// Member without which the mapping that has it says less, and nothing wrong.
    Node {
        /// JSON pointer of the mapping.
        owner: String,
        /// Name of the member.
        member: &'static str,
    },
}

impl Subject {
    /// Returns the operation of this path; in the path of a webhook, the webhook.
    pub(crate) fn operation(&self, method: &str) -> Self {
        match self {
            Self::Path(path) => Self::Operation {
                path: path.clone(),
                method: method.to_owned(),
            },
            other => other.clone(),
        }
    }

    /// Returns the path of this operation.
    pub(crate) fn path(&self) -> Self {
        match self {
            Self::Operation { path, .. } => Self::Path(path.clone()),
            other => other.clone(),
        }
    }

    /// Returns the response of this operation; in an operation of a webhook, the webhook.
    pub(crate) fn response(&self, status: &str) -> Self {
        match self {
            Self::Operation { path, method } => Self::Response {
                path: path.clone(),
                method: method.clone(),
                status: status.to_owned(),
            },
            other => other.clone(),
        }
    }
}

/// The part as messages name it.
impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(formatter, "`{path}`"),
            Self::Operation { path, method } => {
                write!(formatter, "`{} {path}`", method.to_uppercase())
            }
            Self::Response {
                path,
                method,
                status,
            } => write!(
                formatter,
                "response `{status}` of `{} {path}`",
                method.to_uppercase()
            ),
            Self::Webhook(name) => write!(formatter, "webhook `{name}`"),
            Self::Component { section, name } => {
                write!(formatter, "`#/components/{section}/{name}`")
            }
            Self::Node { owner, member } => write!(formatter, "`{member}` of `#{owner}`"),
        }
    }
}

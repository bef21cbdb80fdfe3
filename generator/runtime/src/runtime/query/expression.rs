//! Conditions joined by `AND` and `OR`, as the text that they are written as.
//!
//! Not a tree: what is joined is written down at once, so that however many conditions a loop joins, nothing recurses.
//! Nothing that is documented says which of `AND` and `OR` binds more tightly, so a mixture always has parentheses, and
//! nothing else has.

use super::{InvalidQuery, operand::Operand};

/// A search expression, the part of all query types that knows nothing of fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression(State);

#[derive(Clone, Debug, PartialEq)]
enum State {
    /// Matches everything: no conditions, all of which must hold.
    Everything,
    /// Matches nothing: no conditions, one of which must hold.
    Nothing,
    Written {
        text: String,
        form: Form,
    },
    Invalid(InvalidQuery),
}

/// Outermost operator of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// One condition.
    Condition,
    Joined(Junction),
    /// Anything: a person wrote it.
    ByHand,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Junction {
    And,
    Or,
}

impl Junction {
    fn separator(self) -> &'static str {
        match self {
            Self::And => " AND ",
            Self::Or => " OR ",
        }
    }

    /// Returns the neutral element of the operator.
    fn neutral(self) -> State {
        match self {
            Self::And => State::Everything,
            Self::Or => State::Nothing,
        }
    }
}

impl Expression {
    /// Joins `field`, `operator` and the value behind it.
    pub(super) fn condition(field: &str, operator: &str, operand: &Operand) -> Self {
        Self(match operand.written(field) {
            Ok(value) => State::Written {
                text: format!("{field}{operator}{value}"),
                form: Form::Condition,
            },
            Err(error) => State::Invalid(error),
        })
    }

    /// Returns the condition that `field` has no value.
    pub(super) fn null(field: &str) -> Self {
        Self(State::Written {
            text: format!("{field}:null"),
            form: Form::Condition,
        })
    }

    /// Returns the condition that `field` has one of these values.
    pub(super) fn one_of(field: &str, operands: impl IntoIterator<Item = Operand>) -> Self {
        let equal = |operand| Self::condition(field, ":", &operand);
        Self::any(operands.into_iter().map(equal))
    }

    pub(super) fn invalid(error: InvalidQuery) -> Self {
        Self(State::Invalid(error))
    }

    /// Returns a text written by hand, with or without the quotes around it.
    #[must_use]
    pub fn raw(text: &str) -> Self {
        let text = text.trim();
        let inside = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        let text = inside.unwrap_or(text).trim();
        Self(if text.is_empty() {
            State::Everything
        } else {
            State::Written {
                text: text.to_owned(),
                form: Form::ByHand,
            }
        })
    }

    /// Matches if both match.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.join(Junction::And, other)
    }

    /// Matches if at least one matches.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.join(Junction::Or, other)
    }

    /// Matches if all match; without any, everything.
    #[must_use]
    pub fn all(expressions: impl IntoIterator<Item = Self>) -> Self {
        let everything = Self(Junction::And.neutral());
        expressions.into_iter().fold(everything, Self::and)
    }

    /// Matches if at least one matches; without any, nothing.
    #[must_use]
    pub fn any(expressions: impl IntoIterator<Item = Self>) -> Self {
        let nothing = Self(Junction::Or.neutral());
        expressions.into_iter().fold(nothing, Self::or)
    }

    fn join(self, junction: Junction, other: Self) -> Self {
        Self(match (self.0, other.0) {
            (invalid @ State::Invalid(_), _) | (_, invalid @ State::Invalid(_)) => invalid,
            (state, neutral) | (neutral, state) if neutral == junction.neutral() => state,
            (
                State::Written { text, form },
                State::Written {
                    text: other,
                    form: others,
                },
            ) => written(junction, (text, form), (other, others)),
            // What is left has the opposite of the neutral on one side, which outweighs the other side.
            (State::Everything, _) | (_, State::Everything) => State::Everything,
            (State::Nothing, _) | (_, State::Nothing) => State::Nothing,
        })
    }

    /// Returns the text to send, in its quotes, if it has no more than `longest` characters with them.
    ///
    /// # Errors
    ///
    /// When it is longer, or cannot be written at all.
    pub fn render(&self, longest: Option<usize>) -> Result<String, InvalidQuery> {
        let text = match &self.0 {
            State::Everything => return Err(InvalidQuery::Everything),
            State::Nothing => return Err(InvalidQuery::Nothing),
            State::Invalid(error) => return Err(error.clone()),
            State::Written { text, .. } => format!("\"{text}\""),
        };
        let length = text.chars().count();
        match longest {
            Some(longest) if length > longest => Err(InvalidQuery::TooLong { length, longest }),
            _ => Ok(text),
        }
    }
}

/// Joins two texts, the second appended to the first: a chain of many costs no more than its length.
fn written(junction: Junction, left: (String, Form), right: (String, Form)) -> State {
    for (text, form) in [&left, &right] {
        if *form == Form::ByHand && !is_balanced(text) {
            return State::Invalid(InvalidQuery::Unbalanced);
        }
    }
    let mut text = enclosed(junction, left);
    text.push_str(junction.separator());
    text.push_str(&enclosed(junction, right));
    State::Written {
        text,
        form: Form::Joined(junction),
    }
}

/// Returns a text that can be beside others, in parentheses where it needs them.
fn enclosed(junction: Junction, (text, form): (String, Form)) -> String {
    match form {
        Form::Condition => text,
        Form::Joined(inner) if inner == junction => text,
        Form::Joined(_) | Form::ByHand => format!("({text})"),
    }
}

/// Returns `true` if a text is self-contained: its quotes and parentheses are balanced, and it does not end the quotes
/// around the whole.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut is_quoted = false;
    for character in text.chars() {
        match character {
            '"' | '\\' => return false,
            '\'' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return false,
            },
            _ => {}
        }
    }
    depth == 0 && !is_quoted
}

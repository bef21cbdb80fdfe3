//! Search expressions such as `"status:2 AND (priority:3 OR tag:'vip')"`, put together from typed conditions.
//!
//! A generated query type wraps an [`Expression`] and has a [`Field`] for each field that can be searched. Invariant:
//! no value ends the quotes that it is in, and no name is anything but a name: what cannot be written so is refused.

mod custom;
mod error;
mod expression;
mod field;
mod macros;
mod operand;

pub use self::custom::{CustomField, CustomFields};
pub use self::error::InvalidQuery;
pub use self::expression::Expression;
pub use self::field::{Field, No, Nullable, Ordered};
pub use self::operand::{Bound, Operand};

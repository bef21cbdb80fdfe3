//! Webhook receivers: authentication of the sender, and the content of the request.
//!
//! Nothing here trusts the sender: no body makes it panic, and secrets are compared in constant time.

mod changes;
#[doc(hidden)]
pub mod keys;
mod macros;
mod secret;

pub use self::changes::{Change, ChangeKind, Changes};
pub use self::secret::Secret;

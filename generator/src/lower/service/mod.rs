//! The service as a whole: its texts, its addresses, its plans, and how it wants callers to authenticate.

pub(super) mod package;
pub(super) mod plans;
pub(super) mod security;
pub(super) mod servers;

//! The one place where Rust identifiers are assigned.
//!
//! Rules: types come first, then query types, webhooks with a type of their own, the handles of resources, and request builders, each sorted
//! by their names in the description, components before types found inside them. A name that
//! is taken gets the suffix of its kind (`Model`, `Search`, `Api`, `Call`) and after that a number. Of several names that
//! would become the same identifier, the one that is spelled most like it keeps it. Invariant: the outcome depends on
//! the set of names, not on their order.

use super::{claims::Namespace, functions, operations, types};
use crate::{
    lower::draft::Parts,
    model::{Query, Resource, TypeDef, Webhook},
};

/// Everything that has a name, with its identifier.
pub(in crate::lower) struct Named {
    /// The types by module, in the order in which they were found.
    pub(in crate::lower) types: Vec<TypeDef>,
    pub(in crate::lower) resources: Vec<Resource>,
    pub(in crate::lower) queries: Vec<Query>,
    pub(in crate::lower) webhooks: Vec<Webhook>,
}

/// Assigns every identifier.
pub(in crate::lower) fn assign(draft: Parts) -> Named {
    // Types, handles and builders stand side by side in what callers import.
    let mut types = Namespace::default();
    let mut links = types::links(&draft.types, &mut types);
    let queries = functions::queries(draft.queries, &mut links, &mut types);
    let webhooks = functions::webhooks(draft.webhooks, &links, &mut types);
    let resources = operations::resources(draft.resources, &links, &mut types);
    Named {
        types: types::types(draft.types, &links),
        resources,
        queries,
        webhooks,
    }
}

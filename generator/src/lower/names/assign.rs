//! The one place where Rust identifiers are assigned.
//!
//! Rules: types come first, then query types, webhooks with a type of their own, the handles of resources, and request builders, each sorted
//! by their names in the description, components before types found inside them. A name that
//! is taken gets the suffix of its kind (`Model`, `Search`, `Api`, `Call`) and after that a number. Of several names that
//! would become the same identifier, the one that is spelled most like it keeps it; and what had an identifier before
//! keeps that. Invariant: the outcome depends on the set of names and on what is known from before, not on their order.

use super::{
    claims::{Namer, Namespace},
    functions::{self, QUERIES, WEBHOOKS},
    operations::{self, BUILDERS, HANDLES, OUTPUTS},
    sharing,
    types::{self, TYPES},
};
use crate::{
    lower::draft::Parts,
    model::{Names, Query, Resource, TypeDef, Webhook},
};

/// Everything that has a name, with its identifier.
pub(in crate::lower) struct Named {
    /// The types by module, in the order in which they were found.
    pub(in crate::lower) types: Vec<TypeDef>,
    pub(in crate::lower) resources: Vec<Resource>,
    pub(in crate::lower) queries: Vec<Query>,
    pub(in crate::lower) webhooks: Vec<Webhook>,
    /// All identifiers.
    pub(in crate::lower) names: Names,
    /// The identifiers with which the same ones are assigned again.
    pub(in crate::lower) locked: Names,
}

/// Assigns every identifier; what is known from before keeps its own.
pub(in crate::lower) fn assign(draft: Parts, known: &Names) -> Named {
    if known.is_empty() {
        return all(draft, known);
    }
    let ruled = all(draft.clone(), &Names::default()).names;
    let named = all(draft.clone(), known);
    let mut locked = named.names.without(&ruled);
    // Where something keeps its identifier, the rule may have another one for what is beside it.
    while !locked.is_empty() {
        let again = all(draft.clone(), &locked).names;
        let more = locked.clone().or(&named.names.without(&again));
        if more.len() == locked.len() {
            break;
        }
        locked = more;
    }
    Named { locked, ..named }
}

fn all(mut draft: Parts, known: &Names) -> Named {
    let shared = sharing::share(&mut draft, known);
    let mut namer = Namer::new(known);
    // Types, handles and builders are side by side in what callers import.
    let mut types = Namespace::default();
    let ids = operations::own_names(&draft.resources);
    namer.hold(&mut types, TYPES, &types::wishes(&draft.types, &ids));
    namer.hold(
        &mut types,
        QUERIES,
        &functions::query_wishes(&draft.queries),
    );
    namer.hold(
        &mut types,
        WEBHOOKS,
        &functions::webhook_wishes(&draft.webhooks),
    );
    namer.hold(
        &mut types,
        HANDLES,
        &operations::handle_wishes(&draft.resources),
    );
    namer.hold(
        &mut types,
        BUILDERS,
        &operations::builder_wishes(&draft.resources),
    );
    namer.hold(
        &mut types,
        OUTPUTS,
        &operations::output_wishes(&draft.resources),
    );
    let mut links = types::links(&draft.types, &ids, &mut types, &mut namer);
    // What became another type has its identifier, so that it is found again without that one.
    for (key, kept) in &shared {
        if let Some(ident) = links.get(kept) {
            namer.assigned.insert(TYPES, key, ident);
        }
    }
    let queries = functions::queries(draft.queries, &mut links, &mut types, &mut namer);
    let webhooks = functions::webhooks(draft.webhooks, &links, &mut types, &mut namer);
    let resources = operations::resources(draft.resources, &links, &mut types, &mut namer);
    Named {
        types: types::types(draft.types, &links, &mut namer),
        resources,
        queries,
        webhooks,
        names: namer.assigned,
        locked: Names::default(),
    }
}

//! `openapiv3` → model: the only place that knows OpenAPI and Rust names at once.
//!
//! Types are lowered under provisional keys, their pointers; then identifiers are allotted for
//! all of them together. Invariant: the result does not depend on the order of the keys in the
//! description, but for the order of what is printed.

mod allot;
mod case;
mod components;
mod enums;
mod facets;
mod objects;
mod operations;
mod parameters;
mod place;
mod recursion;
mod resources;
mod responses;
mod schemas;
mod service;
mod share;
mod usage;
mod words;

use openapiv3::OpenAPI;

use self::{components::Components, schemas::Types};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Api,
};

/// Turns a description into the model.
///
/// # Errors
///
/// Reports references that lead nowhere and operations that cannot be expressed. Warnings
/// alone, about what is typed as plain JSON, come back with the model.
pub fn lower(description: &OpenAPI) -> Result<(Api, Diagnostics), Diagnostics> {
    let mut lowering = Lowering::new(description);
    lowering.component_schemas();
    let resources = lowering.resources();
    let security = lowering.security();
    let mut api = Api {
        title: description.info.title.clone(),
        version: description.info.version.clone(),
        docs: service::info_docs(description),
        external_docs: description
            .external_docs
            .as_ref()
            .map(|docs| docs.url.clone()),
        servers: service::servers(&description.servers),
        security,
        resources,
        types: lowering.types.finish(),
    };
    share::merge_equal_enums(&mut api);
    usage::settle(&mut api);
    recursion::settle(&mut api, &mut lowering.diagnostics);
    allot::identifiers(&mut api);
    lowering.diagnostics.unless_errors(api)
}

/// What the steps share: the description, the types found so far, and what is to be said.
struct Lowering<'d> {
    description: &'d OpenAPI,
    components: Components<'d>,
    types: Types,
    diagnostics: Diagnostics,
}

impl<'d> Lowering<'d> {
    fn new(description: &'d OpenAPI) -> Self {
        Self {
            description,
            components: Components::new(description),
            types: Types::default(),
            diagnostics: Diagnostics::default(),
        }
    }

    fn warn(&mut self, code: &'static str, message: impl Into<String>, at: &str) {
        self.diagnostics
            .push(Diagnostic::warning(code, message).at(at));
    }

    /// Reports a reference that stands at the pointer.
    fn unresolved(&mut self, reference: &str, at: &str) {
        let similar = self.components.most_similar(reference);
        let mut diagnostic = Diagnostic::error(
            "unresolved-reference",
            format!("the reference `{reference}` leads nowhere"),
        )
        .at(format!("{at}/$ref"));
        if let Some(similar) = similar {
            diagnostic = diagnostic.help(format!("there is `{similar}`"));
        }
        self.diagnostics.push(diagnostic);
    }
}

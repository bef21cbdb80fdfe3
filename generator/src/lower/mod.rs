//! `openapiv3` → model: the only place that knows OpenAPI and Rust names at once.
//!
//! Types are lowered under provisional keys, their pointers; then identifiers are allotted for
//! all of them together. Invariant: the result does not depend on the order of the keys in the
//! description, but for the order of what is printed.

mod chosen;
mod components;
mod names;
mod operations;
mod place;
mod scalar;
mod service;
mod types;

use std::collections::BTreeSet;

use openapiv3::OpenAPI;

use self::{
    components::Components,
    types::{families::Families, schemas::Types},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Api, LeftOut, Query, TimestampPrecision},
    settings::Settings,
    source::extension::{self, Found, Text},
};

/// Turns a description into the model.
///
/// # Errors
///
/// Reports references that lead nowhere and operations that cannot be expressed. Warnings
/// alone, about what is typed as plain JSON, come back with the model.
pub fn lower(
    description: &OpenAPI,
    settings: &Settings,
) -> Result<(Api, Diagnostics), Diagnostics> {
    let (described, diagnostics) = service::webhooks::read(description);
    let families = Families::new(description);
    let mut lowering = Lowering::new(description, settings, &families);
    lowering.diagnostics.append(diagnostics);
    lowering.check_components();
    lowering.component_schemas();
    let common_servers = lowering.common_servers;
    let mut resources = lowering.resources();
    lowering.polls(&mut resources);
    let webhooks = lowering.webhooks(&described);
    let keys = extension::Root::read(&description.extensions, "", &mut lowering.diagnostics);
    let plans = lowering.plans(keys.plans.as_ref());
    let timestamps = keys
        .timestamps
        .map_or_else(Default::default, |found| match found.value {
            extension::Timestamps::Full => TimestampPrecision::Full,
            extension::Timestamps::Seconds => TimestampPrecision::Seconds,
        });
    let left_out = keys.left_out.map_or_else(Vec::new, |list| list.value);
    let left_out = left_out.into_iter().map(|one| LeftOut {
        operation: one.operation,
        reason: one.reason,
    });
    let security = lowering.security();
    let common_security = lowering.common_security();
    let servers = service::servers(settings, common_servers);
    service::package::check_required_variables(settings, &servers, &mut lowering.diagnostics);
    let mut api = Api {
        package: service::package::package(settings),
        title: description.info.title.clone(),
        version: description.info.version.clone(),
        docs: service::info_docs(description),
        external_docs: description
            .external_docs
            .as_ref()
            .map(|docs| docs.url.clone()),
        servers,
        security,
        resources,
        types: lowering.types.finish(),
        queries: lowering.queries,
        webhooks,
        plans,
        rate_limit: service::package::rate_limit(settings),
        hints: service::package::hints(settings),
        timestamps,
        left_out: left_out.collect(),
    };
    let operations = api.resources.iter_mut();
    let operations = operations.flat_map(|resource| &mut resource.operations);
    service::requirements::settle(&common_security, &api.security, operations);
    types::share::merge_equal_enums(&mut api);
    operations::file_forms::settle(&mut api);
    types::usage::settle(&mut api);
    types::recursion::settle(&mut api, &mut lowering.diagnostics);
    names::identifiers(&mut api);
    lowering.diagnostics.unless_errors(api)
}

/// What the steps share: the description, the types found so far, and what is to be said.
struct Lowering<'d> {
    description: &'d OpenAPI,
    settings: &'d Settings,
    components: Components<'d>,
    families: &'d Families,
    /// The addresses of the service as a whole.
    common_servers: &'d [openapiv3::Server],
    types: Types,
    queries: Vec<Query>,
    diagnostics: Diagnostics,
    /// The extensions about work that goes on after the response.
    polls: Vec<operations::polls::Asked>,
    /// The groups that operations count in.
    groups: Vec<Found<Text<'d>>>,
    /// The steps that are left to tell what a schema is.
    effort: types::effort::Effort,
    /// The steps that are left to put an object together.
    joining: types::effort::Effort,
    /// What was warned of already, by code and place.
    warned: BTreeSet<(&'static str, String)>,
}

impl<'d> Lowering<'d> {
    fn new(description: &'d OpenAPI, settings: &'d Settings, families: &'d Families) -> Self {
        Self {
            description,
            settings,
            components: Components::new(description),
            families,
            common_servers: service::described_servers(description),
            types: Types::default(),
            queries: Vec::new(),
            diagnostics: Diagnostics::default(),
            polls: Vec::new(),
            groups: Vec::new(),
            effort: types::effort::Effort::default(),
            joining: types::effort::Effort::default(),
            warned: BTreeSet::new(),
        }
    }

    fn warn(&mut self, code: &'static str, message: impl Into<String>, at: &str) {
        self.warn_in(code, message, at, "");
    }

    /// Warns of one of several things of a kind at a place, which is told from the others by `what`.
    fn warn_in(&mut self, code: &'static str, message: impl Into<String>, at: &str, what: &str) {
        // What stands in a component is met once per use of it.
        if self.warned.insert((code, format!("{at}{what}"))) {
            self.diagnostics
                .push(Diagnostic::warning(code, message).at(at));
        }
    }

    /// Reports components that are references to nothing or to themselves, used or not.
    fn check_components(&mut self) {
        for (reference, place) in self.components.references() {
            if !self.components.leads_somewhere(reference) {
                self.unresolved(reference, &place);
            }
        }
    }

    /// Reports a reference that stands at the pointer.
    fn unresolved(&mut self, reference: &str, at: &str) {
        // A component that is itself such a reference is where it is reported.
        if self.components.is_reference(reference) && !self.components.is_circular(reference) {
            return;
        }
        let at = format!("{at}/$ref");
        let diagnostic = if self.components.is_circular(reference) {
            circular(reference, at)
        } else if let Some(noun) = self.components.noun(reference) {
            let message = format!(
                "the reference `{reference}` leads to {noun}, and something else is wanted here"
            );
            Diagnostic::error("wrong-reference", message).at(at)
        } else if Components::leads_inside(reference) {
            let message = format!("the reference `{reference}` leads into a component");
            Diagnostic::error("unresolved-reference", message)
                .at(at)
                .help("only whole components can be referred to: make one of what is inside")
        } else {
            let message = format!("the reference `{reference}` leads nowhere");
            let diagnostic = Diagnostic::error("unresolved-reference", message).at(at);
            match self.components.most_similar(reference) {
                Some(similar) => diagnostic.help(format!("did you mean `{similar}`?")),
                None => diagnostic,
            }
        };
        self.report_once(diagnostic);
    }

    /// Reports what may be met again, once.
    fn report_once(&mut self, diagnostic: Diagnostic) {
        let place = format!("{:?}: {}", diagnostic.pointer, diagnostic.message);
        if self.warned.insert((diagnostic.code, place)) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Reports a schema that joins itself, at the reference that closes the circle.
    fn joins_itself(&mut self, reference: &str, at: &str) {
        let diagnostic = circular(reference, format!("{at}/$ref"));
        self.report_once(diagnostic);
    }
}

fn circular(reference: &str, at: String) -> Diagnostic {
    let message = format!("the reference `{reference}` leads back to itself");
    Diagnostic::error("circular-reference", message)
        .at(at)
        .help("let one of the references in the circle be a schema of its own")
}

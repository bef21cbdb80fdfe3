//! `openapiv3` → model: the only place that knows OpenAPI and Rust names at once.
//!
//! Types are lowered under provisional keys, their pointers; then identifiers are assigned for
//! all of them together. Invariant: the result does not depend on the order of the keys in the
//! description, but for the order of what is printed.

mod components;
mod context;
mod draft;
mod groups;
mod names;
mod operations;
mod path_item;
mod place;
mod reporter;
mod resources;
mod service;
mod types;
mod webhooks;

use openapiv3::OpenAPI;

use self::{
    context::Context,
    draft::Parts,
    names::Setters,
    operations::{builder::OperationBuilder, file_forms, merge_patch},
    path_item::FurtherOperations,
    service::{package, plans, security, servers},
    types::{absent, builder::TypeBuilder, dedup_enums, families::Families, recursion, usage},
};
use crate::{
    diagnostics::Diagnostics,
    model::{Api, LeftOut, TimestampPrecision},
    settings::Settings,
    source::extension,
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
    let further = FurtherOperations::new(description);
    let context = Context::new(description, &further, settings);
    let described = webhooks::read(description, &context.reporter);
    let families = Families::new(description);
    context.check_components();
    let mut types = TypeBuilder::new(&context, &families);
    types.component_schemas();
    let common_servers = servers::described_servers(description);
    let mut setters = Setters::default();
    let servers = servers::servers(settings, common_servers, &mut setters);
    package::check_required_variables(settings, &servers, &context.reporter);
    let mut builder = OperationBuilder::new(&context, types, common_servers, setters);
    let mut resources = builder.resources();
    builder.polls(&mut resources);
    let webhooks = builder.webhooks(&described);
    let read = |found: &mut Diagnostics| extension::Root::read(&description.extensions, "", found);
    let keys = context.reporter.read(read);
    let left_out = keys.left_out.map_or_else(Vec::new, |list| list.value);
    let left_out = left_out.into_iter().map(|one| LeftOut {
        operation: one.operation,
        reason: one.reason,
    });
    let plans = plans::plans(keys.plans.as_ref(), &builder.groups, &context.reporter);
    let security = security::security(&context);
    let common_security = security::common_security(&context);
    let mut parts = Parts {
        types: builder.types.found.finish(),
        resources,
        queries: builder.queries,
        webhooks,
    };
    let operations = parts.resources.iter_mut();
    let operations = operations.flat_map(|resource| &mut resource.operations);
    security::drop_common(&common_security, &security, operations);
    dedup_enums::dedup_enums(&mut parts);
    file_forms::mark_files(&mut parts);
    merge_patch::mark_patches(&mut parts);
    usage::mark_directions(&mut parts);
    recursion::box_cycles(&mut parts.types, &context);
    absent::check_absence(&mut parts.types, &context);
    let named = names::assign(parts, &settings.names);
    let api = Api {
        package: package::package(settings),
        title: description.info.title.clone(),
        version: description.info.version.clone(),
        docs: package::info_docs(description),
        external_docs: description
            .external_docs
            .as_ref()
            .map(|docs| docs.url.clone()),
        servers,
        security,
        resources: named.resources,
        types: named.types,
        queries: named.queries,
        webhooks: named.webhooks,
        plans,
        rate_limit: package::rate_limit(settings),
        hints: package::hints(settings),
        guide: package::guide(settings),
        timestamps: match keys.timestamps.map(|found| found.value) {
            Some(extension::Timestamps::Seconds) => TimestampPrecision::Seconds,
            Some(extension::Timestamps::Full) => TimestampPrecision::Full,
            None => TimestampPrecision::default(),
        },
        left_out: left_out.collect(),
        names: named.names,
        locked_names: named.locked,
    };
    context.reporter.finish().unless_errors(api)
}

//! Identifiers of resources, operations and parameters.

use super::{
    case::{Kind, identifier},
    claims::{Namespace, Otherwise, Wish, preferred, rank},
    link::{Link, Links},
    methods::method_name,
    order::closeness,
    reserved::{client_methods, handle_methods, request_methods, resource_features},
    words,
};
use crate::{
    lower::draft::{self, Key},
    model::{ByStatus, Operation, Output, Parameter, Resource, StatusBody},
};

/// The resources with everything in them. Handles and builders are types among those of `types`.
pub(super) fn resources(
    drafts: Vec<draft::Resource>,
    links: &Links,
    types: &mut Namespace,
) -> Vec<Resource> {
    let handles = types.assign(drafts.iter().map(|draft| {
        let ident = identifier(preferred(&draft.name), Kind::Type);
        (rank(&draft.name, Kind::Module), Wish::new(ident, "Api"))
    }));
    let modules = Namespace::beside(client_methods()).assign(drafts.iter().map(|draft| {
        let ident = identifier(preferred(&draft.name), Kind::Module);
        (rank(&draft.name, Kind::Module), Wish::new(ident, "_api"))
    }));
    let ranks = drafts.iter().map(|draft| rank(&draft.name, Kind::Module));
    let features =
        Namespace::beside(resource_features()).assign(ranks.zip(modules.iter().map(|module| {
            let feature = module.trim_start_matches("r#").replace('_', "-");
            Wish::new(feature, "-api")
        })));
    let mut builders = builders(&drafts, types).into_iter();
    let mut resources = Vec::new();
    for (((draft, handle), module), feature) in
        drafts.into_iter().zip(handles).zip(modules).zip(features)
    {
        let methods = methods(&draft);
        let operations = draft.operations.into_iter().zip(methods);
        let operations = operations.zip(builders.by_ref());
        resources.push(Resource {
            operations: operations
                .map(|((draft, method), builder)| operation(draft, method, builder, links))
                .collect(),
            name: draft.name.with(module),
            handle,
            feature,
            docs: draft.docs,
        });
    }
    resources
}

/// The identifiers of the types that an operation has of its own.
struct Builder {
    request: String,
    /// The type of an output that is another for each status. `None`: the output is none of these.
    output: Option<String>,
}

/// The builders of all operations, in their order.
fn builders(drafts: &[draft::Resource], types: &mut Namespace) -> Vec<Builder> {
    let all = || drafts.iter().flat_map(|draft| &draft.operations);
    let requests = types.assign(all().map(|draft| {
        let ident = identifier(&draft.name.wire, Kind::Type);
        let closeness = closeness(&draft.name.wire, &ident);
        (closeness, Wish::new(ident, "Call"))
    }));
    let has_output = |draft: &&draft::Operation| matches!(draft.output, draft::Output::ByStatus(_));
    let outputs = types.assign(all().filter(has_output).map(|draft| {
        let request = identifier(&draft.name.wire, Kind::Type);
        let closeness = closeness(&draft.name.wire, &request);
        let ident = identifier(&format!("{} output", draft.name.wire), Kind::Type);
        (closeness, Wish::new(ident, "Answer"))
    }));
    let mut outputs = outputs.into_iter();
    let builders = all().zip(requests).map(|(draft, request)| Builder {
        request,
        output: if has_output(&draft) {
            outputs.next()
        } else {
            None
        },
    });
    builders.collect()
}

/// The short name of a method where it is the only one of its resource that would bear it;
/// else the one with the fewest words keeps it and the others go by their `operationId`.
fn methods(draft: &draft::Resource) -> Vec<String> {
    let tag = &draft.name.wire;
    let wishes = draft.operations.iter().map(|operation| {
        let id = &operation.name.wire;
        let chosen = operation.name.ident.as_ref();
        // What a person chose comes first; of `updateEntry` and `updateEntries`, the one about one entry.
        let rank = (
            chosen.is_none(),
            words::words(id).len(),
            id.len(),
            id.clone(),
        );
        let short = chosen.map_or_else(|| method_name(id, tag, &operation.path), Clone::clone);
        let wish = Wish {
            ident: identifier(&short, Kind::Function),
            otherwise: Otherwise::Name(identifier(id, Kind::Function), "_call"),
        };
        (rank, wish)
    });
    Namespace::beside(handle_methods()).assign(wishes)
}

fn operation(
    draft: draft::Operation,
    method: String,
    builder: Builder,
    links: &Links,
) -> Operation {
    Operation {
        name: draft.name.with(method),
        builder: builder.request,
        method: draft.method,
        path: draft.path,
        docs: draft.docs,
        deprecated: draft.deprecated,
        parameters: parameters(draft.parameters, links),
        body: draft.body.linked(links),
        responses: draft.responses.linked(links),
        output: output(draft.output, builder.output, links),
        stream: draft.stream.linked(links),
        rate_limit_group: draft.rate_limit_group,
        security: draft.security,
        server: draft.server,
        pagination: draft.pagination.linked(links),
        credits: draft.credits,
        poll: draft.poll.linked(links),
        partly_typed: draft.partly_typed,
        retry: draft.retry,
        upload: draft.upload,
        pointer: draft.pointer,
    }
}

fn output(draft: draft::Output, ident: Option<String>, links: &Links) -> Output {
    match (draft, ident) {
        (draft::Output::Empty, _) => Output::Empty,
        (draft::Output::Json(ty), _) => Output::Json(ty.linked(links)),
        (draft::Output::OptionalJson(ty), _) => Output::OptionalJson(ty.linked(links)),
        (draft::Output::Stream(stream), _) => Output::Stream(stream.linked(links)),
        (draft::Output::ByStatus(draft), Some(ident)) => Output::ByStatus(ByStatus {
            ident,
            bodies: bodies(draft.bodies, links),
        }),
        (draft::Output::Text, _) => Output::Text,
        (draft::Output::Bytes, _) | (draft::Output::ByStatus(_), None) => Output::Bytes,
    }
}

fn bodies(drafts: Vec<draft::StatusBody>, links: &Links) -> Vec<StatusBody> {
    let bodies = drafts.into_iter().map(|draft| StatusBody {
        status: draft.status,
        name: draft.name,
        content: draft.content.linked(links),
        docs: draft.docs,
    });
    bodies.collect()
}

fn parameters(drafts: Vec<draft::Parameter>, links: &Links) -> Vec<Parameter> {
    let mut namespace = Namespace::beside(request_methods());
    let idents = namespace.assign(drafts.iter().map(|draft| {
        let (is_derived, closeness) = rank(&draft.name, Kind::Field);
        let ident = identifier(preferred(&draft.name), Kind::Field);
        let rank = (is_derived, draft.location, closeness);
        (rank, Wish::new(ident, "_parameter"))
    }));
    let parameters = drafts.into_iter().zip(idents);
    parameters
        .map(|(draft, ident)| Parameter {
            name: draft.name.with(ident),
            location: draft.location,
            presence: draft.presence,
            ty: draft.ty.linked(links),
            writing: draft.writing,
            query: draft.query.and_then(|key: Key| links.get(&key).cloned()),
            default: draft.default,
            limits: draft.limits,
            docs: draft.docs,
            deprecated: draft.deprecated,
        })
        .collect()
}

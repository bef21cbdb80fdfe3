//! Identifiers of resources, operations and parameters.

use std::borrow::Cow;

use super::{
    case::{NameKind, identifier},
    claims::{Namer, Namespace, Wish, preferred, rank},
    link::{Link, Links},
    methods::{method_name, own_name},
    order::{Closeness, closeness},
    reserved::{client_methods, handle_methods, request_methods, resource_features},
    types::OwnNames,
    words::{self, brief},
};
use crate::{
    lower::draft::{self, Key},
    model::{ByStatus, Operation, Output, Parameter, Resource, StatusBody},
};

/// The table of the handles of resources, by their tags.
pub(super) const HANDLES: &str = "handles";

/// The table of request builders, by the names of their operations.
pub(super) const BUILDERS: &str = "builders";

/// The table of types of outputs, by the names of their operations.
pub(super) const OUTPUTS: &str = "outputs";

/// The method of the client that finds a handle by the type of its records, where the description names such types.
const RECORDS: &str = "records";

/// The order in which a resource gets its identifiers.
type Rank = (bool, Closeness);

/// Returns the identifiers that handles want.
pub(super) fn handle_wishes(drafts: &[draft::Resource]) -> Vec<(Rank, Wish)> {
    resource_wishes(drafts, NameKind::Type, "Api")
}

fn resource_wishes(
    drafts: &[draft::Resource],
    kind: NameKind,
    suffix: &'static str,
) -> Vec<(Rank, Wish)> {
    let wishes = drafts.iter().map(|draft| {
        let ident = identifier(preferred(&draft.name), kind);
        let wish = Wish::new(&draft.name.wire, ident, suffix).chosen_by(&draft.name);
        (rank(&draft.name, NameKind::Module), wish)
    });
    wishes.collect()
}

/// Returns the identifiers that request builders want.
pub(super) fn builder_wishes(drafts: &[draft::Resource]) -> Vec<(Closeness, Wish)> {
    let wishes = operations(drafts).map(|draft| {
        let wire = &draft.name.wire;
        let (given, own) = (given(draft), own(draft));
        let whole = identifier(&given, NameKind::Type);
        let ident = if own == given {
            whole.clone()
        } else {
            identifier(&own, NameKind::Type)
        };
        let closeness = closeness(wire, &whole);
        (closeness, Wish::new(wire, ident, "").or(whole, "Call"))
    });
    wishes.collect()
}

/// Returns the identifiers that outputs want which are another for each status.
pub(super) fn output_wishes(drafts: &[draft::Resource]) -> Vec<(Closeness, Wish)> {
    let drafts = operations(drafts).filter(|draft| has_own_output(draft));
    let wishes = drafts.map(|draft| {
        let wire = &draft.name.wire;
        let closeness = closeness(wire, &identifier(wire, NameKind::Type));
        let ident = identifier(&brief(&format!("{} output", own(draft))), NameKind::Type);
        (closeness, Wish::new(wire, ident, "Answer"))
    });
    wishes.collect()
}

/// Returns the names that operations have besides their paths and methods, where these are parts of an `operationId`.
pub(super) fn own_names(drafts: &[draft::Resource]) -> OwnNames {
    let named = operations(drafts).map(|draft| (&draft.name.wire, own(draft)));
    let shorter = named.filter(|(wire, own)| *wire != own);
    shorter
        .map(|(wire, own)| (wire.clone(), own.into_owned()))
        .collect()
}

/// Returns the name of an operation without what is said by its path and its method.
fn own(draft: &draft::Operation) -> Cow<'_, str> {
    match given(draft) {
        Cow::Borrowed(wire) => Cow::Borrowed(own_name(wire, &draft.method, &draft.path)),
        made @ Cow::Owned(_) => made,
    }
}

/// Returns the `operationId`, or a short form of what takes its place, which has several words.
fn given(draft: &draft::Operation) -> Cow<'_, str> {
    let wire = &draft.name.wire;
    if wire.contains(' ') {
        brief(wire)
    } else {
        Cow::Borrowed(wire)
    }
}

fn operations(drafts: &[draft::Resource]) -> impl Iterator<Item = &draft::Operation> {
    drafts.iter().flat_map(|draft| &draft.operations)
}

fn has_own_output(draft: &draft::Operation) -> bool {
    matches!(draft.output, draft::Output::ByStatus(_))
}

/// Returns the resources with everything in them. Handles and builders are types among those of `types`.
pub(super) fn resources(
    drafts: Vec<draft::Resource>,
    links: &Links,
    types: &mut Namespace,
    namer: &mut Namer<'_>,
) -> Vec<Resource> {
    let handles = namer.assign(types, HANDLES, handle_wishes(&drafts));
    let wishes = resource_wishes(&drafts, NameKind::Module, "_api");
    let mut modules = Namespace::beside(client_methods());
    if drafts.iter().any(|draft| draft.records.is_some()) {
        modules.reserve([RECORDS.to_owned()]);
    }
    let modules = namer.assign(&mut modules, "modules", wishes);
    let wishes = drafts.iter().zip(&modules).map(|(draft, module)| {
        let feature = module.trim_start_matches("r#").replace('_', "-");
        let wish = Wish::new(&draft.name.wire, feature, "-api");
        (rank(&draft.name, NameKind::Module), wish)
    });
    let mut features = Namespace::beside(resource_features());
    let features = namer.assign(&mut features, "features", wishes.collect());
    let mut builders = builders(&drafts, types, namer).into_iter();
    let mut resources = Vec::new();
    for (((draft, handle), module), feature) in
        drafts.into_iter().zip(handles).zip(modules).zip(features)
    {
        let methods = methods(&draft, namer);
        let operations = draft.operations.into_iter().zip(methods);
        let operations = operations.zip(builders.by_ref());
        resources.push(Resource {
            operations: operations
                .map(|((draft, method), builder)| operation(draft, method, builder, links, namer))
                .collect(),
            name: draft.name.with(module),
            handle,
            feature,
            docs: draft.docs,
            records: draft.records.and_then(|key| links.get(&key).cloned()),
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

/// Returns the builders of all operations, in their order.
fn builders(
    drafts: &[draft::Resource],
    types: &mut Namespace,
    namer: &mut Namer<'_>,
) -> Vec<Builder> {
    let requests = namer.assign(types, BUILDERS, builder_wishes(drafts));
    let outputs = namer.assign(types, OUTPUTS, output_wishes(drafts));
    let mut outputs = outputs.into_iter();
    let builders = operations(drafts)
        .zip(requests)
        .map(|(draft, request)| Builder {
            request,
            output: if has_own_output(draft) {
                outputs.next()
            } else {
                None
            },
        });
    builders.collect()
}

/// Returns the short name of a method where it is the only one of its resource that would bear it;
/// else the one with the fewest words keeps it and the others go by their `operationId`.
fn methods(draft: &draft::Resource, namer: &mut Namer<'_>) -> Vec<String> {
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
        let short = chosen.map_or_else(
            || method_name(&own(operation), tag, &operation.path),
            Clone::clone,
        );
        let wish = Wish::new(id, identifier(&short, NameKind::Function), "")
            .or(identifier(&given(operation), NameKind::Function), "_call")
            .chosen_by(&operation.name);
        (rank, wish)
    });
    let mut namespace = Namespace::beside(handle_methods());
    let wishes = wishes.collect();
    namer.assign(&mut namespace, &format!("methods of {tag}"), wishes)
}

fn operation(
    draft: draft::Operation,
    method: String,
    builder: Builder,
    links: &Links,
    namer: &mut Namer<'_>,
) -> Operation {
    let files = draft.upload.iter().flat_map(|upload| &upload.files);
    let mut namespace = Namespace::beside(request_methods());
    namespace.reserve(files.map(|file| file.name.ident.clone()));
    let body = draft.body.as_ref().map(|body| &body.content);
    if body.is_some_and(draft::RequestContent::takes_content_type) {
        namespace.reserve(["content_type".to_owned()]);
    }
    let wire = &draft.name.wire;
    let parameters = parameters(wire, draft.parameters, &mut namespace, links, namer);
    Operation {
        name: draft.name.with(method),
        builder: builder.request,
        method: draft.method,
        path: draft.path,
        docs: draft.docs,
        deprecated: draft.deprecated,
        parameters,
        body: draft.body.linked(links),
        responses: draft.responses.linked(links),
        output: output(draft.output, builder.output, links),
        accept: draft.accept,
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

fn parameters(
    operation: &str,
    drafts: Vec<draft::Parameter>,
    namespace: &mut Namespace,
    links: &Links,
    namer: &mut Namer<'_>,
) -> Vec<Parameter> {
    let wishes = drafts.iter().map(|draft| {
        let (is_derived, closeness) = rank(&draft.name, NameKind::Field);
        let ident = identifier(preferred(&draft.name), NameKind::Field);
        let rank = (is_derived, draft.location, closeness);
        let name = format!("{} {}", draft.location.as_str(), draft.name.wire);
        let wish = Wish::new(name, ident, "_parameter").chosen_by(&draft.name);
        (rank, wish)
    });
    let table = format!("parameters of {operation}");
    let idents = namer.assign(namespace, &table, wishes.collect());
    let parameters = drafts.into_iter().zip(idents);
    parameters
        .map(|(draft, ident)| Parameter {
            name: draft.name.with(ident),
            location: draft.location,
            presence: draft.presence,
            ty: draft.ty.linked(links),
            writing: draft.writing,
            escaping: draft.escaping,
            query: draft.query.and_then(|key: Key| links.get(&key).cloned()),
            default: draft.default,
            limits: draft.limits,
            docs: draft.docs,
            deprecated: draft.deprecated,
            pointer: draft.pointer,
        })
        .collect()
}

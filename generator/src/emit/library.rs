//! `lib.rs`: the front page of the crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    calls::is_optional, docs::Doc, features::Features, queries::Example, readme, runtime,
    types::Traits, webhooks,
};
use crate::{
    model::{Api, Operation, Resource, TypeKind},
    settings::Settings,
};

const CALLS: &str = "Every operation is a method of a handle that the [`Client`] gives; its required \
    arguments come first, everything else is a setter. Awaiting a request gives the value of the \
    answer, `send` the answer with its status and headers, and `raw` the bytes of the body.";

const PAGES: &str = "A list comes page by page. `items` gives a stream over all of them, with one page in \
    memory at a time; `pages` gives the pages, and `collect_all` a list of at most so many items. A \
    walk ends where the service says so, never at a page that happens to be short.";

const ALL: &str = "Some services give out only so many pages of a list. `items` ends in an error there, and `all` goes \
    on: it walks over everything by the time of the last change. What is changed during the walk comes \
    again, so of two items with the same key the later one holds; nothing comes twice without a change, and \
    nothing is left out. [`ResumeToken`] is the place in the walk as text, to go on after a restart.";

const FILE_FORMS: &str = "Where the service wants a form with a file in it, the body is a struct with an [`Attachment`] \
    among its fields, which is read from disk while it is sent, too.";

const FILES: &str = "Requests that take files have a method `attach`. With a file the request goes out as \
    `multipart/form-data`, read from disk while it is sent; without one it is JSON.";

const DOWNLOADS: &str = "[`Client::download`] reads a file behind an address that an answer has given, piece by \
    piece, and so that the credentials never reach another host:";

const ERRORS: &str = "[`Error`] says which call failed and why: operation, method, path, status, the \
    service's own words, its request id, and what to do. Its predicates, such as \
    [`Error::is_not_found`] and [`Error::is_retryable`], save a match. Nothing that the client \
    prints has a credential in it.";

const RETRIES: &str = "**Retries**: a call that failed on the way, or was answered with 408, 429, 500, 502, \
    503 or 504, is made again after a pause, if doing it twice is the same as doing it once; a \
    `POST` only when it was certainly not processed. [`RetryPolicy`] changes that, for the client \
    or for one request.";

const LIMITS: &str = "**Rate limit**: the client reads what is left of the quota from every answer and \
    spreads its calls over it, in the order in which they came; clones of a client share one \
    account of it. [`RateLimitPolicy`] leaves something to others.";

const TOLERANCE: &str = "**Tolerance**: unknown properties are ignored, values that an enum does not list \
    are kept as `Unknown`, and whole numbers may come in quotes. What cannot be read is an error \
    that names its place in the JSON.";

/// What the Cargo features are for; the README lists them too.
pub(super) const FEATURES: [&str; 5] = [
    "`rustls` (default): requests go over reqwest, with TLS inside. `reqwest` alone leaves TLS to a \
     reqwest client of your own; without either, give the builder a transport.",
    "`http2`: HTTP/2 where the server speaks it.",
    "`blocking`: `send_blocking` for code that is not async.",
    "`tracing`: a span for every call, an event for every pause.",
    "`testing`: a fake of the service, to test code that uses the client.",
];

const SEARCH: &str = "A search takes a query from [`queries`]: conditions on fields, joined by `and` and `or`. What a field \
    cannot be asked does not compile, and no value can mean more than itself. Text in the service's own words is taken \
    as well.";

const STREAMS: &str = "Answers that come item by item, as server-sent events or as JSON values one after the other, are streams: \
    [`streams`] has their types. Items arrive as the service sends them; what cannot be read is an error in its place.";

const WEBHOOKS: &str = "What the service sends by itself is read by [`webhooks`], which also compares the secret that a \
    caller has to know in constant time.";

pub(super) fn library(features: &Features<'_>, api: &Api, settings: &Settings) -> TokenStream {
    let docs = guide(features, api, settings).inner();
    let has_queries = !api.queries.is_empty();
    let queries = has_queries.then(|| {
        let gate = features.of_queries(&api.queries).attribute();
        quote!(#gate pub mod queries;)
    });
    let plans = api.plans.as_ref().map(|_| {
        quote!(
            pub mod plans;
        )
    });
    let webhooks = (!api.webhooks.is_empty()).then(|| {
        quote!(
            pub mod webhooks;
        )
    });
    let streams = runtime::has_streams(api).then(|| {
        quote!(
            pub mod streams;
        )
    });
    let invalid_query = has_queries.then(|| quote!(InvalidQuery,));
    quote! {
        #docs
        mod client;
        pub mod models;
        #plans
        #queries
        pub mod resources;
        pub mod runtime;
        #streams
        #webhooks
        pub use self::runtime::{
            ApiError, Attachment, Base64, Bytes, Client, ClientBuilder, Credentials, Date, Error,
            #invalid_query Json, JsonObject, Patch, RateLimit, RateLimitPolicy, Request, Response, ResumeToken,
            RetryPolicy, Timestamp,
        };
    }
}

fn guide(features: &Features<'_>, api: &Api, settings: &Settings) -> Doc {
    let mut docs = Doc::at(0)
        .sentence(&api.title)
        .maybe(api.docs.description.as_deref())
        .own("# Start")
        .verbatim(readme::start(api, settings, "no_run"))
        .own(CALLS);
    if let Some((resource, operation)) = find(api, |operation| operation.pagination.is_some()) {
        let example = pages_example(settings, resource, operation, "items");
        docs = docs.own("# Lists").own(PAGES).verbatim(example);
    }
    if let Some((resource, operation)) = find(api, has_all) {
        let example = pages_example(settings, resource, operation, "all");
        docs = docs.own(ALL).verbatim(example);
    }
    if !api.queries.is_empty() {
        docs = docs
            .own("# Search")
            .own(SEARCH)
            .verbatim(search_example(api, settings));
    }
    if !api.webhooks.is_empty() {
        docs = docs
            .own("# Webhooks")
            .own(WEBHOOKS)
            .verbatim(webhooks::front_example(api, settings));
    }
    if runtime::has_streams(api) {
        docs = docs.own("# Streams").own(STREAMS);
    }
    docs = docs.own("# Files");
    if find(api, |operation| operation.upload.is_some()).is_some() {
        docs = docs.own(FILES);
    }
    if has_file_forms(api) {
        docs = docs.own(FILE_FORMS);
    }
    docs = docs.own(DOWNLOADS).verbatim(download_example(settings));
    let limits = settings.rate_limit.as_ref().map(|_| LIMITS);
    docs.own("# Errors")
        .own(ERRORS)
        .own("# What the client does by itself")
        .bullets(
            [Some(RETRIES), limits, Some(TOLERANCE)]
                .into_iter()
                .flatten(),
        )
        .own("# Features")
        .bullets(FEATURES)
        .bullets(features.explained().as_deref())
}

/// Whether a body is a form with files in it.
fn has_file_forms(api: &Api) -> bool {
    let mut kinds = api.types.iter().map(|def| &def.kind);
    kinds.any(|kind| matches!(kind, TypeKind::Struct(shape) if shape.has_files()))
}

/// Whether an operation can be walked past the last page.
pub(super) fn has_all(operation: &Operation) -> bool {
    let pagination = operation.pagination.as_ref();
    pagination.is_some_and(|pagination| pagination.keyset.is_some())
}

/// The first operation of which something holds and that needs no argument, in the resource with
/// the most operations.
fn find(api: &Api, holds: impl Fn(&Operation) -> bool) -> Option<(&Resource, &Operation)> {
    let mut resources: Vec<&Resource> = api.resources.iter().collect();
    resources.sort_by_key(|resource| std::cmp::Reverse(resource.operations.len()));
    let needs_nothing = |operation: &&Operation| {
        operation.parameters.iter().all(is_optional) && !operation.deprecated
    };
    let mut found = resources.iter().flat_map(|resource| {
        let operations = resource
            .operations
            .iter()
            .filter(|operation| holds(operation));
        operations.map(move |operation| (*resource, operation))
    });
    let first = found.clone().next();
    found
        .find(|(_, operation)| needs_nothing(operation))
        .or(first)
}

/// ```text
/// let query = TicketQuery::status().eq(TicketStatus::Open);
/// let answer = client.search().tickets(query).await?;
/// ```
fn search_example(api: &Api, settings: &Settings) -> Vec<String> {
    let found = find(api, |operation| query_alone(operation).is_some());
    let Some((resource, operation)) = found else {
        return Vec::new();
    };
    let Some(query) = query_alone(operation).and_then(|name| api.query_named(name)) else {
        return Vec::new();
    };
    let library = settings.library_name();
    let example = Example::of(&Traits::new(api), query);
    let mut lines = vec![
        "```no_run".to_owned(),
        example.imports(&library),
        String::new(),
        format!("# async fn example(client: {library}::Client) -> Result<(), {library}::Error> {{"),
    ];
    lines.extend(example.statement());
    lines.push(format!(
        "let answer = client.{}().{}(query).await?;",
        resource.name.ident, operation.name.ident
    ));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// The query type of an operation that demands nothing but a query.
fn query_alone(operation: &Operation) -> Option<&str> {
    let mut required = operation.parameters.iter().filter(|one| !is_optional(one));
    let only = required.next().filter(|_| required.next().is_none())?;
    only.query.as_deref()
}

/// ```text
/// let mut download = client.download(address).await?;
/// while let Some(piece) = download.try_next().await? { … }
/// ```
fn download_example(settings: &Settings) -> Vec<String> {
    let library = settings.library_name();
    let lines = [
        "```no_run",
        "use std::io::Write as _;",
        "",
        &format!(
            "# async fn example(client: {library}::Client, address: &str) -> Result<(), Box<dyn std::error::Error>> {{"
        ),
        "let mut file = std::fs::File::create(\"attachment.pdf\")?;",
        "let mut download = client.download(address).await?;",
        "while let Some(piece) = download.try_next().await? {",
        "    file.write_all(&piece)?;",
        "}",
        "# Ok(())",
        "# }",
        "```",
    ];
    lines.map(str::to_owned).to_vec()
}

/// ```text
/// let mut items = client.tickets().list().items();
/// while let Some(item) = items.try_next().await? { … }
/// ```
fn pages_example(
    settings: &Settings,
    resource: &Resource,
    operation: &Operation,
    walk: &str,
) -> Vec<String> {
    let library = settings.library_name();
    let is_simple = operation.parameters.iter().all(is_optional);
    if !is_simple {
        return Vec::new();
    }
    vec![
        "```no_run".to_owned(),
        format!("# async fn example(client: {library}::Client) -> Result<(), {library}::Error> {{"),
        format!(
            "let mut items = client.{}().{}().{walk}();",
            resource.name.ident, operation.name.ident
        ),
        "while let Some(item) = items.try_next().await? {".to_owned(),
        "    println!(\"{item:?}\");".to_owned(),
        "}".to_owned(),
        "# Ok(())".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ]
}

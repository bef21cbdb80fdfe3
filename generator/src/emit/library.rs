//! `lib.rs`: the front page of the crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs::Doc,
    features::Features,
    guide::Guide,
    lints::other_scripts,
    overview, records, runtime,
    samples::{find, needs_no_argument},
    start::start,
};
use crate::model::{Api, Operation, Package, Resource};

const CALLS: &str = "Every operation is a method of a handle of the [`Client`]; its required parameters are \
    arguments, the optional ones setters. `.await` on a request returns the value of the response, \
    `send` the response with its status and headers, and `raw` the bytes of the body.";

const PAGES: &str = "**Lists** are paginated. `items` is a stream over the items of all pages, with one page in \
    memory at a time; `pages` is a stream of the pages, and `collect_all` returns a list with at \
    most so many items. The stream ends with the last page that the service reports, never at a \
    page that happens to be short.";

const STREAMS: &str = "**Streamed responses** (server-sent events or JSON values) are streams: the module `streams` \
    has their types. Items are returned as the service sends them; an undecodable item is an error \
    in its place.";

const ERRORS: &str = "**Errors**: an [`Error`] has the call and the reason: operation, method, path, status, the \
    service's message, its request id, and advice. Its predicates, such as [`Error::is_not_found`] \
    and [`Error::is_retryable`], save a match. No output of the client contains credentials.";

const GUIDE: &str = "The module [`guide`] has a chapter for every subject:";

const RETRIES: &str = "**Retries**: a call whose connection failed, or with the status 408, 429, 500, 502, 503 or \
    504, is retried after a pause if the operation is idempotent; a `POST` only if it was \
    certainly not processed. [`RetryPolicy`] changes that, for the client or for one request.";

const RESOURCES: &str = "Each is a method of the [`Client`] that returns a handle with the operations; the handles are in [`resources`].";

const LIMITS: &str = "**Rate limit**: the client reads the remaining quota from every response, sends calls while \
    some is left, and queues the others; clones of a client share this state. [`RateLimitPolicy`] \
    reserves a part for others, and [`Pace`] sets the priority of a call.";

const TOLERANCE: &str = "**Tolerance**: unknown properties are kept, values that an enum does not list are kept as \
    `Unknown`, and whole numbers may be in quotes. Any other mismatch is an error with its path in \
    the JSON.";

pub(super) fn library(features: &Features<'_>, api: &Api, guide: &Guide<'_>) -> TokenStream {
    let docs = front_page(features, api, guide).inner();
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
    let records = records::has_records(api).then(|| {
        quote!(
            pub mod records;
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
    let scripts = other_scripts(api);
    quote! {
        #docs
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #scripts
        mod client;
        pub mod guide;
        pub mod models;
        #plans
        #queries
        #records
        pub mod resources;
        pub mod runtime;
        #streams
        #webhooks
        pub use self::runtime::{
            ApiError, Attachment, Base64, Bytes, Cancellation, Client, ClientBuilder, Credentials, Date, Error,
            #invalid_query Json, JsonObject, Pace, Patch, RateLimit, RateLimitPolicy, Request, Response, ResumeToken,
            RetryPolicy, Timestamp,
        };
    }
}

fn front_page(features: &Features<'_>, api: &Api, guide: &Guide<'_>) -> Doc {
    let mut docs = Doc::at(0)
        .sentence(&api.title)
        .maybe(api.docs.description.as_deref())
        .own("# Start")
        .verbatim(start(api, "no_run"))
        .own(CALLS);
    let paged = find(api, |operation| operation.pagination.is_some());
    if let Some((resource, operation)) = paged.filter(|(_, one)| needs_no_argument(one)) {
        let example = pages_example(&api.package, resource, operation);
        docs = docs.own(PAGES).verbatim(example);
    }
    if runtime::has_streams(api) {
        docs = docs.own(STREAMS);
    }
    let contents = guide.contents();
    let limits = api.rate_limit.as_ref().map(|_| LIMITS);
    if !api.resources.is_empty() {
        docs = docs
            .own("# Resources")
            .own(RESOURCES)
            .verbatim(overview::resources(api, overview::handle));
    }
    docs.own("# Guide")
        .own(GUIDE)
        .bullets(contents.iter().map(String::as_str))
        .own("# What the client does by itself")
        .bullets(
            [Some(RETRIES), limits, Some(TOLERANCE), Some(ERRORS)]
                .into_iter()
                .flatten(),
        )
        .own("# Features")
        .bullets(features.listed().iter().map(String::as_str))
}

/// ```text
/// let mut items = client.tickets().list().items();
/// while let Some(item) = items.try_next().await? { … }
/// ```
fn pages_example(package: &Package, resource: &Resource, operation: &Operation) -> Vec<String> {
    let library = package.library_name();
    let (group, method) = (&resource.name.ident, &operation.name.ident);
    [
        "```no_run",
        &format!(
            "# async fn example(client: {library}::Client) -> Result<(), {library}::Error> {{"
        ),
        &format!("let mut items = client.{group}().{method}().items();"),
        "while let Some(item) = items.try_next().await? {",
        "    println!(\"{item:?}\");",
        "}",
        "# Ok(())",
        "# }",
        "```",
    ]
    .map(str::to_owned)
    .to_vec()
}

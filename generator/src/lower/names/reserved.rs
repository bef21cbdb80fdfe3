//! Names that are given out already: what generated code, and the runtime in it, use themselves.

use std::collections::BTreeSet;

use super::case::Kind;
use crate::runtime::names;

/// Names that generated code uses without a path.
pub(super) const USED_TYPES: [&str; 51] = [
    "ApiKeyLocation",
    "Authentication",
    "BTreeMap",
    "Base64",
    "Box",
    "Bytes",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Date",
    "Debug",
    "Default",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Error",
    "File",
    "Fn",
    "FormLayout",
    "FormPart",
    "FormStyle",
    "From",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "Json",
    "JsonObject",
    "ListStyle",
    "Method",
    "New",
    "NextPage",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "Paging",
    "PartialEq",
    "Patch",
    "Request",
    "Response",
    "Result",
    "Some",
    "String",
    "Sync",
    "Timestamp",
    "ToString",
    "Vec",
];

/// Names that stand beside those of handles in the generated `client.rs`.
pub(super) const USED_BESIDE_HANDLES: [&str; 7] = [
    "Credentials",
    "Error",
    "Hint",
    "RateLimitHeaders",
    "Server",
    "ServerVariable",
    "Service",
];

/// Methods that every handle, client or builder has, or may come to have, of its own.
pub(super) const USED_METHODS: [&str; 41] = [
    "all",
    "api_key",
    "api_key_in",
    "attach",
    "base_url",
    "basic_auth",
    "bearer_token",
    "build",
    "builder",
    "clone",
    "collect_all",
    "connect_timeout",
    "credentials",
    "deadline",
    "download",
    "from_env",
    "http2",
    "http_client",
    "into_future",
    "into_request",
    "items",
    "max_body_size",
    "new",
    "pages",
    "prefetch",
    "proxy",
    "rate_limit",
    "raw",
    "request",
    "resume",
    "retry",
    "retry_budget",
    "root_certificates",
    "send",
    "send_blocking",
    "server_variable",
    "stream",
    "timeout",
    "transport",
    "user_agent",
    "wait",
];

/// Whether generated code uses a name of this kind itself.
pub(in crate::lower) fn is_reserved(ident: &str, kind: Kind) -> bool {
    match kind {
        Kind::Type => USED_TYPES.contains(&ident),
        Kind::Function | Kind::Module => USED_METHODS.contains(&ident),
        Kind::Field | Kind::Variant => false,
    }
}

/// Methods that accessors of resources stand beside: those of the runtime's client, and its constructors.
pub(super) fn client_methods() -> BTreeSet<String> {
    methods(names().methods_of("Client"))
}

/// Methods that setters of server variables stand beside.
pub(super) fn builder_methods() -> BTreeSet<String> {
    methods(names().methods_of("ClientBuilder"))
}

fn methods<'n>(of_runtime: impl Iterator<Item = &'n str>) -> BTreeSet<String> {
    let methods = of_runtime.chain(USED_METHODS);
    methods.map(str::to_owned).collect()
}

//! The rules by which changes are judged, as a table.
//!
//! Invariant: an identifier is never given another meaning; tools may rely on it.

use super::effect::{Effect, Level};

/// Rule that determines the effect of a change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// A stable name.
    pub id: &'static str,
    /// On what the effect is.
    pub level: Level,
    /// Effect.
    pub effect: Effect,
    /// Text of the rule, as a sentence.
    pub text: &'static str,
}

macro_rules! rules {
    ($($name:ident = $id:literal $level:ident $effect:ident $text:literal;)*) => {
        $(
            pub(super) static $name: Rule = Rule {
                id: $id,
                level: Level::$level,
                effect: Effect::$effect,
                text: $text,
            };
        )*

        /// Every rule.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    // Whether callers compile: what Rust says about the shapes that the generator writes.
    ITEM_REMOVED = "item-removed" Source Break
        "callers that name it no longer compile";
    SIGNATURE_CHANGED = "signature-changed" Source Break
        "callers that use it with the types it had no longer compile";
    FEATURE_REQUIRED = "feature-required" Source Break
        "callers that do not turn the Cargo feature on no longer have it";
    TRAIT_ITEM_DEMANDED = "trait-item-demanded" Source Break
        "callers that implement the trait lack a required item";
    TRAIT_LOST = "trait-lost" Source Break
        "callers that rely on the trait no longer compile";
    LITERAL_CLOSED = "literal-closed" Source Break
        "callers that write the struct out no longer compile: it is `#[non_exhaustive]` now";
    FIELD_WITHOUT_DEFAULT = "field-without-default" Source Break
        "callers that write the struct out have no `..Default::default()` to fill the new field";
    ARGUMENT_RENAMED = "argument-renamed" Source None
        "arguments go by their place, so no caller names them";
    ARGUMENTS_REORDERED = "arguments-reordered" Source Break
        "callers give the arguments in the order they had";
    CRATE_RENAMED = "crate-renamed" Source Break
        "callers depend on a package of another name";
    FEATURE_GONE = "feature-gone" Source Break
        "callers that turn the Cargo feature on by its name no longer compile";
    RUST_VERSION_RAISED = "rust-version-raised" Source Difference
        "a newer compiler is required, which by convention is not a breaking change";
    ITEM_ADDED = "item-added" Source Addition
        "additions do not affect existing callers";
    FIELD_FILLED = "field-filled-by-default" Source Addition
        "callers write the struct with `..Default::default()` or `new`, which fill the new field";
    VARIANT_OF_OPEN_ENUM = "variant-of-open-enum" Source Addition
        "the enum is `#[non_exhaustive]`, so every `match` has an arm for the rest";
    LITERAL_OPENED = "literal-opened" Source Addition
        "the struct can be written out now";

    // Whether the crate as released and the service as described understand each other.
    OPERATION_GONE = "operation-gone" Wire Break
        "the service no longer has the operation that the released crate calls";
    REQUEST_LINE_CHANGED = "request-line-changed" Wire Break
        "the released crate calls another method or path";
    REQUIRED_PARAMETER_ADDED = "required-parameter-added" Wire Break
        "the released crate does not send a required value";
    PARAMETER_GONE = "parameter-gone" Wire Break
        "the service ignores or rejects values that the released crate can send";
    PARAMETER_MOVED = "parameter-moved" Wire Break
        "the released crate sends it in a place or form that the service does not read";
    SENT_TYPE_CHANGED = "sent-type-changed" Wire Break
        "the released crate sends values that the service does not accept";
    SENT_NULL_REFUSED = "sent-null-refused" Wire Break
        "the released crate can send a null that the service does not accept";
    SENT_FIELD_GONE = "sent-field-gone" Wire Break
        "the service ignores or rejects values that the released crate can send";
    SENT_FIELD_REQUIRED = "sent-field-required" Wire Break
        "the released crate can omit a required value";
    SENT_VALUE_GONE = "sent-value-gone" Wire Break
        "the released crate can send a value that the service no longer accepts";
    SENT_BODY_CHANGED = "sent-body-changed" Wire Break
        "the released crate sends another body than the service accepts";
    RECEIVED_TYPE_CHANGED = "received-type-changed" Wire Break
        "the released crate cannot read the response";
    RECEIVED_FIELD_GONE = "received-field-gone" Wire Break
        "the released crate requires a value that responses no longer have";
    RECEIVED_FIELD_OPTIONAL = "received-field-optional" Wire Break
        "the released crate requires a value that responses may omit";
    RECEIVED_NULL = "received-null" Wire Break
        "the released crate cannot read the null that the service may send";
    RECEIVED_BODY_CHANGED = "received-body-changed" Wire Break
        "the released crate expects another response body";
    SECURITY_GONE = "security-gone" Wire Break
        "the service no longer accepts the credentials of the released crate";
    SERVER_GONE = "server-gone" Wire Break
        "the released crate calls an address that is no longer documented";
    SEARCH_GONE = "search-gone" Wire Break
        "the service no longer supports conditions that the released crate writes";
    ANSWER_BODY_CHANGED = "answer-body-changed" Wire Difference
        "the response carries another body, which the released crate keeps as it is";
    SENT_LIMIT_TIGHTER = "sent-limit-tighter" Wire Difference
        "the service rejects some values that the crate's types allow";
    RECEIVED_LESS = "received-less" Wire Difference
        "the released crate receives no value where there was one, which its types allow";
    UNKNOWN_VALUE = "unknown-value" Wire Difference
        "the released crate returns the new value as `Unknown`";
    ANSWER_ADDED = "answer-added" Wire Difference
        "the service may respond with an undocumented status";
    NEW_ON_THE_WIRE = "new-on-the-wire" Wire Addition
        "the service offers more than the released crate uses";
    LIMITS_CHANGED = "limits-changed" Wire None
        "the client does not enforce limits";
    FORMAT_CHANGED = "format-changed" Wire None
        "a format is documented, but not enforced";
    READ_ALIKE = "read-alike" Wire None
        "the released crate reads both the old and the new form";
    TAKEN_ALIKE = "taken-alike" Wire None
        "the service still accepts what the released crate sends";

    // What the client does by itself.
    NAME_REBOUND = "name-rebound" Behaviour Break
        "callers compile as before, but send or read another value";
    CODE_CHANGED = "code-changed" Behaviour None
        "only the code of the crate differs, not its public API";
    PAGING_CHANGED = "paging-changed" Behaviour Difference
        "lists are paginated in another way";
    POLL_CHANGED = "poll-changed" Behaviour Difference
        "jobs are polled in another way";
    RETRY_CHANGED = "retry-changed" Behaviour Difference
        "calls are retried more often, or less";
    LIMIT_CHANGED = "limit-changed" Behaviour Difference
        "the rate limit is more or less strict";
    PLAN_CHANGED = "plan-changed" Behaviour Difference
        "the limits of a plan have changed";
    SEARCH_LIMIT_CHANGED = "search-limit-changed" Behaviour Difference
        "the limit on the length of expressions has changed";
    DEFAULT_CHANGED = "default-changed" Behaviour Difference
        "the default has changed";
    WEBHOOK_CHANGED = "webhook-changed" Behaviour Difference
        "webhooks are read in another way";
    UPLOAD_CHANGED = "upload-changed" Behaviour Difference
        "files are sent in another way";
    SECURITY_CHANGED = "security-changed" Behaviour Difference
        "the client authenticates in another way";
    SERVER_CHANGED = "server-changed" Behaviour Difference
        "the client calls another address";
    NAMED_VALUE = "named-value" Behaviour Difference
        "a value that was `Unknown` now has a name";
    VALUES_REORDERED = "values-reordered" Behaviour Difference
        "values compare, and sort, in another order";
    ALTERNATIVES_REORDERED = "alternatives-reordered" Behaviour Difference
        "a value that matches several alternatives may be read as another one";
    DEPRECATED = "deprecated" Behaviour Difference
        "a deprecation warning was added or removed";
    EXACTNESS_CHANGED = "exactness-changed" Behaviour None
        "the documentation of its coverage has changed";
    LEFT_OUT_CHANGED = "left-out-changed" Behaviour None
        "the list of omitted operations has changed";
    DESCRIBED_VERSION_CHANGED = "described-version-changed" Behaviour None
        "only the version of the API has changed";
    TIMESTAMPS_CHANGED = "timestamps-changed" Behaviour Difference
        "timestamps are sent in another form";
    HINT_CHANGED = "hint-changed" Behaviour None
        "only the advice in the messages of errors differs";
    MANIFEST_CHANGED = "manifest-changed" Behaviour None
        "only what the manifest says about the crate differs";
    TEXT_CHANGED = "text-changed" Behaviour None
        "only the documentation differs";
}

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
        "callers that implement the trait lack what it demands now";
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
        "callers with an older compiler no longer compile, which by custom is no break";
    ITEM_ADDED = "item-added" Source Addition
        "there is more to use; whoever does not, compiles as before";
    FIELD_FILLED = "field-filled-by-default" Source Addition
        "callers write the struct with `..Default::default()` or `new`, which fill the new field";
    VARIANT_OF_OPEN_ENUM = "variant-of-open-enum" Source Addition
        "the enum is `#[non_exhaustive]`, so every `match` has an arm for the rest";
    LITERAL_OPENED = "literal-opened" Source Addition
        "the struct can be written out now";

    // Whether the crate as released and the service as described understand each other.
    OPERATION_GONE = "operation-gone" Wire Break
        "the service no longer has what the released crate calls";
    REQUEST_LINE_CHANGED = "request-line-changed" Wire Break
        "the released crate calls another method or path";
    REQUIRED_PARAMETER_ADDED = "required-parameter-added" Wire Break
        "the released crate does not send what the service demands";
    PARAMETER_GONE = "parameter-gone" Wire Break
        "the service ignores or refuses what the released crate can send";
    PARAMETER_MOVED = "parameter-moved" Wire Break
        "the released crate sends it where or how the service does not look for it";
    SENT_TYPE_CHANGED = "sent-type-changed" Wire Break
        "the released crate sends values that the service does not take";
    SENT_NULL_REFUSED = "sent-null-refused" Wire Break
        "the released crate can send a null that the service does not take";
    SENT_FIELD_GONE = "sent-field-gone" Wire Break
        "the service ignores or refuses what the released crate can send";
    SENT_FIELD_REQUIRED = "sent-field-required" Wire Break
        "the released crate can leave out what the service demands";
    SENT_VALUE_GONE = "sent-value-gone" Wire Break
        "the released crate can send a value that the service no longer takes";
    SENT_BODY_CHANGED = "sent-body-changed" Wire Break
        "the released crate sends another body than the service takes";
    RECEIVED_TYPE_CHANGED = "received-type-changed" Wire Break
        "the released crate cannot read what the service answers";
    RECEIVED_FIELD_GONE = "received-field-gone" Wire Break
        "the released crate demands what the service no longer answers";
    RECEIVED_FIELD_OPTIONAL = "received-field-optional" Wire Break
        "the released crate demands what the service does not always answer";
    RECEIVED_NULL = "received-null" Wire Break
        "the released crate cannot read the null that the service may answer";
    RECEIVED_BODY_CHANGED = "received-body-changed" Wire Break
        "the released crate expects another body than the service answers";
    SECURITY_GONE = "security-gone" Wire Break
        "the service no longer takes what the released crate shows for itself";
    SERVER_GONE = "server-gone" Wire Break
        "the released crate calls an address that the service no longer names";
    SEARCH_GONE = "search-gone" Wire Break
        "the service no longer understands conditions that the released crate writes";
    ANSWER_BODY_CHANGED = "answer-body-changed" Wire Difference
        "the answer carries another body, which the released crate keeps as it is";
    SENT_LIMIT_TIGHTER = "sent-limit-tighter" Wire Difference
        "the service says that it refuses some values that the crate's types allow";
    RECEIVED_LESS = "received-less" Wire Difference
        "the released crate finds nothing where there was something, which its types allow";
    UNKNOWN_VALUE = "unknown-value" Wire Difference
        "the released crate gives the new value as `Unknown`";
    ANSWER_ADDED = "answer-added" Wire Difference
        "the service may answer with a status that was not described";
    NEW_ON_THE_WIRE = "new-on-the-wire" Wire Addition
        "the service offers more than the released crate asks for";
    LIMITS_CHANGED = "limits-changed" Wire None
        "the client insists on no limits";
    FORMAT_CHANGED = "format-changed" Wire None
        "a format is a promise of the description that nothing insists on";
    READ_ALIKE = "read-alike" Wire None
        "the released crate reads it as it is and as it was";

    // What the client does by itself.
    NAME_REBOUND = "name-rebound" Behaviour Break
        "callers compile as before, and send or read something else";
    CODE_CHANGED = "code-changed" Behaviour None
        "the code of the crate differs, and nothing that callers name";
    PAGING_CHANGED = "paging-changed" Behaviour Difference
        "lists are walked in another way";
    POLL_CHANGED = "poll-changed" Behaviour Difference
        "work that goes on after the answer is waited for in another way";
    RETRY_CHANGED = "retry-changed" Behaviour Difference
        "calls are tried again more often, or less";
    LIMIT_CHANGED = "limit-changed" Behaviour Difference
        "calls are held back more, or less, to stay within the rate limit";
    PLAN_CHANGED = "plan-changed" Behaviour Difference
        "a client that is kept to a plan is held back more, or less";
    SEARCH_LIMIT_CHANGED = "search-limit-changed" Behaviour Difference
        "expressions of another length are refused before they are sent";
    DEFAULT_CHANGED = "default-changed" Behaviour Difference
        "the service takes another value where callers give none";
    WEBHOOK_CHANGED = "webhook-changed" Behaviour Difference
        "what the service sends by itself is read in another way";
    UPLOAD_CHANGED = "upload-changed" Behaviour Difference
        "files are sent in another way";
    SECURITY_CHANGED = "security-changed" Behaviour Difference
        "the client authenticates in another way";
    SERVER_CHANGED = "server-changed" Behaviour Difference
        "the client calls another address";
    NAMED_VALUE = "named-value" Behaviour Difference
        "a value that came as `Unknown` comes by its name";
    VALUES_REORDERED = "values-reordered" Behaviour Difference
        "values compare, and sort, in another order";
    ALTERNATIVES_REORDERED = "alternatives-reordered" Behaviour Difference
        "what looks like several alternatives may be read as another one";
    DEPRECATED = "deprecated" Behaviour Difference
        "callers get a warning when they compile, or no longer get one";
    EXACTNESS_CHANGED = "exactness-changed" Behaviour None
        "the documentation says how much of it has a type";
    LEFT_OUT_CHANGED = "left-out-changed" Behaviour None
        "the documentation names what is left out";
    DESCRIBED_VERSION_CHANGED = "described-version-changed" Behaviour None
        "the version of the API is told, and is not that of the crate";
    TIMESTAMPS_CHANGED = "timestamps-changed" Behaviour Difference
        "points in time are sent in another form";
    HINT_CHANGED = "hint-changed" Behaviour None
        "only the advice in the messages of errors differs";
    MANIFEST_CHANGED = "manifest-changed" Behaviour None
        "only what the manifest says about the crate differs";
    TEXT_CHANGED = "text-changed" Behaviour None
        "only the documentation differs";
}

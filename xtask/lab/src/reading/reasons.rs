//! The keywords that may change without effect, each with its reason.

use serde_json::Value;

/// Keywords that mean nothing to a client, with everything in them: a keyword, or the end of a JSON pointer.
const MEANINGLESS: [(&str, &str); 20] = [
    ("$comment", "a note of the author"),
    ("$schema", "the dialect, which is that of the version"),
    ("bearerFormat", "a hint at the look of a token"),
    (
        "callbacks",
        "reported once for each operation that has them",
    ),
    ("contact", "of the people behind the service"),
    ("contentSchema", "of text inside of text, which stays text"),
    ("externalDocs", "prose elsewhere"),
    ("flows", "how a token is obtained, which the caller knows"),
    ("info/version", "of the description"),
    (
        "jsonSchemaDialect",
        "the dialect, which is that of the version",
    ),
    ("license", "of the description"),
    ("links", "relations between operations, which callers know"),
    (
        "oauth2MetadataUrl",
        "how a token is obtained, which the caller knows",
    ),
    (
        "openIdConnectUrl",
        "how a token is obtained, which the caller knows",
    ),
    ("openapi", "the version; another one has the same meaning"),
    (
        "responses/*/headers",
        "every header of a response is at hand, as text",
    ),
    ("tags/*/kind", "for documentation"),
    ("tags/*/parent", "for documentation"),
    ("termsOfService", "prose elsewhere"),
    ("xml", "bodies of XML are bytes, which is warned of"),
];

/// A keyword in its place.
pub(super) struct Keyword<'v> {
    pub(super) pointer: &'v str,
    pub(super) value: &'v Value,
    /// The mapping that it is in.
    pub(super) owner: &'v Value,
    /// The description.
    pub(super) root: &'v Value,
}

/// Recognises the places in which a keyword repeats what others say.
type Applies = fn(&Keyword<'_>) -> bool;

/// Keywords that repeat what others say: a keyword or the end of a JSON pointer, in which places, and the reason.
const REDUNDANT: [(&str, Applies, &str); 19] = [
    (
        "contentMediaType",
        |keyword| keyword.owner.get("contentEncoding").is_some(),
        "of bytes that are sent as text",
    ),
    (
        "contentMediaType",
        has_part,
        "where the encoding of the part has a content type",
    ),
    (
        "format",
        is_of_content,
        "what is neither JSON nor a form is text or bytes by its media type",
    ),
    (
        "schema",
        |keyword| ends(keyword.pointer, "encoding/*/headers/*/schema"),
        "a header of a part without a value, which is warned of, or its content type",
    ),
    ("type", has_values, "the values say what type they have"),
    (
        "application~1x-www-form-urlencoded/schema/type",
        |keyword| keyword.value == "string",
        "a form of which no fields are known is text",
    ),
    (
        "explode",
        |keyword| {
            keyword
                .owner
                .get("style")
                .is_some_and(|style| style == "deepObject")
        },
        "every member of a deep object has a name of its own, whatever is said",
    ),
    (
        "operationId",
        is_of_webhook,
        "the key of a webhook is its name",
    ),
    (
        "responses",
        is_of_webhook,
        "what the receiver responds, which its own code decides",
    ),
    ("paths", is_empty, "no operations"),
    ("$id", |_| true, "where no reference uses it"),
    (
        "anyOf",
        are_conditions,
        "which members belong together, the server checks",
    ),
    (
        "oneOf",
        are_conditions,
        "which members belong together, the server checks",
    ),
    ("format", is_usual, "the type is the same without it"),
    ("format", has_values, "the values say what type they have"),
    ("nullable", has_null, "null is one of the values"),
    ("tags", is_of_names, "groups of which nothing is said"),
    (
        "tags/*/name",
        |keyword| is_name_alone(keyword.owner),
        "a group of which nothing is said",
    ),
    (
        "security",
        |_| true,
        "where the description as a whole requires the same",
    ),
];

/// Returns `true` if a keyword means nothing to a client.
pub(super) fn is_meaningless(pointer: &str) -> bool {
    MEANINGLESS
        .iter()
        .any(|(pattern, _)| ends(pointer, pattern))
}

/// Returns `true` if a keyword repeats what others say.
pub(super) fn is_redundant(keyword: &Keyword<'_>) -> bool {
    REDUNDANT
        .iter()
        .any(|(pattern, applies, _)| ends(keyword.pointer, pattern) && applies(keyword))
}

/// Returns `true` if a pointer ends in these steps, of which `*` is any.
fn ends(pointer: &str, pattern: &str) -> bool {
    let mut steps = pointer.rsplit('/');
    pattern.rsplit('/').all(|wanted| {
        steps
            .next()
            .is_some_and(|step| wanted == "*" || wanted == step)
    })
}

/// Returns `true` for a keyword of a request that the service sends by itself.
fn is_of_webhook(keyword: &Keyword<'_>) -> bool {
    keyword.pointer.starts_with("/webhooks/")
}

/// Returns `true` if alternatives say no more than which members there are.
fn are_conditions(keyword: &Keyword<'_>) -> bool {
    let is_condition = |one: &Value| {
        let members = one.as_object();
        members.is_some_and(|members| {
            let mut keys = members.keys();
            keys.all(|key| matches!(key.as_str(), "required" | "not" | "title" | "description"))
        })
    };
    keyword
        .value
        .as_array()
        .is_some_and(|all| all.iter().all(is_condition))
}

fn is_usual(keyword: &Keyword<'_>) -> bool {
    matches!(keyword.value.as_str(), Some("int64" | "double" | "string"))
}

fn has_values(keyword: &Keyword<'_>) -> bool {
    keyword.owner.get("enum").is_some() || keyword.owner.get("const").is_some()
}

fn has_null(keyword: &Keyword<'_>) -> bool {
    let values = keyword.owner.get("enum").and_then(Value::as_array);
    values.is_some_and(|values| values.contains(&Value::Null))
}

/// Returns `true` if a property is a part of a form whose encoding has a content type, which counts.
fn has_part(keyword: &Keyword<'_>) -> bool {
    let Some((form, property)) = keyword.pointer.split_once("/schema/properties/") else {
        return false;
    };
    let name = property.split('/').next().unwrap_or_default();
    let content_type = format!("{form}/encoding/{name}/contentType");
    keyword.root.pointer(&content_type).is_some()
}

/// Returns `true` for the schema of a body that is neither JSON nor a form.
fn is_of_content(keyword: &Keyword<'_>) -> bool {
    let mut steps = keyword.pointer.rsplit('/').skip(1);
    let is_schema = steps.next() == Some("schema");
    let media_type = steps.next().unwrap_or_default();
    is_schema
        && media_type.contains("~1")
        && !media_type.contains("json")
        && !media_type.contains("form")
}

fn is_empty(keyword: &Keyword<'_>) -> bool {
    keyword
        .value
        .as_object()
        .is_some_and(serde_json::Map::is_empty)
}

fn is_of_names(keyword: &Keyword<'_>) -> bool {
    keyword
        .value
        .as_array()
        .is_some_and(|tags| tags.iter().all(is_name_alone))
}

fn is_name_alone(tag: &Value) -> bool {
    let members = tag.as_object();
    members.is_some_and(|members| {
        members
            .keys()
            .all(|key| key == "name" || key == "externalDocs")
    })
}

#[cfg(test)]
mod tests {
    use super::{ends, is_meaningless};

    #[test]
    fn the_end_of_a_pointer_decides() {
        assert!(ends("/responses/200/headers", "responses/*/headers"));
        assert!(!ends("/encoding/a/headers", "responses/*/headers"));
        assert!(!ends("/headers", "responses/*/headers"));
        assert!(is_meaningless("/info/version"));
        assert!(!is_meaningless(
            "/components/schemas/A/properties/version/format"
        ));
    }
}

//! The searches → what the guide shows of them.
//!
//! Invariant: the search that is shown demands nothing but a query.

use super::template::{Values, insert};
use crate::{
    emit::{calls::is_optional, example::imported, queries::Example, samples::find, types::Traits},
    model::{Api, FieldOwner, Operation, Primitive, QueryField, TypeRef},
};

/// Adds what shows searches.
pub(super) fn add(api: &Api, values: &mut Values) {
    let example = search_example(api);
    let example = Some(example.join("\n")).filter(|text| !text.is_empty());
    insert(values, "search", example);
    let mut queries = api.queries.iter();
    let Some(query) = queries.next() else {
        return;
    };
    values.insert("query", query.name.ident.clone());
    insert(values, "custom_prefix", query.custom_fields.clone());
    let longest = query.longest.map(|longest| longest.to_string());
    insert(values, "query_longest", longest);
    let is_text = |field: &&QueryField| matches!(field.ty, TypeRef::Primitive(Primitive::Text(_)));
    if let Some(field) = query.fields_of(FieldOwner::Service).find(is_text) {
        values.insert("query_text", field.name.ident.clone());
        values.insert("query_text_wire", field.name.wire.clone());
    }
}

/// ```text
/// let query = TicketQuery::status().eq(TicketStatus::Open);
/// let answer = client.search().tickets(query).await?;
/// ```
fn search_example(api: &Api) -> Vec<String> {
    let found = find(api, |operation| query_alone(operation).is_some());
    let Some((resource, operation)) = found else {
        return Vec::new();
    };
    let Some(query) = query_alone(operation).and_then(|name| api.query_named(name)) else {
        return Vec::new();
    };
    let library = api.package.library_name();
    let example = Example::of(&Traits::new(api), query);
    let mut lines = vec!["```no_run".to_owned()];
    lines.extend(imported(&library, example.imports()));
    lines.extend([
        String::new(),
        format!("# async fn example(client: {library}::Client) -> Result<(), {library}::Error> {{"),
    ]);
    lines.extend(example.statement());
    lines.push(format!(
        "let answer = client.{}().{}(query).await?;",
        resource.name.ident, operation.name.ident
    ));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// Returns the query type of an operation that demands nothing but a query.
fn query_alone(operation: &Operation) -> Option<&str> {
    let mut required = operation.parameters.iter().filter(|one| !is_optional(one));
    let only = required.next().filter(|_| required.next().is_none())?;
    only.query.as_deref()
}

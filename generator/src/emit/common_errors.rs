//! Error responses that many operations declare in the same words → one list, to which the operations link.
//!
//! Invariant: responses count as the same only if status, type and text are equal, so that a link says no less than
//! the text in its place would.

use super::docs::{Doc, code};
use crate::model::{Api, Operation, Response, ResponseContent, TypeRef};

/// A response is common if one in this many operations declares it …
const ONE_IN: usize = 5;
/// … but never with fewer than this many.
const FEWEST: usize = 4;

/// The error responses that many operations declare in the same words.
#[derive(Debug, Default)]
pub(super) struct CommonErrors<'a> {
    /// By status, and by the order of the operations where a status has several.
    responses: Vec<&'a Response>,
}

impl<'a> CommonErrors<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let resources = api.resources.iter();
        let operations = resources.flat_map(|resource| &resource.operations);
        let mut counted: Vec<(&Response, usize)> = Vec::new();
        for response in operations.flat_map(errors) {
            match counted
                .iter_mut()
                .find(|(known, _)| is_same(known, response))
            {
                Some((_, count)) => *count += 1,
                None => counted.push((response, 1)),
            }
        }
        let enough = FEWEST.max(api.operation_count() / ONE_IN);
        counted.retain(|(_, count)| *count >= enough);
        let mut responses: Vec<&Response> = counted.into_iter().map(|(known, _)| known).collect();
        responses.sort_by_key(|response| response.status.to_string());
        Self { responses }
    }

    fn has(&self, response: &Response) -> bool {
        self.responses.iter().any(|known| is_same(known, response))
    }

    /// Returns the section of an operation: its particular errors in full, and the statuses of the common ones.
    pub(super) fn section_of(&self, docs: Doc, operation: &Operation) -> Doc {
        let (common, own): (Vec<&Response>, Vec<&Response>) =
            errors(operation).partition(|response| self.has(response));
        if common.is_empty() && own.is_empty() {
            return docs;
        }
        let mut docs = docs.own("# Errors");
        docs.separate();
        docs = own.into_iter().fold(docs, item);
        let statuses: Vec<String> = common.iter().map(|response| status(response)).collect();
        let statuses = match statuses.split_last() {
            None => return docs,
            Some((only, [])) => only.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
        };
        docs.bullet(&format!(
            "{statuses}: see [common errors](super#common-errors)"
        ))
    }

    /// Returns the section of the module of all operations, if there are any common errors.
    pub(super) fn section(&self, docs: Doc) -> Doc {
        if self.responses.is_empty() {
            return docs;
        }
        let mut docs = docs.own("# Common errors");
        docs.separate();
        self.responses.iter().copied().fold(docs, item)
    }
}

fn errors(operation: &Operation) -> impl Iterator<Item = &Response> {
    let responses = operation.responses.iter();
    responses.filter(|response| !response.status.is_success())
}

fn is_same(left: &Response, right: &Response) -> bool {
    (left.status, &left.content, &left.docs) == (right.status, &right.content, &right.docs)
}

fn status(response: &Response) -> String {
    code(&response.status.to_string())
}

/// Adds a response: its status, the type of its body as a link, and its text.
pub(super) fn item(docs: Doc, response: &Response) -> Doc {
    let head = format!("{}{}", status(response), body_link(response));
    let text = response.docs.description.as_deref();
    docs.item(&head, text.unwrap_or_default())
}

/// Returns the type of a body, as a link. Its text has the module in it, for the type may be in scope, where
/// rustdoc would find the address redundant.
fn body_link(response: &Response) -> String {
    match response
        .content
        .as_ref()
        .and_then(ResponseContent::ty)
        .map(innermost)
    {
        Some(TypeRef::Named(name)) => format!(" with [`models::{name}`](crate::models::{name})"),
        _ => String::new(),
    }
}

fn innermost(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => innermost(inner),
        other => other,
    }
}

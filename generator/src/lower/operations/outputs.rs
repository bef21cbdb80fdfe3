//! Declared successes → what a successful call gives.
//!
//! Invariant: every body stays typed: those that are all JSON in a union of them, others by their status.

use std::collections::BTreeSet;

use crate::lower::draft::{
    Alternative, ByStatus, Name, Output, Response, ResponseContent, StatusBody, TypeRef, Union,
};
use crate::lower::{
    names::{NameKind, claim, identifier},
    operations::builder::OperationBuilder,
    place::Place,
    types::shape::SchemaShape,
};
use crate::model::{self, Docs, StatusPattern};

/// A body of a success, with the first status that it is declared for.
type Body<'r> = (StatusPattern, &'r ResponseContent);

impl OperationBuilder<'_> {
    /// Determines the output of a successful call from all documented success statuses.
    pub(super) fn output(&mut self, responses: &[Response], place: &Place) -> Output {
        let declares_success = responses
            .iter()
            .any(|response| response.status.is_success());
        let is_success = |response: &&Response| {
            response.status.is_success()
                || (!declares_success && response.status == StatusPattern::Default)
        };
        let mut bodies: Vec<Body<'_>> = Vec::new();
        let mut is_empty_sometimes = false;
        for response in responses.iter().filter(is_success) {
            match &response.content {
                Some(content) if !bodies.iter().any(|(_, known)| *known == content) => {
                    bodies.push((response.status, content));
                }
                Some(_) => {}
                None => is_empty_sometimes = true,
            }
        }
        let json = |ty: TypeRef| {
            if is_empty_sometimes {
                Output::OptionalJson(ty)
            } else {
                Output::Json(ty)
            }
        };
        match bodies.as_slice() {
            [] => Output::Empty,
            [(_, ResponseContent::Json(ty))] => json(ty.clone()),
            [(_, ResponseContent::Stream(stream))] => Output::Stream(stream.clone()),
            [(_, ResponseContent::Text)] => Output::Text,
            [(_, ResponseContent::Bytes)] => Output::Bytes,
            several if several.iter().all(|(_, body)| is_json(body)) => {
                json(self.one_of_bodies(several, place))
            }
            several if several.iter().any(|(_, body)| is_stream(body)) => {
                let message = "a stream is one of several successes; the call returns bytes";
                self.context.reporter.warn(
                    "untyped",
                    message,
                    &format!("{}/responses", place.pointer),
                );
                Output::Bytes
            }
            _ => Output::ByStatus(by_status(responses.iter().filter(is_success))),
        }
    }

    /// Returns the union of several bodies of JSON.
    fn one_of_bodies(&mut self, bodies: &[Body<'_>], place: &Place) -> TypeRef {
        let types = bodies
            .iter()
            .filter_map(|(status, content)| Some((*status, content.ty()?)));
        let types: Vec<(StatusPattern, &TypeRef)> = types.collect();
        let is_null = types.iter().any(|(_, ty)| ty.is_nullable());
        let mut alternatives: Vec<Alternative> = Vec::new();
        for (status, ty) in types {
            let ty = ty.without_null();
            if *ty == TypeRef::Json {
                return TypeRef::Json;
            }
            if !alternatives.iter().any(|known| known.ty == *ty) {
                alternatives.push(self.body_alternative(status, ty));
            }
        }
        let ty = match alternatives.as_slice() {
            [only] => only.ty.clone(),
            _ => self.types.name_shape(
                &output_place(place),
                SchemaShape::Union(Union {
                    tag: None,
                    alternatives,
                }),
            ),
        };
        if is_null { ty.nullable() } else { ty }
    }

    /// Returns a body as an alternative: called like its component, or after its status.
    fn body_alternative(&self, status: StatusPattern, ty: &TypeRef) -> Alternative {
        let component = match ty {
            TypeRef::Named(key) if key.starts_with("/components/schemas/") => {
                self.types.found.wire_name(key)
            }
            _ => None,
        };
        let name = component.map_or_else(|| status_word(status), str::to_owned);
        Alternative {
            name: Name::derived(name),
            ty: ty.clone(),
            tags: Vec::new(),
            docs: Docs::described(Some(format!("The body of status {status}."))),
        }
    }
}

fn is_json(content: &ResponseContent) -> bool {
    matches!(content, ResponseContent::Json(_))
}

fn is_stream(content: &ResponseContent) -> bool {
    matches!(content, ResponseContent::Stream(_))
}

/// Collects the body of each of several success statuses.
fn by_status<'r>(successes: impl Iterator<Item = &'r Response>) -> ByStatus {
    let mut variants = BTreeSet::new();
    let bodies = successes.map(|response| {
        let wire = status_word(response.status);
        let ident = identifier(&wire, NameKind::Variant);
        StatusBody {
            status: response.status,
            name: model::Name {
                ident: claim(ident, "", &mut variants),
                wire,
            },
            content: response.content.clone(),
            docs: response.docs.clone(),
        }
    });
    ByStatus {
        ident: None,
        bodies: bodies.collect(),
    }
}

fn output_place(place: &Place) -> Place {
    place.beside(format!("{}/responses", place.pointer), "output")
}

/// Names a success status.
fn status_word(status: StatusPattern) -> String {
    let word = match status {
        StatusPattern::Code(200) => "ok",
        StatusPattern::Code(201) => "created",
        StatusPattern::Code(202) => "accepted",
        StatusPattern::Code(204) => "no content",
        StatusPattern::Code(206) => "partial content",
        StatusPattern::Code(207) => "multi status",
        StatusPattern::Code(code) => return format!("status {code}"),
        StatusPattern::Range(_) => "success",
        StatusPattern::Default => "default",
    };
    word.to_owned()
}

//! Where types are used, for those about which the description says nothing.
//!
//! Invariant: a sentence names at most a few places, in order, so that it rarely changes.

use std::collections::BTreeMap;

use super::{docs::code, types::plain};
use crate::model::{Api, Operation, ResponseContent, TypeDef, TypeKind, TypeRef};

/// The places in which each type stands, as links.
#[derive(Debug, Default)]
pub(super) struct Uses<'a> {
    by_type: BTreeMap<&'a str, Places>,
}

#[derive(Debug, Default)]
struct Places {
    sent: Vec<String>,
    returned: Vec<String>,
    parts: Vec<String>,
    is_failure: bool,
}

impl<'a> Uses<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut uses = Self::default();
        for resource in &api.resources {
            for operation in &resource.operations {
                let method = format!("{}::{}", resource.handle, plain(&operation.name.ident));
                uses.add_operation(
                    operation,
                    &format!("[`{method}`](crate::resources::{method})"),
                );
            }
        }
        for def in &api.types {
            uses.add_parts(def);
        }
        uses
    }

    fn add_operation(&mut self, operation: &'a Operation, link: &str) {
        for parameter in &operation.parameters {
            self.add(&parameter.ty, |places| places.sent.push(link.to_owned()));
        }
        if let Some(ty) = operation.body.as_ref().and_then(|body| body.content.ty()) {
            self.add(ty, |places| places.sent.push(link.to_owned()));
        }
        let item = operation.stream.as_ref().map(|stream| &stream.item);
        for ty in operation.output.types().chain(item) {
            self.add(ty, |places| places.returned.push(link.to_owned()));
        }
        for response in operation
            .responses
            .iter()
            .filter(|response| !response.status.is_success())
        {
            if let Some(ResponseContent::Json(ty)) = &response.content {
                self.add(ty, |places| places.is_failure = true);
            }
        }
    }

    fn add_parts(&mut self, def: &'a TypeDef) {
        let link = format!("[`models::{0}`](crate::models::{0})", def.name.ident);
        let mut add = |ty: &'a TypeRef| self.add(ty, |places| places.parts.push(link.clone()));
        match &def.kind {
            TypeKind::Struct(shape) => {
                shape.fields.iter().for_each(|field| add(&field.ty));
                shape
                    .additional
                    .iter()
                    .for_each(|additional| add(&additional.ty));
            }
            TypeKind::Union(shape) => {
                let alternatives = shape.alternatives.iter();
                alternatives.for_each(|alternative| add(&alternative.ty));
            }
            TypeKind::Alias(ty) => add(ty),
            TypeKind::Enum(_) => {}
        }
    }

    fn add(&mut self, ty: &'a TypeRef, note: impl Fn(&mut Places)) {
        ty.visit_named(&mut |name| note(self.by_type.entry(name).or_default()));
    }

    /// A paragraph about a type.
    pub(super) fn of(&self, def: &TypeDef) -> String {
        let mut sentences = Vec::new();
        if let Some(places) = self.by_type.get(def.name.ident.as_str()) {
            sentences.extend(sentence("Sent by", &places.sent));
            sentences.extend(sentence("Returned by", &places.returned));
            if places.is_failure {
                sentences.push("The body of answers that report a failure.".to_owned());
            }
            sentences.extend(sentence("Part of", &places.parts));
        }
        if sentences.is_empty() {
            return format!("The schema {}.", code(&def.name.wire));
        }
        sentences.join(" ")
    }
}

/// `Sent by A, B, C and others.` How many others there are would change with every new one.
fn sentence(verb: &str, places: &[String]) -> Option<String> {
    const NAMED: usize = 3;
    let mut named: Vec<&str> = Vec::new();
    for place in places {
        if !named.contains(&place.as_str()) {
            named.push(place);
        }
    }
    if named.len() > NAMED {
        named.truncate(NAMED);
        named.push("others");
    }
    let (last, others) = named.split_last()?;
    Some(if others.is_empty() {
        format!("{verb} {last}.")
    } else {
        format!("{verb} {} and {last}.", others.join(", "))
    })
}

//! Uses of types, as documentation for those without a text of their own.
//!
//! Invariant: a sentence names at most a few places, in order, so that it rarely changes.

use std::collections::BTreeMap;

use super::{docs::code, types::plain};
use crate::model::{Api, Operation, ResponseContent, TypeDef, TypeKind, TypeRef};

/// The places in which each type is, as links.
#[derive(Debug, Default)]
pub(super) struct Uses<'a> {
    by_type: BTreeMap<&'a str, Places>,
}

#[derive(Debug, Default)]
struct Places {
    parameters: Vec<String>,
    sent: Vec<String>,
    returned: Vec<String>,
    /// Operations that return a list of them, or similar.
    listed: Vec<String>,
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
            self.add(&parameter.ty, |places| {
                places.parameters.push(link.to_owned());
            });
        }
        if let Some(ty) = operation.body.as_ref().and_then(|body| body.content.ty()) {
            self.add(ty, |places| places.sent.push(link.to_owned()));
        }
        let item = operation.stream.as_ref().map(|stream| &stream.item);
        for ty in operation.output.types().chain(item) {
            let is_whole = matches!(ty, TypeRef::Named(_));
            self.add(ty, |places| {
                let links = if is_whole {
                    &mut places.returned
                } else {
                    &mut places.listed
                };
                links.push(link.to_owned());
            });
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

    /// Returns the paragraphs about a type: what it is, and its uses where these are several.
    pub(super) fn of(&self, def: &TypeDef) -> Vec<String> {
        let unused = Places::default();
        let name = def.name.ident.as_str();
        let places = self.by_type.get(name).unwrap_or(&unused);
        let roles = places.roles();
        match roles.as_slice() {
            [] if places.is_failure => vec!["Body of error responses.".to_owned()],
            [] => vec![format!(
                "Schema {} of the API description.",
                code(&def.name.wire)
            )],
            [(noun, _, links)] => vec![format!("{noun} of {}.", few(links))],
            _ => {
                let nouns: Vec<String> =
                    roles.iter().map(|(noun, ..)| noun.to_lowercase()).collect();
                let uses: Vec<String> = roles
                    .iter()
                    .map(|(_, verb, links)| format!("{verb} {}.", few(links)))
                    .collect();
                let nouns = format!("{}.", nouns.join(" and "));
                vec![nouns[..1].to_uppercase() + &nouns[1..], uses.join(" ")]
            }
        }
    }
}

impl Places {
    /// Lists the roles of a type, a verb for each, and the places, each once.
    fn roles(&self) -> Vec<(&'static str, &'static str, Vec<&str>)> {
        let element = match (&*self.returned, &*self.listed) {
            ([], [_]) => "Element of the response",
            _ => "Response body",
        };
        let roles = [
            ("Parameter", "Sent by", vec![&self.parameters]),
            ("Request body", "Sent by", vec![&self.sent]),
            (element, "Returned by", vec![&self.returned, &self.listed]),
            ("Part", "Part of", vec![&self.parts]),
        ];
        let roles = roles.into_iter().map(|(noun, verb, lists)| {
            let mut places: Vec<&str> = Vec::new();
            for place in lists.into_iter().flatten() {
                if !places.contains(&place.as_str()) {
                    places.push(place);
                }
            }
            (noun, verb, places)
        });
        roles.filter(|(.., places)| !places.is_empty()).collect()
    }
}

/// Returns `A, B, C and others`: how many others there are would change with every new one.
pub(super) fn few(texts: &[impl AsRef<str>]) -> String {
    const NAMED: usize = 3;
    let mut named: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    if named.len() > NAMED {
        named.truncate(NAMED);
        named.push("others");
    }
    match named.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        Some((only, _)) => (*only).to_owned(),
        None => String::new(),
    }
}

//! Cargo features: one for each group of operations, so that a build omits what it does not use.
//!
//! Invariant: whatever is compiled finds everything that it names, whichever features are on.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use proc_macro2::TokenStream;
use quote::quote;

use super::{file::Chunk, references};
use crate::model::{Api, Query, Resource, ResponseContent, TypeDef};

/// A registry takes no crate with more than 300 features; the runtime has some, too.
const MOST_RESOURCES: usize = 250;

/// The purposes of the features that every crate has.
const FEATURES: [&str; 7] = [
    "`rustls` (default): HTTP by reqwest, with TLS by rustls. `reqwest` alone expects a reqwest \
     client of your own with its TLS; without either, set a transport on the builder.",
    "`http2`: HTTP/2 if the server supports it.",
    "`gzip`, `brotli`: compressed responses, if the service supports them.",
    "`socks`: SOCKS proxies.",
    "`blocking`: `blocking` and `send_blocking` for code that is not async.",
    "`tracing`: a span for every call, an event for every pause.",
    "`testing`: a fake transport and samples of all types, to test code that uses the client.",
];

/// The features that something needs: it is compiled when one of them is on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Scope {
    /// None: it is always compiled.
    #[default]
    Always,
    /// One of these.
    Any(BTreeSet<String>),
}

impl Scope {
    /// Adds the features of another scope.
    pub(super) fn or(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::Any(features), Self::Any(more)) => features.extend(more.iter().cloned()),
            _ => *self = Self::Always,
        }
    }

    /// Returns the features that both scopes need.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Any(features), Self::Any(others)) => Self::Any(&features & &others),
            (Self::Always, scope) | (scope, Self::Always) => scope,
        }
    }

    /// Returns the features needed for this inside something that needs `outer`.
    pub(super) fn within(self, outer: &Self) -> Self {
        if self == *outer { Self::Always } else { self }
    }

    /// Returns the attribute of items that need this: `#[cfg(any(feature = "search", feature = "tickets"))]`.
    pub(super) fn attribute(&self) -> Option<TokenStream> {
        let Self::Any(features) = self else {
            return None;
        };
        let mut tests = features.iter().map(|feature| quote!(feature = #feature));
        Some(match (tests.next(), tests.len()) {
            (Some(only), 0) => quote!(#[cfg(#only)]),
            (first, _) => quote!(#[cfg(any(#first #(, #tests)*))]),
        })
    }

    /// Returns a call of a macro with the attribute before it.
    pub(super) fn gate(&self, call: String) -> Chunk {
        Chunk::Text(match self.attribute() {
            None => call,
            Some(attribute) => format!("{}\n{call}", attribute_text(&attribute)),
        })
    }
}

/// Returns an attribute as it is printed.
fn attribute_text(attribute: &TokenStream) -> String {
    let text = attribute.to_string();
    text.replace("# [cfg (", "#[cfg(")
        .replace("any (", "any(")
        .replace(" ,", ",")
        .replace(") ]", ")]")
}

/// The features of a crate, and what each of them needs.
#[derive(Debug)]
pub(super) struct Features<'a> {
    /// The features of the resources; none when there is nothing to choose from.
    names: BTreeSet<&'a str>,
    /// The resources that reach each type.
    types: BTreeMap<String, Scope>,
    queries: BTreeMap<String, Scope>,
}

impl<'a> Features<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut features = Self {
            names: BTreeSet::new(),
            types: BTreeMap::new(),
            queries: BTreeMap::new(),
        };
        features.reach(api);
        if (2..=MOST_RESOURCES).contains(&api.resources.len()) {
            let names = api.resources.iter();
            features.names = names.map(|resource| resource.feature.as_str()).collect();
        }
        features
    }

    /// Walks from every resource, and from what stands outside of them, to all that they name.
    fn reach(&mut self, api: &'a Api) {
        let parts: BTreeMap<&str, BTreeSet<String>> = api
            .types
            .iter()
            .map(|def| (def.name.ident.as_str(), references::of_type(def)))
            .collect();
        for resource in &api.resources {
            let (mut named, queries) = references::of_resource(resource);
            named.extend(failures(resource));
            let scope = Scope::Any(BTreeSet::from([resource.feature.clone()]));
            for query in queries.iter().filter_map(|name| api.query_named(name)) {
                join(&mut self.queries, &query.name.ident, &scope);
                named.extend(references::of_query(query));
            }
            self.reach_from(&named, &parts, &scope);
        }
        for webhook in &api.webhooks {
            self.reach_from(&references::of_webhook(webhook), &parts, &Scope::Always);
        }
        self.reach_unused(api, &parts);
    }

    /// Gives each type that no operation names the features that all of its parts have in common; without such
    /// features, its parts are always compiled, as it is.
    fn reach_unused(&mut self, api: &Api, parts: &BTreeMap<&str, BTreeSet<String>>) {
        let used = self.types.clone();
        let names = api.types.iter().map(|def| &def.name.ident);
        for name in names.filter(|name| !used.contains_key(*name)) {
            let start = BTreeSet::from([name.clone()]);
            let reached = reached(&start, parts);
            let scopes = reached.iter().filter_map(|part| used.get(*part));
            let common = scopes.cloned().reduce(Scope::and);
            match common {
                None => {}
                Some(Scope::Any(features)) if !features.is_empty() => {
                    join(&mut self.types, name, &Scope::Any(features));
                }
                Some(_) => {
                    for part in reached {
                        join(&mut self.types, part, &Scope::Always);
                    }
                }
            }
        }
    }

    fn reach_from(
        &mut self,
        start: &BTreeSet<String>,
        parts: &BTreeMap<&str, BTreeSet<String>>,
        scope: &Scope,
    ) {
        for name in reached(start, parts) {
            join(&mut self.types, name, scope);
        }
    }

    /// Returns the features that the operations of a resource need.
    pub(super) fn of(&self, resource: &Resource) -> Scope {
        if self.names.is_empty() {
            Scope::Always
        } else {
            Scope::Any(BTreeSet::from([resource.feature.clone()]))
        }
    }

    /// Returns the resources that reach a type. `None`: it does not depend on them.
    pub(super) fn users(&self, def: &TypeDef) -> Option<&BTreeSet<String>> {
        match self.types.get(&def.name.ident)? {
            Scope::Any(users) => Some(users),
            Scope::Always => None,
        }
    }

    /// Returns the features that a type needs.
    fn of_type(&self, def: &TypeDef) -> Scope {
        self.found(&self.types, &def.name.ident)
    }

    /// Returns the features that a query needs.
    pub(super) fn of_query(&self, query: &Query) -> Scope {
        self.found(&self.queries, &query.name.ident)
    }

    /// Returns the features that any of several types needs.
    pub(super) fn of_types(&self, types: &[&TypeDef]) -> Scope {
        self.joint(types.iter().map(|def| self.of_type(def)))
    }

    /// Returns the features that any of several queries needs.
    pub(super) fn of_queries(&self, queries: &[Query]) -> Scope {
        self.joint(queries.iter().map(|query| self.of_query(query)))
    }

    fn joint(&self, mut scopes: impl Iterator<Item = Scope>) -> Scope {
        let mut joint = scopes.next().unwrap_or_default();
        scopes.for_each(|scope| joint.or(&scope));
        self.simplified(joint)
    }

    fn found(&self, scopes: &BTreeMap<String, Scope>, name: &str) -> Scope {
        self.simplified(scopes.get(name).cloned().unwrap_or_default())
    }

    /// Removes the condition of items that every resource needs: a crate without any feature is of no use.
    fn simplified(&self, scope: Scope) -> Scope {
        match scope {
            Scope::Any(features) if features.len() < self.names.len() => Scope::Any(features),
            _ => Scope::Always,
        }
    }

    /// Returns the section of the manifest, from the one of the runtime; `default` is on a line of its own there.
    pub(super) fn section(&self, runtime: &str) -> String {
        if self.names.is_empty() {
            return runtime.to_owned();
        }
        let mut section = runtime.replacen(
            "default = [\"rustls\"]",
            "default = [\"resources\", \"rustls\"]",
            1,
        );
        section.push_str(
            "\n# All groups of operations. Each is a feature of its own, for builds with a part of \
             them.\nresources = [\n",
        );
        for name in &self.names {
            let _ = writeln!(section, "    \"{name}\",");
        }
        section.push_str("]\n");
        for name in &self.names {
            let _ = writeln!(section, "{name} = []");
        }
        section.trim_end().to_owned()
    }

    /// Returns a sentence for each feature, as items of a list.
    pub(super) fn listed(&self) -> Vec<String> {
        let of_every_crate = FEATURES.map(str::to_owned);
        of_every_crate.into_iter().chain(self.explained()).collect()
    }

    /// Returns a sentence about the features of the resources, with one of them as an example.
    pub(super) fn explained(&self) -> Option<String> {
        let example = self.names.first()?;
        Some(format!(
            "`resources` (default): all groups of operations. Each is a feature of its own, named \
             after its accessor, with hyphens: with `default-features = false`, `features = \
             [\"rustls\", \"{example}\"]` compiles that group and the types that it needs."
        ))
    }
}

/// Returns the names that are reached from these, themselves included.
fn reached<'n>(
    start: &'n BTreeSet<String>,
    parts: &'n BTreeMap<&str, BTreeSet<String>>,
) -> BTreeSet<&'n str> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = start.iter().map(String::as_str).collect();
    while let Some(name) = open.pop() {
        if seen.insert(name) {
            open.extend(parts.get(name).into_iter().flatten().map(String::as_str));
        }
    }
    seen
}

/// Returns the types of error responses, which callers decode themselves.
fn failures(resource: &Resource) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let operations = resource.operations.iter();
    for response in operations.flat_map(|operation| &operation.responses) {
        if let Some(ResponseContent::Json(ty)) = &response.content {
            ty.visit_named(&mut |name| {
                names.insert(name.to_owned());
            });
        }
    }
    names
}

fn join(scopes: &mut BTreeMap<String, Scope>, name: &str, scope: &Scope) {
    match scopes.get_mut(name) {
        Some(known) => known.or(scope),
        None => {
            scopes.insert(name.to_owned(), scope.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Features, Scope, references};
    use crate::{Input, Settings, Source};

    #[test]
    fn what_no_operation_names_finds_its_parts_with_every_choice_of_groups() {
        let text = "
openapi: 3.0.3
info: {title: Unused, version: '1'}
paths:
  /a: {get: {tags: [A], responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}
  /b: {get: {tags: [B], responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}}}
  /c: {get: {tags: [C], responses: {'204': {description: ''}}}}
components:
  schemas:
    A: {type: object, properties: {part: {$ref: '#/components/schemas/PartOfA'}}}
    B: {type: object, properties: {both: {$ref: '#/components/schemas/PartOfAAndB'}}}
    PartOfA: {type: object, properties: {both: {$ref: '#/components/schemas/PartOfAAndB'}}}
    PartOfAAndB: {type: string, enum: [x]}
    UnusedWithA: {type: object, properties: {a: {$ref: '#/components/schemas/PartOfA'}, alone: {$ref: '#/components/schemas/Alone'}}}
    UnusedWithUnused: {type: object, properties: {inner: {$ref: '#/components/schemas/UnusedWithA'}}}
    UnusedWithAAndB: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, b: {$ref: '#/components/schemas/B'}}}
    Alone: {type: object, properties: {parent: {$ref: '#/components/schemas/Alone'}}}
";
        let source = Source {
            name: "unused.yaml".to_owned(),
            text: text.to_owned(),
        };
        let settings = Settings::for_crate("unused").unwrap();
        let api = Input::new(&source, &settings).model().unwrap().api;
        let features = Features::new(&api);
        let scope = |name: &str| {
            let mut types = api.types.iter();
            features.of_type(types.find(|def| def.name.ident == name).unwrap())
        };
        for def in &api.types {
            let needed = scope(&def.name.ident);
            for part in references::of_type(def) {
                let mut both = scope(&part);
                both.or(&needed);
                assert_eq!(both, scope(&part), "{} has a {part}", def.name.ident);
            }
        }
        // Where all parts are of one group, so is the whole.
        let a = Scope::Any(BTreeSet::from(["a".to_owned()]));
        assert_eq!(scope("UnusedWithUnused"), a);
        assert_eq!(scope("Alone"), Scope::Always);
    }
}

//! Targets of references.
//!
//! Invariant: a chain of references ends, or is reported as leading nowhere.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityScheme};

use crate::{
    diagnostics::{Diagnostic, Subject},
    source::{escape, similar},
};

/// The components of a description, found by reference.
pub(super) struct Components<'d> {
    components: Option<&'d openapiv3::Components>,
    /// Targets of the components that are mere references, by section and name.
    ends: BTreeMap<(&'static str, &'d str), End<'d>>,
}

/// End of a chain of references.
#[derive(Clone, Copy)]
enum End<'d> {
    /// At the component of this name.
    At(&'d str),
    /// In itself.
    Circle,
    /// At something that is not there.
    Nowhere,
}

/// Prefix of references to the schemas of a description.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

/// A section of the components: its place and how to look into it.
pub(super) trait Component: Sized {
    const SECTION: &'static str;
    const PREFIX: &'static str;
    /// Returns a component with its name.
    fn entry<'d>(
        components: &'d openapiv3::Components,
        name: &str,
    ) -> Option<(&'d str, &'d ReferenceOr<Self>)>;
    fn get<'d>(components: &'d openapiv3::Components, name: &str) -> Option<&'d ReferenceOr<Self>> {
        Self::entry(components, name).map(|(_, component)| component)
    }
}

macro_rules! component {
    ($type:ty, $section:ident, $name:literal) => {
        impl Component for $type {
            const SECTION: &'static str = $name;
            const PREFIX: &'static str = concat!("#/components/", $name, "/");
            fn entry<'d>(
                components: &'d openapiv3::Components,
                name: &str,
            ) -> Option<(&'d str, &'d ReferenceOr<Self>)> {
                let (name, component) = components.$section.get_key_value(name)?;
                Some((name, component))
            }
        }
    };
}

component!(Schema, schemas, "schemas");
component!(Parameter, parameters, "parameters");
component!(RequestBody, request_bodies, "requestBodies");
component!(Response, responses, "responses");
component!(SecurityScheme, security_schemes, "securitySchemes");

/// The component that a reference finally leads to.
pub(super) struct Resolved<'d, T> {
    pub(super) item: &'d T,
    /// Its name in the section.
    pub(super) name: String,
    /// Its JSON pointer.
    pub(super) at: String,
    /// The part of the description that it is.
    pub(super) subject: Subject,
}

impl<'d> Components<'d> {
    pub(super) fn new(description: &'d OpenAPI) -> Self {
        let mut found = Self {
            components: description.components.as_ref(),
            ends: BTreeMap::new(),
        };
        if let Some(components) = found.components {
            found.follow(&components.schemas);
            found.follow(&components.parameters);
            found.follow(&components.request_bodies);
            found.follow(&components.responses);
            found.follow(&components.security_schemes);
        }
        found
    }

    /// Finds out where the references of a section lead; each is followed once.
    fn follow<T: Component + 'd>(
        &mut self,
        section: impl IntoIterator<Item = (&'d String, &'d ReferenceOr<T>)>,
    ) {
        for (name, component) in section {
            let (mut name, mut component) = (name.as_str(), component);
            let mut chain = Vec::new();
            let end = loop {
                if let Some(end) = self.ends.get(&(T::PREFIX, name)) {
                    break *end;
                }
                let ReferenceOr::Reference { reference } = component else {
                    break End::At(name);
                };
                // Until the end is known.
                self.ends.insert((T::PREFIX, name), End::Circle);
                chain.push(name);
                let next = component_name(reference, T::PREFIX);
                match next.and_then(|next| T::entry(self.components?, &next)) {
                    Some(entry) => (name, component) = entry,
                    None => break End::Nowhere,
                }
            };
            for name in chain {
                self.ends.insert((T::PREFIX, name), end);
            }
        }
    }

    pub(super) fn schema(&self, reference: &str) -> Option<&'d Schema> {
        self.resolve(reference).map(|found| found.item)
    }

    pub(super) fn parameter(&self, reference: &str) -> Option<Resolved<'d, Parameter>> {
        self.resolve(reference)
    }

    pub(super) fn request_body(&self, reference: &str) -> Option<Resolved<'d, RequestBody>> {
        self.resolve(reference)
    }

    pub(super) fn response(&self, reference: &str) -> Option<Resolved<'d, Response>> {
        self.resolve(reference)
    }

    pub(super) fn security_scheme(&self, name: &str) -> Option<&'d SecurityScheme> {
        let reference = format!("{}{name}", SecurityScheme::PREFIX);
        self.resolve(&reference).map(|found| found.item)
    }

    fn resolve<T: Component + 'd>(&self, reference: &str) -> Option<Resolved<'d, T>> {
        let name = component_name(reference, T::PREFIX)?;
        let name = match self.ends.get(&(T::PREFIX, name.as_str())) {
            Some(End::At(name)) => (*name).to_owned(),
            Some(End::Circle | End::Nowhere) => return None,
            None => name,
        };
        match T::get(self.components?, &name)? {
            ReferenceOr::Item(item) => Some(Resolved {
                item,
                at: place::<T>(&name),
                subject: subject::<T>(&name),
                name,
            }),
            ReferenceOr::Reference { .. } => None,
        }
    }

    /// Returns `true` if a reference leads to itself, by way of references alone.
    fn is_circular(&self, reference: &str) -> bool {
        let sections = [
            Schema::PREFIX,
            Parameter::PREFIX,
            RequestBody::PREFIX,
            Response::PREFIX,
            SecurityScheme::PREFIX,
        ];
        sections.iter().any(|prefix| {
            let name = component_name(reference, prefix);
            name.is_some_and(|name| {
                let end = self.ends.get(&(*prefix, name.as_str()));
                matches!(end, Some(End::Circle))
            })
        })
    }

    /// Returns the name of the schema that a reference finally leads to.
    pub(super) fn last_schema(&self, reference: &str) -> Option<String> {
        self.resolve::<Schema>(reference).map(|found| found.name)
    }

    /// Returns every component that is a mere reference, with its place, and the reference.
    pub(super) fn references(&self) -> Vec<(&'d str, String, Subject)> {
        let mut found = Vec::new();
        if let Some(components) = self.components {
            collect(&components.schemas, &mut found);
            collect(&components.parameters, &mut found);
            collect(&components.request_bodies, &mut found);
            collect(&components.responses, &mut found);
        }
        found
    }

    /// Returns the schema with a JSON pointer.
    pub(super) fn schema_at(&self, pointer: &str) -> Option<Subject> {
        let mut names = self.components?.schemas.keys();
        let name = names.find(|name| place::<Schema>(name) == pointer)?;
        Some(subject::<Schema>(name))
    }

    /// Returns `true` if a reference leads to a component, whatever its kind.
    pub(super) fn leads_somewhere(&self, reference: &str) -> bool {
        self.noun(reference).is_some()
    }

    /// Returns `true` if a reference leads to a component that is a mere reference.
    fn is_reference(&self, reference: &str) -> bool {
        let name = |prefix| component_name(reference, prefix);
        let is_key = |prefix: &'static str| {
            name(prefix).is_some_and(|name| self.ends.contains_key(&(prefix, name.as_str())))
        };
        let sections = [
            Schema::PREFIX,
            Parameter::PREFIX,
            RequestBody::PREFIX,
            Response::PREFIX,
        ];
        sections.into_iter().any(is_key)
    }

    /// Names the kind of component that a reference leads to. `None`: it has no target.
    pub(super) fn noun(&self, reference: &str) -> Option<&'static str> {
        // Those of the last kinds are omitted of what is read.
        const UNREAD: [(&str, &str); 5] = [
            ("#/components/callbacks/", "a callback"),
            ("#/components/examples/", "an example"),
            ("#/components/headers/", "a header"),
            ("#/components/links/", "a link"),
            ("#/components/pathItems/", "a path"),
        ];
        if self.schema(reference).is_some() {
            Some("a schema")
        } else if self.parameter(reference).is_some() {
            Some("a parameter")
        } else if self.request_body(reference).is_some() {
            Some("the body of a request")
        } else if self.response(reference).is_some() {
            Some("a response")
        } else {
            let mut unread = UNREAD.into_iter();
            let noun = unread.find(|(prefix, _)| reference.starts_with(prefix));
            noun.map(|(_, noun)| noun)
        }
    }

    /// Returns the diagnostic about a reference at a pointer that leads to nothing of use there. `None`: it is reported
    /// where the component is that is itself such a reference.
    pub(super) fn unresolved(&self, reference: &str, at: &str) -> Option<Diagnostic> {
        let is_circular = self.is_circular(reference);
        if self.is_reference(reference) && !is_circular {
            return None;
        }
        if is_circular {
            return Some(circular(reference, at));
        }
        let error = |code, message| Diagnostic::error(code, message).at(format!("{at}/$ref"));
        Some(if let Some(noun) = self.noun(reference) {
            let message = format!("the reference `{reference}` has the wrong target: {noun}");
            error("wrong-reference", message)
        } else if Self::leads_inside(reference) {
            let message = format!("the reference `{reference}` leads into a component");
            error("unresolved-reference", message)
                .help("only whole components can be referenced: make the inner part a component")
        } else {
            let message = format!("the reference `{reference}` has no target");
            error("unresolved-reference", message).did_you_mean(self.most_similar(reference))
        })
    }

    /// Returns the component of the same kind whose name looks most like the one that is referred to.
    fn most_similar(&self, reference: &str) -> Option<String> {
        let (prefix, name) = reference.rsplit_once('/')?;
        let prefix = format!("{prefix}/");
        let components = self.components?;
        let names: Vec<&String> = match prefix.as_str() {
            Schema::PREFIX => components.schemas.keys().collect(),
            Parameter::PREFIX => components.parameters.keys().collect(),
            RequestBody::PREFIX => components.request_bodies.keys().collect(),
            Response::PREFIX => components.responses.keys().collect(),
            _ => return None,
        };
        similar(name, names.into_iter().map(String::as_str))
            .map(|candidate| format!("{prefix}{candidate}"))
    }

    /// Returns `true` if a reference leads into a component instead of to it.
    fn leads_inside(reference: &str) -> bool {
        reference.starts_with("#/components/") && reference.matches('/').count() > 3
    }
}

/// Returns the error about a reference at a pointer that closes a circle.
pub(super) fn circular(reference: &str, at: &str) -> Diagnostic {
    let message = format!("the reference `{reference}` leads back to itself");
    Diagnostic::error("circular-reference", message)
        .at(format!("{at}/$ref"))
        .help("let one of the references in the circle be a schema of its own")
}

fn collect<'d, T: Component + 'd>(
    section: impl IntoIterator<Item = (&'d String, &'d ReferenceOr<T>)>,
    found: &mut Vec<(&'d str, String, Subject)>,
) {
    for (name, component) in section {
        if let ReferenceOr::Reference { reference } = component {
            found.push((reference, place::<T>(name), subject::<T>(name)));
        }
    }
}

/// Returns the JSON pointer of a component.
fn place<T: Component>(name: &str) -> String {
    format!("/components/{}/{}", T::SECTION, escape(name))
}

fn subject<T: Component>(name: &str) -> Subject {
    Subject::Component {
        section: T::SECTION,
        name: name.to_owned(),
    }
}

/// Returns the name at the end of a reference into one section.
pub(super) fn component_name(reference: &str, prefix: &str) -> Option<String> {
    let name = reference.strip_prefix(prefix)?;
    (!name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
}

//! What references lead to.
//!
//! Invariant: a chain of references ends, or is reported as leading nowhere.

use openapiv3::{OpenAPI, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityScheme};

use crate::source::escape;

/// The components of a description, found by reference.
pub(super) struct Components<'d> {
    components: Option<&'d openapiv3::Components>,
}

/// Where the schemas of a description stand.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

/// Longer chains of references than this are circles.
const LONGEST_CHAIN: usize = 32;

/// A section of the components: its place and how to look into it.
trait Component: Sized {
    const PREFIX: &'static str;
    fn get<'d>(components: &'d openapiv3::Components, name: &str) -> Option<&'d ReferenceOr<Self>>;
}

macro_rules! component {
    ($type:ty, $section:ident, $prefix:literal) => {
        impl Component for $type {
            const PREFIX: &'static str = $prefix;
            fn get<'d>(
                components: &'d openapiv3::Components,
                name: &str,
            ) -> Option<&'d ReferenceOr<Self>> {
                components.$section.get(name)
            }
        }
    };
}

component!(Schema, schemas, "#/components/schemas/");
component!(Parameter, parameters, "#/components/parameters/");
component!(RequestBody, request_bodies, "#/components/requestBodies/");
component!(Response, responses, "#/components/responses/");
component!(
    SecurityScheme,
    security_schemes,
    "#/components/securitySchemes/"
);

impl<'d> Components<'d> {
    pub(super) fn new(description: &'d OpenAPI) -> Self {
        Self {
            components: description.components.as_ref(),
        }
    }

    pub(super) fn schema(&self, reference: &str) -> Option<&'d Schema> {
        self.resolve(reference).map(|(schema, _)| schema)
    }

    /// The parameter and the reference that it finally stands at.
    pub(super) fn parameter(&self, reference: &str) -> Option<(&'d Parameter, String)> {
        self.resolve(reference)
    }

    pub(super) fn request_body(&self, reference: &str) -> Option<(&'d RequestBody, String)> {
        self.resolve(reference)
    }

    pub(super) fn response(&self, reference: &str) -> Option<(&'d Response, String)> {
        self.resolve(reference)
    }

    pub(super) fn security_scheme(&self, name: &str) -> Option<&'d SecurityScheme> {
        let reference = format!("{}{name}", SecurityScheme::PREFIX);
        self.resolve(&reference).map(|(scheme, _)| scheme)
    }

    fn resolve<T: Component>(&self, reference: &str) -> Option<(&'d T, String)> {
        let mut reference = reference.to_owned();
        for _ in 0..LONGEST_CHAIN {
            let name = component_name(&reference, T::PREFIX)?;
            match T::get(self.components?, &name)? {
                ReferenceOr::Item(item) => return Some((item, reference)),
                ReferenceOr::Reference { reference: next } => reference.clone_from(next),
            }
        }
        None
    }

    /// Whether a reference leads to itself, by way of references alone.
    pub(super) fn is_circular(&self, reference: &str) -> bool {
        let sections = [
            Self::next::<Schema>,
            Self::next::<Parameter>,
            Self::next::<RequestBody>,
            Self::next::<Response>,
        ];
        sections.iter().any(|next| {
            let mut target = reference.to_owned();
            (0..LONGEST_CHAIN).all(|_| match next(self, &target) {
                Some(further) => {
                    target = further;
                    true
                }
                None => false,
            })
        })
    }

    /// The reference that stands where this one leads.
    fn next<T: Component + 'd>(&self, reference: &str) -> Option<String> {
        let name = component_name(reference, T::PREFIX)?;
        match T::get(self.components?, &name)? {
            ReferenceOr::Reference { reference } => Some(reference.clone()),
            ReferenceOr::Item(_) => None,
        }
    }

    /// Every component that is a mere reference, with its place.
    pub(super) fn references(&self) -> Vec<(&'d str, String)> {
        let mut found = Vec::new();
        if let Some(components) = self.components {
            collect(&components.schemas, Schema::PREFIX, &mut found);
            collect(&components.parameters, Parameter::PREFIX, &mut found);
            collect(&components.request_bodies, RequestBody::PREFIX, &mut found);
            collect(&components.responses, Response::PREFIX, &mut found);
        }
        found
    }

    /// Whether a reference leads to a component, whatever its kind.
    pub(super) fn leads_somewhere(&self, reference: &str) -> bool {
        self.schema(reference).is_some()
            || self.parameter(reference).is_some()
            || self.request_body(reference).is_some()
            || self.response(reference).is_some()
    }

    /// The component of the same kind whose name looks most like the one that is referred to.
    pub(super) fn most_similar(&self, reference: &str) -> Option<String> {
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
        let name = name.to_lowercase();
        let common = |candidate: &str| {
            let candidate = candidate.to_lowercase();
            let pairs = candidate.chars().zip(name.chars());
            pairs.take_while(|(left, right)| left == right).count()
        };
        names
            .into_iter()
            .max_by_key(|candidate| common(candidate))
            .filter(|candidate| common(candidate) * 2 >= name.len())
            .map(|candidate| format!("{prefix}{candidate}"))
    }

    /// Whether a reference leads into a component instead of to it.
    pub(super) fn leads_inside(reference: &str) -> bool {
        reference.starts_with("#/components/") && reference.matches('/').count() > 3
    }
}

fn collect<'d, T>(
    section: impl IntoIterator<Item = (&'d String, &'d ReferenceOr<T>)>,
    prefix: &str,
    found: &mut Vec<(&'d str, String)>,
) where
    T: 'd,
{
    for (name, component) in section {
        if let ReferenceOr::Reference { reference } = component {
            let place = format!("{}{}", prefix.trim_start_matches('#'), escape(name));
            found.push((reference, place));
        }
    }
}

/// The name at the end of a reference into one section.
pub(super) fn component_name(reference: &str, prefix: &str) -> Option<String> {
    let name = reference.strip_prefix(prefix)?;
    (!name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
}

//! What references lead to.
//!
//! Invariant: a chain of references ends, or is reported as leading nowhere.

use openapiv3::{OpenAPI, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityScheme};

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

    /// The schema whose reference looks most like this one.
    pub(super) fn most_similar(&self, reference: &str) -> Option<String> {
        let name = reference.rsplit('/').next()?.to_lowercase();
        let schemas = &self.components?.schemas;
        let common = |candidate: &str| {
            let candidate = candidate.to_lowercase();
            candidate
                .chars()
                .zip(name.chars())
                .take_while(|(left, right)| left == right)
                .count()
        };
        schemas
            .keys()
            .max_by_key(|candidate| common(candidate))
            .filter(|candidate| common(candidate) * 2 >= name.len())
            .map(|candidate| format!("{SCHEMAS}{candidate}"))
    }
}

/// The name at the end of a reference into one section.
pub(super) fn component_name(reference: &str, prefix: &str) -> Option<String> {
    let name = reference.strip_prefix(prefix)?;
    (!name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
}

//! Security requirements: what the service as a whole asks for, and what single operations ask for.
//!
//! Invariant: scopes are the token's affair; two requirements are the same when they name the same
//! schemes.

use openapiv3::SecurityRequirement;

use super::{Lowering, resources::operations};
use crate::model::{Operation, SecurityScheme};

impl<'d> Lowering<'d> {
    /// The schemes that the client offers, in this order: those of the description as a whole, or
    /// else those of most operations, and those of single operations; all that are declared where
    /// nothing is required anywhere.
    pub(super) fn security(&mut self) -> Vec<SecurityScheme> {
        let mut names: Vec<&'d str> = scheme_names(self.description.security.as_deref());
        for name in self.names_by_use() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if names.is_empty() {
            let declared = self.description.components.iter();
            let declared = declared.flat_map(|components| components.security_schemes.keys());
            names = declared.map(String::as_str).collect();
            names.sort_unstable();
        }
        let mut schemes = Vec::new();
        for name in names {
            match self.security_scheme(name) {
                Some(scheme) if !schemes.contains(&scheme) => schemes.push(scheme),
                _ => {}
            }
        }
        schemes
    }

    /// The schemes that operations name, those of most operations first, by name among equals.
    fn names_by_use(&self) -> Vec<&'d str> {
        let mut counts = std::collections::BTreeMap::<&str, usize>::new();
        let items = self.description.paths.paths.values();
        for item in items.filter_map(openapiv3::ReferenceOr::as_item) {
            for (_, operation) in operations(item) {
                for name in scheme_names(operation.security.as_deref()) {
                    *counts.entry(name).or_default() += 1;
                }
            }
        }
        let mut names: Vec<(&str, usize)> = counts.into_iter().collect();
        names.sort_by_key(|(name, count)| (usize::MAX - count, *name));
        names.into_iter().map(|(name, _)| name).collect()
    }

    /// What the description as a whole asks for.
    pub(super) fn common_security(&mut self) -> Vec<SecurityScheme> {
        let names = scheme_names(self.description.security.as_deref());
        let schemes = names
            .into_iter()
            .filter_map(|name| self.security_scheme(name));
        schemes.collect()
    }

    /// What an operation asks for in its own way. `None`: what the service as a whole asks for.
    pub(super) fn own_security(
        &mut self,
        operation: &'d openapiv3::Operation,
        pointer: &str,
    ) -> Option<Vec<SecurityScheme>> {
        let own = operation.security.as_deref()?;
        if own.iter().any(|requirement| requirement.len() > 1) {
            let message = "the operation wants several credentials at once; the client sends those \
                           of the first kind that it has";
            self.warn("ignored-security", message, &format!("{pointer}/security"));
        }
        let mut schemes = Vec::new();
        for name in scheme_names(Some(own)) {
            match self.security_scheme(name) {
                Some(scheme) if !schemes.contains(&scheme) => schemes.push(scheme),
                _ => {}
            }
        }
        Some(schemes)
    }
}

/// Forgets what an operation asks for where that is what the service as a whole asks for, or all
/// that any operation does.
pub(super) fn settle<'o>(
    whole: &[SecurityScheme],
    all: &[SecurityScheme],
    operations: impl Iterator<Item = &'o mut Operation>,
) {
    for operation in operations {
        let own = operation.security.as_ref();
        let is_common = own.is_some_and(|own| {
            !own.is_empty()
                && (own.as_slice() == whole || all.iter().all(|scheme| own.contains(scheme)))
        });
        if is_common {
            operation.security = None;
        }
    }
}

/// The schemes of requirements, each once. An empty requirement says that none is needed.
fn scheme_names(requirements: Option<&[SecurityRequirement]>) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let all = requirements.unwrap_or_default().iter();
    for name in all.flat_map(|requirement| requirement.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

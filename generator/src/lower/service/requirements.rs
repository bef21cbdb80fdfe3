//! Security requirements: what the service as a whole asks for, and what single operations ask for.
//!
//! Invariant: scopes are the token's affair; two requirements are the same when they name the same
//! schemes.

use openapiv3::SecurityRequirement;

use crate::lower::{Lowering, service::resources::operations};
use crate::model::{Operation, SecurityScheme};

impl<'d> Lowering<'d> {
    /// The ways that the client offers, in this order: those of the description as a whole, or
    /// else those of most operations, and those of single operations; all that are declared where
    /// nothing is required anywhere.
    pub(in crate::lower) fn security(&mut self) -> Vec<SecurityScheme> {
        let mut ways = requirements(self.description.security.as_deref());
        for way in self.ways_by_use() {
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        if ways.is_empty() {
            let declared = self.description.components.iter();
            let declared = declared.flat_map(|components| components.security_schemes.keys());
            ways = declared.map(|name| vec![name.as_str()]).collect();
            ways.sort_unstable();
        }
        self.schemes(&ways)
    }

    /// The ways that operations name, those of most operations first, by name among equals.
    fn ways_by_use(&self) -> Vec<Way<'d>> {
        let mut counts = std::collections::BTreeMap::<Way<'d>, usize>::new();
        let items = self.description.paths.paths.values();
        for item in items.filter_map(openapiv3::ReferenceOr::as_item) {
            for (_, operation) in operations(item) {
                for way in requirements(operation.security.as_deref()) {
                    *counts.entry(way).or_default() += 1;
                }
            }
        }
        let mut ways: Vec<(Way<'d>, usize)> = counts.into_iter().collect();
        ways.sort_by(|(left, fewer), (right, more)| more.cmp(fewer).then_with(|| left.cmp(right)));
        ways.into_iter().map(|(way, _)| way).collect()
    }

    /// What the description as a whole asks for.
    pub(in crate::lower) fn common_security(&mut self) -> Vec<SecurityScheme> {
        let ways = requirements(self.description.security.as_deref());
        self.schemes(&ways)
    }

    /// What an operation asks for in its own way. `None`: what the service as a whole asks for.
    pub(in crate::lower) fn own_security(
        &mut self,
        operation: &'d openapiv3::Operation,
    ) -> Option<Vec<SecurityScheme>> {
        let ways = requirements(Some(operation.security.as_deref()?));
        Some(self.schemes(&ways))
    }

    /// The schemes behind names, each once.
    fn schemes(&mut self, ways: &[Way<'d>]) -> Vec<SecurityScheme> {
        let mut schemes: Vec<SecurityScheme> = Vec::new();
        for way in ways {
            let mut all: Vec<SecurityScheme> = Vec::new();
            for name in way {
                match self.security_scheme(name) {
                    Some(scheme) if !all.contains(&scheme) => all.push(scheme),
                    _ => {}
                }
            }
            let scheme = match all.len() {
                0 | 1 => all.pop(),
                _ => Some(SecurityScheme::All(all)),
            };
            schemes.extend(scheme.filter(|scheme| !schemes.contains(scheme)));
        }
        schemes
    }
}

/// Forgets what an operation asks for where that is what the service as a whole asks for, or all
/// that any operation does.
pub(in crate::lower) fn settle<'o>(
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

/// Names of schemes that are wanted together, in their order.
type Way<'d> = Vec<&'d str>;

/// The alternatives among requirements, each once. An empty requirement says that none is needed.
fn requirements(requirements: Option<&[SecurityRequirement]>) -> Vec<Way<'_>> {
    let mut ways: Vec<Way<'_>> = Vec::new();
    for requirement in requirements.unwrap_or_default() {
        let way: Way<'_> = requirement.keys().map(String::as_str).collect();
        if !way.is_empty() && !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

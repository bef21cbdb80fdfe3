//! The input of the lowering: what every owner reads and none changes.

use openapiv3::OpenAPI;

use super::{components::Components, path_item::FurtherOperations, reporter::Reporter};
use crate::settings::Settings;

/// The description and the settings, and the reporter of what is wrong with them.
pub(super) struct Context<'d> {
    pub(super) description: &'d OpenAPI,
    pub(super) settings: &'d Settings,
    /// The operations whose methods `openapiv3` has no word for.
    pub(super) further: &'d FurtherOperations,
    pub(super) components: Components<'d>,
    pub(super) reporter: Reporter,
}

impl<'d> Context<'d> {
    pub(super) fn new(
        description: &'d OpenAPI,
        further: &'d FurtherOperations,
        settings: &'d Settings,
    ) -> Self {
        Self {
            description,
            settings,
            further,
            components: Components::new(description),
            reporter: Reporter::default(),
        }
    }

    /// Reports components that are references to nothing or to themselves, used or not.
    pub(super) fn check_components(&self) {
        for (reference, place, component) in self.components.references() {
            if !self.components.leads_somewhere(reference) {
                let report = || self.unresolved(reference, &place);
                self.reporter.about(component, report);
            }
        }
    }

    /// Reports a reference at the pointer that leads to nothing of use there.
    pub(super) fn unresolved(&self, reference: &str, at: &str) {
        if let Some(diagnostic) = self.components.unresolved(reference, at) {
            self.reporter.report_once(diagnostic);
        }
    }
}

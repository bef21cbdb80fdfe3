//! Which operations take files.
//!
//! Invariant: what the settings say about operations that the description lacks is an error.

use super::Lowering;
use crate::{
    diagnostics::Diagnostic,
    model::{FormStyle, Resource, Upload},
    settings::UploadStyle,
};

impl Lowering<'_> {
    /// Fills in how operations take files, as the settings say.
    pub(super) fn uploads(&mut self, resources: &mut [Resource]) {
        for uploads in &self.settings.uploads {
            for id in &uploads.operations {
                let mut operations = resources
                    .iter_mut()
                    .flat_map(|resource| &mut resource.operations);
                match operations.find(|operation| operation.name.wire == *id) {
                    Some(operation) => {
                        operation.upload = Some(Upload {
                            field: uploads.field.clone(),
                            style: style(uploads.style),
                        });
                    }
                    None => self.diagnostics.push(unknown_operation(id)),
                }
            }
        }
    }
}

fn style(style: UploadStyle) -> FormStyle {
    match style {
        UploadStyle::Brackets => FormStyle::Brackets,
        UploadStyle::Plain => FormStyle::Plain,
    }
}

fn unknown_operation(id: &str) -> Diagnostic {
    let message =
        format!("the settings let `{id}` take files, which the description does not have");
    Diagnostic::error("unknown-operation", message)
        .at("/paths")
        .help("correct the name under `[[uploads]]`, or remove it")
}

//! One description with its figures and what the compiler said: a row of the table.

use super::measure::Figures;
use crate::builds::Judgement;

/// Result of one description.
#[derive(Debug)]
pub(super) struct Row {
    /// The file's path from the folder.
    pub(super) document: String,
    /// The package of its crate.
    pub(super) package: String,
    /// Figures of the generation, or the error.
    pub(super) figures: Result<Figures, String>,
    /// Result of the compiler. `None`: not compiled.
    pub(super) judgement: Option<Judgement>,
}

impl Row {
    /// Tells whether there is a crate, whole and without a warning.
    pub(super) fn is_good(&self, allow_partial: bool) -> bool {
        let is_whole = |figures: &Figures| allow_partial || figures.left_out == 0;
        self.figures.as_ref().is_ok_and(is_whole)
            && matches!(self.judgement, None | Some(Judgement::Clean))
    }
}

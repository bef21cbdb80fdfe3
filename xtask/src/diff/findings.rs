//! Two sides → everything that any form of the report says, ready to be printed.
//!
//! Invariant: a finding knows its places by file and line; no form of the report looks anything up.

use generator::compare::{Change, Effect, Level, Migration, Release, Report};

use super::sides::{Made, Texts};
use super::version;
use crate::failure::Failure;

/// Everything that is reported.
#[derive(Debug)]
pub(crate) struct Findings {
    /// What the side before is called.
    pub(crate) base: String,
    pub(crate) report: Report,
    /// One for each change of the report, in its order.
    pub(crate) details: Vec<Detail>,
    /// The version that callers have.
    pub(crate) released: String,
    /// The version in the settings.
    pub(crate) planned: String,
    /// The lowest version that the changes allow.
    pub(crate) needed: String,
    /// What the overlays have to do with the description no more, as the generator says it.
    pub(crate) overlay_warnings: Vec<String>,
}

/// What belongs to a change.
#[derive(Debug)]
pub(crate) struct Detail {
    /// Where it stood in the description.
    pub(crate) before: Option<String>,
    /// Where it stands in the description.
    pub(crate) after: Option<String>,
    /// How callers get along with it.
    pub(crate) migration: Option<Migration>,
}

impl Findings {
    pub(crate) fn new(old: &Texts, new: &Texts) -> Result<Self, Failure> {
        let (before, after) = (old.make()?, new.make()?);
        let report = Report::new(before.side(), after.side());
        let details = details(&report, [(old, &before), (new, &after)])?;
        let released = old.settings.version().to_owned();
        let needed = version::after(&released, report.release())?;
        Ok(Self {
            base: old.label.clone(),
            details,
            released,
            planned: new.settings.version().to_owned(),
            needed,
            overlay_warnings: overlay_warnings(new)?,
            report,
        })
    }

    /// Every change with what belongs to it.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&Change, &Detail)> {
        self.report.changes.iter().zip(&self.details)
    }

    /// Whether the version in the settings is too low.
    pub(crate) fn is_version_too_low(&self) -> bool {
        self.report.release() != Release::None && version::is_lower(&self.planned, &self.needed)
    }

    /// How many changes have an effect on a level.
    pub(crate) fn count(&self, level: Level, effect: Effect) -> usize {
        self.report.with(level, effect).count()
    }
}

fn details(report: &Report, sides: [(&Texts, &Made); 2]) -> Result<Vec<Detail>, Failure> {
    let [(old, before), (new, after)] = sides;
    let was = report
        .changes
        .iter()
        .filter_map(|change| change.before.as_ref());
    let is = report
        .changes
        .iter()
        .filter_map(|change| change.after.as_ref());
    let was = old.places(was.map(|place| place.0.as_str()))?;
    let is = new.places(is.map(|place| place.0.as_str()))?;
    let library = new.settings.name().replace('-', "_");
    let detail = |change: &Change| Detail {
        before: change
            .before
            .as_ref()
            .and_then(|place| was.get(&place.0).cloned()),
        after: change
            .after
            .as_ref()
            .and_then(|place| is.get(&place.0).cloned()),
        migration: change.migration(before.side(), after.side(), &library),
    };
    Ok(report.changes.iter().map(detail).collect())
}

/// What the overlays of a side say that the description says by now, or contradicts.
fn overlay_warnings(texts: &Texts) -> Result<Vec<String>, Failure> {
    let document = generator::load(&texts.description)?;
    let (_, warnings) = generator::overlay(document, &texts.overlays)?;
    Ok(warnings.iter().map(ToString::to_string).collect())
}

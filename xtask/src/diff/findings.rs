//! Two sides → everything that any form of the report says, ready to be printed.
//!
//! Invariant: a finding knows its places by file and line; no form of the report looks anything up.

use std::collections::BTreeMap;
use std::thread;

use generator::Masked;
use generator::compare::{Change, Effect, Level, Location, Migration, Release, Report};

use super::accepted::Acceptances;
use super::causes;
use super::health::{self, Ailment};
use super::sides::{Made, Texts};
use super::version;
use crate::failure::Failure;
use crate::stage;

/// Everything that is reported.
#[derive(Debug)]
pub(crate) struct Findings {
    /// Name of the side before.
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
    /// Changes of the description that the overlays hide from the crate.
    pub(crate) masked: Vec<Masked>,
    /// Faults of the overlays, the gravest first. A change that is masked is told there alone.
    pub(crate) ailments: Vec<Ailment>,
    /// Entries of `spec/accepted.toml` that accept nothing, in words.
    pub(crate) unused_acceptances: Vec<String>,
    /// Number of actions that do not apply to the side before, and were omitted there.
    pub(crate) left_out_before: usize,
}

/// Details of a change.
#[derive(Debug)]
pub(crate) struct Detail {
    /// Position in the description before.
    pub(crate) before: Option<String>,
    /// Position in the description after.
    pub(crate) after: Option<String>,
    /// Adaptation of callers' code.
    pub(crate) migration: Option<Migration>,
    /// The reason why a person has accepted that it breaks. `None`: nobody has, or it breaks nothing.
    pub(crate) accepted: Option<String>,
}

impl Detail {
    /// Tells whether a change breaks something that nobody has accepted.
    pub(crate) fn needs_attention(&self, change: &Change) -> bool {
        change.gravity() == Effect::Break && self.accepted.is_none()
    }
}

impl Findings {
    pub(crate) fn new(old: &Texts, new: &Texts) -> Result<Self, Failure> {
        let (before, after) = both(old, new)?;
        stage::enter(2, 3, "comparing");
        let regenerated = before.regenerated.as_ref();
        let mut report = Report::with_regenerated(before.side(), regenerated, after.side());
        causes::attribute(&mut report.changes, old, &before, new)?;
        if report.changes.is_empty()
            && let Some(cause) = causes::of_code(old, new)
        {
            report.note_code(cause);
        }
        let masked = after.modelled.masked_since(&before.modelled);
        let released = old.version.clone();
        let acceptances = match &new.folder {
            Some(_) => Acceptances::of_workspace(&new.root())?,
            None => Acceptances::default(),
        };
        let details = details(
            &report,
            new.settings.name(),
            [&before, &after],
            &acceptances,
            &released,
        );
        let unused_acceptances = acceptances.unused(&report.changes, &released);
        let needed = version::after(&released, report.release())?;
        Ok(Self {
            base: old.label.clone(),
            details,
            released,
            planned: new.version.clone(),
            needed,
            ailments: health::besides(after.ailments(), &masked),
            masked,
            unused_acceptances,
            left_out_before: fatal(&before.ailments()),
            report,
        })
    }

    /// Returns every change with its details.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&Change, &Detail)> {
        self.report.changes.iter().zip(&self.details)
    }

    /// Returns `true` if the version in the settings is too low.
    pub(crate) fn is_version_too_low(&self) -> bool {
        self.report.release() != Release::None && version::is_lower(&self.planned, &self.needed)
    }

    /// Counts the overlay actions that prevent generation.
    pub(crate) fn misfits(&self) -> usize {
        fatal(&self.ailments)
    }

    /// Returns the version of the next release: that in the settings, where it is high enough.
    pub(crate) fn next(&self) -> &str {
        if self.is_version_too_low() {
            &self.needed
        } else {
            &self.planned
        }
    }

    /// Counts the changes with an effect on a level.
    pub(crate) fn count(&self, level: Level, effect: Effect) -> usize {
        self.report.with(level, effect).count()
    }
}

fn fatal(ailments: &[Ailment]) -> usize {
    let fatal = ailments.iter().filter(|ailment| ailment.state.is_fatal());
    fatal.count()
}

/// Makes the two sides in parallel, because they are independent.
fn both<'t>(old: &'t Texts, new: &'t Texts) -> Result<(Made<'t>, Made<'t>), Failure> {
    stage::enter(1, 3, "generating both sides");
    thread::scope(|scope| {
        let before = scope.spawn(|| old.make());
        let after = new.make();
        match before.join() {
            Ok(before) => Ok((before?, after?)),
            Err(_) => Err(Failure::new(format!(
                "`{}` cannot be compared with",
                old.label
            ))),
        }
    })
}

fn details(
    report: &Report,
    library: &str,
    [before, after]: [&Made<'_>; 2],
    acceptances: &Acceptances,
    released: &str,
) -> Vec<Detail> {
    let was = report
        .changes
        .iter()
        .filter_map(|change| change.before.as_ref());
    let is = report
        .changes
        .iter()
        .filter_map(|change| change.after.as_ref());
    let (was, is) = thread::scope(|scope| {
        let was = scope.spawn(|| before.places(was.map(|place| place.0.as_str())));
        let is = after.places(is.map(|place| place.0.as_str()));
        (was.join().unwrap_or_default(), is)
    });
    let library = library.replace('-', "_");
    let place = |places: &BTreeMap<&str, String>, place: &Option<Location>| {
        places.get(place.as_ref()?.0.as_str()).cloned()
    };
    let detail = |change: &Change| Detail {
        before: place(&was, &change.before),
        after: place(&is, &change.after),
        migration: change.migration(before.side(), after.side(), &library),
        accepted: acceptances.reason(change, released),
    };
    report.changes.iter().map(detail).collect()
}

//! Values that are accepted although the description, or JSON, does not allow them.
//!
//! Counted, so that the alternative of a union that has to tolerate the least can be taken, and reported, as soon as it
//! is certain how the value is read.

use super::report::Finding;

/// Largest number of findings about an alternative that are kept until it is chosen.
#[cfg(feature = "tracing")]
const ENOUGH: usize = 16;

/// The deviations that a reader has accepted so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Tolerance {
    /// Number of values that were read as another type than they are, or have no field, or are unknown to their enum.
    pub(super) deviations: u32,
    /// Number of strings that break JSON's rules, so that their text cannot be written back unchanged.
    pub(super) repairs: u32,
    /// Number of alternatives of unions that were tried.
    pub(super) attempts: u32,
    /// `true` if the value is read on trial, so that nothing is reported yet.
    pub(super) is_trial: bool,
    #[cfg(feature = "tracing")]
    findings: Vec<Finding>,
}

/// The deviations up to a place.
#[derive(Clone, Copy)]
pub(super) struct Tolerated {
    deviations: u32,
    repairs: u32,
    #[cfg(feature = "tracing")]
    findings: usize,
}

impl Tolerance {
    /// Notes that a value is accepted for something that it is not quite.
    pub(super) fn deviate(&mut self) {
        self.deviations = self.deviations.saturating_add(1);
    }

    /// Notes that a string breaks JSON's rules and is read all the same.
    #[cold]
    pub(super) fn repair(&mut self, what: &'static str) {
        self.repairs = self.repairs.saturating_add(1);
        self.report(Finding::invalid_text(what));
    }

    /// Reports a finding, as soon as it is certain how the value is read.
    #[cfg(feature = "tracing")]
    #[cold]
    pub(super) fn report(&mut self, finding: Finding) {
        if !self.is_trial {
            finding.report();
        } else if self.findings.len() < ENOUGH {
            self.findings.push(finding);
        }
    }

    /// Does nothing without the feature.
    #[cfg(not(feature = "tracing"))]
    #[allow(clippy::unused_self, reason = "the signature is that with the feature")]
    pub(super) fn report(&mut self, _: Finding) {}

    /// Returns the deviations so far, to return to.
    pub(super) fn so_far(&self) -> Tolerated {
        Tolerated {
            deviations: self.deviations,
            repairs: self.repairs,
            #[cfg(feature = "tracing")]
            findings: self.findings.len(),
        }
    }

    /// Forgets the deviations since a place. What was tried since then still counts as tried.
    pub(super) fn return_to(&mut self, tolerated: Tolerated) {
        self.deviations = tolerated.deviations;
        self.repairs = tolerated.repairs;
        #[cfg(feature = "tracing")]
        self.findings.truncate(tolerated.findings);
    }

    /// Takes over the deviations of an alternative, and reports what was found in it.
    pub(super) fn take_over(&mut self, attempt: &Self) {
        self.deviations = attempt.deviations;
        self.repairs = attempt.repairs;
        #[cfg(feature = "tracing")]
        if self.is_trial {
            self.findings.clone_from(&attempt.findings);
        } else {
            attempt.findings.iter().for_each(Finding::report);
        }
    }
}

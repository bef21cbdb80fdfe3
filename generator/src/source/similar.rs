//! "Did you mean …?": a name that nothing has → the one that was meant.

/// Returns the candidate that is most like a name, if it is like it enough to be meant.
pub(crate) fn similar<'c>(
    name: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    /// Less alike than this is mere chance.
    const ENOUGH: f64 = 0.6;
    let name = name.to_lowercase();
    let likeness =
        |candidate: &str| strsim::normalized_damerau_levenshtein(&candidate.to_lowercase(), &name);
    candidates
        .map(|candidate| (likeness(candidate), candidate))
        .filter(|(likeness, _)| *likeness >= ENOUGH)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| candidate)
}

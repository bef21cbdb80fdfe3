//! Budget for one question about a schema.
//!
//! Schemas may join others that join others twice, and so on: what takes two steps a level takes
//! longer than anyone waits. Invariant: a question takes no more than [`MOST`] steps.

use std::cell::Cell;

/// More than any description needs that is not made to be endless.
const MOST: usize = 1_000;

/// The steps that are left.
#[derive(Debug, Default)]
pub(super) struct Budget(Cell<usize>);

impl Budget {
    /// Begins a new question.
    pub(super) fn begin(&self) {
        self.0.set(MOST);
    }

    /// Takes a step of a question, the first one where `depth` is 0. `false`: there are no more.
    pub(super) fn step(&self, depth: usize) -> bool {
        if depth == 0 {
            self.begin();
        }
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, MOST};

    #[test]
    fn each_answer_has_its_steps() {
        let budget = Budget::default();
        for _ in 0..2 {
            assert!(budget.step(0));
            assert_eq!((0..MOST).filter(|_| budget.step(1)).count(), MOST - 1);
            assert!(!budget.step(1));
        }
    }
}

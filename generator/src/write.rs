//! Model → files, on as many threads as the machine has.
//!
//! Emitting and printing take most of the time, and each file is alone. Invariant: the result
//! does not depend on which thread made which file, or when.

use std::{
    num::NonZero,
    panic::resume_unwind,
    sync::atomic::{AtomicUsize, Ordering},
    thread::{self, available_parallelism},
};

use crate::{
    diagnostics::Diagnostics,
    emit::{Emission, Part},
    model::Api,
    render::render,
    tree::FileTree,
};

/// More threads than this gain nothing.
const MOST_THREADS: usize = 8;

/// Emits and prints every file: what [`render`] makes of what [`emit`](crate::emit()) gives.
///
/// # Errors
///
/// As [`render`].
pub fn write(api: &Api) -> Result<FileTree, Diagnostics> {
    let emission = Emission::new(api);
    let parts = emission.parts();
    let next = AtomicUsize::new(0);
    let threads = available_parallelism()
        .map_or(1, NonZero::get)
        .min(MOST_THREADS);
    let results: Vec<Vec<Made>> = thread::scope(|scope| {
        let work = || made(&emission, &parts, &next);
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut results = vec![work()];
        for other in others {
            results.push(other.join().unwrap_or_else(|fault| resume_unwind(fault)));
        }
        results
    });
    let mut made: Vec<Made> = results.into_iter().flatten().collect();
    made.sort_by_key(|(index, _)| *index);
    let mut tree = FileTree::default();
    let mut diagnostics = Diagnostics::default();
    for (_, files) in made {
        match files {
            Ok(files) => tree.extend(files),
            Err(more) => diagnostics.append(more),
        }
    }
    diagnostics.unless_errors(tree).map(|(tree, _)| tree)
}

/// The number of a part, and its file.
type Made = (usize, Result<FileTree, Diagnostics>);

/// Makes one file after the other of those that nobody has begun.
fn made(emission: &Emission<'_>, parts: &[Part<'_>], next: &AtomicUsize) -> Vec<Made> {
    let mut made = Vec::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(part) = parts.get(index) else {
            return made;
        };
        made.push((index, render(vec![emission.emit(part)])));
    }
}

//! The allocator of this program: the system's, with a count of what each thread
//! asks of it, and of how much it holds. A reallocation counts as one more
//! allocation of its new size.

#![allow(unsafe_code, reason = "an allocator cannot be written otherwise")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ops::Sub;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

thread_local! {
    // Neither needs an allocation to come into being.
    static ALLOCATED: Cell<Allocated> = const { Cell::new(Allocated { times: 0, bytes: 0 }) };
    static HELD: Cell<Held> = const { Cell::new(Held { now: 0, most: 0 }) };
}

/// Memory held by a thread, in bytes. Negative for a thread that frees memory which another has allocated.
#[derive(Debug, Clone, Copy)]
struct Held {
    now: i64,
    most: i64,
}

/// Memory that a thread has allocated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allocated {
    pub(crate) times: u64,
    pub(crate) bytes: u64,
}

/// Returns the allocations of the calling thread so far.
pub(crate) fn so_far() -> Allocated {
    ALLOCATED.get()
}

/// Begins to look for the most that the calling thread holds, and gives what it holds now.
pub(crate) fn watch() -> i64 {
    let now = HELD.get().now;
    HELD.set(Held { now, most: now });
    now
}

/// Returns the most that the calling thread has held at a time since [`watch`].
pub(crate) fn most() -> i64 {
    HELD.get().most
}

impl Sub for Allocated {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            times: self.times - earlier.times,
            bytes: self.bytes - earlier.bytes,
        }
    }
}

struct Counting;

fn count(bytes: usize) {
    // A thread that is ending has nothing to count with; nobody asks for its figures either.
    let _ = ALLOCATED.try_with(|allocated| {
        let Allocated { times, bytes: sum } = allocated.get();
        allocated.set(Allocated {
            times: times + 1,
            bytes: sum + bytes as u64,
        });
    });
}

#[allow(
    clippy::cast_possible_wrap,
    reason = "no allocation is larger than `isize::MAX`"
)]
fn hold(more: usize, less: usize) {
    let _ = HELD.try_with(|held| {
        let Held { now, most } = held.get();
        // No allocation is larger than what fits.
        let now = now + more as i64 - less as i64;
        held.set(Held {
            now,
            most: most.max(now),
        });
    });
}

// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        hold(layout.size(), 0);
        // SAFETY: the caller keeps the rules of this very function.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        hold(layout.size(), 0);
        // SAFETY: the caller keeps the rules of this very function.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        hold(size, layout.size());
        // SAFETY: the caller keeps the rules of this very function.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        hold(0, layout.size());
        // SAFETY: the caller keeps the rules of this very function.
        unsafe { System.dealloc(pointer, layout) }
    }
}

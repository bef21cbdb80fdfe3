//! A process → the most memory that it has held so far.

use std::fs;

/// Returns the peak memory in KiB, as Linux reports it (`VmHWM`) of a process by its number, or of this one as `self`;
/// `None` elsewhere, and of one that has ended.
pub(crate) fn peak_memory(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

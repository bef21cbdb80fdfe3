//! Finished text → the terminal. Nothing here panics when a pipe is closed
//! early, as `cargo xtask codegen --check | head` does.

use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal as _, Write as _};

use crate::failure::Failure;
use crate::stage;

/// Result of a command, and its output.
#[derive(Debug)]
pub struct Outcome {
    /// Whole lines for standard output.
    pub report: String,
    /// Result that the exit code reports.
    pub verdict: Completion,
}

/// The ways of coming to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completion {
    /// Everything asked for is: exit code 0.
    Done,
    /// `--check` found a difference: exit code 1.
    Stale,
}

/// Writes a report to standard output. A reader that has gone away has read
/// enough; any other failure, such as a full disk, is reported.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::io("cannot write to standard output", &error))
        }
        _ => Ok(()),
    }
}

/// Writes warnings or an error to standard error, ending in exactly one newline.
pub fn complain(message: &impl Display) {
    let text = message.to_string();
    stage::clear();
    // Where standard error is closed there is nobody left to tell.
    drop(writeln!(io::stderr().lock(), "{}", text.trim_end()));
}

/// Shows on one line of a terminal what is being done, in place of what was; nothing elsewhere.
pub fn progress(text: &str) {
    let mut stderr = io::stderr().lock();
    if !stderr.is_terminal() {
        return;
    }
    let line: String = text.chars().take(100).collect();
    // Where standard error is closed there is nobody left to tell.
    drop(write!(stderr, "\r\x1b[2K{line}").and_then(|()| stderr.flush()));
}

/// Returns a count with its noun: `1 file`, `3 files`, `12,345 lines`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

/// Returns a number with a comma between groups of three digits.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn counts_are_grouped_and_agree_with_their_noun() {
        assert_eq!(count(0, "file"), "0 files");
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(999, "line"), "999 lines");
        assert_eq!(count(1_234_567, "line"), "1,234,567 lines");
    }
}

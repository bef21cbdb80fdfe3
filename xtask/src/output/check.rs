//! A plan → the text of `--check`: a unified diff from what is on the disk to
//! what should be, then the files by name. Long differences are cut, and say so.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use similar::TextDiff;

use super::plan::{Plan, Write};
use super::target::Target;
use crate::terminal::{count, grouped};

/// Largest number of lines of differences shown.
const MAX_LINES: usize = 1000;

/// Largest number of files named below the differences.
const MAX_FILES: usize = 50;

/// Time limit for finding the smallest difference of one file.
const PATIENCE: Duration = Duration::from_millis(500);

/// Describes every difference, and ends with how to mend them by `command`.
pub(crate) fn differences(target: &Target, plan: &Plan<'_>, command: &str) -> String {
    let mut excerpt = Excerpt::default();
    for write in &plan.writes {
        excerpt.push(&diff_of_write(target, write));
    }
    for path in &plan.removals {
        excerpt.push(&diff_of_removal(target, path));
    }
    let mut text = excerpt.finish();
    text.push_str(&summary(target, plan));
    text.push_str(&remedy(plan, command));
    text
}

/// The beginning of a text, and how many lines had no room in it.
#[derive(Default)]
struct Excerpt {
    text: String,
    lines: usize,
}

impl Excerpt {
    fn push(&mut self, diff: &str) {
        for line in diff.split_inclusive('\n') {
            if self.lines < MAX_LINES {
                self.text.push_str(line);
            }
            self.lines += 1;
        }
    }

    fn finish(mut self) -> String {
        if let Some(more @ 1..) = self.lines.checked_sub(MAX_LINES) {
            let more = count(more, "more line");
            // Writing to a string cannot fail.
            let _ = writeln!(self.text, "… {more} of differences not shown");
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }
}

fn diff_of_write(target: &Target, write: &Write<'_>) -> String {
    let label = diff_label(target, write.path);
    let new = format!("b/{label}");
    match &write.old {
        None => diff("/dev/null", "", &new, write.text),
        Some(old) => match str::from_utf8(old) {
            Ok(text) => diff(&format!("a/{label}"), text, &new, write.text),
            Err(_) => format!("a/{label} is not text\n"),
        },
    }
}

fn diff_of_removal(target: &Target, path: &Path) -> String {
    let label = diff_label(target, path);
    match read_extra(&target.root.join(path)) {
        Ok(Some(old)) => diff(&format!("a/{label}"), &old, "/dev/null", ""),
        Ok(None) => format!("a/{label} is not text\n"),
        Err(error) => format!("a/{label} cannot be read: {error}\n"),
    }
}

/// Returns the text of a file that should not be there; `None` for anything but text.
fn read_extra(path: &Path) -> io::Result<Option<String>> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Ok(None);
    }
    Ok(String::from_utf8(fs::read(path)?).ok())
}

/// Returns the path in a diff's header; one that begins with a slash would read `a//tmp`.
fn diff_label(target: &Target, path: &Path) -> String {
    let label = target.label_of(path);
    label.trim_start_matches('/').to_owned()
}

fn diff(old_label: &str, old: &str, new_label: &str, new: &str) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let mut unified = diff.unified_diff();
    unified.header(old_label, new_label).to_string()
}

/// Counts and names the files that differ.
fn summary(target: &Target, plan: &Plan<'_>) -> String {
    let entries = entries(target, plan);
    let mut text = format!(
        "`{}` is out of date: {}, {} unchanged\n",
        target.label,
        count(entries.len(), "difference"),
        grouped(plan.unchanged),
    );
    for entry in entries.iter().take(MAX_FILES) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {entry}");
    }
    if let Some(more @ 1..) = entries.len().checked_sub(MAX_FILES) {
        let _ = writeln!(text, "  … and {more} more");
    }
    text
}

fn entries(target: &Target, plan: &Plan<'_>) -> Vec<String> {
    let written = plan.writes.iter().map(|write| {
        let verb = if write.old.is_some() {
            "changed"
        } else {
            "missing"
        };
        format!("{verb}  {}", target.label_of(write.path))
    });
    let removed = plan.removals.iter();
    let removed = removed.map(|path| format!("extra    {}", target.label_of(path)));
    let obstacles = plan.obstacles.iter();
    let obstacles = obstacles.map(|obstacle| format!("foreign  {}", obstacle.describe(target)));
    written.chain(removed).chain(obstacles).collect()
}

fn remedy(plan: &Plan<'_>, command: &str) -> String {
    if plan.obstacles.is_empty() {
        format!("To update it, run: {command}\n")
    } else {
        format!("To update it, move or delete foreign files, then run: {command}\n")
    }
}

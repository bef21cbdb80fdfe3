//! Changes to the settings of the crate.

use fastrand::Rng;

use super::sites::choose;

/// The tables without which a crate can be made.
const TABLES: [&str; 5] = [
    "[authentication]",
    "[server]",
    "[pagination]",
    "[rate-limit]",
    "[[hints]]",
];

/// Returns the line numbers of a table: of its head, and of the next one.
fn lines_of(settings: &str, head: &str) -> Option<(usize, usize)> {
    let lines: Vec<&str> = settings.lines().collect();
    let start = lines.iter().position(|line| *line == head)?;
    let rest = &lines[start + 1..];
    let next = rest.iter().position(|line| line.starts_with('['));
    Some((start, next.map_or(lines.len(), |next| start + 1 + next)))
}

pub(super) fn remove_table(settings: &mut String, rng: &mut Rng) -> Option<String> {
    let head = choose(&TABLES, rng)?;
    let (start, end) = lines_of(settings, head)?;
    let mut lines: Vec<&str> = settings.lines().collect();
    lines.drain(start..end);
    *settings = lines.join("\n");
    Some(head.to_owned())
}

/// Changes a text in one of the tables.
pub(super) fn change_value(settings: &mut String, rng: &mut Rng) -> Option<String> {
    let head = choose(&TABLES, rng)?;
    let (start, end) = lines_of(settings, head)?;
    let mut lines: Vec<String> = settings.lines().map(str::to_owned).collect();
    let is_text = |line: &String| line.contains(" = \"") && line.ends_with('"');
    let texts: Vec<usize> = (start..end).filter(|line| is_text(&lines[*line])).collect();
    let line = choose(&texts, rng)?;
    lines[line].pop();
    lines[line].push_str("x\"");
    let what = lines[line].clone();
    *settings = lines.join("\n");
    Some(what)
}

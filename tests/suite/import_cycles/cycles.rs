//! Imports between files → the cycles among files and among folders, in words.
//!
//! The entries of one folder are compared with each other: two folders are a cycle when files below them import each
//! other, even if no single file is in a cycle.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

/// For each file and each that it imports, the names.
pub(super) type Edges = BTreeMap<(String, String), BTreeSet<String>>;

/// Returns all cycles among files, then those among folders: the arrows of each, and the names that tie it.
pub(super) fn find(edges: &Edges) -> Vec<String> {
    let mut found = Vec::new();
    for cycle in cycles(edges.keys().cloned().collect()) {
        let arrows = edges
            .iter()
            .filter(|((from, to), _)| cycle.contains(from) && cycle.contains(to));
        let mut text = String::from("files that import each other:\n");
        for ((from, to), names) in arrows {
            let _ = writeln!(text, "  {from} -> {to}: {}", list(names));
        }
        found.push(text);
    }
    found.extend(folders(edges));
    found
}

fn folders(edges: &Edges) -> Vec<String> {
    // The arrows between the entries of each folder, with the files and names behind them.
    let mut levels: BTreeMap<&str, BTreeMap<(String, String), Vec<String>>> = BTreeMap::new();
    for ((from, to), names) in edges {
        let Some((folder, entries)) = entries(from, to) else {
            continue;
        };
        let inside = |path: &str| path[folder.len()..].trim_start_matches('/').to_owned();
        let behind = format!("{} ({} -> {})", list(names), inside(from), inside(to));
        levels
            .entry(folder)
            .or_default()
            .entry(entries)
            .or_default()
            .push(behind);
    }
    let mut found = Vec::new();
    for arrows in levels.into_values() {
        for cycle in cycles(arrows.keys().cloned().collect()) {
            // Files alone were told above.
            if cycle.iter().all(|entry| {
                Path::new(entry)
                    .extension()
                    .is_some_and(|extension| extension == "rs")
            }) {
                continue;
            }
            let mut text = String::from("folders that import each other:\n");
            for ((from, to), behind) in &arrows {
                if cycle.contains(from) && cycle.contains(to) {
                    let _ = writeln!(text, "  {from} -> {to}: {}", behind.join(", "));
                }
            }
            found.push(text);
        }
    }
    found
}

/// Returns the deepest folder that has both files below it, and the entries of that folder which they are or lie in.
fn entries<'p>(from: &'p str, to: &str) -> Option<(&'p str, (String, String))> {
    let mut start = 0;
    while let (Some(one), Some(other)) =
        (from[start..].split_once('/'), to[start..].split_once('/'))
        && one.0 == other.0
    {
        start += one.0.len() + 1;
    }
    let entry = |path: &str| {
        let end = path[start..]
            .find('/')
            .map_or(path.len(), |end| start + end);
        path[..end].to_owned()
    };
    let (one, other) = (entry(from), entry(to));
    (one != other).then(|| (from[..start].trim_end_matches('/'), (one, other)))
}

fn list(names: &BTreeSet<String>) -> String {
    names.iter().cloned().collect::<Vec<_>>().join(", ")
}

/// Returns the sets of nodes that reach each other.
fn cycles(arrows: Vec<(String, String)>) -> Vec<BTreeSet<String>> {
    let mut next: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (from, to) in arrows {
        next.entry(from).or_default().push(to);
    }
    let reached: BTreeMap<&String, BTreeSet<&String>> = next
        .keys()
        .map(|start| (start, reach(start, &next)))
        .collect();
    let mut found: Vec<BTreeSet<String>> = Vec::new();
    for (start, there) in &reached {
        if !there.contains(start) || found.iter().any(|cycle| cycle.contains(*start)) {
            continue;
        }
        let back = |node: &&&String| reached.get(**node).is_some_and(|back| back.contains(start));
        found.push(
            there
                .iter()
                .filter(back)
                .map(|node| (*node).clone())
                .collect(),
        );
    }
    found
}

/// Returns every node that arrows lead to from `start`.
fn reach<'n>(start: &str, next: &'n BTreeMap<String, Vec<String>>) -> BTreeSet<&'n String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&String> = next.get(start).into_iter().flatten().collect();
    while let Some(node) = open.pop() {
        if reached.insert(node) {
            open.extend(next.get(node).into_iter().flatten());
        }
    }
    reached
}

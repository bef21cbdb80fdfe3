//! The English of comments, documentation and descriptions: their openings, and words that have a better one.

use std::path::PathBuf;

use super::{rust_files, sources};
use crate::files;

/// Words that make a clause of what should be a noun or a verb.
const OPENINGS: [&str; 9] = [
    "What", "Whether", "How", "Who", "Whose", "Where", "When", "Which", "Why",
];

/// Largest share of openings with one of these words, in percent.
const LARGEST_SHARE: usize = 2;

/// Words to avoid, in lower case, each with the field's term.
const AVOIDED: [(&str, &str); 16] = [
    ("an answer", "a response"),
    ("the answer", "the response"),
    ("whoever", "the noun for the role"),
    ("anybody", "the noun for the role"),
    ("who is calling", "credentials"),
    ("goes out", "is sent"),
    ("go out", "are sent"),
    ("gives out", "returns"),
    ("given out", "returned"),
    ("under way", "in progress"),
    ("left out", "omitted"),
    ("leaves out", "omits"),
    ("made again", "retried"),
    ("tried again", "retried"),
    ("walk by values", "keyset pagination"),
    ("doing it twice", "idempotent"),
];

#[test]
fn doc_comments_open_with_a_noun_or_a_verb() {
    assert_few_clauses(&hand_written());
    assert_few_clauses(&rust_files(&files::root().join("generated")));
}

#[test]
fn descriptions_open_with_a_noun_or_a_verb() {
    let mut openings = Vec::new();
    for path in files::below(&files::root().join("spec")) {
        let name = files::relative(&path, &files::root());
        if path.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let text = files::read(&path);
        let texts = text.lines().filter_map(|line| {
            let (_, text) = line.split_once("description: ")?;
            Some(text.trim_start_matches(['\'', '"']).to_owned())
        });
        openings.extend(texts.map(|text| (name.clone(), text)));
    }
    assert_share(&openings);
}

#[test]
fn words_of_the_field_are_used() {
    let mut found = Vec::new();
    let pages = files::below(&files::root().join("generator/src/emit/guide/pages"));
    for path in hand_written().into_iter().chain(pages) {
        let name = files::relative(&path, &files::root());
        let is_page = path.extension().is_some_and(|ending| ending == "md");
        for (index, line) in files::read(&path).lines().enumerate() {
            if !is_page && !line.trim_start().starts_with("//") {
                continue;
            }
            let line = line.to_lowercase();
            for (word, term) in AVOIDED.iter().filter(|(word, _)| has_word(&line, word)) {
                found.push(format!("{name}:{}: `{word}`: write {term}", index + 1));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Checks the first line of every block of documentation in the files.
fn assert_few_clauses(paths: &[PathBuf]) {
    let mut openings = Vec::new();
    for path in paths {
        let name = files::relative(path, &files::root());
        let text = files::read(path);
        let mut before = "";
        for line in text.lines().map(str::trim_start) {
            let mark = ["/// ", "//! "]
                .into_iter()
                .find(|mark| line.starts_with(mark));
            let mark = mark.map_or("", str::trim_end);
            if !mark.is_empty() && !before.starts_with(mark) {
                openings.push((name.clone(), line[mark.len() + 1..].to_owned()));
            }
            before = line;
        }
    }
    assert_share(&openings);
}

/// Checks the share of openings, given with the names of their files, that are clauses.
fn assert_share(openings: &[(String, String)]) {
    let is_clause = |text: &str| {
        let word = text.split(' ').next().unwrap_or_default();
        OPENINGS.contains(&word)
    };
    let clauses: Vec<_> = openings
        .iter()
        .filter(|(_, text)| is_clause(text))
        .collect();
    assert!(openings.len() > 500, "only {} found", openings.len());
    assert!(
        clauses.len() * 100 <= openings.len() * LARGEST_SHARE,
        "{} of {} open with a clause: {clauses:#?}",
        clauses.len(),
        openings.len()
    );
}

/// Returns `true` if a line has the word, as a whole.
fn has_word(line: &str, word: &str) -> bool {
    let is_letter = |letter: Option<char>| {
        letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    };
    line.match_indices(word).any(|(index, _)| {
        let (before, after) = (&line[..index], &line[index + word.len()..]);
        !is_letter(before.chars().next_back()) && !is_letter(after.chars().next())
    })
}

/// Returns the Rust files that are not generated.
fn hand_written() -> Vec<PathBuf> {
    let root = files::root();
    let mut paths = sources();
    paths.retain(|path| !files::relative(path, &root).starts_with("generated/"));
    paths
}

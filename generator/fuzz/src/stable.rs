//! The targets on a stable compiler: texts are put together from those of a folder, and changed at random.
//!
//! `stable SECONDS SEED FOLDER` runs every target on each text until the time is over. Invariant: the same seed tries
//! the same texts in the same order. A text that breaks a target is kept beside where it was started.

use std::{
    env, fs,
    panic::catch_unwind,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use targets::TARGETS;

/// A text takes longer than this only by way of a fault.
const LONGEST: Duration = Duration::from_secs(10);

/// Pieces that descriptions are made of, and that break what is not ready for them.
const PIECES: [&str; 40] = [
    "null",
    "true",
    "{}",
    "[]",
    "''",
    "\"\"",
    "-1",
    "1e999",
    "99999999999999999999999",
    "0x7f",
    "$ref",
    "type",
    "string",
    "object",
    "array",
    "integer",
    "number",
    "boolean",
    "enum",
    "const",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "items",
    "properties",
    "additionalProperties",
    "required",
    "nullable",
    "discriminator",
    "format",
    "default",
    "example",
    "#/components/schemas/",
    "*/ \"#",
    "r#\"",
    "\u{202e}\u{0}",
    "self",
    "Result",
    "&a",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [seconds, seed, folder] = arguments.as_slice() else {
        eprintln!("usage: stable SECONDS SEED FOLDER");
        return ExitCode::from(2);
    };
    let (Ok(seconds), Ok(seed)) = (seconds.parse(), seed.parse()) else {
        eprintln!("SECONDS and SEED are numbers");
        return ExitCode::from(2);
    };
    let corpus = texts(Path::new(folder));
    if corpus.is_empty() {
        eprintln!("`{folder}` has no texts");
        return ExitCode::from(2);
    }
    run(&corpus, Duration::from_secs(seconds), Random(seed))
}

fn run(corpus: &[String], time: Duration, mut random: Random) -> ExitCode {
    let started = Instant::now();
    let mut tried = 0_u64;
    let mut faults = 0_u64;
    let mut ends = [0_u64; TARGETS.len()];
    while started.elapsed() < time {
        let text = changed(corpus, &mut random);
        for (index, (name, target)) in TARGETS.into_iter().enumerate() {
            let begun = Instant::now();
            let result = catch_unwind(|| target(&text));
            let broke = result.is_err();
            ends[index] += u64::from(result.unwrap_or_default());
            if broke || begun.elapsed() > LONGEST {
                faults += 1;
                let path = format!("fault-{name}-{tried}.yaml");
                let kept = fs::write(&path, &text).is_ok();
                eprintln!(
                    "{name} {} in {:?}, kept as {path}: {kept}",
                    if broke { "broke" } else { "took too long" },
                    begun.elapsed()
                );
                break;
            }
        }
        tried += 1;
    }
    println!("{tried} texts in {:?}, {faults} faults", started.elapsed());
    for ((name, _), ends) in TARGETS.into_iter().zip(ends) {
        println!("{name} came to its end without errors {ends} times");
    }
    if faults == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Returns every text of the folder and below.
fn texts(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(texts(&path));
        } else {
            found.extend(fs::read_to_string(&path));
        }
    }
    found
}

/// Returns a text with up to four changes: of its words, lines, or characters.
fn changed(corpus: &[String], random: &mut Random) -> String {
    let mut text = random.choice(corpus).clone();
    for _ in 0..=random.below(4) {
        let at = random.boundary(&text);
        let end = random.boundary(&text[at..].chars().take(40).collect::<String>()) + at;
        let word = |random: &mut Random| {
            let other = random.choice(corpus);
            let words: Vec<&str> = other.split_whitespace().collect();
            if words.is_empty() {
                String::new()
            } else {
                (*random.choice(&words)).to_owned()
            }
        };
        match random.below(14) {
            0 => text.insert_str(at, random.choice::<&str>(&PIECES)),
            1 => text.replace_range(at..end, ""),
            2 => text.replace_range(at..end, random.choice::<&str>(&PIECES)),
            3 => {
                let word = word(random);
                text.insert_str(at, &word);
            }
            4..8 => text = with_word(&text, random, |random, _| word(random)),
            8..12 => {
                text = with_word(&text, random, |random, _| {
                    (*random.choice(&PIECES)).to_owned()
                })
            }
            _ => {
                let lines: Vec<&str> = text.lines().collect();
                if !lines.is_empty() {
                    let (from, to) = (random.below(lines.len()), random.below(lines.len()));
                    let mut lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
                    lines[to] = lines[from].clone();
                    text = lines.join("\n");
                }
            }
        }
    }
    text
}

/// Returns the text with one of its words exchanged.
fn with_word(
    text: &str,
    random: &mut Random,
    other: impl Fn(&mut Random, &str) -> String,
) -> String {
    let words: Vec<(usize, &str)> = text
        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$')
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect();
    if words.is_empty() {
        return text.to_owned();
    }
    let (at, word) = *random.choice(&words);
    format!(
        "{}{}{}",
        &text[..at],
        other(random, word),
        &text[at + word.len()..]
    )
}

/// Numbers that look random: xorshift, as Marsaglia published it.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 |= 1;
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(usize::MAX) % limit.max(1)
    }

    fn choice<'c, T>(&mut self, of: &'c [T]) -> &'c T {
        &of[self.below(of.len())]
    }

    /// Returns a place between two characters.
    fn boundary(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

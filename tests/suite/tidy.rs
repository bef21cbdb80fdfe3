//! Rules about the sources themselves, each of which would otherwise be a remark in a review.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::{files, input};

mod words;

/// Permitted dependencies of a part of the generator.
struct Part {
    /// The files: a folder or file below `generator/src`.
    place: &'static str,
    /// Other crates.
    crates: &'static [&'static str],
    /// Other parts, as they are called in `crate::…`.
    parts: &'static [&'static str],
}

/// The directions of dependency, from `model`, which knows nothing, to `lib`, which ties all together.
const PARTS: &[Part] = &[
    Part {
        place: "model",
        crates: &[],
        parts: &[],
    },
    Part {
        place: "tree.rs",
        crates: &[],
        parts: &[],
    },
    // Declarations without documentation and bodies.
    Part {
        place: "outline.rs",
        crates: &["proc_macro2"],
        parts: &[],
    },
    // The embedded runtime, and the names that are found in it.
    Part {
        place: "runtime",
        crates: &["proc_macro2", "syn", "toml"],
        parts: &["outline"],
    },
    // A diagnostic knows how to find its place in the text.
    Part {
        place: "diagnostics",
        crates: &["annotate_snippets", "serde_json"],
        parts: &["source"],
    },
    Part {
        place: "source",
        crates: &[
            "openapiv3",
            "regex",
            "saphyr_parser",
            "serde",
            "serde_json",
            "serde_json_path",
            "serde_json_path_macros",
            "serde_path_to_error",
            "serde_yaml",
            "strsim",
        ],
        parts: &["diagnostics"],
    },
    Part {
        place: "settings.rs",
        crates: &["serde", "syn", "toml"],
        parts: &["diagnostics", "model", "source"],
    },
    // What a description calls things in Rust since an earlier time, as a file.
    Part {
        place: "names_lock.rs",
        crates: &["serde_json", "toml"],
        parts: &["diagnostics", "model", "settings", "source"],
    },
    Part {
        place: "lower",
        crates: &["heck", "openapiv3", "serde_json", "unicode_ident"],
        // How lists are paged and which operations take files is decided by a person.
        parts: &["diagnostics", "model", "runtime", "settings", "source"],
    },
    Part {
        place: "emit",
        crates: &["proc_macro2", "pulldown_cmark", "quote"],
        parts: &["model", "runtime", "tree"],
    },
    // What callers can name is read off the code as it is emitted.
    Part {
        place: "public_api",
        crates: &["proc_macro2", "quote", "syn"],
        parts: &["diagnostics", "emit", "outline", "tree"],
    },
    Part {
        place: "compare",
        // Names of fields that may be spellings of one.
        crates: &["strsim"],
        parts: &["model", "source", "public_api"],
    },
    // The breaks that a person has accepted, as a file.
    Part {
        place: "accepted.rs",
        crates: &["serde", "toml"],
        parts: &["compare", "diagnostics", "settings", "source"],
    },
    Part {
        place: "update",
        crates: &["saphyr_parser", "serde_json", "serde_yaml"],
        parts: &["diagnostics", "source"],
    },
    Part {
        place: "write.rs",
        crates: &[],
        parts: &["diagnostics", "emit", "model", "render", "tree"],
    },
    Part {
        place: "render",
        crates: &["prettyplease", "proc_macro2", "quote", "syn"],
        parts: &["diagnostics", "emit", "tree"],
    },
];

/// Every crate that the generator depends on.
const CRATES: &[&str] = &[
    "annotate_snippets",
    "heck",
    "openapiv3",
    "prettyplease",
    "proc_macro2",
    "pulldown_cmark",
    "quote",
    "regex",
    "saphyr_parser",
    "serde",
    "serde_json",
    "serde_json_path",
    "serde_json_path_macros",
    "serde_path_to_error",
    "serde_yaml",
    "strsim",
    "syn",
    "toml",
    "unicode_ident",
];

#[test]
fn dependencies_lead_in_one_direction() {
    let folder = files::root().join("generator/src");
    let mut wrong = Vec::new();
    // These two run all stages, so they know all parts.
    let mut seen = BTreeSet::from(["lib.rs", "input.rs"].map(str::to_owned));
    for part in PARTS {
        for path in rust_files(&folder.join(part.place)) {
            let name = files::relative(&path, &folder);
            for used in paths(&tokens_without_tests(&path)) {
                let allowed = match &*used[0] {
                    "crate" => used.get(1).is_none_or(|module| {
                        part.parts.contains(&&**module)
                            || part.place.trim_end_matches(".rs") == *module
                    }),
                    other => !CRATES.contains(&other) || part.crates.contains(&other),
                };
                if !allowed {
                    wrong.push(format!("{name}: {}", used.join("::")));
                }
            }
            seen.insert(name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let all: BTreeSet<String> = rust_files(&folder)
        .iter()
        .map(|path| files::relative(path, &folder))
        .collect();
    let unseen: Vec<_> = all.difference(&seen).collect();
    assert!(unseen.is_empty(), "belongs to no part: {unseen:?}");
}

#[test]
fn crates_of_the_generator_are_known_here() {
    let manifest = files::read(&files::root().join("generator/Cargo.toml"));
    let (_, rest) = manifest.split_once("[dependencies]\n").unwrap();
    let section = rest.split("\n[").next().unwrap();
    let names = section
        .lines()
        .filter_map(|line| line.split(['.', ' ', '=']).next());
    let names: Vec<String> = names
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .map(|name| name.replace('-', "_"))
        .collect();
    assert_eq!(names, CRATES);
}

#[test]
fn the_generator_touches_nothing_outside() {
    const OUTSIDE: [&str; 5] = ["env", "fs", "io", "net", "process"];
    let folder = files::root().join("generator/src");
    for path in rust_files(&folder) {
        let used = paths(&tokens_without_tests(&path));
        let outside = used.iter().find(|used| {
            used[0] == "std"
                && used
                    .get(1)
                    .is_some_and(|module| OUTSIDE.contains(&&**module))
        });
        assert_eq!(outside, None, "{}", path.display());
        let threads = used
            .iter()
            .any(|used| used[0] == "std" && used.get(1).is_some_and(|module| module == "thread"));
        assert!(!threads || path.ends_with("write.rs"), "{}", path.display());
    }
}

#[test]
fn files_say_what_they_are() {
    for path in sources() {
        let text = files::read(&path);
        let first = text
            .lines()
            .find(|line| !line.starts_with("// ") && !line.is_empty());
        let speaks = first.is_some_and(|line| line.starts_with("//! "));
        assert!(speaks, "{} does not open with `//!`", path.display());
    }
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file does not find itself.
    let words = [
        ["to", "do!"],
        ["unimple", "mented!"],
        ["db", "g!"],
        ["TO", "DO"],
        ["FIX", "ME"],
        ["#[ig", "nore"],
    ];
    for path in sources() {
        let text = files::read(&path);
        for word in words.map(|parts| parts.concat()) {
            assert!(!text.contains(&word), "{}: {word}", path.display());
        }
    }
}

/// Checks that every test file of the runtime is declared, because Cargo does not find them by itself.
#[test]
fn every_test_of_the_runtime_is_in_its_program() {
    let folder = files::root().join("generator/runtime/tests");
    let program = files::read(&folder.join("main.rs"));
    let paths = files::entries(&folder).into_iter();
    let names: Vec<String> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| files::stem(&path))
        .filter(|name| name != "main")
        .collect();
    assert!(names.len() > 30, "{names:?}");
    for name in names {
        let declaration = format!("mod {name};");
        assert!(
            program.lines().any(|line| line == declaration),
            "generator/runtime/tests/main.rs lacks `{declaration}`"
        );
    }
}

#[test]
fn files_are_short() {
    const LONGEST: usize = 500;
    let root = files::root();
    for path in sources() {
        let name = files::relative(&path, &root);
        let lines = files::read(&path).lines().count();
        let is_free = name.starts_with("generated/") || name.split('/').any(|step| step == "tests");
        assert!(is_free || lines <= LONGEST, "{name} has {lines} lines");
    }
}

#[test]
fn exceptions_give_their_reason() {
    for path in sources() {
        let tokens = tokens(&files::read(&path));
        let mut exceptions = Vec::new();
        lint_attributes(&tokens, &mut exceptions);
        for exception in exceptions {
            assert!(
                exception.contains("reason"),
                "{}: {exception}",
                path.display()
            );
        }
    }
}

#[test]
fn the_runtime_knows_no_vendor() {
    for path in files::below(&files::root().join("generator/runtime")) {
        let text = files::read(&path).to_lowercase();
        for vendor in ["freshdesk", "freshworks", "helpdesk"] {
            assert!(!text.contains(vendor), "{}: {vendor}", path.display());
        }
    }
}

#[test]
fn the_top_level_holds_nothing_else() {
    const KNOWN: [&str; 11] = [
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "generated",
        "generator",
        "spec",
        "tests",
        "xtask",
    ];
    // Files that are ignored, such as the outputs of examples, are not in the repository; dotfiles belong to tools.
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(files::root())
        .output()
        .unwrap();
    assert!(listed.status.success(), "{listed:?}");
    let listed = String::from_utf8(listed.stdout).unwrap();
    let names = listed.lines().filter_map(|path| path.split('/').next());
    let names: BTreeSet<&str> = names.filter(|name| !name.starts_with('.')).collect();
    let names: Vec<&str> = names.into_iter().collect();
    assert_eq!(names, KNOWN);
}

/// Compares the two manifests: the one behind `cargo xtask` is outside of the workspace and inherits nothing.
#[test]
fn both_manifests_of_xtask_have_the_same_dependencies() {
    let read = |path: &str| files::read(&files::root().join(path));
    let workspace = dependencies(&read("Cargo.toml"), "[workspace.dependencies]");
    let member = dependencies(&read("xtask/Cargo.toml"), "[dependencies]");
    let member: BTreeMap<&str, &str> = member
        .iter()
        .map(|(name, version)| match name.strip_suffix(".workspace") {
            // A path leads from the folder of its manifest.
            Some("generator") => ("generator", "{ path = \"../../generator\" }"),
            Some(inherited) => (inherited, &*workspace[inherited]),
            None => (&**name, &**version),
        })
        .collect();
    let standalone = dependencies(&read("xtask/standalone/Cargo.toml"), "[dependencies]");
    let standalone: BTreeMap<&str, &str> = standalone
        .iter()
        .map(|(name, version)| (&**name, &**version))
        .collect();
    assert_eq!(member, standalone);
}

/// Returns the lines of a section of a manifest, by what is left of the equals sign.
fn dependencies(manifest: &str, section: &str) -> BTreeMap<String, String> {
    let (_, lines) = manifest.split_once(section).unwrap();
    let lines = lines.lines().take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| line.split_once(" = "))
        .filter(|(name, _)| !name.starts_with('#'))
        .map(|(name, version)| (name.to_owned(), version.to_owned()))
        .collect()
}

#[test]
fn every_operation_of_the_description_is_in_the_crate() {
    let description = input::described_freshdesk();
    let paths = description["paths"].as_object().unwrap();
    let items = paths.values().filter_map(|item| item.as_object());
    let operations = items.flat_map(|item| item.values());
    let described: BTreeSet<&str> = operations
        .filter_map(|operation| operation["operationId"].as_str())
        .collect();
    let api = input::generate_freshdesk(&input::freshdesk()).api;
    let resources = api.resources.iter();
    let made: BTreeSet<&str> = resources
        .flat_map(|resource| &resource.operations)
        .map(|operation| &*operation.name.wire)
        .collect();
    assert_eq!(described, made);
    assert!(!made.is_empty());
}

/// Returns every Rust file that is written by hand, and those that are generated.
fn sources() -> Vec<PathBuf> {
    let root = files::root();
    ["generated", "generator", "tests", "xtask"]
        .iter()
        .flat_map(|folder| rust_files(&root.join(folder)))
        .collect()
}

/// Returns a file itself, or the Rust files below a folder.
fn rust_files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    files::below(path).into_iter().filter(is_rust).collect()
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("Rust")
}

/// Returns the tokens of a file up to its tests, which are last.
fn tokens_without_tests(path: &Path) -> TokenStream {
    let text = files::read(path);
    tokens(text.split("\n#[cfg(test)]\nmod tests {").next().unwrap())
}

/// Returns every path of two steps or more, `use` groups spread out: `use a::{b, c::d}` is `a::b` and `a::c::d`.
///
/// What is quoted is the generated crate's code and not the generator's.
fn paths(tokens: &TokenStream) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    collect(tokens, &[], &mut found);
    found
}

fn collect(tokens: &TokenStream, prefix: &[String], found: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut path = prefix.to_vec();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        match token {
            TokenTree::Ident(name) if name == "quote" && is_punct(tokens.get(index + 1), '!') => {
                index += 2;
            }
            TokenTree::Ident(name) => {
                path.push(name.to_string());
                let goes_on =
                    is_punct(tokens.get(index + 1), ':') && is_punct(tokens.get(index + 2), ':');
                if goes_on {
                    index += 2;
                } else {
                    finish(&mut path, prefix, found);
                }
            }
            TokenTree::Group(group) => {
                let is_use_group =
                    path.len() > prefix.len() && group.delimiter() == Delimiter::Brace;
                let inner = if is_use_group {
                    path.clone()
                } else {
                    Vec::new()
                };
                collect(&group.stream(), &inner, found);
                path = prefix.to_vec();
            }
            _ => path = prefix.to_vec(),
        }
        index += 1;
    }
}

fn finish(path: &mut Vec<String>, prefix: &[String], found: &mut Vec<Vec<String>>) {
    if path.len() > 1 {
        found.push(path.clone());
    }
    *path = prefix.to_vec();
}

fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

/// Collects the text of every `#[allow(…)]` and `#[expect(…)]`, those inside macros and quotes included.
fn lint_attributes(tokens: &TokenStream, found: &mut Vec<String>) {
    let mut is_attribute = false;
    for token in tokens.clone() {
        if let TokenTree::Group(group) = &token {
            let text = group.stream().to_string();
            let is_exception = text.starts_with("allow") || text.starts_with("expect");
            if is_attribute && group.delimiter() == Delimiter::Bracket && is_exception {
                found.push(text);
            }
            lint_attributes(&group.stream(), found);
        }
        is_attribute = match &token {
            TokenTree::Punct(punct) => {
                punct.as_char() == '#' || (is_attribute && punct.as_char() == '!')
            }
            _ => false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{paths, tokens};

    #[test]
    fn paths_are_found() {
        let text =
            "use a::{b, c::{d, e}}; fn f() { x::y(z::w()); quote!(no::path); \"n::o\" } // n::o";
        let found: Vec<String> = paths(&tokens(text))
            .iter()
            .map(|path| path.join("::"))
            .collect();
        assert_eq!(found, ["a::b", "a::c::d", "a::c::e", "x::y", "z::w"]);
    }
}

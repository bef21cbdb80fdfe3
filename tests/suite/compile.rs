//! The crates of all valid cases → one scratch crate that compiles without a warning.
//!
//! Each case becomes a module of the scratch crate, and all share one copy of the runtime, so that its four thousand
//! lines are compiled once. Three things are renamed for that: paths (`crate::models` → `crate::<case>::models`), the
//! methods that a case adds to the client and its builder (`tickets` → `<case>_tickets`), and the crate's name in
//! examples. Invariant: apart from these, what is compiled is what was generated.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

use generator::{ErrorPolicy, FileTree, Input, Settings, Source, model::TypeKind};

use crate::{
    account, files, hostile, input,
    matrices::{pairs, parameters, schemas},
    name_matrix, upstream,
};

/// What stands at the root of a crate that has names in other scripts than Latin, and in no module of it.
const SCRIPTS: &str = "#![allow(\n    confusable_idents,\n    mixed_script_confusables,\n    uncommon_codepoints,\n    \
                       reason = \"names are in the script of the API description\"\n)]\n";

/// The case that also is alone, as a crate that nothing is changed in.
const ALONE: &str = "patch";

/// The case that has the part of the runtime for streams, which all share as well.
const STREAMS: &str = "responses_streams";

/// The flags that make a build quick and the same everywhere: no network, and no TLS, which needs a C compiler.
const FLAGS: [&str; 5] = [
    "--offline",
    "--workspace",
    "--no-default-features",
    "--features=resources",
    "--lib",
];

#[test]
fn code_has_no_warning() {
    // Without clippy the compiler's own warnings are all there is to see.
    let has_clippy = cargo(&["clippy", "--version"], "").status.success();
    if has_clippy {
        let arguments = [
            &["clippy"],
            &FLAGS[..],
            &["--examples", "--", "--deny=warnings"],
        ];
        assert_success(&arguments.concat(), "");
    } else {
        println!("clippy is not installed: only the compiler checks");
        // Nothing is denied, for that would compile all dependencies again; warnings of the scratch crate are read.
        let arguments = [&["check"], &FLAGS[..], &["--examples"]].concat();
        let errors = assert_success(&arguments, "");
        assert!(!errors.contains("warning"), "{errors}");
    }
}

#[test]
fn documentation_has_no_warning() {
    let arguments = [&["doc", "--no-deps"], &FLAGS[..]].concat();
    assert_success(&arguments, "--deny=warnings");
}

#[test]
fn samples_of_every_received_type_are_read_as_they_are_written() {
    run("samples");
}

#[test]
fn values_of_cases_are_read_and_written_as_they_are_described() {
    run("values");
}

#[test]
fn parameters_of_every_kind_are_sent_as_the_standards_say() {
    run(parameters::NAME);
}

#[test]
fn values_of_pairs_of_schemas_lose_nothing() {
    run(pairs::NAME);
}

/// Runs a program that uses the crates of the cases.
fn run(example: &str) {
    let example = format!("--example={example}");
    let arguments = [
        "run",
        "--offline",
        "--package=cases",
        "--no-default-features",
        "--features=resources,testing,blocking",
        &example,
    ];
    assert_success(&arguments, "");
}

#[test]
fn types_of_an_account_are_those_of_its_fields_and_choices() {
    for example in ["--example=typed", "--example=choices"] {
        let arguments = [
            "run",
            "--offline",
            "--package=freshdesk",
            "--no-default-features",
            "--features=resources",
            example,
        ];
        assert_success(&arguments, "");
    }
}

/// Returns a program that writes and reads a sample of every type that a case receives.
///
/// ```text
/// check("patch::Task", cases::patch::models::Task::sample());
/// ```
fn samples() -> String {
    let mut checks = String::new();
    for case in input::valid_cases() {
        let types = case.generate().api.types;
        let received = types
            .iter()
            .filter(|def| def.usage.is_received() && !matches!(def.kind, TypeKind::Alias(_)));
        for def in received {
            let path = format!("{}::models::{}", case.name, def.name.ident);
            let _ = writeln!(checks, "    check({path:?}, cases::{path}::sample());");
        }
    }
    assert!(checks.lines().count() > 100, "{checks}");
    format!(
        "//! Samples of all types.\n\nuse cases::runtime::{{Decode, Encode, codec}};\n\n\
         fn check<T: Decode + Encode + PartialEq + std::fmt::Debug>(name: &str, sample: T) {{\n\
         \x20   let json = codec::encode(&sample);\n\
         \x20   let text = String::from_utf8_lossy(&json);\n\
         \x20   assert_eq!(codec::decode(&json), Ok(sample), \"{{name}}: {{text}}\");\n\
         }}\n\nfn main() {{\n{checks}}}\n"
    )
}

/// Runs cargo in the scratch workspace; the result is what it printed.
fn assert_success(arguments: &[&str], rustdoc_flags: &str) -> String {
    let output = cargo(arguments, rustdoc_flags);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success(),
        "`cargo {}` failed in {}:\n{errors}",
        arguments.join(" "),
        workspace().display()
    );
    errors
}

fn cargo(arguments: &[&str], rustdoc_flags: &str) -> Output {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(arguments)
        .current_dir(workspace())
        .env("CARGO_TARGET_DIR", target())
        // This workspace may be compiled by the driver of clippy, the scratch crates by rustc.
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        // Our own build tells it to the examples of ours that are compiled there.
        .env("CLIENT_VERSION", "0.0.0")
        .env("RUSTDOCFLAGS", rustdoc_flags);
    command.output().expect("cargo runs")
}

/// Returns the target folder, which `cargo lab` uses as well: what its commands compile has the same dependencies.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("scratch")
}

/// Returns the scratch workspace, written once per run. Files that are the same stay untouched, and so does what is
/// built.
fn workspace() -> &'static Path {
    static WORKSPACE: OnceLock<PathBuf> = OnceLock::new();
    WORKSPACE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch");
        write(&folder, &workspace_files());
        folder
    })
}

fn write(folder: &Path, tree: &BTreeMap<String, String>) {
    fs::create_dir_all(folder).unwrap();
    for path in files::below(folder) {
        if !tree.contains_key(&files::relative(&path, folder)) {
            fs::remove_file(path).unwrap();
        }
    }
    for (path, text) in tree {
        let path = folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|found| found == *text) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn workspace_files() -> BTreeMap<String, String> {
    let mut tree = BTreeMap::new();
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"account\", \"alone\", \"cases\", \"names\", \"programs\"]\n\n\
                    [profile.dev]\ndebug = false\n";
    tree.insert("Cargo.toml".to_owned(), manifest.to_owned());
    // The versions of this repository, which are on this machine already.
    let lock = files::read(&files::root().join("Cargo.lock"));
    tree.insert("Cargo.lock".to_owned(), lock);
    // It is alone, too: what it adds to the client has to keep its name.
    for (path, text) in name_matrix::everywhere().iter() {
        tree.insert(format!("names/{path}"), text.to_owned());
    }
    for (path, text) in account::crate_of_accounts().iter() {
        tree.insert(format!("account/{path}"), text.to_owned());
    }
    for (path, text) in account::programs().iter() {
        tree.insert(format!("programs/{path}"), text.to_owned());
    }
    let crates = crates();
    let runtime = &crates[ALONE];
    tree.insert("cases/Cargo.toml".to_owned(), cases_manifest(&crates));
    for (path, text) in runtime.iter() {
        tree.insert(format!("alone/{path}"), text.to_owned());
        if path.starts_with("src/runtime/") {
            tree.insert(format!("cases/{path}"), text.to_owned());
        }
    }
    for (path, text) in crates[STREAMS].iter() {
        if path.starts_with("src/streams/") {
            tree.insert(format!("cases/{path}"), text.to_owned());
        }
    }
    let mut library =
        format!("//! Every case as a module.\n\n{SCRIPTS}pub mod runtime;\npub mod streams;\n");
    let mut examples = "//! The examples of all documentation.\n\n#![allow(warnings, clippy::all, clippy::pedantic)]\n\n\
                        fn main() {}\n"
        .to_owned();
    for (case, files) in &crates {
        let _ = writeln!(library, "pub mod {case};");
        Module::new(case, files).write(&mut tree, &mut examples);
    }
    tree.insert("cases/src/lib.rs".to_owned(), library);
    tree.insert("cases/examples/documentation.rs".to_owned(), examples);
    tree.insert("cases/examples/samples.rs".to_owned(), samples());
    let values = include_str!("../cases/programs/values.rs").to_owned();
    tree.insert("cases/examples/values.rs".to_owned(), values);
    let matrices = [
        (
            parameters::NAME,
            parameters::program(&parameters::crate_of_all()),
        ),
        (pairs::NAME, pairs::program(&pairs::crate_of_all())),
    ];
    for (name, program) in matrices {
        tree.insert(format!("cases/examples/{name}.rs"), program);
    }
    tree
}

/// Returns the crates of the valid and the partly valid cases, those of the longest, oddest and most common names, and
/// that of the vendor's description where it is at hand.
fn crates() -> BTreeMap<String, FileTree> {
    let cases = input::valid_cases().into_iter();
    let mut crates: BTreeMap<String, FileTree> = cases
        .map(|case| (case.name.clone(), case.generate().tree))
        .collect();
    for case in input::partial_cases() {
        let generated = case.generate_with(ErrorPolicy::LeaveOut);
        let generated = generated.unwrap_or_else(|errors| panic!("{errors}"));
        crates.insert(case.name, generated.tree);
    }
    let long = Source {
        name: "long_names.json".to_owned(),
        text: hostile::long_names(),
    };
    let generated = Input::new(&long, &Settings::for_crate("long_names").unwrap())
        .generate()
        .unwrap_or_else(|errors| panic!("{errors}"));
    crates.insert("long_names".to_owned(), generated.tree);
    crates.extend(name_matrix::of_types());
    crates.extend([
        (parameters::NAME.to_owned(), parameters::crate_of_all().tree),
        (pairs::NAME.to_owned(), pairs::crate_of_all().tree),
        (schemas::NAME.to_owned(), schemas::crate_of_all()),
    ]);
    if let Some(source) = upstream::description() {
        let settings = Settings::for_crate("upstream").unwrap();
        let generated = Input::new(&source, &settings)
            .overlays(&input::freshdesk_overlays())
            .generate()
            .unwrap_or_else(|errors| panic!("{errors}"));
        crates.insert("upstream".to_owned(), generated.tree);
    }
    crates
}

/// Returns the manifest of any case, with its dependencies and lints, under the name of the scratch crate, and with the
/// features of all.
fn cases_manifest(crates: &BTreeMap<String, FileTree>) -> String {
    let mut resources = BTreeSet::new();
    for files in crates.values() {
        let manifest = files.get("Cargo.toml").unwrap();
        if let Some((_, rest)) = manifest.split_once("resources = [\n") {
            let (names, _) = rest.split_once(']').unwrap();
            resources.extend(
                names
                    .lines()
                    .map(|name| name.trim().trim_matches([',', '"'])),
            );
        }
    }
    let names: Vec<&str> = resources.into_iter().collect();
    let lines: Vec<String> = names.iter().map(|name| format!("{name} = []\n")).collect();
    let lines = lines.concat();
    let features = format!("resources = {names:?}\n{lines}\n[dependencies]");
    let manifest = crates[ALONE].get("Cargo.toml").unwrap();
    let manifest = manifest.replace("[dependencies]", &features);
    let name = format!("name = \"{ALONE}\"");
    assert_eq!(manifest.matches(&name).count(), 1, "{manifest}");
    let manifest = manifest.replace(&name, "name = \"cases\"");
    let examples = ["samples", "values", parameters::NAME, pairs::NAME].map(|name| {
        format!(
            "\n[[example]]\nname = \"{name}\"\nrequired-features = [\"testing\", \"blocking\"]\n"
        )
    });
    manifest + &examples.concat()
}

/// A case's crate on its way to a module.
struct Module<'f> {
    case: &'f str,
    files: &'f FileTree,
    /// Methods that the case adds to the client and its builder.
    methods: Vec<&'f str>,
    /// Those of them that are setters of the builder.
    setters: Vec<&'f str>,
}

impl<'f> Module<'f> {
    fn new(case: &'f str, files: &'f FileTree) -> Self {
        let client = files.get("src/client.rs").unwrap();
        let methods_in = |text: &'f str| {
            let lines = text.lines();
            let names = lines.filter_map(|line| line.strip_prefix("    pub fn ")?.split_once('('));
            names.map(|(name, _)| name).collect()
        };
        let builder = client.split_once("\nimpl ClientBuilder {");
        Self {
            case,
            files,
            methods: methods_in(client),
            setters: builder.map_or_else(Vec::new, |(_, setters)| methods_in(setters)),
        }
    }

    fn write(&self, tree: &mut BTreeMap<String, String>, examples: &mut String) {
        let mut blocks = Vec::new();
        for (path, text) in self.files.iter() {
            let Some(inner) = path.strip_prefix("src/") else {
                continue;
            };
            let (inner, text) = match inner {
                _ if inner.starts_with("runtime/") || inner.starts_with("streams/") => continue,
                "lib.rs" => ("mod.rs", self.root(text)),
                "client.rs" => (inner, self.client(text)),
                _ => (inner, self.nested(text)),
            };
            blocks.extend(code_blocks(&text));
            tree.insert(format!("cases/src/{}/{inner}", self.case), text);
        }
        for (index, block) in blocks.iter().enumerate() {
            let block = self.example(block);
            let _ = writeln!(examples, "\nmod {}_{index} {{\n{block}}}", self.case);
        }
    }

    /// Returns the crate's root, with the runtime at the root of the scratch crate instead.
    fn root(&self, text: &str) -> String {
        let (module, export) = ("\npub mod runtime;\n", "\npub use self::runtime::");
        assert!(text.contains(module) && text.contains(export), "{text}");
        let text = text.replace(module, "\npub use crate::runtime;\n");
        let text = text.replace(export, "\npub use crate::runtime::");
        let text = text
            .replace("\npub mod streams;\n", "\n")
            .replace(SCRIPTS, "");
        self.nested(&text.replace("[`runtime::", "[`crate::runtime::"))
    }

    /// Returns the client's file, whose methods would clash with those of other cases.
    fn client(&self, text: &str) -> String {
        let text = self.nested(text);
        self.methods.iter().fold(text, |text, method| {
            let (found, renamed) = (format!("    pub fn {method}("), self.renamed(method));
            text.replace(&found, &format!("    pub fn {renamed}("))
        })
    }

    /// Returns a file's text with the renames that its place one level deeper needs.
    fn nested(&self, text: &str) -> String {
        let case = self.case;
        let text = moved(text, case);
        self.methods.iter().fold(text, |text, method| {
            let (found, renamed) = (plain(method), self.renamed(method));
            ["Client", "ClientBuilder"]
                .iter()
                .fold(text, |text, owner| {
                    text.replace(
                        &format!("{owner}::{found}`"),
                        &format!("{owner}::{renamed}`"),
                    )
                    .replace(
                        &format!("{owner}::{found})"),
                        &format!("{owner}::{renamed})"),
                    )
                })
        })
    }

    /// Returns an example as the content of a module.
    fn example(&self, block: &str) -> String {
        let mut text = qualified(block, self.case);
        for method in &self.methods {
            let renamed = self.renamed(method);
            text = text
                .replace(&format!("client.{method}("), &format!("client.{renamed}("))
                .replace(
                    &format!("Client::{method}("),
                    &format!("Client::{renamed}("),
                );
        }
        let builder = format!("Client::{}", self.renamed("builder"));
        let lines = text.lines().map(|line| match line.split_once(&builder) {
            Some((before, setters)) => format!("{before}{builder}{}\n", self.setters(setters)),
            None => format!("{line}\n"),
        });
        let text: String = lines.collect();
        // As rustdoc does with what has no function around it.
        if text.contains("fn example(") || text.contains("fn main(") {
            text
        } else {
            format!("fn example() {{\n{text}}}\n")
        }
    }

    fn setters(&self, chain: &str) -> String {
        self.setters.iter().fold(chain.to_owned(), |chain, method| {
            chain.replace(
                &format!(".{method}("),
                &format!(".{}(", self.renamed(method)),
            )
        })
    }

    fn renamed(&self, method: &str) -> String {
        format!("{}_{}", self.case, plain(method))
    }
}

/// Returns a text in which the modules of the crate of a case are in a module that is called like the case.
fn moved(text: &str, case: &str) -> String {
    const MODULES: [&str; 6] = [
        "guide",
        "models",
        "queries",
        "records",
        "resources",
        "webhooks",
    ];
    let mut parts = text.split("crate::");
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_end = |character: char| !character.is_alphanumeric() && character != '_';
        let first = part.split(is_end).next().unwrap_or_default();
        result.push_str("crate::");
        if MODULES.contains(&first) {
            result.push_str(case);
            result.push_str("::");
        }
        result.push_str(part);
    }
    result
}

/// Returns a text in which the paths that begin with the crate of a case begin with that of the scratch crate.
fn qualified(text: &str, case: &str) -> String {
    let start = format!("{case}::");
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(&start) {
        result.push_str(before);
        let continues = |last: char| last.is_alphanumeric() || "_:".contains(last);
        if !before.ends_with(continues) {
            result.push_str("cases::");
        }
        result.push_str(&start);
        rest = after;
    }
    result.push_str(rest);
    result
}

/// Returns an identifier without the mark of a raw one.
fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// Returns the Rust examples in the comments of a file, with the lines that readers do not see.
fn code_blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    let mut is_rust = false;
    for line in text.lines() {
        let line = line.trim_start();
        let comment = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"));
        let Some(comment) = comment else { continue };
        let comment = comment.strip_prefix(' ').unwrap_or(comment);
        match (comment.strip_prefix("```"), &mut open) {
            (Some(language), None) => {
                is_rust = language.is_empty() || language == "no_run" || language == "rust";
                open = Some(String::new());
            }
            (Some(_), Some(_)) => blocks.extend(open.take().filter(|_| is_rust)),
            (None, Some(block)) => {
                let code = if comment == "#" {
                    ""
                } else {
                    comment.strip_prefix("# ").unwrap_or(comment)
                };
                block.push_str(code);
                block.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

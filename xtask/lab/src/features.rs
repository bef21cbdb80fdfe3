//! `cargo lab features`: the generated crate with each group of operations alone, with none, and with some pairs →
//! whether it compiles without a warning.

use std::fmt::Write as _;

use fastrand::Rng;
use generator::FileTree;
use xtask::failure::Failure;
use xtask::overlays;
use xtask::terminal::{self, Completion, Outcome, count};

use crate::args::FeaturesArgs;
use crate::builds::{Builds, Judgement};

/// The name of the crate that is made from another description.
const CRATE: &str = "features-client";

/// Generates the crate, and compiles it with every choice of features.
pub(crate) fn run(args: &FeaturesArgs) -> Result<Outcome, Failure> {
    let (files, package) = generated(args)?;
    let builds = Builds::prepare("features", &FileTree::default())?;
    let mut tree = FileTree::default();
    tree.insert(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"client\"]\n\n[profile.dev]\ndebug = false\n",
    );
    for (path, text) in files.iter() {
        tree.insert(format!("client/{path}"), text);
    }
    builds.replace(&["client/src/models", "client/src/resources"], &tree)?;
    let groups = groups(&builds)?;
    let choices = choices(&groups, args);
    let mut refused = Vec::new();
    for (index, choice) in choices.iter().enumerate() {
        terminal::progress(&format!("{} of {}: {choice}", index + 1, choices.len()));
        match builds.judge(&package, Some(choice))? {
            Judgement::Clean => {}
            Judgement::Warned(said) | Judgement::Refused(said) => refused.push((choice, said)),
        }
    }
    terminal::progress("");
    Ok(outcome(groups.len(), choices.len(), &refused))
}

/// Returns the files of the crate, and the name of its package.
fn generated(args: &FeaturesArgs) -> Result<(FileTree, String), Failure> {
    let chosen = args.spec.as_deref();
    let (description, overlays, settings) = overlays::with_description(chosen, CRATE)?;
    let overlays = overlays::read(&overlays)?;
    let generated = generator::Input::new(&description.read()?, &settings)
        .overlays(&overlays)
        .generate()?;
    Ok((generated.tree, settings.name().to_owned()))
}

/// Returns the features of the groups, as Cargo reads them.
fn groups(builds: &Builds) -> Result<Vec<String>, Failure> {
    let text = builds.cargo(&["metadata", "--no-deps", "--format-version=1"])?;
    let metadata: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let groups = &metadata["packages"][0]["features"]["resources"];
    let groups = groups.as_array().into_iter().flatten();
    Ok(groups
        .filter_map(|group| Some(group.as_str()?.to_owned()))
        .collect())
}

/// Returns the choices: no group, each or some alone, and some pairs.
fn choices(groups: &[String], args: &FeaturesArgs) -> Vec<String> {
    let mut choices = vec![String::new()];
    let mut random = Rng::with_seed(args.seed);
    let take = args.take.unwrap_or(groups.len());
    let mut alone = random.choose_multiple(groups, take.min(groups.len()));
    alone.sort();
    choices.extend(alone.into_iter().cloned());
    if groups.len() > 1 {
        let pair = |_| -> Vec<String> {
            let pair = random.choose_multiple(groups, 2).into_iter();
            pair.cloned().collect()
        };
        choices.extend((0..args.pairs).map(pair).map(|pair| pair.join(",")));
    }
    choices
}

fn outcome(groups: usize, choices: usize, refused: &[(&String, String)]) -> Outcome {
    let mut report = format!(
        "{} of operations; {} of features compiled, {} without a warning\n",
        count(groups, "group"),
        count(choices, "choice"),
        choices - refused.len()
    );
    for (choice, said) in refused {
        let choice = if choice.is_empty() {
            "no feature"
        } else {
            choice
        };
        // Writing to a string cannot fail.
        let _ = writeln!(report, "\n{choice}:\n{}", said.trim_end());
    }
    let verdict = if refused.is_empty() {
        Completion::Done
    } else {
        Completion::Stale
    };
    Outcome { report, verdict }
}

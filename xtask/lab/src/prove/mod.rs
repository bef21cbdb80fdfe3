//! `cargo lab prove-diff`: the verdicts of the comparison against those of the compiler, on
//! hundreds of changes to the real description.
//!
//! For each change, a caller that uses everything of the crate before is compiled against the
//! crate after; the caller of the whole crate is compiled first. Some changes are shown to tools of
//! third-party tools as well. Invariant: a break that was called compatible fails the command; a
//! compatible change that was called a break is counted and listed.

mod caller;
mod cross;
mod mutations;
mod slice;
mod truth;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use fastrand::Rng;
use generator::compare::{Change, Effect, Level, Side, compare};
use generator::{FileTree, Input, PublicApi, Settings, Source, Usage, model::Api};
use serde_json::Value;
use xtask::args::OverlayArgs;
use xtask::failure::Failure;
use xtask::input::InputFile;
use xtask::names;
use xtask::overlays;
use xtask::terminal::{self, Outcome, Verdict, count};
use xtask::workspace::{self, DESCRIPTION};

use self::cross::{CrossCheck, Judged, Said};
use self::mutations::MUTATIONS;
use self::truth::{Bench, Truth};
use crate::args::ProveDiffArgs;

/// A crate on one side of a change.
struct Made {
    api: Api,
    public_api: PublicApi,
    tree: FileTree,
}

impl Made {
    fn side(&self) -> Side<'_> {
        Side {
            api: &self.api,
            public_api: &self.public_api,
        }
    }
}

/// Totals of all changes.
#[derive(Default)]
struct Tally {
    tried: usize,
    breaks: usize,
    /// Number of migration snippets that were compiled.
    migrations: usize,
    /// Kinds that found nothing to change, or whose result is no description that generates.
    passed_over: usize,
    missed: Vec<String>,
    false_alarms: Vec<String>,
    by_kind: BTreeMap<&'static str, usize>,
}

pub(crate) fn run(args: &ProveDiffArgs) -> Result<Outcome, Failure> {
    let (description, settings) = described_freshdesk()?;
    let bench = Bench::prepare(settings.name())?;
    check_caller(&bench, &make(&description, &settings)?)?;
    let prepare = |wanted| CrossCheck::prepare(wanted, args.mutations, &bench);
    let mut cross = args.cross_check.map(prepare);
    let mut tally = Tally::default();
    let mut rng = Rng::with_seed(args.seed);
    let tags = slice::tags(&description);
    let attempts = args.mutations.saturating_mul(4);
    for number in 0..attempts {
        if tally.tried >= args.mutations {
            break;
        }
        let (kind, mutate) = MUTATIONS[number % MUTATIONS.len()];
        let tag = &tags[rng.usize(..tags.len())];
        let before = slice::around(&description, tag);
        let mut after = before.clone();
        let Some(what) = mutate(&mut after, &mut rng) else {
            tally.passed_over += 1;
            continue;
        };
        let case = format!("{kind} of {tag}: {what}");
        terminal::progress(&format!("{}/{} {case}", tally.tried + 1, args.mutations));
        let number = tally.tried;
        let judged = tally.judge(kind, case, &bench, &settings, [&before, &after])?;
        if let (Some(cross), Some(judged)) = (&mut cross, judged) {
            cross.check(number, judged, &bench)?;
        }
    }
    terminal::progress("");
    let mut outcome = tally.outcome();
    if let Some(cross) = &cross {
        outcome.report.push_str(&cross.report());
    }
    Ok(outcome)
}

/// This repository's description as plain data, corrected by its overlays, and its settings.
fn described_freshdesk() -> Result<(Value, Settings), Failure> {
    let root = workspace::root();
    let settings = names::settings(&root)?;
    let description = InputFile::of_workspace(&root, DESCRIPTION).read()?;
    let files = overlays::of_workspace(&root, &OverlayArgs::default(), &settings);
    let document = generator::load(&description)?;
    let (document, said) = generator::overlay(document, &overlays::read(&files)?)?;
    let (document, _) = said.unless_errors(document)?;
    Ok((document.as_json().clone(), settings))
}

/// Requires a caller to compile against the crate that it was written for, without which it would prove nothing.
fn check_caller(bench: &Bench, whole: &Made) -> Result<(), Failure> {
    terminal::progress("the caller of the whole crate");
    match bench.compile(&whole.tree, &caller::of_everything(&whole.public_api))? {
        Truth::Compiles => Ok(()),
        Truth::Breaks(error) => Err(Failure::new(format!(
            "a caller of everything does not compile against its own crate: {error}"
        ))
        .help("this is a fault of the uses that `generator::PublicApi` writes")),
    }
}

fn make(description: &Value, settings: &Settings) -> Result<Made, Failure> {
    let source = Source {
        name: "description".to_owned(),
        text: description.to_string(),
    };
    let generated = Input::new(&source, settings).generate()?;
    Ok(Made {
        public_api: generator::public_api(&generated.api)?,
        api: generated.api,
        tree: generated.tree,
    })
}

/// Returns the verdict of the comparison on the source level, with the rule that decides.
fn opinion(changes: &[Change]) -> Said {
    let mut verdicts = changes.iter().map(|change| change.verdict(Level::Source));
    match verdicts.find(|verdict| verdict.effect == Effect::Break) {
        Some(verdict) => Said::Break(verdict.rule.map_or("", |rule| rule.id).to_owned()),
        None => Said::NoBreak,
    }
}

impl Tally {
    /// Judges a change; nothing comes of one whose result does not generate.
    fn judge(
        &mut self,
        kind: &'static str,
        case: String,
        bench: &Bench,
        settings: &Settings,
        sides: [&Value; 2],
    ) -> Result<Option<Judged>, Failure> {
        let before = make(sides[0], settings)?;
        let Ok(after) = make(sides[1], settings) else {
            // What does not generate is rejected before the comparison.
            self.passed_over += 1;
            return Ok(None);
        };
        self.tried += 1;
        *self.by_kind.entry(kind).or_default() += 1;
        let changes = compare(before.side(), after.side());
        let ours = opinion(&changes);
        let caller = caller::of_everything(&before.public_api);
        let compiler = Said::from(bench.compile(&after.tree, &caller)?);
        self.breaks += usize::from(matches!(compiler, Said::Break(_)));
        match (&ours, &compiler) {
            (Said::NoBreak, Said::Break(error)) => self.missed.push(format!("{case}\n    {error}")),
            (Said::Break(rule), Said::NoBreak) => {
                self.false_alarms.push(format!("{case} ({rule})"));
            }
            _ => {}
        }
        self.migrate(&case, bench, &changes, [&before, &after])?;
        Ok(Some(Judged {
            case,
            crates: [before.tree, after.tree],
            ours,
            compiler,
        }))
    }

    /// Compiles the code that the report tells callers to write instead.
    fn migrate(
        &mut self,
        case: &str,
        bench: &Bench,
        changes: &[Change],
        [before, after]: [&Made; 2],
    ) -> Result<(), Failure> {
        let migrations = changes
            .iter()
            .filter_map(|change| change.migration(before.side(), after.side(), caller::LIBRARY));
        let instead: Vec<Usage> = migrations.filter_map(|migration| migration.after).collect();
        self.migrations += instead.len();
        if instead.is_empty() {
            return Ok(());
        }
        if let Truth::Breaks(error) = bench.compile(&after.tree, &caller::of(instead))? {
            self.missed
                .push(format!("{case}: a migration does not compile\n    {error}"));
        }
        Ok(())
    }

    fn outcome(self) -> Outcome {
        let mut report = format!(
            "{} of {} kinds, {} passed over\n{} break callers, {} compiled; missed: {}; false alarms: {}\n",
            count(self.tried, "change"),
            self.by_kind.len(),
            self.passed_over,
            self.breaks,
            count(self.migrations, "migration"),
            self.missed.len(),
            self.false_alarms.len()
        );
        for (title, cases) in [
            ("missed", &self.missed),
            ("false alarm", &self.false_alarms),
        ] {
            for case in cases {
                // Writing to a string cannot fail.
                let _ = writeln!(report, "  {title}: {case}");
            }
        }
        Outcome {
            report,
            verdict: if self.missed.is_empty() {
                Verdict::Done
            } else {
                Verdict::Stale
            },
        }
    }
}

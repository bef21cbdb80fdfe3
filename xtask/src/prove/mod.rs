//! `cargo xtask prove-diff`: the verdicts of the comparison against those of the compiler, on
//! hundreds of changes to the real description.
//!
//! For each change, a caller that uses everything of the crate before is compiled against the
//! crate after; the caller of the whole crate is compiled first. Invariant: a break that was called compatible fails the command; a compatible
//! change that was called a break is counted and listed.

mod caller;
mod mutations;
mod slice;
mod truth;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use fastrand::Rng;
use generator::compare::{Change, Effect, Level, Side, compare};
use generator::{FileTree, Settings, Source, Surface, Usage, model::Api};
use serde_json::Value;

use self::mutations::MUTATIONS;
use self::truth::{Bench, Truth};
use crate::args::ProveDiffArgs;
use crate::failure::Failure;
use crate::input;
use crate::terminal::{self, Outcome, Verdict, count};

/// A crate on one side of a change.
struct Made {
    api: Api,
    surface: Surface,
    tree: FileTree,
    settings: Settings,
}

impl Made {
    fn side(&self) -> Side<'_> {
        Side {
            api: &self.api,
            surface: &self.surface,
            settings: &self.settings,
        }
    }
}

/// What came of it all.
#[derive(Default)]
struct Tally {
    tried: usize,
    breaks: usize,
    /// How many pieces of code that callers are told to write were compiled.
    migrations: usize,
    /// Kinds that found nothing to change, or whose result is no description that generates.
    passed_over: usize,
    missed: Vec<String>,
    false_alarms: Vec<String>,
    by_kind: BTreeMap<&'static str, usize>,
}

pub(crate) fn run(args: &ProveDiffArgs) -> Result<Outcome, Failure> {
    let (description, settings) = input::described_freshdesk()?;
    let bench = Bench::prepare(settings.name())?;
    check_caller(&bench, &make(&description, &settings)?)?;
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
        tally.judge(kind, &case, &bench, &settings, [&before, &after])?;
    }
    terminal::progress("");
    Ok(tally.outcome())
}

/// A caller that does not compile against the crate that it was written for would prove nothing.
fn check_caller(bench: &Bench, whole: &Made) -> Result<(), Failure> {
    terminal::progress("the caller of the whole crate");
    match bench.compile(&whole.tree, &caller::of_everything(&whole.surface))? {
        Truth::Compiles => Ok(()),
        Truth::Breaks(error) => Err(Failure::new(format!(
            "a caller of everything does not compile against its own crate: {error}"
        ))
        .help("this is a fault of the uses that `generator::Surface` writes")),
    }
}

fn make(description: &Value, settings: &Settings) -> Result<Made, Failure> {
    let source = Source {
        name: "description".to_owned(),
        text: description.to_string(),
    };
    let generated = generator::generate(&source, &[], settings)?;
    Ok(Made {
        surface: generator::surface(&generated.api, settings)?,
        api: generated.api,
        tree: generated.tree,
        settings: settings.clone(),
    })
}

impl Tally {
    fn judge(
        &mut self,
        kind: &'static str,
        case: &str,
        bench: &Bench,
        settings: &Settings,
        sides: [&Value; 2],
    ) -> Result<(), Failure> {
        let before = make(sides[0], settings)?;
        let Ok(after) = make(sides[1], settings) else {
            // What does not generate is refused before anybody compares.
            self.passed_over += 1;
            return Ok(());
        };
        self.tried += 1;
        *self.by_kind.entry(kind).or_default() += 1;
        let changes = compare(before.side(), after.side());
        let breaks = |change: &Change| change.verdict(Level::Source).effect == Effect::Break;
        let said_to_break = changes.iter().any(breaks);
        match bench.compile(&after.tree, &caller::of_everything(&before.surface))? {
            Truth::Breaks(error) => {
                self.breaks += 1;
                if !said_to_break {
                    self.missed.push(format!("{case}\n    {error}"));
                }
            }
            Truth::Compiles if said_to_break => {
                let why = changes.iter().find(|change| breaks(change));
                let why = why.and_then(|change| change.verdict(Level::Source).rule);
                let why = why.map_or("", |rule| rule.id);
                self.false_alarms.push(format!("{case} ({why})"));
            }
            Truth::Compiles => {}
        }
        self.migrate(case, bench, &changes, [&before, &after])
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

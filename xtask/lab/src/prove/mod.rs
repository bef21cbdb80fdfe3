//! `cargo lab prove-diff`: the verdicts of the comparison against those of the compiler, on
//! hundreds of changes to the real description.
//!
//! For each change, a caller that uses everything of the crate before is compiled against the
//! crate after, with all groups of operations and with one; the caller of the whole crate is compiled
//! first. Where it compiles and nothing was reported for the wire, every operation is called with both
//! crates, and what is sent is compared. Some changes are shown to third-party tools as well. Invariant:
//! a break that was called compatible, and a difference in what is sent that was not reported, fail the
//! command; a compatible change that was called a break is counted and listed.

mod behaviour;
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
use xtask::args::OverlayArgs;
use xtask::failure::Failure;
use xtask::input::InputFile;
use xtask::names;
use xtask::overlays;
use xtask::terminal::{self, Completion, Outcome, count};
use xtask::workspace::{self, DESCRIPTION, SETTINGS};

use self::behaviour::Behaviour;
use self::cross::{CrossCheck, Judged, Said};
use self::mutations::{Change as Drawn, Changed, Described};
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
    /// Number of changes after which every operation was called.
    called: usize,
    /// Kinds that found nothing to change, or whose result is no description that generates.
    passed_over: usize,
    missed: Vec<String>,
    false_alarms: Vec<String>,
    by_kind: BTreeMap<&'static str, usize>,
}

pub(crate) fn run(args: &ProveDiffArgs) -> Result<Outcome, Failure> {
    let described = described_freshdesk()?;
    let bench = Bench::prepare(described.settings()?.name())?;
    check_caller(&bench, &make(&described)?)?;
    let mut rng = Rng::with_seed(args.seed);
    check_calls(&bench, &described, &mut rng)?;
    let prepare = |wanted| CrossCheck::prepare(wanted, args.mutations, &bench);
    let mut cross = args.cross_check.map(prepare);
    let mut tally = Tally::default();
    let attempts = args.mutations.saturating_mul(4);
    // Few changes are of other kinds with another seed.
    let start = rng.usize(..=usize::from(u16::MAX));
    for number in start..start + attempts {
        if tally.tried >= args.mutations {
            break;
        }
        let Some(Changed {
            kind,
            what,
            before,
            after,
        }) = mutations::draw(number, &described, &mut rng)
        else {
            tally.passed_over += 1;
            continue;
        };
        let case = format!("{kind}: {what}");
        terminal::progress(&format!("{}/{} {case}", tally.tried + 1, args.mutations));
        let number = tally.tried;
        let judged = tally.judge(kind, case, &bench, [&before, &after], &mut rng)?;
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

/// This repository's description as plain data, corrected by its overlays, and the text of its settings.
fn described_freshdesk() -> Result<Described, Failure> {
    let root = workspace::root();
    let settings = names::settings(&root)?;
    let description = InputFile::of_workspace(&root, DESCRIPTION).read()?;
    let files = overlays::of_workspace(&root, &OverlayArgs::default(), &settings);
    let document = generator::load(&description)?;
    let (document, said) = generator::overlay(document, &overlays::read(&files)?)?;
    let (document, _) = said.unless_errors(document)?;
    Ok(Described {
        description: document.as_json().clone(),
        settings: InputFile::of_workspace(&root, SETTINGS).read()?.text,
    })
}

impl Described {
    fn settings(&self) -> Result<Settings, Failure> {
        let source = Source {
            name: "settings".to_owned(),
            text: self.settings.clone(),
        };
        names::with_lock(&workspace::root(), Settings::parse(&source)?)
    }
}

/// Requires the calls of every operation to notice a path that has moved, without which they would prove nothing.
fn check_calls(bench: &Bench, described: &Described, rng: &mut Rng) -> Result<(), Failure> {
    terminal::progress("the calls of every operation");
    let tags = slice::tags(&described.description);
    let before = described.around(&tags[..tags.len().min(3)]);
    let after = before.changed(Drawn::MOVE_PATH, rng);
    let (_, after) = after.ok_or_else(|| Failure::new("there is no path that could move"))?;
    let (before, after) = (make(&before)?, make(&after)?);
    let found = behaviour::compare(bench, &before.api, [&before.tree, &after.tree])?;
    match found {
        Behaviour::Differs(_) => Ok(()),
        other => Err(Failure::new(format!(
            "a path has moved, and what is sent is said to be: {other:?}"
        ))
        .help("this is a fault of the program that `prove/behaviour` writes")),
    }
}

/// Requires a caller to compile against the crate that it was written for, without which it would prove nothing.
fn check_caller(bench: &Bench, whole: &Made) -> Result<(), Failure> {
    terminal::progress("the caller of the whole crate");
    match bench.compile(
        &whole.tree,
        &caller::of_everything(&whole.public_api, None),
        None,
    )? {
        Truth::Compiles => Ok(()),
        Truth::Breaks(error) => Err(Failure::new(format!(
            "a caller of everything does not compile against its own crate: {error}"
        ))
        .help("this is a fault of the uses that `generator::PublicApi` writes")),
    }
}

fn make(described: &Described) -> Result<Made, Failure> {
    let source = Source {
        name: "description".to_owned(),
        text: described.description.to_string(),
    };
    let generated = Input::new(&source, &described.settings()?).generate()?;
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

/// Returns `true` if something is reported that those notice who only run their code.
fn tells_callers(changes: &[Change]) -> bool {
    let levels = [Level::Wire, Level::Behaviour];
    let is_told = |change: &Change| {
        let mut effects = levels.map(|level| change.verdict(level).effect).into_iter();
        effects.any(|effect| effect > Effect::Addition)
    };
    changes.iter().any(is_told)
}

/// Compiles callers of everything: with all groups of operations, and with one of several.
fn truth(bench: &Bench, [before, after]: [&Made; 2], rng: &mut Rng) -> Result<Truth, Failure> {
    let caller = caller::of_everything(&before.public_api, None);
    let all = bench.compile(&after.tree, &caller, None)?;
    let groups = truth::groups(&before.tree);
    let (Truth::Compiles, Some(group)) = (&all, rng.choice(&groups)) else {
        return Ok(all);
    };
    // Without the feature in the crate after, Cargo itself refuses.
    if !truth::groups(&after.tree).contains(group) {
        return Ok(Truth::Breaks(format!(
            "error: there is no feature `{group}`"
        )));
    }
    let caller = caller::of_everything(&before.public_api, Some(group));
    bench.compile(&after.tree, &caller, Some(group))
}

impl Tally {
    /// Judges a change; nothing comes of one whose result does not generate.
    fn judge(
        &mut self,
        kind: &'static str,
        case: String,
        bench: &Bench,
        sides: [&Described; 2],
        rng: &mut Rng,
    ) -> Result<Option<Judged>, Failure> {
        let before = make(sides[0])?;
        let Ok(after) = make(sides[1]) else {
            // What does not generate is rejected before the comparison.
            self.passed_over += 1;
            return Ok(None);
        };
        self.tried += 1;
        *self.by_kind.entry(kind).or_default() += 1;
        let changes = compare(before.side(), after.side());
        let ours = opinion(&changes);
        let compiler = Said::from(truth(bench, [&before, &after], rng)?);
        self.breaks += usize::from(matches!(compiler, Said::Break(_)));
        match (&ours, &compiler) {
            (Said::NoBreak, Said::Break(error)) => self.missed.push(format!("{case}\n    {error}")),
            (Said::Break(rule), Said::NoBreak) => {
                self.false_alarms.push(format!("{case} ({rule})"));
            }
            (Said::NoBreak, Said::NoBreak) if !tells_callers(&changes) => {
                self.call(&case, bench, [&before, &after])?;
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

    /// Calls every operation with both crates, where nothing was reported that a call could show.
    fn call(&mut self, case: &str, bench: &Bench, sides: [&Made; 2]) -> Result<(), Failure> {
        self.called += 1;
        let [before, after] = sides;
        match behaviour::compare(bench, &before.api, [&before.tree, &after.tree])? {
            Behaviour::Same => {}
            Behaviour::Differs(call) => self.missed.push(format!(
                "{case}\n    the call `{call}` sends something else"
            )),
            Behaviour::NotRun(error) => self.missed.push(format!("{case}\n    {error}")),
        }
        Ok(())
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
        if let Truth::Breaks(error) = bench.compile(&after.tree, &caller::of(instead), None)? {
            self.missed
                .push(format!("{case}: a migration does not compile\n    {error}"));
        }
        Ok(())
    }

    fn outcome(self) -> Outcome {
        let mut report = format!(
            "{} of {} kinds, {} passed over\n{} break callers, {} compiled, {} called with both crates; missed: {}; false alarms: {}\n",
            count(self.tried, "change"),
            self.by_kind.len(),
            self.passed_over,
            self.breaks,
            count(self.migrations, "migration"),
            self.called,
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
                Completion::Done
            } else {
                Completion::Stale
            },
        }
    }
}

//! `cargo lab prove-masking`: every property, enum value and type of the description, changed one at a time → whether the
//! comparison tells it.
//!
//! Invariant: a change that is told as something else, or nowhere, fails the command.

mod changes;

use std::fmt::Write as _;

use generator::compare::{self, Change as Told, ChangeKind, Location, Side};
use generator::{ErrorPolicy, Input, Modelled, PublicApi, Settings, Source};
use xtask::args::OverlayArgs;
use xtask::failure::Failure;
use xtask::input::InputFile;
use xtask::names;
use xtask::overlays;
use xtask::terminal::{self, Completion, Outcome, count};
use xtask::workspace::{self, DESCRIPTION};

use self::changes::{Change, MaskedKind};
use crate::args::ProveMaskingArgs;

/// Everything that the description is compared with.
struct Base<'t> {
    overlays: &'t [Source],
    settings: &'t Settings,
    before: &'t Modelled<'t>,
    public_api: &'t PublicApi,
}

/// A way in which a change is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// As a change of the crate.
    Compared,
    /// As one that the overlays hide.
    Masked,
    /// As an action that does not fit any more, so that nothing is generated.
    Refused,
    /// Nowhere.
    Unreported,
    /// As one that the overlays hide, and codegen says nothing.
    Silent,
}

const WAYS: [(Way, &str); 5] = [
    (Way::Compared, "compared"),
    (Way::Masked, "masked"),
    (Way::Refused, "refused"),
    (Way::Unreported, "unreported"),
    (Way::Silent, "silent in codegen"),
];

pub(crate) fn run(args: &ProveMaskingArgs) -> Result<Outcome, Failure> {
    let root = workspace::root();
    let settings = names::settings(&root)?;
    let description = InputFile::of_workspace(&root, DESCRIPTION).read()?;
    let files = overlays::of_workspace(&root, &OverlayArgs::default(), &settings);
    // JSON is read many times faster.
    let overlays: Vec<Source> = overlays::read(&files)?
        .iter()
        .map(as_json)
        .collect::<Result<_, _>>()?;
    let description = as_json(&description)?;
    let tree = generator::read_tree(&description)?;
    let before = model(&description, &overlays, &settings)?;
    let public_api = generator::public_api(&before.api)?;
    let base = Base {
        overlays: &overlays,
        settings: &settings,
        before: &before,
        public_api: &public_api,
    };
    let all = changes::all(&tree);
    let take = args.take.unwrap_or(all.len()).min(all.len());
    let mut told = Vec::new();
    for number in 0..take {
        let Some(change) = all.get(number * all.len() / take) else {
            continue;
        };
        terminal::progress(&format!("{}/{take} {}", number + 1, change.pointer));
        if let Some(after) = change.made(&tree) {
            let text = after.to_string();
            told.push((change, base.way(change, text)?));
        }
    }
    terminal::progress("");
    Ok(report(&told))
}

fn as_json(source: &Source) -> Result<Source, Failure> {
    Ok(Source {
        name: source.name.clone(),
        text: generator::read_tree(source)?.to_string(),
    })
}

fn model<'t>(
    description: &'t Source,
    overlays: &'t [Source],
    settings: &'t Settings,
) -> Result<Modelled<'t>, Failure> {
    let input = Input::new(description, settings)
        .overlays(overlays)
        .errors(ErrorPolicy::SkipActions);
    Ok(input.model()?)
}

impl Base<'_> {
    fn way(&self, change: &Change, text: String) -> Result<Way, Failure> {
        let name = "changed".to_owned();
        let description = Source { name, text };
        // What does not generate is told by everything that reads it.
        let Ok(after) = model(&description, self.overlays, self.settings) else {
            return Ok(Way::Refused);
        };
        if after.left_out.has_errors() {
            return Ok(Way::Refused);
        }
        let masked = after.masked_since(self.before);
        if masked
            .iter()
            .any(|one| one.pointer.starts_with(&change.pointer))
        {
            return Ok(if self.is_warned_of(&after) {
                Way::Masked
            } else {
                Way::Silent
            });
        }
        let is_told = |before, api, public_api| {
            let before = Side {
                api: &self.before.api,
                public_api: before,
            };
            let told = compare::compare(before, Side { api, public_api });
            told.iter().any(|told| is_about(told, change))
        };
        // Most changes are told by the models alone, and reading a public API takes long.
        let none = PublicApi::default();
        if is_told(&none, &after.api, &none) {
            return Ok(Way::Compared);
        }
        let public_api = generator::public_api(&after.api)?;
        Ok(if is_told(self.public_api, &after.api, &public_api) {
            Way::Compared
        } else {
            Way::Unreported
        })
    }

    /// Tells whether codegen warns of a mismatch of an overlay that the description did not have before: an action finds
    /// something else, or requires what nothing describes any more.
    fn is_warned_of(&self, after: &Modelled<'_>) -> bool {
        let mut warnings = after.warnings.iter();
        warnings.any(|one| {
            let mut known = self.before.warnings.iter();
            (one.code.starts_with("overlay-") || one.code == "untyped")
                && !known.any(|known| known.code == one.code && known.message == one.message)
        })
    }
}

/// Tells whether a row of the report is about a change.
fn is_about(told: &Told, change: &Change) -> bool {
    let mut places = told.before.iter().chain(&told.after);
    let is_around = |place: &Location| {
        let rest = change.pointer.strip_prefix(&place.0);
        place.0.len() > 1 && rest.is_some_and(|rest| rest.starts_with('/'))
    };
    match change.kind {
        MaskedKind::RemovedProperty => {
            let is_gone = matches!(told.kind, ChangeKind::Removed | ChangeKind::Renamed);
            is_gone && places.any(|place| place.0 == change.pointer)
        }
        MaskedKind::RenamedValue => {
            let is_new = ["::renamed_value", "::4711"]
                .iter()
                .any(|value| told.subject.ends_with(value));
            is_new || told.kind == ChangeKind::Removed && places.any(is_around)
        }
        MaskedKind::ChangedType => places.any(is_around),
    }
}

fn report(told: &[(&Change, Way)]) -> Outcome {
    let mut text = String::new();
    for kind in MaskedKind::ALL {
        let of_kind = || told.iter().filter(|(change, _)| change.kind == kind);
        let ways = WAYS.map(|(way, name)| {
            let number = of_kind().filter(|(_, told)| *told == way).count();
            format!("{number} {name}")
        });
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:5} {}: {}",
            of_kind().count(),
            kind.as_str(),
            ways.join(", ")
        );
    }
    let missed = told.iter();
    let missed = missed.filter(|(_, way)| matches!(way, Way::Unreported | Way::Silent));
    let missed: Vec<_> = missed.collect();
    for (change, way) in &missed {
        let name = WAYS.iter().find(|(known, _)| known == way);
        let name = name.map_or("", |(_, name)| name);
        let _ = writeln!(
            text,
            "  {name}: {} {}",
            change.kind.as_str(),
            change.pointer
        );
    }
    let _ = writeln!(
        text,
        "{}, {} missed",
        count(told.len(), "change"),
        missed.len()
    );
    Outcome {
        verdict: if missed.is_empty() {
            Completion::Done
        } else {
            Completion::Stale
        },
        report: text,
    }
}

//! `cargo xtask lint`: a description → everything that is wrong with it. All stages run, and nothing is written.

use generator::{Diagnostics, Input, Settings};

use crate::args::{LintArgs, LintFormat};
use crate::failure::Failure;
use crate::input::InputFile;
use crate::names;
use crate::overlays;
use crate::report::{self, Extent};
use crate::terminal::{Completion, Outcome};
use crate::workspace::{self, DESCRIPTION};

/// The crate that is made, and thrown away.
const CRATE: &str = "linted-client";

/// Description and settings to check.
struct Job {
    description: InputFile,
    overlays: Vec<InputFile>,
    settings: Settings,
}

/// Looks at a description. Errors in it are a verdict, not a failure.
pub(crate) fn run(args: &LintArgs) -> Result<Outcome, Failure> {
    let job = Job::new(args)?;
    let description = job.description.read()?;
    let overlays = overlays::read(&job.overlays)?;
    let read_file = |path: &str| job.description.read_beside(path, args.root.as_deref());
    let generated = Input::new(&description, &job.settings)
        .overlays(&overlays)
        .files(&read_file)
        .generate();
    let said = match generated {
        Ok(generated) => generated.warnings,
        Err(errors) => errors,
    };
    Ok(Outcome {
        report: told(&said, args, &job.description.label),
        verdict: if said.has_errors() {
            Completion::Stale
        } else {
            Completion::Done
        },
    })
}

/// Returns the text for standard output: in the form for people, diagnostics go to standard error with their counts.
fn told(said: &Diagnostics, args: &LintArgs, label: &str) -> String {
    match args.format {
        LintFormat::Json => report::json(said),
        LintFormat::Text if said.is_empty() => format!("{label}: {}\n", report::counts(said)),
        LintFormat::Text => {
            let extent = if args.all {
                Extent::All
            } else {
                Extent::Limited
            };
            report::tell(said, extent);
            String::new()
        }
    }
}

impl Job {
    fn new(args: &LintArgs) -> Result<Self, Failure> {
        if let Some(path) = &args.file {
            return Ok(Self {
                description: InputFile::given(path),
                overlays: overlays::given(&args.overlays),
                settings: Settings::for_crate(CRATE)?,
            });
        }
        let root = workspace::root();
        let settings = names::settings(&root)?;
        Ok(Self {
            description: InputFile::of_workspace(&root, DESCRIPTION),
            overlays: overlays::of_workspace(&root, &args.overlays, &settings),
            settings,
        })
    }
}

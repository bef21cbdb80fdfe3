//! `cargo xtask codegen`: a description → a crate on the disk, or with `--check`
//! the difference between the two. Both go the same way up to the last step.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use generator::{ErrorPolicy, Generated, Input, Settings};

use crate::args::{CodegenArgs, Elsewhere, OverlayArgs};
use crate::diff;
use crate::failure::Failure;
use crate::input::InputFile;
use crate::names::{self, Lock};
use crate::output::{self, Claim, Plan, Target};
use crate::overlays;
use crate::report::{self, Extent};
use crate::stage;
use crate::terminal::{self, Completion, Outcome, count, grouped};
use crate::workspace::{self, DESCRIPTION, GENERATED, NAMES};

/// Up to this many written and removed files are named in the summary.
const NAMED_FILES: usize = 10;

/// Input, output, and the command line that repeats the job.
#[derive(Debug)]
struct Job {
    description: InputFile,
    overlays: Vec<InputFile>,
    settings: Settings,
    out: PathBuf,
    out_label: String,
    /// The command that writes the crate.
    command: String,
}

/// Generates, then writes or checks.
pub fn run(args: &CodegenArgs) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let root = workspace::root();
    let is_own = args.elsewhere()?.is_none();
    let mut job = match args.elsewhere()? {
        Some(elsewhere) => Job::elsewhere(&elsewhere, &args.overlays)?,
        None => Job::of_workspace(&root, &args.overlays)?,
    };
    let target = Target::inspect(&job.out, &job.out_label, &root)?;
    for input in job.overlays.iter().chain([&job.description]) {
        target.refuse_around(&input.path, &input.label)?;
    }
    let description = job.description.read()?;
    let overlays = overlays::read(&job.overlays)?;
    // What is new must not take an identifier that something has in the last commit.
    if is_own && !args.check {
        match diff::names_of_last_commit() {
            Ok(Some(names)) => job.settings = job.settings.with_names(&names),
            Ok(None) => {}
            Err(failure) => terminal::complain(&format!(
                "warning: the last commit cannot be read, so what is new may take the identifier of something that is there\n{failure}"
            )),
        }
    }
    stage::enter(1, 3, "generating");
    let read_file = |path: &str| job.description.read_beside(path, args.root.as_deref());
    let generated = Input::new(&description, &job.settings)
        .overlays(&overlays)
        .files(&read_file)
        .errors(ErrorPolicy::LeaveOut)
        .generate()?;
    let extent = if args.all {
        Extent::All
    } else {
        Extent::Limited
    };
    report::tell(&generated.warnings, extent);
    report::tell(&generated.left_out, extent);
    if !generated.left_out.is_empty() && !args.allow_partial {
        let what = "the description has errors, see above; nothing is written";
        return Err(Failure::new(what).help(
            "fix the description, by an overlay if it is not yours; --allow-partial omits these parts",
        ));
    }
    stage::enter(2, 3, "comparing files");
    // What is checked may be written meanwhile; a folder of another's is never.
    let claim = if args.check {
        Err(target)
    } else {
        Ok(Claim::of(target)?)
    };
    let target = claim.as_ref().map_or_else(|target| target, Claim::target);
    let plan = Plan::new(target, generated.tree.iter())?;
    // Without all operations, nobody knows which names are gone.
    let lock = if is_own && generated.left_out.is_empty() {
        Some(Lock::inspect(&root, &generated.api.locked_names)?)
    } else {
        None
    };
    let Ok(claim) = &claim else {
        return Ok(check(&job, target, &plan, lock.as_ref()));
    };
    output::apply(claim, &plan)?;
    let mut report = summary(&job, target, &generated, &plan, started);
    if let Some(lock) = lock.filter(|lock| !lock.is_up_to_date()) {
        lock.write()?;
        let locked = count(generated.api.locked_names.len(), "identifier");
        let _ = writeln!(report, "{NAMES}: {locked} locked");
    }
    if is_own && let Some(changes) = diff::since_last_commit(&generated.tree) {
        let _ = write!(report, "\n{changes}");
    }
    Ok(Outcome {
        report,
        verdict: Completion::Done,
    })
}

impl Job {
    fn of_workspace(root: &Path, overlays: &OverlayArgs) -> Result<Self, Failure> {
        let settings = names::settings(root)?;
        Ok(Self {
            description: InputFile::of_workspace(root, DESCRIPTION),
            overlays: overlays::of_workspace(root, overlays, &settings),
            settings,
            out: root.join(GENERATED),
            out_label: GENERATED.to_owned(),
            command: format!("cargo xtask codegen{}", options(overlays)),
        })
    }

    fn elsewhere(place: &Elsewhere<'_>, overlays: &OverlayArgs) -> Result<Self, Failure> {
        let command = format!(
            "cargo xtask codegen --spec {}{} --out {} --name {}",
            quoted(&place.spec.display().to_string()),
            options(overlays),
            quoted(&place.out.display().to_string()),
            quoted(place.name),
        );
        Ok(Self {
            description: InputFile::given(place.spec),
            overlays: overlays::given(overlays),
            settings: Settings::for_crate(place.name)?,
            out: place.out.to_path_buf(),
            out_label: place.out.display().to_string(),
            command,
        })
    }
}

/// Returns the overlays as they are asked for again.
fn options(overlays: &OverlayArgs) -> String {
    let option = |file: &PathBuf| format!(" --overlay {}", quoted(&file.display().to_string()));
    overlays.files.iter().map(option).collect()
}

/// Returns an argument as a shell takes it.
fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:+,@%=".contains(c);
    if argument.chars().all(plain) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', r"'\''"))
    }
}

fn check(job: &Job, target: &Target, plan: &Plan<'_>, lock: Option<&Lock>) -> Outcome {
    let is_lock_stale = lock.is_some_and(|lock| !lock.is_up_to_date());
    if plan.is_up_to_date() && !is_lock_stale {
        let files = count(plan.unchanged, "file");
        let spec = &job.description.label;
        return Outcome {
            report: format!("`{}` is up to date with {spec}: {files}\n", target.label),
            verdict: Completion::Done,
        };
    }
    let mut report = String::new();
    if !plan.is_up_to_date() {
        report.push_str(&output::differences(target, plan, &job.command));
    }
    if is_lock_stale {
        let command = &job.command;
        let _ = writeln!(
            report,
            "`{NAMES}` does not have the identifiers that are locked; run `{command}`"
        );
    }
    Outcome {
        report,
        verdict: Completion::Stale,
    }
}

/// Describes the input, the result and the time taken.
fn summary(
    job: &Job,
    target: &Target,
    generated: &Generated,
    plan: &Plan<'_>,
    started: Instant,
) -> String {
    let mut text = format!(
        "{}: {}, {}\n{}{}: {} written, {} unchanged, {} removed, in {} ms\n",
        job.description.label,
        count(generated.api.operation_count(), "operation"),
        count(generated.api.types.len(), "type"),
        applied(job, generated),
        target.label,
        count(plan.writes.len(), "file"),
        grouped(plan.unchanged),
        grouped(plan.removals.len()),
        started.elapsed().as_millis(),
    );
    if plan.writes.len() + plan.removals.len() <= NAMED_FILES {
        // Writing to a string cannot fail.
        for write in &plan.writes {
            let _ = writeln!(text, "  written  {}", output::slashed(write.path));
        }
        for path in &plan.removals {
            let _ = writeln!(text, "  removed  {}", output::slashed(path));
        }
    }
    text
}

/// Describes the effect of the overlays on a line of its own, if there are any.
fn applied(job: &Job, generated: &Generated) -> String {
    match job.overlays.as_slice() {
        [] => String::new(),
        [only] => format!(
            "{}: {} applied\n",
            only.label,
            count(generated.actions, "action")
        ),
        several => format!(
            "{}: {} applied\n",
            count(several.len(), "overlay"),
            count(generated.actions, "action")
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser as _;

    use super::{quoted, run};
    use crate::args::{Args, Command};
    use crate::scratch::Scratch;

    /// One operation is right, the other refers to nothing.
    const PARTLY_WRONG: &str = "\
openapi: 3.1.0
info: { title: Partly wrong, version: '1.0' }
paths:
  /good: { get: { responses: { '204': { description: Done. } } } }
  /bad: { get: { responses: { '200': { $ref: '#/components/responses/Gone' } } } }
";

    #[test]
    fn a_crate_without_parts_is_written_only_where_that_is_allowed() {
        let scratch = Scratch::new().unwrap();
        let (spec, out) = (scratch.path().join("api.yaml"), scratch.path().join("out"));
        fs::write(&spec, PARTLY_WRONG).unwrap();
        let generate = |more: &[&str]| {
            let (spec, out) = (spec.to_str().unwrap(), out.to_str().unwrap());
            let line = [
                "xtask", "codegen", "--spec", spec, "--out", out, "--name", "partly",
            ];
            let args = Args::try_parse_from(line.iter().chain(more)).unwrap();
            let Command::Codegen(args) = args.command else {
                panic!("another command");
            };
            run(&args)
        };
        assert!(generate(&[]).is_err());
        assert!(!out.exists());
        assert!(generate(&["--allow-partial"]).is_ok());
        let readme = fs::read_to_string(out.join("README.md")).unwrap();
        assert!(readme.contains("`GET /bad`"), "{readme}");
        // What was written before stays.
        assert!(generate(&[]).is_err());
        assert!(out.join("README.md").exists());
    }

    #[test]
    fn arguments_survive_a_shell() {
        assert_eq!(quoted("../spec/api.yaml"), "../spec/api.yaml");
        assert_eq!(quoted("my client"), "'my client'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}

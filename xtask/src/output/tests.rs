//! Folders before → folders after: what is written, what is left alone, what is
//! refused, and that a failure changes nothing.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Plan, STAGING, Target, apply, differences};
use crate::failure::Failure;
use crate::scratch::Scratch;

type TestResult = Result<(), Box<dyn Error>>;

const CARGO_TOML: (&str, &str) = ("Cargo.toml", "# @generated\n[package]\n");
const LIB: (&str, &str) = ("src/lib.rs", "// @generated\npub mod models;\n");
const TICKET: (&str, &str) = (
    "src/models/ticket.rs",
    "// @generated\npub struct Ticket;\n",
);

/// A folder for one test, `client` by name, inside a scratch folder.
struct Client {
    scratch: Scratch,
}

impl Client {
    /// Without the folder.
    fn absent() -> Result<Self, Box<dyn Error>> {
        let scratch = Scratch::new()?;
        Ok(Self { scratch })
    }

    /// With the folder as the generator leaves it.
    fn generated() -> Result<Self, Box<dyn Error>> {
        let client = Self::absent()?;
        client.write(&[CARGO_TOML, LIB, TICKET])?;
        Ok(client)
    }

    fn path(&self) -> PathBuf {
        self.scratch.path().join("client")
    }

    fn put(&self, path: &str, text: &str) -> TestResult {
        let path = self.path().join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(path, text)?)
    }

    fn target(&self) -> Result<Target, Failure> {
        Target::inspect(&self.path(), "client", Path::new("/nowhere"))
    }

    /// What the command does.
    fn write(&self, files: &[(&str, &str)]) -> Result<(), Failure> {
        let target = self.target()?;
        apply(&target, &Plan::new(&target, files.iter().copied())?)
    }

    /// What `--check` prints; empty when the folder is up to date.
    fn check(&self, files: &[(&str, &str)]) -> Result<String, Failure> {
        let target = self.target()?;
        let plan = Plan::new(&target, files.iter().copied())?;
        if plan.is_up_to_date() {
            return Ok(String::new());
        }
        Ok(differences(&target, &plan, "cargo xtask codegen"))
    }

    /// Every entry with its bytes and its time, folders included.
    fn snapshot(&self) -> Result<Snapshot, Box<dyn Error>> {
        let mut snapshot = Snapshot::new();
        let mut pending = vec![self.scratch.path().to_path_buf()];
        while let Some(folder) = pending.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                let metadata = fs::symlink_metadata(&path)?;
                if metadata.is_file() {
                    let content = (fs::read(&path)?, Some(metadata.modified()?));
                    snapshot.insert(path, content);
                } else {
                    if metadata.is_dir() {
                        pending.push(path.clone());
                    }
                    snapshot.insert(path, (Vec::new(), None));
                }
            }
        }
        Ok(snapshot)
    }
}

type Snapshot = BTreeMap<PathBuf, (Vec<u8>, Option<SystemTime>)>;

/// The message of a run that must fail.
fn refusal(result: Result<(), Failure>) -> String {
    result.map_or_else(
        |failure| failure.to_string(),
        |()| "nothing was refused".to_owned(),
    )
}

#[test]
fn an_absent_folder_is_made_with_those_above_it() -> TestResult {
    let scratch = Scratch::new()?;
    let path = scratch.path().join("a/b");
    let target = Target::inspect(&path, "a/b", Path::new("/nowhere"))?;
    let plan = Plan::new(&target, [CARGO_TOML, TICKET])?;
    apply(&target, &plan)?;
    assert_eq!(fs::read_to_string(path.join(TICKET.0))?, TICKET.1);
    assert_eq!(fs::read_dir(&path)?.count(), 2, "no staging folder is left");
    Ok(())
}

#[test]
fn unchanged_files_are_not_touched() -> TestResult {
    let client = Client::generated()?;
    let before = client.snapshot()?;
    client.write(&[CARGO_TOML, LIB, TICKET])?;
    assert_eq!(client.snapshot()?, before);
    client.write(&[CARGO_TOML, (LIB.0, "// new\n"), TICKET])?;
    let after = client.snapshot()?;
    let changed = after
        .iter()
        .filter(|(path, entry)| before.get(*path) != Some(entry));
    let changed: Vec<_> = changed.map(|(path, _)| path.clone()).collect();
    assert_eq!(changed, [client.path().join(LIB.0)]);
    Ok(())
}

#[test]
fn files_no_longer_generated_go_with_their_folders() -> TestResult {
    let client = Client::generated()?;
    client.put("src/old/deep/notes.txt", "by hand, but in src/")?;
    client.put("examples/old.rs", "// @generated\n")?;
    client.write(&[CARGO_TOML, LIB])?;
    assert!(!client.path().join("src/models").exists());
    assert!(!client.path().join("src/old").exists());
    assert!(!client.path().join("examples").exists());
    assert!(client.path().join(LIB.0).exists());
    Ok(())
}

#[test]
fn what_cargo_and_git_put_there_is_left_alone() -> TestResult {
    let client = Client::generated()?;
    client.put("target/debug/client", "binary")?;
    client.put("Cargo.lock", "# by Cargo\n")?;
    client.put(".git/HEAD", "ref: refs/heads/main\n")?;
    let before = client.snapshot()?;
    client.write(&[CARGO_TOML, LIB, TICKET])?;
    assert_eq!(client.check(&[CARGO_TOML, LIB, TICKET])?, "");
    assert_eq!(client.snapshot()?, before);
    Ok(())
}

#[test]
fn a_generated_hidden_file_is_written_beside_foreign_ones() -> TestResult {
    let client = Client::generated()?;
    client.put(".config/mine", "by hand")?;
    let files = [(".config/ours", "generated\n"), CARGO_TOML, LIB, TICKET];
    client.write(&files)?;
    assert!(client.path().join(".config/mine").exists());
    assert_eq!(client.check(&files)?, "");
    Ok(())
}

#[test]
fn a_file_and_a_folder_can_change_places() -> TestResult {
    let client = Client::generated()?;
    let swapped = [
        CARGO_TOML,
        ("src/lib.rs/mod.rs", "// a folder now\n"),
        ("src/models", "a file now\n"),
    ];
    client.write(&swapped)?;
    assert_eq!(client.check(&swapped)?, "");
    client.write(&[CARGO_TOML, LIB, TICKET])?;
    assert_eq!(client.check(&[CARGO_TOML, LIB, TICKET])?, "");
    Ok(())
}

#[test]
fn a_failure_half_way_leaves_the_old_tree_whole() -> TestResult {
    let client = Client::generated()?;
    client.put("src/old/gone.rs", "")?;
    let target = client.target()?;
    let files = [
        CARGO_TOML,
        (LIB.0, "// new\n"),
        ("src/new/a.rs", ""),
        ("src/z.rs", ""),
    ];
    let plan = Plan::new(&target, files)?;
    // The last file meets a folder that was not there when the plan was made.
    client.put("src/z.rs/obstacle", "by hand")?;
    let before = client.snapshot()?;
    let message = refusal(apply(&target, &plan));
    assert!(
        message.starts_with("error: cannot write `client/src/z.rs`: "),
        "{message}"
    );
    assert!(
        message.ends_with("= help: `client` is as it was before"),
        "{message}"
    );
    assert_eq!(client.snapshot()?, before);
    Ok(())
}

#[test]
fn a_failure_takes_back_the_folders_it_made() -> TestResult {
    let client = Client::absent()?;
    let target = client.target()?;
    let too_long = format!("src/{}.rs", "x".repeat(300));
    let plan = Plan::new(&target, [CARGO_TOML, (too_long.as_str(), "")])?;
    let message = refusal(apply(&target, &plan));
    assert!(
        message.starts_with("error: cannot write `client/src/xxx"),
        "{message}"
    );
    assert!(!client.path().exists());
    Ok(())
}

#[test]
fn a_second_run_at_the_same_time_is_refused() -> TestResult {
    let client = Client::generated()?;
    fs::create_dir(client.path().join(STAGING))?;
    let message = refusal(client.write(&[CARGO_TOML, LIB]));
    assert!(
        message.contains("another run is writing this folder"),
        "{message}"
    );
    assert!(
        message.contains("delete `client/.codegen-staging`"),
        "{message}"
    );
    assert!(client.path().join(TICKET.0).exists());
    Ok(())
}

#[test]
fn a_folder_that_was_not_generated_is_refused() -> TestResult {
    let client = Client::absent()?;
    client.put(
        "Cargo.toml",
        "[package]\n# @generated, but not in the first line\n",
    )?;
    let before = client.snapshot()?;
    let message = refusal(client.write(&[CARGO_TOML, LIB]));
    assert!(
        message.starts_with("error: refusing to write into `client`"),
        "{message}"
    );
    assert_eq!(client.snapshot()?, before);
    Ok(())
}

#[test]
fn a_file_written_by_hand_is_refused_by_name() -> TestResult {
    let client = Client::generated()?;
    client.put("notes/todo.md", "by hand")?;
    let before = client.snapshot()?;
    let message = refusal(client.write(&[CARGO_TOML, LIB]));
    assert_eq!(
        message,
        "error: refusing to write into `client`: `client/notes/todo.md` was not written by the \
         generator\n  = help: move or delete what is named here, then run the command again"
    );
    assert_eq!(client.snapshot()?, before);
    Ok(())
}

#[test]
fn places_that_nobody_means_are_refused() -> TestResult {
    let scratch = Scratch::new()?;
    fs::write(scratch.path().join("file"), "")?;
    let inspect = |path: &Path| refusal(Target::inspect(path, "out", scratch.path()).map(drop));
    assert!(inspect(Path::new("/")).contains("the root of the file system"));
    assert!(inspect(scratch.path()).contains("the root of this repository"));
    assert!(inspect(&scratch.path().join("file")).contains("it is a file, not a folder"));
    assert!(inspect(&scratch.path().join("file/client")).contains("cannot write into `out`"));
    assert!(inspect(&scratch.path().join("none/../client")).contains("holds no such folder"));
    Ok(())
}

#[test]
fn an_input_inside_the_folder_is_refused() -> TestResult {
    let client = Client::generated()?;
    client.put("src/api.yaml", "openapi: 3.1.0\n")?;
    let target = client.target()?;
    let inside = client.path().join("src/api.yaml");
    let message = refusal(target.refuse_around(&inside, "api.yaml"));
    assert!(
        message.contains("`api.yaml` lies inside `client`"),
        "{message}"
    );
    assert!(
        target
            .refuse_around(client.scratch.path(), "api.yaml")
            .is_ok()
    );
    Ok(())
}

#[test]
fn a_path_that_leaves_the_folder_is_refused() -> TestResult {
    let client = Client::generated()?;
    let message = refusal(client.write(&[CARGO_TOML, ("../evil.rs", "")]));
    assert!(
        message.contains("outside the folder: `../evil.rs`"),
        "{message}"
    );
    Ok(())
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() -> TestResult {
    use std::os::unix::fs::symlink;

    let client = Client::generated()?;
    let precious = client.scratch.path().join("precious.rs");
    fs::write(&precious, "by hand")?;
    fs::remove_file(client.path().join(LIB.0))?;
    symlink(&precious, client.path().join(LIB.0))?;
    let message = refusal(client.write(&[CARGO_TOML, LIB, TICKET]));
    assert!(
        message.contains("`client/src/lib.rs` is a symbolic link"),
        "{message}"
    );

    // One that is merely left over goes itself, not what it leads to.
    client.write(&[CARGO_TOML, TICKET])?;
    assert!(fs::symlink_metadata(client.path().join(LIB.0)).is_err());
    assert_eq!(fs::read_to_string(&precious)?, "by hand");

    // A folder on the way to a file counts too.
    fs::rename(client.path().join("src"), client.scratch.path().join("src"))?;
    symlink(client.scratch.path().join("src"), client.path().join("src"))?;
    let message = refusal(client.write(&[CARGO_TOML, TICKET]));
    assert!(
        message.contains("`client/src` is a symbolic link"),
        "{message}"
    );
    Ok(())
}

#[test]
fn check_shows_changed_missing_and_extra_files() -> TestResult {
    let client = Client::generated()?;
    assert_eq!(client.check(&[CARGO_TOML, LIB, TICKET])?, "");
    client.put("notes.md", "by hand")?;
    let before = client.snapshot()?;
    let files = [
        CARGO_TOML,
        (LIB.0, "// @generated\npub mod model;\n"),
        ("src/new.rs", "new\n"),
    ];
    let report = client.check(&files)?;
    let expected = "\
--- a/client/src/lib.rs
+++ b/client/src/lib.rs
@@ -1,2 +1,2 @@
 // @generated
-pub mod models;
+pub mod model;
--- /dev/null
+++ b/client/src/new.rs
@@ -0,0 +1 @@
+new
--- a/client/src/models/ticket.rs
+++ /dev/null
@@ -1,2 +0,0 @@
-// @generated
-pub struct Ticket;

`client` is out of date: 4 differences, 1 unchanged
  changed  client/src/lib.rs
  missing  client/src/new.rs
  extra    client/src/models/ticket.rs
  foreign  `client/notes.md` was not written by the generator
To bring it up to date, move or delete what is foreign, then run: cargo xtask codegen
";
    assert_eq!(report, expected);
    assert_eq!(client.snapshot()?, before);
    Ok(())
}

#[test]
fn check_cuts_what_is_too_long_and_says_so() -> TestResult {
    let client = Client::generated()?;
    let long = "line\n".repeat(5000);
    let report = client.check(&[CARGO_TOML, LIB, TICKET, ("src/z.rs", &long)])?;
    assert!(
        report.contains("\n… 4,003 more lines of differences not shown\n"),
        "{report}"
    );
    assert!(report.lines().count() < 1010);
    assert!(report.ends_with("To bring it up to date, run: cargo xtask codegen\n"));
    Ok(())
}

#[test]
fn check_of_an_absent_folder_misses_every_file() -> TestResult {
    let client = Client::absent()?;
    let report = client.check(&[CARGO_TOML, LIB])?;
    assert!(report.contains("2 differences, 0 unchanged"), "{report}");
    assert!(!client.path().exists());
    Ok(())
}

//! The examples, each as a process of its own against a help desk on the loopback, as their users run them.
//!
//! Invariant: at the end, the help desk has answered everything as the description says.

mod articles;
mod contacts;
mod describe;
mod desk;
mod export;
mod figures;
mod receiver;
mod tickets;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant, SystemTime},
};

use tests::{
    files,
    helpdesk::{Helpdesk, KEY, Options},
};

/// Time limit of a process; reached only by a test that fails.
const PATIENCE: Duration = Duration::from_secs(60);

const EXAMPLES: [&str; 8] = [
    "create_ticket",
    "describe_account",
    "export_tickets",
    "fake_freshdesk",
    "publish_article",
    "resolution_times",
    "sync_contacts",
    "webhook_receiver",
];

/// Output and exit status of a process.
#[derive(Debug)]
struct Ended {
    /// `None` where it was killed.
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// A help desk, and a folder for what the examples read and write.
struct Scene {
    desk: Helpdesk,
    folder: PathBuf,
}

impl Scene {
    fn new(name: &str, options: Options) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("workflows-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let desk = Helpdesk::start(options).unwrap();
        Self { desk, folder }
    }

    /// Returns an example in the folder, that is to call the help desk.
    fn command(&self, example: &str, arguments: &[&str]) -> Command {
        let mut command = command(example);
        command.args(arguments).current_dir(&self.folder);
        command.env("FRESHDESK_BASE_URL", self.desk.base_url());
        command.env("FRESHDESK_API_KEY", KEY);
        command
    }

    /// Runs an example to its end.
    fn run(&self, example: &str, arguments: &[&str]) -> Ended {
        end(start(&mut self.command(example, arguments)))
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        files::read(&self.folder.join(name))
    }

    fn has(&self, name: &str) -> bool {
        self.folder.join(name).exists()
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        if !thread::panicking() {
            assert_eq!(self.desk.mistakes(), [""; 0]);
        }
    }
}

impl Ended {
    /// Fails unless it ended with this code and said this.
    #[track_caller]
    fn assert(&self, code: i32, said: &str) {
        assert_eq!(self.code, Some(code), "{self:?}");
        let all = format!("{}{}", self.stdout, self.stderr);
        assert!(all.contains(said), "`{said}` is not in {self:?}");
    }
}

/// Returns an example without anything of the environment that is meant for it.
fn command(example: &str) -> Command {
    let mut command = Command::new(binary(example));
    for variable in ["DOMAIN", "API_KEY", "BASE_URL", "WEBHOOK_SECRET"] {
        command.env_remove(format!("FRESHDESK_{variable}"));
    }
    command.stdin(Stdio::null());
    command
}

fn start(command: &mut Command) -> Child {
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits for the first line that a process writes; the rest stays in the pipe.
fn first_line(process: &mut Child) -> String {
    let mut line = String::new();
    let mut stdout = BufReader::with_capacity(1, process.stdout.as_mut().unwrap());
    stdout.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

/// Sends the signal of Ctrl-C.
fn interrupt(process: &Child) {
    let id = process.id().to_string();
    let status = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(status.success());
}

/// Waits for the end of a process, whose output has to fit into a pipe.
fn end(mut child: Child) -> Ended {
    wait_until("the process ends", || child.try_wait().unwrap().is_some());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ended {
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "in vain: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Returns the program of an example.
///
/// Tests of the whole workspace have built it already; where only this suite is run, it may be missing or old.
fn binary(example: &str) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let this = std::env::current_exe().unwrap();
        let folder = this.ancestors().nth(2).unwrap().join("examples");
        if !EXAMPLES.iter().all(|one| is_fresh(&folder, one)) {
            build();
        }
        folder
    });
    folder.join(format!("{example}{}", std::env::consts::EXE_SUFFIX))
}

/// Returns `true` if a program is not older than the files that Cargo lists as its sources.
fn is_fresh(folder: &Path, example: &str) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    let built = changed(&folder.join(format!("{example}{}", std::env::consts::EXE_SUFFIX)));
    let sources = fs::read_to_string(folder.join(format!("{example}.d"))).unwrap_or_default();
    let mut sources = sources
        .split_once(": ")
        .unwrap_or_default()
        .1
        .split_whitespace();
    let is_older =
        |source: &str| changed(Path::new(source)).is_some_and(|source| Some(source) <= built);
    built > Some(SystemTime::UNIX_EPOCH) && sources.all(is_older)
}

fn build() {
    let mut command = Command::new(env!("CARGO"));
    // What Cargo tells the suite about itself would make build scripts run again.
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let own = |name: &String| {
        ["CARGO_PKG_", "CARGO_MANIFEST_", "OUT_DIR"]
            .iter()
            .any(|own| name.starts_with(own))
    };
    for name in names.filter(own) {
        command.env_remove(name);
    }
    command.args(["build", "--package", "tests", "--examples", "--offline"]);
    command.args((!cfg!(debug_assertions)).then_some("--release"));
    let status = command.current_dir(files::root()).status().unwrap();
    assert!(status.success(), "the examples do not compile");
}

#[test]
fn every_example_says_how_it_is_used() {
    for example in EXAMPLES {
        let mut help = command(example);
        let help = end(start(help.arg("--help")));
        help.assert(0, "Usage: ");
        if example != "fake_freshdesk" {
            help.assert(0, "Environment: FRESHDESK_");
            help.assert(0, "Exit codes: 0 ");
        }
        let mut version = command(example);
        let version = end(start(version.arg("--version")));
        version.assert(0, &format!("{example} {}\n", env!("CLIENT_VERSION")));
        let mut wrong = command(example);
        end(start(wrong.arg("--no-such-thing"))).assert(2, "--no-such-thing");
    }
}

#[test]
fn every_example_is_tried_here() {
    let there = files::entries(&files::root().join("tests/examples"));
    let there = there.iter().filter(|path| path.is_file());
    let there: Vec<String> = there.map(|path| files::stem(path)).collect();
    assert_eq!(there, EXAMPLES);
}

/// Returns the commands of `tests/README.md`, without Cargo: the example and its arguments.
fn documented() -> Vec<Vec<String>> {
    let readme = files::read(&files::root().join("tests/README.md"));
    let (_, table) = readme
        .split_once("`cargo run --package tests --example` |")
        .unwrap();
    let rows = table
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with('|'));
    let commands = rows.filter_map(|row| row.split('`').rev().nth(1));
    commands
        .map(|command| {
            let (bare, rest) = command.split_once('"').unwrap_or((command, ""));
            let (quoted, rest) = rest.split_once('"').unwrap_or_default();
            let words = |text: &str| {
                text.split_whitespace()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            let quoted = (!quoted.is_empty()).then(|| quoted.to_owned());
            let all = [words(bare), quoted.into_iter().collect(), words(rest)].concat();
            all.into_iter().filter(|word| word != "--").collect()
        })
        .collect()
}

#[test]
fn the_commands_of_the_readme_work() {
    let scene = Scene::new("readme", Options::default());
    let _ = fs::create_dir(scene.folder.join("target"));
    let mut tried = vec!["fake_freshdesk".to_owned()];
    for mut words in documented() {
        let example = words.remove(0);
        if example != "webhook_receiver" {
            for word in words.iter_mut().filter(|word| word.starts_with("tests/")) {
                *word = files::root().join(&word).display().to_string();
            }
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let ended = scene.run(&example, &words);
            // Two people of the file cannot be taken.
            let code = if example == "sync_contacts" { 3 } else { 0 };
            ended.assert(code, "");
        }
        tried.push(example);
    }
    tried.sort();
    assert_eq!(tried, EXAMPLES.map(str::to_owned));
}

#[cfg(unix)]
#[test]
fn the_help_desk_runs_beside_an_example() {
    let mut desk = start(command("fake_freshdesk").args(["--port", "0", "--tickets", "5"]));
    assert!(first_line(&mut desk).starts_with("# Listening"));
    let lines = [first_line(&mut desk), first_line(&mut desk)];
    let variables = lines
        .iter()
        .map(|line| line.strip_prefix("export ")?.split_once('='));
    let variables: Option<Vec<(&str, &str)>> = variables.collect();
    let mut client = command("resolution_times");
    let table = end(start(client.envs(variables.expect("lines for a shell"))));
    table.assert(0, "High");
    interrupt(&desk);
    assert_eq!(end(desk).code, Some(0));
    let mut wrong = command("fake_freshdesk");
    end(start(wrong.args(["--fault", "429"]))).assert(2, "`429` is no fault");
}

#[test]
fn a_wrong_or_missing_key_is_one_clear_message() {
    let scene = Scene::new("keys", Options::default());
    scene.write("people.csv", "name,email\n");
    let calls: [(&str, &[&str]); 3] = [
        ("export_tickets", &[]),
        ("resolution_times", &[]),
        ("sync_contacts", &["people.csv"]),
    ];
    for (example, arguments) in calls {
        let mut wrong = scene.command(example, arguments);
        let wrong = end(start(wrong.env("FRESHDESK_API_KEY", "wrong-canary")));
        wrong.assert(1, "401 Unauthorized");
        wrong.assert(1, "check the API key");
        assert!(!wrong.stderr.contains("canary"), "{wrong:?}");
        assert_eq!(wrong.stderr.lines().count(), 1, "{wrong:?}");
        let mut missing = scene.command(example, arguments);
        end(start(missing.env_remove("FRESHDESK_API_KEY"))).assert(1, "FRESHDESK_API_KEY");
        let mut nowhere = scene.command(example, arguments);
        let nowhere = nowhere.env_remove("FRESHDESK_BASE_URL");
        end(start(nowhere)).assert(1, "FRESHDESK_DOMAIN");
    }
}

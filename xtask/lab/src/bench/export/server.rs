//! The help desk of the examples as a process, and the variables that lead a
//! client to it. It ends when this does.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use xtask::failure::Failure;

use crate::bench::cpu;

/// The name of the example.
pub(super) const EXAMPLE: &str = "fake_freshdesk";

/// A running help desk.
#[derive(Debug)]
pub(super) struct Server {
    process: Child,
    environment: Vec<(String, String)>,
}

impl Server {
    /// Starts it with so many tickets, and waits until it listens.
    pub(super) fn start(binary: &Path, tickets: usize) -> Result<Self, Failure> {
        let mut command = Command::new(binary);
        // Judging every response would take most of the time.
        command.args(["--quick", "--port", "0", "--tickets", &tickets.to_string()]);
        let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let process = started.map_err(|error| {
            Failure::io(format_args!("cannot run `{}`", binary.display()), &error)
        })?;
        let mut server = Self {
            process,
            environment: Vec::new(),
        };
        server.read_environment()?;
        Ok(server)
    }

    /// Returns the environment variables that a client needs to find it.
    pub(super) fn environment(&self) -> impl Iterator<Item = (&str, &str)> {
        let variables = self.environment.iter();
        variables.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns its CPU time so far.
    pub(super) fn cpu_time(&self) -> Result<Duration, Failure> {
        cpu::of_process(self.process.id())
    }

    /// Reads the lines `export NAME=value`, of which there are two.
    fn read_environment(&mut self) -> Result<(), Failure> {
        let stdout = self.process.stdout.take().into_iter();
        let lines = stdout.flat_map(|stdout| BufReader::new(stdout).lines());
        for line in lines.map_while(Result::ok) {
            let variable = line
                .strip_prefix("export ")
                .and_then(|rest| rest.split_once('='));
            self.environment
                .extend(variable.map(|(name, value)| (name.to_owned(), value.to_owned())));
            if self.environment.len() == 2 {
                return Ok(());
            }
        }
        Err(Failure::new("the help desk ended before it listened"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

//! Packages → how long their builds take. Everything that a build depends on is
//! ready before it is timed, and the two sides take turns at going first.

use super::packages::{Packages, Side};
use crate::bench::comparison::{Comparison, Pairs, Unit};
use crate::bench::cpu::{self, Cost};
use crate::builds::Builds;
use crate::failure::Failure;

/// Which package is compiled anew.
#[derive(Debug, Clone, Copy)]
enum Target {
    /// None: what Cargo itself takes.
    Nothing,
    /// The client.
    Client,
    /// The program that calls every operation.
    Program,
}

/// One build to be timed.
struct Step {
    name: &'static str,
    target: Target,
    /// The command, without its package.
    cargo: &'static [&'static str],
}

const CLIENT: [Step; 4] = [
    Step {
        name: "nothing to do",
        target: Target::Nothing,
        cargo: &["check"],
    },
    Step {
        name: "check",
        target: Target::Client,
        cargo: &["check"],
    },
    Step {
        name: "debug",
        target: Target::Client,
        cargo: &["build"],
    },
    Step {
        name: "release",
        target: Target::Client,
        cargo: &["build", "--release"],
    },
];

const PROGRAM: [Step; 3] = [
    Step {
        name: "check",
        target: Target::Program,
        cargo: &["check"],
    },
    Step {
        name: "debug",
        target: Target::Program,
        cargo: &["build"],
    },
    Step {
        name: "release",
        target: Target::Program,
        cargo: &["build", "--release"],
    },
];

/// Times every build, and adds it to the table.
pub(super) fn measure(
    builds: &Builds,
    packages: &Packages,
    runs: u32,
    table: &mut Comparison,
) -> Result<(), Failure> {
    table.section("The client's own code, its dependencies ready");
    for step in &CLIENT {
        step.measure(builds, packages, runs, table)?;
    }
    table.section("A program that calls every operation, the client ready");
    for step in &PROGRAM {
        step.measure(builds, packages, runs, table)?;
    }
    Ok(())
}

impl Step {
    fn measure(
        &self,
        builds: &Builds,
        packages: &Packages,
        runs: u32,
        table: &mut Comparison,
    ) -> Result<(), Failure> {
        for side in [Side::Generated, Side::Ordinary] {
            self.build(builds, packages, side)?;
        }
        let (mut cpu, mut wall) = (Pairs::default(), Pairs::default());
        for run in 0..runs {
            let (ours, other) = self.pair(builds, packages, run)?;
            cpu.add(ours.cpu.as_secs_f64(), other.cpu.as_secs_f64());
            wall.add(ours.wall.as_secs_f64(), other.wall.as_secs_f64());
        }
        table.row(&format!("{}, CPU time", self.name), Unit::Seconds, &cpu);
        table.row(
            &format!("{}, on the clock", self.name),
            Unit::Seconds,
            &wall,
        );
        Ok(())
    }

    /// Both sides, one directly after the other.
    fn pair(
        &self,
        builds: &Builds,
        packages: &Packages,
        run: u32,
    ) -> Result<(Cost, Cost), Failure> {
        let timed = |side| self.rebuild(builds, packages, side);
        if run.is_multiple_of(2) {
            let ours = timed(Side::Generated)?;
            return Ok((ours, timed(Side::Ordinary)?));
        }
        let other = timed(Side::Ordinary)?;
        Ok((timed(Side::Generated)?, other))
    }

    fn rebuild(&self, builds: &Builds, packages: &Packages, side: Side) -> Result<Cost, Failure> {
        match self.target {
            Target::Nothing => {}
            Target::Client => builds.touch(&format!("{}/src/lib.rs", side.client_folder()))?,
            Target::Program => builds.touch(&format!("{}/src/main.rs", side.program()))?,
        }
        let ((), cost) = cpu::measure(|| self.build(builds, packages, side))?;
        Ok(cost)
    }

    fn build(&self, builds: &Builds, packages: &Packages, side: Side) -> Result<(), Failure> {
        let package = match self.target {
            Target::Nothing | Target::Client => packages.client(side),
            Target::Program => side.program(),
        };
        let arguments = [self.cargo, &["--package", package]].concat();
        builds.cargo(&arguments).map(drop)
    }
}

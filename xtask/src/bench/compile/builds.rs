//! Packages → how long their builds take. Everything that a build depends on is
//! ready before it is timed, and the two sides take turns at going first.

use super::compiler;
use super::packages::{Packages, Side};
use crate::bench::comparison::{Comparison, Pairs, Unit, median};
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
    measure_memory(builds, packages, table)?;
    table.section("A program that calls every operation, the client ready");
    for step in &PROGRAM {
        step.measure(builds, packages, runs, table)?;
    }
    Ok(())
}

/// What checking the generated crate alone takes, in a sentence: an ordinary one cannot be had for every description.
pub(super) fn check_alone(
    builds: &Builds,
    packages: &Packages,
    runs: u32,
) -> Result<String, Failure> {
    let package = packages.client(Side::Generated);
    let library = format!("{}/src/lib.rs", Side::Generated.client_folder());
    let check = || builds.cargo(&["check", "--package", package]).map(drop);
    check()?;
    let (mut cpu, mut wall) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        builds.touch(&library)?;
        let ((), cost) = cpu::measure(check)?;
        cpu.push(cost.cpu.as_secs_f64());
        wall.push(cost.wall.as_secs_f64());
    }
    builds.touch(&library)?;
    let memory = f64::from(compiler::memory(builds, package)?);
    Ok(format!(
        "`cargo check` of the crate, its dependencies ready: {} of CPU time, {} on the clock, {} of memory\n",
        Unit::Seconds.show(median(&cpu)),
        Unit::Seconds.show(median(&wall)),
        Unit::Mebibytes.show(memory)
    ))
}

/// The memory is the same, run after run, so one is enough.
fn measure_memory(
    builds: &Builds,
    packages: &Packages,
    table: &mut Comparison,
) -> Result<(), Failure> {
    let held = |side: Side| {
        builds.touch(&format!("{}/src/lib.rs", side.client_folder()))?;
        compiler::memory(builds, packages.client(side)).map(f64::from)
    };
    let pairs = Pairs::once(held(Side::Generated)?, held(Side::Ordinary)?);
    table.row("check, most memory", Unit::Mebibytes, &pairs);
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

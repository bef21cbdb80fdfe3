//! Packages → how long their builds take. Everything that a build depends on is
//! ready before it is timed, and where there are two sides, they take turns at going first.

use xtask::failure::Failure;

use super::compiler;
use super::packages::Packages;
use crate::bench::comparison::{Comparison, Pairs, Side, Unit, median};
use crate::bench::cpu::{self, Cost};
use crate::builds::Builds;

/// Package to compile anew.
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

/// Returns the cost of checking the generated crate alone, in a sentence.
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

/// Measures memory in one run, because it is the same in every run.
fn measure_memory(
    builds: &Builds,
    packages: &Packages,
    table: &mut Comparison,
) -> Result<(), Failure> {
    let pairs = packages.each_side(|side| {
        builds.touch(&format!("{}/src/lib.rs", side.client_folder()))?;
        compiler::memory(builds, packages.client(side)).map(f64::from)
    })?;
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
        for &side in packages.sides {
            self.build(builds, packages, side)?;
        }
        let (mut cpu, mut wall) = (Pairs::default(), Pairs::default());
        for run in 0..runs {
            // One side directly after the other, and each is first in turn.
            let mut sides = packages.sides.to_vec();
            if !run.is_multiple_of(2) {
                sides.reverse();
            }
            for side in sides {
                let cost = self.rebuild(builds, packages, side)?;
                cpu.add_on(side, cost.cpu.as_secs_f64());
                wall.add_on(side, cost.wall.as_secs_f64());
            }
        }
        table.row(&format!("{}, CPU time", self.name), Unit::Seconds, &cpu);
        table.row(
            &format!("{}, on the clock", self.name),
            Unit::Seconds,
            &wall,
        );
        Ok(())
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

//! The client with one group of operations, beside the client with all: what its
//! features save.

use generator::model::Api;
use xtask::failure::Failure;

use super::packages::Packages;
use crate::bench::comparison::{Comparison, Pairs, Side, Unit};
use crate::bench::cpu;
use crate::builds::Builds;

/// The builds to be timed: a name, and the command.
const STEPS: [(&str, &[&str]); 2] = [("check", &["check"]), ("release", &["build", "--release"])];

/// Times the builds of the client with its largest group alone. `None`: it has no features to choose from.
pub(super) fn measure(
    builds: &Builds,
    packages: &Packages,
    api: &Api,
    runs: u32,
) -> Result<Option<String>, Failure> {
    let resources = api.resources.iter();
    let largest = resources.max_by_key(|resource| resource.operations.len());
    let Some(largest) = largest.filter(|_| api.resources.len() > 1) else {
        return Ok(None);
    };
    let mut table = Comparison::of(&format!("`{}`", largest.feature), "all groups");
    table.section("The client's own code with one group of operations");
    let one = format!("rustls,{}", largest.feature);
    let client = packages.client(Side::Generated);
    for (name, command) in STEPS {
        let build = |features: &str| {
            let chosen = ["--no-default-features", "--features", features];
            let arguments = [command, &["--package", client], &chosen].concat();
            builds.cargo(&arguments).map(drop)
        };
        let timed = |features: &str| {
            builds.touch(&format!("{}/src/lib.rs", Side::Generated.client_folder()))?;
            let ((), cost) = cpu::measure(|| build(features))?;
            Ok::<_, Failure>(cost.cpu.as_secs_f64())
        };
        for features in [&one, "rustls,resources"] {
            build(features)?;
        }
        let mut pairs = Pairs::default();
        for _ in 0..runs {
            pairs.add(timed(&one)?, timed("rustls,resources")?);
        }
        table.row(&format!("{name}, CPU time"), Unit::Seconds, &pairs);
    }
    Ok(Some(table.into_text()))
}

//! Measurements of one description → a table for people, or JSON for tools.

use std::time::Duration;

use generator::FileTree;
use serde_json::{Map, Value, json};
use xtask::terminal::{count, grouped};

use super::stages::Stages;
use crate::bench::samples::{Samples, Table};

/// Measurements of one description.
#[derive(Debug)]
pub(super) struct Figures {
    pub(super) document: String,
    pub(super) bytes: usize,
    pub(super) overlays: usize,
    pub(super) runs: u32,
    pub(super) stages: Stages,
    /// `None`: it was not asked for.
    pub(super) growth: Option<Growth>,
    pub(super) written: Written,
    /// In KiB; `None` where the system does not tell.
    pub(super) memory: Option<u64>,
}

/// Size of the output.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    files: usize,
    lines: usize,
    bytes: usize,
}

impl Written {
    pub(super) fn of(tree: &FileTree) -> Self {
        Self {
            files: tree.len(),
            lines: tree.iter().map(|(_, text)| text.lines().count()).sum(),
            bytes: tree.iter().map(|(_, text)| text.len()).sum(),
        }
    }
}

impl Figures {
    /// Returns the report with the cost of `codegen` as a process.
    pub(super) fn text(&self, process: &Samples) -> String {
        let Written {
            files,
            lines,
            bytes,
        } = self.written;
        let memory = self.memory.map_or_else(
            || "unknown on this system".to_owned(),
            |memory| {
                let memory = memory.div_ceil(1024);
                format!("{memory} MiB, after generating once in this process")
            },
        );
        let mut times = table(&self.stages);
        times.row("codegen as a process", process);
        let mut text = format!(
            "{}: {} bytes, {}, {}, {}\n\n{}\noutput       {}, {}, {}\npeak memory  {memory}\n",
            self.document,
            grouped(self.bytes),
            count(self.overlays, "overlay"),
            count(usize::try_from(self.runs).unwrap_or(usize::MAX), "run"),
            build(),
            times.text,
            count(files, "file"),
            count(lines, "line"),
            count(bytes, "byte"),
        );
        if let Some(growth) = &self.growth {
            text.push_str(&growth.text());
        }
        text
    }

    /// Returns one line.
    pub(super) fn json(&self) -> String {
        let stages: Map<String, Value> = self
            .stages
            .each
            .iter()
            .map(|(name, samples)| ((*name).to_owned(), milliseconds(samples.median())))
            .collect();
        let figures = json!({
            "document": self.document,
            "bytes": self.bytes,
            "overlays": self.overlays,
            "runs": self.runs,
            "stages": stages,
            "all_stages": milliseconds(self.stages.total.median()),
            "growth": self.growth.as_ref().map(Growth::factor),
            "output": {
                "files": self.written.files,
                "lines": self.written.lines,
                "bytes": self.written.bytes,
            },
            "memory": self.memory,
        });
        format!("{figures}\n")
    }
}

/// Cost of a description as JSON with its corrections applied, and with everything in it twice.
#[derive(Debug)]
pub(super) struct Growth {
    pub(super) once: Stages,
    pub(super) twice: Stages,
}

impl Growth {
    fn factor(&self) -> f64 {
        let [once, twice] =
            [&self.once, &self.twice].map(|stages| stages.total.minimum().as_secs_f64());
        twice / once
    }

    fn text(&self) -> String {
        format!(
            "\nAs JSON, overlays applied:\n\n{}\nThe same with everything twice:\n\n{}growth       {:.2} times, for twice as much\n",
            table(&self.once).text,
            table(&self.twice).text,
            self.factor()
        )
    }
}

fn table(stages: &Stages) -> Table {
    let mut table = Table::new();
    for (name, samples) in &stages.each {
        table.row(name, samples);
    }
    table.row("all stages", &stages.total);
    table
}

fn milliseconds(time: Duration) -> Value {
    json!(time.as_secs_f64() * 1000.0)
}

/// Returns the build profile of this binary, on which its times depend.
pub(super) fn build() -> &'static str {
    if cfg!(debug_assertions) {
        "built with little optimisation (see --help for an optimised build)"
    } else {
        "optimised build"
    }
}

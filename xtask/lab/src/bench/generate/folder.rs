//! A folder → a row of figures for each description in it, this repository's own
//! first. Each is measured in a process of its own, so that its memory is its own.

use std::env;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use xtask::failure::Failure;
use xtask::terminal::{count, grouped, progress};

use super::figures::build;
use crate::args::BenchGenerateArgs;
use crate::documents::{bar, documents};

/// A column: its head, and how it is found in the figures.
struct Column(&'static str, fn(&Value) -> Option<String>);

const COLUMNS: [Column; 11] = [
    Column("bytes", |figures| whole(&figures["bytes"])),
    Column("load", |figures| time(&figures["stages"]["load"])),
    Column("overlay", |figures| time(&figures["stages"]["overlay"])),
    Column("bundle", |figures| time(&figures["stages"]["bundle"])),
    Column("normalize", |figures| time(&figures["stages"]["normalize"])),
    Column("parse", |figures| time(&figures["stages"]["parse"])),
    Column("lower", |figures| time(&figures["stages"]["lower"])),
    Column("write", |figures| {
        time(&figures["stages"]["emit and render"])
    }),
    Column("all", |figures| time(&figures["all_stages"])),
    Column("lines", |figures| whole(&figures["output"]["lines"])),
    Column("MiB", |figures| {
        Some(figures["memory"].as_u64()?.div_ceil(1024).to_string())
    }),
];

const GROWTH: Column = Column("growth", |figures| {
    Some(format!("{:.2}", figures["growth"].as_f64()?))
});

/// Measures each, and makes the table.
pub(super) fn report(folder: &Path, args: &BenchGenerateArgs) -> Result<String, Failure> {
    let documents = documents(folder, None)?;
    let mut rows = vec![Row::measure("this repository's own", &[], args)?];
    for (index, document) in documents.iter().enumerate() {
        progress(&bar("measuring", index, documents.len(), document));
        let (spec, root) = (folder.join(document), folder.display().to_string());
        let spec = spec.display().to_string();
        rows.push(Row::measure(
            document,
            &["--spec", &spec, "--root", &root],
            args,
        )?);
    }
    progress("");
    let runs = count(usize::try_from(args.runs).unwrap_or(usize::MAX), "run");
    let mut text = format!("Medians of {runs} in milliseconds, {}\n\n", build());
    text.push_str(&table(&rows, args.doubled));
    for row in &rows {
        if let Err(said) = &row.figures {
            // Writing to a string cannot fail.
            let _ = write!(text, "\n{}:\n{said}\n", row.document);
        }
    }
    Ok(text)
}

/// Result of one description.
struct Row {
    document: String,
    /// The figures, or the first line of what was said instead.
    figures: Result<Value, String>,
}

impl Row {
    fn measure(
        document: &str,
        description: &[&str],
        args: &BenchGenerateArgs,
    ) -> Result<Self, Failure> {
        let failed = |error| Failure::io("cannot start a process to measure in", &error);
        let mut command = Command::new(env::current_exe().map_err(failed)?);
        command.args(["bench", "generate", "--format", "json", "--runs"]);
        command.arg(args.runs.to_string()).args(description);
        if args.doubled {
            command.arg("--doubled");
        }
        let output = command.stdin(Stdio::null()).output().map_err(failed)?;
        let figures = if output.status.success() {
            serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
        } else {
            let said = String::from_utf8_lossy(&output.stderr);
            Err(said.lines().next().unwrap_or_default().to_owned())
        };
        Ok(Self {
            document: document.to_owned(),
            figures,
        })
    }
}

/// Returns every row in its columns, each as wide as it must be.
fn table(rows: &[Row], with_growth: bool) -> String {
    let columns: Vec<&Column> = COLUMNS
        .iter()
        .chain(with_growth.then_some(&GROWTH))
        .collect();
    let mut lines = vec![heads(&columns)];
    for row in rows {
        let cells = columns.iter().map(|Column(_, cell)| match &row.figures {
            Ok(figures) => cell(figures).unwrap_or_else(|| "?".to_owned()),
            Err(_) => "-".to_owned(),
        });
        lines.push([row.document.clone()].into_iter().chain(cells).collect());
    }
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..=columns.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            // Writing to a string cannot fail.
            let _ = match column {
                0 => write!(text, "{cell:width$}"),
                _ => write!(text, "  {cell:>width$}"),
            };
        }
        text.push('\n');
    }
    text
}

fn heads(columns: &[&Column]) -> Vec<String> {
    let heads = columns.iter().map(|Column(head, _)| *head);
    ["document"]
        .into_iter()
        .chain(heads)
        .map(str::to_owned)
        .collect()
}

fn whole(figure: &Value) -> Option<String> {
    let number = usize::try_from(figure.as_u64()?).ok()?;
    Some(grouped(number))
}

fn time(figure: &Value) -> Option<String> {
    Some(format!("{:.1}", figure.as_f64()?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Row, table};

    #[test]
    fn columns_stand_below_their_heads() {
        let stages = json!({"load": 1.25, "overlay": 0.0, "bundle": 0.0, "normalize": 2.0, "parse": 3.0, "lower": 4.0, "emit and render": 5.0});
        let rows = [
            Row {
                document: "a.yaml".to_owned(),
                figures: Ok(
                    json!({"bytes": 1234, "stages": stages, "all_stages": 15.25, "growth": 2.0, "output": {"lines": 77}, "memory": 2049}),
                ),
            },
            Row {
                document: "b.yaml".to_owned(),
                figures: Err("error: 1 error".to_owned()),
            },
        ];
        let text = table(&rows, true);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "document  bytes  load  overlay  bundle  normalize  parse  lower  write   all  lines  MiB  growth",
                "a.yaml    1,234   1.2      0.0     0.0        2.0    3.0    4.0    5.0  15.2     77    3    2.00",
                "b.yaml        -     -        -       -          -      -      -      -     -      -    -       -",
            ]
        );
    }
}

//! Rows → the table that is printed, what went wrong in full, and the totals.

use std::fmt::Write as _;

use xtask::terminal::{count, grouped};

use super::measure::Figures;
use super::row::Row;
use crate::builds::Judgement;

/// Number of lines quoted from the output of a process or of the compiler.
const QUOTED: usize = 12;

pub(super) fn report(rows: &[Row]) -> String {
    let width = rows
        .iter()
        .map(|row| row.document.chars().count())
        .max()
        .unwrap_or_default()
        .max(8);
    let mut text = format!(
        "{:width$}  operations   types   typed  given up  warnings       time    memory  crate\n",
        "document"
    );
    for row in rows {
        let _ = match &row.figures {
            Ok(figures) => writeln!(
                text,
                "{:width$}  {:>10}  {:>6}  {:>6}  {:>8}  {:>8}  {:>6} ms  {:>4} MiB  {}{}",
                row.document,
                figures.operations,
                figures.types,
                share(figures.untyped, figures.positions),
                figures.given_up,
                figures.warnings,
                figures.milliseconds,
                figures.memory / 1024,
                verdict(row.judgement.as_ref()),
                if figures.left_out > 0 {
                    ", partial"
                } else {
                    ""
                },
            ),
            Err(_) => writeln!(
                text,
                "{:width$}  generates nothing, see below",
                row.document
            ),
        };
    }
    text.push_str(&totals(rows));
    for row in rows {
        if let Err(said) = &row.figures {
            quote(&mut text, &row.document, said);
        }
        if let Some(Judgement::Warned(said) | Judgement::Refused(said)) = &row.judgement {
            quote(&mut text, &row.document, said);
        }
    }
    text
}

fn verdict(judgement: Option<&Judgement>) -> &'static str {
    match judgement {
        None => "not compiled",
        Some(Judgement::Clean) => "compiles",
        Some(Judgement::Warned(_)) => "has warnings",
        Some(Judgement::Refused(_)) => "DOES NOT COMPILE",
    }
}

/// Returns the share of positions that are typed.
fn share(untyped: u64, positions: u64) -> String {
    let tenths = (positions - untyped.min(positions)) * 1_000 / positions.max(1);
    if positions == 0 {
        return "-".to_owned();
    }
    format!("{}.{} %", tenths / 10, tenths % 10)
}

fn totals(rows: &[Row]) -> String {
    let made: Vec<_> = rows
        .iter()
        .filter_map(|row| row.figures.as_ref().ok())
        .collect();
    let sum =
        |figure: fn(&Figures) -> u64| -> u64 { made.iter().map(|figures| figure(figures)).sum() };
    let compiled = rows
        .iter()
        .filter(|row| row.judgement == Some(Judgement::Clean))
        .count();
    let partial = made.iter().filter(|figures| figures.left_out > 0).count();
    let positions = sum(|figures| figures.positions);
    format!(
        "\n{}, {} generate ({} of them partly), {} compile without a warning\n\
         {} positions: {} have a type; what is described but cannot be typed is {} of all\n",
        count(rows.len(), "document"),
        grouped(made.len()),
        grouped(partial),
        grouped(compiled),
        grouped(usize::try_from(positions).unwrap_or(usize::MAX)),
        share(sum(|figures| figures.untyped), positions),
        share(
            positions - sum(|figures| figures.given_up).min(positions),
            positions
        ),
    )
}

fn quote(text: &mut String, document: &str, said: &str) {
    let _ = writeln!(text, "\n{document}:");
    for line in said.trim().lines().take(QUOTED) {
        let _ = writeln!(text, "  {line}");
    }
    let more = said.trim().lines().count().saturating_sub(QUOTED);
    if more > 0 {
        let _ = writeln!(text, "  … and {}", count(more, "line"));
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_are_never_rounded_up() {
        assert_eq!(share(1, 10_000), "99.9 %");
        assert_eq!(share(0, 3), "100.0 %");
        assert_eq!(share(0, 0), "-");
    }
}

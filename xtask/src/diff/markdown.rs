//! Findings → a comment for a pull request: the verdict first, everything else folded.

use std::fmt::Write as _;

use generator::Usage;
use generator::compare::{Change, Effect, Level, Release};

use super::changelog;
use super::findings::{Detail, Findings};
use super::text::{coverage, is_breaking, verdict, verdicts};

/// The whole report.
pub(crate) fn report(findings: &Findings) -> String {
    let mut text = format!("## {}\n\n", headline(findings));
    let _ = writeln!(
        text,
        "Compared with `{}`: {}.\n",
        findings.base,
        verdict(findings)
    );
    if findings.report.release() != Release::None {
        let advice = if findings.is_version_too_low() {
            format!(
                "⚠️ `spec/codegen.toml` says {}: raise it.",
                findings.planned
            )
        } else {
            format!("`spec/codegen.toml` says {}.", findings.planned)
        };
        let _ = writeln!(
            text,
            "Next release: **{}** at least. {advice}\n",
            findings.needed
        );
    }
    table(&mut text, findings);
    let _ = writeln!(text, "{}\n", coverage(findings));
    let breaking: Vec<_> = findings
        .each()
        .filter(|(change, _)| is_breaking(change))
        .collect();
    if !breaking.is_empty() {
        text.push_str("### What breaks\n\n");
        for (change, _) in &breaking {
            let _ = writeln!(
                text,
                "- **{}** {}: {}",
                code(&change.subject),
                change.kind.as_str(),
                escaped(&change.detail)
            );
        }
        text.push('\n');
    }
    folded(&mut text, "How to migrate", &migrations(&breaking));
    folded(&mut text, "Every change", &details(findings));
    folded(
        &mut text,
        "Changelog entry",
        &fenced("markdown", &changelog::entry(findings)),
    );
    let warnings = findings.overlay_warnings.join("\n\n");
    if !warnings.is_empty() {
        folded(&mut text, "Overlays", &fenced("text", &warnings));
    }
    text
}

fn headline(findings: &Findings) -> &'static str {
    let breaks = |level| findings.count(level, Effect::Break) > 0;
    match (
        breaks(Level::Source),
        breaks(Level::Wire),
        findings.report.release(),
    ) {
        (true, _, _) => "🔴 This update breaks callers",
        (false, true, _) => "🟠 This update needs a new release",
        (false, false, Release::None) => "⚪ Nothing changes for callers",
        _ => "🟢 This update is compatible",
    }
}

fn table(text: &mut String, findings: &Findings) {
    text.push_str("| level | breaks | differences | additions |\n|---|---|---|---|\n");
    for level in Level::ALL {
        let [breaks, differences, additions] =
            [Effect::Break, Effect::Difference, Effect::Addition]
                .map(|effect| findings.count(level, effect));
        let _ = writeln!(
            text,
            "| {} | {breaks} | {differences} | {additions} |",
            level.as_str()
        );
    }
    text.push('\n');
}

fn migrations(breaking: &[(&Change, &Detail)]) -> String {
    let mut text = String::new();
    for (change, detail) in breaking {
        let Some(migration) = &detail.migration else {
            continue;
        };
        let _ = writeln!(
            text,
            "**{}**: {}\n",
            code(&change.subject),
            escaped(&change.detail)
        );
        let after = match &migration.after {
            Some(usage) => snippet(usage),
            None => "// Nothing has taken its place.".to_owned(),
        };
        let both = format!(
            "// Before\n{}\n\n// After\n{after}",
            snippet(&migration.before)
        );
        text.push_str(&fenced("rust", &both));
    }
    text
}

/// The statements of a use, one on a line, with what they are given as a comment.
fn snippet(usage: &Usage) -> String {
    let mut text = String::new();
    for (name, ty) in &usage.given {
        let _ = writeln!(text, "// {name}: {ty}");
    }
    text + &usage.code
}

fn details(findings: &Findings) -> String {
    let mut text = String::new();
    for (change, detail) in findings.each() {
        let _ = writeln!(
            text,
            "#### {} {}\n",
            change.kind.as_str(),
            code(&change.subject)
        );
        let _ = writeln!(text, "{}.  \n{}", escaped(&change.detail), verdicts(change));
        let places: Vec<&str> = [&detail.before, &detail.after]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        if !places.is_empty() {
            let _ = writeln!(text, "  \n{}", places.join(" → "));
        }
        text.push('\n');
        let signatures: String = change
            .signatures
            .iter()
            .flat_map(|signatures| {
                let line = |sign: char, text: &Option<String>| {
                    text.as_ref().map(|text| format!("{sign} {text}\n"))
                };
                [line('-', &signatures.before), line('+', &signatures.after)]
            })
            .flatten()
            .collect();
        if !signatures.is_empty() {
            text.push_str(&fenced("diff", signatures.trim_end()));
        }
    }
    text
}

fn folded(text: &mut String, title: &str, content: &str) {
    if content.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "<details><summary>{title}</summary>\n\n{content}\n</details>\n"
    );
}

/// A block whose fence no line of the content can end.
fn fenced(language: &str, content: &str) -> String {
    let mut fence = "```".to_owned();
    while content.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{content}\n{fence}\n\n")
}

/// Text of a description inside of backquotes.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'").replace(['\n', '\r'], " "))
}

/// Text that may hold what Markdown or HTML would take for its own.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace(['\n', '\r'], " ")
}

/// Every label that a pull request can get, the gravest first.
pub(crate) const LABELS: [&str; 4] = [
    "breaks callers",
    "needs a release",
    "compatible",
    "no change for callers",
];

/// The label that says what a pull request does to callers.
pub(crate) fn label(findings: &Findings) -> &'static str {
    let breaks = |level| findings.count(level, Effect::Break) > 0;
    let [breaking, release, compatible, nothing] = LABELS;
    match (
        breaks(Level::Source),
        breaks(Level::Wire),
        findings.report.release(),
    ) {
        (true, _, _) => breaking,
        (false, true, _) => release,
        (false, false, Release::None) => nothing,
        _ => compatible,
    }
}

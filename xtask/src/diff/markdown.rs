//! Findings → a comment for a pull request: the verdict first, everything else folded.

use std::fmt::Write as _;

use generator::Usage;
use generator::compare::{Change, Effect, Level, Release};

use super::changelog;
use super::findings::{Detail, Findings};
use super::health::State;
use super::text::{coverage, is_breaking, operations, placed, verdict, verdicts};
use crate::terminal::{count, grouped};

/// Returns the whole report.
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
    overlays(&mut text, findings);
    let breaking: Vec<_> = findings
        .each()
        .filter(|(change, _)| is_breaking(change))
        .collect();
    if !breaking.is_empty() {
        text.push_str("### What breaks\n\n");
        let each = breaking.iter().map(|(change, detail)| {
            let (subject, kind) = (code(&change.subject), change.kind.as_str());
            let accepted = detail.accepted.as_ref();
            let accepted = accepted.map(|reason| format!(" (accepted: {})", escaped(reason)));
            format!(
                "- **{subject}** {kind}: {}{}\n",
                escaped(&change.detail),
                accepted.unwrap_or_default()
            )
        });
        text.push_str(&within(each));
        text.push('\n');
    }
    text.push_str(&masked(findings));
    for entry in &findings.unused_acceptances {
        let _ = writeln!(text, "⚠️ {}\n", escaped(entry));
    }
    folded(&mut text, "How to migrate", &migrations(&breaking));
    folded(&mut text, "Every change", &details(findings));
    if !findings.report.changes.is_empty() {
        let entry = changelog::entry(findings);
        let entry = within(entry.lines().map(|line| format!("{line}\n")));
        folded(
            &mut text,
            "Changelog entry",
            &fenced("markdown", entry.trim_end()),
        );
    }
    folded(
        &mut text,
        "Coverage: additions and removals",
        &shifts(findings),
    );
    text
}

fn headline(findings: &Findings) -> &'static str {
    let breaks = |level| findings.count(level, Effect::Break) > 0;
    match (
        breaks(Level::Source) || breaks(Level::Behaviour),
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
    let each = breaking.iter().filter_map(|(change, detail)| {
        let migration = detail.migration.as_ref()?;
        let before = snippet(&migration.before);
        // Where nothing has taken its place, and where callers write the same as before, there is nothing to write.
        let after = snippet(migration.after.as_ref()?);
        if before == after {
            return None;
        }
        let both = format!("// Before\n{before}\n\n// After\n{after}");
        Some(format!(
            "**{}**: {}\n\n{}",
            code(&change.subject),
            escaped(&change.detail),
            fenced("rust", &both)
        ))
    });
    within(each)
}

/// Returns the statements of a use, one on a line, with what they are given as a comment.
fn snippet(usage: &Usage) -> String {
    let mut text = String::new();
    for (name, ty) in &usage.given {
        let _ = writeln!(text, "// {name}: {ty}");
    }
    text + &usage.code
}

fn details(findings: &Findings) -> String {
    within(findings.each().map(|(change, detail)| one(change, detail)))
}

fn one(change: &Change, detail: &Detail) -> String {
    let (kind, subject) = (change.kind.as_str(), code(&change.subject));
    let mut text = format!("#### {kind} {subject}\n\n");
    let places = [&detail.before, &detail.after].into_iter().flatten();
    let places: Vec<&str> = places.map(String::as_str).collect();
    let lines = [
        format!("{}.", escaped(&change.detail)),
        format!("{}; from the {}", verdicts(change), change.cause.as_str()),
        places.join(" → "),
        escaped(&operations(change).unwrap_or_default()),
        change.advice().unwrap_or_default().to_owned(),
    ];
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    // Two spaces at the end of a line keep it a line.
    let _ = writeln!(text, "{}\n", lines.join("  \n"));
    let line = |sign: char, text: &Option<String>| {
        text.as_ref()
            .map(|text| format!("{sign} {text}\n"))
            .unwrap_or_default()
    };
    let signatures: String = change
        .signatures
        .iter()
        .map(|one| line('-', &one.before) + &line('+', &one.after))
        .collect();
    if !signatures.is_empty() {
        text.push_str(&fenced("diff", signatures.trim_end()));
    }
    text
}

/// Writes the health of the overlays: what keeps the crate from being generated is seen at once.
fn overlays(text: &mut String, findings: &Findings) {
    if findings.misfits() > 0 {
        let _ = writeln!(
            text,
            "⚠️ `cargo xtask codegen` refuses {} of the overlays: correct or remove {}. The comparison leaves {} out.\n",
            count(findings.misfits(), "action"),
            pronoun(findings.misfits()),
            pronoun(findings.misfits())
        );
    }
    let mut list = Vec::new();
    for state in State::ALL {
        let of_state = findings.ailments.iter().filter(|one| one.state == state);
        let of_state: Vec<_> = of_state.collect();
        if of_state.is_empty() {
            continue;
        }
        let title = state.title();
        list.push(format!(
            "\n**{} {title}**\n\n",
            count(of_state.len(), "action")
        ));
        for ailment in of_state {
            let place = ailment.place.as_deref().unwrap_or("overlay");
            let help = ailment.help.as_deref().map(|help| format!(" ({help})"));
            let said = format!("{}{}", ailment.message, help.unwrap_or_default());
            list.push(format!("- {}: {}\n", code(place), escaped(&said)));
        }
    }
    let list = within(list.into_iter());
    folded(text, "Health of the overlays", list.trim_start());
}

/// Changes that the overlays hide, where a reviewer sees them.
fn masked(findings: &Findings) -> String {
    if findings.masked.is_empty() {
        return String::new();
    }
    let each = findings.masked.iter().map(|one| {
        let action = one.action.as_ref();
        let action = action.map(|action| {
            let place = placed(action.place.as_ref());
            format!("; by {} {place}", escaped(&action.label))
        });
        format!(
            "- **{}** {}: {}{}\n",
            code(&one.pointer),
            placed(one.place.as_ref()),
            escaped(&one.detail),
            action.unwrap_or_default()
        )
    });
    format!(
        "### What the overlays hide from the crate\n\n{}\n",
        within(each)
    )
}

fn pronoun(number: usize) -> &'static str {
    if number == 1 { "it" } else { "them" }
}

/// So many names of one sort are told.
const NAMED: usize = 50;

/// Returns the operations and fields that came and went, by name.
fn shifts(findings: &Findings) -> String {
    let report = &findings.report;
    let mut text = String::new();
    for (title, names) in [
        ("Operations gained", &report.operations.gained),
        ("Operations lost", &report.operations.lost),
        ("Fields gained", &report.fields.gained),
        ("Fields lost", &report.fields.lost),
    ] {
        if names.is_empty() {
            continue;
        }
        let told = names.iter().take(NAMED).map(|name| code(name));
        let told = told.collect::<Vec<_>>().join(", ");
        let more = match names.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(", and {} more", grouped(more)),
        };
        let _ = writeln!(
            text,
            "**{title}** ({}): {told}{more}\n",
            grouped(names.len())
        );
    }
    text
}

/// A comment on GitHub has room for 65,536 characters; each of seven parts keeps to its share.
const ROOM: usize = 9_000;

/// Entries as far as there is room for them, and how many there are besides.
fn within(entries: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    let mut more = 0;
    for entry in entries {
        if more > 0 || text.len() + entry.len() > ROOM {
            more += 1;
        } else {
            text.push_str(&entry);
        }
    }
    if more > 0 {
        let _ = writeln!(text, "… and {} more, which report.json has", grouped(more));
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

/// Returns a block whose fence no line of the content can end.
fn fenced(language: &str, content: &str) -> String {
    let mut fence = "```".to_owned();
    while content.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{content}\n{fence}\n\n")
}

/// Returns the text of a description inside of backquotes.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'").replace(['\n', '\r'], " "))
}

/// Returns the text that may hold what Markdown or HTML would take for its own.
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

/// Returns the label that says what a pull request does to callers.
pub(crate) fn label(findings: &Findings) -> &'static str {
    let breaks = |level| findings.count(level, Effect::Break) > 0;
    let [breaking, release, compatible, nothing] = LABELS;
    match (
        breaks(Level::Source) || breaks(Level::Behaviour),
        breaks(Level::Wire),
        findings.report.release(),
    ) {
        (true, _, _) => breaking,
        (false, true, _) => release,
        (false, false, Release::None) => nothing,
        _ => compatible,
    }
}

//! Findings → JSON for tools. `spec/README.md` documents the members.
//!
//! Invariant: members are added and never given another meaning; `schema` counts up if one is.

use generator::compare::{Change, Level, Shift, Signatures};
use generator::{Masked, Position};
use serde_json::{Map, Value, json};

use super::changelog;
use super::findings::{Detail, Findings};
use super::health::Ailment;
use super::markdown::label;

/// The number of this form.
const SCHEMA: u32 = 1;

/// Returns the whole report.
pub(crate) fn report(findings: &Findings) -> String {
    let changes: Vec<Value> = findings
        .each()
        .map(|(one, detail)| change(one, detail))
        .collect();
    let size = |figures: [(&str, usize); 5]| -> Value {
        figures
            .into_iter()
            .map(|(name, number)| (name.to_owned(), json!(number)))
            .collect::<Map<_, _>>()
            .into()
    };
    let levels = Level::ALL.map(|level| {
        let effect = findings.report.effect(level).as_str();
        (level.as_str().to_owned(), json!(effect))
    });
    let report = json!({
        "schema": SCHEMA,
        "base": findings.base,
        "label": label(findings),
        "release": findings.report.release().as_str(),
        "levels": levels.into_iter().collect::<Map<_, _>>(),
        "version": {
            "released": findings.released,
            "planned": findings.planned,
            "needed": findings.needed,
            "too_low": findings.is_version_too_low(),
        },
        "before": size(findings.report.before.figures()),
        "after": size(findings.report.after.figures()),
        "changes": changes,
        "operations": shift(&findings.report.operations),
        "fields": shift(&findings.report.fields),
        "overlays": findings.ailments.iter().map(ailment).collect::<Vec<_>>(),
        "unused_acceptances": findings.unused_acceptances,
        "masked": findings.masked.iter().map(masked).collect::<Vec<_>>(),
        "changelog": changelog::entry(findings),
    });
    format!("{report:#}\n")
}

fn change(change: &Change, detail: &Detail) -> Value {
    let levels = Level::ALL.map(|level| {
        let verdict = change.verdict(level);
        let value = json!({
            "effect": verdict.effect.as_str(),
            "rule": verdict.rule.map(|rule| rule.id),
            "reason": verdict.rule.map(|rule| rule.text),
        });
        (level.as_str().to_owned(), value)
    });
    let migration = detail.migration.as_ref().map(|migration| {
        json!({
            "before": migration.before.code,
            "after": migration.after.as_ref().map(|usage| &usage.code),
        })
    });
    json!({
        "kind": change.kind.as_str(),
        "subject": change.subject,
        "detail": change.detail,
        "cause": change.cause.as_str(),
        "levels": levels.into_iter().collect::<Map<_, _>>(),
        "signatures": change.signatures.iter().map(signatures).collect::<Vec<_>>(),
        "before": detail.before,
        "after": detail.after,
        "migration": migration,
        "operations": change.operations,
        "advice": change.advice(),
        "accepted": detail.accepted,
    })
}

fn shift(shift: &Shift) -> Value {
    json!({"gained": shift.gained, "lost": shift.lost})
}

fn ailment(ailment: &Ailment) -> Value {
    json!({
        "state": ailment.state.as_str(),
        "message": ailment.message,
        "help": ailment.help,
        "place": ailment.place,
    })
}

fn masked(one: &Masked) -> Value {
    let place = |place: &Option<(String, Position)>| {
        place
            .as_ref()
            .map(|(file, at)| format!("{file}:{}:{}", at.line, at.column))
    };
    let action = one
        .action
        .as_ref()
        .map(|action| json!({"label": action.label, "place": place(&action.place)}));
    json!({"pointer": one.pointer, "detail": one.detail, "place": place(&one.place), "action": action})
}

fn signatures(one: &Signatures) -> Value {
    json!({"path": one.path, "file": one.file, "before": one.before, "after": one.after})
}

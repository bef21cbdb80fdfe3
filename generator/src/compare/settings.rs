//! What a person decided about the crate, before and after.
//!
//! Invariant: what the settings say about paging shows in the model and is compared there; the
//! version is what the comparison leads to, and no change.

use super::{
    Change, Kind,
    rules::{
        CRATE_RENAMED, HINT_CHANGED, LIMIT_CHANGED, MANIFEST_CHANGED, RUST_VERSION_RAISED, Rule,
        SECURITY_CHANGED, SERVER_CHANGED,
    },
};
use crate::settings::{Package, Settings};

pub(super) fn settings(before: &Settings, after: &Settings) -> Vec<Change> {
    let mut changes = package(&before.package, &after.package);
    if before.authentication != after.authentication {
        let detail = "the client sends its key in another way";
        changes.push(client("authentication", detail, &SECURITY_CHANGED));
    }
    if before.server != after.server {
        let detail = format!(
            "these variables have to be given: {}; and had to: {}",
            listed(&after.server.required_variables),
            listed(&before.server.required_variables)
        );
        changes.push(client("server", &detail, &SERVER_CHANGED));
    }
    if before.rate_limit != after.rate_limit {
        let detail = "what is left of the rate limit is read in another way";
        changes.push(client("rate-limit", detail, &LIMIT_CHANGED));
    }
    if before.hints != after.hints {
        let detail = "errors advise something else";
        changes.push(client("hints", detail, &HINT_CHANGED));
    }
    changes
}

/// A change of a table of the settings, which is one of the client.
fn client(table: &str, detail: &str, rule: &'static Rule) -> Change {
    Change::new(Kind::Changed, format!("[{table}]"), detail)
        .rule(rule)
        .claim("ClientBuilder")
        .claim("Client")
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

fn package(before: &Package, after: &Package) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut told = |kind: Kind, detail: String, rule: &'static Rule| {
        changes.push(Change::new(kind, "[package]", detail).rule(rule));
    };
    if before.name != after.name {
        let detail = format!("the crate was called `{}`", before.name);
        told(Kind::Renamed, detail, &CRATE_RENAMED);
    }
    if before.rust_version != after.rust_version {
        let (old, new) = (&before.rust_version, &after.rust_version);
        let rule = if numbers(old) < numbers(new) {
            &RUST_VERSION_RAISED
        } else {
            &MANIFEST_CHANGED
        };
        told(
            Kind::Changed,
            format!("Rust {new} is needed, and {old} was"),
            rule,
        );
    }
    let mut texts = Vec::new();
    for (name, is_same) in [
        ("description", before.description == after.description),
        ("license", before.license == after.license),
        ("repository", before.repository == after.repository),
        ("keywords", before.keywords == after.keywords),
        ("categories", before.categories == after.categories),
    ] {
        if !is_same {
            texts.push(name);
        }
    }
    if !texts.is_empty() {
        let detail = format!("says something else: {}", texts.join(", "));
        told(Kind::Changed, detail, &MANIFEST_CHANGED);
    }
    changes
}

/// The numbers of a version, which compare as versions do.
fn numbers(version: &str) -> Vec<u64> {
    version
        .split('.')
        .map(|number| number.parse().unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::settings;
    use crate::{
        settings::{
            Authentication, Description, Hint, Package, Pagination, RateLimit, Server, Settings,
        },
        source::Source,
    };

    const TEXT: &str = "[package]\nname = 'boxes'\n\n\
        [rate-limit]\nremaining = 'x-left'\nwindow-seconds = 60\n\n\
        [[hints]]\nstatus = 404\ntext = 'look again'\n";

    fn given() -> Settings {
        let source = Source {
            name: "codegen.toml".to_owned(),
            text: TEXT.to_owned(),
        };
        Settings::parse(&source).unwrap_or_else(|errors| unreachable!("{errors}"))
    }

    /// Every field by its name, taken apart so that none is forgotten, with what changes it.
    fn changed(field: &str) -> Settings {
        let mut settings = given();
        let Settings {
            package,
            description: Description { overlays },
            authentication: Authentication { api_key_password },
            server: Server { required_variables },
            pagination:
                Pagination {
                    parameter,
                    items,
                    total,
                },
            rate_limit,
            hints,
        } = &mut settings;
        let text = || "other".to_owned();
        match field {
            "overlays" => *overlays = Some(Vec::new()),
            "api-key-password" => *api_key_password = Some(text()),
            "required-variables" => required_variables.push(text()),
            "parameter" => *parameter = Some(text()),
            "items" => *items = Some(text()),
            "total" => *total = Some(text()),
            "no rate-limit" => *rate_limit = None,
            _ => {
                change_package(package, field);
                if let Some(limit) = rate_limit {
                    change_limit(limit, field);
                }
                for hint in hints {
                    change_hint(hint, field);
                }
            }
        }
        settings
    }

    fn change_package(package: &mut Package, field: &str) {
        let Package {
            name,
            version,
            description,
            license,
            repository,
            rust_version,
            keywords,
            categories,
        } = package;
        let text = || "other".to_owned();
        match field {
            "name" => *name = text(),
            "version" => *version = text(),
            "description" => *description = Some(text()),
            "license" => *license = Some(text()),
            "repository" => *repository = Some(text()),
            "rust-version" => *rust_version = "1.999".to_owned(),
            "older rust-version" => *rust_version = "1.9".to_owned(),
            "keywords" => keywords.push(text()),
            "categories" => categories.push(text()),
            _ => {}
        }
    }

    fn change_limit(limit: &mut RateLimit, field: &str) {
        let RateLimit {
            total,
            remaining,
            used,
            window_seconds,
        } = limit;
        match field {
            "limit total" => *total = Some("other".to_owned()),
            "limit remaining" => remaining.push('x'),
            "limit used" => *used = Some("other".to_owned()),
            "limit window" => *window_seconds += 1,
            _ => {}
        }
    }

    fn change_hint(hint: &mut Hint, field: &str) {
        let Hint { status, code, text } = hint;
        match field {
            "hint status" => *status += 1,
            "hint code" => *code = Some("other".to_owned()),
            "hint text" => text.push('x'),
            _ => {}
        }
    }

    #[test]
    fn every_setting_is_judged() {
        let rules = |field: &str| -> Vec<&str> {
            let changes = settings(&given(), &changed(field));
            let rules = changes.iter().flat_map(|change| &change.rules);
            rules.map(|rule| rule.id).collect()
        };
        for (field, expected) in [
            ("name", "crate-renamed"),
            ("description", "manifest-changed"),
            ("license", "manifest-changed"),
            ("repository", "manifest-changed"),
            ("keywords", "manifest-changed"),
            ("categories", "manifest-changed"),
            ("rust-version", "rust-version-raised"),
            ("older rust-version", "manifest-changed"),
            ("api-key-password", "security-changed"),
            ("required-variables", "server-changed"),
            ("no rate-limit", "limit-changed"),
            ("limit total", "limit-changed"),
            ("limit remaining", "limit-changed"),
            ("limit used", "limit-changed"),
            ("limit window", "limit-changed"),
            ("hint status", "hint-changed"),
            ("hint code", "hint-changed"),
            ("hint text", "hint-changed"),
        ] {
            assert_eq!(rules(field), [expected], "{field}");
        }
        // These show in the model, or are what the comparison leads to.
        for field in ["overlays", "parameter", "items", "total", "version"] {
            assert!(rules(field).is_empty(), "{field}");
        }
    }
}

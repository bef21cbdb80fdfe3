//! Every field of the model, changed one at a time → what the comparison says about it.
//!
//! Invariant: structs are taken apart without `..`, so a field that the model gets later does not compile
//! here before the effect of its change is known.
//!
//! Of fields of one kind, two are tried, and all with the variable `EVERY_FIELD`.

mod bodies;
mod messages;
mod operations;
mod security;
mod service;
mod types;
mod walk;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
};

use generator::{
    Input, PublicApi, Settings, Source, compare,
    compare::{Change, Side},
    model::Api,
};

use self::walk::{Nothing, Text, Told, Walk};
use crate::files;

/// Number of fields of one kind that are tried.
const SAMPLE: usize = 2;

#[test]
fn no_change_of_the_model_goes_untold() {
    let is_sample = env::var_os("EVERY_FIELD").is_none();
    let most = if is_sample { SAMPLE } else { usize::MAX };
    let before = everything();
    let public_api = public_api(&before).expect("a public_api");
    let mut rules: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut untold = Vec::new();
    for wanted in 0.. {
        let mut after = before.clone();
        let mut walk = Walk::to(wanted, most);
        service::api(&mut walk, &mut after);
        let Some((label, expected)) = walk.hit else {
            assert!(wanted > 300, "{wanted} fields are not everything");
            break;
        };
        assert_ne!(before, after, "{label} is not changed");
        // No text is part of what callers can name.
        let other = match expected {
            Text => Ok(public_api.clone()),
            Told | Nothing => self::public_api(&after),
        };
        let other = other.unwrap_or_else(|error| panic!("{label}: {error}"));
        let changes = compare::compare(side(&before, &public_api), side(&after, &other));
        let found = rules.entry(label).or_default();
        for change in &changes {
            found.extend(change.rules.iter().map(|rule| rule.id.to_owned()));
        }
        if (expected == Told) != changes.iter().any(is_told) && expected != Nothing {
            untold.push(format!("{label} ({wanted}): {changes:?}"));
        }
    }
    assert!(untold.is_empty(), "{}", untold.join("\n"));
    if !is_sample {
        return;
    }
    let mut report = String::new();
    for (label, rules) in rules {
        let rules: Vec<String> = rules.into_iter().collect();
        // Writing to a string cannot fail.
        let _ = writeln!(report, "{label}: {}", rules.join(", "));
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../../../snapshots"}, {
        insta::assert_snapshot!("compare_fields", report);
    });
}

fn is_told(change: &Change) -> bool {
    change.subject != "documentation"
}

fn everything() -> Api {
    let settings = Source {
        name: "everything.toml".to_owned(),
        text: files::read(&files::root().join("tests/compare/everything.toml")),
    };
    let settings = Settings::parse(&settings).unwrap_or_else(|errors| panic!("{errors}"));
    let source = Source {
        name: "everything.yaml".to_owned(),
        text: files::read(&files::root().join("tests/compare/everything.yaml")),
    };
    let generated = Input::new(&source, &settings).generate();
    generated.unwrap_or_else(|errors| panic!("{errors}")).api
}

fn public_api(api: &Api) -> Result<PublicApi, String> {
    generator::public_api(api).map_err(|errors| errors.to_string())
}

fn side<'a>(api: &'a Api, public_api: &'a PublicApi) -> Side<'a> {
    Side { api, public_api }
}

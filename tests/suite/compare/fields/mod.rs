//! Every field of the model, changed one at a time → what the comparison says about it.
//!
//! Invariant: structs are taken apart without `..`, so a field that the model gets later does not compile
//! here before it is said what a change of it means.

mod bodies;
mod messages;
mod operations;
mod service;
mod types;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use generator::{
    PublicApi, Settings, Source, compare,
    compare::{Change, Side},
    generate,
    model::{Api, Docs, Name},
};

use crate::files;

/// What is said about a change of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// A change of its own.
    Told,
    /// That the documentation differs, if there is nothing else to tell.
    Text,
    /// Nothing of its own: where something stands, or an order that nobody sees.
    Nothing,
}
use Expected::{Nothing, Text, Told};

/// A walk over all fields that changes the one with a number. Of many fields of one kind, some are enough.
struct Walk {
    wanted: usize,
    next: usize,
    met: BTreeMap<&'static str, usize>,
    hit: Option<(&'static str, Expected)>,
}

/// So many fields of one kind are tried.
const ENOUGH: usize = 7;

impl Walk {
    fn at(&mut self, label: &'static str, expected: Expected, change: impl FnOnce()) {
        let met = self.met.entry(label).or_default();
        *met += 1;
        if *met > ENOUGH {
            return;
        }
        if self.next == self.wanted {
            change();
            self.hit = Some((label, expected));
        }
        self.next += 1;
    }

    fn docs(&mut self, label: &'static str, docs: &mut Docs) {
        let Docs {
            summary,
            description,
        } = docs;
        self.at(label, Text, || summary.get_or_insert_default().push('!'));
        self.at(label, Text, || {
            description.get_or_insert_default().push('!');
        });
    }

    /// A name on the wire and in Rust; the expectation is that of the wire name.
    fn name(&mut self, labels: [&'static str; 2], expected: Expected, name: &mut Name) {
        let Name { wire, ident } = name;
        self.at(labels[0], expected, || wire.push('x'));
        self.at(labels[1], Told, || ident.push_str("_x"));
    }

    fn text(&mut self, label: &'static str, expected: Expected, text: &mut String) {
        self.at(label, expected, || text.push('x'));
    }

    fn number(&mut self, label: &'static str, expected: Expected, number: &mut u32) {
        self.at(label, expected, || *number += 7);
    }

    fn flag(&mut self, label: &'static str, expected: Expected, flag: &mut bool) {
        self.at(label, expected, || *flag = !*flag);
    }

    /// What is there goes; what is not there comes.
    fn option<T>(
        &mut self,
        label: &'static str,
        expected: Expected,
        option: &mut Option<T>,
        other: impl FnOnce() -> T,
    ) {
        self.at(label, expected, || {
            *option = match option {
                Some(_) => None,
                None => Some(other()),
            };
        });
    }

    /// One less, and another order.
    fn list<T>(&mut self, label: &'static str, [less, order]: [Expected; 2], list: &mut Vec<T>) {
        if !list.is_empty() {
            self.at(label, less, || drop(list.remove(0)));
        }
        if list.len() > 1 {
            self.at(label, order, || list.reverse());
        }
    }
}

#[test]
fn no_change_of_the_model_goes_untold() {
    let before = everything();
    let public_api = public_api(&before).expect("a public_api");
    let mut rules: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut untold = Vec::new();
    for wanted in 0.. {
        let mut after = before.clone();
        let mut walk = Walk {
            wanted,
            next: 0,
            met: BTreeMap::new(),
            hit: None,
        };
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
    let generated = generate(&source, &[], &settings);
    generated.unwrap_or_else(|errors| panic!("{errors}")).api
}

fn public_api(api: &Api) -> Result<PublicApi, String> {
    generator::public_api(api).map_err(|errors| errors.to_string())
}

fn side<'a>(api: &'a Api, public_api: &'a PublicApi) -> Side<'a> {
    Side { api, public_api }
}

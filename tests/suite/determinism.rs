//! The output depends on what the description says, not on the run or on the order of keys.

use generator::Source;
use serde_json::{Map, Value};

use crate::{
    input::{self, Case},
    names,
};

#[test]
fn two_runs_give_equal_bytes() {
    let source = input::freshdesk();
    let first = input::generate_freshdesk(&source);
    let second = input::generate_freshdesk(&source);
    assert_eq!(first.tree, second.tree);
    assert_eq!(first.warnings, second.warnings);
}

#[test]
fn the_order_of_keys_changes_no_name() {
    let source = input::freshdesk();
    let expected = names::of(&input::generate_freshdesk(&source).api);
    for seed in 1..=4 {
        let shuffled = shuffled(&source, seed);
        let found = names::of(&input::generate_freshdesk(&shuffled).api);
        let difference: Vec<_> = expected.symmetric_difference(&found).collect();
        assert!(difference.is_empty(), "seed {seed}: {difference:#?}");
    }
}

#[test]
fn the_order_of_keys_changes_no_name_in_cases() {
    for case in input::valid_cases() {
        // Keys that are numbers, merge keys, numbers beyond a float and the spelling of numbers are gone once a text went
        // through JSON.
        let only_yaml = [
            "yaml_anchors",
            "responses_ranges",
            "values_at_the_edge",
            "texts_unquoted",
        ];
        if only_yaml.contains(&&*case.name) {
            continue;
        }
        let expected = names::of(&case.generate().api);
        for seed in 1..=4 {
            let source = shuffled(&case.source, seed);
            let shuffled = Case {
                name: case.name.clone(),
                source,
                overlays: case.overlays.clone(),
            };
            let found = names::of(&shuffled.generate().api);
            let difference: Vec<_> = expected.symmetric_difference(&found).collect();
            assert!(
                difference.is_empty(),
                "{}, seed {seed}: {difference:#?}",
                case.name
            );
        }
    }
}

/// Returns the same description as JSON, with the members of every mapping in another order.
fn shuffled(source: &Source, seed: u64) -> Source {
    let mut tree: Value = serde_yaml::from_str(&source.text).expect("YAML");
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    shuffle(&mut tree, &mut random);
    Source {
        name: source.name.clone(),
        text: tree.to_string(),
    }
}

fn shuffle(value: &mut Value, random: &mut Random) {
    match value {
        Value::Object(members) => {
            let mut entries: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            for index in (1..entries.len()).rev() {
                entries.swap(index, random.below(index + 1));
            }
            for (_, member) in &mut entries {
                shuffle(member, random);
            }
            *members = Map::from_iter(entries);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| shuffle(item, random)),
        _ => {}
    }
}

/// Numbers that look random and are the same in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("below a length")
    }
}

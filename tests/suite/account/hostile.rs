//! Labels and choices that nobody would give, and made-up ones → an account, and a program that sends each choice.
//!
//! Invariant: the texts are the same in every run.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use generator::model::{Api, Struct, TypeKind, TypeRef};
use serde_json::{Value, json};
use xtask::account::Response;

/// Texts with a meaning to Rust, YAML, JSON, Markdown or people who read from the right.
const TEXTS: [&str; 44] = [
    "",
    " ",
    "Self",
    "self",
    "type",
    "Type",
    "Unknown",
    "unknown",
    "None",
    "Some",
    "true",
    "null",
    "~",
    "1",
    "01",
    "1.0",
    "-1",
    "+1",
    "a",
    "A",
    "á",
    "a\u{301}",
    "\u{e1}",
    "العربية",
    "עברית",
    "日本語",
    "🚀",
    "👩‍👩‍👧",
    "\u{202e}txet",
    "\u{200b}",
    "He said \"no\"",
    "it's",
    "back\\slash",
    "line\nbreak",
    "tab\there",
    "`code`",
    "[link](https://example.com)",
    "<script>alert(1)</script>",
    "*/ panic!() /*",
    "{{#if}}",
    "# heading",
    "- item",
    "ﬁ",
    "K",
];

/// Number of made-up lists.
const LISTS: usize = 8;

/// Returns the lists of choices by the name of their field.
fn lists() -> BTreeMap<String, Vec<String>> {
    let owned = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| (*text).to_owned())
            .collect::<Vec<_>>()
    };
    let mut lists = BTreeMap::from([
        ("cf_texts".to_owned(), owned(&TEXTS)),
        (
            "cf_type".to_owned(),
            owned(&["one", "one", "One", "ONE", "o-n-e"]),
        ),
        ("cf_ticket".to_owned(), owned(&["x"])),
        (
            "cf_custom_fields".to_owned(),
            vec!["long ".repeat(2_000), "y".repeat(10_000), "y".repeat(9_999)],
        ),
        (
            "cf_many".to_owned(),
            (0..500).map(|number| format!("Choice {number}")).collect(),
        ),
    ]);
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for list in 0..LISTS {
        let texts = (0..=random.below(12)).map(|_| random.text());
        lists.insert(format!("cf_made_up_{list}"), texts.collect());
    }
    lists
}

/// Labels and choices as the service would send them.
pub(super) fn account() -> Vec<Response> {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let fields = lists().into_iter().map(|(name, choices)| {
        json!({
            "name": name,
            "label": random.text(),
            "description": random.text(),
            "type": "custom_dropdown",
            "default": false,
            "choices": choices,
        })
    });
    let odd = json!({"name": "cf_", "label": "\u{feff}", "type": "custom_text", "default": false});
    // Names that the structs have already.
    let own = [
        "additional_properties",
        "unknown_fields",
        "new",
        "default",
        "type",
    ];
    let own = own
        .map(|name| json!({"name": name, "label": name, "type": "custom_text", "default": false}));
    vec![
        Response {
            name: "ticket_fields".to_owned(),
            body: fields.chain([odd]).collect::<Vec<Value>>().into(),
        },
        Response {
            name: "contact_fields".to_owned(),
            body: own.to_vec().into(),
        },
        // The ID is that of another object of `acme`.
        Response {
            name: "custom_objects".to_owned(),
            body: json!({"id": 4711, "name": "Loan", "fields": [
                {"name": "amount", "label": "Amount", "type": "NUMBER", "filterable": true},
            ]}),
        },
    ]
}

/// Returns a program that fails where a choice is not known, or not written as it is.
pub(super) fn program(api: &Api) -> String {
    let fields = api.types.iter().find_map(|def| match &def.kind {
        TypeKind::Struct(Struct { fields, .. }) if def.name.wire == "TicketCustomFields" => {
            Some(fields)
        }
        _ => None,
    });
    let mut checks = String::new();
    for (name, texts) in lists() {
        let mut fields = fields.unwrap().iter();
        let field = fields.find(|field| field.name.wire == name).unwrap();
        let TypeRef::Named(ty) = field.ty.without_null() else {
            panic!("`{name}` has no enum");
        };
        let mut seen = BTreeSet::new();
        for text in texts.iter().filter(|text| seen.insert(text.as_str())) {
            let _ = writeln!(
                checks,
                "    let value = freshdesk::models::{ty}::from({text:?});\n    \
                 assert!(!matches!(value, freshdesk::models::{ty}::Unknown(_)), {name:?});\n    \
                 assert_eq!(value.as_str(), {text:?});"
            );
        }
        let _ = writeln!(
            checks,
            "    assert_eq!(freshdesk::models::{ty}::KNOWN.len(), {});",
            seen.len()
        );
    }
    format!(
        "//! Every choice is known, and sent as it is.\n#![allow(clippy::all, clippy::pedantic)]\n\nfn main() {{\n{checks}}}\n"
    )
}

/// Numbers that look like chance and are the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Returns a text of up to eight pieces.
    fn text(&mut self) -> String {
        const PIECES: [&str; 20] = [
            "a", "B", "ß", "Ж", "ا", "ש", "漢", "é", "e\u{301}", "🙂", "\u{200d}", "_", "-", " ",
            "9", "'", "\"", "\\", "/", "&",
        ];
        let length = self.below(8) + 1;
        let pieces = (0..length).map(|_| PIECES[usize::try_from(self.below(20)).unwrap()]);
        pieces.collect()
    }
}

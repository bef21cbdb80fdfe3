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

/// Names of the fields with these texts of contacts, of companies and of a custom object.
const ELSEWHERE: [&[&str]; 3] = [
    &["contact_texts"],
    &["company_texts"],
    &["object_texts", "object_many"],
];

/// The first number of the statuses and sources with these texts for names.
const FIRST_CODE: i64 = 1_000;

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
        // A label in another script gives a name of digits.
        ("cf_4711".to_owned(), owned(&["高", "低"])),
    ]);
    for name in ELSEWHERE.concat() {
        lists.insert(name.to_owned(), owned(&TEXTS));
    }
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
    let lists = lists();
    let mut field = |name: &str, ty: &str| {
        json!({
            "name": name,
            "label": random.text(),
            "description": random.text(),
            "type": ty,
            "default": false,
            "filterable": true,
            "choices": lists.get(name),
        })
    };
    let tickets = lists.keys().filter(|name| name.starts_with("cf_"));
    let mut tickets: Vec<Value> = tickets.map(|name| field(name, "custom_dropdown")).collect();
    tickets
        .push(json!({"name": "cf_", "label": "\u{feff}", "type": "custom_text", "default": false}));
    tickets.extend(standard_fields());
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
    let [contact, company, object] = ELSEWHERE;
    let mut contacts = own.to_vec();
    contacts.extend(contact.iter().map(|name| field(name, "custom_dropdown")));
    let companies = company.iter().map(|name| field(name, "custom_dropdown"));
    let companies: Vec<Value> = companies.collect();
    let mut objects = vec![
        field(object[0], "DROPDOWN"),
        field(object[1], "MULTI_SELECT"),
    ];
    objects.extend(["4711", "優先度", "Self", "data", ""].map(|name| field(name, "NUMBER")));
    let response = |name: &str, body: Value| Response {
        name: name.to_owned(),
        body,
    };
    vec![
        response("ticket_fields", tickets.into()),
        response("contact_fields", contacts.into()),
        response("company_fields", companies.into()),
        // The ID is that of another object of `acme`.
        response(
            "custom_objects",
            json!({"id": 4711, "name": "Loan", "fields": [
                {"name": "amount", "label": "Amount", "type": "NUMBER", "filterable": true},
            ]}),
        ),
        response(
            "custom_objects-2",
            json!({"id": 4712, "name": "\u{202e}🚀", "fields": objects}),
        ),
    ]
}

/// Returns the fields of every account, with these texts for the names of statuses, sources and types.
fn standard_fields() -> [Value; 3] {
    let codes = (FIRST_CODE..).zip(TEXTS);
    let by_number = codes
        .clone()
        .map(|(code, text)| (code.to_string(), json!([text, text])));
    let records = codes.map(|(code, text)| json!({"value": code, "label": text}));
    let field = |ty: &str, choices: Value| json!({"name": ty, "type": ty, "default": true, "choices": choices});
    [
        field("default_status", Value::Object(by_number.collect())),
        field("default_source", Value::Array(records.collect())),
        field("default_ticket_type", json!(TEXTS.as_slice())),
    ]
}

/// Returns a program that fails where a choice is not known, or not written as it is.
pub(super) fn program(api: &Api) -> String {
    let mut checks = String::new();
    for (name, texts) in lists() {
        let fields = api.types.iter().flat_map(|def| match &def.kind {
            TypeKind::Struct(Struct { fields, .. }) => fields.as_slice(),
            _ => &[],
        });
        let ty = fields
            .filter(|field| field.name.wire == name)
            .map(|field| match field.ty.without_null() {
                TypeRef::List(item) => item.without_null(),
                ty => ty,
            })
            .next();
        let Some(TypeRef::Named(ty)) = ty else {
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
    for (code, text) in (FIRST_CODE..).zip(TEXTS) {
        let _ = writeln!(
            checks,
            "    let ty = freshdesk::models::TicketType::from({text:?});\n    \
             assert!(!matches!(ty, freshdesk::models::TicketType::Unknown(_)), {text:?});\n    \
             assert_eq!(ty.as_str(), {text:?});"
        );
        for ty in ["TicketStatus", "TicketSource"] {
            let _ = writeln!(
                checks,
                "    let value = freshdesk::models::{ty}::from({code});\n    \
                 assert!(!matches!(value, freshdesk::models::{ty}::Unknown(_)), {text:?});\n    \
                 assert_eq!(value.code(), {code});"
            );
        }
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

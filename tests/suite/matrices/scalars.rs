//! Every kind of scalar: its schema, two values of it in Rust, and their texts.

use serde_json::{Value, json};

/// A scalar of a description.
pub(super) struct Scalar {
    pub(super) name: &'static str,
    pub(super) schema: Value,
    /// Two values as Rust expressions.
    pub(super) values: [String; 2],
    /// Their texts where they are no part of JSON.
    pub(super) texts: [String; 2],
    /// The kind of JSON value that they are.
    pub(super) json: Json,
    /// The way in which a method takes one.
    pub(super) argument: Argument,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Json {
    Number,
    String,
}

#[derive(Clone, Copy)]
pub(super) enum Argument {
    Value,
    Reference,
}

impl Scalar {
    pub(super) fn texts(&self) -> [&str; 2] {
        [&self.texts[0], &self.texts[1]]
    }

    /// Returns the values as JSON; none of them has a sign that JSON escapes.
    pub(super) fn json(&self) -> [String; 2] {
        let quote = if self.json == Json::String { "\"" } else { "" };
        [0, 1].map(|index| format!("{quote}{}{quote}", self.texts[index]))
    }
}

/// Returns all of them.
pub(super) fn all() -> Vec<Scalar> {
    let kinds = [texts(), numbers(), others()];
    kinds.into_iter().flatten().collect()
}

/// Scalars that are a `String` in Rust.
fn texts() -> Vec<Scalar> {
    let text = |name, schema, texts: [&str; 2]| Scalar {
        name,
        schema,
        values: texts.map(|text| format!("{text:?}.to_owned()")),
        texts: texts.map(str::to_owned),
        json: Json::String,
        argument: Argument::Reference,
    };
    let format =
        |name: &'static str, texts| text(name, json!({ "type": "string", "format": name }), texts);
    vec![
        text(
            "text",
            json!({ "type": "string" }),
            ["a b,c", "x/y;z=1&2.3%4|5?"],
        ),
        text(
            "empty",
            json!({ "type": "string", "maxLength": 3 }),
            ["~-_", ""],
        ),
        text(
            "nullable",
            json!({ "type": ["string", "null"] }),
            ["null", "+"],
        ),
        format("binary", ["0", "x:y"]),
        format("password", ["p@ss", "#1"]),
        format("uuid", ["67e55044-10b1-426f-9247-bb680e5fe0c8", "0"]),
        format("uri", ["https://example.com/a?b=c&d=e#f", "/g%20h"]),
        format("email", ["jane+1@example.com", "a@b.example"]),
        format("time", ["12:30:00Z", "00:00:00+01:00"]),
        format("duration", ["P1DT2H", "PT0.5S"]),
    ]
}

fn number(name: &'static str, schema: Value, texts: [&str; 2]) -> Scalar {
    Scalar {
        name,
        schema,
        values: texts.map(str::to_owned),
        texts: texts.map(str::to_owned),
        json: Json::Number,
        argument: Argument::Value,
    }
}

fn numbers() -> Vec<Scalar> {
    let whole = |name: &'static str, texts| {
        number(name, json!({ "type": "integer", "format": name }), texts)
    };
    let decimals = ["0.1000000000000000000000001", "-12.50"];
    vec![
        number("whole", json!({ "type": "integer" }), ["0", "-7"]),
        whole("int32", ["-2147483648", "2147483647"]),
        whole("int64", ["-9223372036854775808", "9223372036854775807"]),
        whole("uint32", ["0", "4294967295"]),
        whole("uint64", ["0", "18446744073709551615"]),
        number(
            "wide",
            json!({ "type": "integer", "minimum": -1e30, "maximum": 1e30 }),
            ["1000000000000000000000000000000", "-1"],
        ),
        number("number", json!({ "type": "number" }), ["1.5", "-0.25"]),
        number(
            "float",
            json!({ "type": "number", "format": "float" }),
            ["0.1", "-3.5"],
        ),
        Scalar {
            values: decimals.map(|text| format!("{text:?}.parse::<Decimal>().unwrap()")),
            argument: Argument::Reference,
            ..number(
                "decimal",
                json!({ "type": "number", "format": "decimal" }),
                decimals,
            )
        },
        number("flag", json!({ "type": "boolean" }), ["true", "false"]),
        Scalar {
            values: ["models::Level::V1", "models::Level::V2"].map(str::to_owned),
            ..number(
                "level",
                json!({ "$ref": "#/components/schemas/Level" }),
                ["1", "2"],
            )
        },
        Scalar {
            values: ["5.into()", "6.into()"]
                .map(|value| format!("models::Either::Integer({value})")),
            argument: Argument::Value,
            ..number(
                "either",
                json!({ "$ref": "#/components/schemas/Either" }),
                ["5", "6"],
            )
        },
    ]
}

/// Scalars with a type of their own that are text in JSON.
fn others() -> Vec<Scalar> {
    let other = |name, schema, argument, values: [String; 2], texts: [&str; 2]| Scalar {
        name,
        schema,
        values,
        texts: texts.map(str::to_owned),
        json: Json::String,
        argument,
    };
    let parsed = |name, ty: &str, texts: [&str; 2]| {
        let values = texts.map(|text| format!("{text:?}.parse::<{ty}>().unwrap()"));
        let schema = json!({ "type": "string", "format": name });
        other(name, schema, Argument::Value, values, texts)
    };
    let bytes = |name, ty: &str, texts| {
        let values = ["255, 254", "1"].map(|bytes| format!("{ty}::from(vec![{bytes}])"));
        let schema = json!({ "type": "string", "format": name });
        other(name, schema, Argument::Reference, values, texts)
    };
    let colours = ["models::Colour::LightRed", "models::Colour::Blue"].map(str::to_owned);
    vec![
        parsed(
            "date-time",
            "Timestamp",
            ["2026-01-31T12:00:00Z", "1969-12-31T23:59:59.5Z"],
        ),
        parsed("date", "Date", ["2026-01-31", "0001-01-01"]),
        bytes("byte", "Base64", ["//4=", "AQ=="]),
        bytes("base64url", "Base64Url", ["__4", "AQ"]),
        other(
            "colour",
            json!({ "$ref": "#/components/schemas/Colour" }),
            Argument::Value,
            colours,
            ["light red", "blue/green"],
        ),
    ]
}

/// Returns the components that they refer to.
pub(super) fn components() -> Value {
    json!({
        "Level": { "type": "integer", "enum": [1, 2], "x-enum-varnames": ["V1", "V2"] },
        "Colour": { "type": "string", "enum": ["light red", "blue/green"], "x-enum-varnames": ["LightRed", "Blue"] },
        "Either": { "oneOf": [{ "type": "integer" }, { "type": "string" }] },
    })
}

//! `x-search`: the conditions that an operation with a query in a language of its own understands.
//!
//! Invariant: what an operation says is complete and right, or an error says what is not; two operations that
//! name the same type say the same about it.

use serde_json::Value;

use crate::lower::{Lowering, mapping::Mapping};
use crate::model::{
    Comparison, Docs, Name, NullTest, Parameter, ParameterLocation, Query, QueryField,
};

const MEMBERS: [&str; 6] = [
    "type",
    "parameter",
    "description",
    "max-length",
    "fields",
    "custom-fields",
];

const FIELD_MEMBERS: [&str; 6] = [
    "name",
    "x-rust-name",
    "description",
    "schema",
    "ranges",
    "null",
];

impl<'d> Lowering<'d> {
    /// Reads what an operation says about its query, and lets the parameter be written by it.
    pub(in crate::lower) fn search(
        &mut self,
        value: &'d Value,
        at: String,
        parameters: &mut [Parameter],
    ) {
        let Some(mapping) = self.mapping(value, at, &MEMBERS) else {
            return;
        };
        let name = self.required_text(&mapping, "type");
        let parameter = self.text(&mapping, "parameter").unwrap_or("query");
        let query = self.query(&mapping, name.unwrap_or_default());
        let is_it = |known: &&mut Parameter| {
            known.location == ParameterLocation::Query && known.name.wire == parameter
        };
        match (name, parameters.iter_mut().find(is_it)) {
            (Some(name), Some(parameter)) => {
                parameter.query = Some(name.to_owned());
                self.add_query(query, &mapping.at);
            }
            (_, None) => {
                let message = format!("the operation has no query parameter `{parameter}`");
                let help = "name the parameter that takes the query as `parameter`";
                self.wrong_extension(&message, help, &mapping.at);
            }
            (None, _) => {}
        }
    }

    fn add_query(&mut self, query: Query, at: &str) {
        let known = self
            .queries
            .iter()
            .find(|known| known.name.wire == query.name.wire);
        match known {
            None => self.queries.push(query),
            Some(known) if *known == query => {}
            Some(_) => {
                let message = format!(
                    "another operation describes `{}` otherwise",
                    query.name.wire
                );
                let help = "describe it in the same way, or call one of them something else";
                self.wrong_extension(&message, help, at);
            }
        }
    }

    fn query(&mut self, mapping: &Mapping<'d>, name: &str) -> Query {
        let mut fields: Vec<QueryField> = Vec::new();
        for (item, at) in self.items(mapping, "fields") {
            let Some(field) = self.query_field(item, at.clone()) else {
                continue;
            };
            if fields
                .iter()
                .any(|known| known.name.wire == field.name.wire)
            {
                let message = format!("the field `{}` stands here twice", field.name.wire);
                self.wrong_extension(&message, "remove one of them", &at);
                continue;
            }
            fields.push(field);
        }
        let custom_fields = self.text(mapping, "custom-fields").map(str::to_owned);
        if fields.is_empty() && custom_fields.is_none() {
            let help = "list them as `fields`, or give `custom-fields` what their names start with";
            self.wrong_extension("there is no field to search", help, &mapping.at);
        }
        Query {
            name: Name {
                wire: name.to_owned(),
                ident: String::new(),
            },
            docs: self.extension_docs(mapping),
            longest: self
                .count(mapping, "max-length")
                .map(|count| count as usize),
            fields,
            custom_fields,
        }
    }

    fn query_field(&mut self, item: &'d Value, at: String) -> Option<QueryField> {
        let mapping = self.mapping(item, at, &FIELD_MEMBERS)?;
        let wire = self.required_text(&mapping, "name");
        let ty = self.scalar(&mapping, "schema");
        let ident = self.text(&mapping, "x-rust-name");
        let comparison = if self.flag(&mapping, "ranges") {
            Comparison::Ordered
        } else {
            Comparison::Equal
        };
        let null = if self.flag(&mapping, "null") {
            NullTest::Allowed
        } else {
            NullTest::Refused
        };
        let docs = self.extension_docs(&mapping);
        let wire = self.field_name(wire?, &mapping)?;
        Some(QueryField {
            name: Name {
                wire: wire.to_owned(),
                // Until identifiers are allotted, the name that they are made from.
                ident: ident.unwrap_or(wire).to_owned(),
            },
            ty: ty?,
            comparison,
            null,
            docs,
        })
    }

    /// A name that an expression can hold: with anything else in it, it would not be read as one.
    fn field_name(&mut self, wire: &'d str, mapping: &Mapping<'d>) -> Option<&'d str> {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
        if wire.bytes().all(is_part) {
            return Some(wire);
        }
        let help = "a name has letters, digits, `_`, `.` and `-`";
        let at = mapping.place("name");
        self.wrong_extension("this is not the name of a field", help, &at);
        None
    }

    pub(in crate::lower) fn extension_docs(&mut self, mapping: &Mapping<'d>) -> Docs {
        Docs::described(self.text(mapping, "description").map(str::to_owned))
    }
}

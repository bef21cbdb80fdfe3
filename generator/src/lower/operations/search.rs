//! `x-rust-search`: the conditions that an operation with a query in a language of its own takes.
//!
//! Invariant: what an operation says is complete and right, or an error says what is not; two operations that
//! name the same type say the same about it.

use crate::lower::draft::{Key, Name, Parameter, Query, QueryField};
use crate::lower::operations::builder::OperationBuilder;
use crate::{
    model::{Comparison, Docs, FieldOwner, NullTest, ParameterLocation},
    source::extension::{Found, Search, SearchField, Text},
};

impl<'d> OperationBuilder<'d> {
    /// Reads what an operation says about its query, and lets the parameter be written by it.
    pub(super) fn search(&mut self, search: &Found<Search<'d>>, parameters: &mut [Parameter]) {
        let query = self.query(search);
        let parameter = search.value.parameter.map_or("query", |Text(name)| name);
        let is_it = |known: &&mut Parameter| {
            known.location == ParameterLocation::Query && known.name.wire == parameter
        };
        let Some(parameter) = parameters.iter_mut().find(is_it) else {
            let message = format!("the operation has no query parameter `{parameter}`");
            let help = "name the parameter that takes the query as `parameter`";
            self.context
                .reporter
                .wrong_extension(message, help, &search.at);
            return;
        };
        parameter.query = Some(Key::query(&query.name.wire));
        self.add_query(query, &search.at);
    }

    fn add_query(&mut self, query: Query, at: &str) {
        let mut known = self.queries.iter();
        match known.find(|known| known.name.wire == query.name.wire) {
            None => self.queries.push(query),
            Some(known) if *known == query => {}
            Some(_) => {
                let message = format!(
                    "another operation describes `{}` otherwise",
                    query.name.wire
                );
                let help = "describe it in the same way, or call one of them something else";
                self.context.reporter.wrong_extension(message, help, at);
            }
        }
    }

    fn query(&mut self, search: &Found<Search<'d>>) -> Query {
        let Found { value, at, .. } = search;
        let mut fields: Vec<QueryField> = Vec::new();
        let of = |owner, list: &'static str, fields: &'_ [SearchField<'d>]| {
            let fields = fields.iter().cloned().enumerate();
            let fields =
                fields.map(|(index, field)| (owner, format!("{at}/{list}/{index}"), field));
            fields.collect::<Vec<_>>()
        };
        let listed = of(FieldOwner::Service, "fields", &value.fields);
        let custom = of(FieldOwner::Account, "custom", &value.custom);
        for (owner, at, field) in listed.into_iter().chain(custom) {
            let Text(name) = field.name;
            if fields.iter().any(|known| known.name.wire == name) {
                let message = format!("duplicate field `{name}`");
                self.context
                    .reporter
                    .wrong_extension(message, "remove one of them", &at);
                continue;
            }
            fields.extend(self.query_field(owner, &field, &at));
        }
        if value.fields.is_empty() && value.custom.is_empty() && value.custom_fields.is_none() {
            let help = "list them as `fields`, or give `custom-fields` what their names start with";
            self.context
                .reporter
                .wrong_extension("there is no field to search", help, at);
        }
        Query {
            name: Name::derived(value.ty),
            docs: Docs::described(value.description.map(String::from)),
            longest: value.max_length.map(|count| count.get() as usize),
            fields,
            custom_fields: value.custom_fields.map(|Text(start)| start.to_owned()),
        }
    }

    fn query_field(
        &mut self,
        owner: FieldOwner,
        field: &SearchField<'d>,
        at: &str,
    ) -> Option<QueryField> {
        let Text(wire) = field.name;
        let ty = self.types.scalar(field.schema, &format!("{at}/schema"));
        // With anything else in it, an expression would not be read as one.
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
        if !wire.bytes().all(is_part) {
            let help = "a name has letters, digits, `_`, `.` and `-`";
            let at = format!("{at}/name");
            self.context
                .reporter
                .wrong_extension("this is not the name of a field", help, &at);
            return None;
        }
        Some(QueryField {
            name: Name {
                wire: wire.to_owned(),
                ident: field.rust_name.map(String::from),
            },
            owner,
            ty: ty?,
            comparison: if field.ranges {
                Comparison::Ordered
            } else {
                Comparison::Equal
            },
            null: if field.null {
                NullTest::Allowed
            } else {
                NullTest::Refused
            },
            docs: Docs::described(field.description.map(String::from)),
        })
    }
}

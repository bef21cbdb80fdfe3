//! Lists that can be asked for from a value on.
//!
//! Invariant: the properties and parameters that it names exist.

use serde_json::Value;

use crate::lower::draft::TypeRef;
use crate::lower::{
    operations::builder::OperationBuilder,
    operations::pagination::{Paged, Said},
};
use crate::{
    diagnostics::Diagnostic,
    model::{Keyset, NextPage, Primitive},
    source::extension,
};

impl OperationBuilder<'_> {
    pub(super) fn keyset(
        &self,
        owner: &Said,
        said: &extension::Keyset,
        item: &TypeRef,
        next: &NextPage,
        paged: &Paged<'_>,
    ) -> Result<Keyset, Box<Diagnostic>> {
        let property = self.property(item, &said.property);
        let is_instant = property.is_some_and(|ty| {
            *self.types.found.resolve(ty.without_null()) == TypeRef::Primitive(Primitive::DateTime)
        });
        if !is_instant {
            let message = format!("an item has no date and time in `{}`", said.property);
            let help = "name a property with `format: date-time`; other values have no order that can be relied on";
            return Err(owner.wrong("keyset/property", message).help(help).into());
        }
        if self.property(item, &said.key).is_none() {
            let message = format!("an item has no property `{}`", said.key);
            return Err(owner.wrong("keyset/key", message).into());
        }
        let named = said.fixed.keys().chain([&said.parameter]);
        if let Some(name) = named.into_iter().find(|name| !paged.takes(name)) {
            let message = format!("the operation has no query parameter `{name}`");
            let help = "declare it under `parameters`";
            return Err(owner.wrong("keyset", message).help(help).into());
        }
        let (NextPage::Link {
            parameter: Some(page),
        }
        | NextPage::Number {
            parameter: page,
            first: 1,
            ..
        }) = next
        else {
            let message = "pages are not numbered from 1, as keyset pagination requires";
            return Err(owner.wrong("keyset", message.to_owned()).into());
        };
        Ok(Keyset {
            property: said.property.clone(),
            parameter: said.parameter.clone(),
            key: said.key.clone(),
            fixed: said
                .fixed
                .iter()
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            everything: said.everything.clone(),
            page: page.clone(),
        })
    }
}

/// Returns a value as it is in a query.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

//! Pagination of operations.
//!
//! An operation says it in `x-rust-pagination`; what it leaves open is inferred, by the settings' rule and from the
//! shape of the response. Invariant: an operation is paged only when its parameters and its response both have the
//! shape for it; one that says so and lacks the shape is an error.

use crate::lower::draft::{Output, Pagination, Parameter, TypeKind, TypeRef};
use crate::lower::operations::builder::OperationBuilder;
use crate::{
    diagnostics::Diagnostic,
    model::{Method, NextPage, ParameterLocation},
    source::extension::{self, Found, Next},
};

/// Data from which the pagination of an operation is determined.
pub(super) struct Paged<'a> {
    pub(super) method: Method,
    pub(super) parameters: &'a [Parameter],
    pub(super) output: &'a Output,
}

/// The extension of an operation.
pub(super) type Said = Found<extension::Pagination>;

impl Paged<'_> {
    /// Returns `true` if there is such a query parameter.
    pub(super) fn takes(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| {
            parameter.location == ParameterLocation::Query && parameter.name.wire == name
        })
    }
}

impl OperationBuilder<'_> {
    /// Determines the pagination of a response, as `said` in the extension or by the general rule.
    pub(super) fn pagination(
        &mut self,
        said: Option<&Said>,
        paged: &Paged<'_>,
    ) -> Option<Pagination> {
        let Some(said) = said else {
            return self.by_rule(paged);
        };
        if said.value.next == Some(Next::None) {
            return None;
        }
        match self.as_said(said, paged) {
            Ok(pagination) => Some(pagination),
            Err(error) => {
                self.context.reporter.report(*error);
                None
            }
        }
    }

    /// Determines the pagination by the rule of the settings.
    fn by_rule(&self, paged: &Paged<'_>) -> Option<Pagination> {
        let rule = &self.context.settings.pagination;
        let parameter = rule.parameter.clone()?;
        if paged.method != Method::Get || !paged.takes(&parameter) {
            return None;
        }
        let Output::Json(ty) = paged.output else {
            return None;
        };
        let (items, item) = self.list_in(ty, rule.items.as_deref())?;
        let next = match &items {
            None => NextPage::Link {
                parameter: Some(parameter),
            },
            Some(_) => NextPage::Number {
                parameter,
                first: 1,
                size: None,
                total: Some(self.total_in(ty, rule.total.as_deref())?),
            },
        };
        Some(Pagination {
            item,
            items,
            next,
            last_page: None,
            keyset: None,
        })
    }

    /// Determines the pagination from the operation's extension.
    fn as_said(&self, said: &Said, paged: &Paged<'_>) -> Result<Pagination, Box<Diagnostic>> {
        let rule = &self.context.settings.pagination;
        let list = match paged.output {
            Output::Json(ty) => {
                let items = said.value.items.as_deref().or(rule.items.as_deref());
                self.list_in(ty, items).map(|list| (list, ty))
            }
            _ => None,
        };
        let ((items, item), ty) = list.ok_or_else(|| {
            let message = "the response of the operation has no list to be paged".to_owned();
            let help = "let `items` name the property with the list, or `next` be `none`";
            said.wrong("items", message).help(help)
        })?;
        let parameter = self.page_parameter(said, paged)?;
        let kind = match (said.value.next, &items) {
            (Some(next), _) => next,
            (None, None) => Next::Link,
            (None, Some(_)) => Next::Number,
        };
        let next = match (kind, parameter) {
            (Next::Number, Some(parameter)) => NextPage::Number {
                parameter,
                first: said.value.first.unwrap_or(1),
                size: said.value.size,
                total: self.said_total(said, ty)?,
            },
            (Next::Number, None) => {
                let message = "pages are counted, but no parameter takes the number".to_owned();
                let help = "let `parameter` name the query parameter";
                return Err(said.wrong("parameter", message).help(help).into());
            }
            (_, parameter) => NextPage::Link { parameter },
        };
        let keyset = match &said.value.keyset {
            Some(keyset) => Some(self.keyset(said, keyset, &item, &next, paged)?),
            None => None,
        };
        Ok(Pagination {
            item,
            items,
            next,
            last_page: said.value.last_page,
            keyset,
        })
    }

    /// Returns the query parameter with the number of the page; one that is named has to be there.
    fn page_parameter(
        &self,
        said: &Said,
        paged: &Paged<'_>,
    ) -> Result<Option<String>, Box<Diagnostic>> {
        match &said.value.parameter {
            Some(name) if !paged.takes(name) => {
                let message = format!("the operation has no query parameter `{name}`");
                let help = "declare it under `parameters`";
                Err(said.wrong("parameter", message).help(help).into())
            }
            Some(name) => Ok(Some(name.clone())),
            None => {
                let general = self.context.settings.pagination.parameter.clone();
                Ok(general.filter(|name| paged.takes(name)))
            }
        }
    }

    fn said_total(&self, said: &Said, ty: &TypeRef) -> Result<Option<String>, Box<Diagnostic>> {
        match &said.value.total {
            None => Ok(self.total_in(ty, self.context.settings.pagination.total.as_deref())),
            Some(name) => self.total_in(ty, Some(name)).map(Some).ok_or_else(|| {
                let message = format!("the response has no property `{name}`");
                said.wrong("total", message).into()
            }),
        }
    }

    /// Returns the list in a response: the property that it is in, unless it is the response itself, and the type of an
    /// item.
    fn list_in(&self, ty: &TypeRef, items: Option<&str>) -> Option<(Option<String>, TypeRef)> {
        let resolved = self.types.found.resolve(ty.without_null());
        if let TypeRef::List(item) = resolved {
            return Some((None, item.as_ref().clone()));
        }
        let items = items?;
        let field = self.property(resolved, items)?;
        match self
            .types
            .found
            .resolve(field.without_null())
            .without_null()
        {
            TypeRef::List(item) => Some((Some(items.to_owned()), item.as_ref().clone())),
            _ => None,
        }
    }

    fn total_in(&self, ty: &TypeRef, total: Option<&str>) -> Option<String> {
        let total = total?;
        self.property(ty, total).map(|_| total.to_owned())
    }

    /// Returns the type of a property of an object.
    pub(super) fn property(&self, ty: &TypeRef, name: &str) -> Option<&TypeRef> {
        let TypeRef::Named(key) = self.types.found.resolve(ty.without_null()) else {
            return None;
        };
        let TypeKind::Struct(shape) = self.types.found.kind(key)? else {
            return None;
        };
        let field = shape.fields.iter().find(|field| field.name.wire == name);
        field.map(|field| &field.ty)
    }
}

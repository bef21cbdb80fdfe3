//! Pagination of operations.
//!
//! An operation says it in `x-rust-pagination`; what it leaves open is inferred, by the settings' rule and from the
//! shape of the response. Invariant: an operation is paged only when its parameters and its response both have the
//! shape for it; one that says so and lacks the shape is an error.

use crate::lower::draft::{Field, Output, Pagination, Parameter, TypeKind, TypeRef};
use crate::lower::operations::builder::OperationBuilder;
use crate::{
    diagnostics::Diagnostic,
    model::{CursorPlace, Method, NextPage, ParameterLocation, Presence, Primitive, TextFormat},
    source::extension::{self, Found, Next},
};

/// Data from which the pagination of an operation is determined.
pub(super) struct Paged<'a> {
    pub(super) method: &'a Method,
    pub(super) parameters: &'a [Parameter],
    pub(super) output: &'a Output,
}

/// The extension of an operation.
pub(super) type Said = Found<extension::Pagination>;

impl Paged<'_> {
    /// Returns `true` if there is a parameter that a token of a page could be in.
    fn takes_anything(&self) -> bool {
        let mut parameters = self.parameters.iter();
        parameters.any(|parameter| parameter.location != ParameterLocation::Path)
    }

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
            return self.by_rule(paged).or_else(|| self.detected(paged));
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
        if *paged.method != Method::Get || !paged.takes(&parameter) {
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
            (Next::Cursor, parameter) => self.said_cursor(said, ty, parameter)?,
            (Next::Address, parameter) => NextPage::Address {
                property: self.said_mark(said, ty)?,
                parameter,
            },
            (Next::Link | Next::None, parameter) => NextPage::Link { parameter },
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

    /// The cursor that leads to the next page.
    fn said_cursor(
        &self,
        said: &Said,
        ty: &TypeRef,
        parameter: Option<String>,
    ) -> Result<NextPage, Box<Diagnostic>> {
        let Some(parameter) = parameter else {
            let message = "pages have cursors, but no parameter takes one".to_owned();
            let help = "let `parameter` name the query parameter";
            return Err(said.wrong("parameter", message).help(help).into());
        };
        let place = match &said.value.header {
            Some(header) => CursorPlace::Header(header.clone()),
            None => CursorPlace::Property(self.said_mark(said, ty)?),
        };
        Ok(NextPage::Cursor { parameter, place })
    }

    /// The property with what leads to the next page, which has to be there.
    fn said_mark(&self, said: &Said, ty: &TypeRef) -> Result<String, Box<Diagnostic>> {
        let Some(path) = &said.value.property else {
            let message =
                "the response leads to the next page, but no property is named".to_owned();
            let help = "let `property` name it; `paging/next` is `next` in the object `paging`";
            return Err(said.wrong("property", message).help(help).into());
        };
        let mut inner = ty;
        for step in path.split('/') {
            let Some(found) = self.property(inner.without_null(), step) else {
                let message = format!("the response has no property `{path}`");
                return Err(said.wrong("property", message).into());
            };
            inner = found;
        }
        Ok(path.clone())
    }

    /// As the names and types of the response leave no doubt: it has one list, and beside it the address of the next
    /// page, or a cursor that a query parameter of the same name takes.
    fn detected(&self, paged: &Paged<'_>) -> Option<Pagination> {
        let Output::Json(ty) = paged.output else {
            return None;
        };
        if *paged.method != Method::Get {
            return None;
        }
        let TypeRef::Named(key) = self.types.found.resolve(ty.without_null()) else {
            return None;
        };
        let TypeKind::Struct(shape) = self.types.found.kind(key)? else {
            return None;
        };
        let list_of = |field: &Field| match self.types.found.resolve(field.ty.without_null()) {
            TypeRef::List(item) => Some((field.name.wire.clone(), item.as_ref().clone())),
            _ => None,
        };
        let mut lists = shape.fields.iter().filter_map(list_of);
        let (Some((items, item)), None) = (lists.next(), lists.next()) else {
            return None;
        };
        let texts = shape.fields.iter().filter_map(|field| {
            match self.types.found.resolve(field.ty.without_null()) {
                TypeRef::Primitive(Primitive::Text(format)) => {
                    Some((field.name.wire.as_str(), *format))
                }
                _ => None,
            }
        });
        let texts: Vec<(&str, TextFormat)> = texts.collect();
        let address = texts
            .iter()
            .find(|(name, format)| is_next_address(name, *format, paged));
        let next = match address {
            Some((property, _)) => NextPage::Address {
                property: (*property).to_owned(),
                parameter: None,
            },
            None => cursor(&texts, paged.parameters)?,
        };
        Some(Pagination {
            item,
            items: Some(items),
            next,
            last_page: None,
            keyset: None,
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

/// Returns `true` if a property is the address of the next page, by its name and format. Where the query takes nothing,
/// what leads to the next page can only be its address.
fn is_next_address(name: &str, format: TextFormat, paged: &Paged<'_>) -> bool {
    let word = letters(name);
    let names_an_address = [
        "nextlink",
        "nexturl",
        "nexturi",
        "nextpagelink",
        "nextpageurl",
        "nextpageuri",
    ]
    .contains(&word.as_str())
        || word == "odatanextlink";
    let is_address =
        format == TextFormat::Uri || format == TextFormat::Plain && !paged.takes_anything();
    names_an_address || (is_address && ["next", "nextpage"].contains(&word.as_str()))
}

/// The cursor among texts that an optional query parameter takes.
fn cursor(texts: &[(&str, TextFormat)], parameters: &[Parameter]) -> Option<NextPage> {
    const CURSORS: [&str; 6] = [
        "cursor",
        "token",
        "pagetoken",
        "continuationtoken",
        "pagecursor",
        "continuation",
    ];
    texts.iter().find_map(|(name, _)| {
        let word = letters(name);
        let word = word.strip_prefix("next")?;
        let takes = |parameter: &&Parameter| {
            let own = letters(&parameter.name.wire);
            let own = own.strip_prefix("next").unwrap_or(&own);
            parameter.location == ParameterLocation::Query
                && parameter.presence == Presence::Optional
                && own == word
                && matches!(
                    parameter.ty.without_null(),
                    TypeRef::Primitive(Primitive::Text(_))
                )
        };
        let parameter = parameters.iter().find(takes)?;
        CURSORS.contains(&word).then(|| NextPage::Cursor {
            parameter: parameter.name.wire.clone(),
            place: CursorPlace::Property((*name).to_owned()),
        })
    })
}

/// The letters and digits of a name, in lower case.
fn letters(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

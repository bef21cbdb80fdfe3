//! The operations → the calls that the guide shows.
//!
//! Invariant: a call that is shown needs nothing that is not shown with it.

use super::template::{Values, insert};
use crate::{
    emit::{
        calls::{Shown, has_builder, is_optional, required_body},
        docs,
        example::imported,
        samples,
        types::{FieldForm, Traits},
    },
    model::{
        Api, Field, Keyset, Method, NextPage, Operation, Output, Pagination, Primitive, Struct,
        TextFormat, TypeDef, TypeKind, TypeRef, Usage,
    },
};

/// Adds what shows calls.
pub(super) fn add(api: &Api, values: &mut Values) {
    let calls = Calls {
        api,
        traits: Traits::new(api),
        library: api.package.library_name(),
    };
    calls.add_reads(values);
    calls.add_lists(values);
    calls.add_patch(values);
    calls.add_with_bodies(values);
}

struct Calls<'a> {
    api: &'a Api,
    traits: Traits<'a>,
    library: String,
}

/// An operation, and how it is called.
struct Found<'a> {
    operation: &'a Operation,
    shown: Shown,
    /// `tickets`
    group: &'a str,
}

impl Found<'_> {
    /// Returns the prefix of messages about the call: `getTicket: GET /tickets/42`
    fn line(&self) -> String {
        let Operation { name, method, .. } = self.operation;
        format!("{}: {method} {}", name.wire, self.shown.path)
    }

    /// Returns the call with as many items on a page as possible.
    fn with_page_size(&self) -> String {
        let size = samples::page_size(self.operation).unwrap_or_default();
        format!("{}{size}", self.shown.call)
    }

    fn is_bare(&self) -> bool {
        let Shown {
            imports, before, ..
        } = &self.shown;
        self.shown.is_whole() && before.is_empty() && imports.is_empty()
    }
}

impl<'a> Calls<'a> {
    /// Calls that need no body.
    fn add_reads(&self, values: &mut Values) {
        let first = samples::first_list(self.api).map(|found| self.shown(found));
        if let Some(first) = first {
            values.insert("first", first.with_page_size());
            values.insert("first_name", first.group.to_owned());
        }
        let get = self.find(|operation| self.reads_one(operation));
        if let Some(get) = &get {
            let into = if has_builder(get.operation) {
                ".into_request()"
            } else {
                ""
            };
            values.insert("get", get.shown.call.clone());
            values.insert("get_request", format!("{}{into}", get.shown.call));
            values.insert("get_id", get.operation.name.wire.clone());
            values.insert("get_line", get.line());
        }
        let is_stream = |operation: &Operation| matches!(operation.output, Output::Stream(_));
        let any = get.or_else(|| {
            self.find(|operation| required_body(operation).is_none() && !is_stream(operation))
        });
        let stream = self.find(is_stream);
        insert(values, "stream", stream.map(|found| found.shown.call));
        let too = self.find(|operation| operation.stream.is_some());
        insert(values, "stream_too", too.map(|found| found.shown.call));
        insert(values, "call", any.map(|any| any.shown.call));
    }

    /// Lists in pages.
    fn add_lists(&self, values: &mut Values) {
        if let Some(list) = self.find_paged(|_| true) {
            values.insert("list", list.with_page_size());
            values.insert("list_id", list.operation.name.wire.clone());
            values.insert("list_line", list.line());
            let pagination = list.operation.pagination.as_ref();
            insert(values, "empty_page", pagination.map(empty_page));
            let sampled = pagination.and_then(|pagination| self.sampled(pagination));
            insert(values, "list_item", sampled);
        }
        let all = self.find_paged(|pagination| pagination.keyset.is_some());
        if let Some((all, keyset)) = all.and_then(|all| {
            let keyset = all.operation.pagination.as_ref()?.keyset.as_ref()?;
            Some((all, keyset))
        }) {
            values.insert("all", all.shown.call.clone());
            values.insert("all_property", docs::code(&keyset.property));
            insert(values, "all_setter", setter(all.operation, keyset));
        }
        let counted = self
            .find_paged(|pagination| pagination.last_page.is_some() && pagination.keyset.is_some());
        let capped = counted.or_else(|| self.find_paged(|one| one.last_page.is_some()));
        if let Some((capped, pagination)) = capped.and_then(|found| {
            let pagination = found.operation.pagination.as_ref()?;
            Some((found, pagination))
        }) {
            values.insert("capped_line", truncated(&capped.line(), pagination));
            let last = pagination.last_page.unwrap_or_default();
            values.insert("capped_page", last.to_string());
        }
    }

    /// Returns the type of an item, if a list of its samples is a page.
    fn sampled(&self, pagination: &Pagination) -> Option<String> {
        let TypeRef::Named(name) = &pagination.item else {
            return None;
        };
        let is_list =
            pagination.items.is_none() && matches!(pagination.next, NextPage::Link { .. });
        let has_sample = !matches!(self.traits.kind(name)?, TypeKind::Alias(_));
        (is_list && has_sample).then(|| name.clone())
    }

    /// Adds an update that can clear a field.
    fn add_patch(&self, values: &mut Values) {
        let Some(update) = self.find_whole(|operation| self.patched(operation).is_some()) else {
            return;
        };
        let Some((def, field)) = self.patched(update.operation) else {
            return;
        };
        values.insert("patch", update.shown.call.replace("&body", "&change"));
        values.insert("patch_type", def.name.ident.clone());
        values.insert("patch_field", field.name.ident.clone());
        values.insert("patch_wire", field.name.wire.clone());
    }

    /// Calls with a body, whose examples have several lines.
    fn add_with_bodies(&self, values: &mut Values) {
        let create = self.find_whole(|one| one.method == Method::Post && has_struct(one));
        insert(values, "create_line", create.as_ref().map(Found::line));
        let upload = self.find_whole(|one| one.upload.is_some());
        let file = upload
            .as_ref()
            .and_then(|one| one.operation.upload.as_ref());
        let file = file.and_then(|one| one.files.first());
        insert(values, "attach", file.map(|file| file.name.ident.clone()));
        let form = self.find_whole(|one| self.has_file_body(one));
        let wait = self.find_whole(|one| one.poll.is_some());
        let export = self.find_whole(|one| {
            let poll = one.poll.as_ref();
            poll.is_some_and(|poll| poll.download.is_some())
        });
        for (name, found) in [
            ("create", create),
            ("upload", upload),
            ("form", form),
            ("wait", wait),
            ("export", export),
        ] {
            insert(
                values,
                name,
                found.map(|found| self.statements(&found.shown)),
            );
        }
    }

    /// Returns the imports, the statements before, and the call: `let request = client.tickets().create(&body);`
    fn statements(&self, shown: &Shown) -> String {
        let mut lines = Vec::new();
        if !shown.imports.is_empty() {
            lines.extend(imported(&self.library, &shown.imports));
            lines.push(String::new());
        }
        lines.extend(shown.before.iter().cloned());
        lines.push(format!("let request = {};", shown.call));
        lines.join("\n")
    }

    fn shown(&self, (resource, operation): samples::Call<'a>) -> Found<'a> {
        Found {
            operation,
            shown: Shown::of(&self.traits, &self.library, resource, operation),
            group: &resource.name.ident,
        }
    }

    /// Returns the first call that needs nothing put together before, and of which something holds.
    fn find(&self, holds: impl Fn(&Operation) -> bool) -> Option<Found<'a>> {
        let found = samples::find(self.api, |operation| holds(operation));
        found.map(|found| self.shown(found)).filter(Found::is_bare)
    }

    fn find_paged(&self, holds: impl Fn(&Pagination) -> bool) -> Option<Found<'a>> {
        self.find(|operation| operation.pagination.as_ref().is_some_and(&holds))
    }

    /// Returns the first call that can be written down as a whole, and of which something holds.
    fn find_whole(&self, holds: impl Fn(&Operation) -> bool) -> Option<Found<'a>> {
        let operations = samples::operations(self.api).into_iter();
        let mut found = operations
            .filter(|(_, operation)| holds(operation))
            .map(|found| self.shown(found));
        found.find(|found| found.shown.is_whole())
    }

    /// Returns `true` if an operation returns one struct for one number or text in its path.
    fn reads_one(&self, operation: &Operation) -> bool {
        let Output::Json(TypeRef::Named(name)) = &operation.output else {
            return false;
        };
        let is_struct = matches!(self.traits.kind(name), Some(TypeKind::Struct(_)));
        let required = operation.parameters.iter().filter(|one| !is_optional(one));
        let required: Vec<&TypeRef> = required.map(|parameter| &parameter.ty).collect();
        let is_simple = matches!(
            required.as_slice(),
            [TypeRef::Primitive(
                Primitive::I64 | Primitive::I32 | Primitive::Text(TextFormat::Plain)
            )]
        );
        let places = operation.path.parameters().count();
        is_struct && is_simple && places == 1 && operation.method == Method::Get
    }

    /// Returns the struct that an operation takes, if it has a default, and one of its fields that can be cleared.
    fn patched(&self, operation: &Operation) -> Option<(&'a TypeDef, &'a Field)> {
        let (def, shape) = self.body(operation)?;
        let is_patch = |field: &&Field| FieldForm::of(field, def.usage) == FieldForm::Patch;
        let mut fields = shape.fields.iter().filter(|field| !field.deprecated);
        let field = fields.find(is_patch)?;
        let is_sent = def.usage == Usage::Request && self.traits.is_default(&def.name.ident);
        is_sent.then_some((def, field))
    }

    fn has_file_body(&self, operation: &Operation) -> bool {
        let body = self.body(operation);
        body.is_some_and(|(_, shape)| shape.has_files())
    }

    /// Returns the struct that an operation has to be given.
    fn body(&self, operation: &Operation) -> Option<(&'a TypeDef, &'a Struct)> {
        let TypeRef::Named(name) = required_body(operation)?.content.ty()? else {
            return None;
        };
        let def = self.api.type_named(name)?;
        match &def.kind {
            TypeKind::Struct(shape) => Some((def, shape)),
            _ => None,
        }
    }
}

fn has_struct(operation: &Operation) -> bool {
    let ty = required_body(operation).and_then(|body| body.content.ty());
    matches!(ty, Some(TypeRef::Named(_)))
}

/// Returns the setter of the first value of a list.
fn setter(operation: &Operation, keyset: &Keyset) -> Option<String> {
    let mut parameters = operation.parameters.iter();
    let found = parameters.find(|parameter| parameter.name.wire == keyset.parameter);
    found.map(|parameter| parameter.name.ident.clone())
}

/// Returns the body of a page without items.
fn empty_page(pagination: &Pagination) -> String {
    let Some(items) = &pagination.items else {
        return "[]".to_owned();
    };
    match &pagination.next {
        NextPage::Number {
            total: Some(total), ..
        } => format!("{{{items:?}:[],{total:?}:0}}"),
        _ => format!("{{{items:?}:[]}}"),
    }
}

/// Returns the message about a list that goes on after the last page.
fn truncated(line: &str, pagination: &Pagination) -> String {
    let last = pagination.last_page.unwrap_or_default();
    let advice = match pagination.keyset {
        Some(_) => "use `all`, which continues past the limit",
        None => "request less at a time, such as a shorter span of time, and join the results",
    };
    format!(
        "{line}: 200 OK: the list is truncated: the service has no page after page {last}, and more items are \
         missing; {advice}"
    )
}

//! Operations before and after: what is gone, new, renamed, or asked and answered in another way.
//!
//! Invariant: an operation is the same when its request line is, whatever it is called.

mod conduct;
mod files;
mod requirements;

use std::borrow::Cow;

use super::{
    Change, ChangeKind,
    operation_names::{builder_path, method_path, operations as all, request_line, subject},
    parameters::{Sides, parameters},
    renames::Renames,
    rules::{
        ANSWER_ADDED, ANSWER_BODY_CHANGED, DEPRECATED, NEW_ON_THE_WIRE, OPERATION_GONE, READ_ALIKE,
        RECEIVED_BODY_CHANGED, RECEIVED_LESS, REQUEST_LINE_CHANGED, Rule, SENT_BODY_CHANGED,
        TAKEN_ALIKE,
    },
    words::from_to,
};
use crate::model::{
    Api, ByStatus, Form, ItemStream, Operation, Output, Presence, RequestBody, RequestContent,
    Resource, Response, ResponseContent, SecurityScheme, Server,
};

pub(super) fn operations(before: &Api, after: &Api, renames: &Renames<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (resource, old) in all(before) {
        match renames.counterpart(after, old) {
            None => changes.push(removed(resource, old)),
            Some((new_resource, new)) => {
                let pair = Pair {
                    renames,
                    old_resource: resource,
                    old,
                    new_resource,
                    new,
                    security: [&before.security, &after.security],
                    servers: [&before.servers, &after.servers],
                };
                changes.extend(pair.changes());
            }
        }
    }
    for (resource, new) in all(after) {
        if renames.is_new(new) {
            changes.push(added(resource, new));
        }
    }
    changes
}

fn removed(resource: &Resource, operation: &Operation) -> Change {
    let change = Change::new(
        ChangeKind::Removed,
        subject(operation),
        "the operation is gone",
    );
    claimed(change, resource, operation)
        .rule(&OPERATION_GONE)
        .stood_at(&operation.pointer)
}

fn added(resource: &Resource, operation: &Operation) -> Change {
    let change = Change::new(
        ChangeKind::Added,
        subject(operation),
        "the operation is new",
    );
    claimed(change, resource, operation)
        .rule(&NEW_ON_THE_WIRE)
        .stands_at(&operation.pointer)
}

/// Returns the rule for a body that is new or newly required, for a crate that does not send one.
fn or_new(presence: Presence) -> &'static Rule {
    match presence {
        Presence::Required => &SENT_BODY_CHANGED,
        Presence::Optional => &NEW_ON_THE_WIRE,
    }
}

/// Returns the method of an operation, and its builder.
fn claimed(change: Change, resource: &Resource, operation: &Operation) -> Change {
    change
        .claim(method_path(resource, operation))
        .claim(builder_path(resource, operation))
}

/// One operation on both sides.
struct Pair<'a> {
    renames: &'a Renames<'a>,
    old_resource: &'a Resource,
    old: &'a Operation,
    new_resource: &'a Resource,
    new: &'a Operation,
    /// The ways to authenticate of the service as a whole, before and after.
    security: [&'a [SecurityScheme]; 2],
    /// The addresses of the service as a whole, before and after.
    servers: [&'a [Server]; 2],
}

impl Pair<'_> {
    fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = [
            self.line(),
            self.name(),
            self.body(),
            self.output(),
            self.stream(),
            self.accept(),
            self.pagination(),
            self.poll(),
            self.retry(),
            self.credits(),
            self.group(),
            self.security(),
            self.server(),
            self.exactness(),
            self.deprecation(),
        ]
        .into_iter()
        .flatten()
        .collect();
        changes.extend(self.upload());
        changes.extend(
            parameters(self.renames, &self.sides())
                .into_iter()
                // A parameter is an argument of the method, or a setter of the builder.
                .map(|change| self.claim_method(change)),
        );
        changes.extend(self.responses());
        changes
    }

    fn sides(&self) -> Sides<'_> {
        Sides {
            old_resource: self.old_resource,
            old: self.old,
            new_resource: self.new_resource,
            new: self.new,
        }
    }

    fn change(&self, kind: ChangeKind, detail: impl Into<String>) -> Change {
        self.at_both(Change::new(kind, subject(self.new), detail))
    }

    fn at_both(&self, change: Change) -> Change {
        change
            .stood_at(&self.old.pointer)
            .stands_at(&self.new.pointer)
    }

    fn claim_method(&self, change: Change) -> Change {
        change
            .claim(method_path(self.old_resource, self.old))
            .claim(method_path(self.new_resource, self.new))
    }

    fn claim_builder(&self, change: Change) -> Change {
        change
            .claim(builder_path(self.old_resource, self.old))
            .claim(builder_path(self.new_resource, self.new))
    }

    fn line(&self) -> Option<Change> {
        if request_line(self.old) == request_line(self.new) {
            return None;
        }
        let detail = format!("was `{}`", subject(self.old));
        let change = self
            .change(ChangeKind::Changed, detail)
            .rule(&REQUEST_LINE_CHANGED);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn name(&self) -> Option<Change> {
        let old = method_path(self.old_resource, self.old);
        let new = method_path(self.new_resource, self.new);
        if old == new && self.old.builder == self.new.builder {
            return None;
        }
        let call = |resource: &Resource, operation: &Operation| {
            format!("{}().{}", resource.name.ident, operation.name.ident)
        };
        let detail = format!(
            "`{}` is `{}`",
            call(self.old_resource, self.old),
            call(self.new_resource, self.new)
        );
        let change = self.change(ChangeKind::Renamed, detail);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn body(&self) -> Option<Change> {
        let rule: Option<&'static Rule>;
        let detail: Cow<'static, str> = match (&self.old.body, &self.new.body) {
            (Some(_), None) => {
                rule = Some(&SENT_BODY_CHANGED);
                "takes no body any more".into()
            }
            (None, Some(new)) => {
                rule = Some(or_new(new.presence));
                "takes a body".into()
            }
            (Some(old), Some(new)) if !self.same_content(old, new) => {
                rule = Some(match self.takes_content(old, new) {
                    true if old.presence == new.presence => &TAKEN_ALIKE,
                    true => or_new(new.presence),
                    false => &SENT_BODY_CHANGED,
                });
                match (old.content.ty(), new.content.ty()) {
                    (Some(old), Some(new)) => format!("its body {}", from_to(old, new)).into(),
                    _ => "takes another body".into(),
                }
            }
            (Some(old), Some(new)) if old.presence != new.presence => {
                rule = Some(or_new(new.presence));
                match new.presence {
                    Presence::Required => "requires its body".into(),
                    Presence::Optional => "no longer requires its body".into(),
                }
            }
            _ => return None,
        };
        let change = self.change(ChangeKind::Changed, detail).rules(rule);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn same_content(&self, old: &RequestBody, new: &RequestBody) -> bool {
        if old.media_type != new.media_type {
            return false;
        }
        match (&old.content, &new.content) {
            (RequestContent::Json(old), RequestContent::Json(new))
            | (RequestContent::Lines(old), RequestContent::Lines(new)) => {
                self.renames.same(old, new)
            }
            (RequestContent::Form(old), RequestContent::Form(new)) => {
                let renamed = Form {
                    ty: old.ty.clone(),
                    ..new.clone()
                };
                *old == renamed && self.renames.same(&old.ty, &new.ty)
            }
            (old, new) => old == new,
        }
    }

    /// Tells whether the service takes what the released crate sends, whatever it is called.
    fn takes_content(&self, old: &RequestBody, new: &RequestBody) -> bool {
        match (&old.content, &new.content) {
            (RequestContent::Json(old), RequestContent::Json(new)) => {
                self.renames.takes_body(old, new)
            }
            (RequestContent::Form(old), RequestContent::Form(new)) => {
                let renamed = Form {
                    ty: old.ty.clone(),
                    ..new.clone()
                };
                *old == renamed && self.renames.takes_body(&old.ty, &new.ty)
            }
            _ => false,
        }
    }

    /// Tells whether the released crate reads the response, whatever its type is called.
    fn reads_output(&self) -> bool {
        match (&self.old.output, &self.new.output) {
            (Output::Json(old), Output::Json(new))
            | (Output::OptionalJson(old), Output::OptionalJson(new) | Output::Json(new)) => {
                self.renames.reads_body(old, new)
            }
            // A crate that wants nothing from the body reads none.
            (Output::Empty, _) => true,
            _ => false,
        }
    }

    fn same_stream(&self, old: &ItemStream, new: &ItemStream) -> bool {
        let renamed = ItemStream {
            item: old.item.clone(),
            ..new.clone()
        };
        *old == renamed && self.renames.same(&old.item, &new.item)
    }

    fn same_bodies(&self, old: &ByStatus, new: &ByStatus) -> bool {
        let pairs = || old.bodies.iter().zip(&new.bodies);
        old.bodies.len() == new.bodies.len()
            && pairs().all(|(old, new)| old.status == new.status)
            && pairs()
                .all(|(old, new)| self.same_content_of(old.content.as_ref(), new.content.as_ref()))
    }

    fn same_output(&self) -> bool {
        match (&self.old.output, &self.new.output) {
            (Output::Json(old), Output::Json(new))
            | (Output::OptionalJson(old), Output::OptionalJson(new)) => self.renames.same(old, new),
            (Output::Stream(old), Output::Stream(new)) => self.same_stream(old, new),
            (Output::ByStatus(old), Output::ByStatus(new)) => self.same_bodies(old, new),
            (old, new) => old == new,
        }
    }

    /// Returns the same response item by item, beside the one as a whole.
    fn stream(&self) -> Option<Change> {
        let (detail, rule) = match (&self.old.stream, &self.new.stream) {
            (None, None) => return None,
            (None, Some(_)) => ("can respond item by item", &NEW_ON_THE_WIRE),
            (Some(_), None) => (
                "does not respond item by item any more",
                &RECEIVED_BODY_CHANGED,
            ),
            (Some(old), Some(new)) if self.same_stream(old, new) => return None,
            _ => (
                "answers item by item in another way",
                &RECEIVED_BODY_CHANGED,
            ),
        };
        let change = self.change(ChangeKind::Changed, detail).rule(rule);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn output(&self) -> Option<Change> {
        if self.same_output() {
            return None;
        }
        let rule = match (&self.old.output, &self.new.output) {
            _ if !self.reads_output() => &RECEIVED_BODY_CHANGED,
            (
                Output::Json(old) | Output::OptionalJson(old),
                Output::Json(new) | Output::OptionalJson(new),
            ) if self.renames.receives_less(old, new) => &RECEIVED_LESS,
            _ => &READ_ALIKE,
        };
        let detail = match (&self.old.output, &self.new.output) {
            (
                Output::Json(old) | Output::OptionalJson(old),
                Output::Json(new) | Output::OptionalJson(new),
            ) => format!("its response {}", from_to(old, new)),
            _ => "responds with another body".to_owned(),
        };
        let change = self.change(ChangeKind::Changed, detail).rule(rule);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn deprecation(&self) -> Option<Change> {
        if self.old.deprecated == self.new.deprecated {
            return None;
        }
        let detail = if self.new.deprecated {
            "is deprecated"
        } else {
            "is no longer deprecated"
        };
        Some(self.change(ChangeKind::Changed, detail).rule(&DEPRECATED))
    }

    /// Statuses that are new or gone, and other bodies. What successes carry is judged as the output.
    fn responses(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for new in &self.new.responses {
            let old = self
                .old
                .responses
                .iter()
                .find(|old| old.status == new.status);
            let Some(old) = old else {
                let detail = format!("can respond with status {}", new.status);
                changes.push(self.change(ChangeKind::Added, detail).rule(&ANSWER_ADDED));
                continue;
            };
            let is_told = new.status.is_success() && !self.same_output();
            if !is_told && !self.same_answer(old, new) {
                let detail = format!("carries another body with status {}", new.status);
                changes.push(
                    self.change(ChangeKind::Changed, detail)
                        .rule(&ANSWER_BODY_CHANGED),
                );
            }
        }
        for old in &self.old.responses {
            if !self
                .new
                .responses
                .iter()
                .any(|new| new.status == old.status)
            {
                let detail = format!("does not respond with status {} any more", old.status);
                changes.push(self.change(ChangeKind::Removed, detail).rule(&ANSWER_ADDED));
            }
        }
        changes
    }

    fn same_answer(&self, old: &Response, new: &Response) -> bool {
        let streams_alike = match (&old.stream, &new.stream) {
            (Some(old), Some(new)) => self.same_stream(old, new),
            (old, new) => old == new,
        };
        let is_told = new.status.is_success() && self.old.stream != self.new.stream;
        if !streams_alike && !is_told {
            return false;
        }
        self.same_content_of(old.content.as_ref(), new.content.as_ref())
    }

    fn same_content_of(
        &self,
        old: Option<&ResponseContent>,
        new: Option<&ResponseContent>,
    ) -> bool {
        match (old, new) {
            (Some(ResponseContent::Stream(old)), Some(ResponseContent::Stream(new))) => {
                self.same_stream(old, new)
            }
            (Some(ResponseContent::Json(old)), Some(ResponseContent::Json(new))) => {
                self.renames.same(old, new)
            }
            (old, new) => old == new,
        }
    }
}

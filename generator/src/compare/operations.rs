//! Operations before and after: what is gone, new, renamed, or asked and answered in another way.
//!
//! Invariant: an operation is the same when its request line is, whatever it is called.

use super::{
    Change, Kind,
    parameters::{Sides, parameters},
    renames::{Renames, builder_path, counterpart, method_path, operations as all, request_line},
    rules::{
        ANSWER_ADDED, DEPRECATED, LIMIT_CHANGED, NEW_ON_THE_WIRE, OPERATION_GONE, PAGING_CHANGED,
        POLL_CHANGED, RECEIVED_BODY_CHANGED, REQUEST_LINE_CHANGED, RETRY_CHANGED, Rule,
        SENT_BODY_CHANGED, UPLOAD_CHANGED,
    },
};
use crate::model::{
    Api, Form, ItemStream, Operation, Output, Pagination, Poll, Presence, RequestBody,
    RequestContent, Resource, Response, Retry, StatusPattern, TypeRef,
};

pub(super) fn operations(before: &Api, after: &Api, renames: &Renames) -> Vec<Change> {
    let mut changes = Vec::new();
    for (resource, old) in all(before) {
        match counterpart(after, old) {
            None => changes.push(removed(resource, old)),
            Some((new_resource, new)) => {
                let pair = Pair {
                    renames,
                    old_resource: resource,
                    old,
                    new_resource,
                    new,
                };
                changes.extend(pair.changes());
            }
        }
    }
    for (resource, new) in all(after) {
        if counterpart(before, new).is_none() {
            changes.push(added(resource, new));
        }
    }
    changes
}

fn removed(resource: &Resource, operation: &Operation) -> Change {
    let change = Change::new(Kind::Removed, subject(operation), "the operation is gone");
    claimed(change, resource, operation)
        .rule(&OPERATION_GONE)
        .stood_at(&operation.pointer)
}

fn added(resource: &Resource, operation: &Operation) -> Change {
    let change = Change::new(Kind::Added, subject(operation), "the operation is new");
    claimed(change, resource, operation)
        .rule(&NEW_ON_THE_WIRE)
        .stands_at(&operation.pointer)
}

/// What an operation is called in a report.
pub(super) fn subject(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// The method of an operation, and its builder.
fn claimed(change: Change, resource: &Resource, operation: &Operation) -> Change {
    change
        .claim(method_path(resource, operation))
        .claim(builder_path(resource, operation))
}

/// One operation on both sides.
struct Pair<'a> {
    renames: &'a Renames,
    old_resource: &'a Resource,
    old: &'a Operation,
    new_resource: &'a Resource,
    new: &'a Operation,
}

impl Pair<'_> {
    fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = [
            self.line(),
            self.name(),
            self.body(),
            self.output(),
            self.pagination(),
            self.upload(),
            self.poll(),
            self.retry(),
            self.credits(),
            self.deprecation(),
        ]
        .into_iter()
        .flatten()
        .collect();
        changes.extend(
            parameters(self.renames, &self.sides())
                .into_iter()
                .map(|change| {
                    // A parameter is an argument of the method, or a setter of the builder.
                    self.at_both(self.claim_method(change))
                }),
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

    fn change(&self, kind: Kind, detail: impl Into<String>) -> Change {
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
            .change(Kind::Changed, detail)
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
        let change = self.change(Kind::Renamed, detail);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn body(&self) -> Option<Change> {
        let rule: Option<&'static Rule>;
        let detail = match (&self.old.body, &self.new.body) {
            (Some(_), None) => {
                rule = Some(&SENT_BODY_CHANGED);
                "takes no body any more"
            }
            (None, Some(new)) => {
                rule = (new.presence == Presence::Required).then_some(&SENT_BODY_CHANGED);
                "takes a body"
            }
            (Some(old), Some(new)) if !self.same_content(old, new) => {
                rule = Some(&SENT_BODY_CHANGED);
                "takes another body"
            }
            (Some(old), Some(new)) if old.presence != new.presence => {
                rule = (new.presence == Presence::Required).then_some(&SENT_BODY_CHANGED);
                match new.presence {
                    Presence::Required => "demands its body",
                    Presence::Optional => "can do without its body",
                }
            }
            _ => return None,
        };
        let change = self.change(Kind::Changed, detail).rules(rule);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn same_content(&self, old: &RequestBody, new: &RequestBody) -> bool {
        match (&old.content, &new.content) {
            (RequestContent::Json(old), RequestContent::Json(new)) => self.renames.same(old, new),
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

    fn same_stream(&self, old: &ItemStream, new: &ItemStream) -> bool {
        let renamed = ItemStream {
            item: old.item.clone(),
            ..new.clone()
        };
        *old == renamed && self.renames.same(&old.item, &new.item)
    }

    fn output(&self) -> Option<Change> {
        let is_same = match (&self.old.output, &self.new.output) {
            (Output::Json(old), Output::Json(new))
            | (Output::OptionalJson(old), Output::OptionalJson(new)) => self.renames.same(old, new),
            (Output::Stream(old), Output::Stream(new)) => self.same_stream(old, new),
            (old, new) => old == new,
        };
        let streams_alike = match (&self.old.stream, &self.new.stream) {
            (Some(old), Some(new)) => self.same_stream(old, new),
            (old, new) => old == new,
        };
        if is_same && streams_alike {
            return None;
        }
        // A crate that wants nothing from the body reads none.
        let rule = (self.old.output != Output::Empty).then_some(&RECEIVED_BODY_CHANGED);
        let change = self
            .change(Kind::Changed, "answers with another body")
            .rules(rule);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn pagination(&self) -> Option<Change> {
        let is_same = match (&self.old.pagination, &self.new.pagination) {
            (None, None) => true,
            (Some(old), Some(new)) => {
                let renamed = Pagination {
                    item: old.item.clone(),
                    ..new.clone()
                };
                *old == renamed && self.renames.same(&old.item, &new.item)
            }
            _ => false,
        };
        if is_same {
            return None;
        }
        let detail = match (&self.old.pagination, &self.new.pagination) {
            (None, _) => "comes in pages",
            (_, None) => "does not come in pages any more",
            _ => "comes in pages in another way",
        };
        let change = self.change(Kind::Changed, detail).rule(&PAGING_CHANGED);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn upload(&self) -> Option<Change> {
        if self.old.upload == self.new.upload {
            return None;
        }
        let detail = match (&self.old.upload, &self.new.upload) {
            (None, _) => "takes files",
            (_, None) => "takes no files any more",
            _ => "takes files in another way",
        };
        let change = self.change(Kind::Changed, detail).rule(&UPLOAD_CHANGED);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn poll(&self) -> Option<Change> {
        let answer = |poll: &Poll| Poll {
            answer: TypeRef::Json,
            ..poll.clone()
        };
        let is_same = match (&self.old.poll, &self.new.poll) {
            (None, None) => true,
            (Some(old), Some(new)) => {
                answer(old) == answer(new) && self.renames.same(&old.answer, &new.answer)
            }
            _ => false,
        };
        if is_same {
            return None;
        }
        let change = self.change(
            Kind::Changed,
            "what becomes of its work is asked in another way",
        );
        Some(self.claim_builder(self.claim_method(change.rule(&POLL_CHANGED))))
    }

    fn retry(&self) -> Option<Change> {
        if self.old.retry == self.new.retry {
            return None;
        }
        let detail = match self.new.retry {
            Retry::ByMethod => "is tried again as its method says",
            Retry::Safe => "is tried again after any failure",
            Retry::Unsafe => "is not tried again when it may have been carried out",
        };
        Some(self.change(Kind::Changed, detail).rule(&RETRY_CHANGED))
    }

    fn credits(&self) -> Option<Change> {
        if self.old.credits == self.new.credits {
            return None;
        }
        let detail = "takes something else from the rate limit";
        Some(self.change(Kind::Changed, detail).rule(&LIMIT_CHANGED))
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
        Some(self.change(Kind::Changed, detail).rule(&DEPRECATED))
    }

    /// Statuses that are new or gone. What successes carry is judged as the output.
    fn responses(&self) -> Vec<Change> {
        let has = |responses: &[Response], status: StatusPattern| {
            responses.iter().any(|response| response.status == status)
        };
        let new = self
            .new
            .responses
            .iter()
            .filter(|new| !has(&self.old.responses, new.status));
        let gone = self
            .old
            .responses
            .iter()
            .filter(|old| !has(&self.new.responses, old.status));
        let new = new.map(|new| {
            let detail = format!("can answer with status {}", new.status);
            self.change(Kind::Added, detail).rule(&ANSWER_ADDED)
        });
        let gone = gone.map(|old| {
            let detail = format!("does not answer with status {} any more", old.status);
            self.change(Kind::Removed, detail).rule(&ANSWER_ADDED)
        });
        new.chain(gone).collect()
    }
}

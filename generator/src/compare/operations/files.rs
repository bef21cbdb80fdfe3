//! Files beside a body, before and after.
//!
//! Invariant: a field of the form is the same when its name on the wire is.

use super::Pair;
use crate::{
    compare::{
        Change, ChangeKind,
        operation_names::{builder_path, subject},
        rules::{NEW_ON_THE_WIRE, SENT_BODY_CHANGED, SENT_FIELD_GONE, UPLOAD_CHANGED},
    },
    model::{FileCount, FormFile, Upload},
};

impl Pair<'_> {
    pub(super) fn upload(&self) -> Vec<Change> {
        match (&self.old.upload, &self.new.upload) {
            (None, None) => Vec::new(),
            (None, Some(_)) => {
                let change = self.change(ChangeKind::Changed, "takes files");
                vec![self.claim_builder(change.rule(&NEW_ON_THE_WIRE).rule(&UPLOAD_CHANGED))]
            }
            (Some(_), None) => {
                let change = self.change(ChangeKind::Changed, "takes no files any more");
                vec![self.claim_builder(change.rule(&SENT_BODY_CHANGED).rule(&UPLOAD_CHANGED))]
            }
            (Some(old), Some(new)) => self.files(old, new),
        }
    }

    fn files(&self, old: &Upload, new: &Upload) -> Vec<Change> {
        let mut changes = Vec::new();
        if old.layout != new.layout {
            let change = self.change(ChangeKind::Changed, "lays out its form in another way");
            changes.push(change.rule(&SENT_BODY_CHANGED).rule(&UPLOAD_CHANGED));
        }
        let find = |upload: &Upload, file: &FormFile| {
            let mut files = upload.files.iter();
            files
                .find(|other| other.name.wire == file.name.wire)
                .cloned()
        };
        for before in &old.files {
            match find(new, before) {
                None => changes.push(
                    self.file(ChangeKind::Removed, before, "the file is gone")
                        .rule(&SENT_FIELD_GONE),
                ),
                Some(after) => changes.extend(self.same_file(before, &after)),
            }
        }
        for after in new.files.iter().filter(|file| find(old, file).is_none()) {
            let change = self.file(ChangeKind::Added, after, "the file is new");
            changes.push(change.rule(&NEW_ON_THE_WIRE));
        }
        changes
    }

    fn same_file(&self, before: &FormFile, after: &FormFile) -> Vec<Change> {
        let mut changes = Vec::new();
        if before.name.ident != after.name.ident {
            let detail = format!("was called `{}`", before.name.ident);
            let change = self.file(ChangeKind::Renamed, after, &detail);
            changes.push(change.claim(self.method(before)));
        }
        let change = match (before.count, after.count) {
            (FileCount::Many, FileCount::One) => self
                .file(ChangeKind::Changed, after, "takes one file alone")
                .rule(&SENT_BODY_CHANGED),
            (FileCount::One, FileCount::Many) => self
                .file(ChangeKind::Changed, after, "takes any number of files")
                .rule(&NEW_ON_THE_WIRE),
            _ => return changes,
        };
        changes.push(change.rule(&UPLOAD_CHANGED));
        changes
    }

    fn file(&self, kind: ChangeKind, file: &FormFile, detail: &str) -> Change {
        let subject = format!("{} ?{}", subject(self.new), file.name.wire);
        self.at_both(Change::new(kind, subject, detail))
            .claim(self.method(file))
            .claim(format!(
                "{}::{}",
                builder_path(self.new_resource, self.new),
                file.name.ident
            ))
    }

    /// Returns the path of the method that adds a file.
    fn method(&self, file: &FormFile) -> String {
        let builder = builder_path(self.old_resource, self.old);
        format!("{builder}::{}", file.name.ident)
    }
}

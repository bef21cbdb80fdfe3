//! Files that came with a call, and the addresses under which they are returned again.
//!
//! Invariant: an address works without the key, and with one not at all, as where the service keeps its files.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{clock, refusal::Wrong};
use crate::server::{Received, ServerResponse};

/// Largest total size of the files of one object.
const MOST: usize = 20 * 1024 * 1024;

/// A file.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) content_type: String,
    pub(super) content: Vec<u8>,
}

/// All files, by their IDs.
#[derive(Debug)]
pub(super) struct Files {
    /// Scheme and host of the addresses: another host than that of the calls, as with the service.
    origin: String,
    next: i64,
    kept: BTreeMap<i64, File>,
}

impl Files {
    /// Creates an empty store.
    pub(super) fn at(port: u16) -> Self {
        Self {
            origin: format!("http://localhost:{port}"),
            next: 0,
            kept: BTreeMap::new(),
        }
    }

    /// Keeps the files of a call; gives what a response says about them.
    pub(super) fn keep(&mut self, files: &[File]) -> Result<Value, Wrong> {
        if files.iter().map(|file| file.content.len()).sum::<usize>() > MOST {
            let message = "The total size of attachments exceeds 20 MB";
            return Err(Wrong::new("attachments", "invalid_size", message));
        }
        Ok(files.iter().map(|file| self.keep_one(file)).collect())
    }

    fn keep_one(&mut self, file: &File) -> Value {
        self.next += 1;
        let id = 43_000_000_000 + self.next;
        self.kept.insert(id, file.clone());
        let now = clock::now();
        json!({
            "id": id,
            "name": file.name,
            "content_type": file.content_type,
            "size": file.content.len(),
            "attachment_url": format!("{}/files/{id}?signature=local", self.origin),
            "created_at": now,
            "updated_at": now,
        })
    }

    /// Forgets a file; tells whether it was there.
    pub(super) fn remove(&mut self, id: i64) -> bool {
        self.kept.remove(&id).is_some()
    }

    /// Returns the response to a request for a file; `None` if it is for something else.
    pub(super) fn answer(&self, request: &Received) -> Option<ServerResponse> {
        let path = request.target().strip_prefix("/files/")?;
        let id = path.split('?').next()?.parse().ok()?;
        Some(match self.kept.get(&id) {
            _ if request.header("authorization").is_some() => ServerResponse::new(
                "400 Bad Request",
                &["content-type: application/xml"],
                "<Error/>",
            ),
            Some(file) => ServerResponse::bytes(&file.content_type, &file.content),
            None => ServerResponse::new(
                "403 Forbidden",
                &["content-type: application/xml"],
                "<Error/>",
            ),
        })
    }
}

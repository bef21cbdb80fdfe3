//! The parts of a description: where they are, and how one is taken out.

use serde_json::{Map, Value};

use crate::{
    diagnostics::Subject,
    source::{
        Pointer,
        nodes::{FURTHER_METHODS, Node, WEBHOOKS},
    },
};

/// Returns the operations of a path, or the path itself if it has none.
pub(super) fn operations_of(root: &Value, path: &str) -> Vec<Subject> {
    let item = root["paths"].get(path).and_then(Value::as_object);
    let methods = item.into_iter().flat_map(Map::keys);
    let methods =
        methods.filter(|key| matches!(Node::PathItem.child(key), Some((_, Node::Operation))));
    let whole = Subject::Path(path.to_owned());
    let operations: Vec<Subject> = methods.map(|method| whole.operation(method)).collect();
    if operations.is_empty() {
        vec![whole]
    } else {
        operations
    }
}

pub(super) fn pointer(part: &Subject) -> String {
    let (paths, webhooks, components) = (
        Pointer::ROOT.key("paths"),
        Pointer::ROOT.key("webhooks"),
        Pointer::ROOT.key("components"),
    );
    match part {
        Subject::Path(path) => paths.key(path).to_string(),
        Subject::Operation { path, method } => paths.key(path).key(method).to_string(),
        Subject::Response {
            path,
            method,
            status,
        } => {
            let operation = paths.key(path);
            let operation = operation.key(method);
            operation.key("responses").key(status).to_string()
        }
        Subject::Webhook(name) => webhooks.key(name).to_string(),
        Subject::Component { section, name } => components.key(section).key(name).to_string(),
        Subject::Node { owner, .. } => owner.clone(),
    }
}

/// Takes a part out of a description. `None`: it is not there.
pub(super) fn remove(root: &mut Value, part: &Subject) -> Option<Value> {
    let (owner, member) = match part {
        Subject::Path(path) => (root.get_mut("paths")?, path.as_str()),
        Subject::Operation { path, method } => {
            let item = root.get_mut("paths")?.get_mut(path)?;
            let name = match method.strip_prefix("additionalOperations/") {
                Some(name) => name.to_owned(),
                None => method.to_uppercase(),
            };
            if item
                .get(FURTHER_METHODS)
                .is_some_and(|further| further.get(&name).is_some())
            {
                let further = item.get_mut(FURTHER_METHODS)?.as_object_mut()?;
                return further.shift_remove(&name);
            }
            (item, method.as_str())
        }
        Subject::Response {
            path,
            method,
            status,
        } => {
            let operation = root.get_mut("paths")?.get_mut(path)?.get_mut(method)?;
            (operation.get_mut("responses")?, status.as_str())
        }
        Subject::Webhook(name) => {
            let keys = ["webhooks", WEBHOOKS];
            let key = keys
                .into_iter()
                .find(|key| root[*key].get(name).is_some())?;
            (root.get_mut(key)?, name.as_str())
        }
        Subject::Component { section, name } => (
            root.get_mut("components")?.get_mut(*section)?,
            name.as_str(),
        ),
        Subject::Node { owner, member } => (root.pointer_mut(owner)?, *member),
    };
    owner.as_object_mut()?.shift_remove(member)
}

//! Tags → resources with their operations.

use std::collections::BTreeSet;

use openapiv3::ReferenceOr;

use crate::lower::draft::{Key, Name, Resource, TypeKind};
use crate::lower::{
    groups::Groups,
    names::{NameKind, chosen},
    operations::builder::OperationBuilder,
    path_item::operations,
    place::Place,
};
use crate::{
    diagnostics::{Diagnostic, Subject},
    model::{Docs, Method},
    source::extension::{self, Found, Text},
};

impl OperationBuilder<'_> {
    /// Returns one resource for every tag that an operation has.
    pub(super) fn resources(&mut self) -> Vec<Resource> {
        let groups = Groups::new(self.context);
        let tags = self.context.description.tags.iter().enumerate();
        let mut resources: Vec<Resource> = Vec::new();
        for (index, tag) in tags {
            let declared = self.declared(index, tag, &resources);
            resources.push(declared);
        }
        for (path, item) in &self.context.description.paths.paths {
            let subject = Subject::Path(path.clone());
            let item = match item {
                ReferenceOr::Item(item) => item,
                ReferenceOr::Reference { reference } => {
                    let pointer = format!("/paths/{}", crate::source::escape(path));
                    let report = || self.context.unresolved(reference, &pointer);
                    self.context.reporter.about(subject, report);
                    continue;
                }
            };
            let further = self.context.further;
            for (method, operation) in operations(item).chain(further.of(path)) {
                let tag = groups.tag(operation, path);
                let subject = subject.operation(&method_key(&method));
                let reporter = &self.context.reporter;
                let lowered =
                    reporter.about(subject, || self.operations(path, &method, item, operation));
                let index = resources
                    .iter()
                    .position(|resource| resource.name.wire == tag);
                match index {
                    Some(index) => resources[index].operations.extend(lowered),
                    None => resources.push(Resource {
                        operations: lowered,
                        ..empty(&tag)
                    }),
                }
            }
        }
        resources.retain(|resource| !resource.operations.is_empty());
        self.check_ids(&resources);
        resources
    }

    /// Warns of operations with the name of another one: theirs get numbers.
    fn check_ids(&mut self, resources: &[Resource]) {
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for operation in resources.iter().flat_map(|resource| &resource.operations) {
            let id = operation.name.wire.as_str();
            if !known.insert(id) {
                let message = format!(
                    "duplicate `operationId` `{id}`; the names of this operation get a suffix"
                );
                let at = format!("{}/operationId", operation.pointer);
                let warning = Diagnostic::warning("duplicate-operation-id", message)
                    .at(at)
                    .help("give each operation its own `operationId`");
                self.context.reporter.report(warning);
            }
        }
    }

    /// Returns the resource of a tag, beside those of the tags before it.
    fn declared(&self, index: usize, tag: &openapiv3::Tag, others: &[Resource]) -> Resource {
        let mut resource = Resource {
            docs: Docs::described(tag.description.clone()),
            ..empty(&tag.name)
        };
        let at = format!("/tags/{index}");
        let keys = self
            .context
            .reporter
            .read(|found| extension::Tag::read(&tag.extensions, &at, found));
        resource.name.ident = chosen(keys.name, NameKind::Module, &self.context.reporter);
        resource.records = keys.records.and_then(|found| self.records(&found, others));
        resource
    }

    /// Returns the type of the records that the operations of a tag work on. One type leads to one handle.
    fn records(&self, found: &Found<Text<'_>>, others: &[Resource]) -> Option<Key> {
        let Text(name) = found.value;
        let key = Key::schema(&Place::component("schemas", name).pointer);
        let other = others
            .iter()
            .find(|other| other.records.as_ref() == Some(&key));
        let wrong = if let Some(other) = other {
            let owner = &other.name.wire;
            format!("`{name}` is the record of the tag `{owner}` already")
        } else if matches!(self.types.found.kind(&key), Some(TypeKind::Struct(_))) {
            return Some(key);
        } else {
            format!("`{name}` is no object with properties under `components/schemas`")
        };
        let help = "name the schema of the records that the operations of this tag work on, and of no other tag";
        let reporter = &self.context.reporter;
        reporter.report(found.wrong_value(wrong).help(help));
        None
    }
}

fn empty(tag: &str) -> Resource {
    Resource {
        name: Name::derived(tag),
        handle: None,
        feature: None,
        docs: Docs::default(),
        records: None,
        operations: Vec::new(),
    }
}

/// The key of a method in a path.
fn method_key(method: &Method) -> String {
    match method {
        Method::Other(name) => format!("additionalOperations/{name}"),
        method => method.as_str().to_lowercase(),
    }
}

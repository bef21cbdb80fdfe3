//! References into other files, and into the middle of things → references to components.
//!
//! Invariant: what comes out refers to whole components of its own only; what was referred to
//! elsewhere is a component under a name made from its place. Text comes in through the caller,
//! who alone decides what may be read.

mod anchors;
mod components;
mod kinds;
mod names;
mod target;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use self::target::Target;
use super::{
    Document, Pointer, Source,
    locate::located,
    nodes::{self, Form, Node},
    origins::Origins,
    pointer::steps,
    reader::read,
};
use crate::diagnostics::{Diagnostic, Diagnostics, Reports, Subject};

/// Reads a file that a description refers to, by its path from the folder of the description.
/// The error says in a sentence why the file is not to be had.
pub type ReadFile<'r> = dyn Fn(&str) -> Result<String, String> + 'r;

/// Brings everything that references lead to into the components of the document.
///
/// `name` is what the description's file is called, for references from other files back to it.
///
/// Reports references that lead nowhere, to addresses, or to files that `read_file` refuses; they stay as they are.
pub fn bundle(
    mut document: Document,
    name: &str,
    read_file: &ReadFile<'_>,
) -> (Document, Diagnostics) {
    if !nodes::leads_elsewhere(&document.root) {
        return (document, Diagnostics::default());
    }
    anchors::resolve(&mut document.root);
    let own_name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut bundle = Bundle {
        name: own_name,
        folder: name.strip_suffix(own_name).unwrap_or_default(),
        read_file,
        files: BTreeMap::new(),
        broken: BTreeMap::new(),
        texts: document.texts,
        sources: Vec::new(),
        origins: document.origins,
        names: BTreeMap::new(),
        open: Vec::new(),
        diagnostics: Diagnostics::default(),
    };
    bundle.adopt(&mut document.root);
    bundle.walk(&mut document.root, Node::Root, "", &Pointer::ROOT, 0);
    while let Some((target, node, name)) = bundle.open.pop() {
        bundle.bring(&target, node, &name, &mut document.root);
    }
    document.origins = bundle.origins;
    document.files = bundle.sources;
    (document, bundle.diagnostics)
}

/// Deeper nesting is cut off; later stages say so.
const DEEPEST: usize = 256;

struct Bundle<'r> {
    /// The name of the description's file.
    name: &'r str,
    /// Path of its folder, as the names of other files begin in messages. Empty, or with a slash at its end.
    folder: &'r str,
    read_file: &'r ReadFile<'r>,
    /// Files read so far, by path; the description itself has no path.
    files: BTreeMap<String, File>,
    /// Errors in files that are neither YAML nor JSON, by path.
    broken: BTreeMap<String, Diagnostics>,
    /// Number of the texts before `sources` in the origins.
    texts: usize,
    /// Texts of the files.
    sources: Vec<Source>,
    /// Source text of each node.
    origins: Origins,
    /// The component that stands for each target.
    names: BTreeMap<(&'static str, Target), String>,
    /// Targets that are not yet in the document.
    open: Vec<(Target, Node, String)>,
    diagnostics: Diagnostics,
}

impl AsMut<Diagnostics> for Bundle<'_> {
    fn as_mut(&mut self) -> &mut Diagnostics {
        &mut self.diagnostics
    }
}

/// A file as it was before anything was changed.
struct File {
    root: Value,
    /// Number of its text in the origins.
    text: usize,
}

impl Bundle<'_> {
    /// Looks for references in a node of the file at `path`, and below it.
    fn walk(&mut self, value: &mut Value, node: Node, path: &str, at: &Pointer<'_>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        if node == Node::Schema {
            self.mapping(value, path, at);
        }
        if let Value::Object(members) = value {
            for (key, child) in members.iter_mut() {
                self.walk_children(child, (node, key), path, &at.key(key), depth + 1);
            }
        }
        // Last, because what it puts here comes from another file, and was walked there.
        if let Some(text) = value.get("$ref").and_then(Value::as_str).map(str::to_owned) {
            self.refer(value, &text, node, path, at, depth);
        }
    }

    /// Looks for references in what is at a key of a node.
    fn walk_children(
        &mut self,
        value: &mut Value,
        (owner, key): (Node, &str),
        path: &str,
        at: &Pointer<'_>,
        depth: usize,
    ) {
        let Some((form, node)) = owner.child(key) else {
            return;
        };
        match (form, value) {
            (Form::Map, Value::Object(members)) => {
                self.spread(members, path, at);
                for (name, child) in members.iter_mut() {
                    let part = owner.part(key, Some(name), self.diagnostics.scope());
                    self.about(part, |bundle| {
                        bundle.walk(child, node, path, &at.key(name), depth);
                    });
                }
            }
            (Form::One, Value::Array(items)) => {
                for (index, child) in items.iter_mut().enumerate() {
                    self.walk(child, node, path, &at.index(index), depth);
                }
            }
            (Form::One, value) => {
                let part = owner.part(key, None, self.diagnostics.scope());
                self.about(part, |bundle| bundle.walk(value, node, path, at, depth));
            }
            (Form::Map, _) => {}
        }
    }

    /// Lets a reference lead to a component, or puts what it leads to in its place.
    fn refer(
        &mut self,
        value: &mut Value,
        text: &str,
        node: Node,
        path: &str,
        at: &Pointer<'_>,
        depth: usize,
    ) {
        let reference = Reference {
            text,
            path,
            at,
            optional: (node == Node::Schema).then_some("$ref"),
            is_copied: node.section().is_none(),
        };
        let Some(target) = self.target(reference) else {
            return;
        };
        if let Some(name) = target.own_component(node.section()) {
            set(
                value,
                format!("#/components/{}/{name}", node.section().unwrap_or_default()),
            );
            return;
        }
        let Some(found) = self.found(&target, reference) else {
            return;
        };
        if let Some(reason) = self.mismatch(&target, &found, node) {
            // What becomes of a reference to a component is decided where all of them are known.
            if node.section().is_some() && target.file.is_empty() && target.is_component() {
                return;
            }
            self.report("wrong-reference", reference, &reason);
            return;
        }
        if let Some(further) = only_reference(&found).filter(|_| depth < DEEPEST) {
            let (further, file) = (further.to_owned(), target.file);
            set(value, further.clone());
            self.refer(value, &further, node, &file, at, depth + 1);
            return;
        }
        match node.section() {
            Some(section) if !(node == Node::Schema && nodes::is_scalar(&found)) => {
                let reference = self.component(section, node, target);
                set(value, reference);
            }
            _ => {
                // What is small, or cannot be a component, is copied.
                let mut copy = found;
                let file = target.file.clone();
                self.note_copy(value, &copy, &target, at);
                self.walk(&mut copy, node, &file, at, depth + 1);
                put(value, copy);
            }
        }
    }

    /// Rewrites the values of a discriminator's mapping, which are references or names.
    fn mapping(&mut self, value: &mut Value, path: &str, at: &Pointer<'_>) {
        let Some(Value::Object(discriminator)) = value.get_mut("discriminator") else {
            return;
        };
        let targets = discriminator.iter_mut().flat_map(|(key, member)| {
            let targets: Vec<&mut Value> = match (key.as_str(), member) {
                ("mapping", Value::Object(mapping)) => mapping.values_mut().collect(),
                ("defaultMapping", target) => vec![target],
                _ => Vec::new(),
            };
            targets
        });
        for target in targets {
            let Some(text) = target.as_str().filter(|text| text.contains(['#', '/'])) else {
                continue;
            };
            let text = text.to_owned();
            let reference = Reference {
                text: &text,
                path,
                at,
                optional: Some("discriminator"),
                is_copied: false,
            };
            let Some(leads_to) = self.target(reference) else {
                continue;
            };
            let is_own = leads_to.own_component(Some("schemas")).is_some();
            if !is_own && self.found(&leads_to, reference).is_some() {
                *target = Value::String(self.component("schemas", Node::Schema, leads_to));
            }
        }
    }

    /// Returns the reference to the component that stands for a target.
    fn component(&mut self, section: &'static str, node: Node, target: Target) -> String {
        let key = (section, target);
        if let Some(name) = self.names.get(&key) {
            return format!("#/components/{section}/{name}");
        }
        let main = self.files.get("").map(|file| &file.root);
        let known = main.and_then(|root| root["components"][section].as_object());
        let is_taken = |name: &str| {
            known.is_some_and(|known| known.contains_key(name))
                || self
                    .names
                    .iter()
                    .any(|((kind, _), taken)| *kind == section && taken == name)
        };
        let name = names::name(&key.1, is_taken);
        self.open.push((key.1.clone(), node, name.clone()));
        self.names.insert(key, name.clone());
        format!("#/components/{section}/{name}")
    }

    /// Puts a target into the components.
    fn bring(&mut self, target: &Target, node: Node, name: &str, root: &mut Value) {
        let (Some(section), Some(mut value)) = (node.section(), self.value(target).cloned()) else {
            return;
        };
        let components = Pointer::ROOT.key("components");
        let (section_at, file) = (components.key(section), target.file.clone());
        let at = section_at.key(name);
        let place = steps(&section_at.to_string()).collect::<Vec<_>>();
        let origins = self.origins_of(target);
        self.origins.at_mut(&place).set(name, origins);
        self.about(node.component(name), |bundle| {
            bundle.walk(&mut value, node, &file, &at, 0);
        });
        if target.file.is_empty()
            && !target.is_component()
            && let Some(original) = root.pointer_mut(&target.pointer)
        {
            // One thing in two places is one component.
            *original = json!({ "$ref": format!("#/components/{section}/{name}") });
        }
        let Some(root) = root.as_object_mut() else {
            return;
        };
        if let Some(section) = section_of(root, section) {
            section.insert(name.to_owned(), value);
        }
    }

    /// Describes a target of the wrong kind. A file on its own may be anything.
    fn mismatch(&self, target: &Target, found: &Value, node: Node) -> Option<String> {
        let root = &self.files.get(&target.file)?.root;
        kinds::mismatch(root, &target.pointer, found, node)
            .filter(|_| target.file.is_empty() || !found.is_object())
    }

    fn value(&self, target: &Target) -> Option<&Value> {
        self.files.get(&target.file)?.root.pointer(&target.pointer)
    }

    fn target(&mut self, reference: Reference<'_>) -> Option<Target> {
        match Target::new(reference.text, reference.path) {
            Ok(target) if target.file == self.name => Some(Target {
                file: String::new(),
                ..target
            }),
            Ok(target) => Some(target),
            Err(reason) => {
                self.report("external-reference", reference, &reason);
                None
            }
        }
    }

    /// Finds the target of a reference.
    fn found(&mut self, target: &Target, reference: Reference<'_>) -> Option<Value> {
        if !self.files.contains_key(&target.file)
            && let Err(reason) = self.load(&target.file)
        {
            match self.broken.get(&target.file).cloned() {
                Some(errors) => self.report_broken(&errors, reference),
                None => self.report("external-reference", reference, &reason),
            }
            return None;
        }
        let found = self.value(target).cloned();
        // What the description itself lacks is reported where names that look alike are known, if it is of a kind that
        // is known there.
        if found.is_none() && (!target.file.is_empty() || reference.is_copied) {
            let reason = "there is nothing at this place";
            self.report("unresolved-reference", reference, reason);
        }
        found
    }

    /// Reads a file. The error is the reason why it is not to be had; what is wrong in it is kept with the broken ones.
    fn load(&mut self, path: &str) -> Result<(), String> {
        if self.broken.contains_key(path) {
            return Err(String::new());
        }
        let source = Source {
            name: format!("{}{path}", self.folder),
            text: (self.read_file)(path)?,
        };
        match read(&source.text) {
            Ok(root) => {
                let text = self.texts + self.sources.len();
                self.sources.push(source);
                self.files.insert(path.to_owned(), File { root, text });
                Ok(())
            }
            Err(errors) => {
                self.broken
                    .insert(path.to_owned(), located(errors, &source));
                Err(String::new())
            }
        }
    }

    /// Returns the origins of what a reference leads to.
    fn origins_of(&self, target: &Target) -> Origins {
        match self.files.get(&target.file) {
            Some(file) if !target.file.is_empty() => Origins::new(file.text, &*target.pointer),
            _ => self.origins.at(&steps(&target.pointer).collect::<Vec<_>>()),
        }
    }

    /// Notes the origins of what is put in the place of a reference into a file: members beside the reference stay where
    /// they are. A copy of a part of the description itself is told of where the reference is.
    fn note_copy(&mut self, value: &Value, copy: &Value, target: &Target, at: &Pointer<'_>) {
        if target.file.is_empty() {
            return;
        }
        let origins = self.origins_of(target);
        let place = steps(&at.to_string()).collect::<Vec<_>>();
        let (Value::Object(members), Value::Object(copied)) = (value, copy) else {
            *self.origins.at_mut(&place) = origins;
            return;
        };
        for key in copied.keys().filter(|key| !members.contains_key(*key)) {
            let own = origins.child(key);
            self.origins.at_mut(&place).set(key, own);
        }
    }

    /// Reports what is wrong in a file that a reference leads to. Of a value in it nothing is known, so any value fits.
    fn report_broken(&mut self, errors: &Diagnostics, reference: Reference<'_>) {
        let subject = self.subject(reference, true);
        for error in errors.iter() {
            let subject = subject.clone();
            self.push(Diagnostic {
                subject,
                ..error.clone()
            });
        }
    }

    /// Reports a reference.
    fn report(&mut self, code: &'static str, reference: Reference<'_>, reason: &str) {
        let Reference { text, at, .. } = reference;
        let leads = match code {
            "wrong-reference" => "to something else",
            _ => "nowhere",
        };
        let message = format!("the reference `{text}` leads {leads}: {reason}");
        let mut diagnostic = Diagnostic::error(code, message)
            .at(at.key("$ref").to_string())
            .help("refer to a component, `#/components/…`, or to a file below the description's folder");
        diagnostic.subject = self.subject(reference, code == "external-reference");
        self.push(diagnostic);
    }

    /// Returns the part that an error about a reference costs. A value in a file that is missing can be any value.
    fn subject(&self, reference: Reference<'_>, is_missing: bool) -> Option<Subject> {
        match reference.optional.filter(|_| is_missing) {
            Some(member) => Some(Subject::Node {
                owner: reference.at.to_string(),
                member,
            }),
            None => self.diagnostics.scope().cloned(),
        }
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        if !self.diagnostics.iter().any(|known| *known == diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }
}

/// A reference and where it is.
#[derive(Clone, Copy)]
struct Reference<'r> {
    text: &'r str,
    /// File that has it.
    path: &'r str,
    /// Mapping that has it.
    at: &'r Pointer<'r>,
    /// Member without which the mapping says less, and nothing wrong. `None`: it is nothing without the reference.
    optional: Option<&'static str>,
    /// `true` if what it leads to can only be copied here, as a path or a media type.
    is_copied: bool,
}

/// Returns the reference that a value is, if it is nothing else.
fn only_reference(value: &Value) -> Option<&str> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    members.get("$ref")?.as_str()
}

fn set(value: &mut Value, reference: String) {
    value["$ref"] = Value::String(reference);
}

/// Puts the members of `copy` in place of the reference; members beside the reference stay.
fn put(value: &mut Value, copy: Value) {
    match (value, copy) {
        (Value::Object(members), Value::Object(copied)) => {
            members.shift_remove("$ref");
            for (key, member) in copied {
                members.entry(key).or_insert(member);
            }
        }
        (value, copy) => *value = copy,
    }
}

/// Returns a section of the components, which is made if it is not there.
fn section_of<'v>(
    root: &'v mut Map<String, Value>,
    section: &str,
) -> Option<&'v mut Map<String, Value>> {
    let components = root.entry("components").or_insert_with(|| json!({}));
    let components = components.as_object_mut()?;
    let section = components.entry(section).or_insert_with(|| json!({}));
    section.as_object_mut()
}

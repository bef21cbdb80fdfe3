//! Diagnostics about a tree → the lines of the texts that it was made from.
//!
//! Invariant: what an overlay wrote is reported in the overlay, what was brought from a file in the file, everything else
//! in the description.

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::Value;

use super::{
    Document, Source,
    locate::{Marked, locate, locate_scalars, mark},
    origins::{Origin, Origins},
};
use crate::diagnostics::{Diagnostic, Diagnostics, Position};

/// The description, the overlays and the files that are referred to, and which of them each node comes from.
#[derive(Debug)]
pub(crate) struct Texts<'t> {
    sources: Vec<Cow<'t, Source>>,
    /// Number of the overlays, which are behind the description.
    overlays: usize,
    /// Origins before the files were brought in.
    overlaid: Origins,
    origins: Origins,
}

impl<'t> Texts<'t> {
    /// Creates the texts that a document was made from.
    pub(crate) fn new(
        description: &'t Source,
        overlays: &'t [Source],
        document: &Document,
    ) -> Self {
        Self {
            sources: [description]
                .into_iter()
                .chain(overlays)
                .map(Cow::Borrowed)
                .collect(),
            overlays: overlays.len(),
            overlaid: document.origins.clone(),
            origins: document.origins.clone(),
        }
    }

    /// Adds the files that nodes of the document were brought from.
    pub(crate) fn bring(&mut self, document: &Document) {
        let files = document.files.iter().cloned();
        self.sources.extend(files.map(Cow::Owned));
        self.origins.clone_from(&document.origins);
    }

    /// Returns the description.
    pub(crate) fn description(&self) -> Option<&Source> {
        self.sources.first().map(AsRef::as_ref)
    }

    /// Returns scalars as they are written, by their pointers, where the texts have them at their places.
    pub(super) fn scalars<'p>(
        &self,
        pointers: impl Iterator<Item = &'p str>,
    ) -> BTreeMap<&'p str, String> {
        let asked: Vec<(&str, Origin)> = pointers
            .map(|pointer| (pointer, self.origins.of(pointer)))
            .collect();
        let mut scalars = BTreeMap::new();
        for (text, source) in self.sources.iter().enumerate() {
            let here = || asked.iter().filter(|(_, origin)| origin.text == text);
            let mut found =
                locate_scalars(&source.text, here().map(|(_, origin)| &*origin.pointer));
            scalars.extend(
                here().filter_map(|(pointer, origin)| {
                    Some((*pointer, found.remove(&*origin.pointer)?))
                }),
            );
        }
        scalars
    }

    /// Returns the diagnostics with the file, line and column of everything that they point at, sorted.
    pub(crate) fn located(&self, mut diagnostics: Diagnostics) -> Diagnostics {
        let mut asked: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let mut found: BTreeMap<usize, Vec<Marked>> = BTreeMap::new();
        for diagnostic in diagnostics.iter() {
            if let Some(Origin { text, pointer }) = self.origin(diagnostic) {
                asked.entry(text).or_default().push(pointer);
            }
        }
        for (text, pointers) in asked {
            let Some(source) = self.sources.get(text) else {
                continue;
            };
            let places = locate(&source.text, pointers.iter().map(String::as_str));
            for diagnostic in diagnostics.iter_mut() {
                if let Some(origin) = self.origin(diagnostic).filter(|origin| origin.text == text) {
                    let place = places.get(origin.pointer.as_str());
                    diagnostic.position = place.map(|place| place.position);
                    diagnostic.file = Some(source.name.clone());
                    // A component that was brought from a file may have a name that no text has.
                    if !self.is_overlaid(text) {
                        diagnostic.pointer = Some(origin.pointer);
                    }
                }
            }
            found.insert(text, places.into_values().collect());
        }
        self.name_the_description(&mut diagnostics);
        diagnostics.sort_by(|diagnostic| self.rank(diagnostic));
        diagnostics.merge_subjects();
        for (text, source) in self.sources.iter().enumerate() {
            let found = found.remove(&text).unwrap_or_default();
            mark(&mut diagnostics, source, found.into_iter());
        }
        diagnostics
    }

    /// Locates the nodes at these pointers: the name of the text, and the position in it.
    pub(crate) fn places<'p>(
        &'p self,
        pointers: impl Iterator<Item = &'p str>,
    ) -> BTreeMap<&'p str, (&'p str, Position)> {
        let asked: Vec<(&str, Origin)> = pointers
            .map(|pointer| (pointer, self.origins.of(pointer)))
            .collect();
        let mut places = BTreeMap::new();
        for (text, source) in self.sources.iter().enumerate() {
            let here = || asked.iter().filter(|(_, origin)| origin.text == text);
            let positions = locate(&source.text, here().map(|(_, origin)| &*origin.pointer));
            places.extend(here().filter_map(|(pointer, origin)| {
                let position = positions.get(&*origin.pointer)?;
                Some((*pointer, (source.name.as_str(), position.position)))
            }));
        }
        places
    }

    /// The places of pointers in the texts, by the number of the text.
    pub(super) fn places_in(
        &self,
        asked: &[(usize, String)],
    ) -> BTreeMap<(usize, String), (String, Position)> {
        let mut places = BTreeMap::new();
        for (text, source) in self.sources.iter().enumerate() {
            let here = || asked.iter().filter(|(of, _)| *of == text);
            let positions = locate(&source.text, here().map(|(_, pointer)| &**pointer));
            places.extend(here().filter_map(|asked| {
                let place = positions.get(&*asked.1)?;
                Some((asked.clone(), (source.name.clone(), place.position)))
            }));
        }
        places
    }

    /// The origin of a node, or else of the first node below it, that an overlay wrote.
    pub(super) fn first_overlay(&self, steps: &[String], node: &Value) -> Option<Origin> {
        self.overlaid.at(steps).first_of_others(0, node)
    }

    /// Returns `true` for the texts of the description and the overlays, in which pointers are those of the document.
    fn is_overlaid(&self, text: usize) -> bool {
        text <= self.overlays
    }

    /// Returns the origin of a diagnostic without a line.
    fn origin(&self, diagnostic: &Diagnostic) -> Option<Origin> {
        if diagnostic.position.is_some() || diagnostic.file.is_some() {
            return None;
        }
        Some(self.origins.of(diagnostic.pointer.as_deref()?))
    }

    /// Attributes diagnostics without a pointer to the description.
    fn name_the_description(&self, diagnostics: &mut Diagnostics) {
        let Some(description) = self.sources.first() else {
            return;
        };
        for diagnostic in diagnostics.iter_mut() {
            diagnostic
                .file
                .get_or_insert_with(|| description.name.clone());
        }
    }

    /// Returns the place of a diagnostic's text among the texts.
    fn rank(&self, diagnostic: &Diagnostic) -> usize {
        let file = diagnostic.file.as_deref();
        let mut sources = self.sources.iter();
        sources
            .position(|source| Some(source.name.as_str()) == file)
            .unwrap_or_default()
    }
}

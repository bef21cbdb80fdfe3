//! Texts and settings → the model and the crate, by all stages.
//!
//! Invariant: an operation is in the model as it is described, or not at all and reported, but for what a missing file
//! would have said of a value, which is JSON then, or of a failure, which has no type of its own.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    diagnostics::{Diagnostics, Position},
    lower::lower,
    model::{Api, LeftOut},
    settings::Settings,
    source::{
        Document, Layers, Loss, Masked, ReadFile, Source, Texts, Truncation, bundle, leave_out,
        load, normalize, overlay, parse, write_as_text,
    },
    tree::FileTree,
    write::write,
};

/// Input of the generator, and the policy for errors in it.
///
/// ```
/// # use generator::{ErrorPolicy, Input, Settings, Source};
/// # let text = "openapi: 3.1.0\ninfo: { title: Shop, version: '1' }\npaths: {}\n".to_owned();
/// let description = Source { name: "shop.yaml".to_owned(), text };
/// let settings = Settings::for_crate("shop")?;
/// let input = Input::new(&description, &settings).errors(ErrorPolicy::LeaveOut);
/// assert!(input.generate()?.tree.get("Cargo.toml").is_some());
/// # Ok::<(), generator::Diagnostics>(())
/// ```
#[derive(Clone, Copy)]
pub struct Input<'t> {
    description: &'t Source,
    overlays: &'t [Source],
    settings: &'t Settings,
    files: &'t ReadFile<'t>,
    errors: ErrorPolicy,
}

/// Policy for errors in a description and its overlays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorPolicy {
    /// Nothing is made where there is one.
    #[default]
    Refuse,
    /// Actions of overlays that do not fit the description are omitted; nothing is made where there is another error.
    SkipActions,
    /// The parts of the description that are wrong are omitted, with everything that needs them; nothing is made where
    /// the description as a whole or an overlay is wrong, or where neither an operation nor a type is left.
    ///
    /// A schema in a file that is not there is any JSON value, and an operation does without the description of a
    /// failure.
    LeaveOut,
}

/// Crate that is made from a description.
#[derive(Debug)]
pub struct Generated {
    /// Files of the crate.
    pub tree: FileTree,
    /// Model that they were made from.
    pub api: Api,
    /// Number of actions of overlays that were applied.
    pub actions: usize,
    /// Warnings about what is less exact than the description.
    pub warnings: Diagnostics,
    /// Errors in what is omitted, and warnings about what is omitted because it needs that.
    pub left_out: Diagnostics,
}

/// Model that is made from a description.
#[derive(Debug)]
pub struct Modelled<'t> {
    /// The model.
    pub api: Api,
    /// Number of actions of overlays that were applied.
    pub actions: usize,
    /// Warnings about what is less exact than the description.
    pub warnings: Diagnostics,
    /// Errors in what is omitted, and warnings about what is omitted because it needs that.
    pub left_out: Diagnostics,
    /// Texts that it was read from.
    texts: Texts<'t>,
    /// The description without its overlays and with them. `None`: the model is compared with no other.
    layers: Option<Layers>,
}

impl Modelled<'_> {
    /// Returns the places of nodes by their JSON pointers: the name of the text, and the position in it. What
    /// an overlay brought has its place in the overlay.
    pub fn places<'p>(
        &'p self,
        pointers: impl Iterator<Item = &'p str>,
    ) -> BTreeMap<&'p str, (&'p str, Position)> {
        self.texts.places(pointers)
    }

    /// The changes of the description since another one that the overlays hide from the model.
    #[must_use]
    pub fn masked_since(&self, before: &Modelled<'_>) -> Vec<Masked> {
        match (&before.layers, &self.layers) {
            (Some(old), Some(new)) => Layers::masked((old, &before.texts), (new, &self.texts)),
            _ => Vec::new(),
        }
    }
}

impl<'t> Input<'t> {
    /// Creates a description by itself: without overlays, without other files, and refused where it has an error.
    #[must_use]
    pub fn new(description: &'t Source, settings: &'t Settings) -> Self {
        Self {
            description,
            overlays: &[],
            settings,
            files: &|_| Err("no other file is read here".to_owned()),
            errors: ErrorPolicy::default(),
        }
    }

    /// Corrects the description by overlays, in their order.
    #[must_use]
    pub fn overlays(self, overlays: &'t [Source]) -> Self {
        Self { overlays, ..self }
    }

    /// Reads the files that the description refers to.
    #[must_use]
    pub fn files(self, files: &'t ReadFile<'t>) -> Self {
        Self { files, ..self }
    }

    /// Decides what becomes of errors.
    #[must_use]
    pub fn errors(self, errors: ErrorPolicy) -> Self {
        Self { errors, ..self }
    }

    /// Runs all stages.
    ///
    /// # Errors
    ///
    /// Reports everything that is wrong, and not omitted, in the first stage that finds something, placed in the text
    /// that it comes from.
    pub fn generate(&self) -> Result<Generated, Diagnostics> {
        let Modelled {
            api,
            actions,
            warnings,
            left_out,
            ..
        } = self.run(self.files, None)?;
        Ok(Generated {
            tree: write(&api)?,
            api,
            actions,
            warnings,
            left_out,
        })
    }

    /// Runs the stages up to the model.
    ///
    /// # Errors
    ///
    /// As [`Self::generate`].
    pub fn model(&self) -> Result<Modelled<'t>, Diagnostics> {
        self.model_reading(self.files)
    }

    /// Runs the stages up to the model, and reads the files that the description refers to in this way.
    ///
    /// # Errors
    ///
    /// As [`Self::generate`].
    pub fn model_reading(&self, files: &ReadFile<'_>) -> Result<Modelled<'t>, Diagnostics> {
        self.run(files, Some(Layers::new))
    }

    /// Runs the stages up to the model, and keeps the description without its overlays and with them, if it is asked for.
    fn run(
        &self,
        files: &ReadFile<'_>,
        layers: Option<fn(Option<Value>, &Document) -> Layers>,
    ) -> Result<Modelled<'t>, Diagnostics> {
        let document = load(self.description)?;
        let is_corrected = layers.is_some() && !self.overlays.is_empty();
        let below = is_corrected.then(|| document.as_json().clone());
        let (document, said) = overlay(document, self.overlays)?;
        let mut run = Run::new(self.errors);
        match self.errors {
            ErrorPolicy::Refuse | ErrorPolicy::LeaveOut => {
                let ((), warnings) = said.unless_errors(())?;
                run.warnings = warnings;
            }
            ErrorPolicy::SkipActions => (run.left_out, run.warnings) = said.split(),
        }
        let mut texts = Texts::new(self.description, self.overlays, &document);
        let truncation = Truncation::of(&document.root, &self.description.text);
        let layers = layers.map(|keep| keep(below, &document));
        let actions = document.actions();
        let made = run.stages(document, &mut texts, self.settings, files);
        let left_out = match truncation {
            Some(truncation) if run.left_out.has_errors() => {
                truncation.explain(run.left_out, self.description)
            }
            _ => run.left_out,
        };
        let left_out = texts.located(left_out);
        match made {
            Some(api) => Ok(Modelled {
                api,
                actions,
                warnings: texts.located(run.warnings),
                left_out,
                texts,
                layers,
            }),
            None => Err(left_out),
        }
    }
}

/// One run of the stages behind the overlays.
struct Run {
    errors: ErrorPolicy,
    warnings: Diagnostics,
    left_out: Diagnostics,
    /// Operations and webhooks that are omitted.
    operations: Vec<LeftOut>,
}

impl Run {
    fn new(errors: ErrorPolicy) -> Self {
        Self {
            errors,
            warnings: Diagnostics::default(),
            left_out: Diagnostics::default(),
            operations: Vec::new(),
        }
    }

    /// Returns the model. `None`: something is wrong that is not omitted, and `left_out` ends with it.
    fn stages(
        &mut self,
        document: Document,
        texts: &mut Texts<'_>,
        settings: &Settings,
        files: &ReadFile<'_>,
    ) -> Option<Api> {
        let name = texts.description().map_or("", |source| &*source.name);
        let (mut document, said) = bundle(document, name, files);
        texts.bring(&document);
        self.accept(said, &mut document)?;
        self.warnings.append(write_as_text(&mut document, texts));
        let (mut document, said) = normalize(document);
        self.accept(said, &mut document)?;
        // An operation may need another one by its name; so what is left is looked at again, until nothing is wrong.
        let mut api = loop {
            let lowered = parse(&document).and_then(|parsed| lower(&parsed, settings));
            match lowered {
                Ok((api, warnings)) => {
                    self.warnings.append(warnings);
                    break api;
                }
                // What else is told of what is left is told again.
                Err(said) => drop(self.leave_out(said, &mut document)?),
            }
        };
        api.left_out.append(&mut self.operations);
        let is_nothing = api.operation_count() == 0 && api.types.is_empty();
        let is_lost = self.errors == ErrorPolicy::LeaveOut && self.left_out.has_errors();
        (!(is_nothing && is_lost)).then_some(api)
    }

    /// Keeps the warnings of a stage, and omits what its errors are about.
    fn accept(&mut self, said: Diagnostics, document: &mut Document) -> Option<()> {
        let warnings = if said.has_errors() {
            self.leave_out(said, document)?
        } else {
            said
        };
        self.warnings.append(warnings);
        Some(())
    }

    /// Omits the parts with errors, and returns the warnings besides. `None`: they cannot be omitted.
    fn leave_out(&mut self, said: Diagnostics, document: &mut Document) -> Option<Diagnostics> {
        let loss = match self.errors {
            ErrorPolicy::LeaveOut => leave_out(document, &said),
            ErrorPolicy::Refuse | ErrorPolicy::SkipActions => None,
        };
        let Some(Loss {
            operations,
            warnings,
        }) = loss
        else {
            self.left_out.append(said);
            return None;
        };
        let (errors, others) = said.split();
        self.left_out.append(errors);
        self.left_out.append(warnings);
        let operations = operations.into_iter();
        self.operations
            .extend(operations.map(|(operation, reason)| LeftOut { operation, reason }));
        Some(others)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ErrorPolicy, Input, Run};
    use crate::{
        lower::lower,
        settings::Settings,
        source::{Source, bundle, load, normalize, parse},
    };

    /// Returns many schemas that extend one which refers to nothing, each of them used by an operation, and all
    /// operations with a response and a parameter that are wrong as well.
    fn everything_wrong(count: usize) -> Value {
        let mut root = json!({
            "openapi": "3.1.0",
            "info": { "title": "Wrong", "version": "1" },
            "paths": { "/good": { "get": { "responses": { "204": { "description": "Done." } } } } },
            "components": {
                "schemas": {},
                "parameters": { "Q": { "name": "q", "in": "query", "schema": { "$ref": "#/components/schemas/Base" } } },
                "responses": { "R": { "description": "R", "content": {
                    "application/json": { "schema": { "$ref": "#/components/schemas/Gone" } }
                } } },
            },
        });
        for index in 0..count {
            let schema = format!("#/components/schemas/S{index}");
            root["components"]["schemas"][format!("S{index}")] =
                json!({ "allOf": [{ "$ref": "#/components/schemas/Base" }] });
            root["paths"][format!("/{index}")] = json!({
                "parameters": [{ "$ref": "#/components/parameters/Q" }],
                "get": { "responses": { "200": { "$ref": "#/components/responses/R" } } },
                "put": { "responses": { "200": { "description": "S", "content": {
                    "application/json": { "schema": { "$ref": schema } }
                } } } },
            });
        }
        root["components"]["schemas"]["Base"] =
            json!({ "allOf": [{ "$ref": "#/components/schemas/Gone" }] });
        root
    }

    #[test]
    fn what_many_have_in_common_is_left_out_at_once() {
        let settings = Settings::for_crate("wrong").unwrap_or_else(|errors| panic!("{errors}"));
        let source = Source {
            name: "wrong.json".to_owned(),
            text: everything_wrong(30).to_string(),
        };
        let document = load(&source).unwrap_or_else(|errors| panic!("{errors}"));
        let (document, said) = bundle(document, "wrong.json", &|_| Err(String::new()));
        assert!(said.is_empty());
        let (mut document, said) = normalize(document);
        assert!(said.is_empty());
        let lowered = |document: &_| parse(document).and_then(|parsed| lower(&parsed, &settings));
        let Err(errors) = lowered(&document) else {
            panic!("nothing is wrong");
        };
        let mut run = Run::new(ErrorPolicy::LeaveOut);
        assert!(run.leave_out(errors, &mut document).is_some());
        assert_eq!(run.operations.len(), 60);
        let Ok((api, _)) = lowered(&document) else {
            panic!("something is wrong still");
        };
        assert_eq!(api.operation_count(), 1);
    }

    #[test]
    fn one_error_with_many_parts_is_told_once() {
        let settings = Settings::for_crate("wrong").unwrap_or_else(|errors| panic!("{errors}"));
        let source = Source {
            name: "wrong.json".to_owned(),
            text: everything_wrong(5).to_string(),
        };
        let errors = Input::new(&source, &settings).generate().err();
        // The base and the response.
        assert_eq!(errors.map(|errors| errors.len()), Some(2));
    }
}

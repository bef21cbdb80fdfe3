//! Which operations take files: those whose body may be JSON or a form with files in it.
//!
//! Invariant: a field of a form is a file if its schema is bytes, or a list of bytes, and nothing
//! else; it keeps its name on the wire.

use heck::ToSnakeCase;
use openapiv3::{Content, MediaType};
use serde_json::Value;

use super::{
    Lowering,
    facets::{Facets, SchemaRef},
    responses::is_json,
};
use crate::{
    model::{Docs, FormFile, FormStyle, Name, Upload},
    source::escape,
};

const FORM: &str = "multipart/form-data";

/// The key that says how lists and objects become fields of a form.
const STYLE: &str = "x-form-style";

impl<'d> Lowering<'d> {
    /// How a body that may be JSON takes files. `at` is the place of its content.
    pub(super) fn upload(&mut self, content: &'d Content, at: &str) -> Option<Upload> {
        if !content.keys().any(|name| is_json(name)) {
            return None;
        }
        let (name, form) = content.iter().find(|(name, _)| is_form(name))?;
        let files = self.files(form)?;
        let style = self.form_style(form, &files, &format!("{at}/{}", escape(name)));
        Some(Upload { files, style })
    }

    /// The fields of a form that are files. `None`: it has none, and says what the JSON says.
    fn files(&self, form: &'d MediaType) -> Option<Vec<FormFile>> {
        let schema = self.resolved(form.schema.as_ref()?.into())?;
        let files: Vec<FormFile> = schema
            .properties
            .iter()
            .filter(|(_, schema)| self.is_file(*schema))
            .map(|(name, schema)| self.file(name, *schema))
            .collect();
        let is_only = files.len() == 1;
        let named = files.into_iter().map(|mut file| {
            file.name.ident = if is_only {
                "attach".to_owned()
            } else {
                format!("attach_{}", file.name.wire.to_snake_case())
            };
            file
        });
        let files: Vec<FormFile> = named.collect();
        (!files.is_empty()).then_some(files)
    }

    fn file(&self, name: &str, schema: SchemaRef<'d>) -> FormFile {
        let facets = self.resolved(schema);
        FormFile {
            name: Name {
                wire: name.to_owned(),
                ident: String::new(),
            },
            docs: Docs::described(facets.and_then(|facets| facets.data.description.clone())),
        }
    }

    /// Whether a schema is bytes, or a list of them.
    fn is_file(&self, schema: SchemaRef<'d>) -> bool {
        let is_bytes = |facets: &Facets<'d>| {
            facets.implied_type() == Some("string") && facets.format == Some("binary")
        };
        let Some(facets) = self.resolved(schema) else {
            return false;
        };
        let item = facets.items.and_then(|item| self.resolved(item));
        is_bytes(&facets) || item.is_some_and(|item| is_bytes(&item))
    }

    /// What a schema says, or the component that it refers to.
    fn resolved(&self, schema: SchemaRef<'d>) -> Option<Facets<'d>> {
        match schema {
            SchemaRef::Item(item) => Some(Facets::new(item)),
            SchemaRef::Reference(reference) => self.components.schema(reference).map(Facets::new),
        }
    }

    /// As the form says; else with brackets if a file has them in its name.
    fn form_style(&mut self, form: &MediaType, files: &[FormFile], at: &str) -> FormStyle {
        let has_brackets = files.iter().any(|file| file.name.wire.ends_with("[]"));
        match form.extensions.get(STYLE).map(Value::as_str) {
            Some(Some("brackets")) => FormStyle::Brackets,
            None if has_brackets => FormStyle::Brackets,
            None | Some(Some("plain")) => FormStyle::Plain,
            Some(_) => {
                let message = "there is no such style of a form";
                let help = "write `brackets`, for `tags[]` and `address[city]`, or `plain`";
                self.wrong_extension(message, help, &format!("{at}/{STYLE}"));
                FormStyle::Plain
            }
        }
    }
}

fn is_form(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case(FORM)
}

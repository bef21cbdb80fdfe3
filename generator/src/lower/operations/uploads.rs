//! Operations with file uploads: those whose body may be JSON or a form with files in it.

use openapiv3::{Content, MediaType};

use crate::lower::{
    names::snake,
    operations::builder::OperationBuilder,
    operations::media::{essence, is_json},
    types::facets::SchemaRef,
};
use crate::{
    model::{Docs, FormFile, FormMedia, Name, Upload},
    source::escape,
};

impl<'d> OperationBuilder<'d> {
    /// Determines the file upload of a body that may be JSON. `at` is the place of its content.
    pub(super) fn upload(&mut self, content: &'d Content, at: &str) -> Option<Upload> {
        if !content.keys().any(|name| is_json(name)) {
            return None;
        }
        let is_form = |name: &str| essence(name) == "multipart/form-data";
        let (name, form) = content.iter().find(|(name, _)| is_form(name))?;
        let files = self.files(form)?;
        let names: Vec<&str> = files.iter().map(|file| file.name.wire.as_str()).collect();
        let at = format!("{at}/{}", escape(name));
        let layout = self.layout(FormMedia::Multipart, form, &names, &at);
        Some(Upload { files, layout })
    }

    /// Returns the fields of a form that are files. `None`: it has none, and says what the JSON says.
    fn files(&self, form: &'d MediaType) -> Option<Vec<FormFile>> {
        let found = self.file_properties(form);
        let is_only = found.len() == 1;
        let files = found.into_iter().map(|(name, schema, count)| FormFile {
            name: Name {
                wire: name.to_owned(),
                ident: if is_only {
                    "attach".to_owned()
                } else {
                    format!("attach_{}", snake(name))
                },
            },
            count,
            docs: self.file_docs(schema),
        });
        let files: Vec<FormFile> = files.collect();
        (!files.is_empty()).then_some(files)
    }

    fn file_docs(&self, schema: SchemaRef<'d>) -> Docs {
        let facets = self.resolved(schema);
        Docs::described(facets.and_then(|facets| facets.data.description.clone()))
    }
}

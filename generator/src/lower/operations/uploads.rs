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
        let names: Vec<&str> = found.iter().map(|(name, ..)| *name).collect();
        let files = found.iter().map(|(name, schema, count)| FormFile {
            name: Name {
                wire: (*name).to_owned(),
                ident: method(name, &names),
            },
            count: *count,
            docs: self.file_docs(*schema),
        });
        let files: Vec<FormFile> = files.collect();
        (!files.is_empty()).then_some(files)
    }

    fn file_docs(&self, schema: SchemaRef<'d>) -> Docs {
        let facets = self.resolved(schema);
        Docs::described(facets.and_then(|facets| facets.data.description.clone()))
    }
}

/// Returns the method that adds a file to a field: `attach` if it is the only one, else `attach_` and the field's name.
/// Of names that are the same in Rust, the one that is spelled so has it, else the first; the others get a number.
fn method(name: &str, names: &[&str]) -> String {
    if let [_] = names {
        return "attach".to_owned();
    }
    let (mut taken, mut others) = (Vec::new(), Vec::new());
    for known in names {
        let ident = snake(known);
        if ident == *known {
            taken.push((*known, ident));
        } else {
            others.push(*known);
        }
    }
    for known in others {
        let ident = snake(known);
        let numbered = (2_u32..).map(|number| format!("{ident}_{number}"));
        let mut idents = std::iter::once(ident.clone()).chain(numbered);
        let is_free = |ident: &String| taken.iter().all(|(_, taken)| taken != ident);
        taken.push((known, idents.find(is_free).unwrap_or_default()));
    }
    let found = taken.into_iter().find(|(known, _)| *known == name);
    format!(
        "attach_{}",
        found.map_or_else(|| snake(name), |(_, ident)| ident)
    )
}

#[cfg(test)]
mod tests {
    use super::method;

    #[test]
    fn files_whose_names_are_the_same_in_rust_have_methods_of_their_own() {
        let names = ["file-a", "fileA", "file_a", "file_a_2"];
        let methods = names.map(|name| method(name, &names));
        let expected = [
            "attach_file_a_3",
            "attach_file_a_4",
            "attach_file_a",
            "attach_file_a_2",
        ];
        assert_eq!(methods, expected);
        assert_eq!(method("a[]", &["a[]"]), "attach");
        assert_eq!(method("a[]", &["a[]", "b"]), "attach_a");
    }
}

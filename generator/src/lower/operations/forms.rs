//! Bodies that are forms: what is a file in them, and how the other properties become fields.
//!
//! Invariant: a property of a multipart form is a file if its schema is bytes or content of some media type, or a list
//! of that, and nothing else; it keeps its name on the wire.

use std::collections::BTreeSet;

use openapiv3::MediaType;

use crate::lower::draft::{Form, TypeKind, TypeRef};
use crate::lower::{
    operations::builder::OperationBuilder,
    operations::media::{Handling, Media, form_media, handling},
    place::Place,
    types::facets::{Facets, SchemaRef},
};
use crate::{
    model::{FileCount, FileProperty, FormLayout, FormMedia, FormStyle},
    source::{CONTENT_MEDIA_TYPE, ENCODING, extension},
};

/// A property that is a file, its schema, and how many it takes.
pub(super) type FoundFile<'d> = (&'d str, SchemaRef<'d>, FileCount);

impl<'d> OperationBuilder<'d> {
    /// Returns a body that is a form alone. `None`: it is none, or no object, which cannot be sent as one.
    pub(super) fn form(&mut self, media: &Media<'d>, at: &Place) -> Option<Form> {
        let kind = form_media(media.name)?;
        let schema = media.ty.schema.as_ref()?;
        let ty = self.types.type_of(schema.into(), at).without_null().clone();
        if !self.is_object_type(&ty, &mut BTreeSet::new()) {
            return None;
        }
        let files: Vec<FileProperty> = match kind {
            FormMedia::Multipart => self.file_properties(media.ty),
            FormMedia::UrlEncoded => Vec::new(),
        }
        .into_iter()
        .map(|(name, _, count)| FileProperty {
            wire: name.to_owned(),
            count,
        })
        .collect();
        let names: Vec<&str> = files.iter().map(|file| file.wire.as_str()).collect();
        let at = at.pointer.trim_end_matches("/schema");
        let layout = self.layout(kind, media.ty, &names, at);
        Some(Form { ty, files, layout })
    }

    /// Returns `true` if a value of a type is always an object. Each named type is visited once.
    fn is_object_type<'t>(&'t self, ty: &'t TypeRef, seen: &mut BTreeSet<&'t str>) -> bool {
        match self.types.found.resolve(ty) {
            TypeRef::Map(_) | TypeRef::FreeForm => true,
            TypeRef::Named(key) => match self.types.found.kind(key) {
                Some(TypeKind::Struct(_)) => true,
                Some(TypeKind::Union(shape)) => {
                    let mut alternatives = shape.alternatives.iter();
                    !seen.insert(key)
                        || alternatives
                            .all(|alternative| self.is_object_type(&alternative.ty, seen))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Returns the properties of a form that are files, in the order of the description.
    pub(super) fn file_properties(&self, form: &'d MediaType) -> Vec<FoundFile<'d>> {
        let mut found = Vec::new();
        if let Some(schema) = &form.schema {
            self.collect_files(form, schema.into(), &mut found, &mut BTreeSet::new());
        }
        found
    }

    /// Looks at each component once, on however many ways it is reached.
    fn collect_files(
        &self,
        form: &'d MediaType,
        schema: SchemaRef<'d>,
        found: &mut Vec<FoundFile<'d>>,
        seen: &mut BTreeSet<&'d str>,
    ) {
        let is_new = match schema {
            SchemaRef::Reference(reference) => seen.insert(reference),
            SchemaRef::Item(_) => true,
        };
        let Some(facets) = self.view(schema).filter(|_| is_new) else {
            return;
        };
        for member in facets.all_of {
            self.collect_files(form, member.into(), found, seen);
        }
        for (name, schema) in &facets.properties {
            let is_known = found.iter().any(|(known, ..)| known == name);
            let is_typed = part_type(form, name).is_some_and(is_file_type);
            if let (Some(count), false) = (self.file_count(*schema, is_typed), is_known) {
                found.push((name, *schema, count));
            }
        }
    }

    /// Returns the number of files that a schema stands for. `None`: it is no file. Without a type a part is bytes, as
    /// the standard says, and so is a text whose part has a content type that is none of text.
    fn file_count(&self, schema: SchemaRef<'d>, is_typed: bool) -> Option<FileCount> {
        let facets = self.resolved(schema)?;
        if is_content(&facets) || is_untyped(&facets) {
            return Some(FileCount::One);
        }
        if is_typed && facets.implied_type() == Some("string") && facets.values.is_empty() {
            return Some(FileCount::One);
        }
        if let (Some(items), Some("array")) = (facets.items, facets.implied_type()) {
            let item = self.resolved(items)?;
            let is_file = is_content(&item)
                || is_untyped(&item)
                || is_typed && item.implied_type() == Some("string");
            return is_file.then_some(FileCount::Many);
        }
        self.most_files(&facets, is_typed)
    }

    /// The number of files of a union all of whose alternatives are files.
    fn most_files(&self, facets: &Facets<'d>, is_typed: bool) -> Option<FileCount> {
        let mut most = None;
        for branch in facets
            .alternatives
            .iter()
            .filter(|branch| !branch.schema.is_null())
        {
            let nested = self.resolved(branch.schema)?;
            if !nested.alternatives.is_empty() {
                return None;
            }
            most = most.max(Some(self.file_count(branch.schema, is_typed)?));
        }
        most
    }

    /// Returns the facets of a schema, or of the component that it refers to, perhaps with a text beside the reference.
    pub(super) fn resolved(&self, schema: SchemaRef<'d>) -> Option<Facets<'d>> {
        let facets = self.view(schema)?;
        // A text beside a reference makes it an `allOf` of one.
        match facets.only_member() {
            Some(only) => self.view(only.into()),
            None => Some(facets),
        }
    }

    fn view(&self, schema: SchemaRef<'d>) -> Option<Facets<'d>> {
        match schema {
            SchemaRef::Item(item) => Some(Facets::new(item)),
            SchemaRef::Reference(reference) => {
                self.context.components.schema(reference).map(Facets::new)
            }
        }
    }

    /// Determines the layout of a form with these files. `at` is the place of its media type.
    pub(super) fn layout(
        &mut self,
        media: FormMedia,
        form: &'d MediaType,
        files: &[&str],
        at: &str,
    ) -> FormLayout {
        FormLayout {
            media,
            style: self.form_style(form, files, at),
            parts: self.form_parts(media, form, at),
        }
    }

    /// Determines the style of a form as documented; otherwise with brackets if a file has them in its name.
    fn form_style(&mut self, form: &MediaType, files: &[&str], at: &str) -> FormStyle {
        let has_brackets = files.iter().any(|name| name.ends_with("[]"));
        let keys = self
            .context
            .reporter
            .read(|found| extension::MediaType::read(&form.extensions, at, found));
        match keys.form_style.map(|style| style.value) {
            Some(extension::FormStyle::Brackets) => FormStyle::Brackets,
            None if has_brackets => FormStyle::Brackets,
            None | Some(extension::FormStyle::Plain) => FormStyle::Plain,
        }
    }
}

/// The content type that the description says of a part.
fn part_type<'d>(form: &'d MediaType, name: &str) -> Option<&'d str> {
    let encodings = form.extensions.get(ENCODING)?.as_object()?;
    encodings.get(name)?.get("contentType")?.as_str()
}

/// Returns `true` if nothing is said of a part, so that it is bytes of any kind.
fn is_untyped(facets: &Facets<'_>) -> bool {
    facets.is_bare() && !facets.data.nullable
}

/// Returns `true` if a content type is one of files: neither JSON nor text that a caller gives as such.
fn is_file_type(content_type: &str) -> bool {
    let first = content_type.split(',').next().unwrap_or_default();
    handling(first) == Handling::Bytes
}

/// Returns `true` if a schema is bytes, or content that is not JSON.
fn is_content(facets: &Facets<'_>) -> bool {
    let is_content = facets.data.extensions.contains_key(CONTENT_MEDIA_TYPE);
    facets.implied_type() == Some("string") && (facets.format == Some("binary") || is_content)
}

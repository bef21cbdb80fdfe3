//! The style of a parameter → how its value becomes text.
//!
//! Invariant: a value of any type can be written; where the standard does not say how, a warning does.

use openapiv3::{
    Parameter as Described, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
};

use crate::lower::draft::{Key, TypeRef};
use crate::lower::{
    operations::builder::OperationBuilder,
    operations::media::{essence, is_json},
    place::Place,
};
use crate::model::{ListStyle, Primitive, Style, TextFormat, Writing};

impl OperationBuilder<'_> {
    /// Returns the type of an argument, and how it is written.
    pub(super) fn writable(
        &mut self,
        ty: &TypeRef,
        described: &Described,
        at: &Place,
    ) -> (TypeRef, Writing) {
        let data = described.parameter_data_ref();
        let resolved = self.types.found.resolve(ty.without_null()).without_null();
        let is_open = *resolved == TypeRef::Json;
        let ty = if is_structure(resolved) {
            resolved
        } else {
            ty.without_null()
        }
        .clone();
        if let ParameterSchemaOrContent::Content(content) = &data.format {
            let is_json = content.keys().any(|name| is_json(name));
            let is_text = content.keys().any(|name| essence(name) == "text/plain");
            return match is_json {
                true if !is_open => (ty, Writing::Styled(Style::Json)),
                false if is_text && self.is_scalar(&ty) => (ty, Writing::Texts(ListStyle::Comma)),
                _ => self.as_text(is_open, at),
            };
        }
        if is_open {
            return self.as_text(true, at);
        }
        let style = style(described, data);
        self.warn_of_deep_lists(&ty, style, at);
        let is_text = match &ty {
            TypeRef::List(item) => self.is_scalar(item.without_null()),
            other => self.is_scalar(other),
        };
        if let (Some(style), true) = (list_style(style), is_text) {
            return (without_null_items(ty), Writing::Texts(style));
        }
        self.warn_of_depth(&ty, style, at);
        (without_null_items(ty), Writing::Styled(style))
    }

    /// Returns the text that the caller writes, where the description leaves the value open or in another notation.
    fn as_text(&mut self, is_open: bool, at: &Place) -> (TypeRef, Writing) {
        if !is_open {
            let message = "the serialization of the value is not supported; it is typed as text";
            self.context.reporter.warn("untyped", message, &at.pointer);
        }
        let text = TypeRef::Primitive(Primitive::Text(TextFormat::Plain));
        (text, Writing::Texts(ListStyle::Comma))
    }

    /// Warns of nested values: all styles but `deepObject` are only defined for lists and objects of plain values.
    fn warn_of_depth(&mut self, ty: &TypeRef, style: Style, at: &Place) {
        let is_flat = match ty {
            TypeRef::List(item) | TypeRef::Map(item) => self.is_plain(item),
            TypeRef::Named(key) => self.has_plain_members(key),
            _ => true,
        };
        if !is_flat && !matches!(style, Style::Deep | Style::Json) {
            let message = "the standard does not define the serialization of an object or a list inside this parameter; it is sent as JSON text";
            self.context
                .reporter
                .warn("unspecified-style", message, &at.pointer);
        }
    }

    /// The standard says of `deepObject` how objects of plain values are written, and nothing of lists.
    fn warn_of_deep_lists(&mut self, ty: &TypeRef, style: Style, at: &Place) {
        let is_list = |ty: &TypeRef| {
            let resolved = self.types.found.resolve(ty.without_null()).without_null();
            matches!(resolved, TypeRef::List(_))
        };
        let has_list = match ty {
            TypeRef::Named(key) => match self.types.found.kind(key) {
                Some(crate::model::TypeKind::Struct(shape)) => {
                    shape.fields.iter().any(|field| is_list(&field.ty))
                }
                _ => false,
            },
            TypeRef::Map(values) => is_list(values),
            other => is_list(other),
        };
        if style == Style::Deep && has_list {
            let message = "the standard does not say how a list is written in `deepObject`; its name is repeated for \
                           each item";
            self.context
                .reporter
                .warn("unspecified-style", message, &at.pointer);
        }
    }

    fn has_plain_members(&self, key: &Key) -> bool {
        let Some(crate::model::TypeKind::Struct(shape)) = self.types.found.kind(key) else {
            return true;
        };
        let mut types = shape.fields.iter().map(|field| &field.ty);
        types.all(|ty| self.is_plain(ty))
    }

    fn is_plain(&self, ty: &TypeRef) -> bool {
        let ty = self.types.found.resolve(ty.without_null()).without_null();
        *ty == TypeRef::Json || self.is_scalar(ty)
    }

    pub(super) fn is_scalar(&self, ty: &TypeRef) -> bool {
        self.types.found.is_scalar_type(ty)
    }
}

/// Returns `true` if a type is not a name, but the structure that names stand for.
fn is_structure(ty: &TypeRef) -> bool {
    !matches!(ty, TypeRef::Named(_))
}

/// Returns a type whose items are never null, for which no style has a text.
fn without_null_items(ty: TypeRef) -> TypeRef {
    match ty {
        TypeRef::List(item) => TypeRef::List(Box::new(item.without_null().clone())),
        other => other,
    }
}

/// Returns the style of a list of plain values, if it is one that needs no more than a separator.
fn list_style(style: Style) -> Option<ListStyle> {
    match style {
        // A list under its name with brackets or without: the standard says it for objects alone.
        Style::Exploded | Style::Deep => Some(ListStyle::Repeated),
        Style::Comma => Some(ListStyle::Comma),
        Style::Space => Some(ListStyle::Space),
        Style::Pipe => Some(ListStyle::Pipe),
        Style::Label
        | Style::LabelExploded
        | Style::Matrix
        | Style::MatrixExploded
        | Style::Json => None,
    }
}

fn style(described: &Described, data: &ParameterData) -> Style {
    let explode = data.explode;
    match described {
        Described::Path { style, .. } => path_style(style, explode == Some(true)),
        Described::Query { style, .. } => match style {
            QueryStyle::DeepObject => Style::Deep,
            QueryStyle::SpaceDelimited if explode != Some(true) => Style::Space,
            QueryStyle::PipeDelimited if explode != Some(true) => Style::Pipe,
            _ if explode == Some(false) => Style::Comma,
            _ => Style::Exploded,
        },
        Described::Cookie { .. } if explode != Some(false) => Style::Exploded,
        Described::Header { .. } if explode == Some(true) => Style::Exploded,
        Described::Cookie { .. } | Described::Header { .. } => Style::Comma,
    }
}

fn path_style(style: &PathStyle, explode: bool) -> Style {
    match (style, explode) {
        (PathStyle::Label, false) => Style::Label,
        (PathStyle::Label, true) => Style::LabelExploded,
        (PathStyle::Matrix, false) => Style::Matrix,
        (PathStyle::Matrix, true) => Style::MatrixExploded,
        (PathStyle::Simple, false) => Style::Comma,
        (PathStyle::Simple, true) => Style::Exploded,
    }
}

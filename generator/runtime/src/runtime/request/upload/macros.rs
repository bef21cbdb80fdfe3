//! Macros with the shared code of generated types for forms.
//!
//! One setter per file, one list of names per struct; everything behind them is compiled once.

/// Gives a generated request type, a struct with the one field `request: Request<T>`, a setter for files.
///
/// ```text
/// upload_builder!(CreateWidget, attach, "attachments[]", Many, Brackets);
/// ```
///
/// Takes the name of the method, `One` or `Many` for how many files the field takes, the style of the other fields, and
/// a list of those that have something particular about them, if there are any.
#[macro_export]
#[doc(hidden)]
macro_rules! upload_builder {
    ($name:ident, $method:ident, $field:literal, One, $style:ident $(, [$($part:expr),*])?) => {
        $crate::upload_builder!(
            @impl $name, $method, $field, One, $style, [$($($part),*)?],
            "Sets the file, in place of one that was set before; with it, the request is sent as `multipart/form-data`."
        );
    };
    ($name:ident, $method:ident, $field:literal, Many, $style:ident $(, [$($part:expr),*])?) => {
        $crate::upload_builder!(
            @impl $name, $method, $field, Many, $style, [$($($part),*)?],
            "Adds a file; with one, the request is sent as `multipart/form-data` in place of JSON."
        );
    };
    (@impl $name:ident, $method:ident, $field:literal, $count:ident, $style:ident, [$($part:expr),*], $docs:literal) => {
        impl $name {
            #[doc = $docs]
            #[must_use = "a request is sent by `.await` or `.send()`"]
            pub fn $method(mut self, file: $crate::runtime::Attachment) -> Self {
                const FIELD: $crate::runtime::FileField = $crate::runtime::FileField {
                    name: $field,
                    count: $crate::runtime::FileCount::$count,
                    form: $crate::runtime::FormLayout::multipart($crate::runtime::FormStyle::$style)
                        .parts(&[$($part),*]),
                };
                self.request = self.request.attach(FIELD, file);
                self
            }
        }
    };
}

/// Implements [`FileForm`](crate::runtime::FileForm) for a struct that has files among its fields.
///
/// ```text
/// file_form!(WidgetImport {
///     file files,
///     size,
///     due_by nullable,                   // None is sent as an empty text
///     "type" => r#type,                  // the name of the field where it is not the identifier
///     .. additional_properties           // takes every other member
/// });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! file_form {
    ($name:ident { $($fields:tt)* }) => {
        $crate::file_form!(@sort $name [] [] $($fields)*);
    };
    (@sort $name:ident [$($texts:tt)*] [$($files:tt)*] $($wire:literal =>)? $field:ident files, $($rest:tt)*) => {
        $crate::file_form!(@sort $name [$($texts)*] [$($files)* [$($wire,)? $field],] $($rest)*);
    };
    (@sort $name:ident [$($texts:tt)*] [$($files:tt)*] $($wire:literal =>)? $field:ident $($mark:ident)?, $($rest:tt)*) => {
        $crate::file_form!(@sort $name [$($texts)* [$($wire,)? $field] $(.$mark())?,] [$($files)*] $($rest)*);
    };
    (@sort $name:ident [$([$($wire:literal,)? $field:ident] $(.$mark:ident())?,)*] [$([$($file_wire:literal,)? $file:ident],)*] $(.. $additional:ident $(,)?)?) => {
        #[allow(deprecated, reason = "a deprecated field is still sent")]
        impl $crate::runtime::FileForm for $name {
            fn fields(
                &self,
                timestamps: $crate::runtime::TimestampPrecision,
            ) -> ::std::vec::Vec<u8> {
                const FIELDS: &[(&str, $crate::runtime::codec::Mark)] = &[$((
                    [$($wire,)? ::std::stringify!($field)][0],
                    $crate::runtime::codec::Mark::Plain$(.$mark())?,
                )),*];
                const SHAPE: $crate::runtime::codec::RecordShape = $crate::runtime::codec::RecordShape {
                    name: ::std::stringify!($name),
                    fields: FIELDS,
                    tags: &$crate::runtime::codec::tags::<{ FIELDS.len() }>(FIELDS),
                };
                let mut writer = $crate::runtime::codec::Writer::for_request(timestamps);
                SHAPE.write(
                    &mut writer,
                    &[$(&self.$field),*],
                    $crate::record!(@rest () self $($additional)?),
                    ::std::option::Option::None,
                );
                writer.into_bytes()
            }

            fn files(&self) -> ::std::vec::Vec<(&'static str, $crate::runtime::Attachment)> {
                let mut files = ::std::vec::Vec::new();
                $($crate::runtime::Files::add_to(
                    &self.$file,
                    [$($file_wire,)? ::std::stringify!($file)][0],
                    &mut files,
                );)*
                files
            }
        }
    };
}

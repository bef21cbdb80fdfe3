//! What generated types have in common, as macros: the generator writes plain structs and enums, these the trait code.
//!
//! Each macro expands to one function per direction, without closures and without anything generic per field: a record
//! hands its fields over as a list of places, and what goes through them is compiled once.

/// Implements decoding, encoding and serde's traits for a struct, field by field.
///
/// ```text
/// record!(Widget {
///     id,
///     due_by nullable,                   // None is written as null
///     size strict,                       // may be absent and not null, which is reported
///     "type" => r#type,                  // the name in JSON where it is not the identifier
///     .. additional_properties           // takes every other member
///     ? unknown_fields                   // takes what has no place elsewhere
/// });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! record {
    ($name:ident {
        $($($wire:literal =>)? $field:ident $($mark:ident)?),* $(,)?
        $(.. $additional:ident $(,)?)?
        $(? $unknown:ident $(,)?)?
    }) => {
        impl $name {
            const FIELDS: &'static [(&'static str, $crate::runtime::codec::Mark)] = &[$((
                [$($wire,)? ::std::stringify!($field)][0],
                $crate::runtime::codec::Mark::Plain$(.$mark())?,
            )),*];
            const SHAPE: $crate::runtime::codec::Shape = $crate::runtime::codec::Shape {
                name: ::std::stringify!($name),
                fields: Self::FIELDS,
                tags: &$crate::runtime::codec::tags::<{ Self::FIELDS.len() }>(Self::FIELDS),
            };
        }

        #[allow(deprecated, reason = "a deprecated field is still read and written")]
        impl $crate::runtime::codec::Decode for $name {
            fn blank() -> Self {
                Self {
                    $($field: $crate::runtime::codec::Decode::blank(),)*
                    $($additional: ::std::default::Default::default(),)?
                    $($unknown: ::std::default::Default::default(),)?
                }
            }

            fn read(
                &mut self,
                reader: &mut $crate::runtime::codec::Reader<'_>,
            ) -> ::std::result::Result<(), $crate::runtime::codec::DecodeError> {
                Self::SHAPE.read(
                    reader,
                    &mut [$(&mut self.$field),*],
                    $crate::record!(@rest (mut) self $($additional)?),
                    $crate::record!(@rest (mut) self $($unknown)?),
                )
            }
        }

        #[allow(deprecated, reason = "a deprecated field is still read and written")]
        impl $crate::runtime::codec::Encode for $name {
            fn encode(&self, writer: &mut $crate::runtime::codec::Writer) {
                Self::SHAPE.write(
                    writer,
                    &[$(&self.$field),*],
                    $crate::record!(@rest () self $($additional)?),
                    $crate::record!(@rest () self $($unknown)?),
                );
            }
        }

        $crate::bridge_to_serde!($name);
    };
    (@rest ($($mut:ident)?) $self:ident) => { ::std::option::Option::None };
    (@rest ($($mut:ident)?) $self:ident $additional:ident) => {
        ::std::option::Option::Some(&$($mut)? $self.$additional)
    };
}

/// Implements everything for an open enum of texts; the enum itself has an `Unknown(String)` besides these variants.
///
/// ```text
/// string_enum!(OrderBy { CreatedAt = "created_at", DueBy = "due_by" });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! string_enum {
    ($name:ident { $($variant:ident = $wire:literal),* $(,)? }) => {
        impl $name {
            /// Every value that the API description names, in its order.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// The text that stands for the value in requests and responses.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(text) => text,
                }
            }

            #[allow(clippy::self_named_constructors, reason = "the type may be called `Known`")]
            fn known(text: &str) -> ::std::option::Option<Self> {
                ::std::option::Option::Some(match text {
                    $($wire => Self::$variant,)*
                    _ => return ::std::option::Option::None,
                })
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Unknown(text.to_owned()))
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::known(&text).unwrap_or(Self::Unknown(text))
            }
        }

        impl $crate::runtime::codec::Decode for $name {
            fn blank() -> Self {
                Self::Unknown(::std::string::String::new())
            }

            fn read(
                &mut self,
                reader: &mut $crate::runtime::codec::Reader<'_>,
            ) -> ::std::result::Result<(), $crate::runtime::codec::DecodeError> {
                *self = Self::from(&*reader.string("a string")?);
                if let Self::Unknown(value) = self {
                    reader.unknown_value(::std::stringify!($name), value);
                }
                ::std::result::Result::Ok(())
            }
        }

        impl $crate::runtime::codec::Encode for $name {
            fn encode(&self, writer: &mut $crate::runtime::codec::Writer) {
                writer.string(self.as_str());
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::runtime::Parameter for $name {
            fn text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(self.as_str())
            }
        }

        $crate::bridge_to_serde!($name);
    };
}

/// Implements everything for an open enum of whole numbers; the enum itself has an `Unknown(i64)` besides these variants.
///
/// ```text
/// integer_enum!(WidgetStatus { Open = 2, Pending = 3 });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! integer_enum {
    ($name:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        impl $name {
            /// Every value that the API description names, in its order.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// The number that stands for the value in requests and responses.
            #[must_use]
            pub fn code(self) -> i64 {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Unknown(code) => code,
                }
            }
        }

        impl ::std::convert::From<i64> for $name {
            fn from(code: i64) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    _ => Self::Unknown(code),
                }
            }
        }

        impl $crate::runtime::codec::Decode for $name {
            fn blank() -> Self {
                Self::Unknown(0)
            }

            fn read(
                &mut self,
                reader: &mut $crate::runtime::codec::Reader<'_>,
            ) -> ::std::result::Result<(), $crate::runtime::codec::DecodeError> {
                let code = <i64 as $crate::runtime::codec::Decode>::decode(reader)?;
                *self = Self::from(code);
                if let Self::Unknown(code) = self {
                    reader.unknown_value(::std::stringify!($name), code);
                }
                ::std::result::Result::Ok(())
            }
        }

        impl $crate::runtime::codec::Encode for $name {
            fn encode(&self, writer: &mut $crate::runtime::codec::Writer) {
                writer.integer(self.code());
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.code(), f)
            }
        }

        impl $crate::runtime::Parameter for $name {
            fn text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Owned(self.code().to_string())
            }
        }

        $crate::bridge_to_serde!($name);
    };
}

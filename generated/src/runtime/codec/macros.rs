//! Macros with the trait code of generated types, which the generator writes as plain structs and enums.
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
///     own empty,                         // absent or null is an object without members
///     "type" => r#type,                  // the name in JSON where it is not the identifier
///     .. additional_properties           // takes every other member
///     ? unknown_fields                   // takes what has no place elsewhere
///     = r#"{ "size": 7 }"#               // values of samples that the types alone do not tell
/// });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! record {
    ($name:ident {
        $($($wire:literal =>)? $field:ident $($mark:ident)?),* $(,)?
        $(.. $additional:ident $(,)?)?
        $(? $unknown:ident $(,)?)?
        $(= $samples:literal $(,)?)?
    }) => {
        impl $name {
            const FIELDS: &'static [(&'static str, $crate::runtime::codec::Mark)] = &[$((
                [$($wire,)? ::std::stringify!($field)][0],
                $crate::runtime::codec::Mark::Plain$(.$mark())?,
            )),*];
            const SHAPE: $crate::runtime::codec::RecordShape = $crate::runtime::codec::RecordShape {
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

            #[cfg(feature = "testing")]
            fn fill(&mut self, sampler: &mut $crate::runtime::codec::Sampler) -> bool {
                Self::SHAPE.fill(
                    sampler,
                    &mut [$(&mut self.$field,)* $(&mut self.$additional)?],
                    $crate::record!(@rest (mut) self $($unknown)?),
                    ::std::concat!("" $(, $samples)?),
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

        $crate::sample!($name);
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
            /// Returns the text that stands for the value in requests and responses.
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

        /// Takes a value as it is in JSON, or by its name.
        impl ::std::str::FromStr for $name {
            type Err = $crate::runtime::ParseEnumError;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::runtime::ParseEnumError> {
                $crate::runtime::codec::parse(Self::known(text), text, Self::KNOWN, Self::NAMES, ::std::stringify!($name))
            }
        }

        impl ::std::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::std::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match Self::known(text) {
                    ::std::option::Option::Some(known) => known,
                    ::std::option::Option::None => Self::Unknown(text.to_owned()),
                }
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
                let name = ::std::stringify!($name);
                reader.string_enum(self, name, Self::known, Self::Unknown)
            }

            $crate::sample!(@first);
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

        $crate::any_enum!($name { $($variant),* });
    };
}

/// Implements everything for an open enum of whole numbers; the enum itself has an `Unknown(i64)` besides these
/// variants.
///
/// ```text
/// integer_enum!(WidgetStatus { Open = 2, Pending = 3 });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! integer_enum {
    ($name:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        impl $name {
            /// Returns the number that stands for the value in requests and responses.
            #[must_use]
            pub fn code(self) -> i64 {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Unknown(code) => code,
                }
            }
        }

        impl ::std::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.code()
            }
        }

        /// Takes a number as it is in JSON, known or not, or the name of a value.
        impl ::std::str::FromStr for $name {
            type Err = $crate::runtime::ParseEnumError;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::runtime::ParseEnumError> {
                let found = text.parse::<i64>().ok().map(Self::from);
                $crate::runtime::codec::parse(found, text, Self::KNOWN, Self::NAMES, ::std::stringify!($name))
            }
        }

        impl ::std::cmp::PartialEq<i64> for $name {
            fn eq(&self, other: &i64) -> bool {
                self.code() == *other
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

            $crate::sample!(@first);
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

        $crate::any_enum!($name { $($variant),* });
    };
}

/// Implements what open enums of texts and of whole numbers have in common.
#[macro_export]
#[doc(hidden)]
macro_rules! any_enum {
    ($name:ident { $($variant:ident),* }) => {
        impl $name {
            /// Every value that the API description names, in its order.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// The names of the values in `KNOWN`, such as for the help of a command line; see [`Self::name`].
            pub const NAMES: &'static [&'static str] = &[$(::std::stringify!($variant)),*];

            /// Returns the name of the value, which `parse` takes in any case, and with `-` and `_` between its words
            /// or without. `None` for a value that the API description does not list.
            #[must_use]
            pub fn name(&self) -> ::std::option::Option<&'static str> {
                $crate::runtime::codec::name_of(self, Self::KNOWN, Self::NAMES)
            }
        }

        /// A list of this one value, so that it can be given where several can.
        impl ::std::iter::IntoIterator for $name {
            type Item = Self;
            type IntoIter = ::std::iter::Once<Self>;

            fn into_iter(self) -> ::std::iter::Once<Self> {
                ::std::iter::once(self)
            }
        }

        $crate::sample!($name);
        $crate::bridge_to_serde!($name);
    };
}

/// Implements `sample` for a type, and with `@first` the part of `Decode` that makes up a value of an open enum.
#[macro_export]
#[doc(hidden)]
macro_rules! sample {
    (@first) => {
        #[cfg(feature = "testing")]
        fn fill(&mut self, _: &mut $crate::runtime::codec::Sampler) -> bool {
            if let ::std::option::Option::Some(first) = Self::KNOWN.first() {
                self.clone_from(first);
            }
            true
        }
    };
    ($name:ident) => {
        #[cfg(feature = "testing")]
        impl $name {
            /// Returns a value for tests in which everything is set, by the examples, formats and limits of the API
            /// description or, without them, to anything.
            #[must_use]
            pub fn sample() -> Self {
                $crate::runtime::testing::sample()
            }
        }
    };
}

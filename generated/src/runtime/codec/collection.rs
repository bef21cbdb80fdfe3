//! Lists, maps, optional and boxed values.
//!
//! Only `Option` is lenient: a list or a map that may be null or missing has to be wrapped in it.

use std::collections::BTreeMap;

use super::{Absence, Decode, DecodeError, Encode, Reader, Writer};

/// For how many items room is made beforehand: most services have no longer pages, and hostile text gets no more.
const MAX_ROOM: usize = 128;

impl Reader<'_> {
    /// Consumes an array, of which `read` consumes the items one by one; it is told how many more to make room for.
    ///
    /// # Errors
    ///
    /// When it is none, or breaks JSON's rules, and those of `read`, unless the list is to be [sifted](Self::sift).
    pub(in crate::runtime) fn items(
        &mut self,
        read: &mut dyn FnMut(&mut Self, usize) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        let is_sifted = self.sieve.begin_list();
        self.begin_array()?;
        let mut room = 1;
        for position in 0.. {
            if !self.next_item()? {
                break;
            }
            let item = self.bookmark();
            self.peek();
            let start = self.position;
            match read(self, room) {
                Err(error) if is_sifted => self.set_aside(item, position, error)?,
                read => read?,
            }
            room = if position == 0 {
                self.room_after(start).max(1)
            } else {
                1
            };
        }
        Ok(())
    }

    /// Estimates the number of further items from the length of the one that starts at `first`.
    ///
    /// Only for lists of objects that the document, or a member of it, consists of: elsewhere most of the text belongs
    /// to other values.
    fn room_after(&self, first: usize) -> usize {
        if self.depth > 2 || self.text.as_bytes().get(first) != Some(&b'{') {
            return 0;
        }
        let item = self.position - first + 1;
        let more = (self.text.len() - self.position) / item;
        (more + more / 8).min(MAX_ROOM)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.clear();
        reader.items(&mut |reader, room| {
            self.reserve(room);
            self.push(T::blank());
            let read = match self.last_mut() {
                Some(item) => item.read(reader),
                None => Ok(()),
            };
            if read.is_err() {
                self.pop();
            }
            read
        })
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, sampler: &mut super::Sampler) -> bool {
        let mut item = T::blank();
        self.clear();
        if item.fill(sampler) {
            self.push(item);
        }
        true
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, writer: &mut Writer) {
        self.as_slice().encode(writer);
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, writer: &mut Writer) {
        writer.begin_array();
        for item in self {
            writer.item(item);
        }
        writer.end_array();
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.clear();
        reader.begin_object()?;
        while let Some(key) = reader.next_key()? {
            let value = T::decode(reader)?;
            self.insert(key.into_owned(), value);
        }
        Ok(())
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, sampler: &mut super::Sampler) -> bool {
        let mut value = T::blank();
        self.clear();
        if value.fill(sampler) {
            self.insert("key".to_owned(), value);
        }
        true
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, writer: &mut Writer) {
        writer.begin_object();
        write_entries(self, writer);
        writer.end_object();
    }
}

impl<T: Decode> Decode for Option<T> {
    fn blank() -> Self {
        None
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        if reader.take_null()? {
            *self = None;
            Ok(())
        } else {
            self.insert(T::blank()).read(reader)
        }
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, sampler: &mut super::Sampler) -> bool {
        let mut value = T::blank();
        *self = value.fill(sampler).then_some(value);
        true
    }

    fn absent(&mut self, _: &Reader<'_>, _: &'static str) -> Result<(), DecodeError> {
        *self = None;
        Ok(())
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.encode(writer),
            None => writer.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Decode> Decode for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.as_mut().read(reader)
    }

    fn absent(&mut self, reader: &Reader<'_>, name: &'static str) -> Result<(), DecodeError> {
        self.as_mut().absent(reader, name)
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, sampler: &mut super::Sampler) -> bool {
        self.as_mut().fill(sampler)
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, writer: &mut Writer) {
        self.as_ref().encode(writer);
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_absent()
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

/// A map that takes the members of an object which no field is named for.
pub trait AdditionalProperties {
    /// Consumes the value of the member `key`.
    ///
    /// # Errors
    ///
    /// When the value is not of the map's type.
    fn read_field(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// Writes every member into the open object.
    fn write_fields(&self, writer: &mut Writer);
}

impl<T: Decode + Encode> AdditionalProperties for BTreeMap<String, T> {
    fn read_field(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let value = T::decode(reader)?;
        self.insert(key.to_owned(), value);
        Ok(())
    }

    fn write_fields(&self, writer: &mut Writer) {
        write_entries(self, writer);
    }
}

/// Writes entries as members of the open object; a map has no absent entries, so `None` becomes `null`.
pub(super) fn write_entries<'a, T: Encode + 'a>(
    entries: impl IntoIterator<Item = (&'a String, &'a T)>,
    writer: &mut Writer,
) {
    for (key, value) in entries {
        writer.field(key, value, Absence::Null);
    }
}

/// Nothing: the place of members that no field is named for, which may always be absent.
impl Decode for () {
    fn blank() -> Self {}

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.skip_value()
    }

    fn absent(&mut self, _: &Reader<'_>, _: &'static str) -> Result<(), DecodeError> {
        Ok(())
    }
}

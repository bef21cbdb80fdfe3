//! Objects with known members: a list of places, one per field, and what goes through it.
//!
//! Compiled once for all records. Members that no field is named for go to the map of additional properties or to the
//! unknown fields; only a type that is never received has neither, and skips them.

use super::report::Finding;
use super::trial::Bookmark;
use super::unknown::json_text;
use super::{
    Absence, AdditionalProperties, Decode, DecodeError, Encode, Reader, UnknownFields, Writer,
};

/// Treatment of null by a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing of note.
    Plain,
    /// The description rules it out; it is taken for absence, and reported.
    Strict,
    /// It is how absence is written.
    Nullable,
    /// It stands for an object without members, and so does absence.
    Empty,
}

impl Mark {
    /// Returns the mark of a field that is plain but for this.
    #[must_use]
    pub const fn strict(self) -> Self {
        Self::Strict
    }

    /// Returns the mark of a field that is plain but for this.
    #[must_use]
    pub const fn nullable(self) -> Self {
        Self::Nullable
    }

    /// The mark of a field that is plain but for this.
    #[must_use]
    pub const fn empty(self) -> Self {
        Self::Empty
    }

    /// Takes note that a field, whose value is in `place`, is not in its object.
    fn absent(
        self,
        place: &mut dyn Decode,
        reader: &Reader<'_>,
        name: &'static str,
    ) -> Result<(), DecodeError> {
        match self {
            Self::Empty => place.read(&mut Reader::new(b"{}")),
            Self::Plain | Self::Strict | Self::Nullable => place.absent(reader, name),
        }
    }
}

/// Value that does not fit its place.
struct Misfit<'k> {
    /// Name of its member.
    key: &'k str,
    /// Mark of its field.
    mark: Mark,
    /// Reason.
    error: DecodeError,
}

/// Layout of the fields of a record.
#[derive(Clone, Copy, Debug)]
pub struct RecordShape {
    /// The type.
    pub name: &'static str,
    /// The fields' names in JSON, in the order in which their places are listed.
    pub fields: &'static [(&'static str, Mark)],
    /// The tag of each field's name.
    pub tags: &'static [u8],
}

/// Returns a byte that is the same for equal names and rarely for others, by which a field is found among many.
const fn tag(name: &str) -> u8 {
    match name.as_bytes() {
        [first, middle @ .., last] => {
            #[allow(clippy::cast_possible_truncation, reason = "any eight bits do")]
            let length = middle.len() as u8;
            length ^ first.rotate_left(5) ^ last.rotate_left(2)
        }
        _ => 0,
    }
}

/// Returns the tag of each of `N` fields.
#[must_use]
pub const fn tags<const N: usize>(fields: &[(&str, Mark)]) -> [u8; N] {
    let mut tags = [0; N];
    let mut index = 0;
    while index < N {
        tags[index] = tag(fields[index].0);
        index += 1;
    }
    tags
}

impl RecordShape {
    /// Consumes an object: puts its members into the places of the fields, the others into `additional` or `unknown`.
    ///
    /// A value that does not fit a field which may be absent leaves the field absent, and goes to `unknown`.
    ///
    /// # Errors
    ///
    /// When a required field is missing or its value is not of its type, or the text breaks JSON's rules.
    pub fn read(
        &self,
        reader: &mut Reader<'_>,
        places: &mut [&mut dyn Decode],
        mut additional: Option<&mut dyn AdditionalProperties>,
        mut unknown: Option<&mut UnknownFields>,
    ) -> Result<(), DecodeError> {
        let mut seen = Seen::default();
        // Members often come in the description's order.
        let mut expected = 0;
        reader.begin_object()?;
        while let Some(key) = reader.next_key()? {
            let bookmark = reader.bookmark();
            let found = self.find(&key, expected);
            if let Some(index) = found
                && let Some(place) = places.get_mut(index)
            {
                let mark = self.mark(index);
                if mark == Mark::Empty && reader.peek() == super::JsonKind::Null {
                    reader.skip_value()?;
                    continue;
                }
                self.report(reader, index);
                if let Err(error) = place.read(reader) {
                    let unknown = unknown.as_deref_mut();
                    let misfit = Misfit {
                        key: &key,
                        mark,
                        error,
                    };
                    self.keep(reader, bookmark, &mut **place, misfit, unknown)?;
                }
                seen.insert(index);
                expected = index + 1;
            } else if let Some(additional) = &mut additional {
                if let Err(error) = additional.read_field(&key, reader) {
                    let unknown = unknown.as_deref_mut();
                    let mark = Mark::Plain;
                    let misfit = Misfit {
                        key: &key,
                        mark,
                        error,
                    };
                    self.keep(reader, bookmark, &mut (), misfit, unknown)?;
                }
            } else if let Some(unknown) = &mut unknown {
                reader.tolerance.deviate();
                reader
                    .tolerance
                    .report(Finding::unknown_field(self.name, &key));
                unknown.push(&key, &json_text(reader)?);
            } else {
                reader.tolerance.deviate();
                reader.skip_value()?;
            }
        }
        for (index, ((name, mark), place)) in self.fields.iter().zip(places).enumerate() {
            if !seen.contains(index) {
                mark.absent(&mut **place, reader, name)?;
            }
        }
        Ok(())
    }

    /// Keeps a value that does not fit its place as an unknown field, and leaves the place absent; of a list for which there
    /// is no absence, it sets aside the records that do not fit, if it may.
    ///
    /// # Errors
    ///
    /// The error of the misfit, when the place has no value for absence; when the text breaks JSON's rules, that.
    #[cold]
    fn keep(
        &self,
        reader: &mut Reader<'_>,
        bookmark: Bookmark,
        place: &mut dyn Decode,
        misfit: Misfit<'_>,
        unknown: Option<&mut UnknownFields>,
    ) -> Result<(), DecodeError> {
        let Misfit { key, mark, error } = misfit;
        let Some(unknown) = unknown else {
            return Err(error);
        };
        let is_required = mark.absent(place, reader, "").is_err();
        reader.rewind(bookmark);
        if is_required && reader.may_sift_member() {
            return reader.sift_member(key, place).map_err(|_| error);
        }
        if is_required {
            return Err(error);
        }
        let json = json_text(reader)?;
        reader.tolerance.deviate();
        reader
            .tolerance
            .report(Finding::misfit(self.name, key, &error));
        unknown.push(key, &json);
        Ok(())
    }

    /// The mark of a field.
    fn mark(&self, index: usize) -> Mark {
        self.fields
            .get(index)
            .map_or(Mark::Plain, |(_, mark)| *mark)
    }

    /// Returns the index of the field named `key`; `expected`, if that field has this name.
    fn find(&self, key: &str, expected: usize) -> Option<usize> {
        let is_named = |index: &usize| {
            self.fields
                .get(*index)
                .is_some_and(|(name, _)| *name == key)
        };
        if is_named(&expected) {
            return Some(expected);
        }
        memchr::memchr_iter(tag(key), self.tags).find(is_named)
    }

    /// Reports the null that comes next, if there is one and the field is strict.
    #[cfg(feature = "tracing")]
    fn report(&self, reader: &mut Reader<'_>, index: usize) {
        if let Some((name, Mark::Strict)) = self.fields.get(index)
            && reader.peek() == super::JsonKind::Null
        {
            reader.tolerance.report(Finding::null(self.name, name));
        }
    }

    /// Does nothing without the feature.
    #[cfg(not(feature = "tracing"))]
    #[allow(clippy::unused_self, reason = "the signature is that with the feature")]
    fn report(&self, _: &mut Reader<'_>, _: usize) {}

    /// Fills the places of the fields and, after them, that of additional properties with made-up values, and then
    /// those that are in the JSON object `given`, such as examples of the description; false if the record is part of
    /// itself here.
    #[cfg(feature = "testing")]
    pub fn fill(
        &self,
        sampler: &mut super::Sampler,
        places: &mut [&mut dyn Decode],
        mut unknown: Option<&mut UnknownFields>,
        given: &str,
    ) -> bool {
        if !sampler.begin(self.name) {
            return false;
        }
        let tag = sampler.take_tag();
        let names = self.fields.iter().map(|(name, _)| *name);
        let mut fields = names.chain(std::iter::once("")).zip(&mut *places);
        let is_filled = fields.all(|(name, place)| {
            sampler.set_field(name);
            place.fill(sampler)
        });
        for object in [given, tag] {
            self.overwrite(object, sampler, places, unknown.as_deref_mut());
        }
        sampler.end();
        is_filled
    }

    /// Reads the members of the JSON object `given` into the places of the fields. One that does not fit its field, as
    /// an example may not, leaves the field with what is made up.
    #[cfg(feature = "testing")]
    fn overwrite(
        &self,
        given: &str,
        sampler: &mut super::Sampler,
        places: &mut [&mut dyn Decode],
        mut unknown: Option<&mut UnknownFields>,
    ) {
        let mut reader = Reader::of(given);
        if reader.begin_object().is_err() {
            return;
        }
        while let Some((key, json)) = reader.next_member() {
            let index = self.find(&key, 0);
            let field =
                index.and_then(|index| Some((self.fields.get(index)?.0, places.get_mut(index)?)));
            match (field, &mut unknown) {
                (Some((name, place)), _) => {
                    if super::decode::decode_into(json.as_bytes(), &mut **place).is_err() {
                        sampler.set_field(name);
                        place.fill(sampler);
                    }
                }
                (None, Some(unknown)) => unknown.push(&key, json),
                (None, None) => {}
            }
        }
    }

    /// Writes an object with the fields whose values these are, and with what is in `additional` and `unknown`.
    pub fn write(
        &self,
        writer: &mut Writer,
        values: &[&dyn Encode],
        additional: Option<&dyn AdditionalProperties>,
        unknown: Option<&UnknownFields>,
    ) {
        writer.begin_object();
        let unknown = unknown.filter(|unknown| !unknown.is_empty());
        for ((name, mark), value) in self.fields.iter().zip(values) {
            let absence = match mark {
                // What did not fit the field is written in place of the null.
                Mark::Nullable if unknown.is_none_or(|unknown| unknown.raw(name).is_none()) => {
                    Absence::Null
                }
                Mark::Plain | Mark::Strict | Mark::Nullable | Mark::Empty => Absence::Omitted,
            };
            writer.field(name, *value, absence);
        }
        if let Some(additional) = additional {
            additional.write_fields(writer);
        }
        if let Some(unknown) = unknown {
            let is_set = |key: &str| {
                let mut fields = self.fields.iter().zip(values);
                fields.any(|((name, _), value)| *name == key && !value.is_absent())
            };
            unknown.write(writer, &is_set);
        }
        writer.end_object();
    }
}

/// The indices of the fields that were read.
#[derive(Default)]
struct Seen {
    first: u128,
    /// Those that `first` has no bit for; few types have so many fields.
    others: Vec<usize>,
}

impl Seen {
    fn insert(&mut self, index: usize) {
        match bit(index) {
            Some(bit) => self.first |= bit,
            None => self.others.push(index),
        }
    }

    fn contains(&self, index: usize) -> bool {
        match bit(index) {
            Some(bit) => self.first & bit != 0,
            None => self.others.contains(&index),
        }
    }
}

fn bit(index: usize) -> Option<u128> {
    1_u128.checked_shl(u32::try_from(index).ok()?)
}

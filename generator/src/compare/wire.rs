//! Two uses of types → whether what one side writes as the one passes for the other, whatever Rust calls them.
//!
//! Types are compared by their shapes: names decide nothing. Invariant: what cannot be told apart for sure is different.

use super::{
    renames::Renames,
    rules::{FORMAT_CHANGED, Rule},
    scalars::of_enum,
    shapes::{Shapes, Types, WireShape},
};
use crate::model::{Presence, Primitive, Struct, TypeKind, TypeRef, Union, Usage};

impl Renames<'_> {
    /// Tells whether the service takes what the released crate writes. The null of the value as a whole is judged apart.
    pub(super) fn is_still_understood(&self, before: &TypeRef, after: &TypeRef) -> bool {
        let mut exchange = Exchange::new(self, Writer::Crate);
        exchange.passes(before.without_null(), after.without_null())
    }

    /// Tells whether the released crate reads what the service writes. The null of the value as a whole is judged apart.
    pub(super) fn still_understands(&self, before: &TypeRef, after: &TypeRef) -> bool {
        let mut exchange = Exchange::new(self, Writer::Service);
        exchange.passes(after.without_null(), before.without_null())
    }

    /// Tells whether the released crate reads what the service writes, but finds nothing where there was something:
    /// values have other names, or are a level higher or lower.
    pub(super) fn receives_less(&self, before: &TypeRef, after: &TypeRef) -> bool {
        let mut exchange = Exchange::new(self, Writer::Service);
        exchange.passes(after.without_null(), before.without_null()) && exchange.is_less
    }

    /// Tells whether the service takes the body that the released crate sends.
    pub(super) fn takes_body(&self, before: &TypeRef, after: &TypeRef) -> bool {
        Exchange::new(self, Writer::Crate).passes(before, after)
    }

    /// Tells whether the released crate reads the body that the service answers with.
    pub(super) fn reads_body(&self, before: &TypeRef, after: &TypeRef) -> bool {
        Exchange::new(self, Writer::Service).passes(after, before)
    }

    /// Tells whether the service takes, and the released crate reads, one type that has become of another kind.
    pub(super) fn is_of_alike_kind(&self, before: &TypeKind, after: &TypeKind) -> [bool; 2] {
        let (old, new) = (&self.shapes.before, &self.shapes.after);
        let sent = match (old.of_kind(before), new.of_kind(after)) {
            (Some(before), Some(after)) => Exchange::new(self, Writer::Crate).fits(before, after),
            _ => false,
        };
        let received = match (old.of_kind(before), new.of_kind(after)) {
            (Some(before), Some(after)) => Exchange::new(self, Writer::Service).fits(after, before),
            _ => false,
        };
        [sent, received]
    }
}

/// The side that writes values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writer {
    /// The released crate.
    Crate,
    /// The service.
    Service,
}

/// Values of one side on their way to the other one.
struct Exchange<'r> {
    renames: &'r Renames<'r>,
    writer: Writer,
    /// The pairs of named types that are being looked at: types that hold themselves are alike unless a part is not.
    seen: Vec<(&'r str, &'r str)>,
    /// A member that is read is not written any more.
    is_less: bool,
}

impl<'r> Exchange<'r> {
    fn new(renames: &'r Renames<'_>, writer: Writer) -> Self {
        Self {
            renames,
            writer,
            seen: Vec::new(),
            is_less: false,
        }
    }

    fn sides(&self) -> [&'r Types<'r>; 2] {
        let Shapes { before, after } = &self.renames.shapes;
        match self.writer {
            Writer::Crate => [before, after],
            Writer::Service => [after, before],
        }
    }

    /// Tells whether a value of one type is read as the other, null included.
    fn passes(&mut self, written: &'r TypeRef, read: &'r TypeRef) -> bool {
        let [writer, reader] = self.sides();
        (!writer.is_nullable(written) || reader.is_nullable(read)) && self.value(written, read)
    }

    /// Tells whether everything but null is read.
    fn value(&mut self, written: &'r TypeRef, read: &'r TypeRef) -> bool {
        let names = match (written.without_null(), read.without_null()) {
            (TypeRef::Named(written), TypeRef::Named(read)) => Some((&**written, &**read)),
            _ => None,
        };
        if let Some((written, read)) = names {
            let same = match self.writer {
                Writer::Crate => self.renames.of_type(written) == read,
                Writer::Service => self.renames.of_type(read) == written,
            };
            // What differs in the same type is told there.
            if same || self.seen.contains(&(written, read)) {
                return true;
            }
            self.seen.push((written, read));
        }
        let [writer, reader] = self.sides();
        match (writer.shape(written), reader.shape(read)) {
            (Some(written), Some(read)) => self.fits(written, read),
            _ => false,
        }
    }

    fn fits(&mut self, written: WireShape<'r>, read: WireShape<'r>) -> bool {
        let is_service = self.writer == Writer::Service;
        match (written, read) {
            (_, WireShape::Json)
            | (
                WireShape::Struct(_) | WireShape::Map(_) | WireShape::FreeForm,
                WireShape::FreeForm,
            ) => true,
            (WireShape::Scalar(written), WireShape::Scalar(read)) => written.passes_for(read),
            (WireShape::Enum(written), WireShape::Scalar(read)) => {
                of_enum(written).passes_for(read)
            }
            // The released crate keeps the values that it does not know.
            (WireShape::Scalar(written), WireShape::Enum(read)) => {
                is_service && written.passes_for(of_enum(read))
            }
            (WireShape::Enum(written), WireShape::Enum(read)) => {
                let is_known = |value| read.variants.iter().any(|known| known.value == value);
                let mut values = written.variants.iter().map(|variant| variant.value.clone());
                of_enum(written) == of_enum(read) && (is_service || values.all(is_known))
            }
            (WireShape::List(written), WireShape::List(read))
            | (WireShape::Map(written), WireShape::Map(read)) => self.passes(written, read),
            (WireShape::Struct(written), WireShape::Struct(read)) => self.members(written, read),
            (WireShape::Struct(written), WireShape::Map(read)) => {
                let additional = written.additional.iter().map(|additional| &additional.ty);
                let mut types = written
                    .fields
                    .iter()
                    .map(|field| &field.ty)
                    .chain(additional);
                types.all(|ty| self.passes(ty, read))
            }
            // An object without any fields is nothing that the released crate has to understand.
            (WireShape::FreeForm | WireShape::Map(_), WireShape::Struct(read)) => {
                let mut fields = read.fields.iter();
                is_service
                    && fields.all(|field| field.presence_in(Usage::Response) == Presence::Optional)
            }
            (WireShape::Union(written), WireShape::Union(read)) => self.alternatives(written, read),
            (WireShape::Union(written), _) => {
                let mut types = written.alternatives.iter().map(|one| &one.ty);
                let [writer, _] = self.sides();
                types.all(|ty| writer.shape(ty).is_some_and(|shape| self.fits(shape, read)))
            }
            (written, WireShape::Union(read)) => {
                let [_, reader] = self.sides();
                let mut types = read.alternatives.iter().map(|one| &one.ty);
                let is_less = self.is_less;
                read.tag.is_none()
                    && types.any(|ty| {
                        // An alternative that it is not loses nothing.
                        self.is_less = is_less;
                        reader
                            .shape(ty)
                            .is_some_and(|shape| self.fits(written, shape))
                    })
            }
            _ => false,
        }
    }

    /// Tells whether every object of one kind is one of the other.
    fn members(&mut self, written: &'r Struct, read: &'r Struct) -> bool {
        let known = |name: &str| written.fields.iter().find(|field| field.name.wire == name);
        let [writer, reader] = self.sides();
        let usage = match self.writer {
            Writer::Crate => Usage::Request,
            Writer::Service => Usage::Response,
        };
        for field in &read.fields {
            let is_required = field.presence_in(usage) == Presence::Required;
            match known(&field.name.wire) {
                None if is_required => return false,
                None => self.is_less |= written.additional.is_none(),
                Some(other) => {
                    let is_missing = is_required && other.presence_in(usage) == Presence::Optional;
                    // The released crate reads an optional null like nothing.
                    let takes_null = self.writer == Writer::Service && !is_required
                        || reader.is_nullable(&field.ty);
                    let is_refused = writer.is_nullable(&other.ty) && !takes_null;
                    if is_missing || is_refused || !self.value(&other.ty, &field.ty) {
                        return false;
                    }
                }
            }
        }
        // The released crate keeps the members that it does not know; nobody knows what the service does.
        let is_read = |name: &str| read.fields.iter().any(|field| field.name.wire == name);
        let mut unknown = written
            .fields
            .iter()
            .filter(|field| !is_read(&field.name.wire));
        self.writer == Writer::Service
            || match &read.additional {
                Some(additional) => unknown.all(|field| self.passes(&field.ty, &additional.ty)),
                None => unknown.next().is_none() && written.additional.is_none(),
            }
    }

    fn alternatives(&mut self, written: &'r Union, read: &'r Union) -> bool {
        if written.tag != read.tag {
            return false;
        }
        // The released crate keeps an alternative that it does not know as JSON.
        written.alternatives.iter().all(|one| {
            let mut others = read.alternatives.iter();
            self.writer == Writer::Service
                || others.any(|other| {
                    let has_tags = one.tags.iter().all(|tag| other.tags.contains(tag));
                    has_tags && self.passes(&one.ty, &other.ty)
                })
        })
    }
}

/// The rule for texts that differ in their format alone.
pub(super) fn format_rule(before: &TypeRef, after: &TypeRef) -> Option<&'static Rule> {
    let is_format = |ty: &TypeRef| matches!(ty, TypeRef::Primitive(Primitive::Text(_)));
    let differs = match (before.without_null(), after.without_null()) {
        (TypeRef::List(before), TypeRef::List(after))
        | (TypeRef::Map(before), TypeRef::Map(after)) => {
            return format_rule(before, after);
        }
        (before, after) => is_format(before) && is_format(after) && before != after,
    };
    differs.then_some(&FORMAT_CHANGED)
}

//! All changes together → what the next release has to be called, and what was gained and lost.
//!
//! Invariant: the release is decided by Cargo's rules for the source level alone, raised to an
//! addition where anything else would surprise.

use std::collections::BTreeSet;

use super::{
    Cause, Change, ChangeKind, Effect, Level, Side, compare_with, renames::Renames,
    rules::CODE_CHANGED,
};
use crate::{
    model::{Api, TypeKind},
    public_api::PublicApi,
};

/// A comparison.
#[derive(Clone, Debug)]
pub struct Report {
    /// Everything that changed, the gravest first.
    pub changes: Vec<Change>,
    /// Size before.
    pub before: Size,
    /// Size after.
    pub after: Size,
    /// The operations that are new and gone, as `GET /tickets`.
    pub operations: Shift,
    /// The fields that are new and gone, as `Ticket.subject`. One that was renamed is both.
    pub fields: Shift,
}

/// Items added and removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// Added items.
    pub gained: Vec<String>,
    /// Removed items.
    pub lost: Vec<String>,
}

impl Shift {
    fn between(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Self {
        Self {
            gained: after.difference(before).cloned().collect(),
            lost: before.difference(after).cloned().collect(),
        }
    }
}

/// Size of an API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Operations.
    pub operations: usize,
    /// Parameters of all operations.
    pub parameters: usize,
    /// Named types.
    pub types: usize,
    /// Fields of all types.
    pub fields: usize,
    /// Named values of all enums.
    pub values: usize,
}

/// Kind of release that the changes require.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Release {
    /// None: the crate is the same for all callers.
    None,
    /// One that changes texts at most.
    Patch,
    /// One with something new, or something that goes another way.
    Minor,
    /// One that breaks callers.
    Major,
}

impl Release {
    /// Returns the word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Report {
    /// Compares two sides.
    #[must_use]
    pub fn new(before: Side<'_>, after: Side<'_>) -> Self {
        Self::with_regenerated(before, None, after)
    }

    /// Compares two sides whose generators differ; `regenerated` is what the present one makes of the side before.
    #[must_use]
    pub fn with_regenerated(
        before: Side<'_>,
        regenerated: Option<&PublicApi>,
        after: Side<'_>,
    ) -> Self {
        let renames = Renames::between(before.api, after.api);
        let same = |ident: &str| renames.of_type(ident).to_owned();
        let known = |ident: &str| ident.to_owned();
        Self {
            changes: compare_with(before, regenerated, after, &renames),
            before: Size::of(before.api),
            after: Size::of(after.api),
            operations: Shift::between(&operations(before.api), &operations(after.api)),
            fields: Shift::between(&fields(before.api, same), &fields(after.api, known)),
        }
    }

    /// Adds that the code of the crate differs, where nothing else does.
    pub fn note_code(&mut self, cause: Cause) {
        if self.changes.is_empty() {
            let detail = format!(
                "only the code from the {} differs, not the public API",
                cause.as_str()
            );
            let change = Change::new(ChangeKind::Changed, "code", detail).rule(&CODE_CHANGED);
            self.changes.push(Change { cause, ..change });
        }
    }

    /// Returns the gravest effect on one level.
    #[must_use]
    pub fn effect(&self, level: Level) -> Effect {
        let effects = self
            .changes
            .iter()
            .map(|change| change.verdict(level).effect);
        effects.max().unwrap_or(Effect::None)
    }

    /// Returns the changes with this effect on one level.
    pub fn with(&self, level: Level, effect: Effect) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.verdict(level).effect == effect)
    }

    /// Returns the kind of release that the changes require.
    #[must_use]
    pub fn release(&self) -> Release {
        let gravest = Level::ALL.map(|level| self.effect(level)).into_iter().max();
        match (self.effect(Level::Source), gravest.unwrap_or(Effect::None)) {
            (Effect::Break, _) => Release::Major,
            _ if self.effect(Level::Behaviour) == Effect::Break => Release::Major,
            (_, Effect::Addition | Effect::Difference | Effect::Break) => Release::Minor,
            _ if self.changes.is_empty() => Release::None,
            _ => Release::Patch,
        }
    }
}

fn operations(api: &Api) -> BTreeSet<String> {
    let operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    operations
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect()
}

/// Returns the fields of all structs, with the names that these have after.
fn fields(api: &Api, renamed: impl Fn(&str) -> String) -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    for def in &api.types {
        if let TypeKind::Struct(shape) = &def.kind {
            let owner = renamed(&def.name.ident);
            let names = shape.fields.iter().map(|field| &field.name.wire);
            fields.extend(names.map(|name| format!("{owner}.{name}")));
        }
    }
    fields
}

impl Size {
    fn of(api: &Api) -> Self {
        let operations = || {
            api.resources
                .iter()
                .flat_map(|resource| &resource.operations)
        };
        let mut size = Self {
            operations: operations().count(),
            parameters: operations()
                .map(|operation| operation.parameters.len())
                .sum(),
            types: api.types.len(),
            ..Self::default()
        };
        for def in &api.types {
            match &def.kind {
                TypeKind::Struct(shape) => size.fields += shape.fields.len(),
                TypeKind::Enum(shape) => size.values += shape.variants.len(),
                TypeKind::Union(_) | TypeKind::Alias(_) => {}
            }
        }
        size
    }

    /// Returns each figure with the noun that it counts.
    #[must_use]
    pub fn figures(&self) -> [(&'static str, usize); 5] {
        [
            ("operations", self.operations),
            ("parameters", self.parameters),
            ("types", self.types),
            ("fields", self.fields),
            ("values", self.values),
        ]
    }
}

//! Schemas → types, whatever they are made of.

pub(super) mod discriminator;
pub(super) mod effort;
pub(super) mod enums;
pub(super) mod facets;
pub(super) mod families;
pub(super) mod graph;
pub(super) mod limits;
pub(super) mod members;
pub(super) mod objects;
pub(super) mod recursion;
pub(super) mod scalars;
pub(super) mod schemas;
pub(super) mod share;
pub(super) mod unions;
pub(super) mod usage;

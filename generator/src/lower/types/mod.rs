//! Schemas → types, whatever they are made of.

pub(super) mod absent;
mod base;
mod budget;
pub(super) mod builder;
pub(super) mod dedup_enums;
mod dependent;
mod discriminator;
mod enums;
pub(super) mod facets;
pub(super) mod families;
mod graph;
pub(super) mod limits;
mod members;
mod objects;
pub(super) mod recursion;
mod scalars;
mod schemas;
pub(super) mod shape;
mod single;
mod store;
mod unions;
pub(super) mod usage;

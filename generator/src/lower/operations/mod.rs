//! Operations: what they take, send and receive.

pub(super) mod builder;
mod choices;
mod credits;
mod encodings;
pub(super) mod file_forms;
mod forms;
mod keyset;
pub(super) mod media;
pub(super) mod merge_patch;
mod operation;
mod outputs;
mod pagination;
mod parameters;
mod path_query;
mod polls;
mod request_bodies;
mod responses;
mod search;
mod streams;
mod untyped;
mod uploads;
mod writing;

//! Operations: what they take, send and receive.

pub(super) mod builder;
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
mod responses;
mod search;
mod streams;
mod uploads;
mod writing;

//! Paths whose keys bring a query along.
//!
//! Invariant: a parameter of the query is sent once, by the rules of its own.

use crate::lower::draft::Parameter;
use crate::model::{ParameterLocation, PathTemplate};

/// Takes the pairs out of a path's query for which a parameter of the query is: `/x?y={y}&z=1` is `/x?z=1`.
pub(super) fn drop_described(path: &mut PathTemplate, parameters: &[Parameter]) {
    let text = path.to_string();
    let Some((sent, query)) = text.split_once('?') else {
        return;
    };
    let is_described = |pair: &str| {
        let Some((name, value)) = pair.split_once('=') else {
            return false;
        };
        let stands_for = |parameter: &Parameter| {
            parameter.location == ParameterLocation::Query && parameter.name.wire == name
        };
        value == format!("{{{name}}}") && parameters.iter().any(stands_for)
    };
    let left: Vec<&str> = query
        .split('&')
        .filter(|pair| !is_described(pair))
        .collect();
    if left.len() == query.split('&').count() {
        return;
    }
    *path = PathTemplate::new(&match left.as_slice() {
        [] => sent.to_owned(),
        pairs => format!("{sent}?{}", pairs.join("&")),
    });
}

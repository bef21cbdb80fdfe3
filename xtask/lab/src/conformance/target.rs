//! An exchange and the models of a specification → the operations that it may be a call of.
//!
//! Invariant: the path is matched as a whole, below the address of the document's server.

use generator::model::{
    Operation, Parameter, ParameterLocation, PathSegment, PathTemplate, Resource,
};

use super::document::Document;
use super::suite::Exchange;

/// Operation that an exchange is a call of.
#[derive(Clone, Debug)]
pub(super) struct Target<'a> {
    pub(super) document: &'a Document,
    pub(super) resource: &'a Resource,
    pub(super) operation: &'a Operation,
    /// Values of the parameters in the path, as they are written there.
    pub(super) path: Vec<(String, String)>,
    /// Values of the variables of the server's address.
    pub(super) variables: Vec<(String, String)>,
}

/// Returns the operations with the method and the path of an exchange, those with the fewest parameters first; of equal
/// ones, that of the newest document.
pub(super) fn targets<'a>(documents: &[&'a Document], exchange: &Exchange) -> Vec<Target<'a>> {
    let mut found = Vec::new();
    for document in documents.iter().rev() {
        for resource in &document.api.resources {
            for operation in &resource.operations {
                found.extend(target(document, resource, operation, exchange));
            }
        }
    }
    let has_slash = |(_, value): &(String, String)| value.contains('/');
    found.sort_by_key(|target: &Target<'_>| (target.path.iter().any(has_slash), target.path.len()));
    found
}

fn target<'a>(
    document: &'a Document,
    resource: &'a Resource,
    operation: &'a Operation,
    exchange: &Exchange,
) -> Option<Target<'a>> {
    if !operation
        .method
        .as_str()
        .eq_ignore_ascii_case(&exchange.method)
    {
        return None;
    }
    let server = operation.server.as_ref().or(document.api.servers.first());
    let prefix = PathTemplate::new(server.map_or("", |server| below_host(&server.url)));
    let variables = prefix.segments.len();
    let pieces: Vec<Piece<'_>> = prefix
        .segments
        .iter()
        .chain(&operation.path.segments)
        .map(|segment| match segment {
            PathSegment::Literal(text) => Piece::Literal(text),
            PathSegment::Parameter(name) => Piece::Value(name, extent(operation, name)),
        })
        .collect();
    let mut values = Vec::new();
    // Servers take an address with a slash at its end for the one without.
    let uri = exchange.uri.trim_end_matches('/');
    let is_it = [uri.to_owned(), format!("{uri}/")]
        .iter()
        .any(|uri| matches(&pieces, uri, &mut values));
    is_it.then_some(())?;
    let own = pieces[..variables].iter();
    let own = own
        .filter(|piece| matches!(piece, Piece::Value(..)))
        .count();
    let path = values.split_off(own);
    let is_value = |(name, value): &(String, String)| {
        let mut variables = server.into_iter().flat_map(|server| &server.variables);
        let variable = variables.find(|variable| variable.name.wire == *name);
        variable.is_none_or(|one| one.values.is_empty() || one.values.contains(value))
    };
    values.iter().all(is_value).then_some(Target {
        document,
        resource,
        operation,
        path,
        variables: values,
    })
}

/// Returns what follows the host in the address of a server, whose host may be a variable.
fn below_host(url: &str) -> &str {
    if let Some((_, rest)) = url.split_once("://") {
        return rest.find('/').map_or("", |at| &rest[at..]);
    }
    match url.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((_, rest)) => rest,
        None => url,
    }
}

/// Part of a template.
enum Piece<'a> {
    Literal(&'a str),
    Value(&'a str, Extent),
}

/// Extent of a value in a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Segment,
    /// Slashes included.
    Path,
}

/// Returns the extent of a parameter. Values with slashes are tried for texts, for OpenAPI cannot say which may have them.
fn extent(operation: &Operation, name: &str) -> Extent {
    let is_it = |parameter: &&Parameter| {
        parameter.location == ParameterLocation::Path && parameter.name.wire == name
    };
    match operation.parameters.iter().find(is_it) {
        Some(_)
            if operation.path.segments.last() == Some(&PathSegment::Parameter(name.to_owned())) =>
        {
            Extent::Path
        }
        _ => Extent::Segment,
    }
}

fn matches(pieces: &[Piece<'_>], rest: &str, values: &mut Vec<(String, String)>) -> bool {
    let Some((piece, pieces)) = pieces.split_first() else {
        return rest.is_empty();
    };
    match piece {
        Piece::Literal(text) => rest
            .strip_prefix(text)
            .is_some_and(|rest| matches(pieces, rest, values)),
        Piece::Value(name, extent) => {
            let end = match extent {
                Extent::Segment => rest.find('/').unwrap_or(rest.len()),
                Extent::Path => rest.len(),
            };
            let ends = (1..=end).rev().filter(|at| rest.is_char_boundary(*at));
            for at in ends {
                values.push(((*name).to_owned(), rest[..at].to_owned()));
                if matches(pieces, &rest[at..], values) {
                    return true;
                }
                values.pop();
            }
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Extent, Piece, below_host, matches};

    #[test]
    fn the_host_may_be_a_variable() {
        assert_eq!(below_host("http://localhost:3000/api"), "/api");
        assert_eq!(below_host("http://localhost:3000"), "");
        assert_eq!(below_host("{endpoint}/v{version}"), "/v{version}");
    }

    #[test]
    fn a_path_is_matched_as_a_whole() {
        let pieces = [Piece::Literal("/a/b"), Piece::Value("p", Extent::Segment)];
        let mut values = Vec::new();
        assert!(matches(&pieces, "/a/b;p=1", &mut values));
        assert_eq!(values, [("p".to_owned(), ";p=1".to_owned())]);
        assert!(!matches(&pieces, "/a/b/c", &mut Vec::new()));
        assert!(!matches(&pieces, "/a/b", &mut Vec::new()));
    }
}

//! A method, a path and a query → the operation that they name.
//!
//! Invariant: of several templates that fit, the one counts with most of the query in it, then the one with the longest
//! fixed beginning, then the one whose parameters take what is in the path.

use super::{Described, Description, read};

/// Result of looking up a method and a path.
pub enum Route<'d> {
    /// An operation.
    Operation(Described<'d>),
    /// A path that has other methods only.
    OtherMethods(Vec<String>),
    /// Nothing.
    Unknown,
}

impl Description {
    /// Finds the operation for a path whose segments match a template below the server's address.
    pub fn route(&self, method: &str, path: &str, query: &str) -> Route<'_> {
        let operations = self.operations();
        let fitting = operations.filter(|one| {
            let mut fixed = one.fixed_query();
            steps_fit(one.steps(), path)
                && fixed.all(|pair| query.split('&').any(|sent| sent == pair))
        });
        let mut fitting: Vec<Described<'_>> = fitting.collect();
        fitting.sort_by_key(|one| {
            let fixed = std::cmp::Reverse(one.fixed_query().count());
            // A fixed step comes before one that takes anything, from the left on.
            let open: Vec<bool> = one.steps().split('/').map(is_open).collect();
            (fixed, open, !self.takes_path(*one, path))
        });
        let Some(template) = fitting.first().map(|one| one.path) else {
            return Route::Unknown;
        };
        let asked = |one: &&Described<'_>| one.method.eq_ignore_ascii_case(method);
        if let Some(one) = fitting.iter().find(asked) {
            return Route::Operation(*one);
        }
        let there = fitting.iter().filter(|one| one.path == template);
        Route::OtherMethods(there.map(|one| one.method.to_uppercase()).collect())
    }

    /// Returns `true` if the path parameters accept the segments in their places.
    fn takes_path(&self, described: Described<'_>, path: &str) -> bool {
        self.parameters(described).iter().all(|parameter| {
            let text = described.in_path(path, parameter.name);
            text.is_none_or(|text| {
                let schema = self.resolve(parameter.schema);
                parameter.location != "path" || self.mistake(schema, &read(schema, text)).is_none()
            })
        })
    }
}

/// Returns `true` if a path has the form of a template.
pub(super) fn steps_fit(template: &str, path: &str) -> bool {
    let template: Vec<&str> = template.split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    let fits =
        |(pattern, step): (&&str, &&str)| pattern == step || (is_open(pattern) && !step.is_empty());
    template.len() == path.len() && template.iter().zip(&path).all(fits)
}

fn is_open(step: &str) -> bool {
    step.starts_with('{')
}

impl<'d> Described<'d> {
    /// Returns the template without its query.
    fn steps(&self) -> &'d str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// Returns the query of the template, e.g. `only=availability`.
    pub fn fixed_query(&self) -> impl Iterator<Item = &'d str> + use<'d> {
        let query = self.path.split_once('?').map(|(_, query)| query);
        query.into_iter().flat_map(|query| query.split('&'))
    }

    /// Returns `true` if the template has a value for the query parameter.
    pub fn fixes(&self, name: &str) -> bool {
        self.fixed_query()
            .any(|pair| pair.split('=').next() == Some(name))
    }

    /// Returns the text in the place of a path parameter, still encoded; `None` if the path is another one.
    pub fn in_path<'p>(&self, path: &'p str, name: &str) -> Option<&'p str> {
        if !steps_fit(self.steps(), path) {
            return None;
        }
        let place = format!("{{{name}}}");
        let mut steps = self.steps().split('/').zip(path.split('/'));
        steps
            .find(|(pattern, _)| *pattern == place)
            .map(|(_, step)| step)
    }
}

//! A method and a path → the operation that they name.
//!
//! Invariant: of several templates that fit a path, the one with the longest fixed beginning counts.

use super::{Described, Description};

/// What a method and a path lead to.
pub enum Route<'d> {
    /// An operation.
    Operation(Described<'d>),
    /// A path that has other methods only.
    OtherMethods(Vec<String>),
    /// Nothing.
    Unknown,
}

impl Description {
    /// What is at the path, whose steps are those of a template below the server's address.
    pub fn route(&self, method: &str, path: &str) -> Route<'_> {
        let operations = self.operations();
        let fitting = operations.filter(|one| steps_fit(one.path, path));
        let mut fitting: Vec<Described<'_>> = fitting.collect();
        // A fixed step stands before one that takes anything, from the left on.
        fitting.sort_by_key(|one| one.path.split('/').map(is_open).collect::<Vec<bool>>());
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
}

/// Whether a path has the form of a template.
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

impl Described<'_> {
    /// The text in the place of a path parameter, still encoded; `None` if the path is another one.
    pub fn in_path<'p>(&self, path: &'p str, name: &str) -> Option<&'p str> {
        if !steps_fit(self.path, path) {
            return None;
        }
        let place = format!("{{{name}}}");
        let mut steps = self.path.split('/').zip(path.split('/'));
        steps
            .find(|(pattern, _)| *pattern == place)
            .map(|(_, step)| step)
    }
}

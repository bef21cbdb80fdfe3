//! Paths as they are written → what they mean, and the paths by which callers reach it.
//!
//! Invariant: an item has one canonical path, the shortest that callers can write; every other one is an alias of it.

use std::collections::BTreeMap;

use super::{
    condition::Condition,
    modules::{Entry, EntryKind, Modules, Space, Target},
};

/// No chain of imports is longer; a circle of them is.
const LONGEST_CHAIN: usize = 32;

impl Modules {
    /// Resolves a path in a module, and counts the segments used: `Self::Item` has more than a type.
    pub(super) fn resolve(
        &self,
        module: usize,
        path: &[String],
        space: Space,
    ) -> Option<(Target, usize)> {
        self.resolve_within(module, path, space, LONGEST_CHAIN)
    }

    fn resolve_within(
        &self,
        module: usize,
        path: &[String],
        space: Space,
        depth: usize,
    ) -> Option<(Target, usize)> {
        let depth = depth.checked_sub(1)?;
        let first = path.first()?;
        let mut used = 1;
        let mut target = match first.as_str() {
            "" => return Some((Target::External(path[1..].to_vec()), path.len())),
            "crate" => Target::Module(0),
            "self" => Target::Module(module),
            "super" => Target::Module(self.all[module].parent?),
            name => {
                let space = if path.len() == 1 { space } else { Space::Type };
                let found = self.lookup(module, name, space, depth);
                match found {
                    Some(found) => found,
                    None if path.len() > 1 && name.starts_with(char::is_lowercase) => {
                        return Some((Target::External(path.to_vec()), path.len()));
                    }
                    None => return None,
                }
            }
        };
        while let Some(name) = path.get(used) {
            let space = if used + 1 == path.len() {
                space
            } else {
                Space::Type
            };
            target = match target {
                Target::Module(module) if name == "super" => {
                    Target::Module(self.all[module].parent?)
                }
                Target::Module(module) => self.lookup(module, name, space, depth)?,
                Target::External(outer) => {
                    let whole = outer.into_iter().chain(path[used..].iter().cloned());
                    return Some((Target::External(whole.collect()), path.len()));
                }
                item @ Target::Item(..) => return Some((item, used)),
            };
            used += 1;
        }
        Some((target, used))
    }

    /// Looks up a name in a module. `None`: the module does not have it.
    fn lookup(&self, module: usize, name: &str, space: Space, depth: usize) -> Option<Target> {
        let scope = &self.all[module];
        if let Some(index) = scope.names[space as usize].get(name) {
            return match &scope.entries[*index].kind {
                EntryKind::Module(module) => Some(Target::Module(*module)),
                EntryKind::Import(path) => {
                    let (target, used) = self.resolve_within(module, path, space, depth)?;
                    (used == path.len()).then_some(target)
                }
                EntryKind::Item(_) | EntryKind::Macro(_) | EntryKind::Glob(_) => {
                    Some(Target::Item(module, *index))
                }
            };
        }
        let globs = scope.globs.iter();
        globs
            .filter_map(|path| self.resolve_within(module, path, Space::Type, depth))
            .find_map(|(target, _)| match target {
                Target::Module(inner) if inner != module => {
                    self.lookup(inner, name, space, depth.checked_sub(1)?)
                }
                _ => None,
            })
    }

    pub(super) fn entry(&self, module: usize, index: usize) -> &Entry {
        &self.all[module].entries[index]
    }
}

/// The paths by which callers reach what a crate has.
#[derive(Default)]
pub(super) struct Reach {
    /// Items, by module and number of their entry.
    items: BTreeMap<(usize, usize), Vec<Route>>,
    modules: BTreeMap<usize, Vec<Route>>,
    /// Items of other crates that this one re-exports, by their paths there.
    pub(super) external: BTreeMap<String, Vec<Route>>,
}

/// A public path.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub(super) path: String,
    pub(super) condition: Condition,
    /// The file that declares it.
    pub(super) file: String,
}

impl Reach {
    pub(super) fn of(modules: &Modules) -> Self {
        let mut reach = Self::default();
        reach.walk(modules, 0, "", &Condition::always(), &mut vec![0]);
        let all = reach.items.values_mut().chain(reach.modules.values_mut());
        for routes in all.chain(reach.external.values_mut()) {
            routes.sort_by_key(|route| (route.path.matches("::").count(), route.path.clone()));
        }
        reach
    }

    fn walk(
        &mut self,
        modules: &Modules,
        module: usize,
        prefix: &str,
        condition: &Condition,
        stack: &mut Vec<usize>,
    ) {
        let scope = &modules.all[module];
        for (index, entry) in scope.entries.iter().enumerate() {
            if !entry.is_public || entry.is_hidden {
                continue;
            }
            let condition = condition.and(&entry.condition);
            let route = Route {
                path: format!("{prefix}{}", entry.name),
                condition,
                file: scope.file.clone(),
            };
            match &entry.kind {
                EntryKind::Module(inner) => self.module(modules, *inner, route, stack),
                EntryKind::Item(_) | EntryKind::Macro(_) => self.add((module, index), route),
                EntryKind::Import(path) => {
                    let spaces = Space::ALL.iter();
                    let mut targets: Vec<Target> = spaces
                        .filter_map(|space| modules.resolve(module, path, *space))
                        .filter(|(_, used)| *used == path.len())
                        .map(|(target, _)| target)
                        .collect();
                    targets.dedup();
                    for target in targets {
                        self.import(modules, target, &route, stack);
                    }
                }
                EntryKind::Glob(path) => {
                    if let Some((Target::Module(inner), _)) =
                        modules.resolve(module, path, Space::Type)
                        && !stack.contains(&inner)
                    {
                        stack.push(inner);
                        self.walk(modules, inner, prefix, &route.condition, stack);
                        stack.pop();
                    }
                }
            }
        }
    }

    fn import(&mut self, modules: &Modules, target: Target, route: &Route, stack: &mut Vec<usize>) {
        match target {
            Target::Module(inner) => self.module(modules, inner, route.clone(), stack),
            Target::Item(owner, index) if !modules.entry(owner, index).is_hidden => {
                let condition = route.condition.and(&modules.entry(owner, index).condition);
                self.add(
                    (owner, index),
                    Route {
                        condition,
                        ..route.clone()
                    },
                );
            }
            Target::Item(..) => {}
            Target::External(path) => {
                let routes = self.external.entry(path.join("::")).or_default();
                routes.push(route.clone());
            }
        }
    }

    fn add(&mut self, item: (usize, usize), route: Route) {
        let routes = self.items.entry(item).or_default();
        match routes.iter_mut().find(|known| known.path == route.path) {
            Some(known) => known.condition = known.condition.or(&route.condition),
            None => routes.push(route),
        }
    }

    fn module(&mut self, modules: &Modules, module: usize, route: Route, stack: &mut Vec<usize>) {
        if stack.contains(&module) {
            return;
        }
        stack.push(module);
        let prefix = format!("{}::", route.path);
        self.walk(modules, module, &prefix, &route.condition, stack);
        stack.pop();
        self.modules.entry(module).or_default().push(route);
    }

    /// Returns the routes to an item, the canonical one first. None: callers cannot name it.
    pub(super) fn item(&self, module: usize, index: usize) -> &[Route] {
        self.items.get(&(module, index)).map_or(&[], Vec::as_slice)
    }

    /// Returns the routes to a module.
    pub(super) fn module_routes(&self, module: usize) -> &[Route] {
        self.modules.get(&module).map_or(&[], Vec::as_slice)
    }
}

//! Two lists → which item is which.

use serde_json::Value;

/// Returns, for each item of the new list, the index that it had in the old one.
///
/// A parameter is known by its name and place, a server by its address, a tag by its name, a reference and a scalar by
/// themselves, and anything else by its place, if both lists have as many items as one another.
pub(crate) fn matched(from: &[Value], to: &[Value]) -> Vec<Option<usize>> {
    let mut taken = vec![false; from.len()];
    let mut kept = Vec::with_capacity(to.len());
    let mut behind = 0;
    for (place, new) in to.iter().enumerate() {
        let is_same = |old: &Value| match (identity(old), identity(new)) {
            (Some(old), Some(new)) => old == new,
            (None, None) => old == new,
            _ => false,
        };
        let found = (behind..from.len()).find(|index| from.get(*index).is_some_and(is_same));
        let in_place = || {
            let has_none = |items: &[Value]| {
                items
                    .get(place)
                    .is_some_and(|item| identity(item).is_none())
            };
            let is_free = place >= behind && taken.get(place) == Some(&false);
            (from.len() == to.len() && has_none(from) && has_none(to) && is_free).then_some(place)
        };
        let found = found.or_else(in_place);
        if let Some(index) = found {
            behind = index + 1;
            if let Some(taken) = taken.get_mut(index) {
                *taken = true;
            }
        }
        kept.push(found);
    }
    kept
}

/// Returns, for each item of the new list, the index in the old one of what is known by the same, whatever their order.
pub(crate) fn known(from: &[Value], to: &[Value]) -> Vec<Option<usize>> {
    let in_place = matched(from, to);
    let mut taken: Vec<Option<usize>> = Vec::with_capacity(to.len());
    for (new, in_place) in to.iter().zip(in_place) {
        let name = identity(new);
        let is_same = |index: &usize| {
            let old = from.get(*index).and_then(identity);
            name.is_some() && old == name && !taken.contains(&Some(*index))
        };
        let found = (0..from.len()).find(is_same);
        taken.push(found.or(in_place.filter(|_| name.is_none())));
    }
    taken
}

/// Returns the members that identify an item of a list.
pub(super) fn identity(item: &Value) -> Option<Vec<&Value>> {
    let Value::Object(members) = item else {
        return (!item.is_array()).then(|| vec![item]);
    };
    let by = |names: &[&str]| -> Option<Vec<&Value>> {
        names.iter().map(|name| members.get(*name)).collect()
    };
    by(&["$ref"])
        .or_else(|| by(&["name", "in"]))
        .or_else(|| by(&["name"]))
        .or_else(|| by(&["url"]))
}

//! The names of a type on the wire → the call of a macro that implements what it has in common with all others.

use std::fmt::Write as _;

use crate::model::TypeDef;

/// Returns a call of a macro of the runtime, with a line for each name. Names alone are a struct to rustfmt, which
/// keeps short ones on one line.
pub(super) fn macro_call(name: &str, def: &TypeDef, lines: impl Iterator<Item = String>) -> String {
    const SHORT: usize = 18;
    let lines: Vec<String> = lines.collect();
    let is_name = |line: &String| {
        let name = line.trim_end_matches(',').trim_start_matches("..");
        !name.contains(|letter: char| !letter.is_alphanumeric() && letter != '_')
    };
    let joined = lines.join(" ");
    let short = joined.trim_end_matches(',');
    if short.len() <= SHORT && lines.iter().all(is_name) {
        return format!("crate::{name}!({} {{ {short} }});\n", def.name.ident);
    }
    let mut call = format!("crate::{name}!({} {{\n", def.name.ident);
    for line in lines {
        let _ = writeln!(call, "    {line}");
    }
    call + "});\n"
}

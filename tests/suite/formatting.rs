//! Each valid case → its files, which rustfmt leaves as they are.
//!
//! Invariant: the runtime is omitted; `cargo fmt` looks at its sources.

use std::{fs, path::Path, process::Command};

use crate::{
    files,
    input::{self, Case},
};

#[test]
fn rustfmt_changes_nothing_in_any_case() {
    if Command::new("rustfmt").arg("--version").output().is_err() {
        println!("rustfmt is not installed: nothing is compared");
        return;
    }
    let folder = files::root().join("target/tests/formatting");
    let mut different = Vec::new();
    for case in input::valid_cases() {
        let name = case.name.clone();
        let root = folder.join(&name);
        write(&case, &root);
        let output = Command::new("rustfmt")
            .args(["--check", "--edition", "2024", "--config-path"])
            .args([&folder, &root.join("src/lib.rs")])
            .output()
            .unwrap();
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            different.push(format!(
                "{name}:\n{text}{}",
                String::from_utf8_lossy(&output.stderr)
            ));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// Writes the sources, with nothing in the modules of the runtime.
fn write(case: &Case, root: &Path) {
    let _ = fs::remove_dir_all(root);
    let generated = case.generate();
    for (path, text) in generated.tree.iter() {
        let is_runtime = path.starts_with("src/runtime/") || path.starts_with("src/streams/");
        if Path::new(path).extension().is_none_or(|kind| kind != "rs")
            || is_runtime && !path.ends_with("mod.rs")
        {
            continue;
        }
        let to = root.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, if is_runtime { "//! Left out.\n" } else { text }).unwrap();
    }
    // Without settings of its own, rustfmt would look for some further up.
    fs::write(root.parent().unwrap().join("rustfmt.toml"), "").unwrap();
}

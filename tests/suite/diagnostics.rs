//! Each invalid case → what the generator says about it.
//!
//! Invariant: every message names the file, and a place in it wherever the text has one.

use generator::{Diagnostic, Diagnostics, Input, Settings, Severity};

use crate::{
    input::{self, Case},
    names, snapshots,
};

fn errors(case: &Case) -> Diagnostics {
    let settings = Settings::for_crate("client").unwrap();
    match Input::new(&case.source, &settings)
        .overlays(&case.overlays)
        .generate()
    {
        Err(errors) => errors,
        Ok(generated) => panic!(
            "{} generates; its types: {:#?}",
            case.name,
            names::of(&generated.api)
        ),
    }
}

/// Returns `true` if the diagnostic is about one of the texts of the case.
fn names_a_file(case: &Case, diagnostic: &Diagnostic) -> bool {
    let mut sources = case.overlays.iter().chain([&case.source]);
    sources.any(|source| diagnostic.file.as_ref() == Some(&source.name))
}

#[test]
fn errors_are_as_accepted() {
    snapshots::assert_all(input::invalid_cases(), |case| {
        (format!("invalid__{}", case.name), errors(&case).to_string())
    });
}

#[test]
fn errors_have_a_place() {
    for case in input::invalid_cases() {
        for diagnostic in errors(&case).iter() {
            assert!(names_a_file(&case, diagnostic), "{diagnostic}");
            let has_place = diagnostic.position.is_some() || case.source.text.is_empty();
            assert!(has_place, "{diagnostic}");
        }
    }
}

#[test]
fn warnings_have_a_place() {
    for case in input::valid_cases() {
        for diagnostic in case.generate().warnings.iter() {
            assert_eq!(diagnostic.severity, Severity::Warning, "{diagnostic}");
            assert!(names_a_file(&case, diagnostic), "{diagnostic}");
            assert!(diagnostic.position.is_some(), "{}: {diagnostic}", case.name);
        }
    }
}

//! Each invalid case → what the generator says about it.
//!
//! Invariant: every message names the file, and a place in it wherever the text has one.

use generator::{Diagnostic, Diagnostics, ErrorPolicy, Input, Settings, Severity, Source};

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

/// Returns `file:line` and the code of each error.
fn places(errors: &Diagnostics) -> Vec<(String, &'static str)> {
    let errors = errors.iter();
    let errors = errors.filter(|error| error.severity == Severity::Error);
    errors
        .map(|error| {
            let file = error.file.clone().unwrap_or_default();
            let line = error.position.map_or(0, |position| position.line);
            (format!("{file}:{line}"), error.code)
        })
        .collect()
}

fn place(place: &str, code: &'static str) -> (String, &'static str) {
    (place.to_owned(), code)
}

const WITH_FILES: &str = "\
openapi: 3.1.0
info: { title: With files, version: '1.0' }
paths:
  /pet: { get: { responses: { '200': { $ref: 'files/responses.yaml#/Pet' } } } }
  /pets: { $ref: 'files/paths.yaml#/Pets' }
components:
  schemas:
    Owner: { $ref: 'files/schemas.yaml#/Owner' }
";

/// Reads the files of the description with one text in place of `files/schemas.yaml`.
fn errors_with_files(schemas: &str) -> Diagnostics {
    let source = Source {
        name: "spec/api.yaml".to_owned(),
        text: WITH_FILES.to_owned(),
    };
    let read = |path: &str| {
        match path {
        "files/responses.yaml" => Ok("Pet:\n  description: A pet.\n  content:\n    application/json:\n      schema:\n        \
                                      $ref: 'schemas.yaml#/Pet'\n"
            .to_owned()),
        "files/paths.yaml" => Ok("# Paths.\nPets:\n  get:\n    parameters:\n      - name: limit\n        in: query\n        \
                                  schema: { type: intger }\n    responses: { '204': { description: Done. } }\n"
            .to_owned()),
        "files/schemas.yaml" => Ok(schemas.to_owned()),
        other => Err(format!("there is no file `{other}`")),
    }
    };
    let settings = Settings::for_crate("with").unwrap();
    let input = Input::new(&source, &settings).files(&read);
    input.generate().err().unwrap_or_default()
}

#[test]
fn errors_in_files_are_told_in_the_files() {
    let unknown_type = place("spec/files/paths.yaml:7", "unknown-type");
    let schemas = "# Schemas.\nOwner: { type: strnig }\nPet:\n  type: object\n  properties:\n    name:\n      type: txt\n";
    assert_eq!(
        places(&errors_with_files(schemas)),
        [
            place("spec/files/schemas.yaml:2", "unknown-type"),
            place("spec/files/schemas.yaml:7", "unknown-type"),
            unknown_type,
        ]
    );
    // A file that cannot be read is told once, however many references lead to it.
    for (text, line, code) in [
        ("Owner: {}\nPet: {\n\ta: b: c }\n", 3, "yaml"),
        ("Owner: {}\nPet: {}\nOwner: {}\n", 3, "duplicate-key"),
        ("{\"Owner\": {},\n\"Pet\": {}, // here\n}", 2, "json"),
    ] {
        let file = format!("spec/files/schemas.yaml:{line}");
        assert_eq!(
            places(&errors_with_files(text)),
            [place(&file, code)],
            "{text}"
        );
    }
    let missing = "Owner: { type: object }\nPet:\n  type: object\n  properties:\n    owner: { $ref: '#/Onwer' }\n";
    assert_eq!(
        places(&errors_with_files(missing)),
        [place("spec/files/schemas.yaml:5", "unresolved-reference")]
    );
}

#[test]
fn a_truncated_description_is_one_error() {
    const CUTS: usize = 23;
    let whole = input::freshdesk().text;
    let settings = Settings::for_crate("client").unwrap();
    // Before the second cut, so few components are referred to that each is told.
    for cut in 2..CUTS {
        let mut end = whole.len() * cut / CUTS;
        while !whole.is_char_boundary(end) {
            end -= 1;
        }
        // In the middle of a line, and behind one.
        for end in [end, whole[..end].rfind('\n').map_or(0, |line| line + 1)] {
            let source = Source {
                name: "cut.yaml".to_owned(),
                text: whole[..end].to_owned(),
            };
            let input = Input::new(&source, &settings).errors(ErrorPolicy::LeaveOut);
            let errors = match input.generate() {
                Ok(generated) => generated.left_out,
                Err(errors) => errors,
            };
            assert_eq!(errors.count(Severity::Error), 1, "{end}: {errors}");
        }
    }
}

#[test]
fn a_few_mistakes_in_names_are_told_one_by_one() {
    let text = "\
openapi: 3.1.0
info: { title: Typos, version: '1.0' }
paths:
  /a: { get: { responses: { '200': { $ref: '#/components/responses/Thnig' } } } }
  /b: { get: { responses: { '200': { $ref: '#/components/responses/Thign' } } } }
components:
  responses:
    Thing: { description: A thing. }
";
    let source = Source {
        name: "typos.yaml".to_owned(),
        text: text.to_owned(),
    };
    let settings = Settings::for_crate("client").unwrap();
    let errors = Input::new(&source, &settings).generate().unwrap_err();
    assert_eq!(
        places(&errors),
        [
            place("typos.yaml:4", "unresolved-reference"),
            place("typos.yaml:5", "unresolved-reference"),
        ]
    );
    let help = errors.iter().next().and_then(|error| error.help.clone());
    assert!(help.is_some_and(|help| help.contains("responses/Thing")));
}

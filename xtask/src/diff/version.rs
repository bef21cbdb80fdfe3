//! A version and what has changed → the lowest version that may be released.
//!
//! Invariant: the rules are Cargo's: in `0.y.z` a break raises `y`, and everything else `z`.

use generator::compare::Release;
use semver::{BuildMetadata, Prerelease, Version};

use crate::failure::Failure;

/// Returns the lowest version after `released`.
pub(super) fn after(released: &str, release: Release) -> Result<String, Failure> {
    let version = Version::parse(released).map_err(|error| {
        Failure::new(format!(
            "`{released}` in spec/codegen.toml is no version: {error}"
        ))
        .help("write one such as \"0.1.0\"")
    })?;
    Ok(raised(&version, release).to_string())
}

fn raised(version: &Version, release: Release) -> Version {
    let Version {
        major,
        minor,
        patch,
        ..
    } = *version;
    let (major, minor, patch) = match (release, major, minor) {
        (Release::None, ..) => return version.clone(),
        (Release::Major, 0, 0) | (_, 0, _) if release != Release::Major || minor == 0 => {
            (0, minor, patch + 1)
        }
        (Release::Major, 0, _) => (0, minor + 1, 0),
        (Release::Major, ..) => (major + 1, 0, 0),
        (Release::Minor, ..) => (major, minor + 1, 0),
        (Release::Patch, ..) => (major, minor, patch + 1),
    };
    Version {
        major,
        minor,
        patch,
        pre: Prerelease::EMPTY,
        build: BuildMetadata::EMPTY,
    }
}

/// Returns `true` if a version comes before another; a text that is no version does.
pub(super) fn is_lower(version: &str, than: &str) -> bool {
    match (Version::parse(version), Version::parse(than)) {
        (Ok(version), Ok(than)) => version < than,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use generator::compare::Release;

    use super::{after, is_lower};

    #[test]
    fn versions_are_raised_as_cargo_reads_them() {
        for (released, release, expected) in [
            ("1.2.3", Release::Major, "2.0.0"),
            ("1.2.3", Release::Minor, "1.3.0"),
            ("1.2.3", Release::Patch, "1.2.4"),
            ("1.2.3", Release::None, "1.2.3"),
            ("0.2.3", Release::Major, "0.3.0"),
            ("0.2.3", Release::Minor, "0.2.4"),
            ("0.0.3", Release::Major, "0.0.4"),
            ("0.1.0", Release::Patch, "0.1.1"),
        ] {
            let found = after(released, release).unwrap();
            assert_eq!(found, expected, "{released} {release:?}");
        }
        assert!(after("one", Release::None).is_err());
    }

    #[test]
    fn versions_are_compared_by_number() {
        assert!(is_lower("0.9.0", "0.10.0"));
        assert!(!is_lower("1.0.0", "1.0.0"));
    }
}

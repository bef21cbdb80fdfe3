//! Names and values of environment variables.
//!
//! An empty variable counts as one that is not set.

use crate::runtime::description::{Authentication, Service};
use crate::runtime::error::Error;

/// Returns the name of the variable for `name`, such as `WIDGETS_BASE_URL`.
pub(in crate::runtime) fn variable(service: &Service, name: &str) -> String {
    let letter = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    };
    let name: String = name.chars().map(letter).collect();
    format!("{}_{name}", service.environment)
}

/// Returns the value of the variable for `name`.
///
/// # Errors
///
/// [`Error::Configuration`] when it is not Unicode.
pub(in crate::runtime) fn read(service: &Service, name: &str) -> Result<Option<String>, Error> {
    let variable = variable(service, name);
    match std::env::var_os(&variable).map(std::ffi::OsString::into_string) {
        Some(Ok(value)) => Ok(Some(value).filter(|value| !value.is_empty())),
        Some(Err(_)) => Err(Error::configuration(format!(
            "the environment variable {variable} is not Unicode"
        ))),
        None => Ok(None),
    }
}

/// Returns the variables that a part of a way to authenticate is read from; a key among other credentials has the name
/// of its place.
pub(in crate::runtime) fn credential_variables(
    way: Authentication,
    part: Authentication,
) -> Vec<&'static str> {
    match part {
        Authentication::ApiKey { name, .. } if matches!(way, Authentication::All(_)) => vec![name],
        Authentication::Basic { password: Some(_) }
        | Authentication::ApiKey { .. }
        | Authentication::Http { .. } => {
            vec!["API_KEY"]
        }
        Authentication::Basic { password: None } => vec!["USERNAME", "PASSWORD"],
        Authentication::Bearer => vec!["TOKEN"],
        Authentication::All(_) | Authentication::Anonymous => Vec::new(),
    }
}

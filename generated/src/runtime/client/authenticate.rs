//! Credentials → what is sent with requests; and what is missing, in words.
//!
//! Messages name kinds of credentials and how to give them, never a value.

use super::credentials::{Authorization, Credentials};
use super::environment;
use crate::runtime::description::{Authentication, Service};
use crate::runtime::error::Error;
use crate::runtime::text;

/// Chooses the credentials for every operation without security of its own: those of the service's first way that
/// applies.
///
/// # Errors
///
/// [`Error::Configuration`] for credentials that no way takes, and where those that are needed are missing.
pub(in crate::runtime) fn choose(
    service: &Service,
    credentials: &[Credentials],
) -> Result<Option<Authorization>, Error> {
    let mut chosen: Option<Authorization> = None;
    for given in credentials {
        let authorization =
            Authorization::new(given, service.authentication).map_err(|message| {
                Error::configuration(format!("{}: {message}; {}", service.name, ways(service)))
            })?;
        chosen.get_or_insert(authorization);
    }
    if let Some(undeclared) = Authorization::undeclared(credentials) {
        return Ok(Some(undeclared));
    }
    if service.authentication.is_empty() {
        return Ok(chosen);
    }
    match Authorization::first(credentials, service.authentication) {
        None if service.authentication.contains(&Authentication::Anonymous) => Ok(None),
        None => Err(Error::configuration(format!(
            "{} needs credentials: {}",
            service.name,
            ways(service)
        ))),
        authorization => Ok(authorization),
    }
}

/// Lists the ways to authenticate, for messages.
fn ways(service: &Service) -> String {
    let mut ways = String::new();
    for way in service.authentication {
        if *way == Authentication::Anonymous {
            continue;
        }
        text::append(&mut ways, "; or ", &describe(service, *way));
    }
    if ways.is_empty() {
        ways.push_str("it needs none");
    }
    ways
}

fn describe(service: &Service, way: Authentication) -> String {
    let (mut calls, mut variables) = (String::new(), String::new());
    for part in way.each() {
        let call = format!(".credentials({})", setter(way, *part));
        text::append(&mut calls, "", &call);
        for name in environment::credential_variables(way, *part) {
            let variable = environment::variable(service, name);
            text::append(&mut variables, " and ", &variable);
        }
    }
    format!("give the builder `{calls}`, or set {variables} in the environment and use `from_env`")
}

/// Names the setter of a builder for a part of a way.
fn setter(way: Authentication, part: Authentication) -> String {
    match part {
        Authentication::Basic { password: None } => {
            String::from("Credentials::basic(username, password)")
        }
        Authentication::Bearer => String::from("Credentials::bearer(token)"),
        Authentication::ApiKey { name, .. } if matches!(way, Authentication::All(_)) => {
            format!("Credentials::api_key_in({name:?}, key)")
        }
        Authentication::Basic { .. }
        | Authentication::ApiKey { .. }
        | Authentication::Http { .. }
        | Authentication::Anonymous
        | Authentication::All(_) => String::from("Credentials::api_key(key)"),
    }
}

/// Returns the credentials of the first way that the environment has everything for.
///
/// # Errors
///
/// [`Error::Configuration`] when one of the variables is not Unicode.
pub(in crate::runtime) fn from_env(service: &Service) -> Result<Vec<Credentials>, Error> {
    for way in service.authentication {
        let mut all = Vec::new();
        for part in way.each() {
            all.extend(part_from_env(service, *way, *part)?);
        }
        if all.len() == way.each().len() {
            return Ok(all);
        }
    }
    Ok(Vec::new())
}

fn part_from_env(
    service: &Service,
    way: Authentication,
    part: Authentication,
) -> Result<Option<Credentials>, Error> {
    let mut values = Vec::new();
    for name in environment::credential_variables(way, part) {
        values.push(environment::read(service, name)?);
    }
    Ok(match (way, part, values.as_slice()) {
        (_, Authentication::Bearer, [Some(token)]) => Some(Credentials::bearer(token)),
        (Authentication::All(_), Authentication::ApiKey { name, .. }, [Some(key)]) => {
            Some(Credentials::api_key_in(name, key))
        }
        (_, _, [Some(key)]) => Some(Credentials::api_key(key)),
        (_, _, [Some(username), Some(password)]) => Some(Credentials::basic(username, password)),
        _ => None,
    })
}

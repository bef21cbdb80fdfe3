//! The address that paths are appended to: a server's template filled with variables, or one given as it is.
//!
//! The result has no slash at the end, and is `https` unless it leads to this machine.

use std::net::IpAddr;

use url::Url;

use super::environment;
use crate::runtime::description::{Server, ServerVariable, Service};
use crate::runtime::error::Error;
use crate::runtime::text;

/// Returns the address to use: `given`, or else the service's first server with `variables` filled in.
///
/// # Errors
///
/// [`Error::Configuration`] that says what is missing or wrong, and what to write.
pub(in crate::runtime) fn resolve(
    service: &Service,
    given: Option<&str>,
    variables: &[(&'static str, String)],
) -> Result<String, Error> {
    if let Some(url) = given {
        // The refused text is not repeated: it may be an address with a password in it.
        return validate(url).map_err(|message| {
            Error::configuration(format!("base_url is not accepted: {message}"))
        });
    }
    match service
        .servers
        .first()
        .filter(|server| text::find(server.url, "://").is_some() || server.url.starts_with('{'))
    {
        Some(server) => {
            check_names(service, server, variables)?;
            fill(service, server, variables)
        }
        None => Err(Error::configuration(format!(
            "{} has no address of its own: give the builder `.base_url(…)`, or set {} in the environment and use `from_env`",
            service.name,
            environment::variable(service, "BASE_URL"),
        ))),
    }
}

/// Returns the address by which the service calls itself, checked as one that is given as a whole.
///
/// # Errors
///
/// [`Error::Configuration`] that says what is wrong.
pub(in crate::runtime) fn upstream(given: Option<&str>) -> Result<Option<String>, Error> {
    let upstream = given.map(validate).transpose();
    upstream
        .map_err(|message| Error::configuration(format!("upstream_url is not accepted: {message}")))
}

/// Returns the address of an operation that has a server of its own: below the `own` one of the client where it has no
/// host; and that one where it was given as a whole, without `variables`.
///
/// # Errors
///
/// Those of [`resolve`].
pub(in crate::runtime) fn of_operation(
    service: &Service,
    server: &Server,
    own: &str,
    variables: Option<&[(&'static str, String)]>,
) -> Result<String, Error> {
    if text::find(server.url, "//").is_none() {
        let path = fill_path(service, server, variables.unwrap_or_default())?;
        let base = Url::parse(own).and_then(|own| own.join(&path));
        let base = base.map_err(|_| {
            Error::configuration(format!("the address `{}` has no path", server.url))
        })?;
        return Ok(base.as_str().trim_end_matches('/').to_owned());
    }
    match variables {
        Some(variables) => fill(service, server, variables),
        None => Ok(own.to_owned()),
    }
}

/// Returns the template of a server without a host with every `{name}` replaced.
fn fill_path(
    service: &Service,
    server: &Server,
    variables: &[(&'static str, String)],
) -> Result<String, Error> {
    let (mut path, mut rest) = (String::new(), server.url);
    while let Some((before, name, after)) = next_variable(rest) {
        path.push_str(before);
        let value = value_of(service, server, name, variables)?;
        let value = VariablePosition::Path.accept(value).map_err(|expected| {
            Error::configuration(format!("{name} is not accepted: {expected}"))
        })?;
        path.push_str(&value);
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}

/// Refuses variables that no address has.
fn check_names(
    service: &Service,
    server: &Server,
    variables: &[(&'static str, String)],
) -> Result<(), Error> {
    let is_known = |name: &str| {
        let mut servers = service.servers.iter();
        servers.any(|server| server.variables.iter().any(|known| known.name == name))
    };
    match variables.iter().find(|(name, _)| !is_known(name)) {
        Some((name, _)) => Err(Error::configuration(format!(
            "the address `{}` has no variable `{name}`",
            server.url
        ))),
        None => Ok(()),
    }
}

/// Returns the template of `server` with every `{name}` replaced.
fn fill(
    service: &Service,
    server: &Server,
    variables: &[(&'static str, String)],
) -> Result<String, Error> {
    let mut url = String::new();
    let mut rest = server.url;
    while let Some((before, name, after)) = next_variable(rest) {
        url.push_str(before);
        let value = value_of(service, server, name, variables)?;
        let is_empty_by_default = value.is_empty() && default_of(server, name) == Some("");
        if !is_empty_by_default {
            let value = VariablePosition::of(&url, after)
                .accept(value)
                .map_err(|expected| {
                    let about = about(server, name);
                    Error::configuration(format!("{name} is not accepted: {expected}{about}"))
                })?;
            url.push_str(&value);
        } else if url.is_empty() {
            return Err(missing(service, server, name));
        }
        rest = after;
    }
    url.push_str(rest);
    validate(&url)
        .map_err(|message| Error::configuration(format!("the address `{}`: {message}", server.url)))
}

/// Returns the description of a variable, as the rest of a message.
fn about(server: &Server, name: &str) -> String {
    let mut variables = server.variables.iter();
    let known = variables.find(|variable| variable.name == name);
    let about = known.map_or("", |known| known.description.trim_end_matches('.'));
    if about.is_empty() {
        String::new()
    } else {
        format!(". {about}")
    }
}

/// Returns the text before the next `{name}`, the name, and the text after it.
fn next_variable(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn value_of<'a>(
    service: &Service,
    server: &Server,
    name: &str,
    variables: &'a [(&'static str, String)],
) -> Result<&'a str, Error> {
    let variable = server
        .variables
        .iter()
        .find(|variable| variable.name == name);
    let given = variables
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.as_str());
    let value = given.or(variable.and_then(|variable| variable.default));
    let value = value.ok_or_else(|| missing(service, server, name))?;
    check_values(variable, value)?;
    Ok(value)
}

/// The value that a variable has unless another one is given.
fn default_of(server: &Server, name: &str) -> Option<&'static str> {
    let mut variables = server.variables.iter();
    variables.find(|variable| variable.name == name)?.default
}

fn missing(service: &Service, server: &Server, name: &str) -> Error {
    let setting = environment::variable(service, name);
    Error::configuration(format!(
        "{name} is missing: give it to the builder (`{}` is the address), or set {setting} in the environment and use `from_env`",
        server.url,
    ))
}

/// Refuses what is not one of the values that the description allows.
fn check_values(variable: Option<&ServerVariable>, value: &str) -> Result<(), Error> {
    match variable {
        Some(variable) if !variable.values.is_empty() && !variable.values.contains(&value) => {
            let (name, mut values) = (variable.name, String::new());
            for allowed in variable.values {
                text::append(&mut values, ", ", allowed);
            }
            Err(Error::configuration(format!(
                "{name} {value:?} is not accepted: write one of {values}"
            )))
        }
        _ => Ok(()),
    }
}

/// Place of a variable in an address, which decides the values that it may have.
enum VariablePosition<'a> {
    /// The beginning of the address, with scheme and host.
    Beginning,
    /// The whole host.
    Host,
    /// A whole label of the host, between these texts.
    Label { before: &'a str, after: &'a str },
    /// A part of a label, or the port.
    Fragment,
    /// In the path.
    Path,
}

impl<'a> VariablePosition<'a> {
    /// Returns the place between `before` and `after`, of which the first is filled already.
    fn of(before: &'a str, after: &'a str) -> Self {
        if before.is_empty() && !after.starts_with("://") {
            return Self::Beginning;
        }
        let host = text::find(before, "://").map(|scheme| scheme + 3);
        let before = host.and_then(|host| before.get(host..)).unwrap_or_default();
        if text::has(before, b'/') {
            return Self::Path;
        }
        let after = after.split(['/', ':']).next().unwrap_or_default();
        let starts = before.is_empty() || before.ends_with('.');
        let ends = after.is_empty() || after.starts_with('.');
        match (starts && ends, before.is_empty() && after.is_empty()) {
            (true, true) => Self::Host,
            (true, false) => Self::Label { before, after },
            _ => Self::Fragment,
        }
    }

    /// Returns the value as it goes into the address, or what to write instead.
    fn accept(&self, value: &str) -> Result<String, String> {
        match self {
            // The address is judged as a whole.
            Self::Beginning => Ok(value.trim_end_matches('/').to_owned()),
            Self::Host => accept_host(value),
            Self::Label { before, after } => accept_label(value, before, after),
            Self::Fragment => accept_characters(value, "-"),
            Self::Path => accept_characters(value, "-._~/"),
        }
    }
}

/// Accepts a label. `acme`, `acme.example.com` and `https://acme.example.com/` are the same when `.example.com` comes
/// `after`.
fn accept_label(value: &str, before: &str, after: &str) -> Result<String, String> {
    let address = value.to_ascii_lowercase();
    let without_scheme = address.strip_prefix("https://");
    let host = without_scheme.unwrap_or(&address);
    let host = host.strip_suffix('/').unwrap_or(host);
    let inside = host
        .strip_prefix(before)
        .and_then(|host| host.strip_suffix(after));
    let label = match inside {
        Some(label) => label,
        None if without_scheme.is_none() => &address,
        None => "",
    };
    if is_label(label) {
        return Ok(label.to_owned());
    }
    let inside = host.strip_suffix(after);
    let cause = if value.trim() != value {
        "it begins or ends with a space; "
    } else if inside.is_some_and(|label| label.contains('.')) {
        "a name has no dot in it, not even for a region; "
    } else if host.contains('.') {
        "it is the address of something else: a custom domain has no API, and another product or region is another \
         service; the name is in the address that the account was created with; "
    } else {
        ""
    };
    Err(format!(
        "{cause}write the name alone, such as \"acme\" (letters, digits and inner hyphens), or \"https://{before}acme{after}\""
    ))
}

fn accept_host(value: &str) -> Result<String, String> {
    let address = value.to_ascii_lowercase();
    let host = address.strip_prefix("https://").unwrap_or(&address);
    let host = host.strip_suffix('/').unwrap_or(host);
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    if name.split('.').all(is_label) && port.parse::<u64>().is_ok_and(|port| port < 65_536) {
        return Ok(host.to_owned());
    }
    Err(String::from(
        "write the name of a host, such as \"api.example.com\"",
    ))
}

fn accept_characters(value: &str, others: &str) -> Result<String, String> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || text::has(others, byte);
    let shortens = value
        .split('/')
        .any(|segment| segment == "." || segment == "..");
    if !value.is_empty() && value.bytes().all(allowed) && !shortens {
        return Ok(value.to_owned());
    }
    Err(format!("write letters, digits and any of {others:?}"))
}

/// Returns `true` if `text` is a label of a host name.
fn is_label(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(allowed)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Returns the address without a slash at the end, or the reason why it is invalid.
fn validate(address: &str) -> Result<String, &'static str> {
    if address.chars().any(|c| !c.is_ascii_graphic() || c == '\\') {
        return Err(
            "an address has no spaces, backslashes, control characters or letters outside ASCII",
        );
    }
    let url = Url::parse(address)
        .map_err(|_| "write a whole address, such as \"https://api.example.com/v1\"")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("an address has no user name in it; give credentials to the builder");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("an address has no query and no fragment");
    }
    match url.scheme() {
        "https" => {}
        "http" if is_this_machine(&url) => {}
        _ => {
            return Err(
                "write an address with https (http is only for this machine: 127.0.0.1, [::1], localhost)",
            );
        }
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Returns `true` if the address is one of the machine that this runs on.
pub(in crate::runtime) fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

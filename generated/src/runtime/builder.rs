//! Puts a client together: address, credentials, limits.
//!
//! Everything is checked in `build`, whose error says what to write; the setters take anything.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::client::{Client, Settings};
use super::credentials::{Authorization, Credentials};
use super::error::Error;
use super::service::{Authentication, Service};
use super::{base_url, environment, http_client};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);
const MAX_BODY_SIZE: usize = 64 << 20;

/// Collects what a [`Client`] needs.
#[derive(Clone)]
#[must_use = "a client comes out of `build`"]
pub struct ClientBuilder {
    service: &'static Service,
    base_url: Option<String>,
    variables: Vec<(&'static str, String)>,
    credentials: Option<Credentials>,
    user_agent: Option<String>,
    connect_timeout: Duration,
    timeout: Duration,
    max_body_size: usize,
    http_client: Option<reqwest::Client>,
}

impl ClientBuilder {
    /// A builder with nothing set.
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            base_url: None,
            variables: Vec::new(),
            credentials: None,
            user_agent: None,
            connect_timeout: CONNECT_TIMEOUT,
            timeout: TIMEOUT,
            max_body_size: MAX_BODY_SIZE,
            http_client: None,
        }
    }

    /// A builder with what the environment has: `{PREFIX}_BASE_URL`, `{PREFIX}_{VARIABLE}` for every variable of the
    /// server's address, and the credentials from `{PREFIX}_API_KEY`, `{PREFIX}_USERNAME` with `{PREFIX}_PASSWORD`,
    /// or `{PREFIX}_TOKEN`, whichever the service takes. What is missing can still be set; `build` names the rest.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] when one of these variables is not Unicode.
    pub fn from_env(service: &'static Service) -> Result<Self, Error> {
        let mut builder = Self::new(service);
        builder.base_url = environment::read(service, "BASE_URL")?;
        builder.credentials = credentials_from_env(service)?;
        for variable in service
            .servers
            .first()
            .map_or(&[][..], |server| server.variables)
        {
            if let Some(value) = environment::read(service, variable.name)? {
                builder = builder.server_variable(variable.name, value);
            }
        }
        Ok(builder)
    }

    /// Sets a variable of the server's address. One that is a whole label of the host, as in
    /// `https://{domain}.example.com`, may be given as `acme`, `acme.example.com` or `https://acme.example.com`.
    pub fn server_variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.into()));
        self
    }

    /// Sets the whole address that paths are appended to, in place of the description's server: `https`, or `http` for
    /// this machine (such as `http://127.0.0.1:8080/api`), without user name, query and fragment.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets what proves who is calling.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets the `User-Agent` header, in place of the generated client's name and version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Limits the time to make a connection; 10 seconds unless set. Not used with an own [`Self::http_client`].
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// Limits the time from sending a request to the last byte of its answer; 60 seconds unless set.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Limits the size of an answer's body, in bytes; 64 MiB unless set.
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.max_body_size = bytes;
        self
    }

    /// Sets the HTTP client to use, for proxies, certificates and the like.
    ///
    /// It should not follow redirects: where to, and what it sends there, is then not in this crate's hands.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Checks everything and builds the client.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] that says what is missing or wrong, and what to write.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = base_url::resolve(self.service, self.base_url.as_deref(), &self.variables)?;
        let authorization = authorization(self.service, self.credentials.as_ref())?;
        let user_agent = user_agent(
            self.user_agent
                .as_deref()
                .unwrap_or(self.service.user_agent),
        )?;
        let http = match self.http_client {
            Some(client) => client,
            None => http_client::build(&base_url, self.connect_timeout)?,
        };
        let Self {
            service,
            timeout,
            max_body_size,
            ..
        } = self;
        let settings = Settings {
            service,
            base_url,
            authorization,
            user_agent,
            timeout,
            max_body_size,
            http,
        };
        Ok(Client {
            settings: Arc::new(settings),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    /// Leaves addresses out: they are not validated yet and may have a password in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

fn user_agent(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|_| {
        Error::configuration(format!(
            "{text:?} cannot be a user agent: write printable ASCII"
        ))
    })
}

fn authorization(
    service: &Service,
    credentials: Option<&Credentials>,
) -> Result<Option<Authorization>, Error> {
    match credentials {
        Some(credentials) => Authorization::new(credentials, service.authentication)
            .map(Some)
            .map_err(|message| {
                Error::configuration(format!("{}: {message}; {}", service.name, ways(service)))
            }),
        None if service.authentication.is_empty() => Ok(None),
        None => Err(Error::configuration(format!(
            "{} needs credentials: {}",
            service.name,
            ways(service)
        ))),
    }
}

/// How credentials can be given, for messages.
fn ways(service: &Service) -> String {
    let ways: Vec<String> = service
        .authentication
        .iter()
        .map(|way| describe(service, *way))
        .collect();
    if ways.is_empty() {
        String::from("it needs none")
    } else {
        ways.join("; or ")
    }
}

fn describe(service: &Service, way: Authentication) -> String {
    let setter = match way {
        Authentication::Basic { password: None } => "Credentials::basic(username, password)",
        Authentication::Bearer => "Credentials::bearer(token)",
        Authentication::Basic { password: Some(_) } | Authentication::ApiKey { .. } => {
            "Credentials::api_key(key)"
        }
    };
    let variables = environment::credential_variables(way);
    let variables: Vec<String> = variables
        .iter()
        .map(|name| environment::variable(service, name))
        .collect();
    let variables = variables.join(" and ");
    format!(
        "give the builder `.credentials({setter})`, or set {variables} in the environment and use `from_env`"
    )
}

/// The credentials of the first way that the environment has everything for.
fn credentials_from_env(service: &Service) -> Result<Option<Credentials>, Error> {
    for way in service.authentication {
        let names = environment::credential_variables(*way);
        let values = names
            .iter()
            .map(|name| environment::read(service, name))
            .collect::<Result<Vec<_>, _>>()?;
        let credentials = match (way, values.as_slice()) {
            (Authentication::Bearer, [Some(token)]) => Credentials::bearer(token),
            (_, [Some(key)]) => Credentials::api_key(key),
            (_, [Some(username), Some(password)]) => Credentials::basic(username, password),
            _ => continue,
        };
        return Ok(Some(credentials));
    }
    Ok(None)
}

//! The server's address: from a template and its variables, or given whole.

use client_runtime::runtime::{
    Client, ClientBuilder, Credentials, Error, Server, ServerVariable, Service,
};

use crate::support::{SECRET, WIDGETS};

const fn variable(
    name: &'static str,
    default: Option<&'static str>,
    values: &'static [&'static str],
) -> ServerVariable {
    ServerVariable {
        name,
        default,
        values,
        description: "",
    }
}

/// Variables in every place that a template can have one.
static PLACES: Service = Service {
    name: "places",
    environment: "PLACES",
    servers: &[Server {
        url: "https://{host}:{port}/{base}/x",
        description: "",
        variables: &[
            variable("host", Some("api.example.com"), &[]),
            variable("port", Some("443"), &["443", "8443"]),
            variable("base", Some("v1"), &[]),
        ],
    }],
    authentication: &[],
    ..WIDGETS
};

static HOST: Service = Service {
    servers: &[Server {
        url: "https://{host}/v1",
        description: "",
        variables: &[variable("host", None, &[])],
    }],
    authentication: &[],
    ..WIDGETS
};

static RELATIVE: Service = Service {
    servers: &[Server {
        url: "/",
        description: "",
        variables: &[],
    }],
    authentication: &[],
    ..WIDGETS
};

fn widgets() -> ClientBuilder {
    ClientBuilder::new(&WIDGETS).credentials(Credentials::api_key(SECRET))
}

/// Returns the address of the client that comes out, or the message of the error.
fn address(client: Result<Client, Error>) -> Result<String, String> {
    let shown = format!("{:?}", client.map_err(|error| error.to_string())?);
    let rest = shown.split("base_url: \"").nth(1).unwrap();
    Ok(rest.split('"').next().unwrap().to_owned())
}

fn with_domain(domain: &str) -> Result<String, String> {
    address(widgets().server_variable("domain", domain).build())
}

fn with_base_url(url: &str) -> Result<String, String> {
    address(widgets().base_url(url).build())
}

#[test]
fn all_spellings_of_a_domain_give_the_same() {
    for domain in [
        "acme",
        "ACME",
        "acme.example.com",
        "acme.Example.com/",
        "https://acme.example.com",
        "HTTPS://Acme.example.COM/",
    ] {
        assert_eq!(
            with_domain(domain).as_deref(),
            Ok("https://acme.example.com/api/v2"),
            "{domain}"
        );
    }
    assert!(with_domain("a-1").is_ok());
    assert!(with_domain(&"a".repeat(63)).is_ok());
}

#[test]
fn anything_else_is_refused_and_told_what_to_write() {
    let long = "a".repeat(64);
    for domain in [
        "",
        " ",
        "acme ",
        " acme",
        "ac me",
        "acme\n",
        "acme\0",
        "acme/",
        "acme/x",
        "acme?",
        "acme#x",
        "acme:443",
        "a@acme",
        "-acme",
        "acme-",
        &long,
        "acme.",
        "acme.other.com",
        "acme.example.com.evil.com",
        "evil.com/acme.example.com",
        "a.b.example.com",
        ".example.com",
        "http://acme.example.com",
        "https://acme",
        "https://acme.other.com",
        "https://user:pass@acme.example.com",
        "https://acme.example.com/x",
        "https://acme.example.com//",
        "https://acme.example.com:444",
        "//acme.example.com",
        "аcme",
        "acme。example.com",
        "ａcme",
        "acme%2eexample",
        "{x}",
        "acme\\",
        "http:acme",
        "ftp://acme.example.com",
        "acme_1",
    ] {
        let message = with_domain(domain).unwrap_err();
        assert!(
            message.contains("domain") && message.contains("\"https://acme.example.com\""),
            "{domain:?}: {message}"
        );
    }
}

#[test]
fn a_refused_domain_is_told_the_cause() {
    for (domain, cause) in [
        (" acme", "begins or ends with a space"),
        ("acme.example.com ", "begins or ends with a space"),
        ("support.acme.com", "a custom domain has no API"),
        ("https://acme.other.com", "another product or region"),
        ("acme.eu.example.com", "a name has no dot in it"),
        ("acme_1", "domain is not accepted: write the name alone"),
    ] {
        let message = with_domain(domain).unwrap_err();
        assert!(message.contains(cause), "{domain:?}: {message}");
        assert!(!message.contains("support"), "{message}");
    }
}

#[test]
fn a_missing_variable_is_named_with_its_setting() {
    let message = address(widgets().build()).unwrap_err();
    assert!(
        message.contains("domain") && message.contains("WIDGETS_DOMAIN"),
        "{message}"
    );
    let message = address(
        widgets()
            .server_variable("domain", "a")
            .server_variable("nope", "b")
            .build(),
    )
    .unwrap_err();
    assert!(message.contains("`nope`"), "{message}");
    let message = address(ClientBuilder::new(&RELATIVE).build()).unwrap_err();
    assert!(
        message.contains("base_url") && message.contains("WIDGETS_BASE_URL"),
        "{message}"
    );
}

#[test]
fn variables_in_other_places() {
    let build = |name, value: &str| {
        address(
            ClientBuilder::new(&PLACES)
                .server_variable(name, value)
                .build(),
        )
    };
    assert_eq!(
        build("base", "v2/eu").as_deref(),
        Ok("https://api.example.com/v2/eu/x")
    );
    assert_eq!(
        build("port", "8443").as_deref(),
        Ok("https://api.example.com:8443/v1/x")
    );
    assert!(build("port", "80").unwrap_err().contains("443, 8443"));
    for base in ["", "..", "a/../b", "a?b", "a#b", "a%2f", "a b"] {
        assert!(build("base", base).is_err(), "{base}");
    }
    for host in [
        "user@api.example.com",
        "api.example.com/x",
        "api..com",
        "api.example.com?",
        "аpi.example.com",
    ] {
        assert!(build("host", host).is_err(), "{host}");
    }
    let build = |host: &str| {
        address(
            ClientBuilder::new(&HOST)
                .server_variable("host", host)
                .build(),
        )
    };
    assert_eq!(
        build("https://API.example.com:8443/").as_deref(),
        Ok("https://api.example.com:8443/v1")
    );
    assert_eq!(
        build("api.example.com").as_deref(),
        Ok("https://api.example.com/v1")
    );
    assert!(build("http://api.example.com").is_err());
    assert!(build("api.example.com:99999").is_err());
}

#[test]
fn a_base_url_is_https_or_this_machine() {
    assert_eq!(
        with_base_url("https://x.example.org/api/").as_deref(),
        Ok("https://x.example.org/api")
    );
    for url in [
        "http://127.0.0.1:1",
        "http://127.9.9.9/a",
        "http://[::1]:80/",
        "http://localhost:8080",
    ] {
        assert!(with_base_url(url).is_ok(), "{url}");
    }
    for url in [
        "",
        "acme",
        "/api",
        "http://example.com",
        "http://128.0.0.1",
        "http://localhost.example.com",
        "ftp://example.com",
        "https://user@example.com",
        "https://u:p@example.com",
        "https://example.com?x=1",
        "https://example.com/#x",
        "https://exa mple.com",
        "https://example.com\\x",
        "https://exаmple.com",
        "https://",
        "http://0.0.0.0",
        "file:///x",
        "https://example.com\n",
        "http://[::ffff:1.2.3.4]",
    ] {
        assert!(
            with_base_url(url)
                .unwrap_err()
                .starts_with("base_url is not accepted: "),
            "{url}"
        );
    }
    assert!(
        !with_base_url("https://user:hush@example.com")
            .unwrap_err()
            .contains("hush")
    );
}

//! Configuration from the environment: each case runs in a process of its own, because variables belong to a process.

use std::process::Command;

use client_runtime::runtime::{Authentication, ClientBuilder, Error, Service};

use crate::support::WIDGETS;

static PASSWORD: Service = Service {
    authentication: &[
        Authentication::Basic { password: None },
        Authentication::Bearer,
    ],
    environment: "OTHER",
    ..WIDGETS
};

/// Says that a process was started by [`shown`].
const STARTED: &str = "CLIENT_RUNTIME_TEST_SHOW_CLIENT";

/// Runs in the process with the variables; prints the client or the error.
#[test]
fn show_client() {
    // What it prints is judged by the tests that start it.
    if std::env::var_os(STARTED).is_none() {
        return;
    }
    let service = if std::env::var_os("USE_OTHER").is_some() {
        &PASSWORD
    } else {
        &WIDGETS
    };
    let client = ClientBuilder::from_env(service).and_then(ClientBuilder::build);
    match client {
        Ok(client) => println!("{client:?}"),
        Err(Error::Configuration(error)) => println!("{error}"),
        Err(error) => println!("another error: {error}"),
    }
}

/// Returns the output of [`show_client`] with these variables.
fn shown(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "environment::show_client", "--nocapture"]);
    command.env(STARTED, "1");
    for name in [
        "WIDGETS_DOMAIN",
        "WIDGETS_API_KEY",
        "WIDGETS_BASE_URL",
        "OTHER_TOKEN",
        "USE_OTHER",
    ] {
        command.env_remove(name);
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_client_comes_out_of_the_environment_alone() {
    let client = shown(&[("WIDGETS_DOMAIN", "acme"), ("WIDGETS_API_KEY", "hush")]);
    assert!(
        client.contains("https://acme.example.com/api/v2") && !client.contains("hush"),
        "{client}"
    );
    let client = shown(&[
        ("WIDGETS_BASE_URL", "http://127.0.0.1:9"),
        ("WIDGETS_API_KEY", "hush"),
    ]);
    assert!(client.contains("http://127.0.0.1:9\""), "{client}");
}

#[test]
fn what_is_missing_is_named() {
    assert!(shown(&[("WIDGETS_API_KEY", "hush")]).contains("set WIDGETS_DOMAIN"));
    assert!(shown(&[("WIDGETS_DOMAIN", "acme")]).contains("set WIDGETS_API_KEY"));
    assert!(
        shown(&[("WIDGETS_DOMAIN", ""), ("WIDGETS_API_KEY", "hush")])
            .contains("set WIDGETS_DOMAIN")
    );
    let other = [
        ("USE_OTHER", "1"),
        ("OTHER_DOMAIN", "acme"),
        ("OTHER_USERNAME", "user"),
    ];
    let message = shown(&other);
    assert!(
        message.contains("OTHER_USERNAME and OTHER_PASSWORD") && message.contains("OTHER_TOKEN"),
        "{message}"
    );
}

#[test]
fn the_first_complete_credentials_count() {
    let address = [("USE_OTHER", "1"), ("OTHER_DOMAIN", "acme")];
    let with = |more: &[(&'static str, &'static str)]| shown(&[&address[..], more].concat());
    assert!(
        with(&[("OTHER_TOKEN", "hush"), ("OTHER_USERNAME", "user")])
            .contains("Header(authorization")
    );
    assert!(
        with(&[("OTHER_USERNAME", "user"), ("OTHER_PASSWORD", "hush")])
            .contains("Header(authorization")
    );
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_unicode_is_an_error() {
    use std::os::unix::ffi::OsStrExt as _;

    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "environment::show_client", "--nocapture"]);
    command.env(STARTED, "1");
    let output = command
        .env("WIDGETS_DOMAIN", std::ffi::OsStr::from_bytes(b"a\xff"))
        .output()
        .unwrap();
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("WIDGETS_DOMAIN is not Unicode")
    );
}

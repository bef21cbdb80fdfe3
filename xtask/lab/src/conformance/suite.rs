//! The packages of the conformance suite → its documents, the scenarios with their calls, and its server.
//!
//! Invariant: versions are pinned, and nothing of the packages is part of this repository.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Map, Value};
use xtask::failure::Failure;

/// Versions of the packages that belong together: those of which the suite has 748 scenarios.
const PACKAGES: [&str; 13] = [
    "@typespec/compiler@1.9.0",
    "@typespec/events@0.79.0",
    "@typespec/http@1.9.0",
    "@typespec/http-specs@0.1.0-alpha.33-dev.3",
    "@typespec/json-schema@1.9.0",
    "@typespec/openapi@1.9.0",
    "@typespec/openapi3@1.9.0",
    "@typespec/rest@0.79.0",
    "@typespec/spector@0.1.0-alpha.24-dev.2",
    "@typespec/sse@0.79.0",
    "@typespec/streams@0.79.0",
    "@typespec/versioning@0.79.0",
    "@typespec/xml@0.79.0",
];

/// Script that emits the documents and prints the scenarios.
const SCRIPT: &str = include_str!("../../programs/conformance/suite.mjs");

/// Time for the server to start.
const START: Duration = Duration::from_secs(60);

/// Content of the suite.
#[derive(Debug, Deserialize)]
pub(super) struct Suite {
    pub(super) documents: Vec<Described>,
    pub(super) scenarios: Vec<Scenario>,
    /// The suite's picture, for files whose content a scenario gives in code alone.
    pub(super) picture: Vec<u8>,
}

/// OpenAPI document of one version of a specification.
#[derive(Debug, Deserialize)]
pub(super) struct Described {
    pub(super) specification: String,
    pub(super) file: String,
    /// Messages of the emitter about operations that OpenAPI cannot express.
    pub(super) notes: Vec<String>,
}

/// Calls that belong together.
#[derive(Debug, Deserialize)]
pub(super) struct Scenario {
    pub(super) specification: String,
    pub(super) name: String,
    pub(super) exchanges: Vec<Exchange>,
}

/// Request that the server expects, and its response.
#[derive(Debug, Deserialize)]
pub(super) struct Exchange {
    pub(super) method: String,
    /// Path with the values of its parameters.
    pub(super) uri: String,
    pub(super) query: Map<String, Value>,
    pub(super) headers: Map<String, Value>,
    pub(super) body: Option<Body>,
    pub(super) response: Response,
}

/// Response of the server.
#[derive(Debug, Deserialize)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: Map<String, Value>,
    pub(super) body: Option<Body>,
}

/// Body of a request or a response.
#[derive(Debug, Deserialize)]
pub(super) struct Body {
    /// Media type.
    #[serde(rename = "type")]
    pub(super) media_type: String,
    pub(super) text: Option<String>,
    pub(super) bytes: Option<Vec<u8>>,
    /// Fields of a form.
    #[serde(default)]
    pub(super) parts: Map<String, Value>,
    #[serde(default)]
    pub(super) files: Vec<File>,
}

/// File of a form.
#[derive(Debug, Deserialize)]
pub(super) struct File {
    pub(super) field: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) media_type: String,
    pub(super) bytes: Vec<u8>,
}

impl Body {
    /// Returns the body as JSON. `None`: it is something else.
    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_str(self.text.as_ref()?).ok()
    }

    /// Returns the content as it is sent.
    pub(super) fn content(&self) -> Vec<u8> {
        let text = self.text.as_ref().map(|text| text.clone().into_bytes());
        text.or_else(|| self.bytes.clone()).unwrap_or_default()
    }
}

/// Returns `true` for a media type that has structure, which callers write and read where the crate has bytes.
pub(super) fn is_structured(media_type: &str) -> bool {
    media_type.contains("xml")
}

/// Folder with the installed packages.
pub(super) struct Packages {
    folder: PathBuf,
}

impl Packages {
    /// Installs the packages into a folder, unless the same versions are there.
    pub(super) fn install(folder: PathBuf) -> Result<Self, Failure> {
        let wanted = PACKAGES.join("\n");
        let mark = folder.join("installed");
        let failed = |error| Failure::io(format_args!("cannot use `{}`", folder.display()), &error);
        fs::create_dir_all(&folder).map_err(failed)?;
        fs::write(folder.join("suite.mjs"), SCRIPT).map_err(failed)?;
        if fs::read_to_string(&mark).is_ok_and(|found| found == wanted) {
            return Ok(Self { folder });
        }
        fs::write(folder.join("package.json"), "{\"private\": true}\n").map_err(failed)?;
        let mut npm = Command::new("npm");
        npm.args([
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--save-exact",
        ])
        .args(PACKAGES);
        output(npm.current_dir(&folder), "npm")?;
        fs::write(mark, wanted).map_err(failed)?;
        Ok(Self { folder })
    }

    /// Emits the documents into a folder, and reads the scenarios.
    pub(super) fn read(
        &self,
        openapi: &str,
        documents: &Path,
        url: &str,
    ) -> Result<Suite, Failure> {
        let mut node = Command::new("node");
        node.arg("suite.mjs").arg(openapi).arg(documents).arg(url);
        let printed = output(node.current_dir(&self.folder), "node")?;
        serde_json::from_slice(&printed)
            .map_err(|error| Failure::new(format!("the suite cannot be read: {error}")))
    }

    /// Starts the server, and waits until it takes connections.
    pub(super) fn serve(&self, port: u16) -> Result<Server, Failure> {
        let mut node = Command::new("node");
        node.arg("node_modules/@typespec/spector/cmd/cli.mjs")
            .args(["serve", "node_modules/@typespec/http-specs/specs"])
            .args([
                "--coverageFile",
                "coverage.json",
                "--port",
                &port.to_string(),
            ])
            .current_dir(&self.folder);
        node.stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = node.spawn();
        let mut server =
            Server(child.map_err(|error| Failure::io("cannot start the server", &error))?);
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let is_over = server.0.try_wait().is_ok_and(|status| status.is_some());
            if is_over || started.elapsed() > START {
                return Err(Failure::new(format!(
                    "the server of the suite did not start on port {port}"
                )));
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }
}

/// Running server, which ends with this value.
pub(super) struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Returns a port of this machine that nothing listens on.
pub(super) fn free_port() -> Result<u16, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    let address = address.map_err(|error| Failure::io("cannot listen on this machine", &error))?;
    Ok(address.port())
}

/// Runs a program to its end, and returns what it printed.
fn output(command: &mut Command, program: &str) -> Result<Vec<u8>, Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| {
        Failure::io(format_args!("cannot run `{program}`"), &error).help(
            "the suite is a set of npm packages: install Node 20 or later from https://nodejs.org",
        )
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!(
        "`{program}` failed, it said:\n{}",
        said.trim()
    )))
}

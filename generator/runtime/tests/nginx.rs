//! HTTP/2 against nginx, which ends each connection after some requests; skipped where nginx is not installed.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use client_runtime::runtime::{ClientBuilder, Credentials, Request, RetryPolicy};
use tokio::net::TcpStream;

use crate::support::{CREATE, SECRET, WIDGETS};

const CALLS: usize = 1_600;
const TASKS: usize = 32;

/// A server with files in a folder of its own, which end with it.
struct Nginx {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Nginx {
    /// Starts nginx; `None` if there is none.
    async fn start() -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("nginx-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let file = folder.join("nginx.conf");
        std::fs::write(&file, configuration(&folder, port)).unwrap();
        let child = Command::new("nginx")
            .arg("-c")
            .arg(&file)
            .arg("-p")
            .arg(&folder)
            .args(["-e", "stderr"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = child else {
            std::fs::remove_dir_all(&folder).unwrap();
            return None;
        };
        let server = Self {
            child,
            folder,
            port,
        };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Some(server);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nginx does not listen");
    }

    /// Returns the number of requests that were processed with this status.
    fn processed(&self, status: &str) -> usize {
        let log = std::fs::read_to_string(self.folder.join("access.log")).unwrap();
        log.lines().filter(|line| *line == status).count()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn configuration(folder: &Path, port: u16) -> String {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let (folder, data) = (folder.display(), data.display());
    format!(
        "daemon off; master_process off; pid {folder}/pid; error_log stderr crit;
        events {{ worker_connections 512; }}
        http {{
            log_format status \"$status\";
            access_log {folder}/access.log status;
            client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
            fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
            keepalive_requests 100;
            server {{
                listen 127.0.0.1:{port} ssl http2;
                ssl_certificate {data}/localhost.cert.pem;
                ssl_certificate_key {data}/localhost.key.pem;
                location / {{ default_type application/json; return 200 \"true\"; }}
            }}
        }}
        "
    )
}

#[tokio::test]
async fn connections_that_end_in_good_order_cost_no_call() {
    let Some(server) = Nginx::start().await else {
        println!("skipped: nginx is not installed");
        return;
    };
    let client = ClientBuilder::new(&WIDGETS)
        .base_url(format!("https://localhost:{}", server.port))
        .credentials(Credentials::api_key(SECRET))
        .root_certificates(include_bytes!("data/localhost.cert.pem"))
        .retry(RetryPolicy::new().base_delay(Duration::from_millis(1)))
        .build()
        .unwrap();
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                for _ in 0..CALLS / TASKS {
                    let call = Request::<bool>::json(&client, &CREATE).json_body(&"x".to_owned());
                    assert!(call.await.unwrap());
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    drop(client);
    assert_eq!(server.processed("200"), CALLS);
}

//! Fetches what an account has added to the service: fields, choices, forms and custom objects, for `cargo xtask account`.
//!
//! Invariant: a file has a response as it was received, and every request only reads.

use std::{
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, ValueEnum};
use freshdesk::{Bytes, Client, Json, Request, Response};
use indicatif::{ProgressBar, ProgressStyle};

const NOTES: &str = "\
Then make types of them:
  cargo xtask account DIR
  cargo xtask codegen

Lists that the key may not read, and features that the plan lacks, are reported and left out.
Files of an earlier run in the folder are replaced.

Environment: FRESHDESK_DOMAIN and FRESHDESK_API_KEY; FRESHDESK_BASE_URL instead of the domain for
another address.
Exit codes: 0 success, 1 nothing could be read, 2 wrong arguments.";

/// Fetches the metadata of an account.
#[derive(Parser)]
#[command(name = "describe_account", version = env!("CLIENT_VERSION"), after_help = NOTES)]
struct Args {
    /// Folder to write.
    #[arg(long, value_name = "DIR", default_value = "account")]
    out: PathBuf,
    /// Further lists to fetch, which the types do not need; repeatable.
    #[arg(long, value_enum, value_delimiter = ',')]
    include: Vec<More>,
}

/// Lists that the types do not need.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum More {
    Groups,
    Products,
    BusinessHours,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match describe(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn describe(args: &Args) -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let mut account = Folder::create(&args.out)?;
    let has = |more| args.include.contains(&more);
    account
        .list("ticket_fields", |page| {
            client
                .tickets()
                .list_fields()
                .per_page(100)
                .page(page)
                .raw()
        })
        .await?;
    account
        .single("admin_ticket_fields", client.ticket_fields().list().raw())
        .await?;
    account
        .list("contact_fields", |page| {
            client
                .contact_fields()
                .list()
                .per_page(100)
                .page(page)
                .raw()
        })
        .await?;
    account
        .list("company_fields", |page| {
            client
                .company_fields()
                .list()
                .per_page(100)
                .page(page)
                .raw()
        })
        .await?;
    for id in account
        .list("ticket_forms", |page| {
            client.ticket_forms().list().per_page(50).page(page).raw()
        })
        .await?
    {
        account
            .single(
                &format!("ticket_forms-{id}"),
                client.ticket_forms().get(id).raw(),
            )
            .await?;
    }
    account
        .single(
            "custom_objects",
            client.custom_objects().list_schemas().raw(),
        )
        .await?;
    if has(More::Groups) {
        account
            .list("groups", |page| {
                client.groups().list().per_page(100).page(page).raw()
            })
            .await?;
    }
    if has(More::Products) {
        account
            .list("products", |page| {
                client.products().list().per_page(100).page(page).raw()
            })
            .await?;
    }
    if has(More::BusinessHours) {
        account
            .list("business_hours", |page| {
                client
                    .business_hours()
                    .list()
                    .per_page(100)
                    .page(page)
                    .raw()
            })
            .await?;
    }
    account.finish()
}

/// The folder with the responses.
struct Folder {
    path: PathBuf,
    bar: ProgressBar,
    /// Number of responses that were written.
    written: usize,
    /// Lists that could not be read, each with the reason.
    failed: Vec<String>,
}

impl Folder {
    /// Creates the folder, or empties it of the responses of an earlier run.
    fn create(path: &Path) -> Result<Self, Box<dyn Error>> {
        const KINDS: [&str; 9] = [
            "ticket_fields",
            "admin_ticket_fields",
            "contact_fields",
            "company_fields",
            "ticket_forms",
            "custom_objects",
            "groups",
            "products",
            "business_hours",
        ];
        let shown = |error: io::Error| format!("{}: {error}", path.display());
        fs::create_dir_all(path).map_err(shown)?;
        for entry in fs::read_dir(path).map_err(shown)? {
            let file = entry.map_err(shown)?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let kind = name.split(['-', '.']).next().unwrap_or_default();
            if name.ends_with(".json") && KINDS.contains(&kind) {
                fs::remove_file(&file).map_err(shown)?;
            }
        }
        let style = ProgressStyle::with_template("{spinner} {pos} responses, {msg}")?;
        Ok(Self {
            path: path.to_owned(),
            bar: ProgressBar::new_spinner().with_style(style),
            written: 0,
            failed: Vec::new(),
        })
    }

    /// Writes the one response to a request.
    async fn single(&mut self, name: &str, request: Request<Bytes>) -> Result<(), Box<dyn Error>> {
        self.bar.set_message(name.to_owned());
        match request.send().await {
            Ok(response) => self.write(name, response.value()),
            Err(error) => {
                self.failed.push(format!("{name}: {error}"));
                Ok(())
            }
        }
    }

    /// Writes the pages of a list, each as it is; gives the IDs of the items.
    async fn list(
        &mut self,
        name: &str,
        request: impl Fn(i64) -> Request<Bytes>,
    ) -> Result<Vec<i64>, Box<dyn Error>> {
        let mut ids = Vec::new();
        for page in 1.. {
            self.bar.set_message(format!("{name}, page {page}"));
            let response = match request(page).send().await {
                Ok(response) => response,
                Err(error) => {
                    self.failed.push(format!("{name}: {error}"));
                    break;
                }
            };
            let file = if page == 1 {
                name.to_owned()
            } else {
                format!("{name}-page{page}")
            };
            self.write(&file, response.value())?;
            ids.extend(item_ids(response.value()));
            if !has_next(&response) {
                break;
            }
        }
        Ok(ids)
    }

    fn write(&mut self, name: &str, body: &[u8]) -> Result<(), Box<dyn Error>> {
        let path = self.path.join(format!("{name}.json"));
        fs::write(&path, body).map_err(|error| format!("{}: {error}", path.display()))?;
        self.written += 1;
        self.bar.inc(1);
        Ok(())
    }

    /// Tells what was written, and what could not be read.
    fn finish(self) -> Result<(), Box<dyn Error>> {
        self.bar.finish_and_clear();
        for reason in &self.failed {
            eprintln!("not read: {reason}");
        }
        if self.written == 0 {
            return Err("nothing could be read".into());
        }
        println!(
            "wrote {} responses to {}",
            self.written,
            self.path.display()
        );
        Ok(())
    }
}

fn item_ids(body: &[u8]) -> Vec<i64> {
    let items: Vec<Json> = serde_json::from_slice(body).unwrap_or_default();
    items
        .iter()
        .filter_map(|item| item["id"].as_i64())
        .collect()
}

/// Returns whether a `Link` header names a next page.
fn has_next(response: &Response<Bytes>) -> bool {
    let mut links = response.headers().get_all("link").iter();
    links.any(|link| {
        link.to_str()
            .is_ok_and(|link| link.contains("rel=\"next\""))
    })
}

//! The command line of `cargo xtask account`.

use std::path::PathBuf;

pub(super) const ACCOUNT_EXAMPLES: &str = "\
Examples:
  cargo run --package tests --example describe_account -- --out account/
  cargo xtask account account/
  cargo xtask codegen
  cargo xtask account production/ sandbox/

A folder has the responses as the service sent them, one in a file: `ticket_fields.json`,
`admin_ticket_fields.json`, `contact_fields.json`, `company_fields.json`, `ticket_forms.json` and
`custom_objects.json`; further pages and single records have `-` and anything behind the name. Other
files are not read.

Exit codes: 0 success, 2 error.";

/// Arguments of `cargo xtask account`.
#[derive(Debug, clap::Args)]
pub(crate) struct AccountArgs {
    /// Folders with the responses of an account; of several, the types fit all.
    #[arg(required = true, value_name = "DIR")]
    pub(crate) folders: Vec<PathBuf>,
    /// Overlay to write [default: spec/overlay/account.yaml of this repository]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

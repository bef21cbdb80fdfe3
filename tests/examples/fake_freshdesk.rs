//! A help desk in memory, to try the other examples on, or a program of your own.
//!
//! Invariant: it listens on this machine alone, and forgets everything when it ends.

use std::{future::pending, process::ExitCode};

use clap::Parser;
use tests::helpdesk::{Fault, Helpdesk, KEY, Options};

const NOTES: &str = "\
It pages, searches, counts calls and complains as Freshdesk does, and judges every request and every response by the
description in spec/. Tickets with their conversations and files, contacts, companies, time entries and the knowledge
base can be created, read, changed and deleted; agents, groups, fields, ticket forms and custom objects can be read.
Every other operation answers with a sample of what the description says, and the header X-Local-Sample.

Faults are a status or `cut` (the connection breaks) or `stall` (no response comes), and when:
  429@3    the third call is answered with 429 and Retry-After
  500%10   every tenth call is answered with 500";

/// A help desk on this machine that responds as Freshdesk does.
#[derive(Parser)]
#[command(name = "fake_freshdesk", version = env!("CLIENT_VERSION"), after_help = NOTES)]
struct Args {
    /// The port to listen on; 0 is any that is free.
    #[arg(long, default_value_t = 8090)]
    port: u16,
    /// Number of tickets.
    #[arg(long, default_value_t = 250, value_name = "N")]
    tickets: usize,
    /// Number of calls answered in a minute [default: unlimited].
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// A field of the account that agents have to fill in; repeatable.
    #[arg(long = "mandatory", value_name = "FIELD")]
    mandatory: Vec<String>,
    /// Faults, and the calls that they affect; repeatable.
    #[arg(long = "fault", value_name = "FAULT")]
    faults: Vec<Fault>,
    /// Do not validate responses against the description, which takes most of the time of one.
    #[arg(long)]
    quick: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = Args::parse();
    let started = Helpdesk::start(Options {
        port: args.port,
        tickets: args.tickets,
        limit: args.limit,
        mandatory: args.mandatory,
        faults: args.faults,
        judge_answers: !args.quick,
        ..Options::default()
    });
    let desk = match started {
        Ok(desk) => desk,
        Err(error) => {
            eprintln!("error: cannot listen on port {}: {error}", args.port);
            return ExitCode::FAILURE;
        }
    };
    println!("# Listening; Ctrl-C ends it. In another terminal:");
    println!("export FRESHDESK_BASE_URL={}", desk.base_url());
    println!("export FRESHDESK_API_KEY={KEY}");
    if tokio::signal::ctrl_c().await.is_err() {
        // Nothing tells when to end, so its parent process has to end it.
        pending::<()>().await;
    }
    ExitCode::SUCCESS
}

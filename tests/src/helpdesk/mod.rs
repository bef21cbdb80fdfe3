//! A help desk in memory, on the loopback: what is created can be read, changed and deleted, and it pages, searches,
//! counts calls and complains as Freshdesk does.
//!
//! Invariant: every request is judged by the description before it does anything, and every response before it leaves.
//! A response that is wrong is a mistake of this module, kept in [`Helpdesk::mistakes`], and leaves as a 500.

mod account;
mod call;
mod catalogue;
mod clock;
mod companies;
mod contacts;
mod contract;
mod conversations;
mod custom_fields;
mod desk;
mod faults;
mod files;
mod form;
mod limits;
mod names;
mod operations;
mod options;
mod paging;
mod records;
mod refusal;
mod reply;
mod search;
mod seed;
mod solutions;
mod state;
mod strict;
mod ticket_records;
mod tickets;
mod time_entries;

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use serde_json::Value;
use tokio::sync::oneshot;

use self::desk::Desk;
pub use self::{
    desk::Asked,
    faults::Fault,
    options::{KEY, Options},
};
use crate::server::Server;

/// A running help desk; it stops when it is dropped.
pub struct Helpdesk {
    address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Helpdesk {
    /// Starts on a thread of its own.
    ///
    /// # Errors
    ///
    /// The port is not free.
    pub fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", options.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let desk = Arc::new(Mutex::new(Desk::new(options, address)));
        let shared = Arc::clone(&desk);
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                let _server =
                    Server::listening(listener, move |_, request| lock(&shared).answer(request));
                // Whether it is told to stop or left alone, it is over.
                let _ = stopped.await;
            });
        });
        Ok(Self {
            address,
            desk,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Returns the base URL for clients.
    pub fn base_url(&self) -> String {
        format!("http://{}/api/v2", self.address)
    }

    /// Returns every call so far, in order.
    pub fn asked(&self) -> Vec<Asked> {
        lock(&self.desk).asked.clone()
    }

    /// Returns the contradictions between this module and the description; a test ends with none.
    pub fn mistakes(&self) -> Vec<String> {
        lock(&self.desk).mistakes.clone()
    }

    /// Returns everything of a kind, such as `tickets`, in the order of its IDs.
    pub fn all(&self, kind: &str) -> Vec<Value> {
        lock(&self.desk).state.all(kind)
    }
}

impl Drop for Helpdesk {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The thread may have ended by itself.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Locks the help desk, even after a panic in another response.
fn lock(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

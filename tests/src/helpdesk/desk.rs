//! A request → a response: faults first, then the key, the limit, the description, and at last what is asked.
//!
//! Invariant: a call has an effect only if it is answered with a success.

use std::{
    net::SocketAddr,
    panic::{self, AssertUnwindSafe},
    sync::LazyLock,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    Fault, Options, contract, files::Files, limits::Limits, operations, refusal::Refusal,
    reply::Reply, state::State,
};
use crate::{
    description::{Described, Description},
    input,
    server::{Received, ServerResponse},
};

/// Read once, however many help desks there are.
static DESCRIPTION: LazyLock<Description> =
    LazyLock::new(|| Description::new(input::described_freshdesk()));

/// The help desk itself.
pub(super) struct Desk {
    description: &'static Description,
    options: Options,
    limits: Limits,
    /// Scheme and host.
    origin: String,
    pub(super) state: State,
    pub(super) asked: Vec<Asked>,
    pub(super) mistakes: Vec<String>,
}

/// A call that the help desk was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Method, path and query as they were sent.
    pub line: String,
    /// The status of the response.
    pub status: u16,
}

impl Desk {
    pub(super) fn new(options: Options, address: SocketAddr) -> Self {
        Self {
            description: &DESCRIPTION,
            limits: Limits::new(options.limit),
            origin: format!("http://{address}"),
            state: State::seeded(
                options.tickets,
                Files::at(address.port()),
                &options.mandatory,
            ),
            asked: Vec::new(),
            mistakes: Vec::new(),
            options,
        }
    }

    pub(super) fn answer(&mut self, request: &Received) -> ServerResponse {
        if let Some(answer) = self.state.files.answer(request) {
            return answer;
        }
        let number = self.asked.len() + 1;
        let mut faults = self.options.faults.iter().copied();
        let fault = faults.find(|fault| fault.strikes(number));
        let (status, answer) = fault.map_or_else(|| self.perform_safely(request), Fault::strike);
        let line = format!("{} {}", request.method(), request.target());
        self.asked.push(Asked { line, status });
        answer
    }

    /// Performs a request and always returns a response.
    fn perform_safely(&mut self, request: &Received) -> (u16, ServerResponse) {
        let reply = panic::catch_unwind(AssertUnwindSafe(|| self.reply(request)));
        let reply = reply.unwrap_or_else(|_| {
            let line = &request.line;
            self.mistaken(format!("a panic, which standard error tells of, at {line}"))
        });
        (reply.status, reply.into_answer())
    }

    fn reply(&mut self, request: &Received) -> Reply {
        let described = contract::operation(self.description, request).ok();
        let cost = described.map_or(1, |described| cost(described, request));
        let reply = self.limits.count(cost).map_err(Refusal::TooMany);
        let reply = reply.and_then(|()| self.perform(request));
        let reply = reply.unwrap_or_else(|refusal| refusal.reply());
        let reply = match described {
            Some(described) if self.options.judge_answers => {
                let mistake = contract::judge(self.description, described, &reply);
                self.judged(reply, mistake)
            }
            _ => reply,
        };
        let number = self.asked.len() + 1;
        self.limits
            .tell(reply, cost)
            .header(format!("x-request-id: local-{number}"))
            .header("x-freshdesk-api-version: latest=v2; requested=v2")
    }

    fn judged(&mut self, reply: Reply, mistake: Option<String>) -> Reply {
        match mistake {
            None => reply,
            Some(mistake) => self.mistaken(mistake),
        }
    }

    /// Keeps a mistake of this module; gives the response that tells it.
    fn mistaken(&mut self, mistake: String) -> Reply {
        eprintln!("a mistake of the local help desk: {mistake}");
        let said = serde_json::json!({"code": "internal_error", "message": mistake});
        self.mistakes.push(mistake);
        Reply::json(500, said)
    }

    fn perform(&mut self, request: &Received) -> Result<Reply, Refusal> {
        if !self.is_known(request) {
            return Err(Refusal::Unauthorized);
        }
        let described = contract::operation(self.description, request)?;
        let call = contract::call(self.description, described, request, &self.origin)?;
        let done = operations::perform(&mut self.state, &call)?;
        Ok(done.unwrap_or_else(|| self.description_alone(described)))
    }

    /// Checks the key, which is the user of HTTP Basic; the password does not matter.
    fn is_known(&self, request: &Received) -> bool {
        let given = request.header("authorization").unwrap_or_default();
        let given = given.strip_prefix("Basic ").unwrap_or_default();
        let given = STANDARD.decode(given).unwrap_or_default();
        let user = given.split(|byte| *byte == b':').next();
        user == Some(self.options.key.as_bytes())
    }

    /// Returns the response of an operation that has nothing behind it here: a sample of what is described.
    fn description_alone(&self, described: Described<'_>) -> Reply {
        let (status, media) = self.description.success(described);
        let reply = match media {
            Some(media) => Reply::json(status, self.description.sample(media.schema)),
            None => Reply::empty(status),
        };
        reply.header("x-local-sample: true")
    }
}

/// Returns the rate-limit cost of a call.
fn cost(described: Described<'_>, request: &Received) -> u64 {
    let credits = described.extension("x-rust-credits");
    let base = credits["base"].as_u64().unwrap_or(1);
    let each = credits["per-value"].as_object().into_iter().flatten();
    let more = each.map(|(name, cost)| {
        let named = format!("{name}=");
        let (_, query) = request.target().split_once('?').unwrap_or_default();
        let value = query.split('&').find_map(|pair| pair.strip_prefix(&named));
        let count = value.map_or(0, |value| value.replace("%2C", ",").split(',').count());
        cost.as_u64().unwrap_or(0) * count as u64
    });
    base + more.sum::<u64>()
}

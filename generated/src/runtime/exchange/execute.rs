//! Carries out requests: parts in, a successful response or an error out.
//!
//! Not generic over the caller's type, so it is compiled once for all operations; a call never outlives its limits.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use tokio::time::{self, Instant};

use super::attempt::{Attempt, Deadline, Extent, is_unsent};
use super::clock;
use super::trace::Trace;
use crate::runtime::client::{Client, Settings};
use crate::runtime::description::Operation;
use crate::runtime::error::{Call, Error, RateLimited, Stage, TimeLimit, TimeoutError};
use crate::runtime::finished_call::FinishedCall;
use crate::runtime::limits::{Pace, Passage, Patience, RateLimit, Refusal, RetryPolicy, Ticket};
use crate::runtime::request::RequestParts;
use crate::runtime::request::Template;
use crate::runtime::response::{Head, OpenResponse, RawResponse};
use crate::runtime::transport::ByteStream;

/// A request that is in progress.
pub(in crate::runtime) type Execution =
    Pin<Box<dyn Future<Output = Result<OpenResponse, Error>> + Send>>;

/// Carries a request out. It is sent when the future is awaited.
pub(in crate::runtime) fn execute(
    client: Client,
    parts: Box<RequestParts>,
    extent: Extent,
) -> Execution {
    Box::pin(run(client, parts, extent))
}

async fn run(
    client: Client,
    parts: Box<RequestParts>,
    extent: Extent,
) -> Result<OpenResponse, Error> {
    clock::check(parts.operation)?;
    let limits = Limits::new(&client.settings, &parts, extent);
    let list = limits.operation.paging.and_then(|paging| paging.items);
    let (mut call, template) = parts.into_http(&client.settings)?;
    let trace = Trace::new(limits.operation);
    let answer = limits.carry_out_unless_cancelled(&client, &trace, &mut call, &template);
    let answer = trace.follow(answer).await;
    limits.report(&client.settings, &answer);
    let (head, body) = answer?;
    Ok(RawResponse {
        call,
        head,
        body,
        list,
    })
}

/// Limits of a call: its own settings, or else the client's.
struct Limits {
    operation: &'static Operation,
    cost: u32,
    pace: Pace,
    timeout: Duration,
    deadline: Option<Deadline>,
    retry: RetryPolicy,
    extent: Extent,
    start: Instant,
    /// `true` if the server may have received an attempt.
    begun: AtomicBool,
    /// Number of attempts that were begun.
    attempts: AtomicU32,
    /// Milliseconds that the call has waited for the rate limit.
    waited: AtomicU64,
}

impl Limits {
    fn new(settings: &Settings, parts: &RequestParts, extent: Extent) -> Self {
        Self {
            operation: parts.operation,
            cost: parts.cost(),
            pace: parts.pace,
            timeout: parts.timeout.unwrap_or(settings.timeout),
            deadline: parts.deadline.or(settings.deadline).map(Deadline::new),
            retry: parts.retry.unwrap_or(settings.retry),
            extent,
            start: Instant::now(),
            begun: AtomicBool::new(false),
            attempts: AtomicU32::new(0),
            waited: AtomicU64::new(0),
        }
    }

    /// Tells the observer of the client that the call has ended.
    fn report(&self, settings: &Settings, answer: &Result<(Head, ByteStream), Error>) {
        let Some(observer) = &settings.observer else {
            return;
        };
        observer.observe(&FinishedCall {
            operation: self.operation.id,
            method: &self.operation.method,
            status: match answer {
                Ok((head, _)) => Some(head.status),
                Err(error) => error.status(),
            },
            error: answer.as_ref().err(),
            attempts: self.attempts.load(Ordering::Relaxed),
            duration: self.start.elapsed(),
            waited: Duration::from_millis(self.waited.load(Ordering::Relaxed)),
        });
    }

    /// Works like [`Self::carry_out`], until the calls of the client are cancelled.
    async fn carry_out_unless_cancelled(
        &self,
        client: &Client,
        trace: &Trace,
        call: &mut Call,
        template: &Template,
    ) -> Result<(Head, ByteStream), Error> {
        let answer = self.carry_out(&client.settings, trace, call, template);
        let Some(cancellation) = &client.cancellation else {
            return answer.await;
        };
        let answer = cancellation.unless(pin!(answer)).await;
        answer.unwrap_or_else(|| {
            let begun = self.begun.load(Ordering::Relaxed);
            Err(Error::cancelled(call.clone(), begun))
        })
    }

    /// Makes attempts until one succeeds or another one is of no use.
    async fn carry_out(
        &self,
        settings: &Settings,
        trace: &Trace,
        call: &mut Call,
        template: &Template,
    ) -> Result<(Head, ByteStream), Error> {
        loop {
            let ticket = self.admit(settings, trace, call).await?;
            let begun_before = self.begun.swap(true, Ordering::Relaxed);
            let attempt = Attempt::new(
                settings,
                call,
                trace,
                self.timeout,
                self.deadline,
                template.meter(),
            );
            let answer = attempt.make(template, ticket, self.extent);
            let error = match answer.await {
                Ok(answer) => {
                    settings.retry_budget.deposit();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            if is_unsent(&error) {
                self.begun.store(begun_before, Ordering::Relaxed);
            }
            if let Some(head) = already_done(settings, call, &error) {
                return Ok((head, ByteStream::once(Bytes::new())));
            }
            let Some(pause) = self.pause(settings, template, &error) else {
                return Err(error);
            };
            trace.retry(&error, pause);
            call.previous.push(error.to_failed_attempt(pause));
            time::sleep(pause).await;
        }
    }

    /// Waits for the rate limit.
    async fn admit<'a>(
        &self,
        settings: &'a Settings,
        trace: &Trace,
        call: &Call,
    ) -> Result<Ticket<'a>, Error> {
        let start = Instant::now();
        if self.deadline.is_some_and(|deadline| deadline.at <= start) {
            return Err(self.refused(call, Refusal::TooLate));
        }
        let passage = Passage {
            operation: self.operation,
            cost: self.cost,
            pace: self.pace,
            patience: Patience {
                deadline: self.deadline.map(|deadline| deadline.at),
                pause: self.retry.longest_pause(),
            },
        };
        let ticket = settings.limiter.admit(passage).await;
        let ticket = ticket.map_err(|refusal| self.refused(call, refusal))?;
        let waited = start.elapsed();
        trace.attempt(call.previous.len(), waited);
        let millis = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
        self.waited.fetch_add(millis, Ordering::Relaxed);
        self.attempts.fetch_add(1, Ordering::Relaxed);
        Ok(ticket)
    }

    /// Returns the pause before the next attempt, if there is to be one, the deadline leaves time for it, and the body
    /// can be sent again.
    fn pause(&self, settings: &Settings, template: &Template, error: &Error) -> Option<Duration> {
        if template.body.is_spent() {
            return None;
        }
        let pause = self.retry.pause(error, self.operation)?;
        let left = self.deadline.map(|deadline| deadline.at - Instant::now());
        let in_time = left.is_none_or(|left| pause < left);
        (in_time && settings.retry_budget.allows(error)).then_some(pause)
    }

    fn refused(&self, call: &Call, refusal: Refusal) -> Error {
        let call = call.clone();
        match refusal {
            Refusal::TooLate => Error::Timeout(Box::new(TimeoutError {
                call,
                stage: Stage::WaitingForQuota,
                limit: TimeLimit::Deadline,
                duration: self.deadline.map(|deadline| deadline.after),
                host: None,
                source: None,
            })),
            Refusal::Paused(left) => {
                Error::RateLimited(Box::new(RateLimited::not_sent(call, left)))
            }
        }
    }
}

/// Returns the head of a response that says "not found" of what an earlier attempt may have deleted: that attempt has
/// failed for the client only, so what the call was to bring about is the case.
fn already_done(settings: &Settings, call: &Call, error: &Error) -> Option<Head> {
    let Error::Api(answer) = error else {
        return None;
    };
    let is_deleted = call.method == Method::DELETE && error.is_not_found();
    let may_have_acted = call.previous.iter().any(|attempt| !attempt.is_unsent());
    (is_deleted && may_have_acted).then(|| Head {
        status: answer.status(),
        headers: answer.headers().clone(),
        rate_limit: RateLimit::read(settings.service.rate_limit.as_ref(), answer.headers()),
    })
}

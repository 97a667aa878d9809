//! So many clients at once, each with one certificate on its way at a time, until all are in custody.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tamga_courier::{AttemptCtx, Envelope, GatewayTransport as _, HttpTransport, SubmitOutcome};
use tokio::task::JoinSet;

use crate::{Failed, now};

/// How long all took, and each.
pub struct Took {
    pub whole: Duration,
    pub each: Vec<Duration>,
}

impl Took {
    /// Nanoseconds that went by for each certificate, all clients together.
    pub fn turn(&self) -> u128 {
        self.whole.as_nanos() / self.each.len().max(1) as u128
    }

    /// The latency that so many of a hundred stay below, in nanoseconds.
    pub fn percentile(&self, percent: usize) -> u128 {
        let mut sorted = self.each.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() * percent / 100).map_or(0, Duration::as_nanos)
    }
}

/// Hands all over by these roads.
pub async fn send(roads: &[Arc<HttpTransport>], envelopes: Vec<Envelope>) -> Result<Took, Failed> {
    let waiting = Arc::new(Mutex::new(envelopes.into_iter()));
    let (begun, mut clients) = (Instant::now(), JoinSet::new());
    for road in roads {
        let (road, waiting) = (road.clone(), waiting.clone());
        clients.spawn(async move {
            let mut each = Vec::new();
            loop {
                let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some(envelope) = next else { return Ok::<_, Failed>(each) };
                let begun = Instant::now();
                let at = AttemptCtx { n: 1, at: now(), hops: Vec::new() };
                match road.submit(&envelope, &at).await {
                    SubmitOutcome::Accepted(_) => each.push(begun.elapsed()),
                    other => return Err(format!("not accepted: {other:?}").into()),
                }
            }
        });
    }
    let mut each = Vec::new();
    while let Some(client) = clients.join_next().await {
        each.extend(client??);
    }
    Ok(Took { whole: begun.elapsed(), each })
}

//! What stands still, and who may end it? Nothing is given up by one person, nor while the other side may still take it.

use std::sync::Arc;

use serde_json::json;
use tamga_courier::{GatewayTransport as _, HttpTransport, SubmissionKey, VoidOutcome, VoidReason};
use tamga_protocol::Envelope;
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use super::{Admin, AdminError, Proposal, Waiting};
use crate::books::{look, waiting};
use crate::examine::onward;
use crate::standing::Board;

/// What agreeing to a proposal came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreed {
    /// It is undeliverable now, for good.
    Ended,
    /// It reached its goal before.
    Arrived,
}

impl Admin {
    /// What is under way or stands still, oldest first.
    pub fn waiting(&self, limit: u32) -> Result<Vec<Waiting>, AdminError> {
        Ok(look(self.ledger.as_ref(), |records| waiting::list(records, limit))?)
    }

    /// Lets go what is held on a route, whatever the route's state; answers how many.
    pub fn release(&self, by: &str, route: &str) -> Result<usize, AdminError> {
        let known = self.config.route(route).ok_or_else(|| AdminError::Unknown(format!("route {route}")))?;
        self.command(by, &json!({ "released": route }), |_| Ok(()))?;
        let open = |id: &str| (id == known.route).then(|| onward(known));
        Ok(self.ledger.release(&open, self.clock.now())?)
    }

    /// Proposes to give a submission up; somebody else has to agree.
    pub fn propose(&self, by: &str, id: Uuid, reason: &str) -> Result<(), AdminError> {
        if !(1..=500).contains(&reason.trim().chars().count()) {
            return Err(AdminError::Refused("a reason is needed, at most 500 characters".to_owned()));
        }
        self.under_way(id)?;
        let what = json!({ "submission": id, "undeliverable": "proposed", "reason": reason });
        let at = self.clock.now();
        self.command(by, &what, |records| waiting::propose(records, id, reason, by.trim(), at))
    }

    /// Agrees to a proposal. What is on its way to another gateway is ended only with that gateway's promise that it will
    /// never take it; needs a Tokio runtime.
    pub async fn agree(&self, by: &str, id: Uuid) -> Result<Agreed, AdminError> {
        let (own, by) = (self.clone(), by.trim().to_owned());
        let (asking, person) = (own.clone(), by.clone());
        let (proposal, road) = off(move || asking.second(&person, id)).await?;
        let promise = match road {
            Some(road) => Some(road.promise(id, &proposal.reason, &by).await?),
            None => None,
        };
        off(move || own.end(&by, id, &proposal, promise.as_ref())).await
    }

    /// The proposal somebody else made, and the road to the gateway that may still take the submission.
    fn second(&self, by: &str, id: Uuid) -> Result<(Proposal, Option<Road>), AdminError> {
        let found = self.under_way(id)?;
        let proposal = found.proposal.ok_or_else(|| AdminError::Unknown(format!("proposal to end {id}")))?;
        if proposal.actor.trim().to_lowercase() == by.to_lowercase() {
            return Err(AdminError::Refused("it takes a second person to agree".to_owned()));
        }
        // One that is no longer configured cannot be asked; two persons then answer for it.
        let peer = found.peer.and_then(|peer| self.config.peers.iter().find(|known| known.id == peer));
        let Some(peer) = peer else { return Ok((proposal, None)) };
        let board = Arc::new(Board::of(self.standing()?, self.clock.now()));
        let transport = crate::server::road(peer, board)?;
        let bytes = look(self.ledger.as_ref(), |records| waiting::envelope(records, id))?;
        let envelope = Envelope::read(&bytes).map_err(|error| AdminError::Refused(error.to_string()))?;
        let key = SubmissionKey {
            id,
            envelope_sha256: sha256_hex(&bytes),
            document_sha256: envelope.document.sha256,
            issuer: envelope.issuer,
            co_number: envelope.co_number,
            revision: envelope.revision,
            number: envelope.number,
        };
        Ok((proposal, Some(Road { peer: peer.id.clone(), transport, key })))
    }

    fn end(
        &self,
        by: &str,
        id: Uuid,
        proposal: &Proposal,
        promise: Option<&(String, String)>,
    ) -> Result<Agreed, AdminError> {
        let what = json!({ "submission": id, "undeliverable": "agreed", "proposedBy": proposal.actor,
            "promisedBy": promise.map(|(peer, _)| peer) });
        let at = self.clock.now();
        let ended = self.command(by, &what, |records| {
            let promise = promise.map(|(peer, raw)| (peer.as_str(), raw.as_str()));
            waiting::end(records, id, by, promise, at)
        })?;
        Ok(if ended { Agreed::Ended } else { Agreed::Arrived })
    }

    fn under_way(&self, id: Uuid) -> Result<Waiting, AdminError> {
        let found = look(self.ledger.as_ref(), |records| waiting::one(records, id))?;
        let found = found.ok_or_else(|| AdminError::Unknown(format!("submission {id}")))?;
        match found.state.as_str() {
            "held" | "parked" | "received" | "validated" | "forwarding" => Ok(found),
            state => Err(AdminError::Refused(format!("submission {id} is {state}: there is nothing to give up"))),
        }
    }
}

/// Does what waits for the store where it may block.
async fn off<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AdminError> + Send + 'static,
) -> Result<T, AdminError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(AdminError::Refused(format!("a panic: {error}"))))
}

/// The way to a gateway that may still take a submission.
struct Road {
    peer: String,
    transport: HttpTransport,
    key: SubmissionKey,
}

impl Road {
    /// Its promise that it will never take it.
    async fn promise(&self, id: Uuid, reason: &str, by: &str) -> Result<(String, String), AdminError> {
        let why = VoidReason { reason: reason.to_owned(), actor: by.to_owned() };
        match self.transport.void(&self.key, &why).await {
            VoidOutcome::Voided(evidence) => {
                Ok((self.peer.clone(), String::from_utf8_lossy(&evidence.raw).into_owned()))
            }
            VoidOutcome::AlreadyTaken(_) => {
                let words = format!("gateway {} has {id} already: it will be seen as delivered", self.peer);
                Err(AdminError::Refused(words))
            }
            VoidOutcome::CannotTell(fault) => Err(AdminError::Refused(format!(
                "gateway {} did not promise that it will never take it ({fault}); try again when it answers",
                self.peer
            ))),
        }
    }
}

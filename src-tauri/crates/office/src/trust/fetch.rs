//! Who brings newer lists? The office's gateway is asked now and then for the trust list and for the status lists of the
//! bodies in it. What comes goes the way of a file, with the same checks and the same difference to look at; what does
//! not come, or is refused, leaves everything as it was.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tamga_courier::{AbsentOr, Fault, HttpTransport, Scope};
use tamga_origin::trust::StatusTaken;
use tamga_origin::{Finding, Severity, Timestamp};
use tamga_seal::digest::sha256_hex;
use tokio::sync::watch;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;

/// After this long the gateway is asked again.
const EVERY: Duration = Duration::from_secs(60 * 60);
/// After this long, when something stood in the way.
const AGAIN: Duration = Duration::from_secs(5 * 60);
/// Lists of one kind taken in one look: a desk that was away for a year catches up, and a gateway cannot hold it for ever.
const MOST: usize = 512;

/// What a look at the gateway brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListsFetched {
    /// Number of the newest trust list that came and is in force now.
    pub taken: Option<u64>,
    /// Number of the newest trust list that came and waits for somebody to accept it.
    pub waits: Option<u64>,
    /// Status lists taken over.
    pub statuses: u64,
    /// What did not work, at the issuer whose list it was (empty for the trust list): `lists.unreachable` with the
    /// `class` of the fault, or the code by which a list was refused.
    pub findings: Vec<Finding>,
}

/// The last look at the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListsLooked {
    /// When.
    pub at: Timestamp,
    /// What did not work then.
    pub findings: Vec<Finding>,
}

/// The last look, as this run remembers it: the next one looks at its start.
#[derive(Debug, Clone)]
pub(crate) struct Looked {
    at: Timestamp,
    /// The finding, and SHA-256 of the bytes that were refused, hex; empty when none came.
    faults: Vec<(Finding, String)>,
}

/// What a look did so far.
#[derive(Default)]
struct Look {
    fetched: ListsFetched,
    faults: Vec<(Finding, String)>,
}

impl Look {
    fn unreachable(&mut self, issuer: &str, fault: &Fault) {
        let finding = Finding::new("lists.unreachable", Severity::Warn, issuer);
        self.faults.push((finding.with("class", fault.class.word()), String::new()));
    }

    fn refused(&mut self, issuer: &str, code: String, found: String, sha256: String) {
        let params = vec![("found".into(), found)];
        let finding = Finding { code: code.into(), severity: Severity::Warn, path: issuer.to_owned(), params };
        self.faults.push((finding, sha256));
    }
}

impl Office {
    /// Asks the gateway for every newer list and takes over what may be taken; what has to wait for somebody waits.
    ///
    /// # Errors
    /// `NoPartner`, or a store that cannot be read or written. What the gateway did not give, and what was refused, is in the
    /// report.
    pub async fn fetch_lists(self: &Arc<Self>) -> Result<ListsFetched, OfficeError> {
        let road = self.http_road()?;
        let before = self.last_look();
        let mut look = Look::default();
        let is_there = self.fetch_trust(&road, before.as_ref(), &mut look).await?;
        // Who issues only has nobody else's certificates to ask about.
        if is_there && self.facts().told.role.receives() {
            self.fetch_statuses(&road, &mut look).await?;
        }
        let Look { mut fetched, faults } = look;
        fetched.findings = faults.iter().map(|(finding, _)| finding.clone()).collect();
        let looked = Looked { at: self.now(), faults };
        *self.looked.lock().unwrap_or_else(PoisonError::into_inner) = Some(looked);
        self.changed(&[Tag::Issuers]);
        Ok(fetched)
    }

    /// Has the worker look for newer lists at once.
    pub fn fetch_lists_now(&self) {
        self.lists_wake.notify_one();
    }

    /// The last look for newer lists in this run; none before the first.
    pub fn lists_looked(&self) -> Option<ListsLooked> {
        let Looked { at, faults } = self.last_look()?;
        Some(ListsLooked { at, findings: faults.into_iter().map(|(finding, _)| finding).collect() })
    }

    fn last_look(&self) -> Option<Looked> {
        self.looked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says whether the gateway is there.
    async fn fetch_trust(
        self: &Arc<Self>,
        road: &HttpTransport,
        before: Option<&Looked>,
        look: &mut Look,
    ) -> Result<bool, OfficeError> {
        for _ in 0..MOST {
            let believed = self.trust_believed();
            if believed.held.roots().is_empty() {
                // Whom to believe first is said by a person, never by a gateway.
                return Ok(true);
            }
            let bytes = match road.trust_list(believed.newest_number()).await {
                Ok(AbsentOr::Found(bytes)) => bytes,
                Ok(AbsentOr::NotFound) => return Ok(true),
                Err(fault) => {
                    look.unreachable("", &fault);
                    return Ok(fault.scope != Scope::Route);
                }
            };
            let sha256 = sha256_hex(&bytes);
            let known = before.into_iter().flat_map(|look| &look.faults).find(|(_, refused)| *refused == sha256);
            if let Some(refused) = known
                && believed.leading(&bytes).is_err()
            {
                // The journal has it once, not at every look.
                look.faults.push(refused.clone());
                return Ok(true);
            }
            match self.aside(move |desk| desk.offer_trust(&bytes)).await {
                Ok(offer) if offer.preview.is_in_force => return Ok(true),
                Ok(offer) if offer.is_taken => look.fetched.taken = Some(offer.preview.n),
                Ok(offer) => look.fetched.waits = Some(offer.preview.n),
                Err(OfficeError::TrustListRefused { code, found }) => {
                    look.refused("", code, found, sha256);
                    return Ok(true);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    async fn fetch_statuses(self: &Arc<Self>, road: &HttpTransport, look: &mut Look) -> Result<(), OfficeError> {
        let Some(list) = self.trust_list() else { return Ok(()) };
        let named = list.issuers.iter().filter(|issuer| !list.status_keys(&issuer.id).is_empty());
        for issuer in named {
            for _ in 0..MOST {
                let reach = |desk: &Self| desk.status_lists().reach(&issuer.id).map_or(0, |reach| reach.n);
                let held = reach(self);
                let bytes = match road.status_list(&issuer.id, held).await {
                    Ok(AbsentOr::Found(bytes)) => bytes,
                    Ok(AbsentOr::NotFound) => break,
                    Err(fault) => {
                        look.unreachable(&issuer.id, &fault);
                        if fault.scope == Scope::Route {
                            return Ok(());
                        }
                        break;
                    }
                };
                let sha256 = sha256_hex(&bytes);
                match self.aside(move |desk| desk.take_status_list(&bytes)).await {
                    Ok(StatusTaken::InForce) => look.fetched.statuses += 1,
                    Ok(StatusTaken::Repeat | StatusTaken::Waits { .. }) => break,
                    Err(OfficeError::TrustListRefused { code, found }) => {
                        look.refused(&issuer.id, code, found, sha256);
                        break;
                    }
                    Err(error) => return Err(error),
                }
                // A list of another body in the place of this one's leads no further here.
                if reach(self) == held {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Looks for newer lists at the start, every hour, when the gateway's settings change and when somebody asks; sooner
/// again when something stood in the way. What is cut off when the program ends is asked for again at the next start.
pub(crate) async fn worker(office: Arc<Office>, mut stop: watch::Receiver<bool>) {
    let mut partner = office.partner.subscribe();
    while !*stop.borrow() {
        partner.mark_unchanged();
        let sleep = tokio::select! {
            sleep = one_look(&office) => sleep,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {}
            () = office.lists_wake.notified() => {}
            _ = partner.changed() => {}
            () = tokio::time::sleep(sleep) => {}
        }
    }
}

async fn one_look(office: &Arc<Office>) -> Duration {
    if office.partner().is_none() {
        return EVERY;
    }
    match office.fetch_lists().await {
        Ok(fetched) if fetched.findings.is_empty() => EVERY,
        Ok(fetched) => {
            let codes: Vec<_> = fetched.findings.iter().map(|finding| finding.code.as_ref()).collect();
            tracing::info!(?codes, "not every list could be fetched");
            AGAIN
        }
        Err(error) => {
            tracing::error!(%error, "looking for newer lists ended early");
            AGAIN
        }
    }
}

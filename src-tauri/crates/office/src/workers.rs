//! Who sends, receives and gathers evidence while people work? Two workers on the office's gateway, one that asks for time
//! stamps and fetches answers about revocation, one that looks for newer lists (`trust`), and one that hears when the
//! network changes (`network`); started and stopped together.

use std::sync::Arc;
use std::time::Duration;

use tamga_courier::GatewayTransport;
use tamga_origin::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::error::OfficeError;
use crate::inbox::{self, ReceiveReport};
use crate::inbox_turns::{InboxTurns, Pages};
use crate::network::network_worker;
use crate::office::Office;
use crate::outbox_turns::OutboxTurns;
use crate::partner::Partner;
use crate::send::{self, Haste};
use crate::trust::lists_worker;

/// The longest a worker sleeps without looking round.
const TICK: Duration = Duration::from_secs(30);
/// How long an attempt under way may still take when the program ends; what is cut off is asked about at the next start.
const GRACE: Duration = Duration::from_secs(5);
/// After this long a stamp that is missing is asked for again.
const MISSING: Duration = Duration::from_secs(5 * 60);
/// After this long lists of revoked certificates are fetched again.
const FETCH: Duration = Duration::from_secs(60 * 60);
/// From one look into a folder to the next; what did not change in between is whole.
const GLANCE: Duration = Duration::from_secs(10);
/// How long an inbox is listened to at a time.
const LISTEN: Duration = Duration::from_secs(25);

/// What one pass of the outbox did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SendReport {
    /// Taken into custody, duplicates counted.
    pub accepted: u64,
    /// Refused for good.
    pub rejected: u64,
    /// Not known whether it arrived.
    pub unknown: u64,
    /// Still waits.
    pub waiting: u64,
}

/// The workers, running on the current tokio runtime; they stop when this is dropped.
#[derive(Debug)]
pub struct Workers {
    stop: watch::Sender<bool>,
    running: JoinSet<()>,
}

impl Workers {
    /// Starts all workers. Without a gateway three of them wait until one is set up. Must be called on a tokio runtime.
    pub fn start(office: &Arc<Office>) -> Self {
        let stop = watch::Sender::new(false);
        let mut running = JoinSet::new();
        running.spawn(outbox_worker(office.clone(), stop.subscribe()));
        running.spawn(inbox_worker(office.clone(), stop.subscribe()));
        running.spawn(evidence_worker(office.clone(), stop.subscribe()));
        running.spawn(lists_worker(office.clone(), stop.subscribe()));
        running.spawn(network_worker(office.clone(), stop.subscribe()));
        Self { stop, running }
    }

    /// Stops them and waits until what is under way has been written down.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.running.join_next().await.is_some() {}
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        // Told to stop, they end by themselves once the attempt under way is written down.
        self.running.detach_all();
    }
}

impl Office {
    /// One pass of the outbox, at a person's wish: everything that waits is tried once.
    ///
    /// # Errors
    /// `NoPartner`, or a store that cannot be written. Faults of the road are in the report.
    pub async fn send_pass(self: &Arc<Self>) -> Result<SendReport, OfficeError> {
        let line = self.line_if_any()?;
        self.send_now(None)?;
        Ok(send::pass(self, line.as_ref(), Haste::AtOnce).await?.report)
    }

    /// The road to the gateway; none when there are only routes into folders.
    fn line_if_any(self: &Arc<Self>) -> Result<Option<Arc<dyn GatewayTransport>>, OfficeError> {
        match self.road() {
            Err(OfficeError::NoPartner) if !self.folder_routes()?.is_empty() => Ok(None),
            road => Ok(Some(road?)),
        }
    }

    /// The same over a road of the caller's.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub async fn send_over(self: &Arc<Self>, road: &Arc<dyn GatewayTransport>) -> Result<SendReport, OfficeError> {
        self.send_now(None)?;
        Ok(send::pass(self, Some(road), Haste::AtOnce).await?.report)
    }

    /// One pass of the inbox: every page that is there, every document, every acknowledgement.
    ///
    /// # Errors
    /// `NoPartner`, `Offline`, or a store that cannot be written.
    pub async fn receive_pass(self: &Arc<Self>) -> Result<ReceiveReport, OfficeError> {
        let boxes = self.partner().map(|partner| partner.boxes).unwrap_or_default();
        let line = self.line_if_any()?;
        self.receive_everywhere_over(line.as_ref(), &boxes).await
    }

    /// The same with the line of the caller's, and every folder that is watched.
    ///
    /// # Errors
    /// As [`Office::receive_pass`].
    pub async fn receive_everywhere_over(
        self: &Arc<Self>,
        line: Option<&Arc<dyn GatewayTransport>>,
        boxes: &[String],
    ) -> Result<ReceiveReport, OfficeError> {
        let mut report = ReceiveReport::default();
        for (inbox, road) in self.folder_boxes()? {
            inbox::read(self, &road, &inbox, Duration::ZERO, &mut Pages::default(), &mut report).await?;
        }
        if let Some(line) = line {
            for inbox in boxes {
                inbox::read(self, line, inbox, Duration::ZERO, &mut Pages::default(), &mut report).await?;
            }
        }
        Ok(report)
    }

    /// The same over a road of the caller's.
    ///
    /// # Errors
    /// `Offline`, or a store that cannot be written.
    pub async fn receive_over(
        self: &Arc<Self>,
        road: &Arc<dyn GatewayTransport>,
        boxes: &[String],
    ) -> Result<ReceiveReport, OfficeError> {
        let mut report = ReceiveReport::default();
        for inbox in boxes {
            inbox::read(self, road, inbox, Duration::ZERO, &mut Pages::default(), &mut report).await?;
        }
        Ok(report)
    }
}

/// A road that is opened anew when the gateway's settings change.
struct Way {
    partner: watch::Receiver<Option<Partner>>,
    road: Option<Arc<dyn GatewayTransport>>,
}

impl Way {
    fn of(office: &Office) -> Self {
        let mut partner = office.partner.subscribe();
        partner.mark_changed();
        Self { partner, road: None }
    }

    /// The road, or none while no gateway is set up. One that could not be opened is tried again whenever it is asked
    /// for: what stood in the way may be gone.
    fn road(&mut self, office: &Arc<Office>) -> Option<Arc<dyn GatewayTransport>> {
        if self.road.is_none() || self.partner.has_changed().unwrap_or(false) {
            self.partner.mark_unchanged();
            self.road = office.road().ok();
        }
        self.road.clone()
    }
}

async fn outbox_worker(office: Arc<Office>, mut stop: watch::Receiver<bool>) {
    let mut way = Way::of(&office);
    let mut turns = OutboxTurns::begin(&office);
    while !*stop.borrow() {
        let line = way.road(&office);
        let has_folders = office.folder_routes().is_ok_and(|routes| !routes.is_empty());
        let sleep = match line.is_some() || has_folders {
            false => TICK,
            true => {
                let mut told = stop.clone();
                let cut_off = async {
                    let _ = told.wait_for(|stop| *stop).await;
                    tokio::time::sleep(GRACE).await;
                };
                tokio::select! {
                    next = turns.turn(&office, line.as_ref()) => next.map_or(TICK, |next| until(&office, next)),
                    () = cut_off => return,
                }
            }
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {}
            () = office.wake.notified() => {}
            _ = way.partner.changed() => way.partner.mark_changed(),
            () = tokio::time::sleep(sleep) => {}
        }
    }
}

fn until(office: &Office, next: Timestamp) -> Duration {
    let millis = next.millis().saturating_sub(office.now().millis()).max(10);
    Duration::from_millis(u64::try_from(millis).unwrap_or(0)).min(TICK)
}

/// Asks for the stamps that are missing, at once when something was sealed, and fetches answers about revocation now and
/// then. What is cut off when the program ends is asked for again at the next start.
async fn evidence_worker(office: Arc<Office>, mut stop: watch::Receiver<bool>) {
    let mut fetched: Option<Duration> = None;
    while !*stop.borrow() {
        let now = office.surroundings().clock.elapsed();
        let is_due = fetched.is_none_or(|last| now.saturating_sub(last) >= FETCH);
        let pass = async {
            if let Err(error) = office.stamp_pass().await {
                tracing::error!(%error, "a pass for time stamps ended early");
            }
            if is_due && let Err(error) = office.fetch_revocation().await {
                tracing::error!(%error, "fetching answers about revocation ended early");
            }
        };
        tokio::select! {
            () = pass => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        if is_due {
            fetched = Some(now);
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {}
            () = office.evidence_wake.notified() => {}
            () = tokio::time::sleep(MISSING) => {}
        }
    }
}

/// Listens to every box at once; a change of the gateway's settings starts it anew.
async fn inbox_worker(office: Arc<Office>, mut stop: watch::Receiver<bool>) {
    let mut way = Way::of(&office);
    while !*stop.borrow() {
        let road = way.road(&office);
        let boxes = office.partner().map(|partner| partner.boxes).unwrap_or_default();
        let mut listening = JoinSet::new();
        if let Some(road) = road {
            for inbox in boxes {
                listening.spawn(listen(office.clone(), road.clone(), inbox));
            }
        }
        for (inbox, road) in office.folder_boxes().unwrap_or_default() {
            listening.spawn(watch_folder(office.clone(), road, inbox));
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {}
            _ = way.partner.changed() => way.partner.mark_changed(),
            () = until_worth_a_look(&mut listening) => {}
        }
        // Nothing is lost by breaking off: cursor, items and acknowledgements are only what is on disk.
        listening.shutdown().await;
    }
}

/// Without a road, or after a listener broke off (they have no other end), things are looked at anew, but not at once.
async fn until_worth_a_look(listening: &mut JoinSet<()>) {
    if let Some(Err(error)) = listening.join_next().await {
        tracing::error!(%error, "listening to an inbox broke off");
    }
    tokio::time::sleep(TICK).await;
}

async fn listen(office: Arc<Office>, road: Arc<dyn GatewayTransport>, inbox: String) {
    let mut turns = InboxTurns::begin(&office, &inbox);
    loop {
        let Some(pause) = turns.turn(&office, &road, LISTEN).await else { continue };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = turns.woken() => {}
        }
    }
}

/// Looks into a folder now and then: nobody tells when something was put there.
async fn watch_folder(office: Arc<Office>, road: Arc<dyn GatewayTransport>, inbox: String) {
    loop {
        let mut report = ReceiveReport::default();
        if let Err(error) =
            inbox::read(&office, &road, &inbox, Duration::ZERO, &mut Pages::default(), &mut report).await
        {
            tracing::info!(%error, inbox, "the folder cannot be read now");
        }
        tokio::time::sleep(GLANCE).await;
    }
}

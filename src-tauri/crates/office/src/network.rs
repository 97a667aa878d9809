//! Has this computer's network changed? Whoever waits for a road tries it then, and not at the next due time only
//! (`gateway.md` R5). What is tried is decided elsewhere.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};

use crate::office::Office;

/// An address can be used a moment after it came, and seldom comes alone.
const SETTLES: Duration = Duration::from_secs(2);

/// Tells the office whenever an address came to this computer. Where the system does not say, due times go on as ever.
pub(crate) async fn network_worker(office: Arc<Office>, mut stop: watch::Receiver<bool>) {
    let (tell, mut told) = mpsc::channel(1);
    let watching = netwatcher::watch_interfaces_with_callback(move |update| {
        // Only an address that came can bring a road back. When there is no room, it is known already.
        if !update.is_initial && update.addrs_added().next().is_some() {
            let _ = tell.try_send(());
        }
    });
    let _watching = match watching {
        Ok(watching) => watching,
        Err(error) => return tracing::warn!(%error, "this computer does not say when its network changes"),
    };
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            news = told.recv() => if news.is_none() { return },
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(SETTLES) => {}
        }
        let _ = told.try_recv();
        office.network_changed();
    }
}

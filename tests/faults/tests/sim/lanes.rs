//! Simulated time in which several exchanges run beside each other: whoever waits says until when, and time passes to the
//! next of them as soon as nobody is at work.

use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use tokio::sync::Notify;

use crate::clock::Time;

#[derive(Default)]
struct Waiting {
    sleepers: Vec<(i64, Waker)>,
    /// Exchanges that somebody works at in real time.
    at_work: u64,
}

/// Whoever waits for simulated time.
pub struct Lanes {
    time: Time,
    waiting: Mutex<Waiting>,
    changed: Notify,
}

impl Lanes {
    pub fn new(time: &Time) -> Self {
        Self { time: time.clone(), waiting: Mutex::default(), changed: Notify::new() }
    }

    /// Waits for so many milliseconds.
    pub fn pass(&self, millis: i64) -> Sleep<'_> {
        Sleep { lanes: self, due: self.time.elapsed() + millis }
    }

    /// Real work, during which no time passes.
    pub async fn work<T>(&self, work: impl Future<Output = T>) -> T {
        self.waiting.lock().unwrap().at_work += 1;
        let _at_work = AtWork(self);
        work.await
    }

    /// Lets time pass while something is done.
    pub async fn during<T>(&self, doing: impl Future<Output = T>) -> T {
        tokio::select! {
            biased;
            done = doing => done,
            () = self.drive() => unreachable!("time does not end"),
        }
    }

    async fn drive(&self) {
        loop {
            // Whoever was woken comes first, and whoever that wakes.
            for _ in 0..8 {
                tokio::task::yield_now().await;
            }
            let woken = {
                let mut waiting = self.waiting.lock().unwrap();
                match waiting.sleepers.iter().map(|(due, _)| *due).min() {
                    Some(due) if waiting.at_work == 0 => {
                        self.time.pass((due - self.time.elapsed()).max(0));
                        let (woken, later) =
                            std::mem::take(&mut waiting.sleepers).into_iter().partition(|(at, _)| *at <= due);
                        waiting.sleepers = later;
                        woken
                    }
                    _ => Vec::new(),
                }
            };
            if woken.is_empty() {
                self.changed.notified().await;
            }
            woken.into_iter().for_each(|(_, waker): (i64, Waker)| waker.wake());
        }
    }
}

/// Real work that is being done; over when dropped, however it ends.
struct AtWork<'a>(&'a Lanes);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.0.waiting.lock().unwrap().at_work -= 1;
        self.0.changed.notify_one();
    }
}

/// Waits until simulated time has come so far.
pub struct Sleep<'a> {
    lanes: &'a Lanes,
    due: i64,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.lanes.time.elapsed() >= self.due {
            return Poll::Ready(());
        }
        self.lanes.waiting.lock().unwrap().sleepers.push((self.due, context.waker().clone()));
        self.lanes.changed.notify_one();
        Poll::Pending
    }
}

//! What if the way is bad, but both ends are honest? A front that passes requests on to a real server over TLS,
//! and spoils what it is told to spoil.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::authority::Identity;
use crate::caller::Caller;
use crate::front::{Front, Handler};
use crate::message::{Reply, Request, Sending};

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoil {
    /// Nothing.
    Pass,
    /// So many bytes of the request arrive, then both lines break.
    CutRequest(usize),
    /// It is delivered; so many bytes of the reply come back, then the line breaks.
    CutReply(usize),
    /// It is delivered; nothing comes back.
    SwallowReply,
    /// It is delivered twice; the second reply comes back.
    DeliverTwice,
    /// It is not delivered; a captive portal answers with this status.
    Portal(u16),
    /// It is delivered; one bit of the reply's body is flipped.
    FlipReply,
    /// It is delivered; the gateway's marks are taken off the reply.
    StripMarks,
    /// It is delivered; the reply comes late.
    Delay(Duration),
}

type Plan = Arc<Mutex<VecDeque<Spoil>>>;

/// A proxy that ends when dropped.
pub struct FaultProxy {
    front: Front,
    plan: Plan,
}

impl FaultProxy {
    /// Stands before a real server; only requests whose path begins with `path` are spoiled.
    pub async fn start(identity: &Identity, upstream: SocketAddr, anchor_pem: &str, path: &str) -> io::Result<Self> {
        let upstream = Caller::new(upstream, anchor_pem)?;
        let plan = Plan::default();
        let (spoils, path) = (plan.clone(), path.to_owned());
        let handler: Handler = Arc::new(move |request| {
            let next = if request.path.starts_with(&path) { pop(&spoils) } else { None };
            let upstream = upstream.clone();
            Box::pin(async move { pass(&upstream, &request, next.unwrap_or(Spoil::Pass)).await })
        });
        Ok(Self { front: Front::start(identity, handler).await?, plan })
    }

    /// Adds a fault for the next request that has none yet.
    pub fn spoil(&self, spoil: Spoil) {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).push_back(spoil);
    }

    /// Takes back every fault that still waits for a request.
    pub fn clear(&self) {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// How many faults still wait for a request.
    pub fn waiting(&self) -> usize {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// `https://…` of the proxy.
    pub fn url(&self) -> String {
        self.front.url()
    }

    /// How many whole requests came.
    pub fn seen(&self) -> usize {
        self.front.seen()
    }
}

fn pop(plan: &Plan) -> Option<Spoil> {
    plan.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
}

async fn pass(upstream: &Caller, request: &Request, spoil: Spoil) -> Reply {
    let broken = || Reply::default().sent(Sending::Cut(0));
    match spoil {
        Spoil::Portal(status) => {
            let page = "<!doctype html><title>Sign in</title><p>Accept the terms to go on.";
            let reply = Reply::new(status, "text/html; charset=utf-8", page);
            if (300..400).contains(&status) { reply.with("location", "https://portal.invalid/") } else { reply }
        }
        Spoil::CutRequest(at) => {
            // How far it came is the point; that the server complains is expected.
            let bytes = request.to_bytes();
            let _ = upstream.send_and_leave(bytes.get(..at).unwrap_or(&bytes)).await;
            broken()
        }
        Spoil::DeliverTwice => {
            if upstream.call(request).await.is_err() {
                return broken();
            }
            upstream.call(request).await.unwrap_or_else(|_| broken())
        }
        _ => {
            let Ok(reply) = upstream.call(request).await else { return broken() };
            spoiled(reply, spoil)
        }
    }
}

fn spoiled(mut reply: Reply, spoil: Spoil) -> Reply {
    match spoil {
        Spoil::CutReply(at) => reply.sent(Sending::Cut(at)),
        Spoil::SwallowReply => reply.sent(Sending::Cut(0)),
        Spoil::Delay(wait) => reply.sent(Sending::Late(wait)),
        Spoil::StripMarks => reply.without("gateway-id").without("content-digest"),
        Spoil::FlipReply => {
            if let Some(byte) = reply.body.last_mut() {
                *byte ^= 1;
            }
            reply
        }
        Spoil::Pass | Spoil::CutRequest(_) | Spoil::DeliverTwice | Spoil::Portal(_) => reply,
    }
}

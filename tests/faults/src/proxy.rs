//! What if the way is bad, but both ends are honest? A front that passes requests on to a real server over TLS,
//! and spoils what it is told to spoil.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

use crate::authority::Identity;
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

#[derive(Clone)]
struct Upstream {
    address: SocketAddr,
    connector: TlsConnector,
}

impl FaultProxy {
    /// Stands before a real server; only requests whose path begins with `path` are spoiled.
    pub async fn start(identity: &Identity, upstream: SocketAddr, anchor_pem: &str, path: &str) -> io::Result<Self> {
        let upstream = Upstream { address: upstream, connector: connector(anchor_pem)? };
        let plan = Plan::default();
        let (spoils, path) = (plan.clone(), path.to_owned());
        let handler: Handler = Arc::new(move |request| {
            let next = if request.path.starts_with(&path) { pop(&spoils) } else { None };
            let upstream = upstream.clone();
            Box::pin(async move { upstream.pass(&request, next.unwrap_or(Spoil::Pass)).await })
        });
        Ok(Self { front: Front::start(identity, handler).await?, plan })
    }

    /// Adds a fault for the next request that has none yet.
    pub fn spoil(&self, spoil: Spoil) {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).push_back(spoil);
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

impl Upstream {
    async fn pass(&self, request: &Request, spoil: Spoil) -> Reply {
        let broken = || Reply::default().sent(Sending::Cut(0));
        let bytes = request.to_bytes();
        match spoil {
            Spoil::Portal(status) => {
                let page = "<!doctype html><title>Sign in</title><p>Accept the terms to go on.";
                let reply = Reply::new(status, "text/html; charset=utf-8", page);
                if (300..400).contains(&status) { reply.with("location", "https://portal.invalid/") } else { reply }
            }
            Spoil::CutRequest(at) => {
                // How far it came is the point; that the server complains is expected.
                if let Ok(mut stream) = self.connect().await {
                    let _ = stream.write_all(bytes.get(..at).unwrap_or(&bytes)).await;
                    let _ = stream.flush().await;
                }
                broken()
            }
            Spoil::DeliverTwice => {
                if self.deliver(&bytes).await.is_err() {
                    return broken();
                }
                self.deliver(&bytes).await.unwrap_or_else(|_| broken())
            }
            _ => {
                let Ok(reply) = self.deliver(&bytes).await else { return broken() };
                spoiled(reply, spoil)
            }
        }
    }

    async fn deliver(&self, bytes: &[u8]) -> io::Result<Reply> {
        let mut stream = self.connect().await?;
        stream.write_all(bytes).await?;
        stream.flush().await?;
        Reply::read(&mut stream).await
    }

    async fn connect(&self) -> io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(self.address).await?;
        let name = ServerName::from(self.address.ip());
        self.connector.connect(name, stream).await
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

fn connector(anchor_pem: &str) -> io::Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(anchor_pem.as_bytes()) {
        roots.add(certificate.map_err(io::Error::other)?).map_err(io::Error::other)?;
    }
    let mut config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

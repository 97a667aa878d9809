//! How does a gateway start, where does it listen, and how does it end?

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::{RustlsConfig, from_tcp_rustls};
use tamga_courier::{Access, ClientIdentity, HttpSettings, HttpTransport, Patience};
use tamga_seal::{PlainKey, Secret};
use tokio::task::JoinHandle;

use crate::asking::Asking;
use crate::bundles::Bundles;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::config::{Config, ConfigError, PeerConfig};
use crate::error::GatewayError;
use crate::forwarder::Forwarder;
use crate::http::cursor::Cursors;
use crate::http::openapi;
use crate::ledger::{Ledger, LedgerError};
use crate::room::{Furniture, Place, Room};
use crate::standing::Board;
use crate::statements::Statements;
use crate::trust::Trust;

/// How long a new connection may say nothing.
const FIRST_REQUEST: Duration = Duration::from_secs(30);
/// How long requests may take to end when the gateway stops.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long everything may take then. What has not ended is as after a power cut: begun, and taken up again.
const ENDING: Duration = Duration::from_secs(30);

/// A gateway, before it runs.
#[derive(Debug)]
pub struct Gateway;

impl Gateway {
    /// Opens the store, embedded in `config.data` or the database of `config.store`, listens on `config.listen` and
    /// serves until stopped. Must be called on a Tokio runtime.
    ///
    /// # Errors
    /// A configuration, key, list, store or address that cannot be used.
    pub async fn start(config: Config, clock: Clock) -> Result<Running, GatewayError> {
        let address = config.listen;
        let listener = TcpListener::bind(address).map_err(|source| GatewayError::Listen { address, source })?;
        Self::start_on(listener, config, clock).await
    }

    /// The same on a socket that listens already, so that a pair of gateways can be told each other's addresses
    /// before either starts; `config.listen` is not looked at.
    ///
    /// # Errors
    /// As [`Gateway::start`].
    pub async fn start_on(listener: TcpListener, config: Config, clock: Clock) -> Result<Running, GatewayError> {
        let named = config.clone();
        let ledger = on_disk(move || crate::ledger::open(&named, Chance::system())).await?;
        Self::start_with(listener, ledger, config, clock).await
    }

    /// The same on a store that is open already, of whatever engine.
    ///
    /// # Errors
    /// As [`Gateway::start`].
    pub async fn start_with(
        listener: TcpListener,
        ledger: Arc<dyn Ledger>,
        config: Config,
        clock: Clock,
    ) -> Result<Running, GatewayError> {
        config.check()?;
        let tls = crate::tls::config(&config.tls_certificate, &config.tls_key, config.client_anchors.as_deref())?;
        let trust = Trust::open(read(&config.trust_list)?, &config.trust_root, config.demonstration)?;
        let room = furnished(config, ledger, (clock, Chance::system(), Place::Aside), trust, &road).await?;
        let wake = room.wake.clone();
        room.ledger.on_news(Box::new(move || wake.ring()));
        serve(listener, tls, room)
    }
}

/// Opens the road to a peer, which believes what the board says.
pub(crate) type Laying<'a> = dyn Fn(&PeerConfig, Arc<Board>) -> Result<HttpTransport, GatewayError> + Sync + 'a;

/// Everything that requests share, with registrations and boxes as the configuration says; `lay` opens the road to a
/// peer.
pub(crate) async fn furnished(
    config: Config,
    ledger: Arc<dyn Ledger>,
    (clock, chance, place): (Clock, Chance, Place),
    trust: Trust,
    lay: &Laying<'_>,
) -> Result<Room, GatewayError> {
    let statements = statements(&config, &trust, &clock)?;
    let (named, store, now, drawn) = (config.clone(), ledger.clone(), clock.now(), chance.clone());
    let board = on_disk(move || crate::start::stand(&named, store.as_ref(), trust, &drawn, now)).await?;
    let bundles = Bundles::of(&config)?;
    let cursors = Cursors::new(ledger.cursor_salt(), ledger.generation());
    let board = Arc::new(board);
    let roads = config.peers.iter().map(|peer| Ok((peer.id.clone(), Arc::new(lay(peer, board.clone())?))));
    let roads = roads.collect::<Result<_, GatewayError>>()?;
    Ok(Room::new(Furniture {
        config,
        clock,
        chance,
        place,
        ledger,
        statements,
        board,
        measures: Default::default(),
        tally: Default::default(),
        cursors,
        wake: Default::default(),
        working: Default::default(),
        questions: Default::default(),
        openapi: openapi::text(),
        bundles,
        roads,
    }))
}

/// Does what waits for the store where it may block.
pub(crate) async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, GatewayError> + Send + 'static,
) -> Result<T, GatewayError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| LedgerError::Row(format!("a panic: {error}")))?
}

fn serve(listener: TcpListener, tls: Arc<rustls::ServerConfig>, room: Room) -> Result<Running, GatewayError> {
    let unheard = |source| GatewayError::Listen { address: room.config.listen, source };
    let address = listener.local_addr().map_err(unheard)?;
    listener.set_nonblocking(true).map_err(unheard)?;
    let handle = Handle::new();
    let server = from_tcp_rustls(listener, RustlsConfig::from_config(tls)).map_err(unheard)?;
    let server = server.handle(handle.clone()).first_request_timeout(FIRST_REQUEST);
    let service = crate::http::router(room.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move {
        if let Err(error) = server.serve(service).await {
            tracing::error!(%error, "the server ended");
        }
    });
    let forwarders = room.roads.iter().map(|(peer, road)| {
        let forwarder = Forwarder::new(room.clone(), peer.clone(), road.clone());
        tokio::spawn(forwarder.run())
    });
    let mut workers: Vec<_> = forwarders.collect();
    workers.push(tokio::spawn(crate::housekeeping::run(room.clone())));
    workers.push(tokio::spawn(Asking::default().run(room.clone())));
    let operator = room.config.operator;
    let operator = operator.map(|address| crate::operator::serve(address, room.clone(), handle.clone())).transpose()?;
    Ok(Running { address, handle, server, operator, workers, room })
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })
}

fn statements(config: &Config, trust: &Trust, clock: &Clock) -> Result<Statements, GatewayError> {
    let unusable = |why: String| GatewayError::ReceiptKey(why);
    let key = PlainKey::from_pkcs8(Secret::new(read(&config.receipt_key)?)).map_err(|why| unusable(why.to_string()))?;
    let since = trust.vouches_for(&config.id, &key, clock.now());
    let since = since.ok_or_else(|| unusable(format!("the trust list does not name it for gateway {}", config.id)))?;
    Ok(Statements::new(&config.id, config.role, key, since))
}

/// Where another gateway is and how it is known.
pub(crate) fn peer_settings(peer: &PeerConfig) -> Result<HttpSettings, ConfigError> {
    Ok(HttpSettings {
        base_url: peer.url.clone(),
        gateway_id: peer.id.clone(),
        anchor_pem: read(&peer.anchor)?,
        access: Access { client_id: peer.client_id.clone(), client_secret: peer.client_secret.clone() },
        proxy: None,
        patience: Patience::default(),
    })
}

/// The road to another gateway, which believes what the board says.
pub(crate) fn road(peer: &PeerConfig, board: Arc<Board>) -> Result<HttpTransport, GatewayError> {
    let settings = peer_settings(peer)?;
    let road = match (&peer.certificate, &peer.certificate_key) {
        (Some(certificate), Some(key)) => {
            let identity = ClientIdentity { certificate_pem: read(certificate)?, key_pem: read(key)? };
            HttpTransport::with_certificate(settings, &identity, board)
        }
        _ => HttpTransport::new(settings, board),
    };
    road.map_err(|source| GatewayError::Peer { peer: peer.id.clone(), source })
}

/// A gateway that runs. Dropping it ends it at once, as a power cut would; [`Running::stop`] lets requests end first.
pub struct Running {
    address: SocketAddr,
    handle: Handle<SocketAddr>,
    server: JoinHandle<()>,
    operator: Option<(SocketAddr, JoinHandle<()>)>,
    workers: Vec<JoinHandle<()>>,
    room: Room,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").field("id", &self.room.config.id).field("address", &self.address).finish()
    }
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where its operator is told things, when that was asked for.
    pub fn operator(&self) -> Option<SocketAddr> {
        self.operator.as_ref().map(|(address, _)| *address)
    }

    /// `https://…` of it.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Takes no new connections, lets requests end (for at most five seconds), and waits until all is written down; at
    /// most half a minute, whatever the store does.
    pub async fn stop(mut self) {
        self.room.wake.close();
        self.handle.graceful_shutdown(Some(FAREWELL));
        if tokio::time::timeout(ENDING, self.ended()).await.is_err() {
            tracing::error!("not all has ended: the next start takes up what was under way");
        }
    }

    /// Waits for workers and requests, and gives back what this node had begun.
    async fn ended(&mut self) {
        for worker in &mut self.workers {
            // A panic there was its own and is in the log.
            let _ = worker.await;
        }
        let _ = (&mut self.server).await;
        if let Some((_, operator)) = &mut self.operator {
            let _ = operator.await;
        }
        let room = self.room.clone();
        if let Err(error) = on_disk(move || Ok(room.ledger.leave()?)).await {
            tracing::error!(error = crate::room::chain(&error), "what was under way ends with its lease");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.room.wake.close();
        self.handle.shutdown();
        self.server.abort();
        self.workers.iter().for_each(JoinHandle::abort);
        self.operator.iter().for_each(|(_, operator)| operator.abort());
    }
}

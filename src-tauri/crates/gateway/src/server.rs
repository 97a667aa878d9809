//! How does a gateway start, where does it listen, and how does it end?

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::{RustlsConfig, from_tcp_rustls};
use tamga_courier::{Access, HttpSettings, HttpTransport, Patience};
use tamga_origin::Timestamp;
use tamga_seal::{PlainKey, Secret};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::clock::Clock;
use crate::config::{ClientKind, Config, ConfigError, Gate, PeerConfig};
use crate::error::GatewayError;
use crate::examine::onward;
use crate::forwarder::Forwarder;
use crate::http::cursor::Cursors;
use crate::http::openapi;
use crate::http::token::secret_digest;
use crate::ledger::sqlite::Sqlite;
use crate::ledger::{Client, Ledger, LedgerError, Registration};
use crate::room::{Furniture, Room};
use crate::statements::Statements;
use crate::trust::Trust;

/// How long a new connection may say nothing.
const FIRST_REQUEST: Duration = Duration::from_secs(30);
/// How long requests may take to end when the gateway stops.
const FAREWELL: Duration = Duration::from_secs(5);

/// A gateway, before it runs.
#[derive(Debug)]
pub struct Gateway;

impl Gateway {
    /// Opens the store, embedded in `config.data` or the database of `config.store`, listens on `config.listen` and serves until stopped. Must be called
    /// on a Tokio runtime.
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
        let ledger = on_disk(move || match &named.store {
            Some(store) => store.open(&named.id),
            None => Ok(Arc::new(Sqlite::open(&named.data, &named.id, named.limit_mib)?) as Arc<dyn Ledger>),
        });
        Self::start_with(listener, ledger.await?, config, clock).await
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
        let tls = crate::tls::config(&config.tls_certificate, &config.tls_key)?;
        let trust = Trust::open(read(&config.trust_list)?, &config.trust_root, config.demonstration)?;
        let trust = Arc::new(trust);
        let statements = statements(&config, &trust, &clock)?;
        let (named, store, now) = (config.clone(), ledger.clone(), clock.now());
        on_disk(move || register(&named, store.as_ref(), now)).await?;
        let cursors = Cursors::new(ledger.cursor_salt(), ledger.generation());
        let room = Room::new(Furniture {
            config,
            clock,
            ledger,
            statements,
            trust,
            cursors,
            wake: Default::default(),
            working: Default::default(),
            openapi: openapi::text(),
        });
        let wake = room.wake.clone();
        room.ledger.on_news(Box::new(move || wake.ring()));
        let roads = room.config.peers.iter().map(|peer| Ok((peer.id.clone(), road(peer, &room)?)));
        let roads: Vec<(String, HttpTransport)> = roads.collect::<Result<_, GatewayError>>()?;
        serve(listener, tls, room, roads)
    }
}

/// Does what waits for the store where it may block.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, GatewayError> + Send + 'static,
) -> Result<T, GatewayError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| LedgerError::Row(format!("a panic: {error}")))?
}

fn serve(
    listener: TcpListener,
    tls: Arc<rustls::ServerConfig>,
    room: Room,
    roads: Vec<(String, HttpTransport)>,
) -> Result<Running, GatewayError> {
    let unheard = |source| GatewayError::Listen { address: room.config.listen, source };
    let address = listener.local_addr().map_err(unheard)?;
    listener.set_nonblocking(true).map_err(unheard)?;
    let handle = Handle::new();
    let server = from_tcp_rustls(listener, RustlsConfig::from_config(tls)).map_err(unheard)?;
    let server = server.handle(handle.clone()).first_request_timeout(FIRST_REQUEST);
    let service = crate::http::router(room.clone()).into_make_service();
    let server = tokio::spawn(async move {
        if let Err(error) = server.serve(service).await {
            tracing::error!(%error, "the server ended");
        }
    });
    let forwarders = roads.into_iter().map(|(peer, road)| {
        let forwarder = Forwarder::new(room.clone(), peer, Arc::new(road));
        tokio::spawn(forwarder.run())
    });
    Ok(Running { address, handle, server, forwarders: forwarders.collect(), room })
}

fn read(path: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })
}

fn statements(config: &Config, trust: &Trust, clock: &Clock) -> Result<Statements, GatewayError> {
    let unusable = |why: String| GatewayError::ReceiptKey(why);
    let key = PlainKey::from_pkcs8(Secret::new(read(&config.receipt_key)?)).map_err(|why| unusable(why.to_string()))?;
    let since = trust.vouches_for(&config.id, &key, clock.now());
    let since = since.ok_or_else(|| unusable(format!("the trust list does not name it for gateway {}", config.id)))?;
    Ok(Statements::new(&config.id, config.role, key, since))
}

/// Makes the store's registrations and boxes what the configuration says, and lets go what a route held that is open.
fn register(config: &Config, ledger: &dyn Ledger, now: Timestamp) -> Result<(), GatewayError> {
    let registrations = config.clients.iter().map(|client| {
        let salt = Uuid::new_v4().simple().to_string();
        Registration {
            client: Client {
                id: client.id.clone(),
                party: client.party.clone(),
                is_gateway: client.kind == ClientKind::Gateway,
                suspended: client.suspended,
            },
            kind: client.kind.word(),
            secret_sha256: secret_digest(&salt, &client.secret),
            salt,
        }
    });
    let boxes: Vec<_> = config.boxes.iter().map(|shared| (shared.id.clone(), shared.clients.clone())).collect();
    ledger.register(&registrations.collect::<Vec<_>>(), &boxes)?;
    let open = |route: &str| config.route(route).filter(|route| route.state == Gate::Open).map(onward);
    let released = ledger.release(&open, now)?;
    if released > 0 {
        tracing::info!(released, "what was held goes on");
    }
    Ok(())
}

fn road(peer: &PeerConfig, room: &Room) -> Result<HttpTransport, GatewayError> {
    let settings = HttpSettings {
        base_url: peer.url.clone(),
        gateway_id: peer.id.clone(),
        anchor_pem: read(&peer.anchor)?,
        access: Access { client_id: peer.client_id.clone(), client_secret: peer.client_secret.clone() },
        proxy: None,
        patience: Patience::default(),
    };
    HttpTransport::new(settings, room.trust.clone())
        .map_err(|source| GatewayError::Peer { peer: peer.id.clone(), source })
}

/// A gateway that runs. Dropping it ends it at once, as a power cut would; [`Running::stop`] lets requests end first.
pub struct Running {
    address: SocketAddr,
    handle: Handle<SocketAddr>,
    server: JoinHandle<()>,
    forwarders: Vec<JoinHandle<()>>,
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

    /// `https://…` of it.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Takes no new connections, lets requests end (for at most five seconds), and waits until all is written down.
    pub async fn stop(mut self) {
        self.room.wake.close();
        self.handle.graceful_shutdown(Some(FAREWELL));
        for forwarder in &mut self.forwarders {
            // A panic there was its own and is in the log.
            let _ = forwarder.await;
        }
        let _ = (&mut self.server).await;
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
        self.forwarders.iter().for_each(JoinHandle::abort);
    }
}

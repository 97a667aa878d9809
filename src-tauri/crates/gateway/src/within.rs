//! How does a gateway work when somebody else drives it? Without sockets and without workers of its own: requests are
//! handed in one by one, and what waits for other gateways moves when it is told to. The very handlers, ledger and
//! forwarders of a gateway that listens.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderName, HeaderValue, Method, Request, Response, Uri};
use tamga_courier::{HttpTransport, Line, LineAnswer, LineRequest};
use tokio::sync::Mutex;
use tower_service::Service as _;

use crate::asking::Asking;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::config::{Config, ConfigError, PeerConfig};
use crate::error::GatewayError;
use crate::forwarder::Forwarder;
use crate::room::{Place, Room};
use crate::server::{furnished, on_disk, peer_settings};
use crate::standing::Board;
use crate::trust::Trust;

/// A gateway in the caller's hands.
pub struct Within {
    room: Room,
    router: axum::Router,
    forwarders: Mutex<Vec<Forwarder>>,
    asking: Mutex<Asking>,
}

impl std::fmt::Debug for Within {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Within").field("id", &self.room.config.id).finish_non_exhaustive()
    }
}

impl Within {
    /// Stands a gateway up on the store that its configuration names; `lines` lead to its peers, by their ids, and `chance`
    /// gives ids and spreads delays. Must be called on a Tokio runtime.
    ///
    /// # Errors
    /// A configuration, key, list or store that cannot be used, a peer without a line.
    pub async fn stand(
        config: Config,
        clock: Clock,
        lines: BTreeMap<String, Arc<dyn Line>>,
        chance: Chance,
    ) -> Result<Self, GatewayError> {
        config.check()?;
        let named = config.clone();
        let drawn = chance.clone();
        let ledger = on_disk(move || crate::ledger::open(&named, drawn)).await?;
        let trust = Trust::open(crate::server::read(&config.trust_list)?, &config.trust_root, config.demonstration)?;
        let lay = |peer: &PeerConfig, board: Arc<Board>| {
            let line = lines.get(&peer.id).cloned();
            let line = line.ok_or_else(|| ConfigError::Unusable(format!("no line leads to {}", peer.id)))?;
            Ok(HttpTransport::over(line, peer_settings(peer)?, board))
        };
        let room = furnished(config, ledger, (clock, chance, Place::Here), trust, &lay).await?;
        let forwarders = room.roads.iter().map(|(peer, road)| Forwarder::new(room.clone(), peer.clone(), road.clone()));
        let forwarders = forwarders.collect();
        let router = crate::http::router(room.clone());
        Ok(Self { room, router, forwarders: Mutex::new(forwarders), asking: Mutex::default() })
    }

    /// One request; none when the gateway leaves it without an answer.
    pub async fn answer(&self, request: LineRequest) -> Option<LineAnswer> {
        let LineRequest { method, path, fields, body } = request;
        let mut asked = Request::new(Body::from(body));
        *asked.method_mut() = Method::from_bytes(method.as_bytes()).ok()?;
        *asked.uri_mut() = path.parse::<Uri>().ok()?;
        for (name, value) in fields {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            asked.headers_mut().append(name, HeaderValue::from_str(&value).ok()?);
        }
        let Ok(answer) = self.router.clone().call(asked).await;
        line(answer).await
    }

    /// Hands over and asks whatever is due at other gateways now, and comes back.
    pub async fn forward(&self) {
        for forwarder in self.forwarders.lock().await.iter_mut() {
            forwarder.pass().await;
        }
        self.asking.lock().await.pass(&self.room).await;
    }
}

async fn line(answer: Response<Body>) -> Option<LineAnswer> {
    let (parts, mut body) = answer.into_parts();
    if parts.headers.get("connection").is_some_and(|value| value == "close") {
        return None;
    }
    let field =
        |(name, value): (&HeaderName, &HeaderValue)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()));
    let fields = parts.headers.iter().filter_map(field).collect();
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await {
        bytes.extend_from_slice(&frame.ok()?.into_data().ok()?);
    }
    Some(LineAnswer { status: parts.status.as_u16(), fields, body: bytes })
}

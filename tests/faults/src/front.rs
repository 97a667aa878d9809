//! Who listens? A server on a free loopback port, with TLS 1.3 or plain, one request a connection, ended with its value.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

use crate::authority::Identity;
use crate::message::{Reply, Request, Sending};

/// A reply under way.
pub type Handling = Pin<Box<dyn Future<Output = Reply> + Send>>;
/// Answers each request.
pub type Handler = Arc<dyn Fn(Request) -> Handling + Send + Sync>;

/// A server that listens until it is dropped.
pub struct Front {
    scheme: &'static str,
    address: SocketAddr,
    seen: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Front {
    /// Listens on a free port of loopback.
    pub async fn start(identity: &Identity, handler: Handler) -> io::Result<Self> {
        let acceptor = TlsAcceptor::from(Arc::new(server_config(identity)?));
        Self::listen(Some(acceptor), handler).await
    }

    /// The same without TLS, as services of time stamps and of revocation listen.
    pub async fn plain(handler: Handler) -> io::Result<Self> {
        Self::listen(None, handler).await
    }

    async fn listen(acceptor: Option<TlsAcceptor>, handler: Handler) -> io::Result<Self> {
        let scheme = if acceptor.is_some() { "https" } else { "http" };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let seen = Arc::new(AtomicUsize::new(0));
        let count = seen.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(acceptor.clone(), stream, handler.clone(), count.clone()));
            }
        });
        Ok(Self { scheme, address, seen, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `https://…` or `http://…` of it.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// How many whole requests came.
    pub fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(acceptor: Option<TlsAcceptor>, stream: TcpStream, handler: Handler, count: Arc<AtomicUsize>) {
    let Some(acceptor) = acceptor else {
        let mut stream = stream;
        answer(&mut stream, handler, count).await;
        return;
    };
    // A client that turns away is what these servers are for; there is nobody to tell.
    let Ok(mut tls) = acceptor.accept(stream).await else { return };
    if answer(&mut tls, handler, count).await {
        // The other side may be gone already.
        let _ = tls.shutdown().await;
    } else {
        // Without the farewell of TLS: a line that broke.
        let (stream, _) = tls.into_inner();
        drop(stream);
    }
}

/// One request and its reply; did it end as it should?
async fn answer<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, handler: Handler, count: Arc<AtomicUsize>) -> bool {
    let Ok(Some(request)) = Request::read(stream).await else { return true };
    count.fetch_add(1, Ordering::SeqCst);
    let reply = handler(request).await;
    let bytes = reply.to_bytes();
    let (sent, then) = match reply.sending {
        Sending::Whole => (bytes.len(), None),
        Sending::Cut(at) => (at.min(bytes.len()), None),
        Sending::Late(wait) => {
            tokio::time::sleep(wait).await;
            (bytes.len(), None)
        }
        Sending::Stall(at) => (at.min(bytes.len()), Some(Duration::from_secs(3_600))),
    };
    let part = bytes.get(..sent).unwrap_or_default();
    if stream.write_all(part).await.is_err() || stream.flush().await.is_err() {
        return true;
    }
    if let Some(wait) = then {
        tokio::time::sleep(wait).await;
    }
    !matches!(reply.sending, Sending::Cut(_))
}

fn server_config(identity: &Identity) -> io::Result<ServerConfig> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(identity.certificate_pem.as_bytes()).collect();
    let chain = chain.map_err(io::Error::other)?;
    let key = PrivateKeyDer::from_pem_slice(identity.key_pem.as_bytes()).map_err(io::Error::other)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(io::Error::other)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

//! How does a test ask a server anything at all? One request a connection, as raw as the test wants it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

use crate::authority::Identity;
use crate::message::{Reply, Request};

/// The longest that a request and its whole reply may take; longer than any server holds an answer back (60 s).
const PATIENCE: Duration = Duration::from_secs(90);

/// A client of one server.
#[derive(Clone)]
pub struct Caller {
    address: SocketAddr,
    connector: TlsConnector,
}

impl Caller {
    /// Of the server at this address, whose certificate leads to the anchor.
    pub fn new(address: SocketAddr, anchor_pem: &str) -> io::Result<Self> {
        Self::showing(address, anchor_pem, None)
    }

    /// The same, showing a certificate of its own when the server asks for one.
    pub fn showing(address: SocketAddr, anchor_pem: &str, own: Option<&Identity>) -> io::Result<Self> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(anchor_pem.as_bytes()) {
            roots.add(certificate.map_err(io::Error::other)?).map_err(io::Error::other)?;
        }
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(io::Error::other)?
            .with_root_certificates(roots);
        let mut config = match own {
            None => config.with_no_client_auth(),
            Some(own) => {
                let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(own.certificate_pem.as_bytes()).collect();
                let key = PrivateKeyDer::from_pem_slice(own.key_pem.as_bytes()).map_err(io::Error::other)?;
                config.with_client_auth_cert(chain.map_err(io::Error::other)?, key).map_err(io::Error::other)?
            }
        };
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { address, connector: TlsConnector::from(Arc::new(config)) })
    }

    /// Sends a request and reads the whole reply.
    pub async fn call(&self, request: &Request) -> io::Result<Reply> {
        self.send(&request.to_bytes()).await
    }

    /// Sends bytes as they are and reads the whole reply; an error when that takes longer than a minute and a half.
    pub async fn send(&self, bytes: &[u8]) -> io::Result<Reply> {
        let asked = async {
            let mut stream = self.connect().await?;
            stream.write_all(bytes).await?;
            stream.flush().await?;
            Reply::read(&mut stream).await
        };
        let late = |_| io::Error::new(io::ErrorKind::TimedOut, format!("no reply within {PATIENCE:?}"));
        tokio::time::timeout(PATIENCE, asked).await.map_err(late)?
    }

    /// Sends bytes and goes away without a farewell.
    pub async fn send_and_leave(&self, bytes: &[u8]) -> io::Result<()> {
        let sent = async {
            let mut stream = self.connect().await?;
            stream.write_all(bytes).await?;
            stream.flush().await
        };
        let late = |_| io::Error::new(io::ErrorKind::TimedOut, format!("not sent within {PATIENCE:?}"));
        tokio::time::timeout(PATIENCE, sent).await.map_err(late)?
    }

    async fn connect(&self) -> io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(self.address).await?;
        let name = ServerName::from(self.address.ip());
        self.connector.connect(name, stream).await
    }
}

//! How is the line kept private? TLS 1.3 with ring, no early data; certificates of clients are taken when the operator
//! names authorities for them. Which client a certificate belongs to is a matter of registrations.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{RootCertStore, ServerConfig};

use crate::error::GatewayError;

/// The server's side of TLS, from PEM files.
pub(crate) fn config(
    certificate: &Path,
    key: &Path,
    client_anchors: Option<&Path>,
) -> Result<Arc<ServerConfig>, GatewayError> {
    let chain = certificates(certificate)?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|why| of(key, &why))?;
    let clients = match client_anchors {
        Some(anchors) => client_verifier(anchors)?,
        None => WebPkiClientVerifier::no_client_auth(),
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|why| GatewayError::Tls(why.to_string()))?
        .with_client_cert_verifier(clients)
        .with_single_cert(chain, key)
        .map_err(|why| of(certificate, &why))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config.max_early_data_size = 0;
    Ok(Arc::new(config))
}

/// Takes what leads to these authorities, and those who show nothing: an assertion proves a client as well.
fn client_verifier(anchors: &Path) -> Result<Arc<dyn ClientCertVerifier>, GatewayError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(anchors)? {
        roots.add(certificate).map_err(|why| of(anchors, &why))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).allow_unauthenticated();
    verifier.build().map_err(|why| of(anchors, &why))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, GatewayError> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(path).map_err(|why| of(path, &why))?.collect();
    chain.map_err(|why| of(path, &why))
}

fn of(path: &Path, why: &dyn std::fmt::Display) -> GatewayError {
    GatewayError::Tls(format!("{}: {why}", path.display()))
}

//! How is the line kept private? TLS 1.3 with ring, no early data, no client certificates yet.

use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::error::GatewayError;

/// The server's side of TLS, from PEM files.
pub(crate) fn config(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, GatewayError> {
    let of = |path: &Path, why: &dyn std::fmt::Display| GatewayError::Tls(format!("{}: {why}", path.display()));
    let chain: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(certificate).map_err(|why| of(certificate, &why))?.collect();
    let chain = chain.map_err(|why| of(certificate, &why))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|why| of(key, &why))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|why| GatewayError::Tls(why.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|why| of(certificate, &why))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config.max_early_data_size = 0;
    Ok(Arc::new(config))
}

//! Over which line did a request come? The client certificate shown on it, or passed on by a front end that is known.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum_server::tls::TlsInfo;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_seal::digest::sha256_hex;

/// The certificate field of a TLS front end (RFC 9440).
const CLIENT_CERT: &str = "client-cert";

/// SHA-256 over the DER of the client's certificate, hex. What a front end says counts before what it shows itself;
/// from anybody else the field says nothing.
pub(crate) fn certificate(parts: &Parts, front_ends: &[IpAddr]) -> Option<String> {
    let from = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if from.is_some_and(|from| front_ends.contains(&from.to_canonical())) {
        let mut fields = parts.headers.get_all(CLIENT_CERT).iter();
        // Two certificates prove nothing: one of them was not the front end's word.
        return match (fields.next().and_then(|value| value.to_str().ok()), fields.next()) {
            (Some(value), None) => read(value).map(|der| sha256_hex(&der)),
            _ => None,
        };
    }
    let shown = parts.extensions.get::<Arc<TlsInfo>>()?;
    shown.peer_certificates.first().map(|der| sha256_hex(der))
}

/// A byte sequence as structured fields write it (RFC 8941, 3.3.5).
fn read(value: &str) -> Option<Vec<u8>> {
    STANDARD.decode(value.trim().strip_prefix(':')?.strip_suffix(':')?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(from: &str, fields: &[&str]) -> Parts {
        let mut request = axum::http::Request::builder();
        for field in fields {
            request = request.header(CLIENT_CERT, *field);
        }
        let mut parts = request.body(()).expect("a request").into_parts().0;
        parts.extensions.insert(ConnectInfo(SocketAddr::new(from.parse().expect("an address"), 1)));
        parts
    }

    #[test]
    fn a_certificate_passed_on_counts_from_a_known_front_end_only() {
        let known: Vec<IpAddr> = vec!["10.0.0.5".parse().expect("an address")];
        let value = format!(":{}:", STANDARD.encode(b"certificate"));
        let expected = Some(sha256_hex(b"certificate"));
        assert_eq!(certificate(&parts("10.0.0.5", &[&value]), &known), expected);
        assert_eq!(certificate(&parts("::ffff:10.0.0.5", &[&value]), &known), expected, "the same address");
        assert_eq!(certificate(&parts("10.0.0.6", &[&value]), &known), None, "somebody else");
        assert_eq!(certificate(&parts("10.0.0.5", &[]), &known), None);
        assert_eq!(certificate(&parts("10.0.0.5", &[&value, &value]), &known), None, "one of them was added");
        assert_eq!(certificate(&parts("10.0.0.5", &["Y2VydA=="]), &known), None, "not a byte sequence");
    }
}

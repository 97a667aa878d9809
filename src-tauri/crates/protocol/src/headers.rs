//! Which header fields carry meaning, and how is a digest written in one?

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Id of the gateway that answers, as in the trust list.
pub const GATEWAY_ID: &str = "gateway-id";
/// Names one request in the gateway's log.
pub const TRACE_ID: &str = "trace-id";
/// RFC 9530 digest over the bytes on the wire.
pub const CONTENT_DIGEST: &str = "content-digest";
/// Ids of the gateways a forwarded submission came through, separated by commas.
pub const HOPS: &str = "hops";
/// How much of a document is here.
pub const UPLOAD_OFFSET: &str = "upload-offset";
/// Media type of ordinary bodies.
pub const JSON: &str = "application/json";
/// Media type of problems (RFC 9457).
pub const PROBLEM_JSON: &str = "application/problem+json";
/// The most gateways a submission may come through.
pub const MAX_HOPS: usize = 4;

/// The value of `Content-Digest` for a SHA-256.
pub fn content_digest(sha256: &[u8; 32]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(sha256))
}

/// The SHA-256 in a value of `Content-Digest`, whatever other algorithms stand beside it.
pub fn read_content_digest(value: &str) -> Option<[u8; 32]> {
    value.split(',').find_map(|member| {
        let text = member.trim().strip_prefix("sha-256=:")?.strip_suffix(':')?;
        STANDARD.decode(text).ok()?.try_into().ok()
    })
}

/// Lower-case hex of a SHA-256, as digests are written everywhere else.
pub fn hex(sha256: &[u8; 32]) -> String {
    sha256.iter().fold(String::with_capacity(64), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}

/// Whether a text is a SHA-256 in lower-case hex.
pub fn is_hex_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Reads `Hops`.
pub fn read_hops(value: &str) -> Vec<String> {
    value.split(',').map(str::trim).filter(|hop| !hop.is_empty()).map(str::to_owned).collect()
}

/// Writes `Hops`.
pub fn hops(ids: &[String]) -> String {
    ids.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_reads_back_beside_an_unknown_algorithm() {
        let digest = [7_u8; 32];
        let value = format!("sha-512=:AAAA:, {}", content_digest(&digest));
        assert_eq!(read_content_digest(&value), Some(digest));
        assert_eq!(read_content_digest("sha-256=:AAAA:"), None, "a short digest is none");
        assert!(is_hex_digest(&hex(&digest)));
    }
}

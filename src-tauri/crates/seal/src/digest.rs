//! Digests as the house writes them: SHA-256 in lower-case hex.

use ring::digest::{Context, SHA256, digest};

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    array(digest(&SHA256, bytes))
}

/// SHA-256 in lower-case hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for half in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
        out.push(char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 }));
    }
    out
}

/// SHA-256 of bytes that come in pieces; texts that begin alike share what was hashed so far.
#[derive(Clone)]
pub(crate) struct Running(Context);

impl Running {
    /// Over this to begin with.
    pub(crate) fn over(bytes: &[u8]) -> Self {
        let mut running = Self(Context::new(&SHA256));
        running.0.update(bytes);
        running
    }

    /// The digest, these bytes being the last.
    pub(crate) fn and(mut self, bytes: &[u8]) -> [u8; 32] {
        self.0.update(bytes);
        array(self.0.finish())
    }
}

fn array(digest: ring::digest::Digest) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest.as_ref());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_two_digits() {
        for byte in 0..=u8::MAX {
            assert_eq!(hex(&[byte]), format!("{byte:02x}"));
        }
    }

    #[test]
    fn pieces_have_the_digest_of_the_whole() {
        let whole: Vec<u8> = (0..=u8::MAX).cycle().take(1_000).collect();
        for cut in [0, 1, 63, 64, 65, 999, 1_000] {
            let (before, after) = whole.split_at(cut);
            let begun = Running::over(before);
            assert_eq!(begun.clone().and(after), sha256(&whole), "{cut}");
            assert_eq!(begun.and(b""), sha256(before), "{cut}");
        }
    }
}

//! How does an envelope lie in the store? Packed (gzip) where that makes it smaller, and byte for byte the same when it is
//! read. Rows of before are not packed; nothing of JSON begins as a packed body does (RFC 1952, 2.3.1).

use std::borrow::Cow;
use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use tamga_protocol::limits;

use super::LedgerError;
use super::columns::row;

const MARK: [u8; 2] = [0x1f, 0x8b];

/// As it is kept.
pub(super) fn pack(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::fast());
    match encoder.write_all(bytes).and_then(|()| encoder.finish()) {
        Ok(packed) if packed.len() < bytes.len() || bytes.starts_with(&MARK) => Cow::Owned(packed),
        _ => Cow::Borrowed(bytes),
    }
}

/// As it was sent.
pub(crate) fn unpack(kept: &[u8]) -> Result<Cow<'_, [u8]>, LedgerError> {
    if !kept.starts_with(&MARK) {
        return Ok(Cow::Borrowed(kept));
    }
    let mut bytes = Vec::with_capacity(kept.len().saturating_mul(2));
    let most = limits::ENVELOPE as u64 + 1;
    let read = GzDecoder::new(kept).take(most).read_to_end(&mut bytes);
    match read {
        Ok(length) if (length as u64) < most => Ok(Cow::Owned(bytes)),
        _ => Err(row("envelope")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_kept_comes_back_byte_for_byte() {
        let long = br#"{"kind":"co.issue"}"#.repeat(500);
        for bytes in [&b""[..], b"{", b"{}", &long, &MARK, &[0x1f, 0x8b, 8, 0, 1], &[7; 100_000]] {
            assert_eq!(*unpack(&pack(bytes)).expect("readable"), *bytes);
        }
        assert!(pack(&long).len() * 10 < long.len(), "what repeats itself takes less room");
        assert_eq!(*pack(b"{}"), *b"{}", "what would grow is left as it is");
    }

    #[test]
    fn what_is_damaged_is_not_taken_for_an_envelope() {
        let kept = pack(&br#"{"kind":"co.issue"}"#.repeat(500)).into_owned();
        for at in 2..kept.len() {
            let mut bent = kept.clone();
            bent[at] ^= 0x40;
            if let Ok(bytes) = unpack(&bent) {
                assert_eq!(*bytes, *unpack(&kept).expect("readable"), "byte {at} says nothing about the bytes");
            }
        }
        assert!(unpack(&kept[..kept.len() - 9]).is_err());
        let bomb = pack(&vec![b' '; limits::ENVELOPE + 1]).into_owned();
        assert!(unpack(&bomb).is_err(), "no envelope is that large");
    }
}

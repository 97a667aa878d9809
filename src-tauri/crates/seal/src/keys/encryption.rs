//! With what was a key file protected? Old encryptions are named, so that saving the file anew can be offered; modern
//! ones (PBES2 with AES) are not.

use x509_cert::der::{Decode as _, Header, Reader, SliceReader, Tag};

/// Deepest nesting that is looked at; PKCS#12 needs about ten.
const DEPTH: usize = 24;

/// Object identifiers of encryptions by password (RFC 7292 appendix C, RFC 8018 appendix A.3), in DER without head.
const BY_PASSWORD: [(&[u8], &str); 12] = [
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 0x0C, 1, 1], "RC4-128"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 0x0C, 1, 2], "RC4-40"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 0x0C, 1, 3], "3DES"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 0x0C, 1, 4], "2-key 3DES"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 0x0C, 1, 5], "RC2-128"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 0x0C, 1, 6], "RC2-40"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 1], "DES with MD2"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 3], "DES with MD5"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 4], "RC2 with MD2"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 6], "RC2 with MD5"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 10], "DES with SHA-1"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 11], "RC2 with SHA-1"),
];

/// PBES2, which names its cipher in its parameters.
const PBES2: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 13];
/// Old ciphers that PBES2 can be told to use (RFC 8018 appendix B.2).
const OLD_CIPHERS: [(&[u8], &str); 3] = [
    (&[0x2B, 0x0E, 3, 2, 7], "DES"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 3, 2], "RC2"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 3, 7], "3DES"),
];

/// The old encryptions a PKCS#12 file uses, each once, in the order they stand there; empty for a modern file.
pub fn old_encryptions(file: &[u8]) -> Vec<&'static str> {
    let mut found = Vec::new();
    look(file, 0, &mut found);
    found
}

/// Looks at every element of some DER, and into those that hold others; bytes that are no DER hold none.
fn look(der: &[u8], depth: usize, found: &mut Vec<&'static str>) {
    let Ok(mut reader) = SliceReader::new(der) else { return };
    while let Some((tag, inside)) = element(&mut reader) {
        if tag == Tag::Sequence
            && let Some(name) = named(inside)
            && !found.contains(&name)
        {
            found.push(name);
        }
        // The file's own parts lie in octet strings, one inside the other.
        if depth < DEPTH && (tag.is_constructed() || tag == Tag::OctetString) {
            look(inside, depth + 1, found);
        }
    }
}

fn element<'a>(reader: &mut SliceReader<'a>) -> Option<(Tag, &'a [u8])> {
    if reader.is_finished() {
        return None;
    }
    let header = Header::decode(reader).ok()?;
    Some((header.tag, reader.read_slice(header.length).ok()?))
}

/// The old encryption an `AlgorithmIdentifier` names.
fn named(inside: &[u8]) -> Option<&'static str> {
    let mut reader = SliceReader::new(inside).ok()?;
    let (_, oid) = element(&mut reader).filter(|(tag, _)| *tag == Tag::ObjectIdentifier)?;
    if oid != PBES2 {
        return BY_PASSWORD.iter().find(|(known, _)| *known == oid).map(|(_, name)| *name);
    }
    let (_, parameters) = element(&mut reader)?;
    let mut parameters = SliceReader::new(parameters).ok()?;
    element(&mut parameters)?;
    let (_, cipher) = element(&mut parameters)?;
    let (_, cipher) = element(&mut SliceReader::new(cipher).ok()?)?;
    OLD_CIPHERS.iter().find(|(known, _)| *known == cipher).map(|(_, name)| *name)
}

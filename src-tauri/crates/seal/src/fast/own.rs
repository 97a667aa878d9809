//! Does a signature of our own hand hold? The steps of `profile::whole` over texts that are known to stand where they
//! belong; every step that fails leaves the word to the tree, which says what is wrong.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_origin::Timestamp;

use crate::algorithm::{Algorithm, Digest, same, verify};
use crate::certificate::{DEMONSTRATION, SignerCertificate};
use crate::co::hand::{IDS, Said};
use crate::digest::sha256;
use crate::evidence::OfferedEvidence;
use crate::profile::{Algorithms, CO, Claimed, Keys, Profile, SignedBytes, Whole};
use crate::signer_key::SignerKey;

/// The seal whose signature says this over this content, in which these identifiers stand.
pub fn whole(said: &Said<'_>, content: Vec<u8>, ids: &[&str], keys: Keys<'_>) -> Option<Whole> {
    if ids.iter().any(|id| IDS.contains(id)) {
        return None;
    }
    let signature = Algorithm::from_uri(said.method).ok().filter(|method| CO.signatures.contains(method))?;
    let at = Timestamp::parse_rfc3339(said.time)?;
    let mut above = said.certificates.iter().map(|text| BASE64.decode(text).ok()).collect::<Option<Vec<_>>>()?;
    let leaf = if above.is_empty() { return None } else { above.remove(0) };
    let holds = is_digest(said.bound, &leaf)
        && is_digest(said.properties, &said.hashed_properties())
        && is_digest(said.document, &content);
    if !holds {
        return None;
    }
    let leaf = SignerCertificate::read(&leaf).ok()?;
    let key = SignerKey::of(&leaf);
    if let Keys::Given(given) = keys
        && *given != key
    {
        return None;
    }
    let value = BASE64.decode(said.value).ok()?;
    verify(signature, &key, CO.short_keys, &said.signed_info(), &value).ok()?;
    let role = if said.demonstration { DEMONSTRATION.to_owned() } else { String::new() };
    // Document, properties and certificate: our hand writes the one digest everywhere.
    let digests = vec![Digest::Sha256; 3];
    Some(Whole {
        profile: Profile::Co1,
        signed: SignedBytes::of(content),
        signer: Some(leaf),
        above,
        claimed: Claimed { at: Some(at), role },
        algorithms: Algorithms { signature, digest: Digest::Sha256, digests, key: key.kind },
        value,
        stampable: said.stampable(),
        offered: OfferedEvidence::default(),
        seen: Vec::new(),
        notes: Vec::new(),
    })
}

/// Is this text the SHA-256 of these bytes?
fn is_digest(text: &str, bytes: &[u8]) -> bool {
    BASE64.decode(text).is_ok_and(|stated| same(&stated, &sha256(bytes)))
}

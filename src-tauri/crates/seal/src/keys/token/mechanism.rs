//! With which mechanism does a card make which signature? Digests are computed here where the card signs digests.

use std::ffi::c_ulong;

use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};

use crate::algorithm::{Algorithm, Digest};

/// How a signature of one algorithm is asked for.
pub struct Order {
    pub mechanism: Mechanism<'static>,
    /// What the card is given: the bytes themselves or something made of their digest.
    pub given: Given,
}

/// What a card is given to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// The bytes.
    Bytes,
    /// Their digest.
    Digest(Digest),
    /// Their digest in a `DigestInfo` (RFC 8017, 9.2) with this head, for cards that only pad.
    DigestInfo(Digest, &'static [u8]),
}

impl Given {
    /// What to send for these bytes.
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Bytes => bytes.to_vec(),
            Self::Digest(digest) => digest.of(bytes),
            Self::DigestInfo(digest, head) => [head, &digest.of(bytes)].concat(),
        }
    }
}

/// Heads of a `DigestInfo` (RFC 8017, 9.2, note 1).
const INFO_SHA256: &[u8] = &[0x30, 0x31, 0x30, 0x0D, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20];
const INFO_SHA384: &[u8] = &[0x30, 0x41, 0x30, 0x0D, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2, 5, 0, 4, 0x30];
const INFO_SHA512: &[u8] = &[0x30, 0x51, 0x30, 0x0D, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3, 5, 0, 4, 0x40];

/// The order for an algorithm, among the mechanisms a card offers; none when it offers nothing that fits.
pub fn order(algorithm: Algorithm, offered: &[MechanismType]) -> Option<Order> {
    let ways: Vec<Order> = match algorithm {
        Algorithm::RsaSha256 => rsa(Mechanism::Sha256RsaPkcs, Digest::Sha256, INFO_SHA256),
        Algorithm::RsaSha384 => rsa(Mechanism::Sha384RsaPkcs, Digest::Sha384, INFO_SHA384),
        Algorithm::RsaSha512 => rsa(Mechanism::Sha512RsaPkcs, Digest::Sha512, INFO_SHA512),
        Algorithm::PssSha256 => pss(MechanismType::SHA256, PkcsMgfType::MGF1_SHA256, Digest::Sha256, 32),
        Algorithm::PssSha384 => pss(MechanismType::SHA384, PkcsMgfType::MGF1_SHA384, Digest::Sha384, 48),
        Algorithm::PssSha512 => pss(MechanismType::SHA512, PkcsMgfType::MGF1_SHA512, Digest::Sha512, 64),
        Algorithm::EcdsaSha256 => ecdsa(Mechanism::EcdsaSha256, Digest::Sha256),
        Algorithm::EcdsaSha384 => ecdsa(Mechanism::EcdsaSha384, Digest::Sha384),
        // Nobody signs with the older ones of the verifying side.
        other if other != Algorithm::Ed25519 => Vec::new(),
        _ => {
            let mechanism = Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Ed25519));
            vec![Order { mechanism, given: Given::Bytes }]
        }
    };
    ways.into_iter().find(|way| offered.contains(&way.mechanism.mechanism_type()))
}

fn rsa(whole: Mechanism<'static>, digest: Digest, head: &'static [u8]) -> Vec<Order> {
    vec![
        Order { mechanism: whole, given: Given::Bytes },
        Order { mechanism: Mechanism::RsaPkcs, given: Given::DigestInfo(digest, head) },
    ]
}

fn pss(hash_alg: MechanismType, mgf: PkcsMgfType, digest: Digest, salt: u8) -> Vec<Order> {
    let params = PkcsPssParams { hash_alg, mgf, s_len: c_ulong::from(salt).into() };
    vec![Order { mechanism: Mechanism::RsaPkcsPss(params), given: Given::Digest(digest) }]
}

fn ecdsa(whole: Mechanism<'static>, digest: Digest) -> Vec<Order> {
    vec![
        Order { mechanism: Mechanism::Ecdsa, given: Given::Digest(digest) },
        Order { mechanism: whole, given: Given::Bytes },
    ]
}

//! How is a time-stamping service asked, and did it answer what was asked (RFC 3161 2.4)?

use cms::content_info::ContentInfo;
use x509_cert::der::asn1::{Int, Null, OctetString};
use x509_cert::der::{Any, Decode, Encode};
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion};

use super::refused;
use super::token::Token;
use crate::digest::sha256;
use crate::random::Random;
use crate::refusal::Reason;
use crate::signed_object::SHA256;

/// A question that is on its way; it knows its answer again.
#[derive(Debug, Clone)]
pub struct StampQuestion {
    bytes: Vec<u8>,
    over: Vec<u8>,
    nonce: Vec<u8>,
}

impl StampQuestion {
    /// Asks for a stamp over these bytes, with the certificate of the service in the answer; `None` when the source of
    /// randomness fails.
    pub fn over(over: &[u8], random: &dyn Random) -> Option<Self> {
        let mut nonce = vec![0; 16];
        if !random.fill(&mut nonce) {
            return None;
        }
        // A positive number without leading zeros, as DER wants it.
        if let Some(first) = nonce.first_mut() {
            *first = *first & 0x7F | 0x40;
        }
        let algorithm = AlgorithmIdentifierOwned { oid: SHA256, parameters: Some(Any::from(Null)) };
        let request = TimeStampReq {
            version: TspVersion::V1,
            message_imprint: MessageImprint {
                hash_algorithm: algorithm,
                hashed_message: OctetString::new(sha256(over)).ok()?,
            },
            req_policy: None,
            nonce: Some(Int::new(&nonce).ok()?),
            cert_req: true,
            extensions: None,
        };
        Some(Self { bytes: request.to_der().ok()?, over: over.to_vec(), nonce })
    }

    /// The request, DER; its media type is `application/timestamp-query`.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The token in the answer, DER, once it is known to answer this very question. Whether it is believed is asked
    /// when it is judged.
    ///
    /// # Errors
    /// `sign.stamp_refused` with the service's status, `time.stamp_unreadable`, `time.stamp_imprint` (other bytes, or
    /// the number sent along is another).
    pub fn token(&self, answer: &[u8]) -> Result<Vec<u8>, Reason> {
        let answer = TimeStampResp::from_der(answer).map_err(|error| refused("time.stamp_unreadable", error))?;
        let status = answer.status.status as u8;
        if status > GRANTED_WITH_CHANGES {
            return Err(refused("sign.stamp_refused", status));
        }
        let token: Option<ContentInfo> = answer.time_stamp_token;
        let token = token.ok_or_else(|| refused("time.stamp_unreadable", "no token"))?;
        let token = token.to_der().map_err(|error| refused("time.stamp_unreadable", error))?;
        let read = Token::read(&token)?;
        read.speaks_of(&self.over)?;
        if read.nonce.as_deref() != Some(&self.nonce) {
            return Err(refused("time.stamp_imprint", "nonce"));
        }
        Ok(token)
    }
}

/// `grantedWithMods`; higher numbers refuse.
const GRANTED_WITH_CHANGES: u8 = 1;

//! What does this gateway put its name to? Receipts, refusals and the promise of a void, signed with its receipt key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use tamga_origin::Timestamp;
use tamga_origin::trust::PublicKey;
use tamga_protocol::{
    Jwk, JwkSet, ProblemType, ReceiptClaims, RefusalClaims, Role, StatementKind, StatusClaims, VoidClaims,
};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, Typ, sign_bundle, sign_jws};
use uuid::Uuid;

use crate::ledger::{Incoming, LedgerError, Place};

/// The signing hand of one gateway.
#[derive(Debug)]
pub(crate) struct Statements {
    id: String,
    role: Role,
    key: PlainKey,
    since: Timestamp,
}

impl Statements {
    /// With the key that signs; `since` is from when the trust list vouches for it.
    pub(crate) fn new(id: &str, role: Role, key: PlainKey, since: Timestamp) -> Self {
        Self { id: id.to_owned(), role, key, since }
    }

    /// The receipt of a submission at its place in the chain, with its digest.
    pub(crate) fn receipt(&self, incoming: &Incoming, place: &Place) -> Result<(String, String), LedgerError> {
        let claims = ReceiptClaims {
            iss: self.id.clone(),
            rol: self.role,
            sub: incoming.id,
            key: incoming.key.clone(),
            env: incoming.env.clone(),
            dig: incoming.envelope.document.sha256.clone(),
            snd: incoming.client.id.clone(),
            rcv: incoming.at.rfc3339(),
            n: place.n,
            prev: place.prev.clone(),
        };
        let jws = self.sign(StatementKind::Receipt, &claims)?;
        let digest = sha256_hex(jws.as_bytes());
        Ok((jws, digest))
    }

    /// The refusal of a submission; `env` is left out when its bytes were not read whole.
    pub(crate) fn refusal(
        &self,
        id: Uuid,
        env: Option<&str>,
        problem: &ProblemType,
        at: Timestamp,
    ) -> Result<String, LedgerError> {
        let claims = RefusalClaims {
            iss: self.id.clone(),
            sub: id,
            env: env.map(str::to_owned),
            problem_type: problem.clone(),
            at: at.rfc3339(),
        };
        self.sign(StatementKind::Refusal, &claims)
    }

    /// Refuses what waited for something that was refused.
    pub(crate) fn with_it(&self, at: Timestamp) -> impl Fn(Uuid, &str) -> Result<String, LedgerError> {
        move |id, env| self.refusal(id, Some(env), &ProblemType::DependencyRejected, at)
    }

    /// The promise that an id is never taken.
    pub(crate) fn void(&self, id: Uuid, reason: &str, actor: &str, at: Timestamp) -> Result<String, LedgerError> {
        let claims = VoidClaims {
            iss: self.id.clone(),
            sub: id,
            at: at.rfc3339(),
            reason: reason.to_owned(),
            actor: actor.to_owned(),
        };
        self.sign(StatementKind::Void, &claims)
    }

    /// How a certificate stands.
    pub(crate) fn status(&self, claims: &StatusClaims) -> Result<String, LedgerError> {
        self.sign_as(Typ::Status, claims)
    }

    /// A lease of numbers, or what became of it.
    pub(crate) fn numbers<T: Serialize>(&self, claims: &T) -> Result<String, LedgerError> {
        self.sign_as(Typ::NumberBlock, claims)
    }

    /// The header of a bundle.
    pub(crate) fn bundle(&self, header: &[u8]) -> [u8; 64] {
        sign_bundle(header, &self.key)
    }

    /// A status list over its claims.
    pub(crate) fn status_list(&self, payload: &[u8]) -> String {
        sign_jws(payload, Typ::StatusList, &self.key)
    }

    /// Id of the key that signs.
    pub(crate) fn kid(&self) -> &str {
        self.key.kid()
    }

    /// Id of the gateway.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    fn sign<T: Serialize>(&self, kind: StatementKind, claims: &T) -> Result<String, LedgerError> {
        let typ = match kind {
            StatementKind::Receipt => Typ::Receipt,
            StatementKind::Refusal => Typ::Refusal,
            StatementKind::Void => Typ::Void,
        };
        self.sign_as(typ, claims)
    }

    fn sign_as<T: Serialize>(&self, typ: Typ, claims: &T) -> Result<String, LedgerError> {
        let payload = serde_json::to_vec(claims).map_err(|error| LedgerError::Unsigned(error.to_string()))?;
        Ok(sign_jws(&payload, typ, &self.key))
    }

    /// The key in public.
    pub(crate) fn keys(&self) -> JwkSet {
        let x = match self.key.public() {
            PublicKey::Ed25519(point) => URL_SAFE_NO_PAD.encode(point),
            PublicKey::P256(_) => return JwkSet { keys: Vec::new() },
        };
        let key = Jwk {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            x,
            kid: self.key.kid().to_owned(),
            alg: "EdDSA".to_owned(),
            purpose: "receipt".to_owned(),
            nbf: self.since.rfc3339(),
            retired: None,
        };
        JwkSet { keys: vec![key] }
    }
}

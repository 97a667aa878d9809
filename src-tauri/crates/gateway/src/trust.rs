//! Whom does this gateway believe? The trust list under its pinned root, and the keys of gateways in it.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use tamga_courier::NotProven;
use tamga_formats::trust_list;
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, PublicKey, Span, TrustHistory, TrustList, TrustedKey};
use tamga_protocol::StatementKind;
use tamga_seal::plain_key::thumbprint;
use tamga_seal::{PlainKey, Policy, Typ, open_jws, open_list};

use crate::error::GatewayError;

/// The list in force.
#[derive(Debug, Clone)]
pub(crate) struct Trust {
    pub(crate) history: TrustHistory,
    pub(crate) policy: Policy,
    pub(crate) list: TrustList,
    /// Every list held, as signed, for those who ask for it.
    held: Vec<(u64, Arc<Vec<u8>>)>,
}

impl Trust {
    /// Opens a list with the root `kid:key` that was pinned for it.
    pub(crate) fn open(bytes: Vec<u8>, root: &str, demonstration: bool) -> Result<Self, GatewayError> {
        let unreadable = "trust_root is not `kid:key` of an Ed25519 key";
        let root = pinned(root).ok_or_else(|| GatewayError::TrustList(unreadable.to_owned()))?;
        let history = TrustHistory::pinned(vec![root], 1);
        Self::taken(&history, Vec::new(), bytes, Policy { demonstration, ..Policy::default() })
    }

    /// The list that follows this one: signed by enough roots, next in the chain, with nothing taken out.
    pub(crate) fn next(&self, bytes: Vec<u8>) -> Result<Self, GatewayError> {
        Self::taken(&self.history, self.held.clone(), bytes, self.policy.clone())
    }

    fn taken(
        history: &TrustHistory,
        mut held: Vec<(u64, Arc<Vec<u8>>)>,
        bytes: Vec<u8>,
        policy: Policy,
    ) -> Result<Self, GatewayError> {
        let refused = |why: &dyn std::fmt::Display| GatewayError::TrustList(why.to_string());
        let in_force = open_list(&bytes, history.roots(), 1).map_err(|why| refused(&why))?;
        let list = trust_list::read(&in_force.payload).map_err(|why| refused(&why))?;
        // A change of roots carries signatures of the old and the new ones; both are counted.
        let mut known = history.roots().to_vec();
        known.extend(list.roots.iter().filter(|new| !history.roots().iter().any(|old| old.kid == new.kid)).cloned());
        let claims = open_list(&bytes, &known, 1).map_err(|why| refused(&why))?;
        let taken = history.take(list.clone(), &claims.sha256, &claims.signed_by);
        let (history, _) = taken.map_err(|why| GatewayError::TrustList(format!("{}: {}", why.code, why.found)))?;
        held.push((list.n, Arc::new(bytes)));
        Ok(Self { history, policy, list, held })
    }

    /// What a reader who has list `n` takes next: the one that follows it, or the newest when it has none of these.
    pub(crate) fn after(&self, n: u64) -> Option<Arc<Vec<u8>>> {
        let newer = || self.held.iter().filter(|(known, _)| *known > n);
        let next = newer().find(|(known, _)| *known == n.saturating_add(1)).filter(|_| n > 0);
        next.or_else(|| newer().next_back()).map(|(_, bytes)| bytes.clone())
    }

    /// Counter of the list.
    pub(crate) fn n(&self) -> u64 {
        self.list.n
    }

    /// From when the list vouches for a gateway's receipt key now; `None` when it does not.
    pub(crate) fn vouches_for(&self, gateway: &str, key: &PlainKey, now: Timestamp) -> Option<Timestamp> {
        let keys = self.keys_of(gateway);
        let found = keys.iter().find(|known| known.kid == key.kid() && known.uses.contains(&KeyUse::Receipt))?;
        (found.key == key.public() && found.span.covers(now)).then_some(found.span.from)
    }

    fn keys_of(&self, gateway: &str) -> &[TrustedKey] {
        self.list.gateways.iter().find(|node| node.id == gateway).map_or(&[], |node| &node.keys)
    }
}

impl Trust {
    /// Opens a statement of another gateway.
    pub(crate) fn verify(&self, issuer: &str, typ: &str, jws: &str) -> Result<Vec<u8>, NotProven> {
        let kinds = [Typ::Receipt, Typ::Refusal, Typ::Void, Typ::Status, Typ::NumberBlock];
        let expected = kinds.into_iter().find(|kind| kind.word() == typ);
        let expected = expected.ok_or_else(|| NotProven::NotAStatement(typ.to_owned()))?;
        let claims = open_jws(jws.as_bytes(), expected, self.keys_of(issuer)).map_err(|why| match why.code() {
            "sig.value" => NotProven::BadSignature,
            _ => NotProven::UnknownKey,
        })?;
        let said: Value =
            serde_json::from_slice(&claims.payload).map_err(|_| NotProven::NotAStatement(typ.to_owned()))?;
        let member = if typ == StatementKind::Receipt.typ() { "rcv" } else { "at" };
        let at = said.get(member).and_then(Value::as_str).and_then(Timestamp::parse_rfc3339);
        match at {
            Some(at) if claims.key_counts_at(at) => Ok(claims.payload),
            Some(_) => Err(NotProven::UnknownKey),
            None => Err(NotProven::NotAStatement(typ.to_owned())),
        }
    }
}

/// A root key as a configuration names it.
fn pinned(text: &str) -> Option<TrustedKey> {
    let (kid, key) = text.split_once(':')?;
    let point = URL_SAFE_NO_PAD.decode(key).ok().filter(|point| point.len() == 32)?;
    let key = PublicKey::Ed25519(point);
    let span = Span { from: Timestamp::from_millis(i64::MIN), to: None };
    (thumbprint(&key) == kid).then(|| TrustedKey { kid: kid.to_owned(), key, uses: vec![KeyUse::List], span })
}

/// A root key as a configuration names it: `kid:key`, the public half in base64url.
pub(crate) fn root_text(key: &PlainKey) -> String {
    let point = match key.public() {
        PublicKey::Ed25519(point) | PublicKey::P256(point) => point,
    };
    format!("{}:{}", key.kid(), URL_SAFE_NO_PAD.encode(point))
}

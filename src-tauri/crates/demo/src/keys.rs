//! Whose keys are there, and what does the trust list of the demonstration say of them?

use tamga_office::bundles::BundleIdentity;
use tamga_office::trust::{root_text, sign_trust_list};
use tamga_office::{Secret, Surroundings, keys::KeyView};
use tamga_origin::Timestamp;
use tamga_origin::trust::{
    Held, KeyUse, Span, TrustList, TrustedIssuer, TrustedKey, TrustedNode, TrustedOfficer, TrustedScheme,
};
use tamga_seal::demo::{Authority, KeyFile, Life, Person};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, Random};

use crate::places::{self, AGREEMENTS, CHAMBER, CUSTOMS, CUSTOMS_OFFICER, EXPORT, IMPORT, OFFICER};
use crate::{DemoError, PIN};

const DAY: i64 = 86_400_000;
/// How long everything counts: ten years.
const LIFE: i64 = 10 * 365 * DAY;

/// Chance as the seal wants it.
pub(crate) struct Draw<'a>(pub(crate) &'a Surroundings);

impl Random for Draw<'_> {
    fn fill(&self, buffer: &mut [u8]) -> bool {
        self.0.chance.fill(buffer)
    }
}

/// Everything that signs in the demonstration, as made on its first start.
pub(crate) struct Keys {
    chamber: Authority,
    customs: Authority,
    pub(crate) officer: KeyFile,
    pub(crate) customs_officer: KeyFile,
    root: PlainKey,
    receipts: [PlainKey; 2],
    span: Span,
}

impl Keys {
    /// Makes them.
    pub(crate) fn make(surroundings: &Surroundings) -> Result<Self, DemoError> {
        let life = life(surroundings.now());
        let password = Secret::new(PIN.to_owned());
        let chamber = Authority::new("Demonstration Authority for Chambers", life)?;
        let customs = Authority::new("Demonstration Authority for Customs", life)?;
        let person = |name, body, country| Person { name, body, country };
        let random = Draw(surroundings);
        Ok(Self {
            officer: chamber.key_file(person(OFFICER, "Demonstration Chamber of Commerce", EXPORT), life, &password)?,
            customs_officer: customs.key_file(
                person(CUSTOMS_OFFICER, "Demonstration Customs", IMPORT),
                life,
                &password,
            )?,
            chamber,
            customs,
            root: PlainKey::generate(&random)?,
            receipts: [PlainKey::generate(&random)?, PlainKey::generate(&random)?],
            span: Span { from: life.from, to: None },
        })
    }

    /// The key a gateway signs its receipts with, PKCS#8: first the exporting country's, then the importing one's.
    pub(crate) fn receipt_keys(&self) -> [Secret<Vec<u8>>; 2] {
        let [first, second] = &self.receipts;
        [first.to_pkcs8(), second.to_pkcs8()]
    }

    /// The root key itself, PKCS#8: the demonstration is its own publisher and renews its list.
    pub(crate) fn root_key(&self) -> Secret<Vec<u8>> {
        self.root.to_pkcs8()
    }

    /// The root of the trust list, as offices and gateways pin it.
    pub(crate) fn root(&self) -> String {
        root_text(&self.root.trusted(&[KeyUse::List], self.span))
    }

    /// The signed trust list; the chamber's key brings the one for its printed codes along, and `nodes` are the offices
    /// whose bundles count.
    pub(crate) fn trust_list(
        &self,
        chamber: &KeyView,
        nodes: &[BundleIdentity],
        now: Timestamp,
    ) -> Result<Vec<u8>, DemoError> {
        let code = TrustedKey {
            kid: chamber.code_kid.clone(),
            key: chamber.code_key.clone(),
            uses: vec![KeyUse::Qr, KeyUse::Status],
            span: self.span,
        };
        let chamber = TrustedIssuer {
            keys: vec![code],
            schemes: AGREEMENTS.iter().map(|agreement| self.scheme(agreement)).collect(),
            anchors: vec![self.chamber.anchor(&[KeyUse::Co, KeyUse::Declaration, KeyUse::Status], self.span)],
            ..self.body(CHAMBER, "Demonstration Chamber of Commerce", EXPORT, OFFICER, &self.officer)
        };
        let customs = TrustedIssuer {
            anchors: vec![self.customs.anchor(&[KeyUse::Status], self.span)],
            ..self.body(CUSTOMS, "Demonstration Customs", IMPORT, CUSTOMS_OFFICER, &self.customs_officer)
        };
        let [export, import] = &self.receipts;
        let list = TrustList {
            list: "demonstration".to_owned(),
            n: 1,
            issued_at: now,
            next_update: now.plus_millis(30 * DAY),
            roots: vec![self.root.trusted(&[KeyUse::List], self.span)],
            threshold: 1,
            issuers: vec![chamber, customs],
            gateways: vec![self.gateway(EXPORT, export), self.gateway(IMPORT, import)],
            nodes: nodes.iter().map(|node| self.node(node)).collect(),
            ..TrustList::default()
        };
        Ok(sign_trust_list(&list, &[&self.root])?)
    }

    fn scheme(&self, code: &str) -> TrustedScheme {
        TrustedScheme { code: code.to_owned(), span: self.span, ..TrustedScheme::default() }
    }

    fn body(&self, id: &str, name: &str, country: &str, officer: &str, key: &KeyFile) -> TrustedIssuer {
        TrustedIssuer {
            id: id.to_owned(),
            country: country.to_owned(),
            names: vec![name.to_owned()],
            span: self.span,
            officers: vec![TrustedOfficer {
                id: format!("{id}-1"),
                name: officer.to_owned(),
                certificate: sha256_hex(&key.certificate),
                span: self.span,
                ..TrustedOfficer::default()
            }],
            ..TrustedIssuer::default()
        }
    }

    fn node(&self, office: &BundleIdentity) -> TrustedNode {
        TrustedNode {
            id: office.node.clone(),
            keys: vec![TrustedKey { span: self.span, ..office.signing.clone() }],
            ..TrustedNode::default()
        }
    }

    fn gateway(&self, country: &str, key: &PlainKey) -> TrustedNode {
        TrustedNode {
            id: places::gateway(country),
            role: "national".to_owned(),
            country: country.to_owned(),
            keys: vec![key.trusted(&[KeyUse::Receipt, KeyUse::Status], self.span)],
            ..TrustedNode::default()
        }
    }
}

/// The next list when the one in force is older than a day: an old list is a doubt, and a demonstration has no publisher
/// but itself.
pub(crate) fn renewed(
    in_force: &Held,
    root_key: Secret<Vec<u8>>,
    now: Timestamp,
) -> Result<Option<Vec<u8>>, DemoError> {
    if now.millis() - in_force.list.issued_at.millis() < DAY {
        return Ok(None);
    }
    let list = TrustList {
        n: in_force.list.n + 1,
        prev: in_force.digest.clone(),
        issued_at: now,
        next_update: now.plus_millis(30 * DAY),
        ..in_force.list.clone()
    };
    Ok(Some(sign_trust_list(&list, &[&PlainKey::from_pkcs8(root_key)?])?))
}

/// The life of everything that is made now; a clock that was put back a little finds it counting already.
pub(crate) fn life(now: Timestamp) -> Life {
    Life { from: now.plus_millis(-DAY), to: now.plus_millis(LIFE) }
}

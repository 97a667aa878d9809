//! Is a signature whole, and what does it cover (`seal-and-paper.md` section 3)? Every profile is a row of a table; a
//! signature that fits no row cannot be judged.
//!
//! Four steps, each fail-closed: the gate (`tamga-xml`), the shape, the arithmetic, and what is signed. Deliberately not
//! here: who the signer is, and every question of dates and revocation (`judge`).

mod check;
mod key_info;
mod offered;
mod place;
mod properties;
mod reference;
mod scene;
mod shape;
mod table;
mod transform;
mod values;

use tamga_origin::Timestamp;
use tamga_xml::{Gated, Limits, gate};

pub(crate) use self::check::whole;
pub(crate) use self::place::{OWN, own, standing_place};
pub(crate) use self::scene::{Scene, parse, tree_of};
pub(crate) use self::shape::{DS, XADES};
pub(crate) use self::table::{CO, ENVELOPED, PROPERTIES_TYPE};
use crate::algorithm::{Algorithm, Digest};
use crate::certificate::{KeyKind, SignerCertificate};
use crate::evidence::OfferedEvidence;
use crate::fast;
use crate::refusal::{Class, Reason, Refusal};
use crate::signer_key::SignerKey;

/// A row of the table: what a signature may look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// Tamga CO XML, read and written.
    Co1,
    /// The exporter's signature of an ALADI COD, read and written.
    CodExporter,
    /// The official's signature of an ALADI COD, read and written.
    CodOfficial,
    /// XAdES inside the document it covers, read.
    EuEnveloped,
    /// XAdES around the document it covers, read.
    EuEnveloping,
    /// A plain XML signature inside the document it covers, read.
    PlainEnveloped,
    /// A plain XML signature around the document it covers, read.
    PlainEnveloping,
}

impl Profile {
    /// Its name: `co-1`, `cod-exporter` …
    pub fn code(self) -> &'static str {
        match self {
            Self::Co1 => "co-1",
            Self::CodExporter => "cod-exporter",
            Self::CodOfficial => "cod-official",
            Self::EuEnveloped => "eu-enveloped",
            Self::EuEnveloping => "eu-enveloping",
            Self::PlainEnveloped => "plain-enveloped",
            Self::PlainEnveloping => "plain-enveloping",
        }
    }
}

/// Which key a signature is checked with.
#[derive(Debug, Clone, Copy)]
pub enum Keys<'a> {
    /// The one bound in the document.
    InDocument,
    /// This one; a certificate in the document has to hold it.
    Given(&'a SignerKey),
}

/// The canonical bytes that were hashed; only a check makes one, and readers read nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBytes(Vec<u8>);

impl SignedBytes {
    /// Bytes that a check has hashed and found covered.
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as XML that passed the gate, for a reader.
    pub fn gated(&self) -> Result<Gated<'_>, Refusal> {
        Ok(gate(&self.0, &Limits::OWN)?)
    }
}

/// What the signer says about the signing, inside the signed bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claimed {
    /// When, to the second; `None` where the profile says it in the data (COD) or nowhere.
    pub at: Option<Timestamp>,
    /// In what role; `DEMONSTRATION` with demonstration keys, else usually empty.
    pub role: String,
}

/// What a signature was made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Algorithms {
    /// Of the signature value.
    pub signature: Algorithm,
    /// Of the document.
    pub digest: Digest,
    /// Of everything the signature relies on: document, properties, certificate.
    pub digests: Vec<Digest>,
    /// Kind and length of the key.
    pub key: KeyKind,
}

/// A signature that is whole: it covers the document, and its value fits the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The row it fits.
    pub profile: Profile,
    /// What was signed.
    pub signed: SignedBytes,
    /// The signer's certificate: bound in the signed bytes, or the leaf of the `X509Data` where the profile has no
    /// binding; `None` only where a key was handed in and the document has no certificate.
    pub signer: Option<SignerCertificate>,
    /// DER of the other certificates in the file.
    pub above: Vec<Vec<u8>>,
    /// What the signer says.
    pub claimed: Claimed,
    /// What it was made with.
    pub algorithms: Algorithms,
    /// The signature value.
    pub value: Vec<u8>,
    /// The bytes that a time stamp of this seal speaks of: the canonical form of its `SignatureValue`.
    pub stampable: Vec<u8>,
    /// Evidence that stands in the file beside the seal; nothing of it was checked.
    pub offered: OfferedEvidence,
    /// Names of unsigned properties that are known, seen and not judged.
    pub seen: Vec<String>,
    /// What was noticed that changes nothing about being whole.
    pub notes: Vec<Reason>,
}

/// Are these the same seal with different evidence: equal signed bytes and equal signature value?
pub fn same_seal(a: &Whole, b: &Whole) -> bool {
    a.signed == b.signed && a.value == b.value
}

/// Is a document whole, and what do its signatures cover? One result for each signature: a COD has the exporter's and,
/// when certified, the official's after it; all other documents have one.
///
/// The row is chosen by what the document is: our own form and a COD are never judged by another row. Trust, dates and
/// revocation are not asked. A refusal carries every reason that could be found.
pub fn check(doc: &Gated<'_>, keys: Keys<'_>) -> Result<Vec<Whole>, Refusal> {
    if let Some(whole) = fast::check(doc, keys) {
        return Ok(vec![whole]);
    }
    let tree = parse(doc)?;
    let scene = Scene::of(&tree)?;
    let placed = place::placed(doc, &scene)?;
    let (mut found, mut reasons) = (Vec::new(), Vec::new());
    for place in &placed {
        match check::whole(&scene, place, keys) {
            Ok(mut whole) => {
                if doc.has_byte_order_mark() {
                    whole.notes.push(Reason::new(Class::Note, "gate.bom"));
                }
                found.push(whole);
            }
            Err(refusal) => reasons.extend(refusal.reasons),
        }
    }
    if reasons.is_empty() { Ok(found) } else { Err(Refusal { reasons }) }
}

/// How strictly bytes are looked at before anything of them is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bounds {
    /// As our own form is written.
    Own,
    /// As others write.
    Foreign,
}

/// The same over bytes that nobody has looked at yet, with the key bound in the document.
pub fn check_bytes(bytes: &[u8], bounds: Bounds) -> Result<Vec<Whole>, Refusal> {
    let limits = match bounds {
        Bounds::Own => &Limits::OWN,
        Bounds::Foreign => &Limits::FOREIGN,
    };
    check(&gate(bytes, limits)?, Keys::InDocument)
}

/// Is a document of our own form whole? Like `check`, for readers that take nothing else.
pub fn check_co(doc: &Gated<'_>) -> Result<Whole, Refusal> {
    fast::check(doc, Keys::InDocument).map_or_else(|| check_co_by_tree(doc), Ok)
}

/// Is a document of our own form whole? By the tree, which is the reference for every other way and the one that says
/// what is wrong.
pub fn check_co_by_tree(doc: &Gated<'_>) -> Result<Whole, Refusal> {
    let tree = parse(doc)?;
    let scene = Scene::of(&tree)?;
    check::whole(&scene, &place::own_place(doc, &scene)?, Keys::InDocument)
}

//! What stands in the printed code, and who signed it (`dataset.md` 7)? `TC1:` and base45 of a deterministic CBOR map,
//! the key's id and a signature.
//!
//! Drawing the code is the paper's matter. A code is an aid: it ties paper to the record and never says that a number
//! was not cancelled.

use std::convert::Infallible;

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use tamga_origin::trust::{Entitlement, KeyUse, TrustList, TrustedIssuer, TrustedKey, entitled_by};
use tamga_origin::{Date, Timestamp};

use crate::error::SignError;
use crate::plain_key::{PlainKey, thumbprint_bytes, verify_plain};
use crate::refusal::{Class, Reason, Refusal};

const MARK: &str = "TC1:";
const KEY_ID: usize = 8;
const VALUE: usize = 64;
const EXPORTER_CHARS: usize = 60;
const DAY: i64 = 86_400_000;

/// Most bytes inside a printed code, before base45.
pub const LARGEST: usize = 640;

/// What the code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrContent {
    /// Code of the issuing body.
    pub issuer: String,
    /// Certificate number.
    pub number: String,
    /// Revision, from 1.
    pub revision: u32,
    /// Day of issue.
    pub issued: Date,
    /// Last day it counts, when there is one.
    pub valid_to: Option<Date>,
    /// Proof type.
    pub proof_type: String,
    /// Agreement profile code.
    pub scheme: String,
    /// Destination country, two letters.
    pub destination: String,
    /// The exporter's name; the first 60 characters are kept.
    pub exporter: String,
    /// Number of goods items.
    pub items: u32,
    /// The first of them, as many as fit.
    pub lines: Vec<QrLine>,
    /// Total gross mass with its unit (`25200.5 KGM`), or empty.
    pub gross_mass: String,
    /// Number of the first invoice, or empty.
    pub invoice: String,
    /// First 16 bytes of SHA-256 over the signed document.
    pub document: [u8; 16],
    /// Numbers replaced or based on.
    pub references: Vec<String>,
}

/// One goods item of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrLine {
    /// The first six digits of the HS code.
    pub hs: String,
    /// Quantity of the ledger, as decimal text.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
}

/// A code whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrRead {
    /// What it says.
    pub content: QrContent,
    /// Id of the key that signed.
    pub kid: String,
    /// Why its issuer was not entitled on the day of issue; empty when it was.
    pub reasons: Vec<Reason>,
}

/// Makes the payload of a printed code; items that do not fit are left out, last ones first.
///
/// [`SignError::CodeTooLarge`] when it does not fit without any item.
pub fn qr_seal(content: &QrContent, key: &PlainKey) -> Result<String, SignError> {
    let mut kept = content.clone();
    kept.exporter = kept.exporter.chars().take(EXPORTER_CHARS).collect();
    loop {
        let map = encode(&kept).map_err(|_| SignError::Failed)?;
        let bytes = map.len() + KEY_ID + VALUE;
        if bytes <= LARGEST {
            return Ok(sealed(map, key));
        }
        if kept.lines.pop().is_none() {
            return Err(SignError::CodeTooLarge { bytes });
        }
    }
}

fn sealed(map: Vec<u8>, key: &PlainKey) -> String {
    let id = thumbprint_bytes(&key.public());
    let value = key.sign(&signed_part(&map, &id));
    let mut bytes = map;
    bytes.extend_from_slice(id.get(..KEY_ID).unwrap_or_default());
    bytes.extend_from_slice(&value);
    format!("{MARK}{}", base45::encode(bytes))
}

/// What is signed: the mark, so that nothing signed here is good elsewhere, the map, and which key signs.
fn signed_part(map: &[u8], id: &[u8]) -> Vec<u8> {
    [MARK.as_bytes(), map, id.get(..KEY_ID).unwrap_or_default()].concat()
}

/// Opens the payload of a printed code against the keys its issuer has in the trust list.
pub fn qr_open(text: &str, list: &TrustList) -> Result<QrRead, Refusal> {
    let unreadable = |found: &str| Refusal::unknown("qr.unreadable", found);
    let body = text.strip_prefix(MARK).ok_or_else(|| unreadable("mark"))?;
    if body.len() > LARGEST / 2 * 3 + 3 {
        return Err(unreadable("too long"));
    }
    let bytes = base45::decode(body).map_err(|_| unreadable("base45"))?;
    let split = bytes.len().checked_sub(KEY_ID + VALUE).ok_or_else(|| unreadable("too short"))?;
    let (map, tail) = bytes.split_at(split);
    let (id, value) = tail.split_at(KEY_ID);
    let content = decode(map).ok_or_else(|| unreadable("content"))?;
    // One content, one text: other spellings of the same are not ours.
    if encode(&content).ok().as_deref() != Some(map) || base45::encode(&bytes) != body {
        return Err(unreadable("spelling"));
    }
    let issuer = list.issuer(&content.issuer);
    let issuer = issuer.ok_or_else(|| Refusal::unknown("trust.signer_unknown", &content.issuer))?;
    let named =
        |key: &&TrustedKey| key.uses.contains(&KeyUse::Qr) && thumbprint_bytes(&key.key).get(..KEY_ID) == Some(id);
    let key = issuer.keys.iter().find(named).ok_or_else(|| Refusal::unknown("trust.signer_unknown", "key"))?;
    if !verify_plain(&key.key, &signed_part(map, id), value) {
        return Err(Refusal::invalid("qr.signature", &content.number));
    }
    let reasons = reasons(list, issuer, key, &content);
    Ok(QrRead { kid: key.kid.clone(), content, reasons })
}

/// Was the body entitled on the day of issue? A day counts when any moment of it does: the code names no hour.
fn reasons(list: &TrustList, issuer: &TrustedIssuer, key: &TrustedKey, content: &QrContent) -> Vec<Reason> {
    let start = Timestamp::midnight(content.issued);
    let end = start.plus_millis(DAY - 1);
    let mut reasons = Vec::new();
    let span = key.span;
    if span.from > end || span.to.is_some_and(|to| to <= start) {
        reasons.push(Reason::new(Class::Invalid, "trust.date").found(content.issued));
    }
    let asked = |at| Entitlement {
        issuer: &content.issuer,
        scheme: &content.scheme,
        form: "",
        destination: &content.destination,
        signer: None,
        at,
    };
    let objections = entitled_by(issuer, &asked(start));
    if !objections.is_empty() && !entitled_by(issuer, &asked(end)).is_empty() {
        let each = objections.into_iter();
        reasons.extend(each.map(|one| Reason::new(Class::Invalid, one.code).found(one.found)));
    }
    if let Some(revoked) = list.revoked.iter().find(|revoked| revoked.key == key.kid) {
        let (class, code) = match revoked.at <= end {
            true => (Class::Invalid, "revocation.revoked"),
            false => (Class::Note, "revocation.revoked_later"),
        };
        reasons.push(Reason::new(class, code).found(revoked.at.date()));
    }
    reasons
}

type Written = Result<Vec<u8>, minicbor::encode::Error<Infallible>>;

/// The map in deterministic CBOR (RFC 8949, 4.2): definite lengths, shortest forms, keys rising.
fn encode(content: &QrContent) -> Written {
    let QrContent {
        issuer,
        number,
        revision,
        issued,
        valid_to,
        proof_type,
        scheme,
        destination,
        exporter,
        items,
        lines,
        gross_mass,
        invoice,
        document,
        references,
    } = content;
    let optional = usize::from(valid_to.is_some()) + usize::from(!references.is_empty());
    let mut to = Encoder::new(Vec::new());
    to.map(count(11 + optional))?;
    to.u8(1)?.str(issuer)?.u8(2)?.str(number)?.u8(3)?.u32(*revision)?;
    to.u8(4)?.i64(issued.days_since_epoch())?;
    if let Some(day) = valid_to {
        to.u8(5)?.i64(day.days_since_epoch())?;
    }
    to.u8(6)?.str(proof_type)?.u8(7)?.str(scheme)?.u8(8)?.str(destination)?.u8(9)?.str(exporter)?;
    to.u8(10)?.array(count(2 + lines.len()))?.u32(*items)?;
    to.bool(lines.len() < usize::try_from(*items).unwrap_or(usize::MAX))?;
    for line in lines {
        to.array(3)?.str(&line.hs)?.str(&line.quantity)?.str(&line.unit)?;
    }
    to.u8(11)?.array(2)?.str(gross_mass)?.str(invoice)?.u8(12)?.bytes(document)?;
    if !references.is_empty() {
        to.u8(13)?.array(count(references.len()))?;
        for reference in references {
            to.str(reference)?;
        }
    }
    Ok(to.into_writer())
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Reads the map back; what is not exactly as [`encode`] writes it is found by encoding again.
fn decode(map: &[u8]) -> Option<QrContent> {
    let mut from = Decoder::new(map);
    from.map().ok()??;
    let key = |wanted: u8, from: &mut Decoder<'_>| (from.u8().ok()? == wanted).then_some(());
    let text = |from: &mut Decoder<'_>| from.str().ok().map(str::to_owned);
    let day = |from: &mut Decoder<'_>| Date::from_days_since_epoch(from.i64().ok()?);
    key(1, &mut from)?;
    let issuer = text(&mut from)?;
    key(2, &mut from)?;
    let number = text(&mut from)?;
    key(3, &mut from)?;
    let revision = from.u32().ok()?;
    key(4, &mut from)?;
    let issued = day(&mut from)?;
    let mut next = from.u8().ok()?;
    let mut valid_to = None;
    if next == 5 {
        valid_to = Some(day(&mut from)?);
        next = from.u8().ok()?;
    }
    if next != 6 {
        return None;
    }
    let proof_type = text(&mut from)?;
    key(7, &mut from)?;
    let scheme = text(&mut from)?;
    key(8, &mut from)?;
    let destination = text(&mut from)?;
    key(9, &mut from)?;
    let exporter = text(&mut from)?;
    key(10, &mut from)?;
    let length = from.array().ok()??.checked_sub(2)?;
    let items = from.u32().ok()?;
    from.bool().ok()?;
    let mut lines = Vec::new();
    for _ in 0..length {
        (from.array().ok()?? == 3).then_some(())?;
        lines.push(QrLine { hs: text(&mut from)?, quantity: text(&mut from)?, unit: text(&mut from)? });
    }
    key(11, &mut from)?;
    (from.array().ok()?? == 2).then_some(())?;
    let (gross_mass, invoice) = (text(&mut from)?, text(&mut from)?);
    key(12, &mut from)?;
    let document = from.bytes().ok()?.try_into().ok()?;
    let mut references = Vec::new();
    if from.datatype().is_ok_and(|kind| kind == Type::U8) {
        key(13, &mut from)?;
        for _ in 0..from.array().ok()?? {
            references.push(text(&mut from)?);
        }
    }
    Some(QrContent {
        issuer,
        number,
        revision,
        issued,
        valid_to,
        proof_type,
        scheme,
        destination,
        exporter,
        items,
        lines,
        gross_mass,
        invoice,
        document,
        references,
    })
}

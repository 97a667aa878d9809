//! How does evidence get into a copy of a sealed file, and out again (`seal-and-paper.md` 4.2)?
//!
//! The sealed file is frozen: its bytes are what was issued. A copy for export (XAdES B-T, B-LT) gets one run of bytes
//! more, and cutting the run out gives the frozen form back, byte for byte. Whether any of the evidence is good is not
//! asked here.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_xml::{Gated, Limits, gate};

use super::OfferedEvidence;
use crate::canonical::EXCLUSIVE;
use crate::profile::{check_co, same_seal};
use crate::refusal::Refusal;

/// What an augmented file was before evidence was put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenForms {
    /// Without any evidence (B-B).
    pub bare: Vec<u8>,
    /// With its first time stamp and nothing else (B-T), where it carries one: agreements that demand a stamp freeze this
    /// form. The digest in receipt or printed code says which of the two was issued.
    pub stamped: Option<Vec<u8>>,
}

/// A copy of a sealed file of our own form with evidence inside: stamps, then certificates, then revocation.
///
/// # Errors
/// A file that is not whole, or that carries more than a time stamp already; evidence that makes the file larger than
/// readers take it; a stamp over other bytes than the seal's own.
pub fn augment(frozen: &[u8], evidence: &OfferedEvidence) -> Result<Vec<u8>, Refusal> {
    let gated = gate(frozen, &Limits::OWN)?;
    let whole = check_co(&gated)?;
    if evidence.stamps.iter().any(|stamp| stamp.over.as_ref().is_some_and(|over| *over != whole.stampable)) {
        return Err(Refusal::invalid("time.stamp_imprint", "another canonical form"));
    }
    let text = gated.text();
    let properties = last(text, "SignedProperties").ok_or_else(no_place)?;
    let value = last(text, "SignatureValue").ok_or_else(no_place)?;
    let names = Names { xades: prefix(text, &properties), ds: prefix(text, &value) };
    let run = names.run(evidence);
    if run.is_empty() {
        return Ok(frozen.to_vec());
    }
    let (place, run) = match last(text, "SignatureTimeStamp") {
        Some(stamp) if after_is(text, &stamp, "UnsignedSignatureProperties") => (stamp.end, run),
        Some(_) => return Err(Refusal::unknown("shape.unknown_form", "evidence already inside")),
        None => {
            let inner = names.within("UnsignedSignatureProperties", &run);
            (properties.end, names.within("UnsignedProperties", &inner))
        }
    };
    let (before, after) = text.split_at_checked(place).ok_or_else(no_place)?;
    let augmented = [before, &run, after].concat().into_bytes();
    // Nobody gets a copy whose seal does not hold, or that cannot be taken back.
    let again = gate(&augmented, &Limits::OWN)?;
    let forms = frozen_forms(&again)?;
    let back = forms.bare == frozen || forms.stamped.as_deref() == Some(frozen);
    match back && same_seal(&check_co(&again)?, &whole) {
        true => Ok(augmented),
        false => Err(Refusal::invalid("sig.digest", "augmented")),
    }
}

/// The frozen forms of a file with evidence inside; a file without any is its own.
///
/// # Errors
/// A file that is not whole.
pub fn frozen_forms(augmented: &Gated<'_>) -> Result<FrozenForms, Refusal> {
    let whole = check_co(augmented)?;
    let text = augmented.text();
    let Some(end) = last(text, "UnsignedProperties") else {
        return Ok(FrozenForms { bare: text.as_bytes().to_vec(), stamped: None });
    };
    let begin = first(text, "UnsignedProperties", last(text, "SignedProperties").ok_or_else(no_place)?.end);
    let bare = without(text, begin.ok_or_else(no_place)?..end.end)?;
    let stamp = end_tags(text, "SignatureTimeStamp").next();
    let stamped = match (stamp, last(text, "UnsignedSignatureProperties")) {
        (Some(stamp), Some(close)) => Some(without(text, stamp.end..close.start)?),
        _ => None,
    };
    // What is cut out was no part of the seal.
    for form in std::iter::once(&bare).chain(&stamped) {
        if !same_seal(&check_co(&gate(form, &Limits::OWN)?)?, &whole) {
            return Err(Refusal::invalid("sig.digest", "frozen"));
        }
    }
    Ok(FrozenForms { bare, stamped })
}

fn no_place() -> Refusal {
    Refusal::unknown("shape.unknown_form", "signed properties")
}

fn without(text: &str, cut: Range<usize>) -> Result<Vec<u8>, Refusal> {
    let (before, after) = (text.get(..cut.start), text.get(cut.end..));
    let (before, after) = before.zip(after).ok_or_else(no_place)?;
    Ok([before, after].concat().into_bytes())
}

/// End tags of a local name, whatever their prefix. After the gate and the shape of our form a raw `</` is an end tag:
/// nothing is left in which it could be text.
fn end_tags<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices("</").filter_map(move |(start, _)| {
        let rest = text.get(start + 2..)?;
        let end = rest.find('>')?;
        let whole = rest.get(..end)?.trim_end();
        let local = whole.split_once(':').map_or(whole, |(_, local)| local);
        (local == name).then_some(start..start + 2 + end + 1)
    })
}

/// The signature is the last child of the root, so the last end tag of a name in it is the last in the file.
fn last(text: &str, name: &str) -> Option<Range<usize>> {
    end_tags(text, name).last()
}

/// Where the first start tag of a local name begins, from a place on.
fn first(text: &str, name: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let mut starts = rest.match_indices('<').filter(|(start, _)| {
        let tag = rest.get(start + 1..).unwrap_or_default();
        let whole = tag.split(['>', ' ', '\t', '\n', '\r', '/']).next().unwrap_or_default();
        whole.split_once(':').map_or(whole, |(_, local)| local) == name
    });
    starts.next().map(|(start, _)| from + start)
}

/// Does the end tag of this name come next?
fn after_is(text: &str, tag: &Range<usize>, name: &str) -> bool {
    let next = end_tags(text.get(tag.end..).unwrap_or_default(), name).next();
    next.is_some_and(|next| text.get(tag.end..tag.end + next.start).is_some_and(|gap| gap.trim().is_empty()))
}

/// The prefix of an end tag, with its colon; nothing where it has none.
fn prefix<'t>(text: &'t str, tag: &Range<usize>) -> &'t str {
    let name = text.get(tag.start + 2..tag.end).unwrap_or_default();
    name.find(':').and_then(|colon| name.get(..=colon)).unwrap_or_default()
}

/// The prefixes the signature is written with.
struct Names<'t> {
    xades: &'t str,
    ds: &'t str,
}

impl Names<'_> {
    fn within(&self, name: &str, inner: &str) -> String {
        match inner.is_empty() {
            true => String::new(),
            false => format!("<{0}{name}>{inner}</{0}{name}>", self.xades),
        }
    }

    fn each(&self, name: &str, all: &[Vec<u8>]) -> String {
        all.iter().map(|der| self.within(name, &BASE64.encode(der))).collect()
    }

    /// Unsigned properties as text, without what encloses them.
    fn run(&self, evidence: &OfferedEvidence) -> String {
        let method =
            format!("<{0}CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></{0}CanonicalizationMethod>", self.ds);
        let stamp = |token: &Vec<u8>| {
            let token = self.each("EncapsulatedTimeStamp", std::slice::from_ref(token));
            self.within("SignatureTimeStamp", &format!("{method}{token}"))
        };
        let stamps: String = evidence.stamps.iter().map(|one| stamp(&one.token)).collect();
        let certificates = self.each("EncapsulatedX509Certificate", &evidence.certificates);
        let lists = self.within("CRLValues", &self.each("EncapsulatedCRLValue", &evidence.crls));
        let answers = self.within("OCSPValues", &self.each("EncapsulatedOCSPValue", &evidence.ocsps));
        let revocation = self.within("RevocationValues", &format!("{lists}{answers}"));
        stamps + &self.within("CertificateValues", &certificates) + &revocation
    }
}

//! The steps over one signature in its place: shape, references, certificate, arithmetic; each fail-closed.

use tamga_xml::{Limits, gate};

use super::key_info::signer;
use super::offered::{Found, found};
use super::place::Placed;
use super::properties::Stated;
use super::reference::{Role, references};
use super::scene::Scene;
use super::shape::{Shape, fits, foreign};
use super::table::Row;
use super::transform::{decoded, form};
use super::{Algorithms, Claimed, Keys, SignedBytes, Whole};
use crate::algorithm::{Algorithm, same, verify};
use crate::canonical::{self, Form};
use crate::refusal::{Class, Reason, Refusal};

/// Is one signature whole?
pub fn whole(scene: &Scene<'_>, place: &Placed, keys: Keys<'_>) -> Result<Whole, Refusal> {
    let row = place.row;
    let shape = Shape::read(scene.tree, place.signature, row.shape)?;
    let (form, algorithm) = methods(&shape, row)?;
    if let Some(object) = place.stating {
        fits(scene.tree, object, &foreign::PROPERTIES_OBJECT)?;
    }
    let object = place.stating.or_else(|| shape.node(&["Object"])).filter(|_| row.properties);
    let stated = object.map(|object| Stated::read(&shape, object, row)).transpose()?;
    let properties = stated.as_ref().map(|stated| stated.node);
    let parts = references(scene, &shape, place, properties)?;
    let document = parts.iter().find(|part| part.role == Role::Document);
    let document = document.ok_or_else(|| Refusal::invalid("ref.document_uncovered", ""))?;
    if let Some(stated) = stated.as_ref().filter(|_| row.own) {
        stated.speak_of(scene, &shape, document.node)?;
    }
    let value = shape.node(&["SignatureValue"]).map(|node| shape.text(node)).unwrap_or_default();
    let value = decoded(&value)?;
    let by = signer(&shape, row, stated.as_ref().map(|stated| &stated.binding), keys)?;

    let (mut reasons, mut signed) = (Vec::new(), Vec::new());
    for part in &parts {
        let bytes = part.bytes(scene, place.signature)?;
        if !same(&part.digest.of(&bytes), &part.value) {
            reasons.push(Reason::new(Class::Invalid, "sig.digest").found(part.role.word(row)));
        }
        if part.role == Role::Document {
            signed = bytes.into_owned();
        }
    }
    let info = shape.node(&["SignedInfo"]).ok_or_else(|| Refusal::invalid("shape.child_order", "SignedInfo"))?;
    let info = canonical::part(scene.tree, info, &form, None)?;
    if let Err(refusal) = verify(algorithm, &by.key, row.short_keys, &info, &value) {
        reasons.extend(refusal.reasons);
    }
    let stampable = shape.node(&["SignatureValue"]).ok_or_else(|| Refusal::invalid("shape.child_order", ""))?;
    let stampable = canonical::part(scene.tree, stampable, &form, None)?;
    if !reasons.is_empty() {
        return Err(Refusal { reasons });
    }
    // What stands was let in as a part of its file.
    if row.readable && scene.standing.is_none() {
        // The canonical form of a file near the size limit may lie above it.
        gate(&signed, &Limits::OWN)?;
    }
    let Found { offered, seen, mut notes } = object.map(|object| found(&shape, object)).unwrap_or_default();
    let differs = stated.as_ref().zip(by.certificate.as_ref());
    notes.extend(differs.and_then(|(stated, certificate)| stated.serial_differs(certificate)));
    let mut digests: Vec<_> = parts.iter().map(|part| part.digest).collect();
    digests.extend(stated.as_ref().map(|stated| stated.binding.digest));
    let algorithms = Algorithms { signature: algorithm, digest: document.digest, digests, key: by.key.kind };
    Ok(Whole {
        profile: row.profile,
        signed: SignedBytes::of(signed),
        signer: by.certificate,
        above: by.above,
        claimed: stated.map_or_else(Claimed::default, |stated| stated.claimed),
        algorithms,
        value,
        stampable,
        offered,
        seen,
        notes,
    })
}

/// Canonical form of `SignedInfo`, and the algorithm of the value.
fn methods(shape: &Shape<'_>, row: &Row) -> Result<(Form, Algorithm), Refusal> {
    let node = |name| {
        let node = shape.node(&["SignedInfo", name]);
        node.ok_or_else(|| Refusal::invalid("shape.child_order", name))
    };
    let named = node("CanonicalizationMethod")?;
    let form = form(shape, named, row.prefixes).filter(|form| row.info.contains(&form.method));
    let form = form.filter(|form| row.info_comments || !form.comments);
    let form = form.ok_or_else(|| Refusal::unknown("alg.canonicalization", shape.algorithm(named)))?;
    let name = shape.algorithm(node("SignatureMethod")?);
    let method = Algorithm::from_uri(name)?;
    if !row.signatures.contains(&method) {
        return Err(Refusal::unknown("alg.signature", name));
    }
    Ok((form, method))
}

//! Which evidence stands in the file behind the signed part? Bytes are taken out and believed by nobody here.

use uppsala::NodeId;

use super::scene::children;
use super::shape::Shape;
use super::transform::{decoded, form};
use crate::canonical::{self, Form, Method};
use crate::evidence::{OfferedEvidence, OfferedStamp};
use crate::refusal::{Class, Reason};

/// What was found behind the signed part.
#[derive(Default)]
pub struct Found {
    pub offered: OfferedEvidence,
    /// Names of properties that were seen and not judged.
    pub seen: Vec<String>,
    pub notes: Vec<Reason>,
}

/// Looks through the unsigned properties of a signature whose shape was checked.
pub fn found(shape: &Shape<'_>, object: NodeId) -> Found {
    let mut found = Found::default();
    let path = ["QualifyingProperties", "UnsignedProperties", "UnsignedSignatureProperties"];
    let Some(holder) = shape.below(object, &path) else { return found };
    for property in shape.tree.children_iter(holder) {
        let Some(element) = shape.tree.element(property) else { continue };
        match &*element.name.local_name {
            "SignatureTimeStamp" => found.stamps(shape, property),
            "CertificateValues" | "RevocationValues" => found.values(shape, property),
            "TimeStampValidationData" => {
                for values in ["CertificateValues", "RevocationValues"] {
                    for values in children(shape.tree, property, values) {
                        found.values(shape, values);
                    }
                }
            }
            other => found.seen.push(other.to_owned()),
        }
    }
    found
}

impl Found {
    /// The tokens of a stamp, with the bytes its form makes of the signature value.
    fn stamps(&mut self, shape: &Shape<'_>, stamp: NodeId) {
        let named = shape.below(stamp, &["CanonicalizationMethod"]);
        let form = named.map_or_else(|| Some(Form::plain(Method::Inclusive)), |named| form(shape, named, 0));
        let over = form.and_then(|form| {
            let value = shape.node(&["SignatureValue"])?;
            canonical::part(shape.tree, value, &form, None).ok()
        });
        let Some(over) = over else {
            let name = named.map_or("", |named| shape.algorithm(named));
            self.notes.push(Reason::new(Class::Note, "time.stamp_imprint").found(name));
            return;
        };
        for token in children(shape.tree, stamp, "EncapsulatedTimeStamp") {
            match decoded(&shape.text(token)) {
                Ok(token) => self.offered.stamps.push(OfferedStamp { token, over: Some(over.clone()) }),
                Err(refusal) => {
                    self.notes.push(Reason::new(Class::Note, "time.stamp_unreadable").found(refusal));
                }
            }
        }
    }

    /// Certificates, revocation lists and answers; what is no base64 is noted and left.
    fn values(&mut self, shape: &Shape<'_>, values: NodeId) {
        for (path, name) in [
            (&[][..], "EncapsulatedX509Certificate"),
            (&["CRLValues"], "EncapsulatedCRLValue"),
            (&["OCSPValues"], "EncapsulatedOCSPValue"),
        ] {
            let Some(holder) = shape.below(values, path) else { continue };
            for value in children(shape.tree, holder, name) {
                match (decoded(&shape.text(value)), name) {
                    (Ok(der), "EncapsulatedX509Certificate") => self.offered.certificates.push(der),
                    (Ok(der), "EncapsulatedCRLValue") => self.offered.crls.push(der),
                    (Ok(der), _) => self.offered.ocsps.push(der),
                    (Err(_), "EncapsulatedX509Certificate") => {
                        self.notes.push(Reason::new(Class::Note, "cert.unreadable").found(name));
                    }
                    (Err(_), _) => self.notes.push(Reason::new(Class::Note, "revocation.unreadable").found(name)),
                }
            }
        }
    }
}

//! How is a signature of our own form written, letter for letter (`seal-and-paper.md` 4.1)? Everything in it but some
//! short texts is always the same; one description writes it, and reads it back.
//!
//! Whether what it says is true is asked elsewhere, and a signature that is written in another way is no worse: it is
//! read by its tree (`profile`).

use crate::algorithm::Digest;
use crate::canonical::EXCLUSIVE;
use crate::certificate::DEMONSTRATION;
use crate::profile::{DS, ENVELOPED, PROPERTIES_TYPE, XADES};

/// The identifiers that a signature brings along.
pub const IDS: [&str; 4] = ["sig", "ref", "sp", "sv"];
/// Certificates in a signature, the signer's included.
pub const CERTIFICATES: usize = 5;

/// What a signature says, each text as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said<'t> {
    /// Identifier of the signature's algorithm.
    pub method: &'t str,
    /// SHA-256 of the document, base64.
    pub document: &'t str,
    /// SHA-256 of the signed properties, base64.
    pub properties: &'t str,
    /// The value, base64.
    pub value: &'t str,
    /// The certificates, base64, the signer's first.
    pub certificates: Vec<&'t str>,
    /// The claimed time.
    pub time: &'t str,
    /// SHA-256 of the signer's certificate, base64.
    pub bound: &'t str,
    /// Was it made with a demonstration key?
    pub demonstration: bool,
}

/// A part as it stands in the file, or as it stands alone: with the declarations it then has to bring along (Exclusive
/// XML Canonicalization 1.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Within,
    Alone,
}

impl<'t> Said<'t> {
    /// The signed properties as they are hashed.
    pub fn hashed_properties(&self) -> Vec<u8> {
        self.written(1_100, |pen, said| properties(pen, said, Stands::Alone))
    }

    /// `SignedInfo` as it is signed.
    pub fn signed_info(&self) -> Vec<u8> {
        self.written(1_300, |pen, said| info(pen, said, Stands::Alone))
    }

    /// `SignatureValue` as a time stamp speaks of it.
    pub fn stampable(&self) -> Vec<u8> {
        self.written(120 + self.value.len(), |pen, said| value(pen, said, Stands::Alone))
    }

    /// Writes the whole signature.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut said = self.clone();
        // Whoever writes never stops half way.
        let _whole = signature(&mut Writing(out), &mut said);
    }

    /// How long the whole signature is at most.
    pub fn length(&self) -> usize {
        3_000 + self.value.len() + self.certificates.iter().map(|one| one.len() + 64).sum::<usize>()
    }

    fn written(&self, length: usize, part: impl Fn(&mut Writing<'_>, &mut Said<'t>) -> Option<()>) -> Vec<u8> {
        let (mut out, mut said) = (Vec::with_capacity(length), self.clone());
        let _whole = part(&mut Writing(&mut out), &mut said);
        out
    }

    /// Reads a signature; `None` when a single letter of it stands in another way than it is written here.
    pub fn read(text: &'t str) -> Option<Self> {
        let (mut said, mut reading) = (Self::default(), Reading(text));
        signature(&mut reading, &mut said)?;
        (reading.0.is_empty() && (1..=CERTIFICATES).contains(&said.certificates.len())).then_some(said)
    }
}

/// Goes through a signature: writes it, or reads what is written.
trait Pen<'t> {
    /// These letters, whatever is said.
    fn letters(&mut self, letters: &str) -> Option<()>;
    /// What is said, up to the letter that cannot stand in it.
    fn said(&mut self, said: &mut &'t str, end: char) -> Option<()>;
    /// These letters, if so.
    fn letters_if(&mut self, letters: &str, so: &mut bool);

    /// A text of the signature namespace's elements: the declaration it brings along when it stands alone.
    fn declared(&mut self, prefix: &str, namespace: &str, stands: Stands) -> Option<()> {
        if stands == Stands::Within {
            return Some(());
        }
        self.letters(" xmlns:")?;
        self.letters(prefix)?;
        self.letters("=\"")?;
        self.letters(namespace)?;
        self.letters("\"")
    }
}

struct Writing<'o>(&'o mut Vec<u8>);

impl<'t> Pen<'t> for Writing<'_> {
    fn letters(&mut self, letters: &str) -> Option<()> {
        self.0.extend_from_slice(letters.as_bytes());
        Some(())
    }

    fn said(&mut self, said: &mut &'t str, _: char) -> Option<()> {
        self.letters(said)
    }

    fn letters_if(&mut self, letters: &str, so: &mut bool) {
        if *so {
            self.0.extend_from_slice(letters.as_bytes());
        }
    }
}

struct Reading<'t>(&'t str);

impl<'t> Pen<'t> for Reading<'t> {
    fn letters(&mut self, letters: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(letters)?;
        Some(())
    }

    fn said(&mut self, said: &mut &'t str, end: char) -> Option<()> {
        (*said, self.0) = self.0.split_at_checked(self.0.find(end)?)?;
        Some(())
    }

    fn letters_if(&mut self, letters: &str, so: &mut bool) {
        *so = match self.0.strip_prefix(letters) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        };
    }
}

fn signature<'t>(pen: &mut impl Pen<'t>, said: &mut Said<'t>) -> Option<()> {
    pen.letters("<ds:Signature xmlns:ds=\"")?;
    pen.letters(DS)?;
    pen.letters("\" Id=\"sig\">")?;
    info(pen, said, Stands::Within)?;
    value(pen, said, Stands::Within)?;
    pen.letters("<ds:KeyInfo><ds:X509Data>")?;
    certificates(pen, said)?;
    pen.letters("</ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades=\"")?;
    pen.letters(XADES)?;
    pen.letters("\" Target=\"#sig\">")?;
    properties(pen, said, Stands::Within)?;
    pen.letters("</xades:QualifyingProperties></ds:Object></ds:Signature>")
}

fn info<'t>(pen: &mut impl Pen<'t>, said: &mut Said<'t>, stands: Stands) -> Option<()> {
    pen.letters("<ds:SignedInfo")?;
    pen.declared("ds", DS, stands)?;
    pen.letters("><ds:CanonicalizationMethod Algorithm=\"")?;
    pen.letters(EXCLUSIVE)?;
    pen.letters("\"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=\"")?;
    pen.said(&mut said.method, '"')?;
    pen.letters("\"></ds:SignatureMethod><ds:Reference Id=\"ref\" URI=\"\"><ds:Transforms>")?;
    transform(pen, ENVELOPED)?;
    transform(pen, EXCLUSIVE)?;
    pen.letters("</ds:Transforms>")?;
    digest(pen, &mut said.document, Stands::Within)?;
    pen.letters("</ds:Reference><ds:Reference Type=\"")?;
    pen.letters(PROPERTIES_TYPE)?;
    pen.letters("\" URI=\"#sp\"><ds:Transforms>")?;
    transform(pen, EXCLUSIVE)?;
    pen.letters("</ds:Transforms>")?;
    digest(pen, &mut said.properties, Stands::Within)?;
    pen.letters("</ds:Reference></ds:SignedInfo>")
}

fn transform<'t>(pen: &mut impl Pen<'t>, uri: &str) -> Option<()> {
    pen.letters("<ds:Transform Algorithm=\"")?;
    pen.letters(uri)?;
    pen.letters("\"></ds:Transform>")
}

fn digest<'t>(pen: &mut impl Pen<'t>, said: &mut &'t str, stands: Stands) -> Option<()> {
    pen.letters("<ds:DigestMethod")?;
    pen.declared("ds", DS, stands)?;
    pen.letters(" Algorithm=\"")?;
    pen.letters(Digest::Sha256.uri())?;
    pen.letters("\"></ds:DigestMethod><ds:DigestValue")?;
    pen.declared("ds", DS, stands)?;
    pen.letters(">")?;
    pen.said(said, '<')?;
    pen.letters("</ds:DigestValue>")
}

fn value<'t>(pen: &mut impl Pen<'t>, said: &mut Said<'t>, stands: Stands) -> Option<()> {
    pen.letters("<ds:SignatureValue")?;
    pen.declared("ds", DS, stands)?;
    pen.letters(" Id=\"sv\">")?;
    pen.said(&mut said.value, '<')?;
    pen.letters("</ds:SignatureValue>")
}

fn certificates<'t>(pen: &mut impl Pen<'t>, said: &mut Said<'t>) -> Option<()> {
    for place in 0..=CERTIFICATES {
        let mut is_there = place < said.certificates.len();
        pen.letters_if("<ds:X509Certificate>", &mut is_there);
        if !is_there {
            return Some(());
        }
        if place == said.certificates.len() {
            said.certificates.push("");
        }
        pen.said(said.certificates.get_mut(place)?, '<')?;
        pen.letters("</ds:X509Certificate>")?;
    }
    None
}

fn properties<'t>(pen: &mut impl Pen<'t>, said: &mut Said<'t>, stands: Stands) -> Option<()> {
    pen.letters("<xades:SignedProperties")?;
    pen.declared("xades", XADES, stands)?;
    pen.letters(" Id=\"sp\"><xades:SignedSignatureProperties><xades:SigningTime>")?;
    pen.said(&mut said.time, '<')?;
    pen.letters("</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>")?;
    digest(pen, &mut said.bound, stands)?;
    pen.letters("</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>")?;
    pen.letters_if("<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>", &mut said.demonstration);
    if said.demonstration {
        pen.letters(DEMONSTRATION)?;
        pen.letters("</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2>")?;
    }
    pen.letters(
        "</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>\
         <xades:DataObjectFormat ObjectReference=\"#ref\"><xades:MimeType>application/xml</xades:MimeType>\
         </xades:DataObjectFormat></xades:SignedDataObjectProperties></xades:SignedProperties>",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::{self, Form, Method};

    fn said(certificates: &[&'static str], demonstration: bool) -> Said<'static> {
        Said {
            method: "m",
            document: "ZG9jdW1lbnQ=",
            properties: "cHJvcGVydGllcw==",
            value: "dmFsdWU=",
            certificates: certificates.to_vec(),
            time: "2026-03-22T16:24:38Z",
            bound: "Ym91bmQ=",
            demonstration,
        }
    }

    fn written(said: &Said<'_>) -> String {
        let mut out = Vec::new();
        said.write(&mut out);
        assert!(out.len() <= said.length(), "{} of {}", out.len(), said.length());
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn what_is_written_is_read_back() {
        for demonstration in [true, false] {
            for certificates in [&["bGVhZg=="][..], &["bGVhZg==", "YQ==", "Yg==", "Yw==", "ZA=="]] {
                let said = said(certificates, demonstration);
                assert_eq!(Said::read(&written(&said)), Some(said));
            }
        }
    }

    #[test]
    fn no_certificate_and_six_of_them_are_not_ours() {
        assert_eq!(Said::read(&written(&said(&[], false))), None);
        let six = written(&said(&["YQ=="; 5], false)).replacen(
            "<ds:X509Certificate>",
            "<ds:X509Certificate>Yg==</ds:X509Certificate><ds:X509Certificate>",
            1,
        );
        assert_eq!(Said::read(&six), None);
    }

    #[test]
    fn a_letter_more_less_or_other_is_not_read_or_is_one_of_the_texts() {
        let said = said(&["bGVhZg==", "YQ=="], true);
        let text = written(&said);
        for (at, letter) in text.char_indices() {
            let (before, after) = text.split_at(at);
            let rest = after.get(1..).expect("ASCII");
            let other = if letter == '#' { '!' } else { '#' };
            for changed in [format!("{before}{rest}"), format!("{before}{other}{rest}"), format!("{before} {after}")] {
                if let Some(read) = Said::read(&changed) {
                    assert_ne!(read, said, "place {at}: {changed}");
                    assert_eq!(written(&read), changed, "place {at}: what is read is all that stands there");
                }
            }
        }
    }

    #[test]
    fn parts_that_stand_alone_are_the_exclusive_canonical_form_of_the_parts_within() {
        for demonstration in [true, false] {
            let said = said(&["bGVhZg=="], demonstration);
            let text = format!("<MetaData xmlns=\"urn:tamga:co:1\">{}</MetaData>", written(&said));
            let tree = uppsala::parse(&text).expect("a document");
            let part = |name: &str| {
                let node = tree
                    .descendants(tree.root())
                    .into_iter()
                    .find(|node| tree.element(*node).is_some_and(|element| element.name.local_name == name));
                let bytes = canonical::part(&tree, node.expect(name), &Form::plain(Method::Exclusive), None);
                String::from_utf8(bytes.expect("a form")).expect("UTF-8")
            };
            let alone = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
            assert_eq!(alone(said.hashed_properties()), part("SignedProperties"));
            assert_eq!(alone(said.signed_info()), part("SignedInfo"));
            assert_eq!(alone(said.stampable()), part("SignatureValue"));
        }
    }
}

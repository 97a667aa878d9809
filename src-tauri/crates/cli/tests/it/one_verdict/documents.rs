//! Documents of every kind that a verdict can be about, each with the word and the reasons it is owed.

use tamga_formats::aladi::{self, Style};
use tamga_formats::{Limits, co_xml};
use tamga_origin::draft::Issuing;
use tamga_origin::{Address, Attestation, Certificate, Channel, IssuingBody, Moment, Place, Timestamp};
use tamga_seal::{Batch, CodSignature, sign_co, sign_cod};

use crate::ace35::{declared, party, unsigned};
use crate::field::day;
use crate::house;

/// What a document says, as an envelope repeats it.
#[derive(Clone)]
pub struct About {
    pub agreement: &'static str,
    pub issuer: String,
    pub number: String,
    pub destination: &'static str,
}

/// A document with what is owed to it.
pub struct Case {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub about: About,
    /// `valid`, `invalid`, `unknown`.
    pub verdict: &'static str,
    /// Every reason that weighs, whoever judges.
    pub codes: &'static [&'static str],
}

/// A certificate of our own form for China, issued on a day.
pub fn certificate(issuer: &str, scheme: &str, number: &str, at: Timestamp) -> Certificate {
    let profiles = tamga_office::agreements::built_in().unwrap();
    let profile = profiles.find(scheme).unwrap();
    let complete = house::complete();
    let gated = co_xml::gate(&complete, &Limits::default()).unwrap();
    let draft = co_xml::read_certificate(&gated).unwrap().value;
    let address = Address { city: "Melbourne".to_owned(), country: "AU".to_owned(), ..Address::default() };
    let body =
        IssuingBody { code: issuer.to_owned(), name: format!("Body {issuer}"), address, ..IssuingBody::default() };
    draft.prepared_for_issue(
        &Issuing {
            number,
            document_id: "0123456789abcdef0123456789abcdef",
            issued_at: Moment::Instant(at),
            place: &Place { code: String::new(), name: "Melbourne".to_owned() },
            issuer: &body,
            officer: "An Officer",
            officer_title: "Officer",
            demonstration: true,
        },
        profile,
    )
}

/// The same, signed.
pub fn sealed(certificate: &Certificate, at: Timestamp, key: &mut Batch) -> Vec<u8> {
    sign_co(&co_xml::write_certificate(certificate).unwrap(), at, key).unwrap().bytes
}

/// A COD as its exporter signed it, and as the entity 0AV certified it on a day; signed at a moment of the keys' lives.
pub fn cod(number: &str, at: Timestamp, exporter: &mut Batch, official: &mut Batch) -> [Vec<u8>; 2] {
    let alive = day(-20);
    let declared = declared(Moment::Instant(at));
    let signed = sign_cod(&unsigned(&declared), CodSignature::Exporter, alive, exporter).unwrap().bytes;
    let channel = Channel { kind: "AO".to_owned(), value: "http://www.example.com".to_owned() };
    let certificate = Certificate {
        number: number.to_owned(),
        revision: 1,
        issued_at: Some(Moment::Instant(at)),
        issue_place: Place { code: String::new(), name: "Montevideo".to_owned() },
        issuer: IssuingBody {
            code: "0AV".to_owned(),
            name: "Cámara del Plata".to_owned(),
            address: party("", "Montevideo", "UY").address,
            channels: vec![channel],
            ..IssuingBody::default()
        },
        certification: Some(Attestation { date: Some(Moment::Instant(at)), ..Attestation::default() }),
        ..declared
    };
    let part = aladi::issue_part(&certificate, &Style::default()).unwrap();
    let entered = aladi::with_issue_part(&signed, &part).unwrap();
    [signed, sign_cod(&entered, CodSignature::Official, alive, official).unwrap().bytes]
}

/// A copy with one text changed.
pub fn changed(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "`{from}` stands in it");
    text.replacen(from, to, 1).into_bytes()
}

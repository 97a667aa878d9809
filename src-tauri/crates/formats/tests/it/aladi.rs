//! ALADI COD: every version and form written and read, validated by the published schemas, and each trap of the format.

mod bytes;
mod checks;
mod damaged;
mod law;
mod sample;
mod schema;
mod shaped;
mod traps;
mod written;

use tamga_formats::aladi::{self, Document, Extent, Style, Version};
use tamga_formats::{Limits, Read};
use tamga_origin::Certificate;

/// A signature as a schema sees one; whether it holds is not asked here.
const SIGNATURE: &str = concat!(
    "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>",
    "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments\"/>",
    "<ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>",
    "<ds:Reference URI=\"#COD\"><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>",
    "<ds:DigestValue>AAAA&#13;\n</ds:DigestValue></ds:Reference></ds:SignedInfo>",
    "<ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>"
);

fn style(version: Version, extent: Extent) -> Style {
    Style { version, extent, zones: true }
}

fn read(bytes: &[u8]) -> Read<Document<'_>> {
    aladi::read(&aladi::gate(bytes, &Limits::default()).unwrap(), &Limits::default()).unwrap()
}

/// The document with bytes put in at a place, as whoever signs does it.
fn put(document: &[u8], at: usize, bytes: &str) -> Vec<u8> {
    let (head, tail) = document.split_at(at);
    [head, bytes.as_bytes(), tail].concat()
}

/// The document with the exporter's signature behind `COD`.
fn exporter_signed(document: &[u8]) -> Vec<u8> {
    put(document, read(document).value.spans.cod.end, SIGNATURE)
}

/// The document of a certificate at each of the four stages.
fn stages(certificate: &Certificate, version: Version) -> [Vec<u8>; 4] {
    let style = style(version, Extent::Application);
    let first = aladi::write(certificate, &style).unwrap().bytes;
    let second = exporter_signed(&first);
    let part = aladi::issue_part(certificate, &style).unwrap();
    let third = aladi::with_issue_part(&second, &part).unwrap();
    let fourth = put(&third, read(&third).value.spans.codeh.end, &SIGNATURE.replace("#COD", "#CODEH"));
    [first, second, third, fourth]
}

//! Parts of the signature doubled, moved, emptied, nested, or so many that counting them would be the attack.

use super::Case;
use super::material::*;
use crate::support::between;

pub fn cases() -> Vec<Case> {
    [alike(), own(), places()].concat()
}

/// Refused alike in both dialects.
fn alike() -> Vec<Case> {
    let mut cases = Vec::new();
    for dialect in BOTH {
        let signature = dialect.signature();
        let info = between(signature.as_bytes(), "<ds:SignedInfo>", "</ds:SignedInfo>");
        let value = between(signature.as_bytes(), "<ds:SignatureValue", "</ds:SignatureValue>");
        let reference = between(signature.as_bytes(), "<ds:Reference ", "</ds:Reference>");
        let method = between(signature.as_bytes(), "<ds:SignatureMethod ", "</ds:SignatureMethod>");
        let form = between(signature.as_bytes(), "<ds:CanonicalizationMethod ", "</ds:CanonicalizationMethod>");
        let digest = between(signature.as_bytes(), "<ds:DigestValue>", "</ds:DigestValue>");
        let hash = between(signature.as_bytes(), "<ds:DigestMethod ", "</ds:DigestMethod>");
        for (name, from, to, wanted) in [
            ("two SignedInfo", info, info.repeat(2), "shape.child_order"),
            ("no SignedInfo", info, String::new(), "shape.child_order"),
            ("SignedInfo in itself", form, format!("{info}{form}"), "shape.child_order"),
            ("two values", value, value.repeat(2), "shape.child_order"),
            ("no value", value, String::new(), "shape.child_order"),
            ("value first", info, format!("{value}{info}"), "shape.child_order"),
            ("two methods", method, method.repeat(2), "shape.child_order"),
            ("no method", method, String::new(), "shape.child_order"),
            ("two forms", form, form.repeat(2), "shape.child_order"),
            ("no form", form, String::new(), "shape.child_order"),
            ("method first", form, format!("{method}{form}"), "shape.child_order"),
            ("two digests", digest, digest.repeat(2), "shape.child_order"),
            ("no digest", digest, String::new(), "shape.child_order"),
            ("no digest method", hash, String::new(), "shape.child_order"),
            ("empty digest", digest, "<ds:DigestValue></ds:DigestValue>".to_owned(), "sig.digest"),
            ("5,000 references", reference, reference.repeat(5_000), "ref.count"),
            ("text between", info, format!("x{info}"), "shape.child_order"),
            ("a stranger between", value, format!("<x></x>{value}"), "shape.child_order"),
            ("an attribute more", "<ds:SignedInfo>", "<ds:SignedInfo Name=\"x\">".to_owned(), "shape.child_order"),
            (
                "an element in the value",
                "</ds:SignatureValue>",
                "<x></x></ds:SignatureValue>".to_owned(),
                "shape.child_order",
            ),
            (
                "an object more",
                "</ds:Signature>",
                "<ds:Object></ds:Object></ds:Signature>".to_owned(),
                "shape.extra_object",
            ),
        ] {
            cases.push(Case::document(dialect, name, dialect.with(from, &to), wanted));
        }
        let nested = format!("<ds:SignatureValue>{signature}</ds:SignatureValue>");
        let wanted = if dialect == Dialect::Co { "shape.signature_count" } else { "shape.signature_place" };
        cases.push(Case::document(dialect, "a signature in a signature", dialect.with(value, &nested), wanted));
        let twice = dialect.put(signature, &signature.repeat(2));
        cases.push(Case::document(dialect, "two signatures", twice, "shape.signature_count"));
    }
    cases
}

/// Our own form with its properties.
fn own() -> Vec<Case> {
    let properties = between(co().as_bytes(), "<xades:SignedProperties ", "</xades:SignedProperties>");
    let object = between(co().as_bytes(), "<ds:Object>", "</ds:Object>");
    let binding = between(co().as_bytes(), "<xades:SigningCertificateV2>", "</xades:SigningCertificateV2>");
    let unsigned = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:CounterSignature>\
                    </xades:CounterSignature></xades:UnsignedSignatureProperties></xades:UnsignedProperties>";
    [
        ("two properties", properties, properties.repeat(2), "shape.signed_properties"),
        ("no properties", properties, String::new(), "shape.signed_properties"),
        ("two objects", object, object.repeat(2), "shape.extra_object"),
        ("no object", object, String::new(), "shape.extra_object"),
        ("no binding", binding, String::new(), "shape.signed_properties"),
        ("two bindings", binding, binding.repeat(2), "shape.signed_properties"),
        ("a manifest", "<ds:Object>", "<ds:Object><ds:Manifest></ds:Manifest>".to_owned(), "shape.manifest"),
        (
            "a countersignature",
            "</xades:QualifyingProperties>",
            format!("{unsigned}</xades:QualifyingProperties>"),
            "shape.unknown_form",
        ),
    ]
    .into_iter()
    .map(|(name, from, to, wanted)| Case::document(Dialect::Co, name, Dialect::Co.with(from, &to), wanted))
    .collect()
}

/// Signatures in places where none belongs.
fn places() -> Vec<Case> {
    let seal = Dialect::Co.signature();
    let official = Dialect::Cod.signature();
    let exporter = between(declared().as_bytes(), "<ds:Signature ", "</ds:Signature>");
    let case = |dialect, name: &str, text: String, wanted| Case::document(dialect, name, text.into_bytes(), wanted);
    vec![
        case(Dialect::Co, "none", co().replace(seal, ""), "shape.no_signature"),
        case(
            Dialect::Co,
            "before the last",
            co().replace("</MetaData>", "<x></x></MetaData>"),
            "shape.signature_place",
        ),
        case(
            Dialect::Co,
            "in the part",
            co().replace(seal, "").replace("</Declaration>", &format!("{seal}</Declaration>")),
            "shape.signature_place",
        ),
        case(Dialect::Co, "at the root", seal.to_owned(), "ref.document_uncovered"),
        case(Dialect::Cod, "official alone", cod().replace(exporter, ""), "shape.stage"),
        case(Dialect::Cod, "none", declared().replace(exporter, ""), "shape.no_signature"),
        case(
            Dialect::Cod,
            "exporter in the official's place",
            cod().replace(exporter, "").replace(official, exporter),
            "shape.stage",
        ),
        case(
            Dialect::Cod,
            "places changed",
            cod().replace(exporter, "@").replace(official, exporter).replace('@', official),
            "ref.target_other",
        ),
        case(
            Dialect::Cod,
            "exporter in its part",
            declared().replace(exporter, "").replace("</COD>", &format!("{exporter}</COD>")),
            "shape.signature_place",
        ),
        case(
            Dialect::Cod,
            "two frames",
            declared().replace("<ns1:CertOrigin>", "<ns1:CertOrigin></ns1:CertOrigin><ns1:CertOrigin>"),
            "ref.target_ambiguous",
        ),
        case(Dialect::Cod, "two parts", declared().replace("<COD id", "<COD></COD><COD id"), "ref.target_ambiguous"),
        case(
            Dialect::Cod,
            "a stranger beside the official",
            cod().replace("</ns1:CertOrigin>", "<x></x></ns1:CertOrigin>"),
            "shape.child_order",
        ),
    ]
}

//! Signatures of other hands, made here by `xmlsec1`: every shape the rows allow holds, everything else is refused by
//! name (`seal-and-paper.md` 3.3, 3.4).

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_seal::algorithm::Digest;
use tamga_seal::{Keys, Profile, Refusal, Whole, check, same_seal, sign_co};
use tamga_xml::{Limits, gate};

use crate::support::*;

const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
const ENVELOPED: &str = "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>";
const XPATH: &str = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>\n \
                     not(ancestor-or-self::ds:Signature)\n</ds:XPath></ds:Transform>";
const FILTER: &str = "<ds:Transform Algorithm=\"http://www.w3.org/2002/06/xmldsig-filter2\"><f:XPath \
                      xmlns:f=\"http://www.w3.org/2002/06/xmldsig-filter2\" Filter=\"subtract\">/descendant::ds:Signature\
                      </f:XPath></ds:Transform>";
const EXCLUSIVE: &str = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>";
const PREFIXED: &str = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"><e:InclusiveNamespaces \
                        xmlns:e=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"p #default\"/></ds:Transform>";
const INCLUSIVE_11: &str = "<ds:Transform Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"/>";
const BASE64_STEP: &str = "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"/>";
const PROPERTIES: &str = "http://uri.etsi.org/01903#SignedProperties";

fn reference(uri: &str, more: &str, transforms: &str) -> String {
    let transforms = match transforms {
        "" => String::new(),
        some => format!("<ds:Transforms>{some}</ds:Transforms>"),
    };
    format!(
        "<ds:Reference {more} URI=\"{uri}\">{transforms}<ds:DigestMethod \
         Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue/></ds:Reference>"
    )
}

fn signature(references: &str, key_info: &str, objects: &str) -> String {
    format!(
        "<ds:Signature xmlns:ds=\"{DS}\" Id=\"s\"><ds:SignedInfo><ds:CanonicalizationMethod \
         Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"/><ds:SignatureMethod \
         Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>{references}</ds:SignedInfo>\
         <ds:SignatureValue/><ds:KeyInfo Id=\"k\">{key_info}</ds:KeyInfo>{objects}</ds:Signature>"
    )
}

const X509: &str = "<ds:X509Data><ds:X509Certificate/></ds:X509Data>";

/// Signed properties that bind the certificate in this folder.
fn properties(folder: &Path) -> String {
    let certificate = std::fs::read(folder.join("certificate.der")).expect("a certificate");
    let digest = BASE64.encode(Digest::Sha256.of(&certificate));
    format!(
        "<ds:Object><x:QualifyingProperties xmlns:x=\"http://uri.etsi.org/01903/v1.3.2#\" Target=\"#s\">\
         <x:SignedProperties Id=\"p\"><x:SignedSignatureProperties><x:SigningTime>2026-03-22T16:24:38Z</x:SigningTime>\
         <x:SigningCertificateV2><x:Cert><x:CertDigest><ds:DigestMethod \
         Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue>{digest}</ds:DigestValue></x:CertDigest>\
         </x:Cert></x:SigningCertificateV2></x:SignedSignatureProperties></x:SignedProperties>\
         </x:QualifyingProperties></ds:Object>"
    )
}

fn sign(folder: &Path, template: &str) -> String {
    std::fs::write(folder.join("template.xml"), template).expect("a file");
    let mut args = vec!["--sign", "--privkey-pem", "k.key,k.pem"];
    for name in ["SignedProperties", "KeyInfo", "Object", "doc"] {
        args.extend(["--id-attr:Id", name]);
    }
    args.extend(["--output", "signed.xml", "template.xml"]);
    let (good, said) = run(folder, "xmlsec1", &args);
    assert!(good, "{said}\n{template}");
    std::fs::read_to_string(folder.join("signed.xml")).expect("a file")
}

fn document(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<!-- before --><doc xmlns=\"urn:d\" xmlns:p=\"urn:p\" xml:lang=\"es\" Id=\"d\">\n \
         <p:line p:n=\"1\">Arroz &amp; más</p:line><!-- between -->{inside}\n</doc>"
    )
}

fn read(text: &str) -> Result<Whole, Refusal> {
    let found = check(&gate(text.as_bytes(), &Limits::FOREIGN)?, Keys::InDocument)?;
    let [whole] = <[Whole; 1]>::try_from(found).expect("one signature");
    Ok(whole)
}

fn refused(text: &str) -> String {
    read(text).map_or_else(|refusal| refusal.code().to_owned(), |whole| format!("accepted as {}", whole.profile.code()))
}

fn keys() -> Option<tempfile::TempDir> {
    if !has("xmlsec1") || !has("openssl") {
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    make_key(folder.path(), "k", "rsa:2048");
    made(folder.path(), "k");
    Some(folder)
}

/// XAdES inside its document, with the key covered too.
fn enveloped(folder: &Path) -> String {
    let references = [
        reference("#p", &format!("Type=\"{PROPERTIES}\""), EXCLUSIVE),
        reference("#k", "", ""),
        reference("", "", ENVELOPED),
    ];
    sign(folder, &document(&signature(&references.concat(), X509, &properties(folder))))
}

#[test]
fn every_wording_of_without_the_signature_holds_inside_a_document() {
    let Some(folder) = keys() else { return };
    let folder = folder.path();
    for uri in ["", "#d"] {
        for (transforms, is_exclusive) in [
            (ENVELOPED.to_owned(), false),
            (format!("{ENVELOPED}{EXCLUSIVE}"), true),
            (format!("{ENVELOPED}{PREFIXED}"), true),
            (format!("{ENVELOPED}{INCLUSIVE_11}"), false),
            (format!("{XPATH}{EXCLUSIVE}"), true),
            (format!("{FILTER}{EXCLUSIVE}"), true),
            (format!("{ENVELOPED}{XPATH}"), false),
        ] {
            let text = sign(folder, &document(&signature(&reference(uri, "", &transforms), X509, "")));
            let whole = read(&text).unwrap_or_else(|refusal| panic!("`{uri}` {transforms}: {refusal}"));
            assert_eq!(whole.profile, Profile::PlainEnveloped);
            let signed = whole.signed.gated().expect("readable").text();
            assert!(signed.starts_with("<doc ") && signed.contains("Arroz &amp; más"), "{signed}");
            assert!(!signed.contains("Signature") && !signed.contains("<!--"), "{signed}");
            assert_eq!(signed.contains("<doc xmlns=\"urn:d\" Id"), is_exclusive && !transforms.contains("Prefix"));
            assert_eq!(refused(&text.replace("Arroz", "Trigo")), "sig.digest");
            assert!(read(&text.replace("<!-- between -->", "")).is_ok(), "comments are not content");
        }
    }
}

#[test]
fn a_document_carried_inside_the_signature_holds_as_xml_and_as_bytes() {
    let Some(folder) = keys() else { return };
    let folder = folder.path();
    let carried = "<ds:Object Id=\"o\" MimeType=\"text/xml\"><doc xmlns=\"urn:d\">Arroz</doc></ds:Object>";
    for transforms in ["", EXCLUSIVE, INCLUSIVE_11] {
        let text =
            sign(folder, &signature(&reference("#o", &format!("Type=\"{DS}Object\""), transforms), X509, carried));
        let whole = read(&text).unwrap_or_else(|refusal| panic!("{transforms}: {refusal}"));
        assert_eq!(whole.profile, Profile::PlainEnveloping);
        assert!(whole.signed.gated().expect("readable").text().contains(">Arroz</doc></ds:Object>"));
        assert_eq!(refused(&text.replace("Arroz", "Trigo")), "sig.digest");
    }
    let bytes = "<ds:Object Id=\"o\">QXJy\n b3o=</ds:Object>";
    let references = [reference("#o", "", BASE64_STEP), reference("#p", &format!("Type=\"{PROPERTIES}\""), "")];
    let text = sign(folder, &signature(&references.concat(), X509, &format!("{}{bytes}", properties(folder))));
    let whole = read(&text).expect("whole");
    assert_eq!((whole.profile, whole.signed.as_slice()), (Profile::EuEnveloping, &b"Arroz"[..]));
    assert_eq!(whole.claimed.at, Some(at(ISSUED)));
    assert_eq!(refused(&text.replace("QXJy", "VHJp")), "sig.digest");
    assert_eq!(refused(&text.replace("QXJy", "<b>QXJy</b>")), "alg.transform", "base64 is text and nothing else");
}

#[test]
fn properties_key_and_document_are_all_covered() {
    let Some(folder) = keys() else { return };
    let text = enveloped(folder.path());
    let whole = read(&text).expect("whole");
    assert_eq!((whole.profile, whole.claimed.at), (Profile::EuEnveloped, Some(at(ISSUED))));
    assert!(whole.offered.stamps.is_empty() && whole.seen.is_empty() && whole.notes.is_empty());
    let part = |from: &str, to: &str| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        let refusal = read(&text.replace(from, to)).expect_err("a change");
        refusal
            .reasons
            .iter()
            .map(|reason| format!("{} {}", reason.code(), reason.finding.params[0].1))
            .collect::<Vec<_>>()
    };
    assert_eq!(part("2026-03-22", "2026-03-23"), ["sig.digest properties"]);
    assert_eq!(part("Arroz", "Trigo"), ["sig.digest document"]);
    assert_eq!(
        part("<ds:KeyInfo Id=\"k\">", "<ds:KeyInfo Id=\"k\"><ds:KeyName>x</ds:KeyName>"),
        ["sig.digest certificates"]
    );
    let marked = format!("\u{feff}{text}");
    assert!(read(&marked).expect("whole").notes.iter().any(|note| note.code() == "gate.bom"));
}

#[test]
fn shapes_outside_the_rows_are_refused_by_name() {
    let Some(folder) = keys() else { return };
    let text = enveloped(folder.path());
    let own = between(text.as_bytes(), "<ds:Signature ", "</ds:Signature>").to_owned();
    let binding = between(text.as_bytes(), "<x:SigningCertificateV2>", "</x:SigningCertificateV2>").to_owned();
    let certificate = between(text.as_bytes(), "<ds:X509Certificate>", "</ds:X509Certificate>").to_owned();
    let covered = between(text.as_bytes(), "<ds:Reference URI=\"\">", "</ds:Reference>").to_owned();
    let key = between(text.as_bytes(), "<ds:Reference URI=\"#k\">", "</ds:Reference>").to_owned();
    let stated = between(text.as_bytes(), "<ds:Reference Type=", "</ds:Reference>").to_owned();
    let first = binding.replace("SigningCertificateV2", "SigningCertificate").replace(
        "</x:Cert>",
        "<x:IssuerSerial><ds:X509IssuerName>CN=x</ds:X509IssuerName><ds:X509SerialNumber>1</ds:X509SerialNumber>\
         </x:IssuerSerial></x:Cert>",
    );
    let other_transform = |to: &str| text.replace(&covered, &covered.replace(ENVELOPED, to));
    let many = PREFIXED.replace("p #default", "a b c d e f g h i j k l m n o p q");
    for (case, wanted) in [
        (text.replace(&own, ""), "shape.no_signature"),
        (text.replace(&own, &own.repeat(2)), "shape.signature_count"),
        (text.replace(&own, &format!("<p:box>{own}</p:box>")), "shape.signature_place"),
        (
            text.replace("<p:line", "<ds:Manifest xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/><p:line"),
            "shape.manifest",
        ),
        (
            text.replace("<p:line", "<x:SignedProperties xmlns:x=\"http://uri.etsi.org/01903/v1.3.2#\"/><p:line"),
            "shape.signed_properties",
        ),
        (text.replace("</ds:Object>", "</ds:Object><ds:Object/>"), "shape.extra_object"),
        (text.replace("01903/v1.3.2#", "01903/v1.1.1#"), "shape.xades_version"),
        (text.replace("<ds:SignedInfo>", "<ds:SignedInfo xmlns:q=\"urn:q\" q:Id=\"z\">"), "shape.child_order"),
        (text.replace("<ds:SignedInfo>", "<ds:SignedInfo Name=\"z\">"), "shape.child_order"),
        (text.replace(&binding, ""), "sig.certificate_missing"),
        (text.replace(&binding, &format!("{first}{binding}")), "shape.signed_properties"),
        (text.replace(&certificate, ""), "cert.none"),
        (
            text.replace("<ds:KeyInfo Id=\"k\">", "<ds:KeyInfo Id=\"k\"><ds:RetrievalMethod URI=\"#x\"/>"),
            "shape.key_info",
        ),
        (text.replace(&certificate, &certificate.replacen("MII", "AII", 1)), "sig.certificate_differs"),
        (text.replace(&key, &key.repeat(2)), "ref.count"),
        (text.replace(&covered, &format!("{covered}{covered}")), "ref.count"),
        (text.replace(&stated, &covered), "ref.count"),
        (text.replace(&covered, ""), "ref.document_uncovered"),
        (text.replace(&stated, ""), "ref.properties_uncovered"),
        (text.replace(&stated, &stated.replace(PROPERTIES, "urn:other")), "ref.type"),
        (text.replace(&covered, &covered.replace("URI", "Type=\"urn:other\" URI")), "ref.type"),
        (text.replace("URI=\"\"", "URI=\"other.xml\""), "ref.outside"),
        (text.replace("URI=\"\"", "URI=\"#xpointer(/)\""), "ref.form"),
        (text.replace("URI=\"\"", "URI=\"#nowhere\""), "ref.target_missing"),
        (text.replace("URI=\"\"", "URI=\"#s\""), "ref.target_other"),
        (text.replace("<p:line ", "<p:line Id=\"d\" ").replace("URI=\"\"", "URI=\"#d\""), "ref.target_ambiguous"),
        (text.replace("<p:line ", "<p:line xml:id=\"p\" "), "ref.target_ambiguous"),
        (other_transform(""), "alg.transform"),
        (other_transform(EXCLUSIVE), "alg.transform"),
        (other_transform(BASE64_STEP), "alg.transform"),
        (other_transform(&ENVELOPED.repeat(3)), "alg.transform"),
        (other_transform(&format!("{EXCLUSIVE}{ENVELOPED}")), "alg.transform"),
        (other_transform(&format!("{ENVELOPED}{EXCLUSIVE}{EXCLUSIVE}")), "alg.transform"),
        (other_transform(&XPATH.replace("or-self", "")), "alg.transform"),
        (other_transform(&XPATH.replace("::ds:", "::p:")), "alg.transform"),
        (other_transform(&XPATH.replace("::ds:", "::q:")), "alg.transform"),
        (other_transform(&XPATH.replace(")\n", ") or true()\n")), "alg.transform"),
        (other_transform(&FILTER.replace("subtract", "union")), "alg.transform"),
        (other_transform(&FILTER.replace("/descendant", "//descendant")), "alg.transform"),
        (other_transform(&format!("{ENVELOPED}{many}")), "alg.transform"),
        (
            other_transform(&format!(
                "{ENVELOPED}{}",
                PREFIXED.replace("2001/10/xml-exc-c14n#\"><e", "2006/12/xml-c14n11\"><e")
            )),
            "alg.transform",
        ),
        (other_transform("<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>"), "alg.transform"),
        (
            text.replace(
                "CanonicalizationMethod Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"",
                "CanonicalizationMethod Algorithm=\"http://www.w3.org/2010/xml-c14n2\"",
            ),
            "alg.canonicalization",
        ),
        (text.replace("rsa-sha256", "rsa-ripemd160"), "alg.signature"),
        (text.replace("rsa-sha256", "rsa-md5"), "alg.forbidden"),
        (text.replace("rsa-sha256", "hmac-sha256"), "alg.forbidden"),
    ] {
        assert_ne!(case, text, "{wanted}");
        assert_eq!(refused(&case), wanted, "{case}");
    }
}

#[test]
fn certificates_without_one_leaf_are_not_chosen_from() {
    let Some(folder) = keys() else { return };
    let folder = folder.path();
    let text = sign(folder, &document(&signature(&reference("", "", ENVELOPED), X509, "")));
    let own = between(text.as_bytes(), "<ds:X509Certificate>", "</ds:X509Certificate>").to_owned();
    let foreign = format!("<ds:X509Certificate>{}</ds:X509Certificate>", BASE64.encode(&key_file().certificate));
    assert_eq!(refused(&text.replace(&own, &format!("{own}{foreign}"))), "sig.certificate_missing");
    assert_eq!(refused(&text.replace(&own, &foreign)), "sig.length", "a key of another kind");
    // With its issuer beside it, a leaf is the leaf in either order.
    let root = format!("<ds:X509Certificate>{}</ds:X509Certificate>", BASE64.encode(authority().root()));
    for certificates in [format!("{root}{foreign}"), format!("{foreign}{root}")] {
        assert_eq!(refused(&text.replace(&own, &certificates)), "sig.length", "the officer's key was tried");
    }
}

#[test]
fn evidence_behind_the_signed_part_is_taken_out_and_nothing_of_it_is_believed() {
    let Some(folder) = keys() else { return };
    let text = enveloped(folder.path());
    let with = |unsigned: &str| {
        let behind = format!(
            "</x:SignedProperties><x:UnsignedProperties><x:UnsignedSignatureProperties>{unsigned}\
             </x:UnsignedSignatureProperties></x:UnsignedProperties>"
        );
        text.replace("</x:SignedProperties>", &behind)
    };
    let stamp = |form: &str| {
        format!(
            "<x:SignatureTimeStamp><ds:CanonicalizationMethod Algorithm=\"{form}\"/><x:EncapsulatedTimeStamp>AQID\
             </x:EncapsulatedTimeStamp></x:SignatureTimeStamp>"
        )
    };
    let values = "<x:CertificateValues><x:EncapsulatedX509Certificate>BAU=</x:EncapsulatedX509Certificate>\
                  <x:EncapsulatedX509Certificate>!</x:EncapsulatedX509Certificate></x:CertificateValues>\
                  <x:RevocationValues><x:CRLValues><x:EncapsulatedCRLValue>Bg==</x:EncapsulatedCRLValue></x:CRLValues>\
                  <x:OCSPValues><x:EncapsulatedOCSPValue>Bw==</x:EncapsulatedOCSPValue></x:OCSPValues>\
                  </x:RevocationValues>";
    let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    let whole = read(&with(&format!("{}{values}{}<x:ArchiveTimeStamp/>", stamp(exclusive), stamp("")))).expect("whole");
    let offered = &whole.offered;
    assert_eq!(offered.certificates, [vec![4, 5]]);
    assert_eq!((&offered.crls, &offered.ocsps), (&vec![vec![6]], &vec![vec![7]]));
    let [one] = offered.stamps.as_slice() else { panic!("{} stamps", offered.stamps.len()) };
    assert_eq!(one.token, [1, 2, 3]);
    let over = String::from_utf8(one.over.clone().expect("a form")).expect("UTF-8");
    assert!(over.starts_with("<ds:SignatureValue xmlns:ds=") && !over.contains("urn:d"), "{over}");
    assert_eq!(whole.seen, ["ArchiveTimeStamp"]);
    let notes: Vec<&str> = whole.notes.iter().map(|note| note.code()).collect();
    assert_eq!(notes, ["cert.unreadable", "time.stamp_imprint"], "a stamp of no form speaks of nothing");
    assert!(same_seal(&whole, &read(&text).expect("whole")));
    assert_eq!(refused(&with("<x:Surprise/>")), "shape.unknown_form");
    assert_eq!(
        refused(&with(&format!("<x:CounterSignature><ds:Signature xmlns:ds=\"{DS}\"/></x:CounterSignature>"))),
        "shape.signature_count"
    );
}

#[test]
fn our_own_form_takes_evidence_behind_its_signed_part_and_nothing_else() {
    let sealed = sign_co(&certificate(1), at(ISSUED), &mut officer()).expect("a seal").bytes;
    let with = |unsigned: &str| {
        let behind = format!(
            "</xades:SignedProperties><xades:UnsignedProperties><xades:UnsignedSignatureProperties>{unsigned}\
             </xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
        );
        swap(&sealed, "</xades:SignedProperties>", &behind)
    };
    let stamp = "<xades:SignatureTimeStamp><ds:CanonicalizationMethod \
                 Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:CanonicalizationMethod>\
                 <xades:EncapsulatedTimeStamp>AQID</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>";
    let certificates = "<xades:CertificateValues><xades:EncapsulatedX509Certificate>BAU=\
                        </xades:EncapsulatedX509Certificate></xades:CertificateValues>";
    let (plain, stamped) =
        (opened(&sealed).expect("whole"), opened(&with(&format!("{stamp}{certificates}"))).expect("whole"));
    assert!(same_seal(&plain, &stamped), "evidence is no other seal");
    let [one] = stamped.offered.stamps.as_slice() else { panic!("one stamp") };
    assert_eq!((&one.token, one.over.as_ref()), (&vec![1, 2, 3], Some(&plain.stampable)));
    assert_eq!(stamped.offered.certificates, [vec![4, 5]]);
    for unsigned in [
        format!("{certificates}{stamp}"),
        certificates.repeat(2),
        "<xades:ArchiveTimeStamp/>".to_owned(),
        "text".to_owned(),
        stamp.replace("<xades:Enc", "<x/><xades:Enc"),
        certificates.replace("BAU=", "<x/>"),
    ] {
        assert_eq!(code(&with(&unsigned)), "shape.unknown_form", "{unsigned}");
    }
}

#[test]
fn our_own_form_and_a_cod_are_never_judged_by_another_row() {
    let Some(folder) = keys() else { return };
    let folder = folder.path();
    let inside = signature(&reference("", "", ENVELOPED), X509, "");
    for (root, space, wanted) in [
        ("MetaData", "urn:tamga:co:1", "ref.count"),
        ("Envelope", "http://www.w3.org/2001/12/soap-envelope", "shape.unknown_form"),
        ("Envelope", "urn:other", "accepted as plain-enveloped"),
    ] {
        let text = sign(folder, &format!("<{root} xmlns=\"{space}\"><Line>1</Line>{inside}</{root}>"));
        assert_eq!(refused(&text), wanted, "{root} {space}");
    }
}

#[test]
fn no_flipped_bit_of_a_document_of_other_hands_changes_what_is_read() {
    let Some(folder) = keys() else { return };
    let text = enveloped(folder.path());
    flipped_never_reads_differently(&text, 5, |bytes| {
        let gated = gate(bytes, &Limits::FOREIGN).ok()?;
        let found = check(&gated, Keys::InDocument).ok()?;
        Some(
            found
                .into_iter()
                .map(|whole| (whole.profile, whole.signed, whole.signer, whole.claimed))
                .collect::<Vec<_>>(),
        )
    });
}

//! Another method than the one the key was used with: keyed digests under the public key, `none`, MD5, values cut off,
//! names that look alike.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::hmac;
use tamga_seal::Signer as _;

use super::Case;
use super::material::*;
use crate::support::{between, officer};

const METHODS: [(&str, &str); 18] = [
    ("http://www.w3.org/2000/09/xmldsig#hmac-sha1", "alg.forbidden"),
    ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha384", "alg.forbidden"),
    ("http://www.w3.org/2001/04/xmldsig-more#hmac-md5", "alg.forbidden"),
    ("http://www.w3.org/2001/04/xmldsig-more#rsa-md5", "alg.forbidden"),
    ("none", "alg.forbidden"),
    ("NONE", "alg.forbidden"),
    ("", "alg.signature"),
    ("HTTP://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "alg.signature"),
    ("http://www.w3.org/2001/04/xmldsig-more#ECDSA-SHA256", "alg.signature"),
    ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256 ", "alg.signature"),
    ("https://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "alg.signature"),
    ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1", "alg.signature"),
    ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha224", "alg.signature"),
    ("http://www.w3.org/2000/09/xmldsig#dsa-sha1", "alg.signature"),
    ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", "alg.pair"),
    ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "alg.key_mismatch"),
    ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "alg.key_mismatch"),
    ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "sig.value"),
];
const DIGESTS: [(&str, &str); 6] = [
    ("http://www.w3.org/2001/04/xmldsig-more#md5", "alg.forbidden"),
    ("http://www.w3.org/2001/04/xmldsig-more#sha224", "alg.digest"),
    ("http://www.w3.org/2001/04/xmlenc#ripemd160", "alg.digest"),
    ("http://www.w3.org/2007/05/xmldsig-more#sha3-256", "alg.digest"),
    ("http://www.w3.org/2001/04/xmlenc#SHA256", "alg.digest"),
    ("", "alg.digest"),
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for dialect in BOTH {
        for (uri, wanted) in METHODS {
            cases.push(Case::document(dialect, format!("method `{uri}`"), dialect.with(ECDSA, uri), wanted));
        }
        for (uri, wanted) in DIGESTS {
            cases.push(Case::document(dialect, format!("digest `{uri}`"), dialect.with(SHA256, uri), wanted));
        }
        let form = format!("CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"");
        for uri in ["http://www.w3.org/2006/12/xml-c14n11", "http://www.w3.org/2010/xml-c14n2", "none", ""] {
            let bytes = dialect.with(&form, &format!("CanonicalizationMethod Algorithm=\"{uri}\""));
            cases.push(Case::document(dialect, format!("form `{uri}`"), bytes, "alg.canonicalization"));
        }
        let method = "</ds:SignatureMethod>";
        let length = format!("<ds:HMACOutputLength>0</ds:HMACOutputLength>{method}");
        cases.push(Case::document(dialect, "cut to nothing", dialect.with(method, &length), "shape.child_order"));
        cases.push(keyed(dialect));
        cases.extend(values(dialect));
    }
    cases
}

/// A keyed digest under what everybody knows: the public key.
fn keyed(dialect: Dialect) -> Case {
    let method = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
    let text = String::from_utf8(dialect.with(ECDSA, method)).expect("UTF-8");
    let at = text.rfind("<ds:SignedInfo>").expect("a part");
    let info = between(&text.as_bytes()[at..], "<ds:SignedInfo>", "</ds:SignedInfo>");
    let signed = info.replacen("<ds:SignedInfo>", &format!("<ds:SignedInfo xmlns:ds=\"{DS}\">"), 1);
    let key = hmac::Key::new(hmac::HMAC_SHA256, &officer().certificate().leaf.public);
    let value = BASE64.encode(hmac::sign(&key, signed.as_bytes()));
    let bytes = text.replace(&value_of(dialect), &value).into_bytes();
    Case::document(dialect, "keyed digest under the public key", bytes, "alg.forbidden")
}

fn value_of(dialect: Dialect) -> String {
    let element = between(dialect.signature().as_bytes(), "<ds:SignatureValue", "</ds:SignatureValue>");
    let (_, value) = element.split_once('>').expect("a value");
    value.trim_end_matches("</ds:SignatureValue>").to_owned()
}

/// The value itself cut off, lengthened, emptied or in another spelling.
fn values(dialect: Dialect) -> Vec<Case> {
    let honest = value_of(dialect);
    let raw = BASE64.decode(&honest).expect("base64");
    let mut turned = raw.clone();
    turned.rotate_left(32);
    let mut spoilt: Vec<(&str, String, &'static str)> = [
        ("cut by one", raw[..63].to_vec(), "sig.length"),
        ("half", raw[..32].to_vec(), "sig.length"),
        ("longer by one", [&raw[..], &[0]].concat(), "sig.length"),
        ("twice", raw.repeat(2), "sig.length"),
        ("nothing", Vec::new(), "sig.length"),
        ("zeros", vec![0; 64], "sig.value"),
        ("ones", vec![0xFF; 64], "sig.value"),
        ("halves turned", turned, "sig.value"),
    ]
    .into_iter()
    .map(|(name, bytes, wanted)| (name, BASE64.encode(bytes), wanted))
    .collect();
    spoilt.push(("no padding", honest.trim_end_matches('=').to_owned(), "sig.encoding"));
    spoilt.push(("two values", format!("{honest}{honest}"), "sig.encoding"));
    let case = |(name, to, wanted): (&str, String, &'static str)| {
        Case::document(dialect, name, dialect.with(&honest, &to), wanted)
    };
    spoilt.into_iter().map(case).collect()
}

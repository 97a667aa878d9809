//! The arithmetic on the cases of Wycheproof: values that are good have to hold, and every trick with lengths, paddings,
//! salts, curves and malformed numbers has to fail. The file about JSON signatures is answered in `jose.rs`.

use ring::signature::{ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, UnparsedPublicKey, VerificationAlgorithm};
use serde_json::Value;
use tamga_seal::SignerKey;
use tamga_seal::algorithm::{Algorithm, verify};

use crate::conformance::{folder, rows};

/// Who checks the values of a file.
enum By {
    /// The check of signature values.
    Ours(Algorithm),
    /// `ring` alone, to which certificates and stamps hand their values in DER as they are.
    Ring(&'static dyn VerificationAlgorithm),
}

use By::{Ours, Ring};

/// What a file is about, by its name.
const FILES: [(&str, By); 13] = [
    ("ecdsa_secp256r1_sha256_test.json", Ring(&ECDSA_P256_SHA256_ASN1)),
    ("ecdsa_secp384r1_sha384_test.json", Ring(&ECDSA_P384_SHA384_ASN1)),
    ("ecdsa_secp256r1_sha256_p1363_test.json", Ours(Algorithm::EcdsaSha256)),
    ("ecdsa_secp384r1_sha384_p1363_test.json", Ours(Algorithm::EcdsaSha384)),
    ("ed25519_test.json", Ours(Algorithm::Ed25519)),
    ("rsa_pss_2048_sha256_mgf1_0_test.json", Ours(Algorithm::PssSha256)),
    ("rsa_pss_2048_sha256_mgf1_32_test.json", Ours(Algorithm::PssSha256)),
    ("rsa_pss_2048_sha384_mgf1_48_test.json", Ours(Algorithm::PssSha384)),
    ("rsa_pss_3072_sha256_mgf1_32_test.json", Ours(Algorithm::PssSha256)),
    ("rsa_pss_4096_sha512_mgf1_64_test.json", Ours(Algorithm::PssSha512)),
    ("rsa_signature_2048_sha256_test.json", Ours(Algorithm::RsaSha256)),
    ("rsa_signature_3072_sha256_test.json", Ours(Algorithm::RsaSha256)),
    ("rsa_signature_4096_sha512_test.json", Ours(Algorithm::RsaSha512)),
];

fn bytes(value: &Value) -> Vec<u8> {
    let digits = value.as_str().expect("hex");
    let pair = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("hex");
    (0..digits.len()).step_by(2).map(pair).collect()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn every_published_case_of_arithmetic_is_answered_as_its_file_says() {
    let Some(root) = folder() else { return };
    let table = std::fs::read_to_string(root.join("expected.csv")).expect("the table");
    let mut seen = 0;
    for row in rows(&table).iter().filter(|row| row[1] == "primitive") {
        let name = row[0].strip_prefix("wycheproof/").expect("a file of Wycheproof");
        let Some((_, by)) = FILES.iter().find(|(file, _)| *file == name) else {
            assert_eq!(name, "json_web_signature_test.json", "the one file answered elsewhere");
            continue;
        };
        let text = std::fs::read_to_string(root.join(&row[0])).expect("a file of the table");
        let file: Value = serde_json::from_str(&text).expect("JSON");
        let (mut cases, mut good) = (0, 0);
        for group in list(&file, "testGroups") {
            let key = SignerKey::from_spki(&bytes(&group["publicKeyDer"])).expect("a key");
            for case in list(group, "tests") {
                let (message, value) = (bytes(&case["msg"]), bytes(&case["sig"]));
                let holds = match by {
                    Ours(algorithm) => verify(*algorithm, &key, false, &message, &value).is_ok(),
                    Ring(method) => UnparsedPublicKey::new(*method, &key.bytes).verify(&message, &value).is_ok(),
                };
                // A salt of no length is not ours, so what that file calls good is refused; its one case with a salt as
                // long as the digest is a signature by our rule, and bad only by that file's.
                let wanted = match row[2].as_str() {
                    "valid" => case["result"] == "valid",
                    _ => case["comment"] == "s_len changed to 32",
                };
                assert_eq!(holds, wanted, "{name} {}: {}", case["tcId"], case["comment"]);
                cases += 1;
                good += usize::from(holds);
            }
        }
        let counted = row[7].split(' ').find_map(|part| part.strip_prefix("cases=")).expect("a count");
        assert_eq!(cases.to_string(), counted, "{name}: every case was asked");
        assert_eq!(good > 1, row[2] == "valid", "{name}: {good}");
        seen += 1;
    }
    assert_eq!(seen, FILES.len());
}

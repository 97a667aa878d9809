//! Did this client sign its assertion (RFC 7523)? The header is the client library's own, so `typ` and `kid` may be
//! missing; everything else is as strict as for statements. What the claims say is the gateway's question.

use serde::Deserialize;
use tamga_origin::trust::PublicKey;

use super::{FORM, algorithm_of, object, strict};
use crate::plain_key::verify_plain;
use crate::refusal::Refusal;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;

/// Most bytes of an assertion.
const LARGEST: usize = 16 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: Option<String>,
    #[serde(rename = "kid")]
    _kid: Option<String>,
}

/// Opens an assertion: exactly one of these keys' own algorithm, a signature of one of them; answers the claims' bytes.
///
/// # Errors
/// `time.receipt` when it is not written as it must be, `sig.value` when no key signed it.
pub fn open_assertion(text: &str, keys: &[PublicKey]) -> Result<Vec<u8>, Refusal> {
    let wrong = |found: &str| Refusal::invalid(FORM, found);
    if text.len() > LARGEST {
        return Err(wrong("size"));
    }
    let (input, value) = text.rsplit_once('.').ok_or_else(|| wrong("parts"))?;
    let (header, payload) = input.split_once('.').ok_or_else(|| wrong("parts"))?;
    let decoded = |part: &str| BASE64URL.decode(part).map_err(|_| Refusal::invalid("sig.encoding", "base64"));
    let header: Header = object(&decoded(header)?).ok_or_else(|| wrong("header"))?;
    if header.typ.is_some_and(|typ| !["JWT", "client-authentication+jwt"].contains(&typ.as_str())) {
        return Err(wrong("typ"));
    }
    let value = decoded(value)?;
    let signed = |key: &&PublicKey| header.alg == algorithm_of(key) && verify_plain(key, input.as_bytes(), &value);
    if !keys.iter().any(|key| signed(&key)) {
        return Err(Refusal::invalid("sig.value", "signature"));
    }
    let payload = decoded(payload)?;
    match strict::is_plain_object(&payload) {
        true => Ok(payload),
        false => Err(wrong("claims")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plain_key::PlainKey;
    use crate::random::SystemRandom;

    fn signed(header: &str, payload: &str, key: &PlainKey) -> String {
        let input = format!("{}.{}", BASE64URL.encode(header), BASE64URL.encode(payload));
        let value = BASE64URL.encode(key.sign(input.as_bytes()));
        format!("{input}.{value}")
    }

    #[test]
    fn an_assertion_of_one_of_the_clients_keys_is_opened_and_no_other() {
        let (own, other) = (PlainKey::generate(&SystemRandom::new()), PlainKey::generate(&SystemRandom::new()));
        let (own, other) = (own.expect("a key"), other.expect("a key"));
        let keys = [other.public(), own.public()];
        for header in [r#"{"alg":"EdDSA"}"#, r#"{"alg":"EdDSA","typ":"JWT","kid":"x"}"#] {
            let text = signed(header, r#"{"iss":"desk"}"#, &own);
            assert_eq!(open_assertion(&text, &keys).expect("opened"), br#"{"iss":"desk"}"#);
            assert_eq!(open_assertion(&text, &[other.public()]).expect_err("refused").code(), "sig.value");
        }
        for (header, payload) in [
            (r#"{"alg":"none"}"#, "{}"),
            (r#"{"alg":"ES256"}"#, "{}"),
            (r#"{"alg":"EdDSA","crit":["exp"]}"#, "{}"),
            (r#"{"alg":"EdDSA","jwk":{}}"#, "{}"),
            (r#"{"alg":"EdDSA","typ":"co-receipt+jwt"}"#, "{}"),
            (r#"{"alg":"EdDSA"}"#, r#"{"a":1,"a":2}"#),
            (r#"{"alg":"EdDSA"}"#, "[]"),
        ] {
            assert!(open_assertion(&signed(header, payload, &own), &keys).is_err(), "{header} {payload}");
        }
        let text = signed(r#"{"alg":"EdDSA"}"#, "{}", &own);
        let (input, value) = text.rsplit_once('.').expect("parts");
        for bent in [format!("{input}.{value}="), format!("{input}e.{value}"), input.to_owned(), "a".repeat(20_000)] {
            assert!(open_assertion(&bent, &keys).is_err(), "{bent}");
        }
    }
}

//! Whatever comes: statements and lists open only when a known key signed them, and refusals say why.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, Span, TrustedKey};
use tamga_seal::{PlainKey, SystemRandom, Typ, compact_holds, open_jws, open_list};

/// A key that signed nothing: whatever opens under it was forged.
fn keys() -> &'static [TrustedKey] {
    static KEYS: OnceLock<Vec<TrustedKey>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let key = PlainKey::generate(&SystemRandom::new()).expect("a key");
        let span = Span { from: Timestamp::from_millis(0), to: None };
        vec![key.trusted(&[KeyUse::Receipt, KeyUse::List, KeyUse::Status], span)]
    })
}

fuzz_target!(|bytes: &[u8]| {
    for typ in [Typ::Receipt, Typ::Refusal, Typ::Void, Typ::TrustList, Typ::CodePack, Typ::StatusList] {
        let refusal = open_jws(bytes, typ, keys()).expect_err("nobody signed this");
        assert!(!refusal.reasons.is_empty());
    }
    assert!(!open_list(bytes, keys(), 1).expect_err("nobody signed this").reasons.is_empty());
    if let (Ok(text), [key]) = (std::str::from_utf8(bytes), keys()) {
        assert!(!compact_holds(text, &key.key), "nobody signed this");
    }
});

//! How does somebody get a key to try signing with? From an authority made for that one key; no real trust list can
//! ever name it.

use tamga_office::keys::KeyView;
use tamga_office::trust::{root_text, sign_trust_list};
use tamga_office::{Office, Pin, Secret};
use tamga_origin::trust::{KeyUse, Span, TrustList, TrustedIssuer, TrustedKey, TrustedScheme};
use tamga_seal::PlainKey;
use tamga_seal::demo::{Authority, Life, Person};

use crate::DemoError;
use crate::keys::Draw;

const DAY: i64 = 86_400_000;

/// How long the key counts, in milliseconds: one year.
const LIFE: i64 = 365 * 86_400_000;

/// Makes a demonstration key for an officer and takes it into an office; afterwards it opens by `pin`. A demonstration
/// office that believes nobody yet gets a trust list that names this key, so that it can be tried at once.
///
/// # Errors
/// A PIN that is too short, an office without an issuing desk.
pub fn give_key(office: &Office, officer: &str, pin: &Pin) -> Result<KeyView, DemoError> {
    let now = office.surroundings().now();
    let life = Life { from: now.plus_millis(-DAY), to: now.plus_millis(LIFE) };
    let told = &office.facts().told;
    let person = Person { name: officer, body: &told.name, country: &told.country };
    let password = Secret::new(office.surroundings().uuid()?.to_string());
    let authority = Authority::new("Demonstration authority", life)?;
    let file = authority.key_file(person, life, &password)?;
    let key = office.import_key(&file.pkcs12, &password, officer, pin)?;
    if told.demonstration && office.trust_list().is_none() {
        believe_itself(office, &authority, &key)?;
    }
    Ok(key)
}

/// A list by a root of its own: good for this office alone, and only for as long as it is a demonstration.
fn believe_itself(office: &Office, authority: &Authority, key: &KeyView) -> Result<(), DemoError> {
    let around = office.surroundings();
    let now = around.now();
    let span = Span { from: now.plus_millis(-DAY), to: None };
    let root = PlainKey::generate(&Draw(around))?;
    let told = &office.facts().told;
    let schemes = office.profiles().list().iter();
    let code = TrustedKey { kid: key.code_kid.clone(), key: key.code_key.clone(), uses: vec![KeyUse::Qr], span };
    let issuer = TrustedIssuer {
        id: key.body.clone(),
        country: told.country.clone(),
        names: vec![told.name.clone()],
        span,
        anchors: vec![authority.anchor(&[KeyUse::Co, KeyUse::Declaration, KeyUse::Status], span)],
        keys: vec![code],
        schemes: schemes
            .map(|profile| TrustedScheme { code: profile.id.clone(), span, ..TrustedScheme::default() })
            .collect(),
        ..TrustedIssuer::default()
    };
    let list = TrustList {
        list: format!("demonstration of {}", told.name),
        n: 1,
        issued_at: now,
        next_update: now.plus_millis(30 * DAY),
        roots: vec![root.trusted(&[KeyUse::List], span)],
        threshold: 1,
        issuers: vec![issuer],
        ..TrustList::default()
    };
    office.pin_roots(&[root_text(&root.trusted(&[KeyUse::List], span))], 1)?;
    office.import_trust(&sign_trust_list(&list, &[&root])?)?;
    Ok(())
}

//! The verdict is the same whoever gives it: the command line, the window's host and the gateway look at the same
//! documents by the same list, and give the same word for the same reasons.

mod demanded;
mod documents;
mod gateway;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};
use tamga_api::{App, Body, Desks, NoDialogs, Reply, answer};
use tamga_gateway::ClientKind;
use tamga_office::{NewOffice, Office, OfficeRole};
use tamga_origin::Place;
use tamga_origin::trust::{Anchor, AnchorKind, IssuerPolicy, KeyUse, Revoked, TrustState, TrustedIssuer};
use tamga_seal::digest::sha256_hex;

use self::documents::{About, Case, certificate, changed, cod, sealed};
use crate::field::{Field, Signer, authority, body, day, long_ago, put_forms};
use crate::house;
use crate::program::tamga;

/// Who signs, and who of them is named how.
struct People {
    officer: Signer,
    ended: Signer,
    gone: Signer,
    left: Signer,
    stranger: Signer,
    unlisted: Signer,
    other: Signer,
    exporter: Signer,
    plata: Signer,
    short: Signer,
}

fn people() -> (People, Vec<TrustedIssuer>, Vec<Revoked>) {
    let (known, unknown) = (authority("Authority for Chambers"), authority("Nobody's Authority"));
    let elsewhere = authority("Authority Elsewhere");
    let person = |name: &str, from, to| Signer::new(&known, name, "A Body", from, to);
    let people = People {
        officer: person("An Officer", -100, 900),
        ended: person("An Officer Whose Key Ended", -100, -5),
        gone: person("An Officer Whose Key Was Taken", -100, 900),
        left: person("An Officer Who Lost The Key Later", -100, 900),
        stranger: Signer::new(&unknown, "A Stranger", "Nobody", -100, 900),
        unlisted: person("No Officer", -100, 900),
        other: person("An Officer Of Another Body", -100, 900),
        exporter: person("An Exporter", -100, 900),
        plata: person("Un Oficial", -100, 900),
        short: person("Un Oficial Breve", -100, -10),
    };
    let mine = [&people.officer, &people.ended, &people.gone, &people.left];
    let lenient = body("AU-ONE", "AU", &known, &["chafta"], &mine);
    let strict = TrustedIssuer {
        policy: IssuerPolicy { claimed_time_doubt: true, ..IssuerPolicy::default() },
        ..body("AU-STRICT", "AU", &known, &["chafta"], &[&people.ended])
    };
    let suspended = TrustedIssuer {
        state: TrustState::Suspended,
        state_since: Some(day(-50)),
        ..body("AU-STOPPED", "AU", &known, &["chafta"], &[&people.officer])
    };
    let certificates = vec![people.exporter.file.certificate.clone()];
    let (kid, kind, uses) = (people.exporter.sha256(), AnchorKind::Signer, vec![KeyUse::Exporter]);
    let exporters = TrustedIssuer {
        anchors: vec![Anchor { kid, certificates, kind, uses, span: long_ago() }],
        ..body("AU-EXPORT", "AU", &known, &["chafta"], &[])
    };
    let other = TrustedIssuer {
        anchors: vec![{
            let certificates = vec![people.other.file.certificate.clone()];
            let (kid, kind, uses) = (people.other.sha256(), AnchorKind::Signer, vec![KeyUse::Co]);
            Anchor { kid, certificates, kind, uses, span: long_ago() }
        }],
        ..body("AU-OTHER", "AU", &known, &["chafta"], &[&people.other])
    };
    let named = body("AU-ALONE", "AU", &elsewhere, &["chafta"], &[]);
    let plata = body("0AV", "UY", &known, &["aladi-a35"], &[&people.plata, &people.short]);
    let revoked = |signer: &Signer, days| Revoked {
        key: sha256_hex(&signer.file.certificate),
        at: day(days),
        reason: "keyCompromise".to_owned(),
    };
    let revocations = vec![revoked(&people.gone, -40), revoked(&people.left, -2)];
    (people, vec![lenient, strict, suspended, exporters, other, named, plata], revocations)
}

/// Every document is signed 30 days ago, unless its case says otherwise.
fn cases(people: &People) -> Vec<Case> {
    let at = day(-30);
    let mut found = Vec::new();
    let mut own = |name, issuer: &str, scheme, signer: &Signer, verdict, codes: &'static [&'static str]| {
        let number = format!("ONE{:04}", found.len() + 1);
        let bytes = sealed(&certificate(issuer, scheme, &number, at), at, &mut signer.key());
        let about = About { agreement: scheme, issuer: issuer.to_owned(), number, destination: "CN" };
        found.push(Case { name, bytes, about, verdict, codes });
    };
    own("entitled", "AU-ONE", "chafta", &people.officer, "valid", &[]);
    own("its key ended since", "AU-ONE", "chafta", &people.ended, "valid", &[]);
    own(
        "its key ended since, of a body that is judged strictly",
        "AU-STRICT",
        "chafta",
        &people.ended,
        "unknown",
        &["time.claimed_only"],
    );
    own("its key was revoked before", "AU-ONE", "chafta", &people.gone, "invalid", &["revocation.revoked"]);
    own("its key was revoked later", "AU-ONE", "chafta", &people.left, "valid", &[]);
    own("signed by somebody unknown", "AU-ONE", "chafta", &people.stranger, "unknown", &["trust.signer_unknown"]);
    own("signed by no officer", "AU-ONE", "chafta", &people.unlisted, "invalid", &["trust.officer"]);
    own("of another body's officer", "AU-ONE", "chafta", &people.other, "invalid", &["trust.officer"]);
    own("a form the body may not certify", "AU-ONE", "np-icc", &people.officer, "invalid", &["trust.form"]);
    own("a body that was suspended", "AU-STOPPED", "chafta", &people.officer, "invalid", &["trust.suspended"]);
    own("by a key kept for exporters", "AU-EXPORT", "chafta", &people.exporter, "invalid", &["trust.use"]);
    own(
        "of a body whose list entry leads elsewhere",
        "AU-ALONE",
        "chafta",
        &people.officer,
        "invalid",
        &["trust.issuer_differs"],
    );
    let good = found[0].bytes.clone();
    let mut broken = |name, bytes: Vec<u8>, verdict, codes: &'static [&'static str]| {
        let about = found[0].about.clone();
        found.push(Case { name, bytes, about, verdict, codes });
    };
    broken("one letter changed", changed(&good, "HUON 1", "HUON 7"), "invalid", &["sig.digest"]);
    broken("cut off", good[..good.len() - 40].to_vec(), "invalid", &["gate.not_wellformed"]);
    broken(
        "with a document type",
        changed(&good, "<MetaData", "<!DOCTYPE MetaData><MetaData"),
        "invalid",
        &["gate.doctype"],
    );
    broken("with a second signature", doubled(&good), "unknown", &["shape.signature_count"]);

    let number = |n: u32, at: tamga_origin::Timestamp| format!("UY0AVA35{:02}{n:08}00", at.date().year() % 100);
    let mut of_cod = |name, bytes: Vec<u8>, number: String, verdict, codes: &'static [&'static str]| {
        let about = About { agreement: "aladi-a35", issuer: "0AV".to_owned(), number, destination: "CL" };
        found.push(Case { name, bytes, about, verdict, codes });
    };
    let (mut exporter, mut official) = (people.exporter.key(), people.plata.key());
    let one = number(1, at);
    let [application, certified] = cod(&one, at, &mut exporter, &mut official);
    of_cod("a COD", certified.clone(), one.clone(), "valid", &[]);
    of_cod("a COD that only its exporter signed", application, one.clone(), "unknown", &["cod.uncertified"]);
    let part = changed(&certified, "Arroz blanco", "Arroz blando");
    of_cod("a COD changed in the exporter's part", part, one.clone(), "invalid", &["sig.digest"]);
    let part = changed(&certified, "<EHName>C", "<EHName>K");
    of_cod("a COD changed in the body's part", part, one, "invalid", &["sig.digest"]);
    let late = day(-1);
    let two = number(2, late);
    let [_, certified] = cod(&two, late, &mut exporter, &mut people.short.key());
    of_cod("a COD dated after its key had ended", certified, two, "invalid", &["cert.expired"]);
    let three = number(3, at);
    let [_, certified] = cod(&three, at, &mut exporter, &mut people.unlisted.key());
    of_cod("a COD by no officer", certified, three, "invalid", &["trust.officer"]);
    found
}

/// The signature of a document, once more behind itself.
fn doubled(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    let from = text.find("<ds:Signature ").unwrap();
    let to = text.rfind("</ds:Signature>").unwrap() + "</ds:Signature>".len();
    [&text[..to], &text[from..]].concat().into_bytes()
}

/// A word with the codes of the reasons that weigh.
type Said = (String, BTreeSet<String>);

fn weighing(reasons: &Value) -> BTreeSet<String> {
    let reasons = reasons.as_array().unwrap().iter();
    // What the form's own rules make of a genuine certificate is no part of the verdict on its seal.
    let of_seal = |code: &&str| {
        let areas =
            ["gate.", "shape.", "ref.", "alg.", "key.", "sig.", "cert.", "revocation.", "time.", "trust.", "status."];
        areas.iter().any(|area| code.starts_with(area)) || *code == "cod.uncertified"
    };
    let weighs = reasons.filter(|reason| reason["severity"] != "info");
    weighs.map(|reason| reason["code"].as_str().unwrap()).filter(of_seal).map(str::to_owned).collect()
}

/// What the command line says.
fn by_command(field: &Field, case: &Case) -> Said {
    let list = field.list().to_str().unwrap();
    by_command_with(field, case, &["--trust", list, "--demonstration"])
}

/// The same by what these arguments name.
fn by_command_with(field: &Field, case: &Case, by: &[&str]) -> Said {
    let file = field.put("case.xml", &case.bytes);
    let said = tamga([&["verify", file.to_str().unwrap(), "--json"], by].concat());
    let object = said.object();
    let word = object["verdict"].as_str().unwrap().to_owned();
    let status = match word.as_str() {
        "valid" => 0,
        "invalid" => 1,
        _ => 4,
    };
    assert_eq!(said.status, status, "{}", case.name);
    (word, weighing(&object["reasons"]))
}

/// A border post of a country in a folder of the field, with forms of its own.
fn post(field: &Field, folder: &str, country: &str, forms: &[(&str, &str)]) -> Arc<Office> {
    let new = NewOffice {
        role: OfficeRole::Receive,
        country: country.to_owned(),
        name: format!("Post of {country}"),
        issuer: None,
        place: Place::default(),
        party: format!("{country}-CUSTOMS"),
        person: "An Officer".to_owned(),
        title: String::new(),
        demonstration: true,
    };
    let dir = field.path(folder);
    drop(Office::create(&dir, new, house::surroundings()).unwrap());
    put_forms(&dir, forms);
    let office = Office::open(&dir, house::surroundings()).unwrap();
    office.pin_roots(std::slice::from_ref(&field.config.trust_root), 1).unwrap();
    office.import_trust(&std::fs::read(field.list()).unwrap()).unwrap();
    office
}

/// The window's host with a border post behind it.
struct Window(App);

impl Window {
    fn of_post(field: &Field, country: &str) -> Self {
        Self::of(post(field, &format!("post-{country}"), country, &[]))
    }

    fn of(office: Arc<Office>) -> Self {
        let app = App::new(house::surroundings(), Box::new(NoDialogs), Box::new(|_| {}));
        app.open(Desks::of(office));
        Self(app)
    }

    fn ask(&self, command: &str, body: Body) -> Result<Value, String> {
        match answer(&self.0, command, body) {
            Ok(Reply::Json(text)) => Ok(serde_json::from_str(&text).unwrap()),
            Ok(Reply::Raw(_)) => panic!("bytes where JSON was expected"),
            Err(error) => Err(serde_json::to_string(&error).unwrap()),
        }
    }

    /// What the window shows of a file that was handed to it.
    fn says(&self, case: &Case) -> Said {
        let held = self.ask("file_hold", Body::Raw(case.bytes.clone())).unwrap();
        let source = json!({ "source": { "kind": "held", "handle": held["handle"] } });
        let view = match self.ask("check_file", Body::Json(json!({ "request": source }))) {
            Ok(view) => view,
            Err(error) => panic!("{}: {error}", case.name),
        };
        let verdict = &view["found"]["verdict"];
        let word = match verdict["kind"].as_str().unwrap() {
            "genuine" | "look" => "valid",
            "not_genuine" => "invalid",
            _ => "unknown",
        };
        (word.to_owned(), weighing(&verdict["reasons"]))
    }
}

#[test]
fn command_line_window_and_gateway_give_one_verdict_for_the_same_reasons() {
    let (people, issuers, revoked) = people();
    let field = Field::new(issuers, revoked, &[("peer", "AU-PEER", ClientKind::Gateway)]);
    let windows = [("CN", Window::of_post(&field, "CN")), ("CL", Window::of_post(&field, "CL"))];
    let gateway = gateway::Client::sign_in(&field, "peer");
    let cases = cases(&people);
    assert!(cases.len() >= 20, "{}", cases.len());
    for case in &cases {
        let owed: Said = (case.verdict.to_owned(), case.codes.iter().map(|code| (*code).to_owned()).collect());
        assert_eq!(by_command(&field, case), owed, "the command line: {}", case.name);
        let (_, window) = windows.iter().find(|(country, _)| *country == case.about.destination).unwrap();
        assert_eq!(window.says(case), owed, "the window: {}", case.name);
        let taken = gateway.judges(&field, case);
        let wanted = (case.verdict == "valid").then_some(()).ok_or(owed.1);
        assert_eq!(taken, wanted, "the gateway: {}", case.name);
    }
}

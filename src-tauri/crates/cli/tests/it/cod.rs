//! A digital certificate of an ALADI agreement, command by command: the exporter signs, the chamber certifies, anybody
//! verifies; and what was changed is shown.

use std::path::{Path, PathBuf};

use tamga_office::trust::{root_text, sign_trust_list};
use tamga_origin::Moment;
use tamga_origin::trust::{KeyUse, Span, TrustList, TrustedIssuer, TrustedOfficer, TrustedScheme};
use tamga_seal::demo::{Authority, Life, Person};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, Secret, SystemRandom};
use tempfile::TempDir;

use crate::ace35::{declared, unsigned};
use crate::house::{self, PIN};
use crate::program::{Call, Said};

const DAY: i64 = 86_400_000;
const PASSWORD: &str = "a password of a test";

/// An exporter and a chamber of Uruguay, each with a key, and the list that vouches for the chamber.
pub struct Plata(TempDir);

impl Plata {
    pub fn set_up() -> Self {
        let plata = Self(tempfile::tempdir().unwrap());
        let now = house::now();
        let life = Life { from: now.plus_millis(-2 * DAY), to: now.plus_millis(1000 * DAY) };
        let authority = Authority::new("Authority for Chambers", life).unwrap();
        let password = Secret::new(PASSWORD.to_owned());
        let key = |name, body| authority.key_file(Person { name, body, country: "UY" }, life, &password).unwrap();
        let officer = key("O. Oficial", "Cámara del Plata");
        std::fs::write(plata.path("officer.p12"), &officer.pkcs12).unwrap();
        std::fs::write(plata.path("exporter.p12"), key("E. Exportador", "Molinos del Plata").pkcs12).unwrap();
        plata.office("chamber", "0AV");
        plata.take_key("chamber", "officer.p12", &[]).ended(0);
        plata.office("exporter", "EXP");
        plata.take_key("exporter", "exporter.p12", &["--exporter"]).ended(0);

        let root = PlainKey::generate(&SystemRandom::new()).unwrap();
        let span = Span { from: now.plus_millis(-2 * DAY), to: None };
        let trusted = root.trusted(&[KeyUse::List], span);
        let list = TrustList {
            list: "test".to_owned(),
            n: 1,
            issued_at: now,
            next_update: now.plus_millis(30 * DAY),
            roots: vec![trusted.clone()],
            threshold: 1,
            issuers: vec![TrustedIssuer {
                id: "0AV".to_owned(),
                country: "UY".to_owned(),
                names: vec!["Cámara del Plata".to_owned()],
                span,
                anchors: vec![authority.anchor(&[KeyUse::Co], span)],
                schemes: vec![TrustedScheme { code: "aladi-a35".to_owned(), span, ..TrustedScheme::default() }],
                officers: vec![TrustedOfficer {
                    id: "1".to_owned(),
                    name: "O. Oficial".to_owned(),
                    certificate: sha256_hex(&officer.certificate),
                    span,
                    ..TrustedOfficer::default()
                }],
                ..TrustedIssuer::default()
            }],
            ..TrustList::default()
        };
        std::fs::write(plata.path("list.jws"), sign_trust_list(&list, &[&root]).unwrap()).unwrap();
        plata.call(&["trust", "import", "list.jws", "--root", &root_text(&trusted)], "chamber").ended(0);
        plata.call(&["numbers", "add", "--agreement", "aladi-a35", "--first", "1", "--last", "50"], "chamber").ended(0);
        let declared = declared(Moment::Day(now.date()));
        std::fs::write(plata.path("application.xml"), unsigned(&declared)).unwrap();
        plata
    }

    fn office(&self, name: &str, issuer: &str) {
        let told = ["--country", "UY", "--office", "Cámara del Plata", "--issuer", issuer, "--place", "Montevideo"];
        let init = ["init", "--role", "issue", "--demonstration"];
        let body = ["--street", "Plaza 3", "--street", "Piso 2", "--web", "http://www.example.com"];
        self.call(&[&init[..], &told, &body].concat(), name).ended(0);
    }

    /// Takes a key in: as an exporter's, or as the official's.
    fn take_key(&self, name: &str, key: &str, more: &[&str]) -> Said {
        let import = ["key", "import", key, "--password-env", "P", "--pin-env", "PIN"];
        self.call(&[&import[..], more].concat(), name)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn call(&self, arguments: &[&str], office: &str) -> Said {
        let dir = self.path(office);
        let arguments: Vec<String> = arguments
            .iter()
            .map(|word| {
                if word.contains('.') && !word.contains(':') && !word.contains(' ') {
                    self.path(word).display().to_string()
                } else {
                    (*word).to_owned()
                }
            })
            .collect();
        let all = ["--dir", dir.to_str().unwrap()].into_iter().chain(arguments.iter().map(String::as_str));
        Call::of(all).env("PIN", PIN).env("P", PASSWORD).run()
    }

    pub fn exporter_signs(&self) -> Said {
        self.call(
            &["sign", "application.xml", "--cod", "exporter", "--out", "signed.xml", "--pin-env", "PIN"],
            "exporter",
        )
    }

    fn chamber_certifies(&self, file: &str) -> Said {
        self.call(&["sign", file, "--cod", "official", "--out", "printed.d", "--pin-env", "PIN", "--json"], "chamber")
    }

    fn verify(&self, file: &str, more: &[&str]) -> Said {
        let judged = ["verify", file, "--trust", "list.jws", "--demonstration", "--json"];
        self.call(&[&judged[..], more].concat(), "nobody")
    }

    /// A copy of a file with one text changed.
    fn changed(&self, file: &Path, from: &str, to: &str) -> &'static str {
        let text = std::fs::read_to_string(file).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` stands once");
        std::fs::write(self.path("changed.xml"), text.replace(from, to)).unwrap();
        "changed.xml"
    }
}

fn codes(said: &Said) -> Vec<String> {
    let object = said.object();
    let reasons = object["reasons"].as_array().unwrap().iter();
    reasons.map(|reason| reason["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_cod_is_signed_certified_verified_and_a_change_is_shown() {
    let plata = Plata::set_up();
    plata.exporter_signs().ended(0);
    let early = plata.verify("signed.xml", &[]).ended(4);
    assert_eq!(codes(&early)[0], "cod.uncertified");

    let certified = plata.chamber_certifies("signed.xml").ended(0).object();
    let number = certified["number"].as_str().unwrap();
    assert!(number.starts_with("UY0AVA35") && number.ends_with("0000000100"), "{number}");
    let xml = PathBuf::from(certified["xml"].as_str().unwrap());
    assert_eq!(xml.file_name().unwrap().to_str().unwrap(), format!("{number}.xml"));
    assert!(std::fs::read(certified["pdf"].as_str().unwrap()).unwrap().starts_with(b"%PDF-1.7"));
    std::fs::copy(&xml, plata.path("good.xml")).unwrap();

    let good = plata.verify("good.xml", &["--against", "good.xml"]).ended(0).object();
    assert_eq!((good["verdict"].as_str(), good["number"].as_str()), (Some("valid"), Some(number)));
    assert_eq!(good["signatures"][0]["signedBy"].as_str(), Some("Cámara del Plata"), "{good}");
    assert_eq!(good["changedFields"].as_array().unwrap().len(), 0);

    let changed = plata.changed(&xml, "Arroz blanco", "Arroz blando");
    let said = plata.verify(changed, &["--against", "good.xml"]).ended(1);
    assert!(codes(&said).contains(&"tamper.exporter_part".to_owned()), "{:?}", codes(&said));
    let field = said.object()["changedFields"][0].clone();
    assert_eq!(
        (field["was"].as_str(), field["is"].as_str()),
        (Some("Arroz blanco pulido"), Some("Arroz blando pulido"))
    );
    let alone = plata.verify(changed, &[]).ended(1);
    assert_eq!(alone.object()["changedFields"].as_array().unwrap().len(), 0, "nothing to compare with");

    let broken = plata.changed(&xml, "<GoodsList>", "\n  <GoodsList>");
    assert!(codes(&plata.verify(broken, &[]).ended(1)).contains(&"tamper.reindented".to_owned()));
}

#[test]
fn a_cod_is_signed_in_its_order_and_once() {
    let plata = Plata::set_up();
    plata.chamber_certifies("application.xml").ended(1);
    plata.exporter_signs().ended(0);
    std::fs::rename(plata.path("signed.xml"), plata.path("application.xml")).unwrap();
    let twice = plata.exporter_signs().ended(1);
    assert!(twice.err.contains("present state"), "{twice:#?}");
    assert!(!plata.path("signed.xml").exists(), "nothing is written");
    plata.chamber_certifies("application.xml").ended(0);
    let again = plata.chamber_certifies("application.xml").ended(1);
    assert!(again.out.contains("cod.certified_before"), "{again:#?}");
    let other = plata.call(&["sign", "officer.p12", "--cod", "official", "--pin-env", "PIN"], "chamber");
    assert_ne!(other.status, 0, "{other:#?}");
}

#[test]
fn a_key_kept_for_exporters_certifies_nothing_and_an_officials_declares_nothing() {
    let plata = Plata::set_up();
    // The only key of an office is none for the other purpose.
    let none =
        plata.call(&["sign", "application.xml", "--cod", "exporter", "--out", "x.xml", "--pin-env", "PIN"], "chamber");
    assert!(none.ended(3).err.contains("--exporter"), "it is said what is missing");
    plata.exporter_signs().ended(0);
    plata.take_key("chamber", "exporter.p12", &["--exporter"]).ended(0);
    let keys = plata.call(&["key", "list", "--json"], "chamber").ended(0).object();
    let id = |usage: &str| {
        let keys = keys["keys"].as_array().unwrap().iter();
        let key = keys.clone().find(|key| key["use"] == usage).unwrap();
        key["keyId"].as_str().unwrap().to_owned()
    };
    let (official, exporter) = (id("co"), id("exporter"));
    let official_part = ["sign", "signed.xml", "--cod", "official", "--pin-env", "PIN", "--json", "--key"];
    let refused = plata.call(&[&official_part[..], &[exporter.as_str()]].concat(), "chamber").ended(3);
    assert_eq!(refused.object()["error"]["findings"][0]["code"], "key.kept_for", "{refused:#?}");
    let exporter_part =
        ["sign", "application.xml", "--cod", "exporter", "--out", "x.xml", "--pin-env", "PIN", "--json", "--key"];
    let refused = plata.call(&[&exporter_part[..], &[official.as_str()]].concat(), "chamber").ended(3);
    assert_eq!(refused.object()["error"]["findings"][0]["code"], "key.kept_for", "{refused:#?}");
    // With both there, each act finds its own.
    plata.chamber_certifies("signed.xml").ended(0);
}

#[test]
fn what_the_body_itself_lacks_is_said_with_where_it_is_set() {
    let plata = Plata::set_up();
    plata.exporter_signs().ended(0);
    let file = plata.path("chamber").join("office.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let without = text.replace("http://www.example.com", "").replace("\"Plaza 3\",", "").replace("\"Piso 2\",", "");
    assert_ne!(without, text);
    std::fs::write(&file, without).unwrap();
    let refused = plata.chamber_certifies("signed.xml").ended(1).object();
    let findings = refused["error"]["findings"].as_array().unwrap();
    let said: Vec<_> =
        findings.iter().map(|one| (one["code"].as_str().unwrap(), one["path"].as_str().unwrap())).collect();
    assert!(said.contains(&("office.entry_missing", "issuer.address.lines")), "{said:?}");
    assert!(said.contains(&("office.entry_missing", "issuer.channels")), "{said:?}");
}

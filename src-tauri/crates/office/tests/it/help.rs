//! A chamber and a border post with real keys and a real trust list, but no gateway; and a clock that can be set.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tamga_office::codes::find_beside;
use tamga_office::keys::KeyView;
use tamga_office::numbers::NumberBlock;
use tamga_office::trust::{root_text, sign_trust_list};
use tamga_office::{
    Clock, NewOffice, Office, OfficeRole, Partner, PartnerRoute, Pin, Secret, Surroundings, system_chance,
};
use tamga_origin::trust::{KeyUse, Span, TrustList, TrustedIssuer, TrustedKey, TrustedOfficer, TrustedScheme};
use tamga_origin::{
    Address, Certificate, Date, Decimal, Departure, IssuingBody, Measure, Moment, Packages, Place, Timestamp,
};
use tamga_seal::demo::{Authority, KeyFile, Life, Person};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Batch, PlainKey, Stretch, SystemRandom, import_key_file, unlock};

pub const DAY: i64 = 86_400_000;
pub const PIN: &str = "a long enough passphrase";
/// Nobody has to guess the PIN of these tests.
pub const QUICK: Stretch = Stretch { memory: 1024, passes: 1 };
pub const CHAMBER: &str = "HCT";
pub const CUSTOMS: &str = "CN-CUSTOMS";
pub const EXAMPLE: &[u8] = include_bytes!("../../../../../assets/examples/chafta-example.json");

pub fn pin() -> Pin {
    Secret::new(PIN.to_owned())
}

/// Noon of a day the profiles know.
pub fn noon() -> Timestamp {
    Timestamp::midnight(Date::new(2026, 5, 12).unwrap()).plus_millis(DAY / 2)
}

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    pub fn at(now: Timestamp) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(now.millis())))
    }

    pub fn pass(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        let since = self.0.load(Ordering::SeqCst) - noon().millis();
        Duration::from_millis(u64::try_from(since).unwrap_or(0))
    }
}

/// Everything around a chamber and a border post.
pub struct World {
    pub dir: tempfile::TempDir,
    pub clock: Arc<SetClock>,
    pub authority: Authority,
    pub customs: Authority,
    pub root: PlainKey,
    officer: KeyFile,
    customs_officer: KeyFile,
}

impl World {
    pub fn new() -> Self {
        let now = noon();
        let life = Life { from: now.plus_millis(-DAY), to: now.plus_millis(1000 * DAY) };
        let authority = Authority::new("Authority for Chambers", life).unwrap();
        let customs = Authority::new("Authority for Customs", life).unwrap();
        let password = pin();
        let officer = authority.key_file(person("R. Officer", "Huon Chamber"), life, &password).unwrap();
        let customs_officer = customs.key_file(person("L. Customs", "Customs"), life, &password).unwrap();
        Self {
            dir: tempfile::tempdir().unwrap(),
            clock: SetClock::at(now),
            authority,
            customs,
            root: PlainKey::generate(&SystemRandom::new()).unwrap(),
            officer,
            customs_officer,
        }
    }

    pub fn surroundings(&self) -> Surroundings {
        let chance = system_chance();
        let mut bytes = [0_u8; 8];
        assert!(chance.fill(&mut bytes), "there is chance");
        let code_lists = std::env::current_exe().ok().and_then(|program| find_beside(&program));
        Surroundings { clock: self.clock.clone(), chance, boot_id: sha256_hex(&bytes), code_lists }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A chamber with a key, a list and numbers, and a route to China, but nobody at its end.
    pub fn chamber(&self) -> Arc<Office> {
        self.chamber_with(100)
    }

    /// The same with so many numbers for each agreement.
    pub fn chamber_with(&self, numbers: u64) -> Arc<Office> {
        let office = Office::create(&self.path("chamber"), new_chamber(), self.surroundings()).unwrap();
        let key = office.import_key_with(&self.officer.pkcs12, &pin(), "Officer", &pin(), QUICK).unwrap();
        self.believe(&office, &self.list(1, Some(&key)));
        for (agreement, first) in [("chafta", 1), ("np-icc", 5001)] {
            let block = NumberBlock {
                agreement: agreement.to_owned(),
                pattern: String::new(),
                first,
                last: first + numbers - 1,
                expires: None,
            };
            office.add_number_block(block).unwrap();
        }
        office.set_partner(partner(&["own"], "certificates", "CN", "co.issue co.cancel"), secret()).unwrap();
        office
    }

    /// The same without a key and a list.
    pub fn chamber_without_key(&self) -> Arc<Office> {
        let office = Office::create(&self.path("chamber"), new_chamber(), self.surroundings()).unwrap();
        let block =
            NumberBlock { agreement: "chafta".to_owned(), pattern: String::new(), first: 1, last: 100, expires: None };
        office.add_number_block(block).unwrap();
        office.set_partner(partner(&["own"], "certificates", "CN", "co.issue co.cancel"), secret()).unwrap();
        office
    }

    /// A second chamber, with nothing in it.
    pub fn another_chamber(&self) -> Arc<Office> {
        Office::create(&self.path("another chamber"), new_chamber(), self.surroundings()).unwrap()
    }

    /// The officer's key as the authority handed it out; its password is the PIN.
    pub fn officer_file(&self) -> &KeyFile {
        &self.officer
    }

    /// A border post with a list and a key for its answers, and a route back to Australia.
    pub fn post(&self) -> Arc<Office> {
        let office = self.stranger();
        self.believe(&office, &self.list(1, None));
        office
    }

    /// A border post that knows no issuer yet.
    pub fn stranger(&self) -> Arc<Office> {
        let office = Office::create(&self.path("post"), new_post(), self.surroundings()).unwrap();
        office.set_answer_key(&self.customs_officer.pkcs12, &pin()).unwrap();
        office.set_partner(partner(&["own", "posts"], "answers", "AU", "co.response"), secret()).unwrap();
        office
    }

    /// One more border post, with a list and a key of its own.
    pub fn another_post(&self) -> Arc<Office> {
        let path = tempfile::tempdir_in(self.dir.path()).unwrap().keep().join("post");
        let office = Office::create(&path, new_post(), self.surroundings()).unwrap();
        office.set_answer_key(&self.customs_officer.pkcs12, &pin()).unwrap();
        self.believe(&office, &self.list(1, None));
        office.set_partner(partner(&["own", "posts"], "answers", "AU", "co.response"), secret()).unwrap();
        office
    }

    /// Pins the root and takes a list over: the numbers that were judged again.
    pub fn take_list(&self, office: &Office, list: &TrustList) -> Vec<String> {
        office.pin_roots(&[root_text(&self.trusted_root())], 1).unwrap();
        let taken = office.import_trust(&sign_trust_list(list, &[&self.root]).unwrap()).unwrap();
        taken.judged_again.into_iter().map(|change| change.number).collect()
    }

    /// The chamber's officer, ready to sign by hand.
    pub fn unlocked_officer(&self) -> Batch {
        let (_, wrapped) = import_key_file(&self.officer.pkcs12, &pin(), &pin(), QUICK, &SystemRandom::new()).unwrap();
        unlock(&wrapped, &pin()).unwrap()
    }

    /// The signed bytes of the last status statement a chamber made, as they stand in its outbox.
    pub fn statement(&self, chamber: &Office, number: &str) -> Vec<u8> {
        let row = chamber.outbox(tamga_office::Window::first(9), true).unwrap().rows.rows;
        let id = row.into_iter().find(|row| row.kind == "cancel" && row.number == number).unwrap().id;
        let kept = std::fs::read(chamber.dir().join("envelopes").join(id.to_string())).unwrap();
        let envelope = tamga_protocol::Envelope::read(&kept[1..]).unwrap();
        envelope.document.bytes().unwrap().unwrap()
    }

    pub fn open(&self, name: &str) -> Arc<Office> {
        Office::open(&self.path(name), self.surroundings()).unwrap()
    }

    pub fn believe(&self, office: &Office, list: &TrustList) {
        office.pin_roots(&[root_text(&self.trusted_root())], 1).unwrap();
        office.import_trust(&sign_trust_list(list, &[&self.root]).unwrap()).unwrap();
    }

    fn trusted_root(&self) -> TrustedKey {
        self.root.trusted(&[KeyUse::List], span())
    }

    /// Who may certify and who may answer.
    pub fn list(&self, n: u64, key: Option<&KeyView>) -> TrustList {
        let officer = |id: &str, name: &str, file: &KeyFile| TrustedOfficer {
            id: id.to_owned(),
            name: name.to_owned(),
            certificate: sha256_hex(&file.certificate),
            span: span(),
            ..TrustedOfficer::default()
        };
        let scheme = |code: &str| TrustedScheme { code: code.to_owned(), span: span(), ..TrustedScheme::default() };
        let code = key.map(|key| TrustedKey {
            kid: key.code_kid.clone(),
            key: key.code_key.clone(),
            uses: vec![KeyUse::Qr],
            span: span(),
        });
        let chamber = TrustedIssuer {
            id: CHAMBER.to_owned(),
            country: "AU".to_owned(),
            names: vec!["Huon Chamber of Trade".to_owned()],
            span: span(),
            anchors: vec![self.authority.anchor(&[KeyUse::Co, KeyUse::Status], span())],
            keys: code.into_iter().collect(),
            schemes: vec![scheme("chafta"), scheme("np-icc")],
            officers: vec![officer("1", "R. Officer", &self.officer)],
            ..TrustedIssuer::default()
        };
        let customs = TrustedIssuer {
            id: CUSTOMS.to_owned(),
            country: "CN".to_owned(),
            names: vec!["Customs".to_owned()],
            span: span(),
            anchors: vec![self.customs.anchor(&[KeyUse::Status], span())],
            officers: vec![officer("1", "L. Customs", &self.customs_officer)],
            ..TrustedIssuer::default()
        };
        TrustList {
            list: "test".to_owned(),
            n,
            issued_at: noon(),
            next_update: noon().plus_millis(30 * DAY),
            roots: vec![self.trusted_root()],
            threshold: 1,
            issuers: vec![chamber, customs],
            ..TrustList::default()
        }
    }
}

pub fn span() -> Span {
    Span { from: noon().plus_millis(-DAY), to: None }
}

pub fn person<'a>(name: &'a str, body: &'a str) -> Person<'a> {
    Person { name, body, country: "AU" }
}

pub fn secret() -> Option<Secret<String>> {
    Some(Secret::new("a secret of more than 24 characters".to_owned()))
}

pub fn partner(boxes: &[&str], route: &str, destination: &str, kinds: &str) -> Partner {
    let life = Life { from: noon().plus_millis(-DAY), to: noon().plus_millis(DAY) };
    Partner {
        gateway_id: "gw.test".to_owned(),
        url: "https://127.0.0.1:1".to_owned(),
        anchor_pem: tamga_seal::demo::TlsAuthority::new("Nobody", life).unwrap().root_pem(),
        client_id: "desk".to_owned(),
        proxy: None,
        boxes: boxes.iter().map(|name| (*name).to_owned()).collect(),
        routes: vec![PartnerRoute {
            id: route.to_owned(),
            destination: destination.to_owned(),
            agreement: "*".to_owned(),
            kinds: kinds.split(' ').map(str::to_owned).collect(),
        }],
    }
}

pub fn new_chamber() -> NewOffice {
    NewOffice {
        role: OfficeRole::Issue,
        country: "AU".to_owned(),
        name: "Huon Chamber of Trade".to_owned(),
        issuer: Some(IssuingBody {
            code: CHAMBER.to_owned(),
            name: "Huon Chamber of Trade".to_owned(),
            address: Address {
                lines: vec!["18 Wharf Lane".to_owned()],
                city: "Hobart".to_owned(),
                country: "AU".to_owned(),
                ..Address::default()
            },
            ..IssuingBody::default()
        }),
        place: Place { code: "AUHBA".to_owned(), name: "Hobart".to_owned() },
        party: String::new(),
        person: "R. Officer".to_owned(),
        title: "Certifying Officer".to_owned(),
        demonstration: true,
    }
}

pub fn new_post() -> NewOffice {
    NewOffice {
        role: OfficeRole::Receive,
        country: "CN".to_owned(),
        name: "Border Post".to_owned(),
        issuer: None,
        place: Place::default(),
        party: CUSTOMS.to_owned(),
        person: "L. Customs".to_owned(),
        title: String::new(),
        demonstration: true,
    }
}

/// A draft of the project's example with nothing left to fix: its id and stamp.
pub fn ready_draft(office: &Office) -> (i64, i64) {
    let born = office.import_draft(EXAMPLE, None).unwrap();
    let view = office.open_draft(born.id).unwrap();
    let saved = office.save_draft(born.id, view.stamp, filled(view.certificate, office.today())).unwrap();
    let stops: Vec<_> =
        saved.findings.iter().filter(|finding| finding.severity == tamga_origin::Severity::Block).collect();
    assert!(stops.is_empty(), "nothing is left to fix: {stops:?}");
    (born.id, saved.stamp)
}

fn filled(mut certificate: Certificate, today: Date) -> Certificate {
    for item in &mut certificate.items {
        let kilograms = |amount| Measure { amount: Decimal::whole(amount), unit: "KGM".to_owned() };
        item.gross_mass.get_or_insert_with(|| kilograms(1200));
        item.net_mass = Some(kilograms(1000));
        if item.packages.is_empty() {
            item.packages.push(Packages {
                marks: "NO MARKS".to_owned(),
                count: Some(80),
                kind: "CT".to_owned(),
                kind_text: "CARTONS".to_owned(),
            });
        }
        item.hs.edition = "2022".to_owned();
    }
    if let Some(declaration) = &mut certificate.exporter_declaration {
        declaration.date.get_or_insert(Moment::Day(today));
        declaration.name = "E. Exporter".to_owned();
        declaration.place.name = "Kingston".to_owned();
    }
    let travel = &mut certificate.transport;
    travel.departure = Some(Departure::At(Moment::Day(today)));
    travel.mode = "4".to_owned();
    travel.means.name = "BL 773".to_owned();
    travel.loading = Place { code: "AUMEL".to_owned(), name: "Melbourne".to_owned() };
    travel.discharge = Place { code: "CNTXG".to_owned(), name: "Tianjin".to_owned() };
    certificate
}

/// A certificate that was issued: its number.
pub fn issued(office: &Office) -> String {
    let (draft, stamp) = ready_draft(office);
    let key = key_of(office);
    office.issue(draft, stamp, &key, &pin()).unwrap().number
}

pub fn key_of(office: &Office) -> String {
    office.keys().unwrap().into_iter().next().unwrap().id
}

/// What the journal says happened, oldest first.
pub fn happened(office: &Office) -> Vec<String> {
    let rows = office.journal(None, tamga_office::Window::first(500)).unwrap().rows;
    rows.into_iter().rev().map(|row| row.word.code).collect()
}

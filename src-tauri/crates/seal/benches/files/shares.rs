//! Who signs, and by what is each judged? Three bodies: one whose authority publishes a list of revoked certificates, one
//! whose authority answers about each certificate (OCSP, by OpenSSL), and one whose signed status list says what became of
//! each number. Each has an officer or a number that does not count any more.

use std::path::Path;

use tamga_formats::status_list;
use tamga_origin::Timestamp;
use tamga_origin::trust::{
    Anchor, AnchorKind, CertificateStatus, IssuerPolicy, KeyUse, Span, StatusEntry, StatusList, StatusLists,
    TrustHistory, TrustList, TrustedIssuer, TrustedKey, TrustedOfficer, TrustedScheme,
};
use tamga_seal::demo::{KeyFile, Person};
use tamga_seal::digest::sha256_hex;
use tamga_seal::revocation::ocsp_question;
use tamga_seal::{
    Batch, OfferedEvidence, PlainKey, Signer, SignerCertificate, StatusFact, SystemRandom, Typ, import_key_file,
    open_jws, sign_jws, unlock,
};

use crate::support;

/// Officers of a body whose certificates count.
pub const COUNTING: usize = 5;
/// With the one whose does not.
const OFFICERS: usize = COUNTING + 1;
const DAY: i64 = 86_400_000;

/// Those whose certificates count, then the one whose does not; of the share with a status list all count.
pub type Signers = Vec<Box<dyn Signer>>;

/// A body, and what is known of what its officers sign.
pub struct Share {
    /// For the output.
    pub name: &'static str,
    pub body: &'static str,
    /// When everything was signed.
    pub signed: Timestamp,
    pub trust: TrustHistory,
    pub beside: OfferedEvidence,
    /// What the signed status list says, once it is there.
    pub status: StatusLists,
    /// Why what does not count is refused.
    pub refused: &'static str,
}

impl Share {
    /// When everything is judged: after answers and lists were made.
    pub fn judged_at(&self) -> Timestamp {
        self.signed.plus_millis(2 * DAY)
    }

    /// What is known of a number.
    pub fn facts(&self, number: &str) -> Vec<StatusFact> {
        let Some(reach) = self.status.reach(self.body) else { return Vec::new() };
        let listed = StatusFact::Listed { as_of: reach.as_of, next_update: reach.next_update, missing: reach.missing };
        let entries = self.status.entries(self.body, number, 1).into_iter();
        let ended = entries.filter(|entry| entry.status == CertificateStatus::Cancelled);
        std::iter::once(listed).chain(ended.map(|entry| StatusFact::Cancelled { at: entry.at })).collect()
    }
}

/// A history with one list, whose body wants an answer about revocation for every certificate where it says so.
fn held(
    body: &str,
    anchor: Anchor,
    officers: &[Vec<u8>],
    at: Timestamp,
    must: bool,
    keys: Vec<TrustedKey>,
) -> TrustHistory {
    let span = Span { from: at.plus_millis(-30 * DAY), to: None };
    let named = officers.iter().enumerate().map(|(n, certificate)| TrustedOfficer {
        id: n.to_string(),
        name: format!("Officer {n}"),
        certificate: sha256_hex(certificate),
        span,
        ..TrustedOfficer::default()
    });
    let issuer = TrustedIssuer {
        id: body.to_owned(),
        country: "UY".to_owned(),
        names: vec!["Example Chamber of Commerce".to_owned()],
        span,
        anchors: vec![anchor],
        keys,
        schemes: vec![TrustedScheme { code: "chafta".to_owned(), span, ..TrustedScheme::default() }],
        officers: named.collect(),
        policy: IssuerPolicy { revocation_must: must, ..IssuerPolicy::default() },
        ..TrustedIssuer::default()
    };
    let root = PlainKey::generate(&SystemRandom::new()).expect("a key");
    let roots = vec![root.trusted(&[KeyUse::List], span)];
    let list = TrustList {
        list: "bench".to_owned(),
        n: 1,
        issued_at: at,
        roots: roots.clone(),
        threshold: 1,
        issuers: vec![issuer],
        ..TrustList::default()
    };
    TrustHistory::pinned(roots, 1).take(list, "digest", &[root.kid().to_owned()]).expect("a list").0
}

fn officers() -> Vec<KeyFile> {
    let officer = |n| {
        let person = Person { name: &format!("Officer {n}"), body: "Example Chamber of Commerce", country: "UY" };
        support::authority().key_file(person, support::life(), &support::pin()).expect("a key")
    };
    (0..OFFICERS).map(officer).collect()
}

fn unlocked(file: &KeyFile) -> Box<dyn Signer> {
    let random = SystemRandom::new();
    let imported = import_key_file(&file.pkcs12, &support::pin(), &support::pin(), support::LIGHT, &random);
    let key: Batch = unlock(&imported.expect("a key").1, &support::pin()).expect("a key");
    Box::new(key)
}

/// Where the authority published a list a day after everything was signed.
pub fn by_list() -> (Share, Signers) {
    let (signed, officers) = (support::at(support::ISSUED), officers());
    let revoked = SignerCertificate::read(&officers.last().expect("officers").certificate).expect("a certificate");
    let named = [(&revoked, signed.plus_millis(-1_000))];
    let list = support::authority().revocation_list(signed.plus_millis(DAY), &named).expect("a list");
    let certificates: Vec<Vec<u8>> = officers.iter().map(|file| file.certificate.clone()).collect();
    let span = Span { from: support::life().from, to: None };
    let anchor = support::authority().anchor(&[KeyUse::Co], span);
    let share = Share {
        name: "list",
        body: "UY-001",
        signed,
        trust: held("UY-001", anchor, &certificates, signed, true, Vec::new()),
        beside: OfferedEvidence { crls: vec![list], ..OfferedEvidence::default() },
        status: StatusLists::default(),
        refused: "revocation.revoked",
    };
    (share, officers.iter().map(unlocked).collect())
}

/// Where OpenSSL's responder answered about every officer's certificate.
pub fn by_answers(folder: &Path) -> (Share, Signers) {
    let authority = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n";
    let leaf = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n";
    support::issue(folder, "root", None, authority);
    let names: Vec<String> = (0..OFFICERS).map(|n| format!("officer{n}")).collect();
    for name in &names {
        support::issue(folder, name, Some("root"), leaf);
    }
    let der = |name: &str| std::fs::read(folder.join(format!("{name}.der"))).expect("a file");
    let read = |name: &str| SignerCertificate::read(&der(name)).expect("a certificate");
    // They begin to live while they are made; the last of them is signed with at once.
    let signed = names.iter().map(|name| read(name).not_before).max().expect("officers");
    let mut index = String::new();
    for (n, name) in names.iter().enumerate() {
        let certificate = read(name);
        let short = |at: Timestamp| at.rfc3339_seconds().replace(['-', ':', 'T'], "").split_off(2);
        let (serial, ends) = (certificate.serial.to_ascii_uppercase(), short(certificate.not_after));
        match n + 1 == names.len() {
            true => {
                let since = short(signed.plus_millis(-DAY));
                index.push_str(&format!("R\t{ends}\t{since},keyCompromise\t{serial}\tunknown\t/CN={name}\n"));
            }
            false => index.push_str(&format!("V\t{ends}\t\t{serial}\tunknown\t/CN={name}\n")),
        }
    }
    std::fs::write(folder.join("index"), index).expect("a file");
    let answer = |name: &String| {
        let question = ocsp_question(&read(name), &read("root")).expect("a question");
        std::fs::write(folder.join("question"), question).expect("a file");
        let records = ["ocsp", "-index", "index", "-CA", "root.pem", "-reqin", "question", "-respout", "answer"];
        let by = ["-rsigner", "root.pem", "-rkey", "root.key", "-ndays", "7"];
        support::openssl(folder, &[&records[..], &by].concat());
        std::fs::read(folder.join("answer")).expect("an answer")
    };
    let certificates: Vec<Vec<u8>> = names.iter().map(|name| der(name)).collect();
    let (span, uses) = (Span { from: signed.plus_millis(-DAY), to: None }, vec![KeyUse::Co]);
    let anchor = Anchor { kid: "root".to_owned(), certificates: vec![der("root")], kind: AnchorKind::Ca, uses, span };
    let share = Share {
        name: "answer",
        body: "UY-002",
        signed,
        trust: held("UY-002", anchor, &certificates, signed, true, Vec::new()),
        beside: OfferedEvidence { ocsps: names.iter().map(answer).collect(), ..OfferedEvidence::default() },
        status: StatusLists::default(),
        refused: "revocation.revoked",
    };
    (share, names.iter().map(|name| Box::new(support::made(folder, name)) as Box<dyn Signer>).collect())
}

/// Where the body's own signed list says what became of these numbers: whether each was cancelled.
pub fn by_status(numbers: impl Iterator<Item = (String, bool)>) -> (Share, Signers) {
    let (signed, officers) = (support::at(support::ISSUED), officers());
    let at = signed.plus_millis(DAY);
    let entry = |(number, is_cancelled): (String, bool)| StatusEntry {
        number,
        revision: 1,
        status: if is_cancelled { CertificateStatus::Cancelled } else { CertificateStatus::Valid },
        successor: String::new(),
        at: signed.plus_millis(DAY / 2),
        reason: String::new(),
    };
    let list = StatusList {
        issuer: "UY-003".to_owned(),
        n: 1,
        is_snapshot: true,
        as_of: at,
        next_update: at.plus_millis(7 * DAY),
        entries: numbers.map(entry).collect(),
        ..StatusList::default()
    };
    let span = Span { from: support::life().from, to: None };
    let key = PlainKey::generate(&SystemRandom::new()).expect("a key");
    let trusted = key.trusted(&[KeyUse::Status], span);
    let compact = sign_jws(&status_list::write(&list).expect("a list"), Typ::StatusList, &key);
    let claims =
        open_jws(compact.as_bytes(), Typ::StatusList, std::slice::from_ref(&trusted)).expect("signed by the body");
    let mut status = StatusLists::default();
    let read = status_list::read(&claims.payload).expect("a list");
    status.take(read, &sha256_hex(&claims.payload)).expect("the first list");
    let certificates: Vec<Vec<u8>> = officers.iter().map(|file| file.certificate.clone()).collect();
    let anchor = support::authority().anchor(&[KeyUse::Co], span);
    let share = Share {
        name: "status",
        body: "UY-003",
        signed,
        trust: held("UY-003", anchor, &certificates, signed, false, vec![trusted]),
        beside: OfferedEvidence::default(),
        status,
        refused: "status.cancelled",
    };
    (share, officers.iter().map(unlocked).collect())
}

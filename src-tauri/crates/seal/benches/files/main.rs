//! How many certificates a second are verified from disk, and does memory stay flat? Ten thousand different ones lie in a
//! folder, signed in turn by the officers of one body; each is read, let in, checked, read again from its signed bytes by
//! the dialect's own reader, and judged: path to the body's anchor, the authority's list of revoked certificates,
//! entitlement by the trust list. One officer's certificate was revoked before anything was signed, and every certificate
//! of that officer has to be refused.
//!
//! The files were written a moment before, so that the speed of the disk is not in it, and nothing is kept from one
//! certificate to the next. Prints `bench <name> <nanoseconds per certificate>`, with `-processor` the time that processors
//! spent on one, and `memory <name> <bytes>`: what the process held at most while it went through them. Writing them takes
//! some seconds.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on stops")]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tamga_formats::co_xml;
use tamga_origin::trust::{
    IssuerPolicy, KeyUse, Span, TrustHistory, TrustList, TrustedIssuer, TrustedOfficer, TrustedScheme,
};
use tamga_origin::{Certificate, IssuingBody, Scheme, Timestamp, Transport};
use tamga_seal::demo::{KeyFile, Person};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{
    Batch, Judge, Judgement, OfferedEvidence, PlainKey, Policy, Question, SignerCertificate, SystemRandom, Verdict,
    Whole, check_co, import_key_file, sign_co, unlock,
};
use tamga_xml::{Limits, gate};

#[path = "../../tests/it/support.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

/// Certificates in the folder.
const MANY: usize = 10_000;
/// Certificates of the rounds that show where memory begins.
const FEW: usize = 1_000;
/// Officers of the body.
const OFFICERS: usize = 6;
/// Every so many certificates, one is signed by the officer whose certificate was revoked.
const REVOKED_EVERY: usize = 1_000;
/// Nanoseconds that one may take for a thousand a second.
const A_THOUSAND_A_SECOND: u32 = 1_000_000;
/// Nanoseconds for the judge alone (`seal-and-paper.md` 13.5).
const JUDGED: u32 = 300_000;

const BODY: &str = "UY-001";

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let officers: Vec<KeyFile> = (0..OFFICERS).map(officer).collect();
    let files = write(folder.path(), &officers);
    let trust = held(&officers);
    let beside = OfferedEvidence { crls: vec![published(officers.last().expect("officers"))], ..Default::default() };
    let policy = Policy { demonstration: true, ..Policy::default() };
    let judge = Judge::new(&trust, &policy).beside(&beside);

    judged_alone(judge, files.first().expect("a file"));
    for (name, count, threads) in [("files-one-thread", FEW, 1), ("files-1000", FEW, 2), ("files-10000", MANY, 2)] {
        forget_most_memory();
        let (begun, before) = (Instant::now(), processor());
        let refused = verify(judge, files.get(..count).expect("so many"), threads);
        let each = |nanos: u128| nanos / u128::try_from(count).expect("a count");
        println!("bench {name} {} most {A_THOUSAND_A_SECOND}", each(begun.elapsed().as_nanos()));
        if let (Some(before), Some(after)) = (before, processor()) {
            println!("bench {name}-processor {}", each(after - before));
        }
        assert_eq!(refused, count / REVOKED_EVERY, "those of the revoked officer, and no others");
        match most_memory() {
            Some(bytes) => println!("memory {name} {bytes}"),
            None => println!("skipped: the system does not say how much memory is held"),
        }
    }
}

fn officer(n: usize) -> KeyFile {
    let person = Person { name: &format!("Officer {n}"), body: "Example Chamber of Commerce", country: "UY" };
    support::authority().key_file(person, support::life(), &support::pin()).expect("a key")
}

/// What the authority published a day after everything was signed.
fn published(revoked: &KeyFile) -> Vec<u8> {
    let certificate = SignerCertificate::read(&revoked.certificate).expect("a certificate");
    let named = [(&certificate, signed().plus_millis(-1_000))];
    support::authority().revocation_list(signed().plus_millis(86_400_000), &named).expect("a list")
}

/// When everything was signed.
fn signed() -> Timestamp {
    support::at(support::ISSUED)
}

/// A history with one list, whose body wants an answer about revocation for every certificate.
fn held(officers: &[KeyFile]) -> TrustHistory {
    let span = Span { from: support::life().from, to: None };
    let named = officers.iter().enumerate().map(|(n, file)| TrustedOfficer {
        id: n.to_string(),
        name: format!("Officer {n}"),
        certificate: sha256_hex(&file.certificate),
        span,
        ..TrustedOfficer::default()
    });
    let body = TrustedIssuer {
        id: BODY.to_owned(),
        country: "UY".to_owned(),
        names: vec!["Example Chamber of Commerce".to_owned()],
        span,
        anchors: vec![support::authority().anchor(&[KeyUse::Co], span)],
        schemes: vec![TrustedScheme { code: "chafta".to_owned(), span, ..TrustedScheme::default() }],
        officers: named.collect(),
        policy: IssuerPolicy { revocation_must: true, ..IssuerPolicy::default() },
        ..TrustedIssuer::default()
    };
    let root = PlainKey::generate(&SystemRandom::new()).expect("a key");
    let roots = vec![root.trusted(&[KeyUse::List], span)];
    let list = TrustList {
        list: "bench".to_owned(),
        n: 1,
        issued_at: signed(),
        roots: roots.clone(),
        threshold: 1,
        issuers: vec![body],
        ..TrustList::default()
    };
    TrustHistory::pinned(roots, 1).take(list, "digest", &[root.kid().to_owned()]).expect("a list").0
}

/// Signs one certificate again and again, under another number each time.
fn write(folder: &Path, officers: &[KeyFile]) -> Vec<PathBuf> {
    let mut keys: Vec<Batch> = officers.iter().map(unlocked).collect();
    let (revoked, others) = keys.split_last_mut().expect("keys");
    let count = others.len();
    let mut certificate = Certificate {
        revision: 1,
        issued_at: Some(tamga_origin::Moment::Instant(signed())),
        scheme: Scheme { code: "chafta".to_owned(), form_code: "CO".to_owned(), ..Scheme::default() },
        issuer: IssuingBody { code: BODY.to_owned(), ..IssuingBody::default() },
        transport: Transport { destination_country: "CN".to_owned(), ..Transport::default() },
        // The usual certificate has some kilobytes.
        remarks: vec!["Goods as described in the attached list. ".repeat(100)],
        ..Certificate::default()
    };
    let mut bytes = 0;
    let mut one = |n: usize| {
        certificate.number = format!("UY-2026-{n:06}");
        let key = if n % REVOKED_EVERY == REVOKED_EVERY - 1 {
            &mut *revoked
        } else {
            others.get_mut(n % count).expect("a key")
        };
        let unsigned = co_xml::write_certificate(&certificate).expect("written");
        let sealed = sign_co(&unsigned, signed(), key).expect("a seal").bytes;
        bytes += sealed.len();
        let file = folder.join(format!("{n:06}.xml"));
        std::fs::write(&file, sealed).expect("a file");
        file
    };
    let files = (0..MANY).map(&mut one).collect();
    println!("{MANY} certificates of about {} bytes", bytes / MANY);
    files
}

fn unlocked(file: &KeyFile) -> Batch {
    let random = SystemRandom::new();
    let imported = import_key_file(&file.pkcs12, &support::pin(), &support::pin(), support::LIGHT, &random);
    unlock(&imported.expect("a key").1, &support::pin()).expect("a key")
}

/// Verifies all files, so many at a time; how many are refused.
fn verify(judge: Judge<'_>, files: &[PathBuf], threads: usize) -> usize {
    let (next, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let judgement = verified(judge, file);
                    let is_revoked = judgement.reasons.iter().any(|reason| reason.code() == "revocation.revoked");
                    match (judgement.verdict, is_revoked) {
                        (Verdict::Valid, false) => {}
                        (Verdict::Invalid, true) => {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                        _ => panic!("{}: {:?}", file.display(), judgement.reasons),
                    }
                }
            });
        }
    });
    refused.into_inner()
}

/// One certificate from its file to its judgement.
fn verified(judge: Judge<'_>, file: &Path) -> Judgement {
    let bytes = std::fs::read(file).expect("a file");
    let whole = checked(&bytes);
    let gated = whole.signed.gated().expect("let in");
    let certificate = co_xml::read_certificate(&gated).expect("a certificate").value;
    let question = Question {
        usage: KeyUse::Co,
        issuer: &certificate.issuer.code,
        scheme: &certificate.scheme.code,
        form: &certificate.scheme.form_code,
        destination: &certificate.transport.destination_country,
        status: &[],
    };
    judge.judge(&whole, &question, &[], later())
}

fn checked(bytes: &[u8]) -> Whole {
    check_co(&gate(bytes, &Limits::OWN).expect("let in")).expect("whole")
}

/// When everything is judged: after the list of revoked certificates was made.
fn later() -> Timestamp {
    signed().plus_millis(2 * 86_400_000)
}

/// The judge over a seal that is known to be whole.
fn judged_alone(judge: Judge<'_>, file: &Path) {
    let whole = checked(&std::fs::read(file).expect("a file"));
    let question =
        Question { usage: KeyUse::Co, issuer: BODY, scheme: "chafta", form: "CO", destination: "CN", status: &[] };
    let mut taken = Vec::new();
    for _ in 0..3_000 {
        let begun = Instant::now();
        let judgement = judge.judge(&whole, &question, &[], later());
        taken.push(begun.elapsed().as_nanos());
        assert_eq!(judgement.verdict, Verdict::Valid, "{:?}", judgement.reasons);
    }
    taken.sort_unstable();
    let middle = taken.get(taken.len() / 2).expect("turns");
    println!("bench path-revocation-entitlement {middle} most {JUDGED}");
}

/// Nanoseconds for which this process had a processor so far, on a busy machine the better figure; told in hundredths of
/// a second.
fn processor() -> Option<u128> {
    let said = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name, which may hold anything: state, ten numbers, then time of its own and the system's for it.
    let (_, said) = said.rsplit_once(')')?;
    let ticks = said.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u128>().ok());
    ticks.sum::<Option<u128>>().map(|ticks| ticks * 10_000_000)
}

/// From now on what is held at most counts anew, where the system lets it.
fn forget_most_memory() {
    if std::fs::write("/proc/self/clear_refs", "5").is_err() {
        println!("skipped: the rounds' memory is not told apart");
    }
}

/// What the process held at most since.
fn most_memory() -> Option<u64> {
    let said = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1_024)
}

//! How many certificates a second are verified from disk, and does memory stay flat? Ten thousand different ones lie in a
//! folder, signed in turn by the officers of three bodies; each is read, let in, checked, read again from its signed bytes
//! by the dialect's own reader, and judged: path to the body's anchor, entitlement by the trust list, and what the body's
//! share goes by (`shares`). Half go by a list of revoked certificates, a quarter by OCSP answers, a quarter by a signed
//! status list. Of each thousand one of each share does not count, and has to be refused for its reason.
//!
//! The files were written a moment before, so that the speed of the disk is not in it, and nothing is kept from one
//! certificate to the next. Prints `bench <name> <nanoseconds per certificate>`, with `-processor` the time that processors
//! spent on one, how many a second that is, and `memory <name> <bytes>`: what the process held at most while it went
//! through them. Writing them takes some seconds.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on stops")]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tamga_formats::co_xml;
use tamga_origin::profile::StampAsked;
use tamga_origin::trust::KeyUse;
use tamga_origin::{Certificate, IssuingBody, Scheme, Transport};
use tamga_seal::{Judge, Judgement, Policy, Question, Verdict, Whole, check_co, sign_co};
use tamga_xml::{Limits, gate};

use self::machine::{forget_most_memory, most_memory, processor};
use self::shares::{Share, Signers, by_answers, by_list, by_status};

mod machine;
mod shares;
#[path = "../../tests/it/support.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

/// Certificates in the folder.
const MANY: usize = 10_000;
/// Certificates of the rounds that show where memory begins.
const FEW: usize = 1_000;
/// In every so many certificates, one of each share does not count.
const REFUSED_EVERY: usize = 1_000;
/// Nanoseconds that one may take for a thousand a second.
const A_THOUSAND_A_SECOND: u128 = 1_000_000;
/// Nanoseconds for the judge alone (`seal-and-paper.md` 13.5).
const JUDGED: u32 = 300_000;

/// The place in the shares of the n-th certificate: two of four go by the first.
fn share_of(n: usize) -> usize {
    [0, 0, 1, 2].get(n % 4).copied().unwrap_or_default()
}

/// Is the n-th one that does not count? The last three of every thousand, one of each share.
fn is_refused(n: usize) -> bool {
    n % REFUSED_EVERY >= REFUSED_EVERY - 3
}

fn number(n: usize) -> String {
    format!("UY-2026-{n:06}")
}

/// A certificate on the disk.
struct File {
    path: PathBuf,
    share: usize,
    is_refused: bool,
}

fn main() {
    if !support::has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let of_status = (0..MANY).filter(|n| share_of(*n) == 2).map(|n| (number(n), is_refused(n)));
    let [(list, first), (answers, second), (status, third)] =
        [by_list(), by_answers(folder.path()), by_status(of_status)];
    let shares = [list, answers, status];
    let files = write(folder.path(), &shares, &mut [first, second, third]);
    let policy = Policy { demonstration: true, ..Policy::default() };

    for (place, share) in shares.iter().enumerate() {
        let mut of_share = files.iter().filter(|file| file.share == place);
        judged_alone(share, &policy, of_share.next().expect("a file"));
    }
    for (name, count, threads) in [("files-one-thread", FEW, 1), ("files-1000", FEW, 2), ("files-10000", MANY, 2)] {
        forget_most_memory();
        let (begun, before) = (Instant::now(), processor());
        let refused = verify(&shares, &policy, files.get(..count).expect("so many"), threads);
        let each = |nanos: u128| nanos / u128::try_from(count).expect("a count");
        let nanos = each(begun.elapsed().as_nanos());
        println!("bench {name} {nanos} most {A_THOUSAND_A_SECOND}");
        if let (Some(before), Some(after)) = (before, processor()) {
            println!("bench {name}-processor {}", each(after - before));
        }
        println!("{name}: {} certificates a second", 1_000_000_000 / nanos.max(1));
        assert_eq!(refused, 3 * count / REFUSED_EVERY, "those that do not count, and no others");
        match most_memory() {
            Some(bytes) => println!("memory {name} {bytes}"),
            None => println!("skipped: the system does not say how much memory is held"),
        }
    }
}

/// Signs one certificate again and again, under another number each time.
fn write(folder: &Path, shares: &[Share], signers: &mut [Signers]) -> Vec<File> {
    let mut certificate = Certificate {
        revision: 1,
        scheme: Scheme { code: "chafta".to_owned(), form_code: "CO".to_owned(), ..Scheme::default() },
        transport: Transport { destination_country: "CN".to_owned(), ..Transport::default() },
        // The usual certificate has some kilobytes.
        remarks: vec!["Goods as described in the attached list. ".repeat(100)],
        ..Certificate::default()
    };
    let mut bytes = 0;
    let mut one = |n: usize| {
        let (place, is_refused) = (share_of(n), is_refused(n));
        let share = shares.get(place).expect("a share");
        certificate.number = number(n);
        certificate.issued_at = Some(tamga_origin::Moment::Instant(share.signed));
        certificate.issuer = IssuingBody { code: share.body.to_owned(), ..IssuingBody::default() };
        let (last, others) = signers.get_mut(place).and_then(|of_share| of_share.split_last_mut()).expect("signers");
        let by = if is_refused { last } else { others.get_mut(n % shares::COUNTING).expect("a signer") };
        let unsigned = co_xml::write_certificate(&certificate).expect("written");
        let sealed = sign_co(&unsigned, share.signed, by.as_mut()).expect("a seal").bytes;
        bytes += sealed.len();
        let path = folder.join(format!("{n:06}.xml"));
        std::fs::write(&path, sealed).expect("a file");
        File { path, share: place, is_refused }
    };
    let files = (0..MANY).map(&mut one).collect();
    println!("{MANY} certificates of about {} bytes", bytes / MANY);
    files
}

/// Verifies all files, so many at a time; how many are refused.
fn verify(shares: &[Share], policy: &Policy, files: &[File], threads: usize) -> usize {
    let (next, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let share = shares.get(file.share).expect("a share");
                    let judgement = verified(share, policy, file);
                    let says_so = judgement.reasons.iter().any(|reason| reason.code() == share.refused);
                    match (judgement.verdict, says_so, file.is_refused) {
                        (Verdict::Valid, false, false) => {}
                        (Verdict::Invalid, true, true) => {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                        _ => panic!("{}: {:?}", file.path.display(), judgement.reasons),
                    }
                }
            });
        }
    });
    refused.into_inner()
}

/// One certificate from its file to its judgement.
fn verified(share: &Share, policy: &Policy, file: &File) -> Judgement {
    let bytes = std::fs::read(&file.path).expect("a file");
    let whole = checked(&bytes);
    let gated = whole.signed.gated().expect("let in");
    let certificate = co_xml::read_certificate(&gated).expect("a certificate").value;
    judged(share, policy, &whole, &certificate)
}

fn checked(bytes: &[u8]) -> Whole {
    check_co(&gate(bytes, &Limits::OWN).expect("let in")).expect("whole")
}

fn judged(share: &Share, policy: &Policy, whole: &Whole, certificate: &Certificate) -> Judgement {
    let question = Question {
        usage: KeyUse::Co,
        issuer: &certificate.issuer.code,
        scheme: &certificate.scheme.code,
        form: &certificate.scheme.form_code,
        destination: &certificate.transport.destination_country,
        stamp: StampAsked::No,
        status: &share.facts(&certificate.number),
    };
    Judge::new(&share.trust, policy).beside(&share.beside).judge(whole, &question, &[], share.judged_at())
}

/// The judge over a seal that is known to be whole.
fn judged_alone(share: &Share, policy: &Policy, file: &File) {
    let whole = checked(&std::fs::read(&file.path).expect("a file"));
    let certificate = co_xml::read_certificate(&whole.signed.gated().expect("let in")).expect("a certificate").value;
    let mut taken = Vec::new();
    for _ in 0..3_000 {
        let begun = Instant::now();
        let judgement = judged(share, policy, &whole, &certificate);
        taken.push(begun.elapsed().as_nanos());
        assert_eq!(judgement.verdict, Verdict::Valid, "{:?}", judgement.reasons);
    }
    taken.sort_unstable();
    let middle = taken.get(taken.len() / 2).expect("turns");
    println!("bench path-entitlement-{} {middle} most {JUDGED}", share.name);
}

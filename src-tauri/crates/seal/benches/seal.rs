//! How fast is a certificate sealed and checked, beside the bare key operation with hashing of the same bytes, and beside
//! libxmlsec1 and signxml in one process each? Prints `bench <name> <nanoseconds per turn>`, with `vs <other>` where a
//! figure is read beside another.
//!
//! `sign` has the check of the finished file in it; `sign-alone` is what is left without it.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on stops")]

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tamga_origin::Timestamp;
use tamga_seal::algorithm::verify;
use tamga_seal::digest::sha256;
use tamga_seal::{Signer, SignerKey, check_co, check_co_by_tree, sign_co};
use tamga_xml::{Limits, gate};

#[path = "../tests/it/support.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

/// A goods item of the sample is about half a kilobyte.
const SIZES: [(&str, usize); 2] = [("5kB", 8), ("400kB", 780)];

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let python = std::env::var("TAMGA_PEERS").ok();
    if python.is_none() {
        println!("skipped: no independent readers (cargo xtask peers)");
    }
    if !support::has("openssl") {
        println!("skipped: no openssl");
        return lists();
    }
    for (kind, made) in [("RSA-2048", "rsa:2048"), ("P-256", "P-256")] {
        support::make_key(folder.path(), kind, made);
        let mut key = support::made(folder.path(), kind);
        let moment = support::today(&key);
        measure(kind, &mut key, moment);
        for (size, items) in SIZES {
            let sealed = sign_co(&support::certificate(items), moment, &mut key).expect("a seal").bytes;
            if let Some(python) = &python {
                beside(python, &format!("{size}-{kind}"), &sealed, folder.path(), kind);
            }
        }
    }
    lists();
}

fn measure(kind: &str, key: &mut dyn Signer, moment: Timestamp) {
    let algorithm = key.algorithms().first().copied().expect("an algorithm");
    let public = SignerKey::of(&key.certificate().leaf);
    // About as long as `SignedInfo`.
    let info = vec![b'x'; 1_100];
    let value = key.sign(algorithm, &info).expect("a value");
    for (size, items) in SIZES {
        let unsigned = support::certificate(items);
        let sealed = sign_co(&unsigned, moment, key).expect("a seal").bytes;
        let signing = tell(&format!("key-and-hash-sign-{size}-{kind}"), None, || {
            black_box(sha256(&unsigned));
            black_box(key.sign(algorithm, &info).expect("a value"));
        });
        let checking = tell(&format!("key-and-hash-verify-{size}-{kind}"), None, || {
            black_box(sha256(&unsigned));
            verify(algorithm, &public, false, &info, &value).expect("it holds");
        });
        let sign = tell(&format!("sign-{size}-{kind}"), Some(&signing), || {
            black_box(sign_co(&unsigned, moment, key).expect("a seal"));
        });
        let check = tell(&format!("verify-{size}-{kind}"), Some(&checking), || {
            let gated = gate(&sealed, &Limits::OWN).expect("gated");
            black_box(check_co(&gated).expect("whole"));
        });
        let alone = sign.1.saturating_sub(check.1);
        println!("bench sign-alone-{size}-{kind} {alone} vs {}", signing.0);
        tell(&format!("verify-by-tree-{size}-{kind}"), Some(&checking), || {
            let gated = gate(&sealed, &Limits::OWN).expect("gated");
            black_box(check_co_by_tree(&gated).expect("whole"));
        });
        tell(&format!("gate-{size}-{kind}"), Some(&checking), || {
            black_box(gate(&sealed, &Limits::OWN).expect("gated"));
        });
    }
}

/// The same file checked by libxmlsec1 and by signxml, each in one process.
fn beside(python: &str, name: &str, sealed: &[u8], folder: &Path, key: &str) {
    let file = folder.join("sealed.xml");
    std::fs::write(&file, sealed).expect("a file");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/peers/time_signatures.py");
    let certificate = folder.join(format!("{key}.pem"));
    let output = Command::new(python).arg(script).arg(&file).arg(certificate).output().expect("it starts");
    assert!(output.status.success(), "both accept what is measured: {}", String::from_utf8_lossy(&output.stderr));
    for line in String::from_utf8(output.stdout).expect("UTF-8").lines() {
        if let Some((library, nanos)) = line.split_once(' ') {
            println!("bench {library}-{name} {nanos} vs verify-{name}");
        }
    }
}

fn lists() {
    use tamga_origin::trust::{KeyUse, Span};
    use tamga_seal::{PlainKey, SystemRandom, Typ, open_jws, sign_jws};
    let key = PlainKey::generate(&SystemRandom::new()).expect("a key");
    let keys = [key.trusted(&[KeyUse::Receipt], Span::default())];
    let claims = format!("{{\"iss\":\"gw\",\"dig\":\"{}\"}}", "ab".repeat(200));
    let receipt = sign_jws(claims.as_bytes(), Typ::Receipt, &key);
    tell("receipt-sign", None, || {
        black_box(sign_jws(claims.as_bytes(), Typ::Receipt, &key));
    });
    tell("receipt-open", None, || {
        black_box(open_jws(receipt.as_bytes(), Typ::Receipt, &keys).expect("claims"));
    });
}

/// The median of some batches, each long enough for the clock; with the name it was told under.
fn tell(name: &str, beside: Option<&(String, u128)>, mut turn: impl FnMut()) -> (String, u128) {
    turn();
    let mut batches = Vec::new();
    let started = Instant::now();
    while batches.len() < 5 || (started.elapsed() < Duration::from_millis(600) && batches.len() < 200) {
        let (batch, mut turns) = (Instant::now(), 0u32);
        while turns == 0 || batch.elapsed() < Duration::from_millis(3) {
            turn();
            turns += 1;
        }
        batches.push(batch.elapsed().as_nanos() / u128::from(turns));
    }
    batches.sort_unstable();
    let median = batches.get(batches.len() / 2).copied().unwrap_or_default();
    match beside {
        Some((other, _)) => println!("bench {name} {median} vs {other}"),
        None => println!("bench {name} {median}"),
    }
    (name.to_owned(), median)
}

//! How fast is a certificate sealed and checked, beside the bare key operation and beside `xmlsec1` where that is
//! installed? Prints `bench <name> <nanoseconds per turn>`, with `vs <other>` where a figure is read beside another.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on stops")]

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tamga_origin::Timestamp;
use tamga_seal::algorithm::verify;
use tamga_seal::{Signer, SignerKey, check_co, sign_co};
use tamga_xml::{Limits, gate};

#[path = "../tests/it/support.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

/// A goods item of the sample is about half a kilobyte.
const SIZES: [(&str, usize); 2] = [("5kB", 8), ("400kB", 780)];

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    measure("P-256", &mut support::officer(), support::at(support::ISSUED));
    if support::has("openssl") {
        support::make_key(folder.path(), "k", "rsa:2048");
        let mut key = support::made(folder.path(), "k");
        let moment = support::today(&key);
        measure("RSA-2048", &mut key, moment);
        if support::has("xmlsec1") {
            beside("RSA-2048", &mut key, moment, folder.path());
        }
    }
    lists();
}

fn measure(kind: &str, key: &mut dyn Signer, moment: Timestamp) {
    let input = vec![b'x'; 1_100];
    let algorithm = key.algorithms().first().copied().expect("an algorithm");
    let public = SignerKey::of(&key.certificate().leaf);
    let value = key.sign(algorithm, &input).expect("a value");
    tell(&format!("key-sign-{kind}"), None, || {
        black_box(key.sign(algorithm, &input).expect("a value"));
    });
    tell(&format!("key-verify-{kind}"), None, || {
        verify(algorithm, &public, false, &input, &value).expect("it holds");
    });
    for (size, items) in SIZES {
        let unsigned = support::certificate(items);
        let sealed = sign_co(&unsigned, moment, key).expect("a seal").bytes;
        tell(&format!("sign-{size}-{kind}"), Some(&format!("key-sign-{kind}")), || {
            black_box(sign_co(&unsigned, moment, key).expect("a seal"));
        });
        tell(&format!("verify-{size}-{kind}"), Some(&format!("key-verify-{kind}")), || {
            let gated = gate(&sealed, &Limits::OWN).expect("gated");
            black_box(check_co(&gated).expect("whole"));
        });
    }
}

/// The same file checked by `xmlsec1`: a whole process, as a script would use it, and one that only prints its version
/// so that the start of the process can be taken off.
fn beside(kind: &str, key: &mut dyn Signer, moment: Timestamp, folder: &Path) {
    let sealed = sign_co(&support::certificate(8), moment, key).expect("a seal").bytes;
    std::fs::write(folder.join("signed.xml"), &sealed).expect("a file");
    let args = ["--verify", "--pubkey-cert-pem", "k.pem", "--id-attr:Id", "SignedProperties", "signed.xml"];
    let run = |args: &[&str]| {
        let done = Command::new("xmlsec1").args(args).current_dir(folder).output().expect("it starts");
        assert!(done.status.success(), "xmlsec1 accepts what is measured");
    };
    let ours = format!("verify-5kB-{kind}");
    tell(&format!("xmlsec1-process-5kB-{kind}"), Some(&ours), || run(&args));
    tell(&format!("xmlsec1-process-empty-{kind}"), Some(&ours), || run(&["--version"]));
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

/// The median of some batches, each long enough for the clock.
fn tell(name: &str, beside: Option<&str>, mut turn: impl FnMut()) {
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
        Some(other) => println!("bench {name} {median} vs {other}"),
        None => println!("bench {name} {median}"),
    }
}

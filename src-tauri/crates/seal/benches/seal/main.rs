//! How fast is a certificate sealed and checked, beside the bare key operation with hashing of the same bytes, and beside
//! libxmlsec1 and signxml in one process each? Prints `bench <name> <nanoseconds per turn>`, with `vs <other>` where a
//! figure is read beside another.
//!
//! `sign` makes the finished file; `sign-and-prove` has the check of that file before it leaves the house in it. `verify` is
//! the gate and the whole check of bytes that were never seen before; nothing is kept from one turn to the next.
//!
//! Where the time went, in microseconds, before and after our own hand was read letter for letter and sealing left the
//! looking through to its proof (one run each on a busy machine, read shares):
//!
//! | turn | before | after |
//! | --- | --- | --- |
//! | verify 5 kB, P-256 | 126: key and hash 57, gate 15, all else 54 (a certificate read: 17) | 82: 57, 8, 17 |
//! | verify 400 kB, P-256 | 1,263: key and hash 246, gate 623, canonical or not and copies 394 | 968: 243, 377, 348 |
//! | sign 5 kB, P-256 | 55: key and hash 21, all else 34 | 24: 20, 4 |
//! | sign 400 kB, P-256 | 1,443: key and hash 226, all else 1,217 | 222: 205, 17 |

#![expect(clippy::expect_used, reason = "a measurement that cannot go on stops")]

mod peer;
mod rounds;

use std::hint::black_box;
use std::path::Path;

use tamga_origin::Timestamp;
use tamga_seal::algorithm::verify;
use tamga_seal::co::press;
use tamga_seal::digest::sha256;
use tamga_seal::{Signer as _, SignerKey, SoftwareKey, check_co, check_co_by_tree, sign_co};
use tamga_xml::{Limits, gate};

use self::peer::Peer;
use self::rounds::{Contender, run};

#[path = "../../tests/it/support.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

/// A goods item of the sample is about half a kilobyte.
const SIZES: [(&str, usize); 2] = [("5kB", 8), ("400kB", 780)];

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    if std::env::var_os("TAMGA_PEERS").is_none() {
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
        for (size, items) in SIZES {
            let unsigned = support::certificate(items);
            let name = format!("{size}-{kind}");
            sign(&name, &unsigned, moment, &mut key);
            check(&name, &unsigned, moment, &mut key, &folder.path().join(format!("{kind}.pem")));
        }
    }
    lists();
}

/// About as long as `SignedInfo`.
const INFO: [u8; 1_100] = [b'x'; 1_100];

fn sign(name: &str, unsigned: &[u8], moment: Timestamp, key: &mut SoftwareKey) {
    let algorithm = key.algorithms().first().copied().expect("an algorithm");
    let key = std::cell::RefCell::new(key);
    let floor = format!("key-and-hash-sign-{name}");
    run(vec![
        Contender::turn(floor.clone(), || {
            black_box(sha256(unsigned));
            black_box(key.borrow_mut().sign(algorithm, &INFO).expect("a value"));
        }),
        Contender::turn(format!("sign-{name}"), || {
            black_box(press(unsigned, moment, *key.borrow_mut()).expect("a signature"));
        })
        .vs(&floor)
        .most("1.3"),
        Contender::turn(format!("sign-and-prove-{name}"), || {
            black_box(sign_co(unsigned, moment, *key.borrow_mut()).expect("a seal"));
        })
        .vs(&floor),
    ]);
}

fn check(name: &str, unsigned: &[u8], moment: Timestamp, key: &mut SoftwareKey, certificate: &Path) {
    let algorithm = key.algorithms().first().copied().expect("an algorithm");
    let public = SignerKey::of(&key.certificate().leaf);
    let value = key.sign(algorithm, &INFO).expect("a value");
    let sealed = sign_co(unsigned, moment, key).expect("a seal").bytes;
    let peer = std::env::var_os("TAMGA_PEERS").map(|python| Peer::start(&python, &sealed, certificate));
    let (floor, ours) = (format!("key-and-hash-verify-{name}"), format!("verify-{name}"));
    let mut contenders = vec![
        Contender::turn(floor.clone(), || {
            black_box(sha256(unsigned));
            verify(algorithm, &public, false, &INFO, &value).expect("it holds");
        }),
        Contender::turn(ours.clone(), || {
            let gated = gate(&sealed, &Limits::OWN).expect("gated");
            black_box(check_co(&gated).expect("whole"));
        })
        .vs(&floor),
        Contender::turn(format!("verify-by-tree-{name}"), || {
            let gated = gate(&sealed, &Limits::OWN).expect("gated");
            black_box(check_co_by_tree(&gated).expect("whole"));
        })
        .vs(&floor),
        Contender::turn(format!("gate-{name}"), || {
            black_box(gate(&sealed, &Limits::OWN).expect("gated"));
        })
        .vs(&floor),
    ];
    if let Some(peer) = &peer {
        for (library, goal) in [("xmlsec", "5"), ("signxml", "15")] {
            let one = Contender::batch(format!("{library}-{name}"), || Some(peer.batch(library)));
            contenders.push(one.vs(&ours).least(goal));
        }
    }
    run(contenders);
}

fn lists() {
    use tamga_origin::trust::{KeyUse, Span};
    use tamga_seal::{PlainKey, SystemRandom, Typ, open_jws, sign_jws};
    let key = PlainKey::generate(&SystemRandom::new()).expect("a key");
    let keys = [key.trusted(&[KeyUse::Receipt], Span::default())];
    let claims = format!("{{\"iss\":\"gw\",\"dig\":\"{}\"}}", "ab".repeat(200));
    let receipt = sign_jws(claims.as_bytes(), Typ::Receipt, &key);
    run(vec![
        Contender::turn("receipt-sign", || {
            black_box(sign_jws(claims.as_bytes(), Typ::Receipt, &key));
        }),
        Contender::turn("receipt-open", || {
            black_box(open_jws(receipt.as_bytes(), Typ::Receipt, &keys).expect("claims"));
        }),
    ]);
}

//! Ten thousand changed bundles: none is believed, none makes anything fall over, none takes more memory than a multiple
//! of its own size. Half are changed as they lie on the stick; half by somebody who can open and close them again.

use tamga_courier::bundle::{BundleError, LARGEST};

use super::hands::{Hands, close, entries, opened};

/// Changes of each kind.
const EACH: u32 = 5_000;

/// A small generator of its own, so that a red number can be run again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// One to three changes; never the same bytes again.
fn changed(good: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(bytes.len());
        match dice.roll(7) {
            0 => bytes.truncate(at),
            1 if !bytes.is_empty() => bytes[at] ^= 1 << dice.roll(8),
            2 if !bytes.is_empty() => _ = bytes.remove(at),
            3 => bytes.insert(at, dice.roll(256) as u8),
            4 if bytes.len() > 8 => {
                // A number that claims too much, where a length may stand.
                let at = at.min(bytes.len() - 8);
                bytes[at..at + 8].copy_from_slice(&u64::MAX.to_be_bytes());
            }
            5 => {
                let other = dice.roll(bytes.len());
                let (from, to) = (at.min(other), at.max(other));
                let piece = bytes[from..to].to_vec();
                bytes.extend(piece);
            }
            _ => {
                let other = dice.roll(bytes.len());
                let (from, to) = (at.min(other), at.max(other));
                bytes[from..to].reverse();
            }
        }
    }
    if bytes == good {
        bytes.push(0);
    }
    bytes
}

fn refused(hands: &Hands, bytes: &[u8], seed: u32) {
    let mut answer = None;
    let held = allocation_counter::measure(|| answer = Some(hands.open(bytes))).bytes_max;
    let answer = answer.unwrap();
    assert!(answer.is_err(), "{seed}: believed");
    let most = 4 * bytes.len() as u64 + 256 * 1024;
    assert!(held <= most, "{seed}: {held} bytes held for {}", bytes.len());
}

#[test]
fn whatever_is_changed_on_the_stick_is_refused() {
    let hands = Hands::new();
    let good = hands.pack(hands.new_bundle(), &entries()).unwrap().bytes;
    hands.open(&good).expect("before any change");
    for seed in 0..EACH {
        refused(&hands, &changed(&good, &mut Dice(u64::from(seed))), seed);
    }
}

#[test]
fn whatever_is_changed_inside_and_closed_again_is_refused() {
    let hands = Hands::new();
    let good = hands.pack(hands.new_bundle(), &entries()).unwrap().bytes;
    let plain = opened(&good, &hands.opening);
    let recipient = hands.opening.recipient();
    for seed in 0..EACH {
        let mut dice = Dice(u64::from(seed) << 20);
        let mut bytes = changed(&plain, &mut dice);
        if dice.roll(2) == 0 && bytes.len() > 32 {
            // Whoever changes it can make the last digest fit too.
            let content = bytes.len() - 32;
            let digest = tamga_seal::digest::sha256(&bytes[..content]);
            bytes[content..].copy_from_slice(&digest);
        }
        if bytes == plain {
            continue;
        }
        refused(&hands, &close(&bytes, &recipient), seed);
    }
}

#[test]
fn a_file_beyond_the_limit_is_not_read_to_its_end() {
    let hands = Hands::new();
    let good = hands.pack(hands.new_bundle(), &entries()).unwrap().bytes;
    struct Endless<'a>(&'a [u8], u64);
    impl std::io::Read for Endless<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let given = if self.0.is_empty() {
                buffer.fill(0);
                buffer.len()
            } else {
                std::io::Read::read(&mut self.0, buffer)?
            };
            self.1 += given as u64;
            Ok(given)
        }
    }
    let plain = vec![0_u8; LARGEST + 10];
    let closed = close(&plain, &hands.opening.recipient());
    let mut endless = Endless(&closed, 0);
    let us = tamga_courier::bundle::Us { node: super::hands::NORTH, keys: std::slice::from_ref(&hands.opening) };
    let answer = tamga_courier::bundle::open(&mut endless, us, &hands.listed());
    assert_eq!(answer.unwrap_err(), BundleError::TooLarge);
    assert!(endless.1 <= LARGEST as u64 + 1, "{} bytes were read", endless.1);
    let cut = &good[..good.len() - 1];
    assert!(matches!(hands.open(cut).unwrap_err(), BundleError::Damaged { .. }));
    let mut header_only = Endless(b"age-encryption.org/v1\n-> X25519 ", 0);
    let answer = tamga_courier::bundle::open(&mut header_only, us, &hands.listed());
    assert!(answer.is_err(), "an endless first line ends");
}

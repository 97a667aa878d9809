//! A hundred thousand damaged messages of each kind the far side sends or forwards (T-21): no reader panics, takes more memory
//! than ten times what came, or takes a damaged one for evidence. The answers carry the right marks, as from a gateway
//! that has lost its mind; what lacks the marks is not read at all (`answers`). Bundles are in `bundle/damage`, documents
//! in `tamga-formats`.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tamga_courier::{
    Answering, Envelope, Evidence, Fault, GatewayTransport, HttpTransport, Line, LineAnswer, LineRequest, SubmitOutcome,
};
use tamga_faults::Reply;
use tamga_protocol::{self as protocol, ProblemType, headers};
use uuid::Uuid;

use crate::far::*;

/// How many damaged messages of each kind; `TAMGA_DAMAGED` asks for another number.
const EACH: u64 = 100_000;
/// Most memory held at once, as a multiple of the message.
const TIMES: u64 = 10;
/// What any message may cost beside that: the request, tables and buffers that do not grow with it.
const BESIDE: u64 = 64 * 1024;

fn each() -> u64 {
    std::env::var("TAMGA_DAMAGED").ok().and_then(|text| text.parse().ok()).unwrap_or(EACH)
}

/// Reproducible chance: the same seed gives the same damage (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn stretch(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len());
        let most = (bytes.len() - start).min(1 << self.below(9));
        start..start + self.below(most + 1)
    }

    /// One to four faults; every second message has one only.
    fn damage(&mut self, whole: &[u8]) -> Vec<u8> {
        const WORDS: [&[u8]; 8] =
            [b"null", b"-1", b"1e400", b"18446744073709551616", b"[[[[", b"{\"a\":", b"\\u0000", b"\""];
        let mut bytes = whole.to_vec();
        let faults = if self.below(2) == 0 { 1 } else { 1 + self.below(4) };
        for _ in 0..faults {
            let at = self.below(bytes.len() + 1);
            match self.below(8) {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(self.stretch(&bytes))),
                2 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                3 => bytes.insert(at, self.below(256) as u8),
                4 => drop(bytes.splice(at..at, WORDS[self.below(WORDS.len())].iter().copied())),
                5 => {
                    // Depth and length beyond every bound, from time to time.
                    let many = if self.below(40) == 0 { 20_000 } else { self.below(60) };
                    drop(bytes.splice(at..at, std::iter::repeat_n(b"[{\"9"[self.below(4)], many)));
                }
                6 => {
                    let piece = bytes[self.stretch(&bytes)].to_vec();
                    drop(bytes.splice(at..at, piece));
                }
                _ => {
                    // A member's value gives way to another's.
                    let (from, to) = (self.stretch(&bytes), self.stretch(&bytes));
                    let piece = bytes[from].to_vec();
                    drop(bytes.splice(to, piece));
                }
            }
        }
        bytes
    }
}

/// A line on which the next answer lies ready; tokens are given as ever.
struct Scripted(Mutex<Option<LineAnswer>>);

fn on_the_line(reply: Reply) -> LineAnswer {
    let fields = reply.fields.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
    LineAnswer { status: reply.status, fields, body: reply.body }
}

impl Scripted {
    fn next(&self, reply: Reply) {
        *self.0.lock().unwrap() = Some(on_the_line(reply));
    }
}

impl Line for Scripted {
    fn exchange(&self, request: LineRequest) -> Answering<'_, Result<LineAnswer, Fault>> {
        let token = || protocol::TokenAnswer {
            access_token: "t0ken".into(),
            token_type: "Bearer".into(),
            expires_in: 900,
            scope: String::new(),
        };
        let answer = match request.path.as_str() {
            "/oauth2/token" => on_the_line(ours(200, &token())),
            _ => self.0.lock().unwrap().take().expect("one answer for one request"),
        };
        Box::pin(async move { Ok(answer) })
    }
}

/// The desk's end of the line, and the hand that lays answers on it.
struct Desk {
    transport: HttpTransport,
    line: Arc<Scripted>,
    runtime: tokio::runtime::Runtime,
}

impl Desk {
    fn new(far: &Far) -> Self {
        let line = Arc::new(Scripted(Mutex::new(None)));
        let transport = far.transport_over(line.clone());
        Self { transport, line, runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap() }
    }

    /// What a submission comes to when this is the answer; the token was fetched before.
    fn submit(&self, envelope: &Envelope, reply: Reply) -> SubmitOutcome {
        self.line.next(reply);
        self.runtime.block_on(submit(&self.transport, envelope))
    }
}

/// Shows `read` the whole message and then damaged ones; `read` says whether one was taken.
fn survives(name: &str, whole: &[u8], read: &mut dyn FnMut(&[u8]) -> bool) {
    assert!(read(whole), "{name}: whole it is taken");
    let (mut taken, mut most) = (0, 0);
    for seed in 0..each() {
        let damaged = Chance(seed).damage(whole);
        let held = allocation_counter::measure(|| taken += u64::from(read(&damaged))).bytes_max;
        let bound = TIMES * damaged.len() as u64 + BESIDE;
        assert!(held <= bound, "{name}: seed {seed} of {} bytes made the reader hold {held} bytes", damaged.len());
        most = most.max(held);
    }
    println!("soak {} {}", name.replace(' ', "-"), each());
    println!("{name}: {taken} of {} taken, at most {most} bytes held", each());
    assert!(taken > 0 && taken < each(), "{name}: some damage is read over and some is refused, {taken} were taken");
}

#[test]
fn damaged_envelopes_are_survived() {
    let whole = envelope(1).bytes().to_vec();
    survives("damaged envelope", &whole, &mut |bytes| {
        let read = Envelope::new(Uuid::from_u128(1), bytes.to_vec());
        read.is_ok_and(|envelope| {
            assert_eq!(envelope.bytes(), bytes, "the bytes that were read are the ones that travel");
            true
        })
    });
}

#[test]
fn a_damaged_answer_is_custody_only_with_the_receipt_that_was_signed() {
    let far = Far::new();
    let (desk, envelope) = (Desk::new(&far), envelope(1));
    let receipt = far.receipt(&envelope);
    let whole = serde_json::to_vec(&accepted(&envelope, &receipt)).unwrap();
    survives("damaged receipt", &whole, &mut |body| {
        let reply = marked(Reply::new(201, headers::JSON, body.to_vec()));
        match desk.submit(&envelope, reply) {
            SubmitOutcome::Accepted(Evidence { raw, .. }) => {
                assert_eq!(raw, receipt.as_bytes(), "evidence nobody signed");
                true
            }
            SubmitOutcome::Unknown(_) => false,
            other => panic!("a damaged answer became {other:?}"),
        }
    });
}

#[test]
fn a_damaged_problem_is_a_refusal_only_with_the_statement_that_was_signed() {
    let far = Far::new();
    let (desk, envelope) = (Desk::new(&far), envelope(1));
    let refusal = far.refusal(&envelope, ProblemType::InvalidDocument);
    let refused = protocol::Problem { refusal: Some(refusal.clone()), ..plain(ProblemType::InvalidDocument) };
    let whole = serde_json::to_vec(&refused).unwrap();
    survives("damaged refusal", &whole, &mut |body| {
        let reply = marked(Reply::new(refused.status, headers::PROBLEM_JSON, body.to_vec()));
        match desk.submit(&envelope, reply) {
            SubmitOutcome::Rejected(_, Evidence { raw, .. }) => {
                assert_eq!(raw, refusal.as_bytes(), "evidence nobody signed");
                true
            }
            SubmitOutcome::Unknown(_) | SubmitOutcome::NotSent(_) => false,
            other => panic!("a damaged problem became {other:?}"),
        }
    });
}

#[test]
fn damaged_pages_of_an_inbox_are_whole_or_an_error() {
    let far = Far::new();
    let desk = Desk::new(&far);
    let bytes = b"<MetaData xmlns='urn:tamga:co:1'/>";
    let part = protocol::DocumentPart::inline(tamga_seal::digest::sha256_hex(bytes), "application/xml", bytes);
    let document = protocol::InboxDocument {
        sha256: part.sha256.clone(),
        size: part.size,
        media_type: part.media_type.clone(),
        content: part.content.clone(),
    };
    let item = |n| protocol::InboxItem {
        item_id: Uuid::from_u128(n),
        item_type: protocol::ItemType::Submission,
        at: AT.into(),
        submission_id: Some(Uuid::from_u128(n)),
        envelope: Some("e30=".into()),
        documents: vec![document.clone()],
        receipts: vec![far.receipt(&envelope(n))],
        event: None,
    };
    let page = protocol::InboxPage {
        items: (1..=8).map(item).collect(),
        next_cursor: protocol::Cursor::new("next"),
        more: true,
        high_water: 8,
        oldest_available: protocol::Cursor::new("first"),
    };
    let whole = serde_json::to_vec(&page).unwrap();
    survives("damaged page", &whole, &mut |body| {
        desk.line.next(marked(Reply::new(200, headers::JSON, body.to_vec())));
        let batch = desk.runtime.block_on(desk.transport.fetch("own", Some("cursor"), 50, Duration::ZERO));
        let Ok(batch) = batch else { return false };
        for content in batch.items.iter().flat_map(|item| &item.documents) {
            let fits = |held: &Vec<u8>| tamga_seal::digest::sha256_hex(held) == content.sha256;
            assert!(content.content.as_ref().is_none_or(fits), "bytes that miss their digest were handed on");
        }
        true
    });
}

//! Whatever happens to any byte or any node of a signed part, the seal no longer holds; and what happens elsewhere
//! never changes what readers get. In both dialects, by both ways of checking.
//!
//! Two thousand cases each time; `TAMGA_DAMAGE=100000` makes as many as that, for the long run.

use std::ops::Range;

use tamga_xml::{Event, Limits, gate};

use crate::attacks::{Answer, BOTH, Dialect, ask};

/// What is done to a byte or a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Touch {
    FlipByte,
    DropByte,
    DoubleByte,
    SwapBytes,
    DropNode,
    DoubleNode,
    SwapNodes,
}

const TOUCHES: [Touch; 7] = [
    Touch::FlipByte,
    Touch::DropByte,
    Touch::DoubleByte,
    Touch::SwapBytes,
    Touch::DropNode,
    Touch::DoubleNode,
    Touch::SwapNodes,
];

/// Numbers that come in the same order each time (SplitMix64), so that a case that falls can be looked at again.
pub struct Numbers(pub u64);

impl Numbers {
    /// One below an end.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(end).expect("small")).expect("small")
    }
}

/// An honest document with what its signatures cover and where its nodes lie.
struct Whole {
    text: &'static str,
    covered: Vec<bool>,
    nodes: Vec<Range<usize>>,
    /// Neighbours below the same element.
    pairs: Vec<(Range<usize>, Range<usize>)>,
}

fn range(text: &str, from: &str, to: &str) -> Range<usize> {
    let start = text.rfind(from).expect("a start");
    start..text[start..].find(to).expect("an end") + start + to.len()
}

impl Whole {
    fn of(dialect: Dialect) -> Self {
        let text = dialect.honest();
        let mut covered = vec![dialect == Dialect::Co; text.len()];
        match dialect {
            Dialect::Co => {
                covered[range(text, "<ds:Signature ", "</ds:Signature>")].fill(false);
                covered[range(text, "<xades:SignedProperties ", "</xades:SignedProperties>")].fill(true);
            }
            // The exporter's signature lies in what the official signed.
            Dialect::Cod => covered[range(text, "<CODEH ", "</CODEH>")].fill(true),
        }
        covered[range(text, "<ds:SignedInfo>", "</ds:SignedInfo>")].fill(true);
        let (nodes, pairs) = nodes(text);
        Self { text, covered, nodes, pairs }
    }

    /// The document touched somewhere, and the bytes that were touched.
    fn touched(&self, touch: Touch, numbers: &mut Numbers) -> (Vec<u8>, Range<usize>) {
        let bytes = self.text.as_bytes();
        let at = numbers.below(bytes.len() - 1);
        let mut other = bytes.to_vec();
        match touch {
            Touch::FlipByte => other[at] ^= 1 << numbers.below(8),
            Touch::DropByte => drop(other.remove(at)),
            Touch::DoubleByte => other.insert(at, bytes[at]),
            Touch::SwapBytes => other.swap(at, at + 1),
            Touch::DropNode | Touch::DoubleNode => {
                let node = self.nodes[numbers.below(self.nodes.len())].clone();
                let before = if touch == Touch::DoubleNode { node.end } else { node.start };
                let after = if touch == Touch::DoubleNode { node.start } else { node.end };
                return ([&bytes[..before], &bytes[after..]].concat(), node);
            }
            Touch::SwapNodes => {
                let (one, two) = self.pairs[numbers.below(self.pairs.len())].clone();
                let parts = [&bytes[..one.start], &bytes[two.clone()], &bytes[one.clone()], &bytes[two.end..]];
                return (parts.concat(), one.start..two.end);
            }
        }
        (other, if touch == Touch::SwapBytes { at..at + 2 } else { at..at + 1 })
    }

    /// A blank doubled inside a tag: the one change that canonical form forgives.
    fn is_forgiven(&self, touch: Touch, at: usize) -> bool {
        let before = &self.text.as_bytes()[..at];
        let is_in_a_tag = before.iter().rposition(|b| *b == b'<') > before.iter().rposition(|b| *b == b'>');
        touch == Touch::DoubleByte && self.text.as_bytes()[at] == b' ' && is_in_a_tag
    }
}

/// Every element below the root, and every two that stand beside one another.
#[expect(clippy::type_complexity, reason = "two lists of places")]
fn nodes(text: &str) -> (Vec<Range<usize>>, Vec<(Range<usize>, Range<usize>)>) {
    let gated = gate(text.as_bytes(), &Limits::FOREIGN).expect("through the gate");
    let mut events = gated.events();
    let (mut open, mut nodes, mut pairs) = (Vec::<usize>::new(), Vec::new(), Vec::new());
    let mut before: Vec<Option<Range<usize>>> = vec![None];
    while let Some(event) = events.next() {
        match event {
            Event::Start(_) => {
                open.push(events.offset());
                before.push(None);
            }
            Event::Text(_) => {}
            Event::End => {
                let node = open.pop().expect("a start")..events.end_offset();
                before.pop();
                if open.is_empty() {
                    continue;
                }
                let last = before.last_mut().expect("a level");
                if let Some(one) = last.replace(node.clone()).filter(|one| text[one.clone()] != text[node.clone()]) {
                    pairs.push((one, node.clone()));
                }
                nodes.push(node);
            }
        }
    }
    (nodes, pairs)
}

#[test]
fn whatever_is_touched_in_a_signed_part_is_refused_and_elsewhere_nothing_else_is_read() {
    let wanted: usize = match std::env::var("TAMGA_DAMAGE") {
        Ok(count) => count.parse().expect("TAMGA_DAMAGE is a number"),
        Err(_) => 2_000,
    };
    let mut numbers = Numbers(20_260_322);
    let all = BOTH.map(Whole::of);
    let mut counts = [[(0_usize, 0_usize); TOUCHES.len()]; 2];
    let mut made = 0;
    while made < wanted {
        let turn = (made / TOUCHES.len()) % 2;
        let (whole, dialect, kind) = (&all[turn], BOTH[turn], made % TOUCHES.len());
        let (other, place) = whole.touched(TOUCHES[kind], &mut numbers);
        if other == whole.text.as_bytes() {
            continue;
        }
        made += 1;
        let count = &mut counts[turn][kind];
        match ask(dialect, &other) {
            Answer::Refused(code) => {
                assert!(!code.is_empty());
                count.0 += 1;
            }
            Answer::Unharmed => {
                let is_signed = whole.covered[place.clone()].iter().all(|it| *it);
                let is_forgiven = whole.is_forgiven(TOUCHES[kind], place.start);
                let what = String::from_utf8_lossy(&whole.text.as_bytes()[place.clone()]);
                assert!(!is_signed || is_forgiven, "{dialect:?} {:?} at {place:?} holds: {what}", TOUCHES[kind]);
                count.1 += 1;
            }
            Answer::Accepted => {
                let what = String::from_utf8_lossy(&whole.text.as_bytes()[place.clone()]);
                panic!("{dialect:?} {:?} at {place:?}: something else is read: {what}", TOUCHES[kind]);
            }
        }
    }
    println!("soak damage {made}");
    for (dialect, counts) in BOTH.iter().zip(&counts) {
        for (touch, (refused, unharmed)) in TOUCHES.iter().zip(counts) {
            println!("damage {dialect:?} {touch:?} refused {refused}, nothing else read {unharmed}");
            assert!(refused > unharmed, "{dialect:?} {touch:?}: most of a document is signed");
        }
    }
}

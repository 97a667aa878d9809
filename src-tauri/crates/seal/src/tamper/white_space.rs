//! How does a document look without the white space that tools put between elements to make it readable?

use std::ops::Range;

use tamga_xml::{Event, Gated};

use crate::profile::DS;

/// Where white space stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Nowhere.
    Nothing,
    /// Inside signatures: some tools write them with line breaks of their own.
    Signatures,
}

/// What stands in a document, as far as it matters here.
enum Mark {
    Start,
    End,
    White(Range<usize>),
    Other,
}

/// The text without white space between elements; `None` when there is none. White space that is all an element says
/// stays.
pub fn without_white_space(doc: &Gated<'_>, kept: Kept) -> Option<String> {
    let text = doc.text();
    let marks = marks(doc, kept);
    let mut bare = String::with_capacity(text.len());
    let mut from = 0;
    for (at, mark) in marks.iter().enumerate() {
        let Mark::White(range) = mark else { continue };
        let before = at.checked_sub(1).and_then(|at| marks.get(at));
        if matches!((before, marks.get(at + 1)), (Some(Mark::Start), Some(Mark::End))) {
            continue;
        }
        bare.push_str(text.get(from..range.start)?);
        from = range.end;
    }
    if from == 0 {
        return None;
    }
    bare.push_str(text.get(from..)?);
    Some(bare)
}

fn marks(doc: &Gated<'_>, kept: Kept) -> Vec<Mark> {
    let mut events = doc.events();
    let mut marks = Vec::new();
    // The level of the signature in hand, while there is one.
    let (mut level, mut signature) = (0_usize, None);
    while let Some(event) = events.next() {
        marks.push(match event {
            Event::Start(start) => {
                level = start.depth;
                if kept == Kept::Signatures && signature.is_none() && start.name.is(DS, "Signature") {
                    signature = Some(level);
                }
                Mark::Start
            }
            Event::End => {
                if signature == Some(level) {
                    signature = None;
                }
                level = level.saturating_sub(1);
                Mark::End
            }
            Event::Text(_) => {
                let range = events.offset()..events.end_offset();
                // A blank that is written as a reference is meant.
                let raw = doc.text().get(range.clone()).unwrap_or_default();
                let white = raw.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
                if white && signature.is_none() { Mark::White(range) } else { Mark::Other }
            }
        });
    }
    marks
}

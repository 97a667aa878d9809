//! What does an item of a box say, when is a page full, and which acknowledgement counts? The same on every engine.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_origin::Timestamp;
use tamga_protocol::{AckOutcome, InboxDocument, InboxItem, ItemEvent, ItemType, limits};
use uuid::Uuid;

use super::BoxPage;

/// Tells about a step, without an id as long as it is in no box; the receipt goes along, for whoever missed the direct answer.
pub(super) fn of_event(submission: Uuid, receipt: String, event: ItemEvent, at: Timestamp) -> InboxItem {
    InboxItem { event: Some(event), ..bare(ItemType::Event, submission, receipt, at) }
}

/// Hands over a submission, without an id as long as it is in no box; its envelope is put in when the item is read.
pub(super) fn of_submission(
    submission: Uuid,
    receipt: String,
    documents: Vec<InboxDocument>,
    at: Timestamp,
) -> InboxItem {
    InboxItem { documents, ..bare(ItemType::Submission, submission, receipt, at) }
}

fn bare(item_type: ItemType, submission: Uuid, receipt: String, at: Timestamp) -> InboxItem {
    InboxItem {
        item_id: Uuid::nil(),
        item_type,
        at: at.rfc3339(),
        submission_id: Some(submission),
        envelope: None,
        documents: Vec::new(),
        receipts: vec![receipt],
        event: None,
    }
}

/// A page while it is filled.
pub(super) struct Filling {
    limit: usize,
    bytes: usize,
    items: Vec<(u64, InboxItem)>,
    more: bool,
}

impl Filling {
    /// A page of at most so many items.
    pub(super) fn new(limit: u32) -> Self {
        Self { limit: limit as usize, bytes: 0, items: Vec::new(), more: false }
    }

    /// Takes the next item with the envelope it belongs to; `false` when the page is full and the item stays out.
    pub(super) fn take(&mut self, seq: u64, mut item: InboxItem, envelope: Option<&[u8]>) -> bool {
        if item.item_type == ItemType::Submission {
            item.envelope = envelope.map(|body| STANDARD.encode(body));
        }
        // Document bytes inline again in base64 at most double what the envelope takes.
        self.bytes += item.envelope.as_ref().map_or(0, String::len) * 2;
        let full = self.items.len() >= self.limit || self.bytes > limits::INBOX_PAGE_BYTES;
        if full && !self.items.is_empty() {
            self.more = true;
            return false;
        }
        self.items.push((seq, item));
        true
    }

    /// The page as it is now.
    pub(super) fn page(self, high_water: u64) -> BoxPage {
        BoxPage { items: self.items, more: self.more, high_water }
    }
}

/// The word of an acknowledgement.
pub(super) fn outcome_word(outcome: AckOutcome) -> &'static str {
    match outcome {
        AckOutcome::Stored => "stored",
        AckOutcome::Unreadable => "unreadable",
    }
}

/// Whether a word changes what was said before: a later `stored` overrides `unreadable`, and never the reverse.
pub(super) fn overrides(word: &str, before: Option<&str>) -> bool {
    before.is_none_or(|before| before != "stored" && before != word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_overrides_unreadable_and_nothing_overrides_stored() {
        assert!(overrides("unreadable", None) && overrides("stored", None));
        assert!(overrides("stored", Some("unreadable")));
        assert!(!overrides("unreadable", Some("unreadable")) && !overrides("unreadable", Some("stored")));
    }

    #[test]
    fn a_page_takes_one_item_however_large_and_no_more_than_it_may() {
        let item = || of_submission(Uuid::from_u128(1), "r".into(), Vec::new(), Timestamp::from_millis(0));
        let large = vec![0; limits::INBOX_PAGE_BYTES];
        let mut page = Filling::new(2);
        assert!(page.take(1, item(), Some(&large)), "one always fits");
        assert!(!page.take(2, item(), Some(&large)));
        let page = page.page(2);
        assert_eq!((page.items.len(), page.more), (1, true));
        let mut page = Filling::new(2);
        assert!(page.take(1, item(), None) && page.take(2, item(), None) && !page.take(3, item(), None));
        assert!(page.page(3).more);
    }
}

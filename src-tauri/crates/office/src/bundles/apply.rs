//! What does one thing off a stick do? The same as if it had come over the line: a certificate is judged, an inbox item is
//! taken in, evidence about an own submission is checked as strictly as a direct answer, a list is taken over or refused.

use std::sync::Arc;

use tamga_courier::bundle::{self, Bundle, BundleEntry, EntryKind};
use tamga_courier::{Envelope as Sent, EvidenceKind, Item, ItemDocument, ItemKind, prove};
use tamga_origin::Timestamp;
use tamga_protocol::{Envelope, limits};
use tamga_store::Advance;
use uuid::Uuid;

use crate::error::OfficeError;
use crate::inbox::{KeptItem, ReceiveReport, is_of_the_world, listed, settle};
use crate::office::Office;
use crate::receipts::Receipts;
use crate::returned::own_submission;
use crate::send::kept;

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Applied {
    /// It had its effect now.
    Taken,
    /// It was here already.
    Known,
    /// It has none: why.
    Aside(String),
}

fn aside(why: &str) -> Applied {
    Applied::Aside(format!("bundle_aside.{why}"))
}

impl Office {
    /// Lets an entry have its effect. What is wrong with it keeps no other one from having its own.
    pub(super) fn apply(
        self: &Arc<Self>,
        whole: &Bundle,
        entry: &BundleEntry<'_>,
        report: &mut ReceiveReport,
    ) -> Result<Applied, OfficeError> {
        let applied = match entry.kind {
            EntryKind::Submission => self.submission_off(whole, entry, report),
            EntryKind::Item => self.item_off(whole, entry, report),
            EntryKind::Receipt | EntryKind::Refusal | EntryKind::Void => self.evidence_off(entry),
            EntryKind::TrustList => self.import_trust(entry.body).map(|_| Applied::Taken),
            EntryKind::StatusList => self.take_status_list(entry.body).map(|_| Applied::Taken),
            // It is read where a submission names it.
            EntryKind::Document => Ok(Applied::Known),
            EntryKind::Answer | EntryKind::Other(_) => Ok(aside("kind")),
        };
        match applied {
            Err(error) if is_of_the_world(&error) => Err(error),
            Err(OfficeError::TrustListRefused { code, found: _ }) => Ok(Applied::Aside(code)),
            Err(error) => {
                tracing::warn!(%error, seq = entry.seq, "an entry of a bundle makes no sense");
                Ok(aside("unreadable"))
            }
            Ok(applied) => Ok(applied),
        }
    }

    /// A submission straight from its sender. The gateway's item meets it later by its certificate.
    fn submission_off(
        self: &Arc<Self>,
        whole: &Bundle,
        entry: &BundleEntry<'_>,
        report: &mut ReceiveReport,
    ) -> Result<Applied, OfficeError> {
        let id = Uuid::parse_str(entry.id).map_err(|_| OfficeError::Senseless("a submission without an id"))?;
        if entry.body.len() > limits::ENVELOPE || !limits::nests_within(entry.body, limits::JSON_DEPTH) {
            return Ok(aside("unreadable"));
        }
        if own_submission(self, &id.to_string())?.is_some() {
            return Ok(Applied::Known);
        }
        let envelope = Envelope::read(entry.body)?;
        let beside =
            || whole.entries().find(|one| *one.kind == EntryKind::Document && one.sha256 == envelope.document.sha256);
        let content = match envelope.document.bytes()? {
            Some(bytes) => Some(bytes),
            None => beside().map(|one| one.body.to_vec()),
        };
        let document = ItemDocument {
            sha256: envelope.document.sha256.clone(),
            size: envelope.document.size,
            media_type: envelope.document.media_type.clone(),
            content,
        };
        let item = Item {
            item_id: id,
            kind: ItemKind::Submission,
            at: Timestamp::parse_rfc3339(&whole.header().created_at).unwrap_or_else(|| self.now()),
            submission_id: Some(id),
            envelope: Some(entry.body.to_vec()),
            documents: vec![document],
            receipts: Vec::new(),
            event: None,
        };
        self.item_taken(&whole.header().lane, item, report)
    }

    /// An item of our own gateway's box.
    fn item_off(
        self: &Arc<Self>,
        whole: &Bundle,
        entry: &BundleEntry<'_>,
        report: &mut ReceiveReport,
    ) -> Result<Applied, OfficeError> {
        let partner = self.partner().filter(|partner| partner.gateway_id == whole.header().from.node);
        let Some(partner) = partner else { return Ok(aside("not_our_gateway")) };
        let item = bundle::item(entry.body).map_err(|_| OfficeError::Senseless("an item that cannot be read"))?;
        let inbox = partner.boxes.first().map_or("own", String::as_str).to_owned();
        self.item_taken(&inbox, item, report)
    }

    fn item_taken(
        self: &Arc<Self>,
        inbox: &str,
        item: Item,
        report: &mut ReceiveReport,
    ) -> Result<Applied, OfficeError> {
        let new = listed(item, "bundle")?;
        let added = self.write_as_worker(|tx| {
            let added = tx.inbox_add(inbox, &new)?;
            tx.journal_add("inbox.listed", inbox, &[("box", inbox), ("count", if added { "1" } else { "0" })])?;
            Ok(added)
        })?;
        let row = self.read(|reader| Ok(reader.inbox_item(&new.item_id)?))?;
        if row.state == "stored" {
            return Ok(Applied::Known);
        }
        let kept = KeptItem::read(&row)?;
        let bytes = row.doc_sha.as_deref().map(|wanted| kept.inline(wanted)).transpose()?.flatten();
        if bytes.is_none() && row.kind == "submission" && !row.is_direct() {
            // It is listed now; its bytes are fetched when there is a line.
            return Ok(if added { Applied::Taken } else { Applied::Known });
        }
        let gateway = self.partner().map(|partner| partner.gateway_id).unwrap_or_default();
        let receipts = Receipts::of(self);
        let prove = |key: &_, jws: &str| prove(&gateway, &receipts, key, jws);
        settle(self, &prove, &row, Ok(bytes.map(|bytes| (kept, bytes))), report)?;
        let after = self.read(|reader| Ok(reader.inbox_item(&new.item_id)?))?;
        Ok(if after.state == "unreadable" { aside("unreadable") } else { Applied::Taken })
    }

    /// A receipt, refusal or promise about a submission of ours. Who carried it does not matter; who signed it does.
    fn evidence_off(self: &Arc<Self>, entry: &BundleEntry<'_>) -> Result<Applied, OfficeError> {
        let id = Uuid::parse_str(entry.id).map_err(|_| OfficeError::Senseless("evidence about nothing"))?;
        let Some((own, envelope)) = own_submission(self, &id.to_string())? else { return Ok(aside("not_ours")) };
        let key = Sent::new(id, envelope).map_err(|_| OfficeError::Senseless("an own envelope that cannot be read"))?;
        let gateway = self.partner().map(|partner| partner.gateway_id).unwrap_or_default();
        let jws = std::str::from_utf8(entry.body).map_err(|_| OfficeError::Senseless("evidence that is no text"))?;
        let Ok(proof) = prove(&gateway, &Receipts::of(self), key.key(), jws) else { return Ok(aside("not_proven")) };
        let (to, word) = match proof.kind {
            EvidenceKind::Receipt => (Some(Advance::Accepted), "outbox.receipt"),
            EvidenceKind::Delivery => (Some(Advance::Delivered), "outbox.delivered"),
            EvidenceKind::Refusal => {
                let reason = proof.text("type").unwrap_or_default().to_owned();
                (Some(Advance::Rejected { reason }), "outbox.rejected")
            }
            EvidenceKind::Void => (None, "outbox.void"),
            EvidenceKind::Passage => return Ok(Applied::Known),
        };
        let proof = kept(&proof)?;
        let (id, number) = (id.to_string(), own.co_number);
        self.write_as_worker(|tx| {
            match &to {
                Some(to) => _ = tx.outbox_advance(&id, to, &proof)?,
                None => _ = tx.evidence_add(&id, &proof)?,
            }
            tx.journal_add(word, &number, &[("number", &number)])?;
            Ok(())
        })?;
        Ok(Applied::Taken)
    }
}

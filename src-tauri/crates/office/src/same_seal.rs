//! The same seal came again with other evidence: one certificate, not a conflict (`dataset.md` 3.4). What the new file
//! brings is kept beside the one that is here, which is judged again.

use tamga_seal::other_evidence;
use tamga_store::{InboundRow, NewInbound};

use crate::arrive::Came;
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::inbox::ReceiveReport;
use crate::office::Office;
use crate::support::{rows_of, sealed};

impl Office {
    /// The image held here that is the same seal in other bytes.
    pub(crate) fn same_seal_as(&self, new: &NewInbound, bytes: &[u8]) -> Result<Option<InboundRow>, OfficeError> {
        let Ok(whole) = sealed(bytes) else { return Ok(None) };
        let held = self.read(|reader| Ok(reader.inbound_images(&new.issuer, &new.number)?))?;
        let others = held.into_iter().filter(|row| {
            row.revision == new.revision && row.document_sha != new.document_sha && row.state != "set_aside"
        });
        for row in others {
            let Some(bytes) = self.bytes_of(&row.number, &row.document_sha)? else { continue };
            if sealed(&bytes).is_ok_and(|held| other_evidence(&held, &whole).is_some()) {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// Keeps what the file brings beside the image that is here, and judges that one again.
    pub(crate) fn merge_evidence(
        &self,
        row: &InboundRow,
        came: &Came<'_>,
        report: &mut ReceiveReport,
    ) -> Result<(), OfficeError> {
        let offered = sealed(came.bytes)?.offered;
        self.write_as_worker(|tx| {
            tx.document_keep(came.bytes, crate::dispatch::XML)?;
            for new in rows_of(&offered, "") {
                tx.support_add(&row.document_sha, &new)?;
            }
            tx.inbox_stored(&came.row.item_id)?;
            let said = [("number", row.number.as_str()), ("sha256", &came.envelope.document.sha256)];
            tx.journal_add("received.same_seal", &row.number, &said)?;
            Ok(())
        })?;
        self.judge_one_again(row)?;
        match row.state.as_str() {
            "valid" | "valid_with_warnings" => report.usable += 1,
            "quarantined" | "refused" => report.quarantined += 1,
            _ => {}
        }
        self.changed(&[Tag::Received, Tag::Journal]);
        self.wake.notify_one();
        Ok(())
    }
}

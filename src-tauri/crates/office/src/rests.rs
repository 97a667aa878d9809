//! How is it written down on which evidence a verdict rests? Kinds, digests and moments, as the store keeps them with the
//! record; the bytes themselves lie beside the document under those digests. Verdicts from before it was written down
//! (schema 4 of the store) are reached again once, so that they name theirs too.

use serde::{Deserialize, Serialize};
use tamga_origin::Timestamp;
use tamga_seal::{Used, UsedKind};

use tamga_store::InboundRow;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::examine::Eyes;
use crate::office::Office;

#[derive(Serialize, Deserialize)]
struct Kept {
    kind: String,
    sha256: String,
    at: i64,
    by: String,
}

/// As text for the store.
pub(crate) fn written(used: &[Used]) -> Result<String, OfficeError> {
    let kept = |one: &Used| {
        let Used { kind, sha256, at, by } = one.clone();
        Kept { kind: kind.word().to_owned(), sha256, at: at.millis(), by }
    };
    let kept: Vec<Kept> = used.iter().map(kept).collect();
    serde_json::to_string(&kept).map_err(|_| OfficeError::Senseless("evidence that cannot be written down"))
}

/// Back from the store.
pub(crate) fn read(text: &str) -> Result<Vec<Used>, OfficeError> {
    let unreadable = || OfficeError::Senseless("evidence that cannot be read back");
    let kept: Vec<Kept> = serde_json::from_str(text).map_err(|_| unreadable())?;
    let used = |one: Kept| {
        let Kept { kind, sha256, at, by } = one;
        let kind = UsedKind::from_word(&kind).ok_or_else(unreadable)?;
        Ok(Used { kind, sha256, at: Timestamp::from_millis(at), by })
    };
    kept.into_iter().map(used).collect()
}

/// Digests for a line of the journal, by spaces; an arrival has none.
pub(crate) fn digests(used: &[Used]) -> String {
    let named: Vec<&str> = used.iter().map(|one| one.sha256.as_str()).filter(|digest| !digest.is_empty()).collect();
    named.join(" ")
}

/// What the store says of a verdict that names nothing.
const NOTHING: &str = "[]";
/// Under which name it stands that every verdict names what it rests on.
const NAMED: &str = "office.rests_named";
const DONE: &str = "yes";
/// Images looked at between two looks at the store.
const AT_ONCE: u32 = 200;

impl Office {
    /// Reaches verdicts for good once more that do not say what they rest on: one on a whole document rests on its arrival
    /// at least. The worker does it, once in the life of an office; what is broken off begins anew.
    pub(crate) fn name_what_verdicts_rest_on(&self) -> Result<(), OfficeError> {
        if self.read(|reader| Ok(reader.setting(NAMED)?))?.as_deref() == Some(DONE) {
            return Ok(());
        }
        let (mut after, mut named) = (0, 0_u64);
        loop {
            let rows = self.read(|reader| Ok(reader.inbound_judged(after, AT_ONCE)?))?;
            let Some(last) = rows.last().map(|row| row.id) else { break };
            after = last;
            for row in rows.iter().filter(|row| row.evidence == NOTHING && row.signed_at.is_some()) {
                named += u64::from(self.name_rests_of(row)?);
            }
        }
        self.write_as_worker(|tx| {
            tx.setting_set(NAMED, DONE)?;
            tx.journal_add("received.rests_named", "", &[("count", &named.to_string())])?;
            Ok(())
        })?;
        if named > 0 {
            self.changed(&[Tag::Received, Tag::Journal]);
        }
        Ok(())
    }

    /// Looks at an image again as of its arrival; the calendar since then is no work of the evidence. Where that gives
    /// another verdict (the form's rules moved on), the one that stands is let be.
    fn name_rests_of(&self, row: &InboundRow) -> Result<bool, OfficeError> {
        let Some(bytes) = self.bytes_of(&row.number, &row.document_sha)? else { return Ok(false) };
        let (times, beside) = (self.times_of(row)?, self.beside(&row.document_sha)?);
        let look = |eyes: &Eyes<'_>| Eyes { now: row.received_at, ..*eyes }.look(&bytes, &times, &[]);
        let examined = self.with_eyes_and(&beside, look);
        let judgement = self.judgement(&examined)?;
        if judgement.state != row.judged || judgement.headline != row.headline {
            return Ok(false);
        }
        self.replace_reasons(row, &judgement, &digests(&examined.seal.used))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_reads_back_as_it_was() {
        let one = |kind, sha256: &str, by: &str| Used {
            kind,
            sha256: sha256.to_owned(),
            at: Timestamp::from_millis(1_768_000_000_123),
            by: by.to_owned(),
        };
        let used: Vec<Used> = UsedKind::ALL.into_iter().map(|kind| one(kind, kind.word(), "gw \"x\"")).collect();
        assert_eq!(read(&written(&used).unwrap()).unwrap(), used);
        assert_eq!(read("[]").unwrap(), []);
        assert!(read(r#"[{"kind":"rumour","sha256":"","at":1,"by":""}]"#).is_err());
        assert_eq!(digests(&[one(UsedKind::Arrival, "", ""), one(UsedKind::TimeStamp, "ab", "t")]), "ab");
    }
}

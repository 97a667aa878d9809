//! How is it written down on which evidence a verdict rests? Kinds, digests and moments, as the store keeps them with the
//! record; the bytes themselves lie beside the document under those digests.

use serde::{Deserialize, Serialize};
use tamga_origin::Timestamp;
use tamga_seal::{Used, UsedKind};

use crate::error::OfficeError;

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

//! How do the claims of a status list stand in JSON (`seal-and-paper.md` 7.1)? Read from the verified payload of the
//! list's signature; whether that holds is `tamga-seal`'s question, whether the list may be taken is `tamga-origin`'s.

use tamga_origin::trust::{CertificateStatus, EvidenceRef, StatusEntry, StatusList};

use crate::claims::{BYTES, Members, Object, digest, wrong};
use crate::error::FormatError;
use crate::json::{self, Json};
use crate::limits::Limits;

/// Reads the claims of a status list; unknown members are ignored, a member that stands twice is refused.
///
/// # Errors
/// Not JSON within 8 MiB, a claim that is missing, or one whose value means nothing.
pub fn read(payload: &[u8]) -> Result<StatusList, FormatError> {
    let limits = Limits { bytes: BYTES, ..Limits::default() };
    let (value, _) = json::parse(payload, &limits)?;
    let mut claims = Members::of(String::new(), value)?;
    Ok(StatusList {
        issuer: claims.needed("iss")?,
        n: claims.whole("n")?.filter(|n| *n > 0).ok_or_else(|| claims.missing("n"))?,
        prev: digest(&mut claims, "prev", false)?,
        is_snapshot: flag(&mut claims, "snapshot")?,
        as_of: claims.time("asOf")?,
        next_update: claims.time("nextUpdate")?,
        entries: claims.objects("entries", entry)?,
        evidence: claims.objects("evidence", evidence)?,
    })
}

fn flag(members: &mut Members, name: &str) -> Result<bool, FormatError> {
    match members.take(name) {
        None => Ok(false),
        Some(Json::Bool(value)) => Ok(value),
        Some(other) => Err(wrong(&members.path(name), &other)),
    }
}

fn entry(mut members: Members) -> Result<StatusEntry, FormatError> {
    let path = members.path("revision");
    let revision = members.whole("revision")?.ok_or_else(|| members.missing("revision"))?;
    let status = members.word("status", CertificateStatus::from_code)?.ok_or_else(|| members.missing("status"))?;
    let successor = match status {
        CertificateStatus::Replaced => members.needed("successor")?,
        _ => members.text("successor")?,
    };
    Ok(StatusEntry {
        number: members.needed("coNumber")?,
        revision: u32::try_from(revision).map_err(|_| wrong(&path, &Json::Number(revision.into())))?,
        status,
        successor,
        at: members.time("at")?,
        reason: members.text("reason")?,
    })
}

fn evidence(mut members: Members) -> Result<EvidenceRef, FormatError> {
    let known = |word: &str| ["crl", "ocsp"].contains(&word).then(|| word.to_owned());
    Ok(EvidenceRef {
        kind: members.word("type", known)?.ok_or_else(|| members.missing("type"))?,
        sha256: digest(&mut members, "sha256", true)?,
        size: members.whole("size")?.ok_or_else(|| members.missing("size"))?,
    })
}

/// Writes the claims of a status list; same list, same bytes.
///
/// # Errors
/// A time outside the years 1 to 9999.
pub fn write(list: &StatusList) -> Result<Vec<u8>, FormatError> {
    let StatusList { issuer, n, prev, is_snapshot, as_of, next_update, entries, evidence } = list;
    let claims = Object::new("")
        .text("iss", issuer)
        .value("n", Json::Number((*n).into()))
        .text("prev", prev)
        .value("snapshot", Json::Bool(*is_snapshot))
        .time("asOf", *as_of)?
        .time("nextUpdate", *next_update)?
        .list("entries", entries, write_entry)?
        .list("evidence", evidence, write_evidence)?;
    Ok(claims.bytes())
}

fn write_entry(entry: &StatusEntry, object: Object) -> Result<Object, FormatError> {
    let StatusEntry { number, revision, status, successor, at, reason } = entry;
    let object = object.text("coNumber", number).value("revision", Json::Number((*revision).into()));
    object.text("status", status.code()).text("successor", successor).text("reason", reason).time("at", *at)
}

fn write_evidence(evidence: &EvidenceRef, object: Object) -> Result<Object, FormatError> {
    let EvidenceRef { kind, sha256, size } = evidence;
    Ok(object.text("type", kind).text("sha256", sha256).value("size", Json::Number((*size).into())))
}

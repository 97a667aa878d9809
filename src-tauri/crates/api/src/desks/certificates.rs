//! Commands of the register of issued certificates.

use tamga_office::certificates as register;

use crate::app::App;
use crate::commands::Bytes;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// Issues a draft.
pub fn issue(app: &App, request: CertificateIssue) -> Result<Issued, Fault> {
    let CertificateIssue { draft_id, stamp, key_id, pin_handle } = request;
    let (id, stamp) = (convert::id(&draft_id, "draft_id")?, convert::id(&stamp, "stamp")?);
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let pin = app.pin(&pin_handle)?;
    Ok(Issued { number: office.issue(id, stamp, &key_id, &pin)?.number })
}

/// Issues several drafts with one PIN; each has its own result.
pub fn issue_many(app: &App, request: CertificatesIssue) -> Result<CertificatesIssued, Fault> {
    let CertificatesIssue { drafts, key_id, pin_handle } = request;
    let asked =
        drafts.iter().map(|draft| Ok((convert::id(&draft.draft_id, "draft_id")?, convert::id(&draft.stamp, "stamp")?)));
    let asked = asked.collect::<Result<Vec<_>, Fault>>()?;
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let pin = app.pin(&pin_handle)?;
    let mut results = office.issue_many(&asked, &key_id, &pin, &mut |_, _| {})?.into_iter();
    let results = drafts.into_iter().map(|DraftStamp { draft_id, .. }| match results.next() {
        Some(Ok(issued)) => IssuedOfMany { draft_id, number: Some(issued.number), error: None },
        Some(Err(error)) => IssuedOfMany { draft_id, number: None, error: Some(*app.refusal(Fault::from(error))) },
        None => IssuedOfMany { draft_id, number: None, error: None },
    });
    Ok(CertificatesIssued { results: results.collect() })
}

/// Searches the register.
pub fn search(app: &App, request: CertificateSearch) -> Result<Rows<CertificateRow>, Fault> {
    let CertificateSearch { text, filters, offset, limit } = request;
    let CertificateFilters { status, agreement, destination, month } = filters;
    let filter = register::CertificateFilter { status, agreement, destination, month };
    let rows = app.desks()?.issuing()?.search_certificates(&text, &filter, convert::window(offset, limit))?;
    Ok(convert::rows(rows, |row| {
        let register::CertificateRow {
            number,
            issued_on: _,
            issued_at,
            exporter,
            consignee,
            destination,
            agreement,
            is_self_declaration,
            status,
            delivery,
            destination_state,
        } = row;
        CertificateRow {
            number,
            issued_at: convert::time(issued_at),
            exporter,
            consignee,
            destination,
            agreement,
            is_self_declaration,
            status: convert::word(status),
            delivery: convert::word(delivery),
            destination_state: convert::word(destination_state),
        }
    }))
}

/// Everything known about one certificate.
pub fn open(app: &App, request: CertificateNumber) -> Result<CertificateView, Fault> {
    let register::CertificateView {
        number,
        certificate,
        status,
        delivery,
        destination_state,
        lamps,
        evidence,
        awaits_stamp,
        journal,
        document_sha256,
        submission_id,
        uses,
        can_cancel,
    } = app.desks()?.issuing()?.open_certificate(&request.number)?;
    let proof = |proof: register::EvidenceView| {
        let register::EvidenceView { id, kind, at, from, text } = proof;
        EvidenceRow { id, kind, at: convert::time(at), from, text }
    };
    Ok(CertificateView {
        number,
        content: convert::to_content(&certificate),
        status: convert::word(status),
        delivery: convert::word(delivery),
        destination_state: convert::word(destination_state),
        lamps: convert::lamps(lamps),
        evidence: evidence.into_iter().map(proof).collect(),
        awaits_stamp,
        journal: journal.into_iter().map(convert::journal_row).collect(),
        document_sha256,
        submission_id: submission_id.map(|id| id.to_string()),
        uses: uses.into_iter().map(convert::use_row).collect(),
        can_cancel,
    })
}

/// The printed certificate.
pub fn pdf(app: &App, request: CertificateNumber) -> Result<Bytes, Fault> {
    Ok(Bytes(app.desks()?.issuing()?.certificate_pdf(&request.number)?))
}

/// Writes the signed bytes where the person says.
pub fn save_xml(app: &App, request: CertificateXmlSave) -> Result<Saved, Fault> {
    let CertificateXmlSave { number, path } = request;
    let bytes = app.desks()?.issuing()?.certificate_xml(&number)?;
    let path = match path.map(std::path::PathBuf::from) {
        Some(path) if app.is_granted(&path) => path,
        Some(_) => return Err(Fault::new(ErrorCode::NotAllowed, "nobody chose this path")),
        None => match app.dialogs().save(&file_name(&number)) {
            Some(path) => path,
            None => return Ok(Saved { path: String::new() }),
        },
    };
    std::fs::write(&path, bytes).map_err(|why| unwritten(&path, &why))?;
    Ok(Saved { path: path.to_string_lossy().into_owned() })
}

fn unwritten(path: &std::path::Path, why: &std::io::Error) -> Fault {
    let code = match why.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
        _ => ErrorCode::FileUnreadable,
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Fault::new(code, why).with("name", name)
}

/// A number may hold slashes; a file name may not.
fn file_name(number: &str) -> String {
    let safe: String = number.chars().map(|c| if c.is_alphanumeric() || "-._".contains(c) { c } else { '-' }).collect();
    format!("{safe}.xml")
}

/// Cancels a certificate.
pub fn cancel(app: &App, request: CertificateCancel) -> Result<Empty, Fault> {
    let CertificateCancel { number, reason, second_person, key_id, pin_handle } = request;
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let pin = app.pin(&pin_handle)?;
    office.cancel_used(&number, &reason, second_person.as_deref(), &key_id, &pin)?;
    Ok(Empty {})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_slashes_becomes_one_file_name() {
        assert_eq!(file_name("AU/2026/0001"), "AU-2026-0001.xml");
        assert_eq!(file_name("../../etc/passwd"), "..-..-etc-passwd.xml");
    }
}

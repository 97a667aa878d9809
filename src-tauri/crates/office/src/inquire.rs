//! How does a question about a certificate, or a reply to one, get its seal and its way? One document, signed and read back;
//! which words stand in it is decided by those who ask and reply (`questions`, `verifications`).

use std::ops::RangeInclusive;

use tamga_formats::co_xml;
use tamga_origin::{Inquiry, InquiryBody};
use tamga_protocol::{Kind, limits};
use tamga_seal::{Sealed, Signer, sign_co};
use tamga_store::Tx;
use uuid::Uuid;

use crate::dispatch::{Dispatch, Numbered, XML};
use crate::error::OfficeError;
use crate::office::Office;
use crate::partner::PartnerRoute;

/// A message that is to go out.
pub(crate) struct Outgoing<'a> {
    pub(crate) kind: Kind,
    pub(crate) route: &'a PartnerRoute,
    pub(crate) agreement: &'a str,
    /// Country it goes to.
    pub(crate) country: &'a str,
    /// Inbox item it is about, where there is one.
    pub(crate) item_id: Option<Uuid>,
    pub(crate) inquiry: Inquiry,
    pub(crate) sealed: Sealed,
}

/// Signs it, and reads it back from the signed bytes.
pub(crate) fn seal(office: &Office, inquiry: &Inquiry, key: &mut impl Signer) -> Result<Sealed, OfficeError> {
    let unsigned = co_xml::write_inquiry(inquiry)?;
    let sealed = sign_co(&unsigned, office.now().to_seconds(), key)?;
    let gated = sealed.signed.gated().map_err(OfficeError::Gate)?;
    if co_xml::read_inquiry(&gated)?.value != *inquiry {
        return Err(OfficeError::ReadBackDiffers("inquiry".to_owned()));
    }
    Ok(sealed)
}

/// Keeps and queues it in the transaction of the step it carries.
pub(crate) fn queue(office: &Office, tx: &Tx<'_>, out: &Outgoing<'_>) -> Result<Uuid, OfficeError> {
    tx.document_keep(&out.sealed.bytes, XML)?;
    let submission = office.surroundings().uuid()?;
    office.dispatch(
        tx,
        &Dispatch {
            submission,
            kind: out.kind.clone(),
            route: out.route,
            agreement: out.agreement,
            issuer: &out.inquiry.issuer,
            co_number: &out.inquiry.co_number,
            revision: out.inquiry.revision,
            destination: out.country,
            document: &out.sealed.bytes,
            document_sha256: &out.sealed.sha256,
            depends_on: None,
            numbered: Some(Numbered { number: out.inquiry.number, item_id: out.item_id }),
        },
    )?;
    Ok(submission)
}

/// How many letters what a person typed may have.
pub(crate) type Letters = RangeInclusive<usize>;

/// Reasons and grounds.
pub(crate) const NEEDED: Letters = 1..=InquiryBody::WORDS;
/// Papers and notes.
pub(crate) const OPTIONAL: Letters = 0..=InquiryBody::WORDS;
/// Numbers of certificates.
pub(crate) const NUMBER: Letters = 1..=limits::CO_NUMBER;
/// Import declarations.
pub(crate) const DECLARATION: Letters = 0..=100;

/// Words that a person typed, trimmed, when they have as many letters as they may.
pub(crate) fn words(text: &str, letters: Letters, entry: &'static str) -> Result<String, OfficeError> {
    let text = text.trim();
    if letters.contains(&text.chars().count()) { Ok(text.to_owned()) } else { Err(OfficeError::Entry(entry)) }
}

impl Office {
    /// Country of a body, by the trust list in force.
    pub(crate) fn country_of(&self, issuer: &str) -> Option<String> {
        Some(self.trust_list()?.issuer(issuer)?.country.clone())
    }

    /// A way for a message about a certificate that is not here: under an agreement that the routes name, or under any.
    pub(crate) fn way_to_ask(&self, kind: &Kind, country: &str) -> Option<(PartnerRoute, String)> {
        let agreements = self.partner()?.routes.into_iter().map(|route| route.agreement);
        agreements.filter_map(|code| Some((self.route_for(kind, country, &code)?, code))).next()
    }
}

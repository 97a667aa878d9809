//! How is a signed document put on its way? The envelope is built once, frozen, and enters the outbox in the very
//! transaction that records the step it carries.

use tamga_courier::Envelope as Sendable;
use tamga_formats::FormatError;
use tamga_protocol::{Device, DocumentPart, Envelope, InReplyTo, Kind, limits};
use tamga_store::{NewSubmission, Tx};
use uuid::Uuid;

use crate::error::OfficeError;
use crate::folder_routes::FolderRoute;
use crate::office::Office;
use crate::partner::{self, PartnerRoute};

/// Media type of everything that is signed here.
pub(crate) const XML: &str = "application/xml";

/// A signed step on its way out.
pub(crate) struct Dispatch<'a> {
    pub(crate) submission: Uuid,
    pub(crate) kind: Kind,
    pub(crate) route: &'a PartnerRoute,
    /// Profile code of the certificate it is about.
    pub(crate) agreement: &'a str,
    /// Issuing body of that certificate.
    pub(crate) issuer: &'a str,
    pub(crate) co_number: &'a str,
    pub(crate) revision: u32,
    /// Country it goes to.
    pub(crate) destination: &'a str,
    pub(crate) document: &'a [u8],
    pub(crate) document_sha256: &'a str,
    /// The submission that must be in custody first, unless it is over.
    pub(crate) depends_on: Option<Uuid>,
    /// Running number, for kinds that have one.
    pub(crate) numbered: Option<Numbered>,
}

/// What an answer, a question or a request adds to its envelope.
pub(crate) struct Numbered {
    /// Running number of this party's messages of the kind.
    pub(crate) number: u64,
    /// Inbox item it is about; none for a question about a certificate that is not here.
    pub(crate) item_id: Option<Uuid>,
}

/// Was a submission refused or given up? What comes after it goes alone: signed papers may have reached the far side in
/// another way, and their end has to reach it too.
fn is_over(tx: &Tx<'_>, submission: Uuid) -> bool {
    tx.outbox_row(&submission.to_string()).is_ok_and(|row| matches!(row.state.as_str(), "rejected" | "abandoned"))
}

impl Office {
    /// The route for a step, when the gateway offers one or one leads into a folder.
    pub(crate) fn route_for(&self, kind: &Kind, destination: &str, agreement: &str) -> Option<PartnerRoute> {
        let mut routes = self.partner().map(|partner| partner.routes).unwrap_or_default();
        match self.folder_routes() {
            Ok(folders) => routes.extend(folders.iter().map(FolderRoute::told)),
            Err(error) => tracing::error!(%error, "routes into folders cannot be read"),
        }
        partner::best(&routes, kind.as_str(), destination, agreement).cloned()
    }

    /// Freezes the envelope and enters the outbox row, inside the transaction of the step it carries.
    pub(crate) fn dispatch(&self, tx: &Tx<'_>, step: &Dispatch<'_>) -> Result<(), OfficeError> {
        // Every gateway refuses it for good: better known while nothing was handed out and the number can be given up.
        if step.document.len() > limits::INLINE_DOCUMENT {
            return Err(FormatError::TooLarge { limit: limits::INLINE_DOCUMENT }.into());
        }
        let depends_on = step.depends_on.filter(|first| !is_over(tx, *first));
        let device = tx.device_seq_next()?;
        let id = Uuid::parse_str(&device.id).map_err(|_| OfficeError::Senseless("the device has no id"))?;
        let reply = |item_id: Uuid| InReplyTo {
            item_id,
            issuer: step.issuer.to_owned(),
            co_number: step.co_number.to_owned(),
            revision: step.revision,
        };
        let envelope = Envelope {
            kind: step.kind.clone(),
            route: step.route.id.clone(),
            agreement: step.agreement.to_owned(),
            issuer: step.issuer.to_owned(),
            co_number: step.co_number.to_owned(),
            revision: step.revision,
            document: DocumentPart::inline(step.document_sha256, XML, step.document),
            attachments: Vec::new(),
            replaces: None,
            depends_on,
            in_reply_to: step.numbered.as_ref().and_then(|numbered| numbered.item_id).map(reply),
            number: step.numbered.as_ref().map(|numbered| numbered.number),
            issued_at: tx.now().rfc3339(),
            issued_offline: self.line.is_up() != Some(true),
            device: Device { id, epoch: device.epoch, seq: device.seq },
            conversation: None,
            crit: Vec::new(),
        };
        let bytes = envelope.freeze()?.into_vec();
        // What the courier could not read back it could never send.
        Sendable::new(step.submission, bytes.clone())
            .map_err(|_| OfficeError::Senseless("an envelope that cannot be sent"))?;
        let new = NewSubmission {
            submission_id: step.submission.to_string(),
            route: step.route.id.clone(),
            kind: step.kind.as_str().to_owned(),
            party: self.sender().to_owned(),
            issuer: step.issuer.to_owned(),
            co_number: step.co_number.to_owned(),
            revision: step.revision,
            number: step.numbered.as_ref().map(|numbered| numbered.number),
            business_key: self.business_key(step),
            destination: step.destination.to_owned(),
            envelope: bytes,
            doc_sha: step.document_sha256.to_owned(),
            depends_on: depends_on.map(|first| first.to_string()),
            device,
        };
        tx.outbox_add(&new)?;
        tx.journal_add("outbox.queued", step.co_number, &[("number", step.co_number), ("kind", step.kind.as_str())])?;
        Ok(())
    }

    /// Under whose name this office sends: its party, else its issuing body.
    pub(crate) fn sender(&self) -> &str {
        let told = &self.facts().told;
        match &told.issuer {
            Some(issuer) if told.party.is_empty() => &issuer.code,
            _ => &told.party,
        }
    }

    /// What the gateway also counts as the same thing, as one text.
    fn business_key(&self, step: &Dispatch<'_>) -> String {
        // The separator cannot stand in any of the parts.
        const BETWEEN: &str = "\u{1f}";
        match &step.numbered {
            None if step.kind == Kind::Declaration => {
                ["declaration", step.issuer, step.co_number, &step.revision.to_string()].join(BETWEEN)
            }
            None => ["co", step.issuer, step.co_number, &step.revision.to_string()].join(BETWEEN),
            Some(numbered) if step.kind == Kind::Response => {
                let party = self.facts().told.party.as_str();
                ["answer", party, step.issuer, step.co_number, &numbered.number.to_string()].join(BETWEEN)
            }
            Some(numbered) => [step.kind.as_str(), self.sender(), &numbered.number.to_string()].join(BETWEEN),
        }
    }
}

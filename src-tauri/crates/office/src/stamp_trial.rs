//! Does a time-stamping service answer, and does its stamp count here? One question over a text of chance, whose answer is
//! looked at and not kept; what is asked for certificates is in `stamps`.

use tamga_courier::errand::is_address;
use tamga_courier::{Class, Errand, Errands};
use tamga_origin::{Finding, Severity, Timestamp};
use tamga_seal::time::{StampQuestion, open_stamp};

use crate::error::OfficeError;
use crate::office::Office;
use crate::stamps::PATIENCE;
use crate::surroundings::Draw;

/// What came of asking a service for one stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampTrial {
    /// The moment it stamped; none when it gave no stamp that holds.
    pub at: Option<Timestamp>,
    /// Name in the certificate of the service, or empty.
    pub by: String,
    /// Id under which the trust list names it; none when the list does not vouch for it.
    pub service: Option<String>,
    /// Why there is no stamp, or why it would not count: `stamp_service.*`, `time.stamp_*`.
    pub finding: Option<Finding>,
}

/// The newest stamp that was kept here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastStamp {
    /// The moment it speaks of.
    pub at: Timestamp,
    /// Address it came from.
    pub address: String,
}

impl StampTrial {
    fn failed(finding: Finding) -> Self {
        Self { at: None, by: String::new(), service: None, finding: Some(finding) }
    }
}

/// Why no answer of a time-stamping service came.
fn silence(class: Class) -> Finding {
    match class {
        Class::Network | Class::Tls => Finding::new("stamp_service.unreachable", Severity::Warn, ""),
        Class::Timeout | Class::CutShort => Finding::new("stamp_service.silent", Severity::Warn, ""),
        _ => Finding::new("stamp_service.foreign", Severity::Warn, ""),
    }
}

impl Office {
    /// Asks a service for one stamp and looks at it. Nothing is kept, nothing is set. Blocks.
    ///
    /// # Errors
    /// No randomness, or a system that gives no thread to wait on. What the service said is in the answer.
    pub fn try_stamp_service(&self, url: &str) -> Result<StampTrial, OfficeError> {
        if !is_address(url) {
            return Ok(StampTrial::failed(Finding::new("stamp_service.address", Severity::Warn, "")));
        }
        let over = self.surroundings().uuid()?;
        let question = StampQuestion::over(over.as_bytes(), &Draw(self.surroundings().chance.as_ref()));
        let question = question.ok_or(OfficeError::NoRandomness)?;
        let errands = Errands::new(self.partner().and_then(|partner| partner.proxy).as_deref())?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|_| OfficeError::Senseless("nothing to wait on"))?;
        let errand = Errand::stamp(url, question.bytes().to_vec(), PATIENCE);
        let answer = match runtime.block_on(errands.run(&errand)) {
            Ok(answer) => answer,
            Err(fault) => return Ok(StampTrial::failed(silence(fault.class))),
        };
        let stamp = question.token(&answer).and_then(|token| open_stamp(&token, over.as_bytes(), &[]));
        let stamp = match stamp {
            Ok(stamp) => stamp,
            Err(reason) => return Ok(StampTrial::failed(reason.finding)),
        };
        let list = self.trust_list();
        let vouched = list.as_ref().map(|list| stamp.service(list, &[]).map(|service| service.id.clone()));
        let (service, finding) = match vouched {
            Some(Ok(id)) => (Some(id), None),
            Some(Err(reason)) => (None, Some(reason.finding)),
            None => {
                let finding = Finding::new("time.stamp_untrusted", Severity::Info, "");
                (None, Some(finding.with("found", &stamp.by.subject)))
            }
        };
        Ok(StampTrial { at: Some(stamp.at), by: stamp.by.name().to_owned(), service, finding })
    }

    /// The newest stamp kept here that a service gave, and how many documents wait for theirs (at most a thousand are
    /// counted).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stamps_so_far(&self) -> Result<(Option<LastStamp>, u64), OfficeError> {
        let since = self.stamp_service()?.map(|service| service.since());
        let (last, waiting) = self.read(|reader| {
            let waiting = since.map(|since| reader.documents_unstamped(since, 1000)).transpose()?;
            Ok((reader.stamp_newest()?, waiting.unwrap_or_default()))
        })?;
        let last = last.and_then(|row| Some(LastStamp { at: row.at?, address: row.source }));
        Ok((last, waiting.len() as u64))
    }

    /// Ids of the time-stamping services the trust list names.
    pub fn trusted_stampers(&self) -> Vec<String> {
        let list = self.trust_list();
        list.iter().flat_map(|list| &list.time_stampers).map(|service| service.id.clone()).collect()
    }
}

//! When does a seal get its time stamp? As soon as it is made, when a service is set, and later when that one could not
//! be reached. Nothing waits for it: a certificate is issued without, and its absence is shown. Where the agreement
//! demands one, it is part of what is issued (`frozen`).
//!
//! A stamp speaks of the signature's value, whatever the form: of a COD, which has no place for one inside, of the
//! official's. It is kept beside the document.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tamga_courier::errand::is_address;
use tamga_courier::{Errand, Errands};
use tamga_origin::{Finding, Timestamp};
use tamga_seal::time::{Stamp, StampQuestion, open_stamp};
use tamga_store::{NewSupport, Tx};

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;
use crate::support::sealed;
use crate::surroundings::Draw;

/// Under which name the office remembers its time-stamping service.
const SETTING: &str = "office.stamps";
/// Documents stamped in one pass.
const PASS: u32 = 50;
/// How long a stamp is waited for.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// The time-stamping service of this office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StampService {
    /// Its address, `http` or `https`.
    pub url: String,
    /// Since when it is asked, in milliseconds; what was signed before is left as it is.
    since: i64,
}

impl StampService {
    /// Since when it is asked; what was signed before is left as it is.
    pub fn since(&self) -> Timestamp {
        Timestamp::from_millis(self.since)
    }
}

/// What a pass did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StampReport {
    /// Documents that have their stamp now.
    pub stamped: u64,
    /// Documents that still wait.
    pub waiting: u64,
    /// Why the last one waits: a code and what was said.
    pub fault: Option<(String, String)>,
}

impl Office {
    /// The time-stamping service, when one is set.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stamp_service(&self) -> Result<Option<StampService>, OfficeError> {
        let kept = self.read(|reader| Ok(reader.setting(SETTING)?))?.filter(|text| !text.is_empty());
        let read = |text: String| serde_json::from_str(&text);
        kept.map(read).transpose().map_err(|_| OfficeError::Senseless("the time-stamping service cannot be read back"))
    }

    /// Sets the service that stamps what is sealed from now on; one that follows another stamps what still waits for that
    /// one, too. `None` asks nobody any more.
    ///
    /// # Errors
    /// An address that is none.
    pub fn set_stamp_service(&self, url: Option<&str>) -> Result<(), OfficeError> {
        if url.is_some_and(|url| !is_address(url)) {
            return Err(OfficeError::Senseless("not an http or https address"));
        }
        let since = self.stamp_service()?.map_or_else(|| self.now().millis(), |before| before.since);
        let service = url.map(|url| StampService { url: url.to_owned(), since });
        let text = service.map(|service| serde_json::to_string(&service)).transpose();
        let text = text.map_err(|_| OfficeError::Senseless("the time-stamping service"))?.unwrap_or_default();
        self.write(|tx| {
            tx.setting_set(SETTING, &text)?;
            tx.journal_add("stamps.service", url.unwrap_or_default(), &[("address", url.unwrap_or_default())])?;
            Ok(())
        })?;
        self.evidence_wake.notify_one();
        self.changed(&[Tag::Settings, Tag::Journal]);
        Ok(())
    }

    /// Asks for the stamps that are missing. A service that cannot be reached is not asked again in the same pass.
    ///
    /// # Errors
    /// A store that cannot be read or written. What the service said is in the report.
    pub async fn stamp_pass(self: &Arc<Self>) -> Result<StampReport, OfficeError> {
        let Some(service) = self.stamp_service()? else { return Ok(StampReport::default()) };
        let since = service.since();
        let waiting = self.read(|reader| Ok(reader.documents_unstamped(since, PASS)?))?;
        if waiting.is_empty() {
            return Ok(StampReport::default());
        }
        self.stamp_all(&service.url, &waiting).await
    }

    /// Asks for the stamp of one certificate now: at this service, else at the office's own. One that has its stamp needs
    /// no other.
    ///
    /// # Errors
    /// A number that is not here, an address that is none, no service at all; a store that cannot be read or written.
    pub async fn stamp_certificate(
        self: &Arc<Self>,
        number: &str,
        url: Option<&str>,
    ) -> Result<StampReport, OfficeError> {
        let own = self.stamp_service()?.map(|service| service.url);
        let url = url.map(str::to_owned).or(own).filter(|url| is_address(url));
        let url = url.ok_or(OfficeError::Senseless("not an http or https address"))?;
        let document = self.document_of(number)?;
        let kept = self.read(|reader| Ok(reader.support(&document)?))?;
        if kept.iter().any(|row| row.kind == "stamp") {
            return Ok(StampReport::default());
        }
        self.stamp_all(&url, &[document]).await
    }

    async fn stamp_all(&self, url: &str, waiting: &[String]) -> Result<StampReport, OfficeError> {
        let errands = Errands::new(self.partner().and_then(|partner| partner.proxy).as_deref())?;
        let mut report = StampReport { waiting: waiting.len() as u64, ..StampReport::default() };
        for document in waiting {
            match self.stamp(&errands, url, document).await? {
                Ok(()) => {
                    report.stamped += 1;
                    report.waiting -= 1;
                }
                Err((code, said)) => {
                    tracing::info!(document, code, said, "no time stamp now");
                    let unreachable = code == UNREACHABLE;
                    report.fault = Some((code, said));
                    if unreachable {
                        break;
                    }
                }
            }
        }
        if report.stamped > 0 {
            self.changed(&[Tag::Certificates, Tag::Journal]);
        }
        Ok(report)
    }

    /// One stamp; why there is none is an answer as well.
    async fn stamp(
        &self,
        errands: &Errands,
        url: &str,
        document: &str,
    ) -> Result<Result<(), (String, String)>, OfficeError> {
        let bytes = self.read(|reader| Ok(reader.document_bytes(document)?))?;
        let whole = match sealed(&bytes) {
            Ok(whole) => whole,
            Err(error) => return Ok(Err(("sign.document".to_owned(), error.to_string()))),
        };
        // Whether its service counts is judged with the seal.
        let given = match self.ask_for_stamp(errands, url, &whole.stampable).await? {
            Ok(given) => given,
            Err(finding) => {
                let said = finding.params.first().map(|(_, text)| text.clone()).unwrap_or_default();
                return Ok(Err((finding.code.into_owned(), said)));
            }
        };
        let stamp = given.kept(url);
        self.write_as_worker(|tx| keep_stamp(tx, document, &stamp))?;
        Ok(Ok(()))
    }

    /// A stamp over these bytes that answers the question and holds by itself; why there is none is an answer as well.
    pub(crate) async fn ask_for_stamp(
        &self,
        errands: &Errands,
        url: &str,
        over: &[u8],
    ) -> Result<Result<GivenStamp, Finding>, OfficeError> {
        let question = StampQuestion::over(over, &Draw(self.surroundings().chance.as_ref()));
        let question = question.ok_or(OfficeError::NoRandomness)?;
        let answer = match errands.run(&Errand::stamp(url, question.bytes().to_vec(), PATIENCE)).await {
            Ok(answer) => answer,
            Err(fault) => return Ok(Err(Finding::warn(UNREACHABLE, "").with("found", fault))),
        };
        let given = question.token(&answer).and_then(|token| {
            let stamp = open_stamp(&token, over, &[])?;
            Ok(GivenStamp { token, stamp })
        });
        Ok(given.map_err(|reason| reason.finding))
    }
}

/// A stamp that a service gave just now.
pub(crate) struct GivenStamp {
    pub(crate) token: Vec<u8>,
    pub(crate) stamp: Stamp,
}

impl GivenStamp {
    /// As it is kept beside its document.
    pub(crate) fn kept(self, url: &str) -> NewSupport {
        let at = Some(self.stamp.at);
        NewSupport { kind: "stamp".to_owned(), bytes: self.token, source: url.to_owned(), at }
    }
}

/// Keeps a stamp beside its document.
pub(crate) fn keep_stamp(tx: &Tx<'_>, document: &str, stamp: &NewSupport) -> Result<(), OfficeError> {
    let at = stamp.at.map(|at| at.rfc3339_seconds()).unwrap_or_default();
    tx.support_add(document, stamp)?;
    tx.journal_add("evidence.stamped", document, &[("address", &stamp.source), ("at", &at)])?;
    Ok(())
}

/// Said when the service cannot be reached; the stamp is asked for again.
pub(crate) const UNREACHABLE: &str = "sign.stamp_unreachable";

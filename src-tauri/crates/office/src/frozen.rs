//! What is it that is issued? The sealed document as it was signed; where its agreement demands a time stamp, the same
//! with the stamp inside, and issuing waits for that (`seal-and-paper.md` 4.2). Its digest stands in envelope, receipt,
//! printed code and journal, so that nothing is put in later.
//!
//! An agreement that is not confirmed to demand it gets the stamp when there is one, and holds nothing up.

use std::thread;

use tamga_courier::Errands;
use tamga_origin::profile::{AgreementProfile, StampAsked};
use tamga_origin::{Finding, Severity};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{OfferedEvidence, OfferedStamp, Sealed, augment};
use tamga_store::NewSupport;

use crate::error::OfficeError;
use crate::office::Office;
use crate::stamps::GivenStamp;
use crate::support::sealed as seal_of;

/// A document as it is issued.
pub(crate) struct Frozen {
    pub(crate) sealed: Sealed,
    /// The stamp inside it.
    pub(crate) stamp: Option<NewSupport>,
    /// Why there is none, where one was asked for.
    pub(crate) findings: Vec<Finding>,
}

impl Frozen {
    /// As it was signed.
    pub(crate) fn bare(sealed: Sealed) -> Self {
        Self { sealed, stamp: None, findings: Vec::new() }
    }
}

impl Office {
    /// A document of our own form as its agreement wants it issued. Blocks while a service is asked.
    ///
    /// # Errors
    /// `Blocked` where the agreement demands a stamp and there is none that counts.
    pub(crate) fn frozen(&self, sealed: Sealed, profile: &AgreementProfile) -> Result<Frozen, OfficeError> {
        let asked = profile.stamp_asked(&self.confirmations()?);
        if asked == StampAsked::No {
            return Ok(Frozen::bare(sealed));
        }
        let finding = match self.stamp_for(&sealed)? {
            Ok((given, url)) => return with_inside(sealed, given, &url),
            Err(finding) => finding,
        };
        match asked {
            StampAsked::Demanded => Err(OfficeError::Blocked(vec![Finding { severity: Severity::Block, ..finding }])),
            StampAsked::Advised | StampAsked::No => {
                let findings = vec![Finding { severity: Severity::Warn, ..finding }];
                Ok(Frozen { findings, ..Frozen::bare(sealed) })
            }
        }
    }

    /// A stamp for this seal by the office's service, and its address; why there is none is an answer as well. It has to
    /// count by our own trust list: nobody issues what the border must doubt.
    fn stamp_for(&self, sealed: &Sealed) -> Result<Result<(GivenStamp, String), Finding>, OfficeError> {
        let Some(service) = self.stamp_service()? else {
            return Ok(Err(Finding::warn("signature.no_stamp_service", "scheme")));
        };
        let over = seal_of(&sealed.bytes)?.stampable;
        let errands = Errands::new(self.partner().and_then(|partner| partner.proxy).as_deref())?;
        let waited = || OfficeError::Senseless("nothing to wait on");
        // Whoever issues may stand on a thread that drives tasks, where nothing may be waited for.
        let given = thread::scope(|scope| {
            let asking = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.map_err(|_| waited())?.block_on(self.ask_for_stamp(&errands, &service.url, &over))
            });
            asking.join().map_err(|_| waited())?
        })?;
        let list = self.trust_list().unwrap_or_default();
        Ok(given.and_then(|given| match given.stamp.service(&list, &[]) {
            Ok(_) => Ok((given, service.url)),
            Err(reason) => Err(reason.finding),
        }))
    }
}

/// Puts the stamp in; what comes out is read back and is the same seal.
fn with_inside(sealed: Sealed, given: GivenStamp, url: &str) -> Result<Frozen, OfficeError> {
    let stamps = vec![OfferedStamp { token: given.token.clone(), over: None }];
    let evidence = OfferedEvidence { stamps, ..OfferedEvidence::default() };
    let bytes = augment(&sealed.bytes, &evidence).map_err(OfficeError::Gate)?;
    let sealed = Sealed { sha256: sha256_hex(&bytes), bytes, signed: sealed.signed };
    Ok(Frozen { sealed, stamp: Some(given.kept(url)), findings: Vec::new() })
}

/// A COD has no place for a stamp, and one that came beside it later would be no part of what was issued.
pub(crate) fn must_have_place_for_stamp(asked: StampAsked) -> Result<(), OfficeError> {
    if asked < StampAsked::Demanded {
        return Ok(());
    }
    Err(OfficeError::Blocked(vec![Finding::block("signature.no_place_for_stamp", "scheme")]))
}

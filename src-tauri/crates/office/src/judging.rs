//! What do the rules hear of this office beside the certificate? Its confirmations, code lists and forms; what it may
//! issue; the certificate a draft is made on; the worksheets behind it; and the boxes its paper has no room for.
//!
//! What follows from all that is decided by `tamga-origin`. A certificate that was received is not judged here, because a
//! border post judges what others issued.

use std::sync::Arc;

use tamga_codes::Codes;
use tamga_formats::{Limits, worksheet};
use tamga_origin::calculator::{StepCode, Symbol, Worksheet};
use tamga_origin::check::{Circumstances, Desk, Original, Share};
use tamga_origin::profile::{AgreementProfile, Confirmations, IssuerKind, Profiles};
use tamga_origin::trust::{Entitlement, TrustedIssuer, entitled};
use tamga_origin::{Certificate, Decimal, Finding, GoodsItem, Measure};
use tamga_paper::{Form, Mark, PaperInput, overfull};
use tamga_store::StoreError;

use crate::error::OfficeError;
use crate::office::Office;

/// Goods go on to the next sheet; boxes that are too full are seen with the first lines, however many there are. Every
/// save lays the form out, so that few lines are a matter of how soon findings stand on the screen.
const LINES_LAID_OUT: usize = 2;

/// What the office knows around one certificate.
pub(crate) struct Known<'a> {
    confirmations: Confirmations,
    lists: Arc<Codes>,
    profiles: &'a Profiles,
    desk: Option<Desk>,
    original: Option<Original>,
    shares: Vec<Share>,
    overfull: Vec<String>,
}

impl Known<'_> {
    /// As the rules take it.
    pub(crate) fn around(&self) -> Circumstances<'_> {
        Circumstances {
            confirmations: &self.confirmations,
            lists: &*self.lists,
            profiles: Some(self.profiles),
            desk: self.desk.as_ref(),
            original: self.original.as_ref(),
            shares: &self.shares,
            overfull: &self.overfull,
            ..Circumstances::default()
        }
    }
}

impl Office {
    /// What the form's rules notice in this office.
    pub(crate) fn judge(
        &self,
        certificate: &Certificate,
        profile: &AgreementProfile,
    ) -> Result<Vec<Finding>, OfficeError> {
        let known = self.known(certificate, profile)?;
        Ok(certificate.check_in(profile, self.today(), &known.around()))
    }

    /// What this office knows around a certificate.
    fn known(&self, certificate: &Certificate, profile: &AgreementProfile) -> Result<Known<'_>, OfficeError> {
        Ok(Known {
            confirmations: self.confirmations()?,
            lists: self.codes()?,
            profiles: &self.profiles,
            desk: self.desk_for(certificate, profile)?,
            original: self.original_of(certificate)?,
            shares: self.shares_behind(certificate)?,
            overfull: self.overfull_boxes(certificate, profile)?,
        })
    }

    /// What the office may and can do with this form; none for a border post.
    fn desk_for(&self, certificate: &Certificate, profile: &AgreementProfile) -> Result<Option<Desk>, OfficeError> {
        let Ok(issuer) = self.issuer() else { return Ok(None) };
        let asked = Entitlement {
            issuer: &issuer.code,
            scheme: &profile.id,
            form: &profile.form.code,
            destination: &certificate.transport.destination_country,
            signer: None,
            at: self.now(),
        };
        // A draft without a destination yet is not blamed for it here.
        let counts = |code: &str| code != "trust.destination" || !asked.destination.is_empty();
        let trust = self.trust_history();
        let may = || !entitled(&trust, &asked).iter().any(|objection| counts(objection.code));
        let today = self.today();
        Ok(Some(Desk {
            kind: kind_for(profile, trust.newest().and_then(|held| held.list.issuer(&issuer.code))),
            switched_on: self.is_switched_on(&profile.id)?,
            entitled: trust.newest().is_some().then(may),
            stamps: self.stamp_service()?.is_some(),
            numbers_left: self.read(|reader| Ok(reader.numbers_left(&issuer.code, &profile.id, today)?))?,
        }))
    }

    /// The certificate this one copies or is made on, when it stands in a register here.
    fn original_of(&self, certificate: &Certificate) -> Result<Option<Original>, OfficeError> {
        let mut references = certificate.references.iter();
        let roles = ["duplicate_of", "back_to_back_on"];
        let Some(reference) =
            references.find(|one| roles.contains(&one.role.as_str()) && !one.number.trim().is_empty())
        else {
            return Ok(None);
        };
        if reference.role == "duplicate_of" {
            return match self.held(&reference.number) {
                // What was withdrawn can never be used; that nobody used it before is known by what customs told.
                Ok(held) => Ok(Some(Original {
                    ends: held.image.valid_to,
                    proven_unused: held.state.is_final() && !held.uses_known,
                    rest: Vec::new(),
                })),
                Err(OfficeError::Store(StoreError::NotFound { .. })) => Ok(None),
                Err(error) => Err(error),
            };
        }
        let rows = self.read(|reader| {
            let rows = reader.inbound_numbered(&reference.number)?;
            let row = rows.into_iter().find(|row| reference.issuer.is_empty() || row.issuer == reference.issuer);
            match row {
                Some(row) => Ok(Some((reader.document_bytes(&row.document_sha)?, reader.balances(row.id)?))),
                None => Ok(None),
            }
        })?;
        let Some((bytes, balances)) = rows else { return Ok(None) };
        let ends = crate::drafts::read_kept(&bytes).ok().and_then(|original| original.valid_to);
        let rest = |item: &GoodsItem| {
            // Lines of the two certificates belong together where one code stands on one line of each.
            let same = |code: &str| !item.hs.code.is_empty() && code.get(..6) == item.hs.code.get(..6);
            let alone = certificate.items.iter().filter(|other| same(&other.hs.code)).count() == 1;
            let mut rows = balances.iter().filter(|row| same(&row.hs_code));
            let row = rows.next().filter(|_| alone && rows.next().is_none())?;
            Some((item.sequence, Measure { amount: row.left, unit: row.unit.clone() }))
        };
        Ok(Some(Original { ends, proven_unused: false, rest: certificate.items.iter().filter_map(rest).collect() }))
    }

    /// What the worksheets kept with a draft say of the materials that do not change their classification.
    fn shares_behind(&self, certificate: &Certificate) -> Result<Vec<Share>, OfficeError> {
        let mut shares = Vec::new();
        for paper in certificate.evidence.iter().filter(|paper| !paper.digest.is_empty()) {
            let Some(item) = crate::evidence::line_of(&paper.name) else { continue };
            let bytes = match self.read(|reader| Ok(reader.document_bytes(&paper.digest)?)) {
                Ok(bytes) => bytes,
                // Papers that lie elsewhere are named by their digest too.
                Err(OfficeError::Store(StoreError::NotFound { .. })) => continue,
                Err(error) => return Err(error),
            };
            // What was kept is calculated again; a paper that is no worksheet says nothing of shares.
            let Ok(read) = worksheet::read(&bytes, &Limits::default()) else { continue };
            let of = |code| share(&read.value, code);
            let (of_value, of_weight) = (of(StepCode::DeMinimisValue), of(StepCode::DeMinimisWeight));
            shares.push(Share { item, of_value, of_weight });
        }
        Ok(shares)
    }

    /// Numbers of the boxes that do not hold their content. A form without typefaces is judged without paper: that it
    /// cannot be printed is said where it is printed.
    fn overfull_boxes(
        &self,
        certificate: &Certificate,
        profile: &AgreementProfile,
    ) -> Result<Vec<String>, OfficeError> {
        let Ok(typefaces) = self.typefaces() else { return Ok(Vec::new()) };
        let mut first = certificate.clone();
        first.items.truncate(LINES_LAID_OUT);
        let input = PaperInput { mark: Mark::Draft, ..PaperInput::default() };
        // Content that cannot be laid out at all has findings of its own.
        Ok(overfull(typefaces, &first, &Form::of(profile), &input).unwrap_or_default())
    }
}

/// The share that a step of a worksheet came to, in percent.
fn share(sheet: &Worksheet, code: StepCode) -> Option<Decimal> {
    let step = sheet.steps.iter().find(|step| step.code == code)?;
    let figure = step.figures.iter().find(|figure| figure.symbol == Symbol::Share)?;
    figure.value.exact().or_else(|| figure.value.rounded(6))
}

/// What kind of office it is, as far as this form asks: an office does not know its own kind, and whether it may certify
/// is said by the trust list. What traders alone make is never an office's, unless that list lets it declare: then this is
/// the desk of such a trader, or of whoever registers what traders declare.
fn kind_for(profile: &AgreementProfile, entry: Option<&TrustedIssuer>) -> IssuerKind {
    let declares = profile.is_self_declaration() && entry.is_some_and(TrustedIssuer::declares);
    let takes = |kind: &&IssuerKind| declares || !kind.is_trader();
    profile.issuers.iter().find(takes).copied().unwrap_or(IssuerKind::Chamber)
}

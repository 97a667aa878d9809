//! What does a page say beside the document inside it (`seal-and-paper.md` 7.2, step 10; 11.5)? The document decides; the
//! page and its printed code have to agree with it, or they say nothing.
//!
//! A page of this very program is made again from the sealed data and has to be the same file. Pages of others are not
//! compared, and that is said.

use std::borrow::Cow;

use tamga_formats::{Dialect, recognise};
use tamga_origin::profile::Profiles;
use tamga_origin::trust::TrustHistory;
use tamga_origin::{Certificate, Finding, Flag, Severity};
use tamga_paper::{
    Attachment, Form, Mark, NoDocument, Page, PaperInput, Typefaces, code_text, compared, document_in, render,
};
use tamga_seal::digest::sha256;
use tamga_seal::{Class, Reason, Refusal, qr_open};

use crate::agreements;
use crate::verdict::{Verdict, VerdictKind, headline};

/// Name of the document inside a page of ours.
pub(crate) const ATTACHED: &str = "certificate.xml";

/// A file that is to be judged: the sealed bytes, and the page they came in.
pub(crate) struct Presented<'a> {
    pub(crate) sealed: Cow<'a, [u8]>,
    page: Option<&'a [u8]>,
}

/// Is it a PDF?
pub(crate) fn is_page(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

impl<'a> Presented<'a> {
    /// Takes the document out of a page; any other file is presented as it is.
    ///
    /// # Errors
    /// `paper.unreadable`, `paper.no_document`: cannot be judged; `paper.many_documents`: not genuine.
    pub(crate) fn of(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if !is_page(bytes) {
            return Ok(Self { sealed: Cow::Borrowed(bytes), page: None });
        }
        let sealed = document_in(bytes).map_err(|error| {
            let class = if matches!(error, NoDocument::Many { .. }) { Class::Invalid } else { Class::Unknown };
            let reason = Reason::new(class, error.code());
            Refusal::from(match error {
                NoDocument::Many { count } => reason.found(count),
                NoDocument::None | NoDocument::Unreadable { .. } => reason,
            })
        })?;
        Ok(Self { sealed: Cow::Owned(sealed), page: Some(bytes) })
    }

    /// Adds to the verdict on the document what the page is worth beside it.
    pub(crate) fn tell(
        &self,
        verdict: &mut Verdict,
        certificate: Option<&Certificate>,
        trust: &TrustHistory,
        profiles: &Profiles,
    ) {
        let (Some(page), Some(certificate)) = (self.page, certificate) else { return };
        let mut reasons = by_code(page, &self.sealed, certificate, trust);
        reasons.extend(by_page(page, &self.sealed, certificate, profiles));
        let heaviest = reasons.iter().map(|reason| reason.severity).max();
        verdict.reasons.extend(reasons);
        let kind = match (heaviest, verdict.kind) {
            (Some(Severity::Block), _) => VerdictKind::NotGenuine,
            (Some(Severity::Warn), VerdictKind::Genuine | VerdictKind::Look) => VerdictKind::CannotJudge,
            _ => return,
        };
        verdict.kind = kind;
        verdict.headline = headline(kind, &verdict.reasons);
    }
}

/// Does the printed code speak of this document, by a key of its body?
fn by_code(page: &[u8], sealed: &[u8], certificate: &Certificate, trust: &TrustHistory) -> Vec<Finding> {
    let (Some(text), Some(held)) = (code_text(page), trust.newest()) else { return Vec::new() };
    let findings = |reasons: Vec<Reason>| reasons.into_iter().map(|reason| reason.finding).collect();
    let read = match qr_open(&text, &held.list) {
        Ok(read) => read,
        Err(refusal) => return findings(refusal.reasons),
    };
    let said = &read.content;
    let is_this = said.issuer == certificate.issuer.code
        && said.number == certificate.number
        && said.revision == certificate.revision
        && sha256(sealed).starts_with(&said.document);
    match is_this {
        true => findings(read.reasons),
        false => {
            let differs = Finding::block("qr.differs", "number").with("found", &said.number);
            vec![differs.with("expected", &certificate.number)]
        }
    }
}

/// Is it the page that this program makes of the document?
fn by_page(page: &[u8], sealed: &[u8], certificate: &Certificate, profiles: &Profiles) -> Option<Finding> {
    match again(page, sealed, certificate, profiles).map(|again| compared(page, &again)) {
        Some(Page::Same) => None,
        Some(Page::Altered) => Some(Finding::block("paper.differs", "")),
        Some(Page::Other) | None => Some(Finding::info("paper.not_comparable", "")),
    }
}

/// The page once more; none where it takes what is not in the document: a COD's page carries words of the office, and
/// typefaces that do not ship may be others here.
fn again(page: &[u8], sealed: &[u8], certificate: &Certificate, profiles: &Profiles) -> Option<Vec<u8>> {
    let code = code_text(page).filter(|_| recognise(sealed) == Some(Dialect::TamgaXml))?;
    let (from, to) = (&certificate.transport.export_country, &certificate.transport.destination_country);
    let day = certificate.issued_at?.date();
    let profile = agreements::find(profiles, &certificate.scheme.code, day, from, to)?;
    let input = PaperInput {
        copy_word: profile.form.copies.first().map_or("", String::as_str),
        mark: if certificate.flags.contains(&Flag::Test) { Mark::Demonstration } else { Mark::None },
        document: Some(Attachment { name: ATTACHED, bytes: sealed }),
        document_digest: Some(sha256(sealed)),
        qr: Some(&code),
        preprinted: None,
    };
    let made = render(&Typefaces::load(&[]).ok()?, certificate, &Form::of(profile), &input).ok()?;
    let lacks_letters = made.findings.iter().any(|finding| finding.code == "paper.glyph_missing");
    (!lacks_letters).then_some(made.bytes)
}

//! How does a certificate look on paper?
//!
//! Draws a certificate by its profile's layout as a PDF/A-3a file with the signed document inside, and takes the document
//! out of such a file again. What may be
//! printed is decided by `tamga-origin`, what is attached is made by `tamga-formats` and `tamga-seal`; this room
//! reads no clock, no network and no file but the typefaces it is pointed at.

use tamga_origin::layout::Layout;
use tamga_origin::{AgreementProfile, Certificate, Finding};

mod areas;
mod attest;
mod back;
mod book;
mod code;
mod countries;
mod file;
mod goods;
mod marks;
mod phrases;
mod plain;
mod script;
mod set;
mod sheet;
mod typefaces;
mod words;

pub use back::{NoDocument, Page, code_text, compared, document_in};
pub use typefaces::Typefaces;

/// The form a certificate is printed on.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    /// The profile's layout; without one the plain, complete form is drawn.
    pub layout: Option<&'a Layout>,
    /// The profile, whose boxes the plain form shows; without one every part of the certificate has a box.
    pub profile: Option<&'a AgreementProfile>,
    /// Name of the agreement or form, for the title of the plain form and the metadata.
    pub title: &'a str,
    /// Form code, for instance `CO`, or empty.
    pub form_code: &'a str,
    /// Language of the form's own words (BCP 47), for instance `en`.
    pub language: &'a str,
}

impl<'a> Form<'a> {
    /// The form of a profile, speaking the first of its languages that has words here, else English.
    pub fn of(profile: &'a AgreementProfile) -> Self {
        Self {
            layout: profile.layout.as_ref(),
            profile: Some(profile),
            title: profile.title("en"),
            form_code: &profile.form.code,
            language: phrases::first_known(&profile.form.languages),
        }
    }
}

/// How far a printer must move what it prints on a preprinted form, in tenths of a millimetre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Offset {
    /// To the right.
    pub right: i32,
    /// Down.
    pub down: i32,
}

/// What stands across the page behind the boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// Nothing: a real certificate.
    #[default]
    None,
    /// Not issued yet; carries neither attachment nor code.
    Draft,
    /// A certificate of demonstration data.
    Demonstration,
    /// A copy that is not the original.
    Copy,
    /// A certificate whose number has ended.
    Cancelled,
}

/// The frozen signed document that travels inside the page.
#[derive(Debug, Clone, Copy)]
pub struct Attachment<'a> {
    /// File name inside the PDF, for instance `certificate.xml`.
    pub name: &'a str,
    /// The exact bytes.
    pub bytes: &'a [u8],
}

/// What a page needs beside the certificate and its form.
#[derive(Debug, Clone, Copy, Default)]
pub struct PaperInput<'a> {
    /// Wording of this copy, for instance `Original`, or empty.
    pub copy_word: &'a str,
    /// Mark across the page.
    pub mark: Mark,
    /// The signed document to attach.
    pub document: Option<Attachment<'a>>,
    /// SHA-256 over the signed document; names the file for ever.
    pub document_digest: Option<[u8; 32]>,
    /// Text of the verification code.
    pub qr: Option<&'a str>,
    /// On a preprinted form: values only on the first sheet, moved by the printer's offset.
    pub preprinted: Option<Offset>,
}

/// A printed certificate.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The PDF file.
    pub bytes: Vec<u8>,
    /// How many sheets.
    pub pages: u32,
    /// What was noticed: `layout.overflow`, `paper.glyph_missing`.
    pub findings: Vec<Finding>,
}

/// Why no page could be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A draft was given an attachment or a verification code.
    #[error("a draft carries neither attachment nor verification code")]
    DraftWithProof,
    /// The attachment's name is not a plain file name.
    #[error("the attachment's name is not a plain file name")]
    AttachmentName,
    /// The verification code is longer than version 20 at level M holds.
    #[error("the verification code is too long for the page: {length} characters")]
    CodeTooLong {
        /// Characters in the code.
        length: usize,
    },
    /// A typeface that ships with the program cannot be read.
    #[error("the typeface {name} cannot be read")]
    Typeface {
        /// Which.
        name: &'static str,
    },
    /// The certificate needs more sheets than a file may have.
    #[error("the certificate needs more than {limit} sheets")]
    TooManySheets {
        /// The limit.
        limit: u32,
    },
    /// The file would not be PDF/A-3a.
    #[error("the page would not be a valid PDF/A-3a file: {why}")]
    NotArchivable {
        /// What the PDF library found.
        why: String,
    },
}

/// Draws a certificate.
///
/// Same certificate, form, input, typefaces and program version: same bytes.
pub fn render(
    typefaces: &Typefaces,
    certificate: &Certificate,
    form: &Form<'_>,
    input: &PaperInput<'_>,
) -> Result<Paper, PaperError> {
    if input.mark == Mark::Draft && (input.document.is_some() || input.qr.is_some()) {
        return Err(PaperError::DraftWithProof);
    }
    if input.document.is_some_and(|document| !is_plain_name(document.name)) {
        return Err(PaperError::AttachmentName);
    }
    let book = laid_out(typefaces, certificate, form, input)?;
    let bytes = file::write(typefaces, &book, certificate, form, input)?;
    let pages = u32::try_from(book.sheets.len()).unwrap_or(u32::MAX);
    Ok(Paper { bytes, pages, findings: book.findings })
}

/// Numbers of the boxes that do not hold their content at the smallest size. The sheets are laid out and no file is
/// written, which takes a small part of the time.
pub fn overfull(
    typefaces: &Typefaces,
    certificate: &Certificate,
    form: &Form<'_>,
    input: &PaperInput<'_>,
) -> Result<Vec<String>, PaperError> {
    let book = laid_out(typefaces, certificate, form, input)?;
    let overflows = book.findings.into_iter().filter(|finding| finding.code == "layout.overflow");
    let mut numbers: Vec<String> = overflows
        .flat_map(|finding| finding.params)
        .filter(|(name, _)| name == "n")
        .map(|(_, number)| number)
        .collect();
    numbers.dedup();
    Ok(numbers)
}

fn laid_out(
    typefaces: &Typefaces,
    certificate: &Certificate,
    form: &Form<'_>,
    input: &PaperInput<'_>,
) -> Result<book::Book, PaperError> {
    let phrases = phrases::of(form.language);
    match form.layout {
        Some(layout) => book::compose(typefaces, certificate, layout, phrases, input),
        None => book::compose(typefaces, certificate, &plain::layout(form, phrases), phrases, input),
    }
}

/// Is it a file name that no reader can take for a path?
fn is_plain_name(name: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    !name.is_empty() && name.len() <= 100 && !name.starts_with('.') && name.chars().all(allowed)
}

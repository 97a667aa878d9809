//! From a COD to a certificate, whatever its stage: one walk over the elements along the table of its version and form.
//!
//! Elements the table does not know, or knows elsewhere, are named in findings with their text; nothing is altered and
//! the bytes stay with the document. What values mean is in `read/put.rs`, what is settled at the end in
//! `read/finish.rs`, what stands in an element in `read/elements.rs`, what the schema does not check in `checks`.

mod elements;
mod finish;
mod party;
mod put;
mod rows;
mod walk;

use std::borrow::Cow;
use std::collections::BTreeMap;

use tamga_origin::{Certificate, Date, Finding, Invoice, ProofType};
use tamga_xml::{Element, Gated};

use self::elements::Met;
use self::walk::{BARE, Walk, excerpt, holds_byte};
use super::table::{self, Form, Node, TABLES};
use super::version::{Stage, Version};
use super::{Document, Spans, checks};
use crate::Read;
use crate::error::FormatError;
use crate::limits::Limits;

/// What is known while reading.
pub(super) struct Reading<'a> {
    walk: Walk<'a>,
    met: Met,
    limits: Limits,
    pub(super) certificate: Certificate,
    pub(super) version: Version,
    pub(super) form: Option<&'static Form>,
    pub(super) acronym: String,
    version_read: bool,
    /// Counters as stated, by list.
    stated: BTreeMap<&'static str, String>,
    /// Rows of the list of invoices, with their order numbers as written.
    invoice_numbers: Vec<Option<u32>>,
    producer_numbers: Vec<u32>,
    item_numbers: Vec<u32>,
    /// The invoice of another operator, and whether it was given.
    third_invoice: Option<Invoice>,
    /// Currency and edition are said once for all items.
    currency: Option<String>,
    edition: Option<String>,
    origin: Option<String>,
    /// What was said about the quantity of the item in hand: amount, unit.
    measure: (Cow<'a, str>, Cow<'a, str>),
    /// The item in hand has an advance ruling.
    ruled: bool,
    /// The day of `CertificateDate` as written.
    pub(super) issued_day: Option<Date>,
    issued: bool,
    certified: bool,
    cod: Option<std::ops::Range<usize>>,
    exporter: std::ops::Range<usize>,
    codeh: Option<std::ops::Range<usize>>,
    exporter_signatures: Vec<std::ops::Range<usize>>,
    official_signatures: Vec<std::ops::Range<usize>>,
}

/// Reads a COD of any stage.
///
/// # Errors
/// Another root, no COD inside, a version that is none, more rows than the limit, more findings than a person could
/// look at.
pub fn read<'a>(gated: &Gated<'a>, limits: &Limits) -> Result<Read<Document<'a>>, FormatError> {
    let mut reading = Reading::of(gated, limits);
    if gated.has_byte_order_mark() {
        reading.note(Finding::warn("read.bom", ""));
    }
    reading.envelope()?;
    reading.close(gated)
}

/// Reads what a signature covers, by itself: `CODEH` for the official's, `COD` for the exporter's.
///
/// # Errors
/// As [`read`].
pub fn read_signed(gated: &Gated<'_>, limits: &Limits) -> Result<Read<Certificate>, FormatError> {
    let mut reading = Reading::of(gated, limits);
    match reading.walk.root() {
        Some(root) if root.is(BARE, "CODEH") => reading.codeh(root)?,
        Some(root) if root.is(BARE, "COD") => reading.content(root)?,
        root => return Err(wrong_root(root.map_or("", |root| root.local()))),
    }
    if !reading.version_read {
        return Err(wrong_root("CODEH"));
    }
    reading.finish();
    checks::run(&mut reading);
    Ok(Read { value: reading.certificate, findings: reading.walk.findings })
}

impl<'a> Reading<'a> {
    fn of(gated: &'a Gated<'a>, limits: &Limits) -> Self {
        Self {
            walk: Walk::new(gated, limits),
            met: Met::default(),
            limits: *limits,
            certificate: Certificate {
                revision: 1,
                is_preferential: true,
                proof_type: ProofType::PreferenceCertificate,
                ..Certificate::default()
            },
            version: Version::default(),
            form: None,
            acronym: String::new(),
            version_read: false,
            stated: BTreeMap::new(),
            invoice_numbers: Vec::new(),
            producer_numbers: Vec::new(),
            item_numbers: Vec::new(),
            third_invoice: None,
            currency: None,
            edition: None,
            origin: None,
            measure: Default::default(),
            ruled: false,
            issued_day: None,
            issued: false,
            certified: false,
            cod: None,
            exporter: 0..0,
            codeh: None,
            exporter_signatures: Vec::new(),
            official_signatures: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, finding: Finding) {
        self.walk.findings.push(finding);
    }

    fn envelope(&mut self) -> Result<(), FormatError> {
        let root = match self.walk.root() {
            Some(root) if self.walk.is_envelope(&root, "Envelope") => root,
            root => return Err(wrong_root(root.map_or("", |root| root.local()))),
        };
        self.walk.enter("Envelope");
        let (mut inside, mut found) = (root.inside(), false);
        while let Some(child) = self.walk.child(&mut inside)? {
            if self.walk.is_envelope(&child, "CertOrigin") && !found {
                found = true;
                self.cert_origin(child)?;
            } else if self.walk.is_envelope(&child, "Header") {
                // Nothing in it is signed, so nothing in it is looked at.
                self.walk.pass(&child);
            } else {
                self.walk.unknown(&child)?;
            }
        }
        self.walk.leave();
        if found && self.cod.is_some() { Ok(()) } else { Err(wrong_root("Envelope")) }
    }

    fn cert_origin(&mut self, element: Element<'a>) -> Result<(), FormatError> {
        self.walk.enter("CertOrigin");
        let mut inside = element.inside();
        while let Some(child) = self.walk.child(&mut inside)? {
            if child.is(BARE, "CODEH") && self.codeh.is_none() {
                self.walk.identified(&child, "CODEH");
                self.codeh(child)?;
                self.codeh = Some(child.span());
            } else if self.walk.is_signature(&child) {
                self.walk.pass(&child);
                self.official_signatures.push(child.span());
            } else {
                self.walk.unknown(&child)?;
            }
        }
        self.walk.leave();
        Ok(())
    }

    fn codeh(&mut self, element: Element<'a>) -> Result<(), FormatError> {
        self.walk.enter("CODEH");
        let mut inside = element.inside();
        while let Some(child) = self.walk.child(&mut inside)? {
            match self.form {
                _ if child.is(BARE, "CODExporter") && self.cod.is_none() => {
                    self.exporter(child)?;
                    self.exporter = child.span();
                }
                Some(form) if child.is(BARE, "EH") && !self.issued => {
                    self.issued = true;
                    self.group(child, &form.entity, None)?;
                }
                Some(form) if child.is(BARE, "CertificationEH") && !self.certified => {
                    self.certified = true;
                    self.group(child, &form.certification, None)?;
                }
                _ => self.walk.unknown(&child)?,
            }
        }
        self.walk.leave();
        Ok(())
    }

    fn exporter(&mut self, element: Element<'a>) -> Result<(), FormatError> {
        self.walk.enter("CODExporter");
        let mut inside = element.inside();
        while let Some(child) = self.walk.child(&mut inside)? {
            if child.is(BARE, "COD") && self.cod.is_none() {
                self.walk.identified(&child, "COD");
                self.content(child)?;
                self.cod = Some(child.span());
            } else if self.walk.is_signature(&child) {
                self.walk.pass(&child);
                self.exporter_signatures.push(child.span());
            } else {
                self.walk.unknown(&child)?;
            }
        }
        self.walk.leave();
        Ok(())
    }

    fn content(&mut self, element: Element<'a>) -> Result<(), FormatError> {
        self.walk.enter("COD");
        let head: &'static [Node] = &TABLES.head;
        let (mut seen, mut inside) = (self.met.begin(head.len()), element.inside());
        while let Some(child) = self.walk.child(&mut inside)? {
            if child.namespace() != BARE {
                self.walk.unknown(&child)?;
            } else if let Some(form) = table::form(child.local()) {
                self.form(form, child)?;
            } else if self.form.is_none() && head.iter().any(|node| child.is(BARE, node.name)) {
                self.child_of(head, child, &mut seen, None)?;
            } else {
                self.walk.unknown(&child)?;
            }
        }
        if !self.version_read {
            return Err(FormatError::UnknownVersion { found: String::new() });
        }
        self.gaps(head, &seen, None);
        self.met.end(&seen);
        if self.form.is_none() {
            self.note(Finding::block("gap.required", "").with("where", "COD/Form"));
        }
        self.walk.leave();
        Ok(())
    }

    fn form(&mut self, form: &'static Form, element: Element<'a>) -> Result<(), FormatError> {
        if !self.version_read {
            return Err(FormatError::UnknownVersion { found: String::new() });
        }
        if self.form.is_some() {
            return self.walk.unknown(&element);
        }
        if form.body.occurs(self.version) == table::Occurs::Never {
            let finding = Finding::block("cod.form", "scheme.form_code").with("form", form.body.name);
            self.note(finding.with("acronym", self.acronym.clone()).with("version", self.version.code()));
            return self.walk.unknown(&element);
        }
        self.form = Some(form);
        self.certificate.scheme.form_code = form.body.name.to_owned();
        self.group(element, &form.body, None)
    }

    fn close<'b>(mut self, gated: &Gated<'b>) -> Result<Read<Document<'b>>, FormatError> {
        self.finish();
        let (cod, codeh) = (self.cod.clone().unwrap_or_default(), self.codeh.clone().unwrap_or_default());
        let stage = self.stage();
        if gated.text().get(codeh.clone()).is_some_and(|signed| holds_byte(signed, b'!') && signed.contains("<!--")) {
            self.note(Finding::warn("cod.comment", ""));
        }
        checks::run(&mut self);
        self.walk.check_ids();
        let mark = gated.bytes().len() - gated.text().len();
        let shift = |span: std::ops::Range<usize>| span.start + mark..span.end + mark;
        let spans = Spans {
            cod: shift(cod),
            exporter: shift(self.exporter.clone()),
            codeh: shift(codeh),
            exporter_signature: self.exporter_signatures.first().cloned().map(shift),
            official_signature: self.official_signatures.first().cloned().map(shift),
        };
        let document = Document {
            certificate: self.certificate,
            version: self.version,
            form: self.form.map_or("", |form| form.body.name),
            acronym: self.acronym,
            stage,
            spans,
            bytes: gated.bytes(),
        };
        Ok(Read { value: document, findings: self.walk.findings })
    }

    fn stage(&mut self) -> Option<Stage> {
        let (by_exporter, by_official) = (self.exporter_signatures.len(), self.official_signatures.len());
        let issue_part = self.issued || self.certified;
        let halves = self.issued != self.certified;
        let stage = Stage::of(by_exporter > 0, issue_part, by_official > 0);
        let stage = stage.filter(|_| by_exporter < 2 && by_official < 2 && !halves);
        if stage.is_none() {
            let finding = Finding::block("cod.stage", "").with("exporter_signatures", by_exporter);
            let parts = u8::from(self.issued) + u8::from(self.certified);
            self.note(finding.with("issue_parts", parts).with("official_signatures", by_official));
        }
        stage
    }
}

fn wrong_root(found: &str) -> FormatError {
    FormatError::WrongRoot { found: excerpt(found) }
}

//! From a certificate to a COD: one walk over the table of the form. What the written document lacks, breaks or loses
//! is found by reading it back, so that nothing can be forgotten.

mod losses;
mod values;

use tamga_origin::{Certificate, GoodsItem, Instance, Invoice, Producer};
use tamga_xml::Writer;

use super::agreements;
use super::slot::Slot;
use super::table::{self, Content, Form, Node, Occurs, Requirement, TABLES};
use super::version::Version;
use super::{ENVELOPE, Extent, Style};
use crate::Written;
use crate::error::FormatError;

const DECLARATION: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
/// The namespace of `xsi:schemaLocation`.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Writes a certificate or a draft; the form follows from agreement and version, `scheme.form_code` chooses among
/// several.
///
/// Everything the document does not carry is named in a `loss.*` finding; what the version's schema would not take is a
/// blocking one (`gap.required`, `limit.exceeded`, `cod.value`, `cod.currency`).
///
/// # Errors
/// No form of the version for the agreement, a character that XML cannot carry, a time outside the years 1 to 9999.
pub fn write(certificate: &Certificate, style: &Style) -> Result<Written, FormatError> {
    let writing = Writing::of(certificate, style)?;
    let bytes = writing.document()?;
    let findings = losses::of(certificate, &bytes)?;
    Ok(Written { bytes, findings })
}

/// One line of what is written.
#[derive(Debug)]
enum Step {
    Open(&'static str),
    Leaf(&'static str, String),
    Close,
}

/// The row in hand.
#[derive(Clone, Copy, Default)]
struct Row<'a> {
    producer: Option<&'a Producer>,
    invoice: Option<(usize, &'a Invoice)>,
    item: Option<&'a GoodsItem>,
    instance: Option<Instance>,
}

/// What is being written.
pub(super) struct Writing<'a> {
    certificate: &'a Certificate,
    style: &'a Style,
    form: &'static Form,
    acronym: &'static str,
    /// Position, from 0, of the invoice of another operator that has its place outside the list.
    third_invoice: Option<usize>,
    /// How many invoices the list holds.
    listed: usize,
}

impl<'a> Writing<'a> {
    pub(super) fn of(certificate: &'a Certificate, style: &'a Style) -> Result<Self, FormatError> {
        let scheme = &certificate.scheme;
        let refused =
            || FormatError::NoForm { agreement: scheme.code.chars().take(64).collect(), version: style.version.code() };
        let acronym = agreements::acronym_of(&scheme.code).ok_or_else(refused)?;
        let there =
            |name: &&'static str| table::form(name).filter(|form| form.body.occurs(style.version) != Occurs::Never);
        let forms = agreements::forms_of(acronym, style.version);
        let wanted = forms.iter().filter(|name| **name == scheme.form_code).find_map(&there);
        let form = wanted.or_else(|| forms.iter().find_map(there)).ok_or_else(refused)?;
        let third_invoice = values::third_invoice(certificate, form, style.version);
        let apart = values::is_apart(certificate, third_invoice);
        let listed = certificate.invoices.len() - usize::from(apart);
        Ok(Self { certificate, style, form, acronym, third_invoice, listed })
    }

    fn version(&self) -> Version {
        self.style.version
    }

    fn document(&self) -> Result<Vec<u8>, FormatError> {
        let version = self.version().code();
        let mut writer = Writer::default();
        let location = format!("{ENVELOPE} http://www.codaladi.org/directorio/cod_ver_{version}.xsd");
        writer.start_with(
            "ns1:Envelope",
            &[("xmlns:ns1", ENVELOPE), ("xmlns:xsi", INSTANCE), ("xsi:schemaLocation", &location)],
        );
        writer.start("ns1:CertOrigin").start_with("CODEH", &[("id", "CODEH")]).start("CODExporter");
        writer.start_with("COD", &[("id", "COD")]);
        let mut steps = Vec::new();
        self.group(&TABLES.head, Row::default(), &mut steps)?;
        self.element(&self.form.body, Row::default(), &mut steps)?;
        play(&steps, &mut writer)?;
        writer.end().end();
        if self.style.extent == Extent::Certificate {
            play(&self.issue_steps()?, &mut writer)?;
        }
        Ok([DECLARATION, &writer.finish()].concat())
    }

    /// `EH` and `CertificationEH`, as bytes to be put behind `CODExporter`.
    pub(super) fn issue_part(&self) -> Result<Vec<u8>, FormatError> {
        let mut writer = Writer::default();
        play(&self.issue_steps()?, &mut writer)?;
        Ok(writer.finish())
    }

    fn issue_steps(&self) -> Result<Vec<Step>, FormatError> {
        let mut steps = Vec::new();
        self.element(&self.form.entity, Row::default(), &mut steps)?;
        self.element(&self.form.certification, Row::default(), &mut steps)?;
        Ok(steps)
    }

    /// Writes the children of an element; says whether any of them says something.
    fn group(&self, nodes: &'static [Node], row: Row<'a>, steps: &mut Vec<Step>) -> Result<bool, FormatError> {
        let mut filled = false;
        let mut said: Vec<Slot> = Vec::new();
        // What the matrix calls not applicable is left out wherever the schema lets it be.
        let written = |node: &&Node| match (node.occurs(self.version()), node.required(self.version())) {
            (Occurs::Never, _) => false,
            (occurs, required) => occurs.must() || required != Requirement::NotApplicable,
        };
        for node in nodes.iter().filter(written) {
            // What was said under another name in this group is not said twice.
            if let Content::Leaf(field) = &node.content
                && field.slot != Slot::Nowhere
            {
                if said.contains(&field.slot) {
                    continue;
                }
                said.push(field.slot);
            }
            filled |= self.element(node, row, steps)?;
        }
        Ok(filled)
    }

    /// Writes an element, once or in its rows; an optional one only when it says something.
    fn element(&self, node: &'static Node, row: Row<'a>, steps: &mut Vec<Step>) -> Result<bool, FormatError> {
        let occurs = node.occurs(self.version());
        let rows = if occurs.repeats() { self.rows(node, row) } else { vec![row] };
        let mut filled = false;
        for row in rows {
            match &node.content {
                Content::Leaf(field) => {
                    let text = self.value(field, node, row)?;
                    if !text.is_empty() {
                        steps.push(Step::Leaf(node.name, text));
                        filled = true;
                    }
                }
                Content::Group(children) => {
                    let begin = steps.len();
                    steps.push(Step::Open(node.name));
                    if self.group(children, row, steps)? {
                        filled = true;
                    } else if occurs == Occurs::AtMostOnce {
                        steps.truncate(begin);
                        continue;
                    }
                    steps.push(Step::Close);
                }
            }
        }
        Ok(filled)
    }

    fn rows(&self, node: &Node, row: Row<'a>) -> Vec<Row<'a>> {
        let certificate = self.certificate;
        match (node.name, row.item) {
            ("Producer", _) => {
                let of = |producer| Row { producer: Some(producer), ..row };
                certificate.producers.iter().map(of).collect()
            }
            ("Invoice", _) => {
                let of = |invoice| Row { invoice: Some(invoice), ..row };
                certificate.invoices.iter().enumerate().take(self.listed).map(of).collect()
            }
            ("Goods", _) => certificate.items.iter().map(|item| Row { item: Some(item), ..row }).collect(),
            (_, Some(item)) if !item.instances.is_empty() => {
                item.instances.iter().map(|instance| Row { instance: Some(*instance), ..row }).collect()
            }
            _ => vec![row],
        }
    }
}

/// Plays the steps into the writer; refuses what XML cannot carry instead of changing it.
fn play(steps: &[Step], writer: &mut Writer) -> Result<(), FormatError> {
    for step in steps {
        match step {
            Step::Open(name) => {
                writer.start(name);
            }
            Step::Leaf(name, text) => {
                if let Some(character) = text.chars().find(|c| !crate::tree::is_legal(*c)) {
                    let code_point = u32::from(character);
                    return Err(FormatError::ForbiddenCharacter { path: (*name).to_owned(), code_point });
                }
                writer.element(name, text);
            }
            Step::Close => {
                writer.end();
            }
        }
    }
    Ok(())
}

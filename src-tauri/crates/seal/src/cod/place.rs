//! Where do the parts of a COD stand? By path over the gate's own notes, as byte ranges, and only when each stands where
//! it has to and once; what the parts say is asked elsewhere.

use std::ops::Range;

use tamga_xml::{Event, Gated, Name};

use super::{CodSignature, ENVELOPE};
use crate::error::SignError;
use crate::profile::DS;
use crate::refusal::Refusal;

/// A part that has one place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Envelope,
    CertOrigin,
    Codeh,
    Exporter,
    Cod,
    Entity,
    Certification,
    ByExporter,
    ByOfficial,
}

impl CodSignature {
    fn covers(self) -> Part {
        match self {
            Self::Exporter => Part::Cod,
            Self::Official => Part::Codeh,
        }
    }
}

/// Byte ranges of the parts, in the text that passed the gate.
#[derive(Debug, Default)]
pub struct Places {
    cod: Range<usize>,
    codeh: Range<usize>,
    by_exporter: Option<Range<usize>>,
    by_official: Option<Range<usize>>,
    entity: bool,
    certification: bool,
}

impl Places {
    /// Looks over the whole document once.
    ///
    /// # Errors
    /// Another document, a part that is missing, stands twice or elsewhere, an id of a signed part that another element
    /// carries too, a comment inside what is signed.
    pub fn of(doc: &Gated<'_>) -> Result<Self, Refusal> {
        let mut events = doc.events();
        let mut open: Vec<(Option<Part>, usize)> = Vec::new();
        let mut found: Vec<(Part, Range<usize>)> = Vec::new();
        let mut carriers = [0_u32; 2];
        while let Some(event) = events.next() {
            match event {
                Event::Start(start) => {
                    let part = part(open.last().map(|(part, _)| *part), &start.name);
                    if open.is_empty() && part.is_none() {
                        return Err(Refusal::unknown("shape.unknown_form", start.name.local));
                    }
                    if part.is_none() && start.name.is(DS, "Signature") {
                        return Err(Refusal::unknown("shape.signature_place", ""));
                    }
                    for (which, count) in CodSignature::ALL.into_iter().zip(&mut carriers) {
                        let named = ["Id", "ID", "id"].iter().any(|id| start.attribute(id) == Some(which.id()));
                        *count += u32::from(named);
                        if part == Some(which.covers()) && start.attribute("id") != Some(which.id()) {
                            return Err(Refusal::invalid("ref.target_missing", which.id()));
                        }
                    }
                    open.push((part, events.offset()));
                }
                Event::End => {
                    if let Some((Some(part), began)) = open.pop() {
                        found.push((part, began..events.end_offset()));
                    }
                }
                Event::Text(_) => {}
            }
        }
        for (which, count) in CodSignature::ALL.into_iter().zip(carriers) {
            if count > 1 {
                return Err(Refusal::invalid("ref.target_ambiguous", which.id()));
            }
        }
        Self::sorted(doc, found)
    }

    fn sorted(doc: &Gated<'_>, found: Vec<(Part, Range<usize>)>) -> Result<Self, Refusal> {
        let mut places = Self::default();
        let mut seen: Vec<Part> = Vec::new();
        for (part, range) in found {
            if seen.contains(&part) {
                let signature = matches!(part, Part::ByExporter | Part::ByOfficial);
                let code = if signature { "shape.signature_count" } else { "shape.stage" };
                return Err(Refusal::invalid(code, format!("{part:?} twice")));
            }
            seen.push(part);
            match part {
                Part::Cod => places.cod = range,
                Part::Codeh => places.codeh = range,
                Part::ByExporter => places.by_exporter = Some(range),
                Part::ByOfficial => places.by_official = Some(range),
                Part::Entity => places.entity = true,
                Part::Certification => places.certification = true,
                Part::Envelope | Part::CertOrigin | Part::Exporter => {}
            }
        }
        if !seen.contains(&Part::Cod) {
            return Err(Refusal::invalid("ref.target_missing", "COD"));
        }
        // After the gate a raw `<!--` is a comment and nothing else.
        if doc.text().get(places.codeh.clone()).is_none_or(|signed| signed.contains("<!--")) {
            return Err(Refusal::invalid("gate.comment", "comment"));
        }
        Ok(places)
    }

    /// May this signature be put in now? One after the other, and none twice.
    ///
    /// # Errors
    /// `sign.already_signed`, `sign.order`.
    pub fn allow(&self, which: CodSignature) -> Result<(), SignError> {
        let there = match which {
            CodSignature::Exporter => &self.by_exporter,
            CodSignature::Official => &self.by_official,
        };
        if there.is_some() {
            return Err(SignError::AlreadySigned);
        }
        let issued = (self.entity, self.certification);
        let turn = match which {
            CodSignature::Exporter => issued == (false, false) && self.by_official.is_none(),
            CodSignature::Official => issued == (true, true) && self.by_exporter.is_some(),
        };
        if turn { Ok(()) } else { Err(SignError::Order { wanted: which }) }
    }

    /// What a signature covers.
    pub fn covered(&self, which: CodSignature) -> &Range<usize> {
        match which {
            CodSignature::Exporter => &self.cod,
            CodSignature::Official => &self.codeh,
        }
    }
}

/// Which part a name is inside its parent; the root has none.
fn part(parent: Option<Option<Part>>, name: &Name<'_>) -> Option<Part> {
    let rows: [(Option<Part>, &str, &str, Part); 9] = [
        (None, ENVELOPE, "Envelope", Part::Envelope),
        (Some(Part::Envelope), ENVELOPE, "CertOrigin", Part::CertOrigin),
        (Some(Part::CertOrigin), "", "CODEH", Part::Codeh),
        (Some(Part::CertOrigin), DS, "Signature", Part::ByOfficial),
        (Some(Part::Codeh), "", "CODExporter", Part::Exporter),
        (Some(Part::Codeh), "", "EH", Part::Entity),
        (Some(Part::Codeh), "", "CertificationEH", Part::Certification),
        (Some(Part::Exporter), "", "COD", Part::Cod),
        (Some(Part::Exporter), DS, "Signature", Part::ByExporter),
    ];
    let stands = |known: &Option<Part>| match parent {
        None => known.is_none(),
        Some(parent) => parent.is_some() && parent == *known,
    };
    rows.into_iter().find(|(above, space, local, _)| stands(above) && name.is(space, local)).map(|(.., part)| part)
}

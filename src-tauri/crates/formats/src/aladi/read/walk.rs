//! Where in the document are we? The events one after another with the place by name, and everything that stands where
//! nobody expected it.

use std::borrow::Cow;

use tamga_origin::Finding;
use tamga_xml::{Event, Events, Gated, Start};

use crate::error::FormatError;
use crate::limits::Limits;

/// One finding for so many elements that a document may have: with more of them it is another thing than it claims.
const ELEMENTS_A_FINDING: usize = 20;

/// The ids that signatures refer to.
const IDS: [&str; 2] = ["COD", "CODEH"];

/// The events with their place.
pub(super) struct Walk<'a> {
    events: Events<'a>,
    at: Vec<&'a str>,
    pub(super) findings: Vec<Finding>,
    /// How often each id stands in the document, and whether at the element that must have it.
    ids: [(u32, bool); 2],
    replaced: bool,
    most_findings: usize,
}

/// The first 200 characters, for a finding.
pub(super) fn excerpt(text: &str) -> String {
    text.chars().take(200).collect()
}

impl<'a> Walk<'a> {
    pub(super) fn new(gated: &'a Gated<'a>, limits: &Limits) -> Self {
        Self {
            events: gated.events(),
            at: Vec::new(),
            findings: Vec::new(),
            ids: [(0, false); 2],
            replaced: false,
            most_findings: limits.values / ELEMENTS_A_FINDING,
        }
    }

    /// The next event, whose ids and characters are looked at wherever it stands.
    pub(super) fn next(&mut self) -> Option<Event<'a>> {
        let event = self.events.next();
        match &event {
            Some(Event::Start(start)) => {
                if let Some(said) = start.attribute("id") {
                    for (id, (count, _)) in IDS.iter().zip(&mut self.ids) {
                        *count += u32::from(said == *id);
                    }
                }
            }
            Some(Event::Text(text)) if !self.replaced && text.contains('\u{FFFD}') => {
                self.replaced = true;
                let place = self.at.join("/");
                self.findings.push(Finding::warn("cod.replacement_character", "").with("where", place));
            }
            _ => {}
        }
        event
    }

    pub(super) fn began(&self) -> usize {
        self.events.offset()
    }

    pub(super) fn ended(&self) -> usize {
        self.events.end_offset()
    }

    pub(super) fn enter(&mut self, name: &'a str) {
        self.at.push(name);
    }

    /// The place of a child by name, from the outermost element that says something.
    pub(super) fn place(&self, name: &str) -> String {
        let from = self.at.iter().position(|at| matches!(*at, "COD" | "EH" | "CertificationEH"));
        let mut parts: Vec<&str> = self.at.get(from.unwrap_or_default()..).unwrap_or_default().to_vec();
        parts.push(name);
        parts.join("/")
    }

    /// The next child of the element entered last; `None` when it ends.
    pub(super) fn child(&mut self) -> Result<Option<Start<'a>>, FormatError> {
        self.bounded()?;
        loop {
            match self.next() {
                Some(Event::Start(start)) => return Ok(Some(start)),
                Some(Event::Text(text)) => {
                    if !text.trim().is_empty() {
                        let place = self.place("");
                        self.stray(&place, text)?;
                    }
                }
                Some(Event::End) | None => return Ok(None),
            }
        }
    }

    /// Leaves the element entered last.
    pub(super) fn leave(&mut self) {
        self.at.pop();
    }

    /// The text of an element that was just entered; elements inside it are unknown.
    pub(super) fn text(&mut self, name: &'a str) -> Result<Cow<'a, str>, FormatError> {
        let mut said = Cow::Borrowed("");
        self.enter(name);
        loop {
            match self.next() {
                Some(Event::Text(text)) if said.is_empty() => said = Cow::Borrowed(text),
                Some(Event::Text(text)) => said.to_mut().push_str(text),
                Some(Event::Start(start)) => self.unknown(&start)?,
                Some(Event::End) | None => {
                    self.at.pop();
                    return Ok(said);
                }
            }
        }
    }

    /// Goes past an element that was just entered.
    pub(super) fn pass(&mut self) -> Result<(), FormatError> {
        self.through(|_| {})
    }

    /// Goes past an element nobody knows and names it with the beginning of its text.
    pub(super) fn unknown(&mut self, start: &Start<'a>) -> Result<(), FormatError> {
        let place = self.place(&excerpt(start.name.local));
        let mut said = String::new();
        self.through(|text| {
            if said.len() < 800 {
                said.push_str(text);
            }
        })?;
        self.stray(&place, &said)
    }

    fn through(&mut self, mut heard: impl FnMut(&str)) -> Result<(), FormatError> {
        let mut open = 1_usize;
        while open > 0 {
            match self.next() {
                Some(Event::Start(_)) => open += 1,
                Some(Event::Text(text)) => heard(text),
                Some(Event::End) => open -= 1,
                None => break,
            }
        }
        Ok(())
    }

    /// Attributes nobody knows.
    pub(super) fn attributes(&mut self, start: &Start<'a>) -> Result<(), FormatError> {
        for attribute in start.attributes() {
            let place = format!("{}/@{}", self.place(start.name.local), excerpt(attribute.name.local));
            self.stray(&place, attribute.value)?;
        }
        Ok(())
    }

    /// Text where nobody expected it, kept in a finding.
    pub(super) fn stray(&mut self, place: &str, text: &str) -> Result<(), FormatError> {
        let finding = Finding::info("read.unknown", "").with("where", place).with("text", excerpt(text.trim()));
        self.findings.push(finding);
        self.bounded()
    }

    fn bounded(&self) -> Result<(), FormatError> {
        if self.findings.len() > self.most_findings {
            return Err(FormatError::TooManyValues { limit: self.most_findings });
        }
        Ok(())
    }

    /// An element that a signature refers to: does it have its id?
    pub(super) fn identified(&mut self, start: &Start<'a>, id: &str) {
        for (known, (_, right)) in IDS.iter().zip(&mut self.ids) {
            *right |= *known == id && start.attribute("id") == Some(id);
        }
    }

    /// Each id stands once in the whole document, at its element; else a signature could mean another one.
    pub(super) fn check_ids(&mut self) {
        for (id, (count, right)) in IDS.into_iter().zip(self.ids) {
            if count != 1 || !right {
                self.findings.push(Finding::block("cod.id", "").with("id", id).with("count", count));
            }
        }
    }
}

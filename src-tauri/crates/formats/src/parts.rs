//! What stands inside an element? Takes children and attributes one by one and reports what nobody took; shared by the
//! dialects that are XML. How a dialect writes dates and measures is left to it.

use std::borrow::Cow;

use tamga_origin::{Decimal, Finding, Measure};

use crate::error::FormatError;
use crate::tree::Element;

/// Findings on the way.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) findings: Vec<Finding>,
}

fn excerpt(text: &str) -> String {
    text.chars().take(200).collect()
}

impl Notes {
    /// A value of ours that cannot be read: nobody may act on the document before a person has looked.
    pub(crate) fn wrong(&mut self, path: &str, place: &str, text: &str) {
        self.findings.push(Finding::block("read.value", path).with("where", place).with("text", excerpt(text)));
    }

    /// A foreign value that cannot be used, kept as text in the finding.
    pub(crate) fn unread(&mut self, path: &str, place: &str, text: &str) {
        self.findings.push(Finding::warn("read.value", path).with("where", place).with("text", excerpt(text)));
    }

    /// Something that has no place in the certificate.
    pub(crate) fn unknown(&mut self, place: &str, text: &str) {
        self.findings.push(Finding::warn("read.unknown", "").with("where", place).with("text", excerpt(text)));
    }

    /// Two places that must say the same and do not.
    pub(crate) fn conflict(&mut self, path: &str, place: &str, text: &str) {
        self.findings.push(Finding::block("read.conflict", path).with("where", place).with("text", excerpt(text)));
    }

    /// The findings, or the first value that could not be read: for small documents that mean nothing in part.
    pub(crate) fn strict(self) -> Result<Vec<Finding>, FormatError> {
        let param = |finding: &Finding| {
            finding.params.iter().find(|(name, _)| name == "text").map(|(_, text)| text.chars().take(64).collect())
        };
        match self.findings.iter().find(|finding| finding.severity == tamga_origin::Severity::Block) {
            Some(finding) => {
                Err(FormatError::WrongValue { path: finding.path.clone(), value: param(finding).unwrap_or_default() })
            }
            None => Ok(self.findings),
        }
    }
}

/// The parts of one element, taken one by one.
pub(crate) struct Parts {
    place: String,
    attributes: Vec<(Cow<'static, str>, String)>,
    children: Vec<Option<Element>>,
    text: String,
}

impl Parts {
    pub(crate) fn of(element: Element, above: &str) -> Self {
        let place = if above.is_empty() { element.name.into_owned() } else { format!("{above}/{}", element.name) };
        Self {
            place,
            attributes: element.attributes,
            children: element.children.into_iter().map(Some).collect(),
            text: element.text,
        }
    }

    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    pub(crate) fn at(&self, name: &str) -> String {
        format!("{}/{name}", self.place)
    }

    pub(crate) fn attribute(&mut self, name: &str) -> Option<String> {
        let index = self.attributes.iter().position(|(known, _)| known == name)?;
        Some(self.attributes.remove(index).1)
    }

    fn element(&mut self, wanted: impl Fn(&Element) -> bool) -> Option<Element> {
        self.children.iter_mut().find(|child| child.as_ref().is_some_and(&wanted))?.take()
    }

    /// Does a child of this name stand here still?
    pub(crate) fn has(&self, name: &str) -> bool {
        self.children.iter().flatten().any(|child| child.foreign.is_none() && child.name == name)
    }

    /// The first child of this name.
    pub(crate) fn part(&mut self, name: &str) -> Option<Parts> {
        let element = self.element(|child| child.foreign.is_none() && child.name == name)?;
        Some(Parts::of(element, &self.place))
    }

    /// All children of this name, in order.
    pub(crate) fn parts(&mut self, name: &str) -> Vec<Parts> {
        let Self { place, children, .. } = self;
        children
            .iter_mut()
            .filter(|child| child.as_ref().is_some_and(|child| child.foreign.is_none() && child.name == name))
            .filter_map(Option::take)
            .map(|child| Parts::of(child, place))
            .collect()
    }

    /// Everything that is said inside, with one blank between.
    pub(crate) fn whole_text(&self) -> String {
        let texts = self.children.iter().flatten().map(Element::whole_text);
        let said: Vec<String> =
            [self.text.trim().to_owned()].into_iter().chain(texts).filter(|text| !text.is_empty()).collect();
        said.join(" ")
    }

    /// Takes one foreign child away without a look at it.
    pub(crate) fn skip(&mut self, name: &str, namespace: &str) {
        self.element(|child| child.name == name && child.foreign.as_deref() == Some(namespace));
    }

    /// The text of a child, empty when there is none.
    pub(crate) fn text(&mut self, name: &str, notes: &mut Notes) -> String {
        self.part(name).map(|part| part.into_text(notes)).unwrap_or_default()
    }

    /// The element's own text; attributes still there are reported.
    pub(crate) fn into_text(mut self, notes: &mut Notes) -> String {
        let text = std::mem::take(&mut self.text);
        self.close(notes);
        text
    }

    /// The text of a code element, whose list attributes need no further look.
    pub(crate) fn code(&mut self, name: &str, notes: &mut Notes) -> String {
        let Some(mut part) = self.part(name) else { return String::new() };
        for list in ["listID", "listAgencyID", "listVersionID"] {
            part.attribute(list);
        }
        part.into_text(notes)
    }

    /// A text read by `parse`; `None` when absent, a blocking finding when it cannot be read.
    pub(crate) fn parsed<T>(
        &mut self,
        name: &str,
        path: &str,
        notes: &mut Notes,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        if !self.has(name) {
            return None;
        }
        let text = self.code(name, notes);
        let value = parse(&text);
        if value.is_none() {
            notes.wrong(path, &self.at(name), &text);
        }
        value
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, name: &str, path: &str, notes: &mut Notes) -> Option<u64> {
        self.parsed(name, path, notes, |text| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if digits { text.parse().ok() } else { None }
        })
    }

    /// A whole number of 32 bits.
    pub(crate) fn small(&mut self, name: &str, path: &str, notes: &mut Notes) -> Option<u32> {
        let place = self.at(name);
        let whole = self.whole(name, path, notes)?;
        let small = u32::try_from(whole).ok();
        if small.is_none() {
            notes.wrong(path, &place, &whole.to_string());
        }
        small
    }

    /// `true` or absent.
    pub(crate) fn is(&mut self, name: &str, path: &str, notes: &mut Notes) -> Option<bool> {
        self.parsed(name, path, notes, |text| match text {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
    }

    /// An amount with its unit.
    pub(crate) fn measure(&mut self, name: &str, path: &str, notes: &mut Notes) -> Option<Measure> {
        let part = self.part(name)?;
        part.into_measure("unitCode", path, notes)
    }

    /// The element itself as amount and unit or currency.
    pub(crate) fn into_measure(mut self, unit: &str, path: &str, notes: &mut Notes) -> Option<Measure> {
        let unit = self.attribute(unit).unwrap_or_default();
        let place = self.place.clone();
        let text = self.into_text(notes);
        let amount = Decimal::parse(&text);
        if amount.is_none() {
            notes.wrong(path, &place, &text);
        }
        Some(Measure { amount: amount?, unit })
    }

    /// Reports everything nobody took.
    pub(crate) fn close(mut self, notes: &mut Notes) {
        self.attribute("blank");
        for (name, value) in &self.attributes {
            notes.unknown(&format!("{}/@{name}", self.place), value);
        }
        for child in self.children.iter().flatten() {
            notes.unknown(&self.at(&child.name), &child.whole_text());
        }
        if !self.text.trim().is_empty() {
            notes.unknown(&self.place, &self.text);
        }
    }
}

//! What stands inside an element? Takes children and attributes one by one and reports what nobody took; shared by the
//! dialects that are XML. How a dialect writes dates and measures is left to it.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use tamga_origin::{Decimal, Finding, Measure};
use tamga_xml::Element;

use crate::error::FormatError;
use crate::nodes::{Nodes, Place};

/// Findings on the way.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) findings: Vec<Finding>,
}

/// The first 200 characters, for a finding.
pub(crate) fn excerpt(text: &str) -> String {
    // No text has more characters than bytes.
    let end = if text.len() <= 200 { None } else { text.char_indices().nth(200) };
    end.and_then(|(end, _)| text.get(..end)).unwrap_or(text).to_owned()
}

impl Notes {
    /// A value of ours that cannot be read: nobody may act on the document before a person has looked.
    pub(crate) fn wrong(&mut self, path: impl Display, place: impl Display, text: &str) {
        self.findings
            .push(Finding::block("read.value", path.to_string()).with("where", place).with("text", excerpt(text)));
    }

    /// A foreign value that cannot be used, kept as text in the finding.
    pub(crate) fn unread(&mut self, path: impl Display, place: impl Display, text: &str) {
        self.findings
            .push(Finding::warn("read.value", path.to_string()).with("where", place).with("text", excerpt(text)));
    }

    /// Something that has no place in the certificate.
    pub(crate) fn unknown(&mut self, place: impl Display, text: &str) {
        self.findings.push(Finding::warn("read.unknown", "").with("where", place).with("text", excerpt(text)));
    }

    /// Two places that must say the same and do not.
    pub(crate) fn conflict(&mut self, path: impl Display, place: impl Display, text: &str) {
        self.findings
            .push(Finding::block("read.conflict", path.to_string()).with("where", place).with("text", excerpt(text)));
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
pub(crate) struct Parts<'a> {
    nodes: &'a Nodes<'a>,
    element: Element<'a>,
    /// Before this place every child is taken.
    left: usize,
    is_read: bool,
}

impl<'a> Parts<'a> {
    fn new(nodes: &'a Nodes<'a>, element: Element<'a>) -> Self {
        Self { nodes, element, left: element.first(), is_read: false }
    }

    /// The parts of the root.
    ///
    /// # Errors
    /// `WrongRoot` when it is another element than that of this name.
    pub(crate) fn of(nodes: &'a Nodes<'a>, name: &str) -> Result<Self, FormatError> {
        match nodes.root() {
            Some(root) if nodes.is(&root, name) => Ok(Self::new(nodes, root)),
            root => {
                let found = root.map(|root| nodes.name(&root)).unwrap_or_default();
                Err(FormatError::WrongRoot { found: found.chars().take(64).collect() })
            }
        }
    }

    /// The element whose parts they are.
    pub(crate) fn element(&self) -> Element<'a> {
        self.element
    }

    /// Names from the root down to here.
    pub(crate) fn place(&self) -> Place<'a> {
        self.nodes.place(self.element)
    }

    /// Where a child of this name stands, or would stand.
    pub(crate) fn at<'n>(&self, name: &'n str) -> Child<'a, 'n> {
        Child { parent: self.place(), name }
    }

    pub(crate) fn attribute(&mut self, name: &str) -> Option<String> {
        self.read_attribute(name).map(str::to_owned)
    }

    /// An attribute as it stands there.
    pub(crate) fn read_attribute(&mut self, name: &str) -> Option<&'a str> {
        self.nodes.attribute(&self.element, name)
    }

    /// Takes attributes away that need no look at what they say.
    pub(crate) fn pass_attributes(&mut self, names: &[&str]) {
        self.nodes.take_attributes(&self.element, names);
    }

    fn find(&self, name: &str) -> Option<Element<'a>> {
        if self.left >= self.element.end() {
            return None;
        }
        self.nodes.find(&self.element, self.left, self.nodes.wanted(name))
    }

    /// Does a child of this name stand here still?
    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The first child of this name.
    pub(crate) fn part(&mut self, name: &str) -> Option<Self> {
        let child = self.find(name)?;
        self.nodes.take(&child);
        // Most children are taken in the order in which they stand: who was taken is not passed again.
        let left = self.nodes.left_from(&self.element, self.left);
        self.left = left.map_or(self.element.end(), |left| left.place());
        Some(Self::new(self.nodes, child))
    }

    /// All children of this name, in order; each is taken when it is looked at.
    pub(crate) fn parts<'n>(&self, name: &'n str) -> impl Iterator<Item = Self> + use<'a, 'n> {
        let (nodes, element, wanted, mut place) = (self.nodes, self.element, self.nodes.wanted(name), self.left);
        std::iter::from_fn(move || {
            let child = nodes.find(&element, place, wanted)?;
            place = child.end();
            nodes.take(&child);
            Some(Self::new(nodes, child))
        })
    }

    /// How many children of this name stand here still.
    pub(crate) fn how_many(&self, name: &str) -> usize {
        let (nodes, element, wanted) = (self.nodes, self.element, self.nodes.wanted(name));
        let from = |place| nodes.find(&element, place, wanted);
        std::iter::successors(from(self.left), |child| from(child.end())).count()
    }

    /// Everything that is said inside, with one blank between.
    pub(crate) fn whole_text(&self) -> String {
        self.nodes.whole_text(&self.element)
    }

    /// Takes one foreign child away without a look at it.
    pub(crate) fn skip(&mut self, name: &str, namespace: &str) {
        let mut place = self.left;
        while let Some(child) = self.nodes.left_from(&self.element, place) {
            if self.nodes.is_foreign(&child, name, namespace) {
                return self.nodes.take(&child);
            }
            place = child.end();
        }
    }

    /// The text of a child, empty when there is none.
    pub(crate) fn text(&mut self, name: &str, notes: &mut Notes) -> String {
        self.read(name, notes).into_owned()
    }

    /// The text of a child as it stands there, empty when there is none.
    pub(crate) fn read(&mut self, name: &str, notes: &mut Notes) -> Cow<'a, str> {
        self.part(name).map(|part| part.read_text(notes)).unwrap_or_default()
    }

    /// The element's own text; attributes still there are reported.
    pub(crate) fn into_text(self, notes: &mut Notes) -> String {
        self.read_text(notes).into_owned()
    }

    /// The element's own text as it stands there; attributes still there are reported.
    pub(crate) fn read_text(mut self, notes: &mut Notes) -> Cow<'a, str> {
        let text = self.nodes.text(&self.element);
        self.is_read = true;
        self.close(notes);
        text
    }

    /// The text of a code element, whose list attributes need no further look.
    pub(crate) fn code(&mut self, name: &str, notes: &mut Notes) -> String {
        self.read_code(name, notes).unwrap_or_default().into_owned()
    }

    /// The text of a code element as it stands there; `None` when there is none.
    pub(crate) fn read_code(&mut self, name: &str, notes: &mut Notes) -> Option<Cow<'a, str>> {
        let mut part = self.part(name)?;
        part.pass_attributes(&["listID", "listAgencyID", "listVersionID"]);
        Some(part.read_text(notes))
    }

    /// A text read by `parse`; `None` when absent, a blocking finding when it cannot be read.
    pub(crate) fn parsed<T>(
        &mut self,
        name: &str,
        path: impl Display,
        notes: &mut Notes,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.read_code(name, notes)?;
        let value = parse(&text);
        if value.is_none() {
            notes.wrong(path, self.at(name), &text);
        }
        value
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, name: &str, path: impl Display, notes: &mut Notes) -> Option<u64> {
        self.parsed(name, path, notes, |text| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if digits { text.parse().ok() } else { None }
        })
    }

    /// A whole number of 32 bits.
    pub(crate) fn small(&mut self, name: &str, path: impl Display, notes: &mut Notes) -> Option<u32> {
        self.parsed(name, path, notes, |text| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if digits { text.parse().ok() } else { None }
        })
    }

    /// `true` or absent.
    pub(crate) fn is(&mut self, name: &str, path: impl Display, notes: &mut Notes) -> Option<bool> {
        self.parsed(name, path, notes, |text| match text {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
    }

    /// An amount with its unit.
    pub(crate) fn measure(&mut self, name: &str, path: impl Display, notes: &mut Notes) -> Option<Measure> {
        let part = self.part(name)?;
        part.into_measure("unitCode", path, notes)
    }

    /// The element itself as amount and unit or currency.
    pub(crate) fn into_measure(mut self, unit: &str, path: impl Display, notes: &mut Notes) -> Option<Measure> {
        let unit = self.attribute(unit).unwrap_or_default();
        let place = self.place();
        let text = self.read_text(notes);
        let amount = Decimal::parse(&text);
        if amount.is_none() {
            notes.wrong(path, place, &text);
        }
        Some(Measure { amount: amount?, unit })
    }

    /// Reports everything nobody took.
    pub(crate) fn close(self, notes: &mut Notes) {
        let Self { nodes, element, left, is_read } = self;
        if element.has_attributes() {
            nodes.attribute(&element, "blank");
            for (name, value) in nodes.left_attributes(&element) {
                notes.unknown(format!("{}/@{name}", nodes.place(element)), value);
            }
        }
        let mut place = left;
        while let Some(child) = nodes.left_from(&element, place) {
            notes.unknown(nodes.place(child), &nodes.whole_text(&child));
            place = child.end();
        }
        if !is_read {
            let text = nodes.text(&element);
            if !text.trim().is_empty() {
                notes.unknown(nodes.place(element), &text);
            }
        }
    }
}

/// Where a child of an element stands, or would stand.
#[derive(Clone, Copy)]
pub(crate) struct Child<'a, 'n> {
    parent: Place<'a>,
    name: &'n str,
}

impl Display for Child<'_, '_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.parent, self.name)
    }
}

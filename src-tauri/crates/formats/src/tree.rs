//! A small element tree that is written in one fixed way; what is read has a list of its own, `nodes`.
//!
//! The tree knows names, attributes and text; which element means what is left to the dialects. A name carries the
//! prefix that the dialect gives to its namespace. In our own dialect an element without content is never written
//! silently: optional ones are left out, a list entry or block that is there but says
//! nothing carries `blank="true"`.

use std::borrow::Cow;

use tamga_xml::Writer;

use crate::error::FormatError;

/// The namespaces of a dialect, each with its prefix; the first is the root's and has none.
pub(crate) type Namespaces = [(&'static str, &'static str)];

/// Tamga CO XML has one namespace.
pub(crate) const TAMGA: &Namespaces = &[("", "urn:tamga:co:1")];
/// The namespace of XML signatures.
pub(crate) const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";

/// One element.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Element {
    pub(crate) name: Cow<'static, str>,
    pub(crate) attributes: Vec<(Cow<'static, str>, String)>,
    pub(crate) children: Vec<Element>,
    pub(crate) text: String,
    /// A time that no document can carry; writing stops here.
    pub(crate) out_of_range: bool,
}

impl Element {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), ..Self::default() }
    }

    pub(crate) fn says(name: &'static str, text: impl Into<String>) -> Self {
        Self { name: Cow::Borrowed(name), text: text.into(), ..Self::default() }
    }

    /// With an attribute, unless its value is empty.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        if !value.is_empty() {
            self.attributes.push((Cow::Borrowed(name), value.to_owned()));
        }
        self
    }

    /// With a text child, unless the text is empty.
    pub(crate) fn leaf(mut self, name: &'static str, text: &str) -> Self {
        if !text.is_empty() {
            self.children.push(Self::says(name, text));
        }
        self
    }

    /// With the children given, none or many.
    pub(crate) fn child(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// The element when it has content, whatever its attributes say: for dialects that know no empty elements.
    pub(crate) fn said(self) -> Option<Self> {
        if self.is_blank() { None } else { Some(self) }
    }

    fn is_blank(&self) -> bool {
        self.children.is_empty() && self.text.is_empty() && !self.out_of_range
    }

    /// The element when it says anything at all.
    pub(crate) fn filled(self) -> Option<Self> {
        if self.is_blank() && self.attributes.is_empty() { None } else { Some(self.present()) }
    }

    /// The element in any case, marked when it has no content.
    pub(crate) fn present(self) -> Self {
        if self.is_blank() { self.with("blank", "true") } else { self }
    }
}

/// Writes the tree in its one fixed way; refuses what XML cannot carry instead of changing it.
pub(crate) fn render(root: &Element, dialect: &Namespaces) -> Result<Vec<u8>, FormatError> {
    let mut writer = Writer::root_with(&root.name, dialect);
    write_content(root, "", &mut writer)?;
    Ok(writer.finish())
}

fn write_content(element: &Element, above: &str, writer: &mut Writer) -> Result<(), FormatError> {
    let forbidden = |text: &str| text.chars().find(|c| !is_legal(*c));
    let said = element.attributes.iter().map(|(_, value)| value.as_str()).chain([element.text.as_str()]);
    if let Some(character) = said.filter_map(forbidden).next() {
        let path = path(above, &element.name);
        return Err(FormatError::ForbiddenCharacter { path, code_point: u32::from(character) });
    }
    if element.out_of_range {
        return Err(FormatError::TimeOutOfRange { path: path(above, &element.name) });
    }
    writer.text(&element.text);
    if element.children.is_empty() {
        return Ok(());
    }
    let here = path(above, &element.name);
    for child in &element.children {
        let attributes: Vec<(&str, &str)> =
            child.attributes.iter().map(|(name, value)| (&**name, value.as_str())).collect();
        writer.start_with(&child.name, &attributes);
        write_content(child, &here, writer)?;
        writer.end();
    }
    Ok(())
}

fn path(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") }
}

/// Is it a character that XML 1.0 can carry?
pub(crate) fn is_legal(c: char) -> bool {
    c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || matches!(c, '\t' | '\n' | '\r')
}

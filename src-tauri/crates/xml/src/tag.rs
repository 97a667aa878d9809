//! What stands inside a start tag? Strict, where the event reader is lenient: white space between attributes, quotes,
//! no `<` in values, references resolved, white space normalised.

use std::borrow::Cow;

use crate::chars::{is_legal, is_space, is_space_byte, plain_qualified, referenced};
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::tape::Written;

/// An attribute as written, namespace declarations included.
pub struct Attribute<'a> {
    /// Qualified name.
    pub name: &'a str,
    /// Where its prefix ends, when that is known already.
    pub split: Option<Written>,
    /// Normalised value.
    pub value: Cow<'a, str>,
    /// The value between its quotes, as written.
    pub written: &'a str,
}

/// The attributes in ` name="value" …`, one after another.
pub struct Attributes<'a, 'l> {
    rest: &'a str,
    /// Where the tag begins in the document.
    at: usize,
    limits: &'l Limits,
    /// Every character of the document is a legal one.
    is_legal: bool,
    plain: usize,
    declared: usize,
}

impl<'a, 'l> Attributes<'a, 'l> {
    pub fn new(rest: &'a str, at: usize, limits: &'l Limits, is_legal: bool) -> Self {
        Self { rest, at, limits, is_legal, plain: 0, declared: 0 }
    }

    fn wrong(&self, what: &str) -> Refusal {
        Refusal::new("gate.not_wellformed", self.at, what)
    }

    /// The next one; `None` behind the last.
    ///
    /// # Errors
    /// Too many or too long ones, and whatever is not written as XML 1.0 wants it (productions 10, 15 and 41).
    pub fn next(&mut self) -> Result<Option<Attribute<'a>>, Refusal> {
        let trimmed = after_space(self.rest);
        if trimmed.is_empty() {
            return Ok(None);
        }
        if trimmed.len() == self.rest.len() {
            return Err(self.wrong("no white space before an attribute"));
        }
        let (name, split, after) = self.name(trimmed)?;
        if name.len() > self.limits.name {
            return Err(Refusal::new("gate.too_large", self.at, "attribute name"));
        }
        if name == "xmlns" || name.starts_with("xmlns:") {
            self.declared += 1;
        } else {
            self.plain += 1;
        }
        if self.plain > self.limits.attributes || self.declared > self.limits.namespaces {
            let found = format!("more than {}", self.plain.max(self.declared) - 1);
            return Err(Refusal::new("gate.attributes", self.at, found));
        }
        let after = after_space(after);
        let Some(quote @ (b'"' | b'\'')) = after.bytes().next() else { return Err(self.wrong("value unquoted")) };
        let after = after.get(1..).unwrap_or_default();
        // One look at every byte: where the value ends, and whether anything in it wants a second look.
        let (mut is_plain, mut length) = (self.is_legal, None);
        for (at, byte) in after.bytes().enumerate() {
            match byte {
                byte if byte == quote => {
                    length = Some(at);
                    break;
                }
                b'&' | b'<' | b'\t' | b'\n' | b'\r' => is_plain = false,
                _ => {}
            }
        }
        let (written, after) =
            length.and_then(|length| after.split_at_checked(length)).ok_or_else(|| self.wrong("value not closed"))?;
        if written.len() > self.limits.value {
            return Err(Refusal::new("gate.too_large", self.at, "attribute value"));
        }
        let value = if is_plain { Cow::Borrowed(written) } else { normalised(written, self.at)? };
        self.rest = after.get(1..).unwrap_or_default();
        Ok(Some(Attribute { name, split, value, written }))
    }

    /// The name before the next equals sign; whether it is one, whoever resolves it says.
    fn name(&self, text: &'a str) -> Result<(&'a str, Option<Written>, &'a str), Refusal> {
        if let Some((length, prefix)) = plain_qualified(text.as_bytes())
            && let Some((name, after)) = text.split_at_checked(length)
            && let Some(after) = after.strip_prefix('=')
        {
            return Ok((name, Written::of(length, prefix), after));
        }
        let (name, after) = text.split_once('=').ok_or_else(|| self.wrong("attribute without value"))?;
        Ok((name.trim_end_matches(is_space), None, after))
    }
}

fn after_space(text: &str) -> &str {
    let spaces = text.bytes().take_while(|byte| is_space_byte(*byte)).count();
    text.get(spaces..).unwrap_or_default()
}

fn normalised(value: &str, at: usize) -> Result<Cow<'_, str>, Refusal> {
    if !value.contains(|c: char| matches!(c, '&' | '<' | '\t' | '\n' | '\r') || !is_legal(c)) {
        return Ok(Cow::Borrowed(value));
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        let mut after = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '<' => return Err(Refusal::new("gate.not_wellformed", at, "< in an attribute value")),
            '&' => {
                let (name, end) =
                    after.split_once(';').ok_or_else(|| Refusal::new("gate.not_wellformed", at, "& without ;"))?;
                out.push(referenced(name).ok_or_else(|| reference_refused(name, at))?);
                after = end;
            }
            '\r' => {
                after = after.strip_prefix('\n').unwrap_or(after);
                out.push(' ');
            }
            '\t' | '\n' => out.push(' '),
            c if is_legal(c) => out.push(c),
            _ => return Err(Refusal::new("gate.not_wellformed", at, "illegal character")),
        }
        rest = after;
    }
    Ok(Cow::Owned(out))
}

/// An entity of a document type and a broken reference are refused under different codes.
pub fn reference_refused(name: &str, at: usize) -> Refusal {
    let shown: String = name.chars().take(40).collect();
    if crate::chars::is_ncname(name) {
        Refusal::new("gate.entity", at, shown)
    } else {
        Refusal::new("gate.not_wellformed", at, format!("reference {shown}"))
    }
}

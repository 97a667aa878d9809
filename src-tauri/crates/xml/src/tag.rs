//! What stands inside a start tag? Strict, where the event reader is lenient: white space between attributes, quotes,
//! no `<` in values, references resolved, white space normalised.

use std::borrow::Cow;

use crate::chars::{is_legal, is_space, referenced};
use crate::limits::Limits;
use crate::refusal::Refusal;

/// An attribute as written, namespace declarations included.
pub struct Written<'a> {
    /// Qualified name.
    pub name: &'a str,
    /// Normalised value.
    pub value: Cow<'a, str>,
}

/// Takes apart `name attr="value" …`; `at` is where the tag begins in the document.
pub fn attributes<'a>(mut rest: &'a str, at: usize, limits: &Limits) -> Result<Vec<Written<'a>>, Refusal> {
    let wrong = |what: &str| Refusal::new("gate.not_wellformed", at, what);
    let mut found: Vec<Written<'a>> = Vec::new();
    let (mut plain, mut declared) = (0usize, 0usize);
    loop {
        let trimmed = rest.trim_start_matches(is_space);
        if trimmed.is_empty() {
            return Ok(found);
        }
        if trimmed.len() == rest.len() {
            return Err(wrong("no white space before an attribute"));
        }
        let (name, after) = trimmed.split_once('=').ok_or_else(|| wrong("attribute without value"))?;
        let name = name.trim_end_matches(is_space);
        if name.len() > limits.name {
            return Err(Refusal::new("gate.too_large", at, "attribute name"));
        }
        if name == "xmlns" || name.starts_with("xmlns:") {
            declared += 1;
        } else {
            plain += 1;
        }
        if plain > limits.attributes || declared > limits.namespaces {
            return Err(Refusal::new("gate.attributes", at, format!("more than {}", plain.max(declared) - 1)));
        }
        let after = after.trim_start_matches(is_space);
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or_else(|| wrong("value unquoted"))?;
        let (value, after) =
            after.get(1..).and_then(|v| v.split_once(quote)).ok_or_else(|| wrong("value not closed"))?;
        if value.len() > limits.value {
            return Err(Refusal::new("gate.too_large", at, "attribute value"));
        }
        found.push(Written { name, value: normalised(value, at)? });
        rest = after;
    }
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

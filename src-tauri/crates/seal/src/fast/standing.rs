//! Does a document of our own form stand in its exclusive canonical form, the signature apart? Every tag and text is
//! compared with what the canonical form would write (Exclusive XML Canonicalization 1.0; Canonical XML 1.0, 2.3).

use std::borrow::Cow;
use std::ops::Range;

use tamga_xml::{Event, Gated, Start};

use crate::profile::{DS, OWN};

/// A document that is canonical but for its signature.
pub struct Standing<'g> {
    /// Where the signature stands, as the last child of the root.
    pub signature: Option<Range<usize>>,
    /// Every identifier outside the signature.
    pub ids: Vec<&'g str>,
}

/// Looks at a document once; `None` when anything in it is written in another way than the canonical form writes it.
pub fn standing<'g>(doc: &'g Gated<'_>) -> Option<Standing<'g>> {
    let text = doc.text();
    if doc.has_byte_order_mark() || text.as_bytes().contains(&b'\r') {
        return None;
    }
    let mut found = Standing { signature: None, ids: Vec::new() };
    let mut events = doc.events();
    // Lengths of the names that are open, and where the last thing that was told ended.
    let (mut open, mut end): (Vec<usize>, usize) = (Vec::with_capacity(32), 0);
    let mut own = None;
    while let Some(event) = events.next() {
        // What lies between is a declaration, a comment or white space outside the root.
        if events.offset() != end {
            return None;
        }
        let written = text.get(events.offset()..events.end_offset())?;
        end = events.end_offset();
        match event {
            // Behind the signature only the root ends.
            Event::Start(_) | Event::Text(_) if found.signature.is_some() => return None,
            Event::Start(start) if start.depth == 2 && start.name.is(DS, "Signature") => {
                let began = events.offset();
                end = pass(&mut events, end)?;
                found.signature = Some(began..end);
            }
            Event::Start(start) => {
                // Every element is in the namespace of the root.
                let is_own = *own.get_or_insert(start.name.number) == start.name.number;
                if !is_own || !is_canonical_tag(&start, written) {
                    return None;
                }
                found.ids.extend(
                    start.attributes().filter(|it| matches!(it.name.local, "Id" | "ID" | "id")).map(|it| it.value),
                );
                open.push(start.name.local.len());
            }
            Event::Text(said) => {
                if !is_canonical_text(said, written) {
                    return None;
                }
            }
            Event::End => {
                // `</name>`; that the names are the same the gate has seen.
                if written.len() != open.pop()? + 3 {
                    return None;
                }
            }
        }
    }
    (open.is_empty() && end == text.len()).then_some(found)
}

/// Goes past an element that has just begun; where it ends. `None` when a comment stands in it.
fn pass(events: &mut tamga_xml::Events<'_>, began: usize) -> Option<usize> {
    let (mut depth, mut end) = (1_usize, began);
    while depth > 0 {
        let event = events.next()?;
        let (from, to) = (events.offset(), events.end_offset());
        match event {
            Event::Start(_) => depth += 1,
            Event::End => depth -= 1,
            Event::Text(_) => {}
        }
        // An element without content ends with its own tag.
        let is_same_tag = matches!(event, Event::End) && to == end;
        if from != end && !is_same_tag {
            return None;
        }
        end = to;
    }
    Some(end)
}

/// Is a start tag written as the canonical form writes it: one namespace, declared at the root, attributes in order?
fn is_canonical_tag(start: &Start<'_>, written: &str) -> bool {
    let name = start.name;
    if !name.prefix.is_empty() || (start.depth == 1 && !name.is(OWN.0, OWN.1)) {
        return false;
    }
    // Most tags have room for nothing but their name.
    if start.depth > 1 && written.len() == name.local.len() + 2 {
        return true;
    }
    let rest = written.strip_prefix('<').and_then(|rest| rest.strip_prefix(name.local));
    let Some(mut rest) = rest else { return false };
    if start.depth == 1 {
        let declared = rest.strip_prefix(" xmlns=\"").and_then(|rest| rest.strip_prefix(OWN.0));
        let Some(after) = declared.and_then(|rest| rest.strip_prefix('"')) else { return false };
        rest = after;
    }
    let mut before = "";
    for attribute in start.attributes() {
        let local = attribute.name.local;
        let is_next = attribute.name.namespace.is_empty() && (before.is_empty() || before < local);
        let value = escaped(attribute.value, attribute_reference);
        let after = rest
            .strip_prefix(' ')
            .and_then(|rest| rest.strip_prefix(local))
            .and_then(|rest| rest.strip_prefix("=\""))
            .and_then(|rest| rest.strip_prefix(&*value))
            .and_then(|rest| rest.strip_prefix('"'));
        let Some(after) = after.filter(|_| is_next) else { return false };
        (before, rest) = (local, after);
    }
    rest == ">"
}

fn is_canonical_text(said: &str, written: &str) -> bool {
    // What is told out of the document itself has no references in it, and the document no carriage return.
    let is_plain = std::ptr::eq(said, written) && !written.as_bytes().contains(&b'>');
    is_plain || escaped(said, text_reference) == written
}

fn text_reference(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '\r' => Some("&#xD;"),
        _ => None,
    }
}

fn attribute_reference(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '"' => Some("&quot;"),
        '\t' => Some("&#x9;"),
        '\n' => Some("&#xA;"),
        '\r' => Some("&#xD;"),
        _ => None,
    }
}

fn escaped(value: &str, reference: fn(char) -> Option<&'static str>) -> Cow<'_, str> {
    // Whatever has a reference is ASCII.
    if !value.bytes().any(|byte| reference(char::from(byte)).is_some()) {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len() + 16);
    for c in value.chars() {
        match reference(c) {
            Some(written) => out.push_str(written),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

//! The scanner behind the gate and behind the events: quick-xml finds the tokens, everything it does not check is
//! checked here.

use std::borrow::Cow;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::Event as Token;

use crate::chars::{is_legal, is_space, referenced, split_name};
use crate::events::{Attribute, Event, Name, Start};
use crate::limits::{Comments, Limits};
use crate::refusal::Refusal;
use crate::tag::{Written, attributes, reference_refused};

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

struct Open {
    bound_before: usize,
    holds_text: bool,
    holds_comment: bool,
}

pub struct Scan<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    limits: Limits,
    open: Vec<Open>,
    bound: Vec<(&'a str, Arc<str>)>,
    none: Arc<str>,
    elements: usize,
    root_seen: bool,
    queued: Option<(Event<'a>, usize, usize)>,
    end_owed: bool,
    position: usize,
    began: usize,
    ended: usize,
}

impl std::fmt::Debug for Scan<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scan").field("position", &self.position).finish_non_exhaustive()
    }
}

impl<'a> Scan<'a> {
    pub fn new(text: &'a str, limits: Limits) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = true;
        config.check_comments = true;
        let (xml, xmlns, none) = (Arc::from(XML), Arc::from(XMLNS), Arc::from(""));
        Self {
            reader,
            text,
            limits,
            open: Vec::new(),
            bound: vec![("xml", xml), ("xmlns", xmlns)],
            none,
            elements: 0,
            root_seen: false,
            queued: None,
            end_owed: false,
            position: 0,
            began: 0,
            ended: 0,
        }
    }

    pub fn began(&self) -> usize {
        self.began
    }

    pub fn ended(&self) -> usize {
        self.ended
    }

    /// The next event; `None` once the document has ended well.
    pub fn step(&mut self) -> Result<Option<Event<'a>>, Refusal> {
        if let Some((event, began, ended)) = self.queued.take() {
            (self.began, self.ended) = (began, ended);
            return Ok(Some(event));
        }
        if std::mem::take(&mut self.end_owed) {
            self.close();
            return Ok(Some(Event::End));
        }
        let mut run: Option<(Cow<'a, str>, usize, usize)> = None;
        loop {
            let before = self.position;
            let token = self.reader.read_event().map_err(|error| failed(&error, before))?;
            self.position = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
            let span = self.text.get(before..self.position).ok_or_else(|| self.wrong("token outside the document"))?;
            let event = match token {
                Token::Text(_) => {
                    let piece = self.plain(span, before)?;
                    self.append(&mut run, piece, before)?;
                    continue;
                }
                Token::GeneralRef(_) => {
                    let name = span.strip_prefix('&').and_then(|s| s.strip_suffix(';')).unwrap_or_default();
                    let c = referenced(name).ok_or_else(|| reference_refused(name, before))?;
                    self.append(&mut run, Cow::Owned(c.to_string()), before)?;
                    continue;
                }
                Token::Comment(_) => {
                    self.comment(span, before)?;
                    continue;
                }
                Token::Decl(_) => {
                    self.declaration(span, before)?;
                    continue;
                }
                Token::Start(_) => Some(self.start(inside(span, 1), before)?),
                Token::Empty(_) => {
                    let start = self.start(inside(span, 2), before)?;
                    self.end_owed = true;
                    Some(start)
                }
                Token::End(_) => {
                    if inside(span, 1).is_none_or(|tag| !tag.starts_with('/')) || self.open.is_empty() {
                        return Err(self.wrong("end tag without start"));
                    }
                    self.close();
                    Some(Event::End)
                }
                Token::CData(_) => return Err(Refusal::new("gate.cdata", before, "CDATA section")),
                Token::PI(_) => return Err(Refusal::new("gate.instruction", before, "processing instruction")),
                Token::DocType(_) => return Err(Refusal::new("gate.doctype", before, "document type")),
                Token::Eof => {
                    if !self.root_seen || !self.open.is_empty() {
                        return Err(self.wrong("document ends early"));
                    }
                    None
                }
            };
            return Ok(self.deliver(event, run, before));
        }
    }

    fn deliver(
        &mut self,
        event: Option<Event<'a>>,
        run: Option<(Cow<'a, str>, usize, usize)>,
        before: usize,
    ) -> Option<Event<'a>> {
        let Some((text, began, ended)) = run else {
            (self.began, self.ended) = (before, self.position);
            return event;
        };
        // A run of text is known to be whole only when the next tag has been read: that tag waits its turn.
        self.queued = event.map(|event| (event, before, self.position));
        (self.began, self.ended) = (began, ended);
        Some(Event::Text(text))
    }

    fn wrong(&self, what: &str) -> Refusal {
        Refusal::new("gate.not_wellformed", self.position.min(self.text.len()), what)
    }

    /// Checks a piece of text between markup and normalises its line ends.
    fn plain(&self, span: &'a str, at: usize) -> Result<Cow<'a, str>, Refusal> {
        if let Some((offset, _)) = span.char_indices().find(|(_, c)| !is_legal(*c)) {
            return Err(Refusal::new("gate.not_wellformed", at + offset, "illegal character"));
        }
        if span.contains("]]>") {
            return Err(Refusal::new("gate.not_wellformed", at, "]]> in text"));
        }
        if span.contains('\r') {
            return Ok(Cow::Owned(span.replace("\r\n", "\n").replace('\r', "\n")));
        }
        Ok(Cow::Borrowed(span))
    }

    fn append(
        &mut self,
        run: &mut Option<(Cow<'a, str>, usize, usize)>,
        piece: Cow<'a, str>,
        at: usize,
    ) -> Result<(), Refusal> {
        let Some(open) = self.open.last_mut() else {
            let code = if self.root_seen { "gate.trailing" } else { "gate.not_wellformed" };
            let blank = piece.chars().all(is_space) && !self.text.get(at..).unwrap_or_default().starts_with('&');
            return if blank { Ok(()) } else { Err(Refusal::new(code, at, "text outside the root")) };
        };
        if !piece.chars().all(is_space) {
            open.holds_text = true;
            if open.holds_comment {
                return Err(Refusal::new("gate.comment", at, "comment beside text"));
            }
        }
        let length = run.as_ref().map_or(0, |(text, ..)| text.len()) + piece.len();
        if length > self.limits.text {
            return Err(Refusal::new("gate.too_large", at, "text"));
        }
        match run {
            Some((text, _, ended)) => {
                text.to_mut().push_str(&piece);
                *ended = self.position;
            }
            None => *run = Some((piece, at, self.position)),
        }
        Ok(())
    }

    fn comment(&mut self, span: &str, at: usize) -> Result<(), Refusal> {
        if self.limits.comments == Comments::Refused {
            return Err(Refusal::new("gate.comment", at, "comment"));
        }
        if span.chars().any(|c| !is_legal(c)) {
            return Err(Refusal::new("gate.not_wellformed", at, "illegal character"));
        }
        match self.open.last_mut() {
            Some(open) if open.holds_text => Err(Refusal::new("gate.comment", at, "comment beside text")),
            Some(open) => {
                open.holds_comment = true;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn declaration(&self, span: &str, at: usize) -> Result<(), Refusal> {
        if at != 0 {
            return Err(Refusal::new("gate.instruction", at, "XML declaration inside"));
        }
        let inner = span.strip_prefix("<?xml").and_then(|s| s.strip_suffix("?>"));
        let found = attributes(inner.ok_or_else(|| self.wrong("XML declaration"))?, at, &self.limits)?;
        let names: Vec<&str> = found.iter().map(|attribute| attribute.name).collect();
        let known = [
            &["version"][..],
            &["version", "encoding"],
            &["version", "standalone"],
            &["version", "encoding", "standalone"],
        ];
        if !known.contains(&&*names) {
            return Err(self.wrong("XML declaration"));
        }
        for Written { name, value } in found {
            match (name, &*value) {
                ("version", "1.0") | ("standalone", "yes" | "no") => {}
                ("version", other) => return Err(Refusal::new("gate.version", at, short(other))),
                ("encoding", other) if other.eq_ignore_ascii_case("utf-8") => {}
                ("encoding", other) => return Err(Refusal::new("gate.encoding", at, short(other))),
                _ => return Err(self.wrong("XML declaration")),
            }
        }
        Ok(())
    }

    fn start(&mut self, tag: Option<&'a str>, at: usize) -> Result<Event<'a>, Refusal> {
        let tag = tag.ok_or_else(|| self.wrong("start tag"))?;
        if self.open.is_empty() && self.root_seen {
            return Err(Refusal::new("gate.trailing", at, "second root"));
        }
        self.root_seen = true;
        self.elements += 1;
        if self.elements > self.limits.elements {
            return Err(Refusal::new("gate.elements", at, format!("more than {}", self.limits.elements)));
        }
        if self.open.len() >= self.limits.depth {
            return Err(Refusal::new("gate.depth", at, format!("more than {}", self.limits.depth)));
        }
        let cut = tag.find(is_space).unwrap_or(tag.len());
        let (name, rest) = tag.split_at(cut);
        if name.len() > self.limits.name {
            return Err(Refusal::new("gate.too_large", at, "element name"));
        }
        let written = attributes(rest, at, &self.limits)?;
        self.open.push(Open { bound_before: self.bound.len(), holds_text: false, holds_comment: false });
        self.bind(&written, at)?;
        let name = self.resolve(name, true, at)?;
        let mut resolved = Vec::new();
        for Written { name, value } in written {
            if name != "xmlns" && !name.starts_with("xmlns:") {
                resolved.push(Attribute { name: self.resolve(name, false, at)?, value });
            }
        }
        unlike(resolved.iter().map(|attribute| (&*attribute.name.namespace, attribute.name.local)).collect(), at)?;
        Ok(Event::Start(Start { name, attributes: resolved, depth: self.open.len() }))
    }

    /// Takes in the namespace declarations of one tag.
    fn bind(&mut self, written: &[Written<'a>], at: usize) -> Result<(), Refusal> {
        let mut declared = Vec::new();
        for Written { name, value } in written {
            let prefix = match name.strip_prefix("xmlns:") {
                Some(prefix) => prefix,
                None if *name == "xmlns" => "",
                None => continue,
            };
            let proper = match prefix {
                "" => &**value != XML && &**value != XMLNS,
                "xml" => &**value == XML,
                "xmlns" => false,
                other => crate::chars::is_ncname(other) && !value.is_empty() && &**value != XML && &**value != XMLNS,
            };
            if !proper {
                return Err(Refusal::new("gate.not_wellformed", at, format!("namespace of {}", short(name))));
            }
            declared.push((prefix, ""));
            self.bound.push((prefix, Arc::from(&**value)));
        }
        unlike(declared, at)
    }

    fn resolve(&self, name: &'a str, element: bool, at: usize) -> Result<Name<'a>, Refusal> {
        let (prefix, local) =
            split_name(name).ok_or_else(|| Refusal::new("gate.not_wellformed", at, format!("name {}", short(name))))?;
        let found = self.bound.iter().rev().find(|(bound, _)| *bound == prefix).map(|(_, uri)| Arc::clone(uri));
        let namespace = match found {
            _ if prefix == "xmlns" || (element && prefix == "xml") => None,
            _ if prefix.is_empty() && !element => Some(Arc::clone(&self.none)),
            Some(uri) => Some(uri),
            None if prefix.is_empty() => Some(Arc::clone(&self.none)),
            None => None,
        };
        let namespace =
            namespace.ok_or_else(|| Refusal::new("gate.not_wellformed", at, format!("prefix {}", short(prefix))))?;
        Ok(Name { namespace, local, prefix })
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.bound.truncate(open.bound_before);
        }
    }
}

/// The inside of `<…>` or, with `tail` 2, of `<…/>`.
fn inside(span: &str, tail: usize) -> Option<&str> {
    let inner = span.strip_prefix('<')?.strip_suffix('>')?;
    if tail == 2 { inner.strip_suffix('/') } else { Some(inner) }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn unlike(mut names: Vec<(&str, &str)>, at: usize) -> Result<(), Refusal> {
    names.sort_unstable();
    match names.windows(2).find(|pair| pair.first() == pair.last()) {
        Some(pair) => {
            let name = pair.first().map_or_else(String::new, |(a, b)| format!("{}{}", short(a), short(b)));
            Err(Refusal::new("gate.not_wellformed", at, format!("attribute twice: {name}")))
        }
        None => Ok(()),
    }
}

fn failed(error: &quick_xml::Error, at: usize) -> Refusal {
    let what = match error {
        quick_xml::Error::Syntax(_) => "unclosed markup",
        quick_xml::Error::IllFormed(_) => "tags do not match",
        _ => "not well-formed",
    };
    Refusal::new("gate.not_wellformed", at, what)
}

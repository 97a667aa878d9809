//! The scanner behind the gate: quick-xml finds the tokens, everything it does not check is checked here, and what was
//! seen is noted for the events.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event as Token;

use crate::bindings::{Bindings, XML, XMLNS, declared_prefix};
use crate::chars::{is_legal, is_space_byte, plain_name, referenced};
use crate::free::Free;
use crate::limits::{Comments, Limits};
use crate::refusal::Refusal;
use crate::tag::{Written, attributes, reference_refused};
use crate::tape::{Kind, Tape};

struct Open {
    bound_before: usize,
    holds_text: bool,
    holds_comment: bool,
}

/// Text between two tags, as far as it has been read.
struct Run<'a> {
    said: Cow<'a, str>,
    began: usize,
    ended: usize,
}

/// Reads a whole text and notes what stands in it; the first thing that must not be there ends it.
pub fn scan(text: &str, limits: &Limits) -> Result<Tape, Refusal> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = true;
    config.check_comments = true;
    let mut scan = Scan {
        text,
        limits,
        open: Vec::new(),
        bound: Bindings::default(),
        free: Free::of(text),
        elements: 0,
        root_seen: false,
        run: None,
        tape: Tape::for_text(text.len()),
    };
    let mut before = 0;
    loop {
        let token = reader.read_event().map_err(|error| failed(&error, before))?;
        let position = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        if let Token::Eof = token {
            return scan.finish(position);
        }
        let span = text.get(before..position).ok_or_else(|| wrong(position, "token outside the document"))?;
        scan.token(&token, span, before, position)?;
        before = position;
    }
}

struct Scan<'a> {
    text: &'a str,
    limits: &'a Limits,
    open: Vec<Open>,
    bound: Bindings<'a>,
    free: Free,
    elements: usize,
    root_seen: bool,
    run: Option<Run<'a>>,
    tape: Tape,
}

impl<'a> Scan<'a> {
    fn finish(mut self, position: usize) -> Result<Tape, Refusal> {
        if !self.root_seen || !self.open.is_empty() {
            return Err(wrong(position.min(self.text.len()), "document ends early"));
        }
        self.end_run()?;
        self.tape.elements = self.elements;
        Ok(self.tape)
    }

    fn token(&mut self, token: &Token<'_>, span: &'a str, at: usize, end: usize) -> Result<(), Refusal> {
        match token {
            Token::Text(_) => {
                let piece = self.plain(span, at)?;
                self.append(piece, at, end)
            }
            Token::GeneralRef(_) => {
                let name = span.strip_prefix('&').and_then(|s| s.strip_suffix(';')).unwrap_or_default();
                let c = referenced(name).ok_or_else(|| reference_refused(name, at))?;
                self.append(Cow::Owned(c.to_string()), at, end)
            }
            Token::Start(_) => self.start(inside(span, 1), 1, at, end),
            Token::Empty(_) => {
                self.start(inside(span, 2), 2, at, end)?;
                self.close(at, end)
            }
            Token::End(_) => {
                self.end_run()?;
                if inside(span, 1).is_none_or(|tag| !tag.starts_with('/')) || self.open.is_empty() {
                    return Err(wrong(end, "end tag without start"));
                }
                self.close(at, end)
            }
            Token::Comment(_) => self.comment(span, at),
            Token::Decl(_) => self.declaration(span, at),
            Token::CData(_) => Err(Refusal::new("gate.cdata", at, "CDATA section")),
            Token::PI(_) => Err(Refusal::new("gate.instruction", at, "processing instruction")),
            Token::DocType(_) => Err(Refusal::new("gate.doctype", at, "document type")),
            Token::Eof => Ok(()),
        }
    }

    fn note(&mut self, began: usize, ended: usize, kind: Kind) -> Result<(), Refusal> {
        self.tape.note(began, ended, kind).ok_or_else(|| beyond(began))
    }

    /// Notes the text before a tag, whole.
    fn end_run(&mut self) -> Result<(), Refusal> {
        let Some(Run { said, began, ended }) = self.run.take() else { return Ok(()) };
        let kind = match said {
            Cow::Borrowed(_) => Kind::Text,
            Cow::Owned(said) => self.tape.compose(said).ok_or_else(|| beyond(began))?,
        };
        self.note(began, ended, kind)
    }

    /// Checks a piece of text between markup and normalises its line ends.
    fn plain(&self, span: &'a str, at: usize) -> Result<Cow<'a, str>, Refusal> {
        if !self.free.illegal
            && let Some((offset, _)) = span.char_indices().find(|(_, c)| !is_legal(*c))
        {
            return Err(wrong(at + offset, "illegal character"));
        }
        if !self.free.section_ends && span.contains("]]>") {
            return Err(wrong(at, "]]> in text"));
        }
        if !self.free.returns && span.contains('\r') {
            return Ok(Cow::Owned(span.replace("\r\n", "\n").replace('\r', "\n")));
        }
        Ok(Cow::Borrowed(span))
    }

    fn append(&mut self, piece: Cow<'a, str>, at: usize, end: usize) -> Result<(), Refusal> {
        let blank = piece.bytes().all(is_space_byte);
        let Some(open) = self.open.last_mut() else {
            let code = if self.root_seen { "gate.trailing" } else { "gate.not_wellformed" };
            let blank = blank && !self.text.get(at..).unwrap_or_default().starts_with('&');
            return if blank { Ok(()) } else { Err(Refusal::new(code, at, "text outside the root")) };
        };
        if !blank {
            open.holds_text = true;
            if open.holds_comment {
                return Err(Refusal::new("gate.comment", at, "comment beside text"));
            }
        }
        let length = self.run.as_ref().map_or(0, |run| run.said.len()) + piece.len();
        if length > self.limits.text {
            return Err(Refusal::new("gate.too_large", at, "text"));
        }
        match &mut self.run {
            Some(run) => {
                run.said.to_mut().push_str(&piece);
                run.ended = end;
            }
            None => self.run = Some(Run { said: piece, began: at, ended: end }),
        }
        Ok(())
    }

    fn comment(&mut self, span: &str, at: usize) -> Result<(), Refusal> {
        if self.limits.comments == Comments::Refused {
            return Err(Refusal::new("gate.comment", at, "comment"));
        }
        if !self.free.illegal && span.chars().any(|c| !is_legal(c)) {
            return Err(wrong(at, "illegal character"));
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
        let malformed = || wrong(at, "XML declaration");
        if at != 0 {
            return Err(Refusal::new("gate.instruction", at, "XML declaration inside"));
        }
        let inner = span.strip_prefix("<?xml").and_then(|s| s.strip_suffix("?>"));
        let found = attributes(inner.ok_or_else(malformed)?, at, self.limits)?;
        let names: Vec<&str> = found.iter().map(|attribute| attribute.name).collect();
        let known = [
            &["version"][..],
            &["version", "encoding"],
            &["version", "standalone"],
            &["version", "encoding", "standalone"],
        ];
        if !known.contains(&&*names) {
            return Err(malformed());
        }
        for Written { name, value } in found {
            match (name, &*value) {
                ("version", "1.0") | ("standalone", "yes" | "no") => {}
                ("version", other) => return Err(Refusal::new("gate.version", at, short(other))),
                ("encoding", other) if other.eq_ignore_ascii_case("utf-8") => {}
                ("encoding", other) => return Err(Refusal::new("gate.encoding", at, short(other))),
                _ => return Err(malformed()),
            }
        }
        Ok(())
    }

    fn start(&mut self, tag: Option<&'a str>, tail: u8, at: usize, end: usize) -> Result<(), Refusal> {
        self.end_run()?;
        let tag = tag.ok_or_else(|| wrong(at, "start tag"))?;
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
        let plain = plain_name(tag);
        let is_plain = plain > 0 && tag.as_bytes().get(plain).is_none_or(|byte| is_space_byte(*byte));
        let cut = if is_plain { plain } else { tag.bytes().position(is_space_byte).unwrap_or(tag.len()) };
        let (name, rest) = tag.split_at(cut);
        if name.len() > self.limits.name {
            return Err(Refusal::new("gate.too_large", at, "element name"));
        }
        self.open.push(Open { bound_before: self.bound.len(), holds_text: false, holds_comment: false });
        if !rest.is_empty() {
            self.attributes(rest, at)?;
        }
        let prefixed = !is_plain && name.contains(':');
        let namespace = if is_plain {
            self.tape.namespace(self.bound.default_namespace())
        } else {
            let name = self.bound.element(name).ok_or_else(|| unresolved(name, at))?;
            self.tape.namespace(&name.namespace)
        };
        let namespace = namespace.ok_or_else(|| beyond(at))?;
        self.note(at, end, Kind::Start { tail, bare: rest.is_empty(), prefixed, namespace })
    }

    fn attributes(&mut self, rest: &'a str, at: usize) -> Result<(), Refusal> {
        let written = attributes(rest, at, self.limits)?;
        self.bind(&written, at)?;
        let mut resolved = Vec::new();
        for Written { name, .. } in written {
            if declared_prefix(name).is_none() {
                resolved.push(self.bound.attribute(name).ok_or_else(|| unresolved(name, at))?);
            }
        }
        unlike(resolved.iter().map(|name| (&*name.namespace, name.local)).collect(), at)
    }

    /// Takes in the namespace declarations of one tag.
    fn bind(&mut self, written: &[Written<'a>], at: usize) -> Result<(), Refusal> {
        let mut declared = Vec::new();
        for Written { name, value } in written {
            let Some(prefix) = declared_prefix(name) else { continue };
            let proper = match prefix {
                "" => *name == "xmlns" && &**value != XML && &**value != XMLNS,
                "xml" => &**value == XML,
                "xmlns" => false,
                other => crate::chars::is_ncname(other) && !value.is_empty() && &**value != XML && &**value != XMLNS,
            };
            if !proper {
                return Err(wrong(at, &format!("namespace of {}", short(name))));
            }
            declared.push((prefix, ""));
        }
        self.bound.declare(written);
        unlike(declared, at)
    }

    fn close(&mut self, at: usize, end: usize) -> Result<(), Refusal> {
        if let Some(open) = self.open.pop() {
            self.bound.truncate(open.bound_before);
        }
        self.note(at, end, Kind::End)
    }
}

/// The inside of `<…>` or, with `tail` 2, of `<…/>`.
fn inside(span: &str, tail: usize) -> Option<&str> {
    let inner = span.strip_prefix('<')?.strip_suffix('>')?;
    if tail == 2 { inner.strip_suffix('/') } else { Some(inner) }
}

fn wrong(at: usize, what: &str) -> Refusal {
    Refusal::new("gate.not_wellformed", at, what)
}

fn beyond(at: usize) -> Refusal {
    Refusal::new("gate.too_large", at, "more than can be counted")
}

fn unresolved(name: &str, at: usize) -> Refusal {
    wrong(at, &format!("name or prefix {}", short(name)))
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn unlike(mut names: Vec<(&str, &str)>, at: usize) -> Result<(), Refusal> {
    if names.len() < 2 {
        return Ok(());
    }
    names.sort_unstable();
    match names.windows(2).find(|pair| pair.first() == pair.last()) {
        Some(pair) => {
            let name = pair.first().map_or_else(String::new, |(a, b)| format!("{}{}", short(a), short(b)));
            Err(wrong(at, &format!("attribute twice: {name}")))
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
    wrong(at, what)
}

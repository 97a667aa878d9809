//! The scanner behind the gate: `lexer` finds the pieces, whether they may stand where they do is checked here, and what
//! was seen is noted for the events.

use std::borrow::Cow;

use crate::bindings::{Bindings, XML, XMLNS, declared_prefix, qualified};
use crate::chars::{is_legal, is_ncname, is_space_byte, referenced};
use crate::free::Free;
use crate::lexer::{Lexer, Tag, Token};
use crate::limits::{Comments, Limits};
use crate::refusal::Refusal;
use crate::tag::{Attribute, Attributes, reference_refused};
use crate::tape::{Kind, Noted, Tape, Value, Written};

/// So many attributes are compared one by one; more are sorted first.
const FEW: usize = 8;

struct Open<'a> {
    name: &'a str,
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
pub fn scan<'a>(text: &'a str, limits: &Limits) -> Result<Tape<'a>, Refusal> {
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
        names: Vec::new(),
    };
    let mut lexer = Lexer::new(text);
    let mut before = 0;
    while let Some(token) = lexer.next()? {
        scan.token(token, before, lexer.at())?;
        before = lexer.at();
    }
    scan.finish(before)
}

struct Scan<'a, 'l> {
    text: &'a str,
    limits: &'l Limits,
    open: Vec<Open<'a>>,
    bound: Bindings<'a>,
    free: Free,
    elements: usize,
    root_seen: bool,
    run: Option<Run<'a>>,
    tape: Tape<'a>,
    /// Names of the attributes of the tag in hand.
    names: Vec<&'a str>,
}

impl<'a> Scan<'a, '_> {
    fn finish(mut self, position: usize) -> Result<Tape<'a>, Refusal> {
        if !self.root_seen || !self.open.is_empty() {
            return Err(wrong(position.min(self.text.len()), "document ends early"));
        }
        self.end_run()?;
        self.tape.elements = self.elements;
        self.tape.namespaces = self.bound.into_namespaces();
        Ok(self.tape)
    }

    fn token(&mut self, token: Token<'a>, at: usize, end: usize) -> Result<(), Refusal> {
        match token {
            Token::Text(text) => {
                let piece = self.plain(text, at)?;
                self.append(piece, at, end)
            }
            Token::Reference(name) => {
                let c = referenced(name).ok_or_else(|| reference_refused(name, at))?;
                self.append(Cow::Owned(c.to_string()), at, end)
            }
            Token::Start(tag) => {
                self.start(tag, at, end)?;
                if tag.is_empty { self.close(at, end) } else { Ok(()) }
            }
            Token::End(name) => {
                self.end_run()?;
                match self.open.last() {
                    Some(open) if open.name == name => self.close(at, end),
                    Some(_) => Err(wrong(at, "tags do not match")),
                    None => Err(wrong(at, "end tag without start")),
                }
            }
            Token::Comment(said) => self.comment(said, at),
            Token::Declaration(inside) => self.declaration(inside, at),
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
            Cow::Owned(said) => Kind::Composed(self.tape.compose(said).ok_or_else(|| beyond(began))?),
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

    fn comment(&mut self, said: &str, at: usize) -> Result<(), Refusal> {
        if self.limits.comments == Comments::Refused {
            return Err(Refusal::new("gate.comment", at, "comment"));
        }
        if !self.free.illegal && said.chars().any(|c| !is_legal(c)) {
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

    fn declaration(&self, inside: &'a str, at: usize) -> Result<(), Refusal> {
        let malformed = || wrong(at, "XML declaration");
        if at != 0 {
            return Err(Refusal::new("gate.instruction", at, "XML declaration inside"));
        }
        let mut written = Attributes::new(inside, at, self.limits, false);
        let mut found = Vec::new();
        while let Some(attribute) = written.next()? {
            found.push(attribute);
        }
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
        for Attribute { name, value, .. } in found {
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

    fn start(&mut self, tag: Tag<'a>, at: usize, end: usize) -> Result<(), Refusal> {
        self.end_run()?;
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
        let Tag { inside, plain, is_empty: _ } = tag;
        let cut = match plain {
            Some((length, _)) => length,
            None => inside.bytes().position(is_space_byte).unwrap_or(inside.len()),
        };
        let (name, rest) = inside.split_at(cut);
        if name.len() > self.limits.name {
            return Err(Refusal::new("gate.too_large", at, "element name"));
        }
        self.open.push(Open { name, bound_before: self.bound.len(), holds_text: false, holds_comment: false });
        // The declarations of a tag hold for its own name too.
        let attributes = if rest.is_empty() { 0 } else { self.attributes(rest, at)? };
        let written = match plain {
            Some((length, prefix)) => Written::of(length, prefix),
            None => qualified(name),
        };
        let resolved = written.and_then(|written| self.bound.element(name, written));
        let name = resolved.ok_or_else(|| unresolved(name, at))?;
        self.note(at, end, Kind::Start { name, attributes })
    }

    /// Notes the attributes of one tag and binds what it declares; how many were noted.
    fn attributes(&mut self, rest: &'a str, at: usize) -> Result<u16, Refusal> {
        let from = self.tape.attributes.len();
        let mut declared: Vec<&str> = Vec::new();
        let mut written = Attributes::new(rest, at, self.limits, self.free.illegal);
        self.names.clear();
        while let Some(attribute) = written.next()? {
            match declared_prefix(attribute.name) {
                Some(prefix) => {
                    declared.push(prefix);
                    self.bind(prefix, attribute, at)?;
                }
                None => self.note_attribute(attribute, at)?,
            }
        }
        unlike(&mut declared).map_err(|prefix| twice(prefix, at))?;
        // A prefix may be declared behind the attribute that needs it.
        for (name, noted) in self.names.iter().zip(self.tape.attributes.get_mut(from..).unwrap_or_default()) {
            noted.name = self.bound.attribute(name, noted.name).ok_or_else(|| unresolved(name, at))?;
        }
        let noted = self.tape.attributes.get(from..).unwrap_or_default();
        let local = |(name, noted): (&&'a str, &Noted)| {
            (noted.name.namespace, name.get(usize::from(noted.name.prefix)..).unwrap_or_default())
        };
        if noted.len() > 1 {
            unlike(&mut self.names.iter().zip(noted).map(local).collect::<Vec<_>>())
                .map_err(|(_, name)| twice(name, at))?;
        }
        u16::try_from(noted.len()).map_err(|_| beyond(at))
    }

    fn note_attribute(&mut self, attribute: Attribute<'a>, at: usize) -> Result<(), Refusal> {
        let Attribute { name, split, value, written } = attribute;
        let split = split.or_else(|| qualified(name)).ok_or_else(|| unresolved(name, at))?;
        let text = self.text;
        let place = |part: &str| place(text, part).ok_or_else(|| beyond(at));
        let value = match value {
            Cow::Borrowed(_) => {
                Value::Plain { at: place(written)?, length: u32::try_from(written.len()).map_err(|_| beyond(at))? }
            }
            Cow::Owned(value) => Value::Composed(self.tape.compose(value).ok_or_else(|| beyond(at))?),
        };
        let at = place(name)?;
        self.names.push(name);
        self.tape.attributes.push(Noted { at, name: split, value });
        Ok(())
    }

    /// Takes in one namespace declaration.
    fn bind(&mut self, prefix: &'a str, attribute: Attribute<'a>, at: usize) -> Result<(), Refusal> {
        let Attribute { name, value, .. } = attribute;
        let proper = match prefix {
            "" => name == "xmlns" && value != XML && value != XMLNS,
            "xml" => value == XML,
            "xmlns" => false,
            other => is_ncname(other) && !value.is_empty() && value != XML && value != XMLNS,
        };
        if !proper {
            return Err(wrong(at, &format!("namespace of {}", short(name))));
        }
        self.bound.declare(prefix, value).ok_or_else(|| beyond(at))
    }

    fn close(&mut self, at: usize, end: usize) -> Result<(), Refusal> {
        if let Some(open) = self.open.pop() {
            self.bound.truncate(open.bound_before);
        }
        self.note(at, end, Kind::End)
    }
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

/// Where a part of the text begins in it.
fn place(text: &str, part: &str) -> Option<u32> {
    u32::try_from(part.as_ptr().addr().checked_sub(text.as_ptr().addr())?).ok()
}

fn twice(name: &str, at: usize) -> Refusal {
    wrong(at, &format!("attribute twice: {}", short(name)))
}

/// None of them stands there twice; one that does otherwise.
fn unlike<T: Ord + Copy>(names: &mut [T]) -> Result<(), T> {
    if names.len() <= FEW {
        let mut rest = &*names;
        while let Some((first, others)) = rest.split_first() {
            if others.contains(first) {
                return Err(*first);
            }
            rest = others;
        }
        return Ok(());
    }
    names.sort_unstable();
    match names.windows(2).find(|pair| pair.first() == pair.last()) {
        Some([name, ..]) => Err(*name),
        _ => Ok(()),
    }
}

//! The scanner behind the gate: `lexer` finds the pieces, whether they may stand where they do is checked here, and what
//! was seen is noted for the events.

use std::borrow::Cow;

use crate::bindings::{Bindings, XML, XMLNS, declared_prefix, qualified};
use crate::chars::{is_legal, is_ncname, is_space_byte, referenced};
use crate::free::Free;
use crate::lexer::{Lexer, Plain, Tag, Token};
use crate::limits::{Comments, Limits};
use crate::refusal::Refusal;
use crate::tag::{Attribute, Attributes, reference_refused};
use crate::tape::{Mark, NONE, Noted, Placed, Tape, Value, Written};

/// So many attributes are compared one by one; more are sorted first.
const FEW: usize = 8;

struct Open<'a> {
    name: &'a str,
    /// Its mark.
    at: u32,
    bound_before: usize,
    holds_text: bool,
    holds_comment: bool,
}

/// Text between two tags, as far as it has been read.
struct Run {
    began: usize,
    ended: usize,
    /// What it means, when that is not what is written.
    said: Option<String>,
}

/// Reads a whole text and notes what stands in it; the first thing that must not be there ends it.
pub fn scan<'a>(text: &'a str, limits: &Limits) -> Result<Tape<'a>, Refusal> {
    // Every place is noted in 32 bits.
    if u32::try_from(text.len()).is_err() {
        return Err(beyond(0));
    }
    let free = Free::of(text);
    // Where nothing in the whole document wants a second look, texts mean what is written.
    let Free { illegal, returns, section_ends } = free;
    let most = if illegal && returns && section_ends { limits.text } else { 0 };
    let mut scan = Scan {
        text,
        limits,
        lexer: Lexer::new(text),
        most,
        open: Vec::with_capacity(16),
        bound: Bindings::for_text(text.len()),
        free,
        elements: 0,
        root_seen: false,
        run: None,
        tape: Tape::for_text(text.len()),
        names: Vec::new(),
    };
    loop {
        let before = scan.lexer.at();
        // Nearly every end tag is that of the innermost element and written as plainly as can be.
        if scan.open.last().is_some_and(|open| scan.lexer.pass_end(open.name)) {
            scan.close(before, scan.lexer.at())?;
            continue;
        }
        // Nearly every start tag is like one before, or a plain name.
        if let Some((name, written)) = scan.lexer.tag().and_then(|tag| scan.bound.known(tag)) {
            scan.admit(name, before)?;
            let said = scan.lexer.pass_named(name, most);
            scan.note_plain(name, written, said, before, scan.lexer.at());
            continue;
        }
        if let Some(plain) = scan.lexer.pass_plain(most) {
            scan.plain_element(plain, before, scan.lexer.at())?;
            continue;
        }
        match scan.lexer.next()? {
            Some(token) => scan.token(token, before, scan.lexer.at())?,
            None => return scan.finish(before),
        }
    }
}

struct Scan<'a, 'l> {
    text: &'a str,
    limits: &'l Limits,
    lexer: Lexer<'a>,
    /// Texts of so many bytes may be passed with the element in which they stand.
    most: usize,
    open: Vec<Open<'a>>,
    bound: Bindings<'a>,
    free: Free,
    elements: usize,
    root_seen: bool,
    run: Option<Run>,
    tape: Tape<'a>,
    /// Names of the attributes of the tag in hand.
    names: Vec<&'a str>,
}

impl<'a> Scan<'a, '_> {
    fn finish(mut self, position: usize) -> Result<Tape<'a>, Refusal> {
        if !self.root_seen || !self.open.is_empty() {
            return Err(wrong(position.min(self.text.len()), "document ends early"));
        }
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
            Token::Start(tag) => self.start(tag, at, end),
            Token::End(name) => match self.open.last() {
                Some(open) if open.name == name => self.close(at, end),
                Some(_) => Err(wrong(at, "tags do not match")),
                None => Err(wrong(at, "end tag without start")),
            },
            Token::Comment(said) => self.comment(said, at),
            Token::Declaration(inside) => self.declaration(inside, at),
        }
    }

    /// Notes the text before a tag, whole.
    fn end_run(&mut self) -> Result<(), Refusal> {
        let Some(Run { began, ended, said }) = self.run.take() else { return Ok(()) };
        let said = said.map(|said| self.tape.compose(said).ok_or_else(|| beyond(began))).transpose()?;
        let (began, ended) = (short_place(began), short_place(ended));
        self.tape.marks.push(match said {
            None => Mark::Text { began, ended },
            Some(said) => Mark::Composed { began, ended, said },
        });
        Ok(())
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
        let before = self.run.as_ref().map_or(0, |run| run.said.as_ref().map_or(run.ended - run.began, String::len));
        if before + piece.len() > self.limits.text {
            return Err(Refusal::new("gate.too_large", at, "text"));
        }
        match &mut self.run {
            Some(run) => {
                let written = self.text.get(run.began..run.ended).unwrap_or_default();
                run.said.get_or_insert_with(|| written.to_owned()).push_str(&piece);
                run.ended = end;
            }
            None => {
                let said = if let Cow::Owned(said) = piece { Some(said) } else { None };
                self.run = Some(Run { began: at, ended: end, said });
            }
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

    /// Lets an element of a name begin here: one root, and no more, no deeper and no longer named ones than allowed.
    #[inline]
    fn admit(&mut self, name: &str, at: usize) -> Result<(), Refusal> {
        if self.run.is_some() {
            self.end_run()?;
        }
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
        if name.len() > self.limits.name {
            return Err(Refusal::new("gate.too_large", at, "element name"));
        }
        Ok(())
    }

    /// Resolves the name of an element without attributes and notes it.
    fn plain_element(&mut self, plain: Plain<'a>, at: usize, end: usize) -> Result<(), Refusal> {
        let Plain { name, prefix, said } = plain;
        self.admit(name, at)?;
        let resolved = Written::of(name.len(), prefix).and_then(|written| self.bound.element(name, written));
        let written = resolved.ok_or_else(|| unresolved(name, at))?;
        self.bound.remember(name, written);
        self.note_plain(name, written, said, at, end);
        Ok(())
    }

    /// Notes an element without attributes, and its text and end when they were passed with it.
    #[inline]
    fn note_plain(&mut self, name: &'a str, written: Written, said: Option<usize>, at: usize, end: usize) {
        let (place, began) = (self.tape.next(), short_place(at));
        let opened = short_place(at + name.len() + 2);
        let closing = said.map_or(opened, |said| short_place(at + name.len() + 2 + said));
        self.tape.marks.push(Mark::Element(Placed {
            name: written,
            is_plain: true,
            began,
            opened,
            closing,
            closed: short_place(end),
            above: self.open.last().map_or(NONE, |open| open.at),
            next: place + 1,
            attributes: NONE,
        }));
        if said.is_none() {
            let bound_before = self.bound.len();
            self.open.push(Open { name, at: place, bound_before, holds_text: false, holds_comment: false });
        }
    }

    fn start(&mut self, tag: Tag<'a>, at: usize, end: usize) -> Result<(), Refusal> {
        let Tag { inside, plain, is_empty } = tag;
        let cut = match plain {
            Some((length, _)) => length,
            None => inside.bytes().position(is_space_byte).unwrap_or(inside.len()),
        };
        let (name, rest) = inside.split_at(cut);
        self.admit(name, at)?;
        let (place, above) = (self.tape.next(), self.open.last().map_or(NONE, |open| open.at));
        let bound_before = self.bound.len();
        // The declarations of a tag hold for its own name too.
        let attributes = if rest.is_empty() { NONE } else { self.attributes(rest, at)? };
        let written = match plain {
            Some((length, prefix)) => Written::of(length, prefix),
            None => qualified(name),
        };
        let resolved = written.and_then(|written| self.bound.element(name, written));
        let written = resolved.ok_or_else(|| unresolved(name, at))?;
        let said = if is_empty { None } else { self.lexer.pass_said(name, self.most) };
        self.tape.marks.push(Mark::Element(Placed {
            name: written,
            is_plain: true,
            began: short_place(at),
            opened: short_place(end),
            closing: short_place(end + said.unwrap_or_default()),
            closed: short_place(self.lexer.at()),
            above,
            next: place + 1,
            attributes,
        }));
        if is_empty || said.is_some() {
            self.bound.truncate(bound_before);
        } else {
            self.open.push(Open { name, at: place, bound_before, holds_text: false, holds_comment: false });
        }
        Ok(())
    }

    /// Notes the attributes of one tag and binds what it declares; the place of the first one.
    fn attributes(&mut self, rest: &'a str, at: usize) -> Result<u32, Refusal> {
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
        match self.tape.attributes.get_mut(from..).unwrap_or_default().last_mut() {
            Some(last) => {
                last.is_last = true;
                Ok(short_place(from))
            }
            None => Ok(NONE),
        }
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
        self.tape.attributes.push(Noted { at, name: split, is_last: false, value });
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

    /// Ends the innermost element.
    fn close(&mut self, at: usize, end: usize) -> Result<(), Refusal> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        self.bound.truncate(open.bound_before);
        let is_first = self.tape.next() == open.at + 1;
        // Whatever was written between the tags is one text that means what it is, or nothing.
        let is_plain = is_first && !open.holds_comment && self.run.as_ref().is_none_or(|run| run.said.is_none());
        if is_plain {
            self.run = None;
        } else if self.run.is_some() {
            self.end_run()?;
        }
        let next = self.tape.next();
        if let Some(placed) = self.tape.element_mut(open.at) {
            placed.is_plain = is_plain;
            (placed.closing, placed.closed, placed.next) = (short_place(at), short_place(end), next);
        }
        Ok(())
    }
}

/// A place in the text, as marks keep it; the text is no longer than that allows.
fn short_place(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
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

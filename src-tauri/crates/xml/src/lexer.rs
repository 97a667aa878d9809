//! Where does each piece of markup begin and end? Knows the few forms that the gate lets in and the names of those it
//! does not; what a piece means, and whether it may stand there, is `scan`'s question.
//!
//! Our own and not a library's: there is no document type, no entity and no CDATA to look for, the text is known to be
//! UTF-8 already, and a name is looked through once. A test holds it against `quick-xml`.

use memchr::{memchr, memchr2, memmem};

use crate::chars::{is_space_byte, plain_qualified};
use crate::refusal::Refusal;
use crate::tag::reference_refused;

/// A piece of markup, or the text between two.
#[derive(Debug, Clone, Copy)]
pub enum Token<'a> {
    /// Text without references.
    Text(&'a str),
    /// What stands between `&` and `;`.
    Reference(&'a str),
    /// What stands between `<` and `>` or `/>`.
    Start(Tag<'a>),
    /// The name in an end tag.
    End(&'a str),
    /// What stands between `<!--` and `-->`.
    Comment(&'a str),
    /// What stands between `<?xml` and `?>`.
    Declaration(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'a> {
    /// Its inside: a name, then attributes.
    pub inside: &'a str,
    /// Length of its name and how much of that is prefix and colon, when it is made of plain names.
    pub plain: Option<(usize, usize)>,
    /// It ends with `/>`.
    pub is_empty: bool,
}

/// An element that begins as plainly as can be.
#[derive(Debug, Clone, Copy)]
pub struct Plain<'a> {
    pub name: &'a str,
    /// How much of the name is prefix and colon.
    pub prefix: usize,
    /// How long its text is, when nothing but that stands in it and it was passed as a whole.
    pub said: Option<usize>,
}

/// The pieces of a text, one after another.
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the next piece begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The next piece; `None` at the end of the text.
    ///
    /// # Errors
    /// Markup that never ends, and the kinds that are never let in.
    pub fn next(&mut self) -> Result<Option<Token<'a>>, Refusal> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let bytes = rest.as_bytes();
        match bytes {
            [] => Ok(None),
            [b'<', b'/', ..] => self.end(rest).map(Some),
            [b'<', b'!', ..] => self.comment(rest).map(Some),
            [b'<', b'?', ..] => self.declaration(rest).map(Some),
            [b'<', ..] => self.start(rest).map(Some),
            [b'&', ..] => self.reference(rest).map(Some),
            _ => {
                let length = memchr2(b'<', b'&', bytes).unwrap_or(bytes.len());
                self.at += length;
                Ok(rest.get(..length).map(Token::Text))
            }
        }
    }

    /// Goes past the end tag of a name, written without white space; nothing else is passed.
    pub fn pass_end(&mut self, name: &str) -> bool {
        let is_end = is_end(self.text.as_bytes().get(self.at..).unwrap_or_default(), name.as_bytes());
        if is_end {
            self.at += name.len() + 3;
        }
        is_end
    }

    /// What stands behind the `<` that comes next.
    pub fn tag(&self) -> Option<&'a [u8]> {
        self.text.as_bytes().get(self.at..)?.strip_prefix(b"<")
    }

    /// Goes past a start tag of nothing but a name that stands here, and on as [`Self::pass_plain`]; how long the text is
    /// that was passed with it.
    pub fn pass_named(&mut self, name: &str, most: usize) -> Option<usize> {
        self.at += name.len() + 2;
        self.pass_said(name, most)
    }

    /// Goes past a start tag of nothing but a plain name, and past a text of no more than so many bytes without
    /// references when its end tag follows; nothing else is passed.
    pub fn pass_plain(&mut self, most: usize) -> Option<Plain<'a>> {
        let bytes = self.text.as_bytes().get(self.at..)?;
        let tag = bytes.strip_prefix(b"<")?;
        let (length, prefix) = plain_qualified(tag)?;
        let inside = tag.get(length..)?.strip_prefix(b">")?;
        let name = self.text.get(self.at + 1..self.at + 1 + length)?;
        let said = said_in(inside, name, most);
        self.at += length + 2 + said.map_or(0, |said| said + length + 3);
        Some(Plain { name, prefix, said })
    }

    /// Goes past a text of no more than so many bytes without references, and past the end tag of a name behind it; how
    /// long the text is. Nothing else is passed.
    pub fn pass_said(&mut self, name: &str, most: usize) -> Option<usize> {
        let said = said_in(self.text.as_bytes().get(self.at..)?, name, most)?;
        self.at += said + name.len() + 3;
        Some(said)
    }

    fn unclosed<T>(&self) -> Result<T, Refusal> {
        Err(Refusal::new("gate.not_wellformed", self.at, "unclosed markup"))
    }

    fn end(&mut self, rest: &'a str) -> Result<Token<'a>, Refusal> {
        let Some(length) = memchr(b'>', rest.as_bytes()) else { return self.unclosed() };
        self.at += length + 1;
        let name = rest.get(2..length).unwrap_or_default();
        Ok(Token::End(name.trim_end_matches([' ', '\t', '\n', '\r'])))
    }

    fn start(&mut self, rest: &'a str) -> Result<Token<'a>, Refusal> {
        let tag = rest.get(1..).unwrap_or_default();
        let bytes = tag.as_bytes();
        let named = plain_qualified(bytes);
        let behind = named.map_or(0, |(length, _)| length);
        let length = match bytes.get(behind) {
            Some(b'>') => behind,
            _ => match ending(bytes, behind) {
                Some(length) => length,
                None => return self.unclosed(),
            },
        };
        self.at += length + 2;
        let inside = tag.get(..length).unwrap_or_default();
        let (inside, is_empty) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
        let ends = |length: usize| inside.as_bytes().get(length).is_none_or(|byte| is_space_byte(*byte));
        Ok(Token::Start(Tag { inside, plain: named.filter(|(length, _)| ends(*length)), is_empty }))
    }

    fn reference(&mut self, rest: &'a str) -> Result<Token<'a>, Refusal> {
        let name = rest.get(1..).unwrap_or_default();
        let length = name.bytes().position(|byte| matches!(byte, b';' | b'<' | b'&')).unwrap_or(name.len());
        let (name, after) = name.split_at_checked(length).unwrap_or_default();
        if !after.starts_with(';') {
            // Whatever it is called, a reference that never ends is none.
            let at = self.at;
            return Err(Refusal { code: "gate.not_wellformed", ..reference_refused(name, at) });
        }
        self.at += length + 2;
        Ok(Token::Reference(name))
    }

    fn comment(&mut self, rest: &'a str) -> Result<Token<'a>, Refusal> {
        let Some(said) = rest.strip_prefix("<!--") else {
            let is = |word: &str| rest.get(2..2 + word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
            return Err(match () {
                () if is("[CDATA[") => Refusal::new("gate.cdata", self.at, "CDATA section"),
                () if is("DOCTYPE") => Refusal::new("gate.doctype", self.at, "document type"),
                () => Refusal::new("gate.not_wellformed", self.at, "unclosed markup"),
            });
        };
        // Two hyphens stand at the end of a comment and nowhere else in it (production 15).
        let Some(length) = memmem::find(said.as_bytes(), b"--") else { return self.unclosed() };
        if said.as_bytes().get(length + 2) != Some(&b'>') {
            return Err(Refusal::new("gate.not_wellformed", self.at, "-- in a comment"));
        }
        self.at += length + 7;
        Ok(Token::Comment(said.get(..length).unwrap_or_default()))
    }

    fn declaration(&mut self, rest: &'a str) -> Result<Token<'a>, Refusal> {
        let Some(length) = memmem::find(rest.as_bytes(), b"?>") else { return self.unclosed() };
        let inside = rest.get(2..length).and_then(|inside| inside.strip_prefix("xml"));
        match inside.filter(|inside| inside.is_empty() || inside.as_bytes().first().is_some_and(|b| is_space_byte(*b)))
        {
            Some(inside) => {
                self.at += length + 2;
                Ok(Token::Declaration(inside))
            }
            None => Err(Refusal::new("gate.instruction", self.at, "processing instruction")),
        }
    }
}

/// How long the text before the end tag of a name is, when it is no longer than allowed and without references.
fn said_in(inside: &[u8], name: &str, most: usize) -> Option<usize> {
    let said = match inside {
        [b'<', ..] => 0,
        _ => memchr2(b'<', b'&', inside).filter(|said| *said <= most)?,
    };
    is_end(inside.get(said..)?, name.as_bytes()).then_some(said)
}

/// Does the end tag of a name stand here, written without white space?
fn is_end(bytes: &[u8], name: &[u8]) -> bool {
    let behind = bytes.strip_prefix(b"</").and_then(|rest| rest.strip_prefix(name));
    behind.is_some_and(|rest| rest.first() == Some(&b'>'))
}

/// Where the `>` of a start tag stands: the first one outside of quotes.
fn ending(tag: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += tag.get(at..)?.iter().position(|byte| matches!(byte, b'>' | b'"' | b'\''))?;
        match tag.get(at)? {
            b'>' => return Some(at),
            quote => at += 2 + memchr(*quote, tag.get(at + 1..)?)?,
        }
    }
}

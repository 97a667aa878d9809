//! Which value stands here (PDF 1.7, 7.2 and 7.3)?

use super::{Read, unreadable};

/// Deepest nesting of arrays and dictionaries.
const DEPTH: usize = 64;

/// A value of a PDF.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// `null`, `true`, `false` and numbers with fractions, as they are written: nothing here asks what they are.
    Other(String),
    Integer(i64),
    Name(String),
    /// A string, its escapes taken out.
    Text(Vec<u8>),
    Array(Vec<Value>),
    Dictionary(Vec<(String, Value)>),
    /// An object by its number; generations are checked where it stands.
    Reference(u32),
    /// A dictionary with the place where its bytes begin.
    Stream {
        entries: Vec<(String, Value)>,
        start: usize,
    },
}

impl Value {
    /// The entry of a dictionary or a stream.
    pub(crate) fn entry(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Dictionary(entries) | Self::Stream { entries, .. } => {
                entries.iter().find(|(known, _)| known == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    pub(crate) fn reference(&self) -> Option<u32> {
        if let Self::Reference(number) = self { Some(*number) } else { None }
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// An integer that is no offset or count below zero.
    pub(crate) fn size(&self) -> Option<usize> {
        self.integer().and_then(|number| usize::try_from(number).ok())
    }

    pub(crate) fn is_name(&self, wanted: &str) -> bool {
        matches!(self, Self::Name(name) if name == wanted)
    }
}

/// Reads values one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    pub(crate) at: usize,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Past white space and comments.
    pub(crate) fn skip(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    while self.peek().is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
                        self.at += 1;
                    }
                }
                _ if is_space(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    /// Takes this word, when it stands here whole.
    pub(crate) fn word(&mut self, word: &str) -> bool {
        self.skip();
        let end = self.at + word.len();
        let is_here = self.bytes.get(self.at..end) == Some(word.as_bytes());
        let is_whole = self.bytes.get(end).is_none_or(|byte| !is_regular(*byte));
        if is_here && is_whole {
            self.at = end;
        }
        is_here && is_whole
    }

    /// A number without sign or fraction.
    pub(crate) fn count(&mut self) -> Option<u32> {
        self.skip();
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        let digits = std::str::from_utf8(self.bytes.get(from..self.at)?).ok()?;
        digits.parse().ok()
    }

    /// One value.
    pub(crate) fn value(&mut self) -> Read<Value> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Read<Value> {
        if depth > DEPTH {
            return unreadable("nested too deeply");
        }
        self.skip();
        match self.peek() {
            Some(b'/') => self.name().map(Value::Name),
            Some(b'(') => self.literal().map(Value::Text),
            Some(b'[') => {
                self.at += 1;
                let mut values = Vec::new();
                loop {
                    self.skip();
                    if self.peek() == Some(b']') {
                        self.at += 1;
                        return Ok(Value::Array(values));
                    }
                    values.push(self.nested(depth + 1)?);
                }
            }
            Some(b'<') if self.bytes.get(self.at + 1) == Some(&b'<') => self.dictionary(depth),
            Some(b'<') => self.hexadecimal().map(Value::Text),
            Some(byte) if byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.') => self.number(),
            _ => match ["null", "true", "false"].into_iter().find(|word| self.word(word)) {
                Some(word) => Ok(Value::Other(word.to_owned())),
                None => unreadable("no value"),
            },
        }
    }

    fn name(&mut self) -> Read<String> {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            self.at += 1;
            match byte {
                b'#' => match (self.next().and_then(digit), self.next().and_then(digit)) {
                    (Some(high), Some(low)) => name.push(high * 16 + low),
                    _ => return unreadable("a name"),
                },
                byte => name.push(byte),
            }
        }
        Ok(String::from_utf8_lossy(&name).into_owned())
    }

    fn literal(&mut self) -> Read<Vec<u8>> {
        self.at += 1;
        let (mut text, mut open) = (Vec::new(), 1_usize);
        loop {
            let Some(byte) = self.next() else { return unreadable("a string without end") };
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    self.escape(&mut text)?;
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                return Ok(text);
            }
            text.push(byte);
        }
    }

    fn escape(&mut self, text: &mut Vec<u8>) -> Read<()> {
        match self.next() {
            Some(b'n') => text.push(b'\n'),
            Some(b'r') => text.push(b'\r'),
            Some(b't') => text.push(b'\t'),
            Some(b'b') => text.push(8),
            Some(b'f') => text.push(12),
            Some(b'\r') => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            Some(b'\n') => {}
            Some(first @ b'0'..=b'7') => {
                let mut code = u32::from(first - b'0');
                for _ in 0..2 {
                    let Some(next) = self.peek().filter(|byte| matches!(byte, b'0'..=b'7')) else { break };
                    code = code * 8 + u32::from(next - b'0');
                    self.at += 1;
                }
                text.push(u8::try_from(code & 0xFF).unwrap_or_default());
            }
            Some(byte) => text.push(byte),
            None => return unreadable("a string without end"),
        }
        Ok(())
    }

    fn hexadecimal(&mut self) -> Read<Vec<u8>> {
        self.at += 1;
        let mut digits = Vec::new();
        loop {
            match self.next() {
                Some(b'>') => break,
                Some(byte) if is_space(byte) => {}
                Some(byte) => match digit(byte) {
                    Some(digit) => digits.push(digit),
                    None => return unreadable("a hexadecimal string"),
                },
                None => return unreadable("a string without end"),
            }
        }
        let pairs = digits.chunks(2).map(|pair| pair.iter().fold(0, |sum, digit| sum * 16 + digit));
        let mut text: Vec<u8> = pairs.collect();
        if digits.len() % 2 == 1
            && let Some(last) = text.last_mut()
        {
            *last *= 16;
        }
        Ok(text)
    }

    fn dictionary(&mut self, depth: usize) -> Read<Value> {
        self.at += 2;
        let mut entries: Vec<(String, Value)> = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                Some(b'>') if self.bytes.get(self.at + 1) == Some(&b'>') => {
                    self.at += 2;
                    // Of two entries of one name every reader picks its own.
                    let mut names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
                    names.sort_unstable();
                    return match names.windows(2).any(|pair| matches!(pair, [one, two] if one == two)) {
                        true => unreadable("an entry twice in one dictionary"),
                        false => Ok(Value::Dictionary(entries)),
                    };
                }
                Some(b'/') => {
                    let name = self.name()?;
                    entries.push((name, self.nested(depth + 1)?));
                }
                _ => return unreadable("a dictionary"),
            }
        }
    }

    /// A number, or the number of an object with `R` behind it.
    fn number(&mut self) -> Read<Value> {
        let before = self.at;
        if let Some(number) = self.count() {
            let after = self.clone();
            if self.count().is_some() && self.word("R") {
                return Ok(Value::Reference(number));
            }
            *self = after;
            if self.peek().is_none_or(|byte| !is_regular(byte)) {
                return Ok(Value::Integer(i64::from(number)));
            }
        }
        self.at = before;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        let digits = self.bytes.get(before..self.at).and_then(|digits| std::str::from_utf8(digits).ok());
        let digits = digits.unwrap_or_default();
        match digits.parse::<i64>() {
            Ok(number) => Ok(Value::Integer(number)),
            Err(_) if digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.')) => {
                Ok(Value::Other(digits.to_owned()))
            }
            Err(_) => unreadable("a number"),
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

//! What is an object, and which bytes has a stream (PDF 1.7, 7.3.8, 7.3.10, 7.5.7)? All of it within bounds that hold for
//! the whole file, so that no small file costs much.

use std::collections::HashMap;

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::lexer::{Lexer, Value};
use super::places::{Place, Places};
use super::{LARGEST, Read, unreadable};

/// Most that all streams of objects and places hold together.
const TOGETHER: usize = 32 * 1024 * 1024;
/// How many times its own size a stream may hold, once that is more than `SMALL`.
const RATIO: usize = 100;
const SMALL: usize = 1024 * 1024;

/// How much was inflated so far.
#[derive(Debug, Default)]
pub(crate) struct Inflated(usize);

/// A stream of objects that was opened.
struct Opened {
    bytes: Vec<u8>,
    /// Number and place of each object in it.
    places: Vec<(u32, usize)>,
}

/// A file whose objects are looked up by number.
pub(crate) struct Objects<'a> {
    pdf: &'a [u8],
    places: Places,
    inflation: Inflated,
    opened: HashMap<u32, Opened>,
    /// Bytes gone through so far: objects that lie in one another are read once too often.
    gone_through: usize,
}

impl<'a> Objects<'a> {
    pub(crate) fn open(pdf: &'a [u8]) -> Read<Self> {
        if pdf.len() > LARGEST {
            return unreadable("too large");
        }
        if !pdf.starts_with(b"%PDF-") {
            return unreadable("no PDF");
        }
        let mut inflation = Inflated::default();
        let places = Places::read(pdf, &mut inflation)?;
        Ok(Self { pdf, places, inflation, opened: HashMap::new(), gone_through: 0 })
    }

    /// Numbers of all objects, rising.
    pub(crate) fn numbers(&self) -> Vec<u32> {
        let there = self.places.all.iter().filter(|(_, place)| **place != Place::Gone);
        there.map(|(number, _)| *number).collect()
    }

    /// The catalog, from which everything is reached.
    pub(crate) fn root(&self) -> Value {
        self.places.trailer.entry("Root").cloned().unwrap_or(Value::Other("null".to_owned()))
    }

    /// The dictionary about the file.
    pub(crate) fn info(&self) -> Option<u32> {
        self.places.trailer.entry("Info").and_then(Value::reference)
    }

    /// The object of a number.
    pub(crate) fn get(&mut self, number: u32) -> Read<Value> {
        match self.places.all.get(&number).copied() {
            Some(Place::At(at)) => {
                let (value, end) = object(self.pdf, at, Some(number))?;
                self.count(end - at)?;
                Ok(value)
            }
            Some(Place::In(stream, order)) => self.within(stream, order, number),
            Some(Place::Gone) | None => Ok(Value::Other("null".to_owned())),
        }
    }

    fn count(&mut self, bytes: usize) -> Read<()> {
        self.gone_through += bytes;
        match self.gone_through > 4 * self.pdf.len() + TOGETHER {
            true => unreadable("objects in one another"),
            false => Ok(()),
        }
    }

    /// The bytes of a stream, inflated; at most so many.
    pub(crate) fn stream(&mut self, number: u32, most: usize) -> Read<Vec<u8>> {
        let value = self.get(number)?;
        self.bytes_of(&value, most)
    }

    /// The same of an object that was looked up.
    pub(crate) fn bytes_of(&mut self, stream: &Value, most: usize) -> Read<Vec<u8>> {
        let length = self.length(stream)?;
        inflated(self.pdf, stream, length, most, &mut self.inflation)
    }

    fn length(&self, stream: &Value) -> Read<usize> {
        let length = match stream.entry("Length") {
            // A length stands in the file itself: one in the stream whose length it is could never be read.
            Some(Value::Reference(number)) => match self.places.all.get(number) {
                Some(Place::At(at)) => object(self.pdf, *at, Some(*number))?.0.size(),
                _ => None,
            },
            Some(length) => length.size(),
            None => None,
        };
        length.map_or_else(|| unreadable("a stream without length"), Ok)
    }

    fn within(&mut self, stream: u32, order: usize, number: u32) -> Read<Value> {
        if !self.opened.contains_key(&stream) {
            let opened = self.open_stream(stream)?;
            self.opened.insert(stream, opened);
        }
        let Some(Opened { bytes, places }) = self.opened.get(&stream) else { return unreadable("a stream of objects") };
        let Some((_, at)) = places.get(order).filter(|(named, _)| *named == number) else {
            return unreadable("an object of another number");
        };
        let mut lexer = Lexer::new(bytes, *at);
        let value = lexer.value()?;
        let length = lexer.at - at;
        self.count(length)?;
        Ok(value)
    }

    fn open_stream(&mut self, number: u32) -> Read<Opened> {
        // A stream of objects stands in the file itself, never in another one.
        let Some(Place::At(_)) = self.places.all.get(&number) else { return unreadable("a stream of objects") };
        let value = self.get(number)?;
        let size = |name: &str| value.entry(name).and_then(Value::size);
        let (Some(count), Some(first)) = (size("N"), size("First")) else { return unreadable("a stream of objects") };
        if !value.entry("Type").is_some_and(|kind| kind.is_name("ObjStm")) {
            return unreadable("a stream of objects");
        }
        let bytes = self.stream(number, TOGETHER)?;
        let mut lexer = Lexer::new(&bytes, 0);
        let mut places = Vec::new();
        for _ in 0..count {
            let (named, at) = (lexer.count(), lexer.count().and_then(|at| usize::try_from(at).ok()));
            let (Some(named), Some(at)) = (named, at) else { return unreadable("a stream of objects") };
            places.push((named, first.saturating_add(at)));
        }
        Ok(Opened { bytes, places })
    }
}

/// The object at a place, and where it ends; its number has to be the one asked for.
fn object(pdf: &[u8], at: usize, number: Option<u32>) -> Read<(Value, usize)> {
    let mut lexer = Lexer::new(pdf, at);
    let named = lexer.count();
    if named.is_none() || lexer.count().is_none() || !lexer.word("obj") {
        return unreadable("no object where one has to be");
    }
    if number.is_some() && named != number {
        return unreadable("an object of another number");
    }
    let value = lexer.value()?;
    if let Value::Dictionary(entries) = value {
        let mut after = lexer.clone();
        if !after.word("stream") {
            return ended(Value::Dictionary(entries), lexer);
        }
        // One end of line, and the bytes begin (7.3.8.1).
        let start = match (pdf.get(after.at), pdf.get(after.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => after.at + 2,
            (Some(b'\n'), _) => after.at + 1,
            _ => return unreadable("a stream"),
        };
        return Ok((Value::Stream { entries, start }, start));
    }
    ended(value, lexer)
}

fn ended(value: Value, mut lexer: Lexer<'_>) -> Read<(Value, usize)> {
    match lexer.word("endobj") {
        true => Ok((value, lexer.at)),
        false => unreadable("an object without end"),
    }
}

/// The stream at a place, whatever its number.
pub(crate) fn stream_object(pdf: &[u8], at: usize) -> Read<(Value, usize)> {
    match object(pdf, at, None)? {
        (stream @ Value::Stream { .. }, end) => Ok((stream, end)),
        _ => unreadable("no table of places"),
    }
}

/// The bytes of a stream, inflated where it says so; any other filter is none that documents are attached with.
pub(crate) fn inflated(
    pdf: &[u8],
    stream: &Value,
    length: usize,
    most: usize,
    inflation: &mut Inflated,
) -> Read<Vec<u8>> {
    let Value::Stream { start, .. } = stream else { return unreadable("no stream") };
    let end = start.saturating_add(length);
    let Some(raw) = pdf.get(*start..end) else { return unreadable("a stream beyond the file") };
    if !Lexer::new(pdf, end).word("endstream") {
        return unreadable("a stream of another length");
    }
    if stream.entry("F").is_some() {
        return unreadable("a stream outside the file");
    }
    let most = most.min(raw.len().saturating_mul(RATIO).max(SMALL));
    let bytes = match stream.entry("Filter") {
        None if raw.len() <= most => raw.to_vec(),
        Some(filter) if is_flate(filter) => match decompress_to_vec_zlib_with_limit(raw, most) {
            Ok(bytes) => bytes,
            Err(_) => return unreadable("a stream that does not inflate within bounds"),
        },
        _ => return unreadable("a filter"),
    };
    inflation.0 += bytes.len();
    if inflation.0 > TOGETHER {
        return unreadable("streams beyond the bounds");
    }
    unpredicted(bytes, stream)
}

fn is_flate(filter: &Value) -> bool {
    match filter {
        Value::Array(all) => matches!(all.as_slice(), [one] if one.is_name("FlateDecode")),
        one => one.is_name("FlateDecode"),
    }
}

/// Takes back the prediction that streams of places are usually written with: each row as its difference to the one above
/// (PNG, filter "up"; PDF 1.7, 7.4.4.4).
fn unpredicted(bytes: Vec<u8>, stream: &Value) -> Read<Vec<u8>> {
    let params = match stream.entry("DecodeParms") {
        None => return Ok(bytes),
        Some(Value::Array(all)) => match all.as_slice() {
            [one] => one,
            _ => return unreadable("a filter"),
        },
        Some(one) => one,
    };
    let size = |name: &str, usual: usize| params.entry(name).map_or(Some(usual), Value::size);
    match (size("Predictor", 1), size("Columns", 1), size("Colors", 1), size("BitsPerComponent", 8)) {
        (Some(1), ..) => Ok(bytes),
        (Some(10..=15), Some(columns @ 1..=64), Some(1), Some(8)) => {
            let mut above = vec![0_u8; columns];
            let mut plain = Vec::with_capacity(bytes.len());
            for row in bytes.chunks(columns + 1) {
                let Some((kind, row)) = row.split_first().filter(|(_, row)| row.len() == columns) else {
                    return unreadable("a filter");
                };
                match kind {
                    0 => above.copy_from_slice(row),
                    2 => above.iter_mut().zip(row).for_each(|(sum, byte)| *sum = sum.wrapping_add(*byte)),
                    _ => return unreadable("a filter"),
                }
                plain.extend_from_slice(&above);
            }
            Ok(plain)
        }
        _ => unreadable("a filter"),
    }
}

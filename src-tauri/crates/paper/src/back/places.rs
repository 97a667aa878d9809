//! Where does each object stand (PDF 1.7, 7.5.4 to 7.5.8)? Tables and streams of places, the newest first.

use std::collections::BTreeMap;

use super::lexer::{Lexer, Value};
use super::objects::{Inflated, inflated, stream_object};
use super::{Read, unreadable};

/// Most objects of a file.
const OBJECTS: usize = 200_000;
/// Most tables a file was continued with.
const TABLES: usize = 64;

/// Where an object stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At this byte.
    At(usize),
    /// In the stream of objects with this number, by its order in it.
    In(u32, usize),
    /// Nowhere: it was given up.
    Gone,
}

/// Every object's place, and what the newest trailer says.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) all: BTreeMap<u32, Place>,
    pub(crate) trailer: Value,
}

impl Places {
    /// Reads all tables of a file.
    pub(crate) fn read(pdf: &[u8], inflation: &mut Inflated) -> Read<Self> {
        let mut all = BTreeMap::new();
        let mut wanted = vec![last_table(pdf)?];
        let mut seen = Vec::new();
        let mut newest = None;
        while let Some(at) = wanted.pop() {
            if seen.contains(&at) || seen.len() == TABLES {
                return unreadable("tables without end");
            }
            seen.push(at);
            let trailer = table(pdf, at, &mut all, inflation)?;
            if trailer.entry("Encrypt").is_some() {
                return unreadable("encrypted");
            }
            // Of a file with both kinds the stream is asked before older tables.
            for older in ["Prev", "XRefStm"] {
                if let Some(place) = trailer.entry(older) {
                    match place.size() {
                        Some(place) => wanted.push(place),
                        None => return unreadable("a place of a table"),
                    }
                }
            }
            newest.get_or_insert(trailer);
        }
        match newest {
            Some(trailer) if trailer.entry("Root").and_then(Value::reference).is_some() => Ok(Self { all, trailer }),
            _ => unreadable("no catalog"),
        }
    }
}

/// The place that the end of the file names.
fn last_table(pdf: &[u8]) -> Read<usize> {
    let tail = pdf.len().saturating_sub(1024);
    let end = pdf.get(tail..).unwrap_or_default();
    let word = b"startxref";
    let Some(from) = end.windows(word.len()).rposition(|it| it == word) else {
        return unreadable("no table of places");
    };
    let mut lexer = Lexer::new(pdf, tail + from + word.len());
    match lexer.count().and_then(|place| usize::try_from(place).ok()) {
        Some(place) => Ok(place),
        None => unreadable("no table of places"),
    }
}

fn put(all: &mut BTreeMap<u32, Place>, number: u32, place: Place) -> Read<()> {
    // What a newer table says of an object counts.
    all.entry(number).or_insert(place);
    if all.len() > OBJECTS { unreadable("too many objects") } else { Ok(()) }
}

fn table(pdf: &[u8], at: usize, all: &mut BTreeMap<u32, Place>, inflation: &mut Inflated) -> Read<Value> {
    let mut lexer = Lexer::new(pdf, at);
    if !lexer.word("xref") {
        return by_stream(pdf, at, all, inflation);
    }
    while !lexer.word("trailer") {
        let (Some(first), Some(count)) = (lexer.count(), lexer.count()) else { return unreadable("a table of places") };
        for number in first..first.saturating_add(count) {
            let (place, generation) = (lexer.count(), lexer.count());
            let (Some(place), Some(_)) = (place, generation) else { return unreadable("a table of places") };
            let place = match (lexer.word("n"), usize::try_from(place)) {
                (true, Ok(place)) => Place::At(place),
                (false, _) if lexer.word("f") => Place::Gone,
                _ => return unreadable("a table of places"),
            };
            put(all, number, place)?;
        }
    }
    match lexer.value()? {
        trailer @ Value::Dictionary(_) => Ok(trailer),
        _ => unreadable("a trailer"),
    }
}

fn by_stream(pdf: &[u8], at: usize, all: &mut BTreeMap<u32, Place>, inflation: &mut Inflated) -> Read<Value> {
    let (stream, _) = stream_object(pdf, at)?;
    if !stream.entry("Type").is_some_and(|kind| kind.is_name("XRef")) {
        return unreadable("no table of places");
    }
    let size = |value: Option<&Value>| value.and_then(Value::size);
    let numbers = |name: &str| match stream.entry(name) {
        Some(Value::Array(all)) => all.iter().map(Value::size).collect::<Option<Vec<usize>>>(),
        _ => None,
    };
    let Some(widths) = numbers("W").filter(|widths| widths.len() == 3 && widths.iter().all(|width| *width <= 8)) else {
        return unreadable("a stream of places");
    };
    let (kind_width, row) = (widths.first().copied().unwrap_or_default(), widths.iter().sum::<usize>());
    let ranges = match numbers("Index") {
        Some(ranges) => ranges,
        None => vec![0, size(stream.entry("Size")).unwrap_or_default()],
    };
    let Some(length) = size(stream.entry("Length")) else { return unreadable("a stream without length") };
    let bytes = inflated(pdf, &stream, length, super::LARGEST, inflation)?;
    let mut rows = bytes.chunks_exact(row.max(1));
    for range in ranges.chunks(2) {
        let [first, count] = range else { return unreadable("a stream of places") };
        for number in *first..first.saturating_add(*count) {
            let Some(fields) = rows.next() else { return unreadable("a stream of places") };
            let mut rest = fields;
            let mut field = |width: usize| {
                let (own, after) = rest.split_at_checked(width).unwrap_or((rest, &[]));
                rest = after;
                own.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
            };
            let kind = field(kind_width);
            let (two, three) = (field(widths.get(1).copied().unwrap_or(0)), field(widths.get(2).copied().unwrap_or(0)));
            let kind = if kind_width == 0 { 1 } else { kind };
            let place = match (kind, usize::try_from(two), u32::try_from(two), usize::try_from(three)) {
                (0, ..) => Place::Gone,
                (1, Ok(at), ..) => Place::At(at),
                (2, _, Ok(stream), Ok(order)) => Place::In(stream, order),
                _ => return unreadable("a stream of places"),
            };
            let Ok(number) = u32::try_from(number) else { return unreadable("a stream of places") };
            put(all, number, place)?;
        }
    }
    match stream {
        Value::Stream { entries, .. } => Ok(Value::Dictionary(entries)),
        other => Ok(other),
    }
}

//! What does a PDF carry, and is its page the one that its document makes (`seal-and-paper.md` 11.5)?
//!
//! Deliberately strict and small: tables and streams of objects are read as they are written, nothing is repaired, nothing
//! decrypted, nothing run, and every inflated byte is counted before it is kept. The libraries there are inflate without
//! bounds and mend on their own, so that two readers would see two files. What a document says is not asked here.

mod lexer;
mod objects;
mod places;

use std::collections::HashSet;

use lexer::Value;
use objects::Objects;

/// Most bytes of a PDF that is looked into.
pub const LARGEST: usize = 32 * 1024 * 1024;
/// Most bytes of one attachment.
const ATTACHMENT: usize = 8 * 1024 * 1024;

/// Why no document was read out of a PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoDocument {
    /// Encrypted, damaged, beyond the bounds, or written in a way that would have to be repaired.
    #[error("the PDF cannot be read: {why}")]
    Unreadable {
        /// What stopped it.
        why: &'static str,
    },
    /// No XML document is attached.
    #[error("no document is attached")]
    None,
    /// Several are, and they are not the same.
    #[error("{count} different documents are attached")]
    Many {
        /// How many different ones.
        count: usize,
    },
}

impl NoDocument {
    /// Its code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "paper.unreadable",
            Self::None => "paper.no_document",
            Self::Many { .. } => "paper.many_documents",
        }
    }
}

pub(crate) type Read<T> = Result<T, NoDocument>;

pub(crate) fn unreadable<T>(why: &'static str) -> Read<T> {
    Err(NoDocument::Unreadable { why })
}

/// The one XML document that a PDF carries, wherever in it a file is attached: what one viewer lists and another does not
/// counts as well.
///
/// # Errors
/// [`NoDocument`].
pub fn document_in(pdf: &[u8]) -> Result<Vec<u8>, NoDocument> {
    let mut objects = Objects::open(pdf)?;
    let mut streams = Vec::new();
    for number in objects.numbers() {
        let object = objects.get(number)?;
        attached(&object, &mut streams)?;
    }
    streams.sort_unstable();
    streams.dedup();
    let mut documents: Vec<Vec<u8>> = Vec::new();
    for number in streams {
        let bytes = objects.stream(number, ATTACHMENT)?;
        if is_markup(&bytes) && !documents.contains(&bytes) {
            documents.push(bytes);
        }
    }
    match documents.len() {
        0 => Err(NoDocument::None),
        1 => documents.pop().ok_or(NoDocument::None),
        count => Err(NoDocument::Many { count }),
    }
}

/// The streams that some value names as embedded files (PDF 1.7, 7.11.4), at any depth.
fn attached(value: &Value, streams: &mut Vec<u32>) -> Read<()> {
    match value {
        Value::Dictionary(entries) | Value::Stream { entries, .. } => {
            if let Some(files) = value.entry("EF") {
                let Value::Dictionary(files) = files else { return unreadable("embedded files by reference") };
                for (_, file) in files {
                    match file {
                        Value::Reference(number) => streams.push(*number),
                        _ => return unreadable("an embedded file that is no stream"),
                    }
                }
            }
            entries.iter().try_for_each(|(_, inner)| attached(inner, streams))
        }
        Value::Array(values) => values.iter().try_for_each(|inner| attached(inner, streams)),
        _ => Ok(()),
    }
}

/// Does it begin as XML does, in whatever encoding? Pictures and notes beside the document do no harm.
fn is_markup(bytes: &[u8]) -> bool {
    let mut letters = bytes.iter().filter(|byte| !matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF));
    letters.find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// What a page is beside one that was made again from its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The same, though perhaps another program wrote the file anew.
    Same,
    /// It says of itself that it is that page, and is not: somebody changed it.
    Altered,
    /// Made by another program, in another version, or by another form: it says nothing.
    Other,
}

/// Compares a page with one made again.
pub fn compared(page: &[u8], again: &[u8]) -> Page {
    match about(page) {
        _ if page == again || is_same(page, again).unwrap_or(false) => Page::Same,
        Some(own) if about(again) == Some(own.clone()) => Page::Altered,
        _ => Page::Other,
    }
}

/// Is everything that the two catalogs lead to the same? Numbers of objects, and how streams are packed, are the business of
/// whoever wrote the file.
fn is_same(page: &[u8], again: &[u8]) -> Read<bool> {
    let (mut one, mut two) = (Objects::open(page)?, Objects::open(again)?);
    let mut seen = HashSet::new();
    let mut left = vec![(one.root(), two.root())];
    while let Some(pair) = left.pop() {
        match pair {
            (Value::Reference(a), Value::Reference(b)) => {
                if seen.insert((a, b)) {
                    left.push((one.get(a)?, two.get(b)?));
                }
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => left.extend(a.into_iter().zip(b)),
            (Value::Dictionary(a), Value::Dictionary(b)) => match in_pairs(a, b) {
                Some(pairs) => left.extend(pairs),
                None => return Ok(false),
            },
            (a @ Value::Stream { .. }, b @ Value::Stream { .. }) => {
                if one.bytes_of(&a, ATTACHMENT)? != two.bytes_of(&b, ATTACHMENT)? {
                    return Ok(false);
                }
                match in_pairs(unpacked(a), unpacked(b)) {
                    Some(pairs) => left.extend(pairs),
                    None => return Ok(false),
                }
            }
            (a, b) if a == b => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

/// The entries of a stream but for how it is packed.
fn unpacked(stream: Value) -> Vec<(String, Value)> {
    let Value::Stream { mut entries, .. } = stream else { return Vec::new() };
    entries.retain(|(name, _)| !matches!(name.as_str(), "Length" | "Filter" | "DecodeParms"));
    entries
}

/// Values of the same names, side by side; `None` where one has a name that the other has not.
fn in_pairs(mut a: Vec<(String, Value)>, mut b: Vec<(String, Value)>) -> Option<Vec<(Value, Value)>> {
    a.sort_by(|one, two| one.0.cmp(&two.0));
    b.sort_by(|one, two| one.0.cmp(&two.0));
    let is_named_alike = a.len() == b.len() && a.iter().zip(&b).all(|(one, two)| one.0 == two.0);
    is_named_alike.then(|| a.into_iter().zip(b).map(|(one, two)| (one.1, two.1)).collect())
}

/// What a file says about itself: program and version, number, dates, code and form.
fn about(pdf: &[u8]) -> Option<Value> {
    let mut objects = Objects::open(pdf).ok()?;
    let info = objects.info()?;
    objects.get(info).ok().filter(|info| info.entry("Keywords").is_some())
}

/// The text of the verification code that a page made here names among its keywords, for programs that do not look at
/// the picture; that the picture says the same is seen when the page is made again.
pub fn code_text(pdf: &[u8]) -> Option<String> {
    let Some(Value::Text(bytes)) = about(pdf)?.entry("Keywords").cloned() else { return None };
    let words = String::from_utf8(bytes).ok()?;
    words.split(", ").find(|word| word.starts_with("TC1:")).map(str::to_owned)
}

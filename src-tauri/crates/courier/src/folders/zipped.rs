//! How does one document lie in a zip file? Alone. What else lies there is not guessed at, names inside are never paths, and
//! no size inside is believed before it was read.

use std::io::{self, Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Most entries that are looked at.
const MOST_ENTRIES: usize = 64;

/// Is it one, by its first bytes?
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A zip file with this document alone; the same document makes the same bytes.
pub(super) fn wrap(name: &str, document: &[u8]) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, options).map_err(io::Error::other)?;
    zip.write_all(document)?;
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

/// The one XML file in it, of at most so many bytes.
pub(super) fn only_document(bytes: &[u8], most: u64) -> Result<Vec<u8>, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if zip.len() > MOST_ENTRIES {
        return Err("more files than one document needs".to_owned());
    }
    let mut documents = Vec::new();
    for at in 0..zip.len() {
        let entry = zip.by_index(at).map_err(|error| error.to_string())?;
        // A name that cannot be read is none of ours.
        let is_xml = entry.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with(".xml"));
        if entry.is_file() && is_xml {
            documents.push(at);
        }
    }
    let [at] = documents[..] else { return Err(format!("{} documents where one should be", documents.len())) };
    let entry = zip.by_index(at).map_err(|error| error.to_string())?;
    let mut document = Vec::new();
    entry.take(most + 1).read_to_end(&mut document).map_err(|error| error.to_string())?;
    if document.len() as u64 > most { Err("larger than any document".to_owned()) } else { Ok(document) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_out_as_it_went_in() {
        let document = b"\xef\xbb\xbf<?xml version='1.0'?>\r\n<a/>  \n";
        let zipped = wrap("a.xml", document).unwrap();
        assert!(is_zip(&zipped) && !is_zip(document));
        assert_eq!(only_document(&zipped, 100).unwrap(), document);
        assert_eq!(wrap("a.xml", document).unwrap(), zipped, "the same bytes each time");
        assert!(only_document(&zipped, 10).is_err(), "no size is believed");
    }

    #[test]
    fn what_holds_none_or_several_is_not_guessed_at() {
        let several = |names: &[&str]| {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            for name in names {
                zip.start_file(*name, SimpleFileOptions::default()).unwrap();
                zip.write_all(b"<a/>").unwrap();
            }
            zip.finish().unwrap().into_inner()
        };
        assert!(only_document(&several(&["a.xml", "b.XML"]), 100).is_err());
        assert!(only_document(&several(&["a.txt"]), 100).is_err());
        assert_eq!(only_document(&several(&["readme.txt", "../a.xml"]), 100).unwrap(), b"<a/>");
        assert!(only_document(b"PK\x03\x04 and then nothing", 100).is_err());
    }
}

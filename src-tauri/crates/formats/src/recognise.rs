//! Which dialect do these bytes speak? A look at the beginning only; nothing here is a promise that the rest is sound.

use crate::aladi::ENVELOPE;
use crate::sheet;

/// A way to write certificates down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Tamga CO XML, `urn:tamga:co:1`.
    TamgaXml,
    /// UN/CEFACT edi3 certificate of origin, JSON.
    CefactJson,
    /// The strict UN/CEFACT PreferentialCoO of release D23B, JSON.
    CefactD23b,
    /// OASIS UBL CertificateOfOrigin 2.x.
    Ubl,
    /// ALADI certificate of origin (COD), XML.
    AladiCod,
    /// Applications as CSV text.
    Csv,
    /// Applications as a workbook.
    Xlsx,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Self; 7] =
        [Self::TamgaXml, Self::CefactJson, Self::CefactD23b, Self::Ubl, Self::AladiCod, Self::Csv, Self::Xlsx];

    /// The word for command lines and stored rows: `tamga-xml`, `cefact-json`, `cefact-d23b`, `ubl`, `cod`, `csv`,
    /// `xlsx`.
    pub fn code(self) -> &'static str {
        match self {
            Self::TamgaXml => "tamga-xml",
            Self::CefactJson => "cefact-json",
            Self::CefactD23b => "cefact-d23b",
            Self::Ubl => "ubl",
            Self::AladiCod => "cod",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// From its word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.code() == code)
    }
}

/// Which document of a dialect it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// A certificate of origin, or a draft of one.
    Certificate,
    /// A status statement.
    Status,
    /// An answer from customs.
    Answer,
    /// A question about a certificate, or what is said to one.
    Inquiry,
    /// Applications for certificates, one or many.
    Applications,
    /// Entries to find a certificate by, never a certificate.
    Index,
}

/// Dialect and document, as far as the beginning of the bytes tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Recognised {
    /// The dialect.
    pub dialect: Dialect,
    /// The document.
    pub kind: DocumentKind,
}

/// The dialect, or `None` when the bytes are none we know.
pub fn recognise(bytes: &[u8]) -> Option<Dialect> {
    recognise_document(bytes).map(|recognised| recognised.dialect)
}

/// How far into the bytes recognising looks.
const HEAD: usize = 64 * 1024;

/// The dialect and which document it is, or `None`.
pub fn recognise_document(bytes: &[u8]) -> Option<Recognised> {
    structured(bytes).or_else(|| {
        let table = |dialect| Some(Recognised { dialect, kind: DocumentKind::Applications });
        if sheet::is_workbook(bytes) {
            return table(Dialect::Xlsx);
        }
        if sheet::has_known_heads(bytes, HEAD) { table(Dialect::Csv) } else { None }
    })
}

/// XML and JSON, by their first letter.
fn structured(bytes: &[u8]) -> Option<Recognised> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let head = head.get(start..)?;
    let holds = |needle: &[u8]| find(head, needle).is_some();
    match head.first()? {
        b'<' if holds(crate::ubl::ROOT.as_bytes()) => {
            Some(Recognised { dialect: Dialect::Ubl, kind: DocumentKind::Certificate })
        }
        b'<' if holds(b"Envelope") && holds(ENVELOPE.as_bytes()) && holds(b"CertOrigin") => {
            Some(Recognised { dialect: Dialect::AladiCod, kind: DocumentKind::Certificate })
        }
        b'<' => {
            let root = find(head, b"MetaData")?;
            find(head.get(root..)?, b"urn:tamga:co:1")?;
            let kinds = [
                (find(head, b"<Declaration"), DocumentKind::Certificate),
                (find(head, b"<StatusStatement"), DocumentKind::Status),
                (find(head, b"<Response"), DocumentKind::Answer),
                (find(head, b"<Inquiry"), DocumentKind::Inquiry),
            ];
            let (_, kind) = kinds.into_iter().filter_map(|(at, kind)| Some((at?, kind))).min_by_key(|(at, _)| *at)?;
            Some(Recognised { dialect: Dialect::TamgaXml, kind })
        }
        b'{' if holds(b"\"supplyChainConsignment\"") || holds(b"\"isPreferential\"") => {
            Some(Recognised { dialect: Dialect::CefactJson, kind: DocumentKind::Certificate })
        }
        b'{' if holds(b"\"exchangedDocument\"") => {
            Some(Recognised { dialect: Dialect::CefactD23b, kind: DocumentKind::Index })
        }
        _ => None,
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

//! Why could a document not be read or written at all? One variant per thing that happened, each with a stable code
//! and parameters for the catalogues. What is merely odd about a readable document is a finding, not an error.

use thiserror::Error;

/// Why a document could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FormatError {
    /// More bytes than the limit.
    #[error("document is larger than {limit} bytes")]
    TooLarge {
        /// Most bytes allowed.
        limit: usize,
    },
    /// Deeper nesting than the limit.
    #[error("document is nested deeper than {limit} levels")]
    TooDeep {
        /// Most levels allowed.
        limit: usize,
    },
    /// More values or elements than a certificate can need.
    #[error("document holds more than {limit} values")]
    TooManyValues {
        /// Most values allowed.
        limit: usize,
    },
    /// More goods items than the limit.
    #[error("document holds more than {limit} goods items")]
    TooManyItems {
        /// Most goods items allowed.
        limit: usize,
    },
    /// The bytes are not UTF-8.
    #[error("document is not UTF-8 (byte {offset})")]
    NotUtf8 {
        /// Where the first wrong byte stands.
        offset: usize,
    },
    /// The text is not JSON.
    #[error("document is not JSON (line {line}, column {column})")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// A JSON object names one key twice, so that two readers could see two certificates.
    #[error("key {key:?} stands twice in one object (line {line}, column {column})")]
    DuplicateKey {
        /// The key.
        key: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// The gate does not let the XML in; the code says why.
    #[error("document is not XML we accept: {gate} at byte {offset}")]
    NotXml {
        /// The gate's own code.
        gate: String,
        /// Where it stopped.
        offset: usize,
    },
    /// A document type declaration or entity, refused always.
    #[error("document has a DOCTYPE or an entity")]
    Doctype,
    /// Another document than the one asked for.
    #[error("document element {found:?} is not the one expected")]
    WrongRoot {
        /// What stood there.
        found: String,
    },
    /// A statement or answer lacks something it cannot be without.
    #[error("{path} is missing")]
    Missing {
        /// The field.
        path: String,
    },
    /// A statement or answer has a value that means nothing.
    #[error("{path} has a value that cannot be read")]
    WrongValue {
        /// The field.
        path: String,
        /// What stood there, cut to 64 characters.
        value: String,
    },
    /// A character that no XML document can carry.
    #[error("{path} holds the character U+{code_point:04X}, which no document can carry")]
    ForbiddenCharacter {
        /// Element path.
        path: String,
        /// The character.
        code_point: u32,
    },
    /// A time outside the years 1 to 9999.
    #[error("{path} lies outside the years 1 to 9999")]
    TimeOutOfRange {
        /// Element path.
        path: String,
    },
    /// A table beyond what applications can need.
    #[error("the table has more {what} than {limit}")]
    TableTooLarge {
        /// `rows`, `columns`, `cells`, `letters` of one cell, `unpacked` bytes, or `growth` in unpacking.
        what: &'static str,
        /// Most allowed.
        limit: usize,
    },
    /// A part of a workbook is missing or cannot be read.
    #[error("the workbook cannot be read: {part} {what}")]
    WorkbookDamaged {
        /// Name of the part; empty for the file as a whole.
        part: String,
        /// What is wrong, as a short code.
        what: String,
    },
    /// A workbook of the time before 2007, or one with a password.
    #[error("the workbook is of an older kind, or has a password")]
    OlderWorkbook,
    /// A zip archive that holds no workbook.
    #[error("the archive holds no workbook")]
    OtherArchive,
    /// Bytes that are no text.
    #[error("the file is no text (looked at as {encoding})")]
    NotText {
        /// The encoding that was tried last.
        encoding: &'static str,
    },
    /// A file with no application or with several, where one draft was wanted.
    #[error("the file holds {count} applications, not one")]
    NotOneApplication {
        /// How many it holds.
        count: usize,
    },
    /// A mapping of columns that cannot be read, or that names a field that does not exist.
    #[error("line {line} of the mapping: {text}")]
    Mapping {
        /// Line, from 1.
        line: usize,
        /// What is wrong, or the field.
        text: String,
    },
    /// A workbook could not be made.
    #[error("the workbook cannot be written: {what}")]
    WorkbookUnwritten {
        /// What went wrong.
        what: String,
    },
    /// A COD of a schema version that is none.
    #[error("{found:?} is no version of the COD schema")]
    UnknownVersion {
        /// What stood in `CODVer`, cut to 64 characters.
        found: String,
    },
    /// An agreement that has no form in the version asked for.
    #[error("{agreement:?} has no COD form in version {version}")]
    NoForm {
        /// Code of the scheme, cut to 64 characters.
        agreement: String,
        /// The version.
        version: &'static str,
    },
    /// A COD of another stage than the one that can be gone on from.
    #[error("the document is at stage {found}, not {wanted}")]
    WrongStage {
        /// Its stage, or `none`.
        found: &'static str,
        /// The stage it must have.
        wanted: &'static str,
    },
    /// The source of the bytes failed.
    #[error("reading failed: {0}")]
    Source(std::io::ErrorKind),
}

impl FormatError {
    /// The code the catalogues translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } | Self::TooDeep { .. } | Self::TooManyValues { .. } | Self::TooManyItems { .. } => {
                "read.limit"
            }
            Self::NotUtf8 { .. } => "read.encoding",
            Self::NotJson { .. } => "read.not_json",
            Self::DuplicateKey { .. } => "read.duplicate_key",
            Self::NotXml { .. } => "read.not_xml",
            Self::Doctype => "read.doctype",
            Self::WrongRoot { .. } => "read.wrong_root",
            Self::Missing { .. } => "read.missing",
            Self::WrongValue { .. } => "read.value",
            Self::ForbiddenCharacter { .. } => "write.character",
            Self::TimeOutOfRange { .. } => "write.time",
            Self::TableTooLarge { .. } => "sheet.too_large",
            Self::WorkbookDamaged { .. } => "sheet.damaged",
            Self::OlderWorkbook => "sheet.older_workbook",
            Self::OtherArchive => "sheet.no_workbook",
            Self::NotText { .. } => "sheet.no_text",
            Self::NotOneApplication { .. } => "sheet.not_one",
            Self::Mapping { .. } => "sheet.mapping",
            Self::WorkbookUnwritten { .. } => "sheet.unwritten",
            Self::UnknownVersion { .. } => "cod.version",
            Self::NoForm { .. } => "cod.no_form",
            Self::WrongStage { .. } => "cod.wrong_stage",
            Self::Source(_) => "read.source",
        }
    }

    /// Named parameters for the sentence, in a fixed order.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLarge { limit } => vec![("what", "size".into()), ("limit", limit.to_string())],
            Self::TooDeep { limit } => vec![("what", "depth".into()), ("limit", limit.to_string())],
            Self::TooManyValues { limit } => vec![("what", "values".into()), ("limit", limit.to_string())],
            Self::TooManyItems { limit } => vec![("what", "items".into()), ("limit", limit.to_string())],
            Self::NotUtf8 { offset } => vec![("offset", offset.to_string())],
            Self::NotJson { line, column } => vec![("line", line.to_string()), ("column", column.to_string())],
            Self::DuplicateKey { key, line, column } => {
                vec![("key", key.clone()), ("line", line.to_string()), ("column", column.to_string())]
            }
            Self::NotXml { gate, offset } => vec![("gate", gate.clone()), ("offset", offset.to_string())],
            Self::Doctype => Vec::new(),
            Self::WrongRoot { found } => vec![("found", found.clone())],
            Self::Missing { path } | Self::TimeOutOfRange { path } => vec![("path", path.clone())],
            Self::WrongValue { path, value } => vec![("path", path.clone()), ("value", value.clone())],
            Self::ForbiddenCharacter { path, code_point } => {
                vec![("path", path.clone()), ("character", format!("U+{code_point:04X}"))]
            }
            Self::TableTooLarge { what, limit } => vec![("what", (*what).into()), ("limit", limit.to_string())],
            Self::WorkbookDamaged { part, what } => vec![("part", part.clone()), ("what", what.clone())],
            Self::OlderWorkbook | Self::OtherArchive => Vec::new(),
            Self::NotText { encoding } => vec![("encoding", (*encoding).to_owned())],
            Self::NotOneApplication { count } => vec![("count", count.to_string())],
            Self::Mapping { line, text } => vec![("line", line.to_string()), ("text", text.clone())],
            Self::WorkbookUnwritten { what } => vec![("what", what.clone())],
            Self::UnknownVersion { found } => vec![("found", found.clone())],
            Self::NoForm { agreement, version } => {
                vec![("agreement", agreement.clone()), ("version", (*version).to_owned())]
            }
            Self::WrongStage { found, wanted } => {
                vec![("found", (*found).to_owned()), ("wanted", (*wanted).to_owned())]
            }
            Self::Source(kind) => vec![("kind", kind.to_string())],
        }
    }
}

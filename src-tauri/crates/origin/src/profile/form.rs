//! What stands on the face of the form? Its boxes, flags, texts and numbers (`agreements.md` section 3).

use super::Evidence;
use super::rule::facts;
use crate::certificate::Flag;
use crate::layout::Bind;
use crate::numbering::Pattern;
use crate::word::words;

words! {
    /// What the form is printed on.
    Paper {
        /// Plain paper: lines, labels and values are printed.
        Plain = "plain",
        /// A preprinted form: values only.
        Preprinted = "preprinted",
    }
}

words! {
    /// When a box must be filled.
    Required {
        /// Always.
        Always = "always",
        /// When it is known.
        IfKnown = "if_known",
        /// Never; it stays empty.
        Never = "never",
        /// By the authority, not by the office.
        ByAuthority = "by_authority",
    }
}

words! {
    /// What happens to text that does not fit its box.
    Overflow {
        /// It flows to a continuation sheet.
        Continuation = "continuation",
        /// It is refused.
        Refuse = "refuse",
    }
}

words! {
    /// How a flag appears on the form.
    Mark {
        /// A tick in a square.
        Tick = "tick",
        /// Printed words.
        Text = "text",
        /// Part of the criterion's code.
        Code = "code",
    }
}

words! {
    /// What a flag needs beside it.
    Companion {
        /// The company that invoices.
        InvoicingParty = "invoicing_party",
        /// A reference to another certificate.
        Reference = "reference",
        /// The countries whose inputs were cumulated.
        CumulationCountries = "cumulation_countries",
        /// A remark in words, for instance name and address of an exhibition.
        Remark = "remark",
        /// First and last day of the period.
        Period = "period",
    }
}

words! {
    /// Letters a form may be written in.
    Script {
        /// Latin letters.
        Latin = "latin",
        /// Cyrillic letters.
        Cyrillic = "cyrillic",
        /// Arabic letters.
        Arabic = "arabic",
        /// Chinese, Japanese and Korean letters.
        EastAsian = "east_asian",
    }
}

words! {
    /// When a running number starts again.
    Reset {
        /// Never.
        Never = "never",
        /// Each year.
        Year = "year",
        /// Each month.
        Month = "month",
    }
}

words! {
    /// What keeps its own running number.
    NumberScope {
        /// Each issuing body.
        Issuer = "issuer",
        /// Each office or desk.
        Office = "office",
        /// Each agreement.
        Agreement = "agreement",
        /// Each form.
        Form = "form",
    }
}

words! {
    /// Who makes a declaration or certification.
    IssuerWord {
        /// The exporter.
        Exporter = "exporter",
        /// The producer.
        Producer = "producer",
        /// The importer.
        Importer = "importer",
        /// The issuing body.
        Issuer = "issuer",
        /// Customs.
        Customs = "customs",
        /// The applicant, on the application and not on the face.
        Applicant = "applicant",
    }
}

words! {
    /// Who is named as country of origin.
    OriginPer {
        /// One country for the whole certificate.
        Certificate = "certificate",
        /// One country for each item.
        Item = "item",
    }
}

/// The face of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Form code, for instance `CO`.
    pub code: String,
    /// The agreement's own version of the form.
    pub version: String,
    /// Title printed on it.
    pub title: String,
    /// Languages allowed, as ISO 639-1 capitals.
    pub languages: Vec<String>,
    /// Any language will do, with a translation.
    pub any_with_translation: bool,
    /// Letters allowed; empty where those of the languages are.
    pub scripts: Vec<Script>,
    /// Wording of the copies, in printed order.
    pub copies: Vec<String>,
    /// Where the copies were read.
    pub copies_evidence: Evidence,
    /// Paper.
    pub paper: Paper,
    /// Pages of the form, without continuation sheets.
    pub pages: u16,
    /// Where this was read.
    pub evidence: Evidence,
}

impl Form {
    /// The letters the form is written in; none where any language will do or nothing is known of the languages.
    pub fn letters(&self) -> Option<Vec<Script>> {
        if !self.scripts.is_empty() {
            return Some(self.scripts.clone());
        }
        if self.any_with_translation || self.languages.is_empty() {
            return None;
        }
        let mut letters: Vec<Script> = self.languages.iter().map(|code| Script::of(code)).collect::<Option<_>>()?;
        letters.sort_unstable();
        letters.dedup();
        Some(letters)
    }
}

impl Script {
    /// The letters of a language, ISO 639-1 in capitals; none for one we do not know.
    pub fn of(language: &str) -> Option<Self> {
        match language {
            "EN" | "FR" | "ES" | "PT" | "DE" | "IT" | "NL" | "ID" | "MS" | "TR" | "VI" | "PL" | "SW" => {
                Some(Self::Latin)
            }
            "RU" | "BE" | "KK" | "KY" | "UK" => Some(Self::Cyrillic),
            "AR" => Some(Self::Arabic),
            "ZH" | "JA" | "KO" => Some(Self::EastAsian),
            _ => None,
        }
    }

    /// Does the letter belong to it?
    pub fn holds(self, c: char) -> bool {
        match self {
            Self::Latin => {
                matches!(c, 'A'..='Z' | 'a'..='z' | 'ª' | 'µ' | 'º' | '\u{C0}'..='\u{24F}' | '\u{2B0}'..='\u{2B8}'
                    | '\u{1E00}'..='\u{1EFF}' | '\u{2090}'..='\u{209C}' | '\u{212A}' | '\u{212B}'
                    | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}' | '\u{FB00}'..='\u{FB06}')
            }
            Self::Cyrillic => matches!(c, '\u{400}'..='\u{52F}'),
            Self::Arabic => {
                matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
            }
            Self::EastAsian => {
                matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3005}'..='\u{30FF}' | '\u{3130}'..='\u{318F}' | '\u{3400}'..='\u{9FFF}'
                    | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FF21}'..='\u{FF9F}' | '\u{20000}'..='\u{3134F}')
            }
        }
    }
}

/// One numbered box of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormBox {
    /// Number as printed, so that `8a` works.
    pub number: String,
    /// Is the number printed, or only our own handle for a box or element that has none?
    pub printed: bool,
    /// What of the certificate stands in it; never bound by number.
    pub keys: Vec<Bind>,
    /// Label as printed.
    pub label: String,
    /// When it must be filled.
    pub required: Required,
    /// Texts accepted in place of the real content.
    pub words: Vec<String>,
    /// Most characters that fit.
    pub max_chars: Option<usize>,
    /// Most lines that fit.
    pub max_lines: Option<usize>,
    /// What happens beyond that.
    pub overflow: Overflow,
    /// Where this was read.
    pub evidence: Evidence,
}

/// A tick box or a set remark of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagRow {
    /// Which flag.
    pub flag: Flag,
    /// Drawn as a tick, printed as text, or part of a code.
    pub mark: Mark,
    /// Number of the box it stands in.
    pub in_box: String,
    /// Words printed.
    pub words: String,
    /// Flags that cannot stand beside it.
    pub excludes: Vec<Flag>,
    /// What it needs beside it.
    pub needs: Vec<Companion>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Who is named as country of origin, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginCountry {
    /// For the whole certificate or for each item.
    pub per: OriginPer,
    /// Number of the box it is printed in, or empty.
    pub in_box: String,
    /// Countries that may be named; empty for any.
    pub allowed: Vec<String>,
    /// How a country must be written: code and words, in the order of the file.
    pub words: Vec<(String, String)>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// A declaration or certification on the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attest {
    /// Number of the box it stands in.
    pub in_box: String,
    /// Who makes it.
    pub by: Vec<IssuerWord>,
    /// Wording, where it does not stand in the printed grid.
    pub text: String,
    /// Does it name its place?
    pub place: bool,
    /// Is it dated?
    pub date: bool,
    /// Does it name who makes it?
    pub name: bool,
    /// Is it stamped?
    pub stamp: bool,
    /// Where this was read.
    pub evidence: Evidence,
}

/// The importing authority's box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialUse {
    /// Its number, or empty where it has none.
    pub in_box: String,
    /// Choices printed; they become the utilisation answer.
    pub choices: Vec<String>,
    /// Does it ask for a reason when preference is not given?
    pub reason: bool,
    /// Is it signed?
    pub signature: bool,
    /// Where this was read.
    pub evidence: Evidence,
}

/// How certificate numbers are built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbering {
    /// The pattern.
    pub pattern: Pattern,
    /// Acronym of the agreement for the token `agreement`, or empty.
    pub acronym: String,
    /// Does the agreement prescribe it? Our own default makes numbers but judges nobody else's.
    pub prescribed: bool,
    /// When the running number starts again.
    pub reset: Reset,
    /// What keeps its own sequence.
    pub scope: Vec<NumberScope>,
    /// Longest number the agreement's dialects carry.
    pub max_len: Option<usize>,
    /// Where this was read.
    pub evidence: Evidence,
}

facts!(Form, FormBox, FlagRow, OriginCountry, Attest, OfficialUse, Numbering);

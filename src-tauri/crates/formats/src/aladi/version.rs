//! Which version of the schema, and how far on its way from exporter to official is a document?

/// A version of the COD schema. 1.8.1 never existed; 4.1.1 is the current one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Version {
    /// 1.8.0.
    V1_8_0,
    /// 1.8.2.
    V1_8_2,
    /// 1.8.3.
    V1_8_3,
    /// 2.0.0.
    V2_0_0,
    /// 4.1.0.
    V4_1_0,
    /// 4.1.1.
    #[default]
    V4_1_1,
}

impl Version {
    /// All versions, in their order.
    pub const ALL: [Self; 6] = [Self::V1_8_0, Self::V1_8_2, Self::V1_8_3, Self::V2_0_0, Self::V4_1_0, Self::V4_1_1];

    /// As `CODVer` says it.
    pub fn code(self) -> &'static str {
        match self {
            Self::V1_8_0 => "1.8.0",
            Self::V1_8_2 => "1.8.2",
            Self::V1_8_3 => "1.8.3",
            Self::V2_0_0 => "2.0.0",
            Self::V4_1_0 => "4.1.0",
            Self::V4_1_1 => "4.1.1",
        }
    }

    /// From what `CODVer` says.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.code() == code)
    }

    /// Position in [`Self::ALL`].
    pub(super) fn index(self) -> usize {
        self as usize
    }
}

/// The four stages of construction (ALADI/SEC/di 2327, 2.4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Filled by the exporter, not signed.
    ExporterUnsigned,
    /// Signed by the exporter.
    ExporterSigned,
    /// With the data of the issuing body, not signed by its official. No schema takes this stage.
    Certified,
    /// Signed by the official.
    Complete,
}

impl Stage {
    /// The word used in findings and listings.
    pub fn code(self) -> &'static str {
        match self {
            Self::ExporterUnsigned => "exporter_unsigned",
            Self::ExporterSigned => "exporter_signed",
            Self::Certified => "certified",
            Self::Complete => "complete",
        }
    }

    /// Which stage these parts make; none for a combination that is no stage.
    pub(super) fn of(exporter_signature: bool, issue_part: bool, official_signature: bool) -> Option<Self> {
        match (exporter_signature, issue_part, official_signature) {
            (false, false, false) => Some(Self::ExporterUnsigned),
            (true, false, false) => Some(Self::ExporterSigned),
            (true, true, false) => Some(Self::Certified),
            (true, true, true) => Some(Self::Complete),
            _ => None,
        }
    }
}

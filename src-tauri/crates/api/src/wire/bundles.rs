//! What does the window know of what is carried by hand, and of documents that contradict one another?

use super::{FileSource, Workplace, shapes};

shapes! {
    struct BundlesRead {
        pub workplace: Workplace,
    }

    /// What others need to know of this office, with whom it exchanges bundles, and what went and came.
    struct BundlesState {
        pub node: String,
        pub party: String,
        /// As a trust list names it, `kid:key`.
        pub signing_key: String,
        /// What bundles for this office are closed with, `age1…`.
        pub recipient: String,
        pub partners: Vec<BundlePartner>,
        /// Newest first.
        pub lines: Vec<BundleLine>,
        pub missing: Vec<BundleGap>,
        /// Without a trust list no bundle can be believed.
        pub has_list: bool,
    }

    struct BundlePartner {
        pub node: String,
        pub party: String,
        /// `age1…`.
        pub recipients: Vec<String>,
        /// Two letters each; none for all.
        pub countries: Vec<String>,
    }

    struct BundleLine {
        pub packed_here: bool,
        pub node: String,
        pub n: u32,
        pub entries: u32,
        /// Entries the other side confirmed; of one that was read here, those that were taken in.
        pub confirmed: u32,
        pub at: String,
        pub is_whole: bool,
        pub name: String,
    }

    /// Numbers of bundles that are missing.
    struct BundleGap {
        pub node: String,
        pub first: u32,
        pub last: u32,
    }

    struct BundleNodeSave {
        pub workplace: Workplace,
        pub node: String,
    }

    struct BundlePartnerSave {
        pub workplace: Workplace,
        pub partner: BundlePartner,
    }

    struct BundlePartnerRemove {
        pub workplace: Workplace,
        pub node: String,
    }

    struct BundleWrite {
        pub workplace: Workplace,
        /// The partner.
        pub node: String,
        pub with_trust_list: bool,
    }

    /// What lies on the stick, read back; `folder` is null when the person chose none.
    struct BundleWritten {
        pub folder: Option<String>,
        pub bundles: Vec<BundlePacked>,
    }

    struct BundlePacked {
        pub n: u32,
        pub entries: u32,
        /// Entries of the other side it confirms.
        pub confirms: u32,
        /// Name of the file.
        pub name: String,
    }

    struct BundleReadFile {
        pub workplace: Workplace,
        pub source: FileSource,
    }

    /// What reading a bundle did.
    struct BundleTaken {
        pub from: String,
        pub n: u32,
        pub packed_at: Option<String>,
        pub was_read: bool,
        pub taken: u32,
        pub known: u32,
        pub aside: Vec<BundleAside>,
        pub confirmed: u32,
        pub usable: u32,
        pub quarantined: u32,
        pub missing: Vec<BundleGap>,
        pub newer_trust_list: Option<u32>,
        pub is_forked: bool,
    }

    /// An entry that had no effect, and why.
    struct BundleAside {
        pub kind: String,
        pub id: String,
        /// `bundle_aside.*`, or the code of whoever refused it.
        pub why: String,
    }

    /// A number under which two signed documents say different things; neither counts.
    struct Contradiction {
        pub issuer: String,
        pub number: String,
        pub revision: u32,
        pub images: Vec<ContradictingImage>,
    }

    struct Contradictions {
        pub rows: Vec<Contradiction>,
    }

    struct ContradictingImage {
        pub id: String,
        pub document_sha256: String,
        pub signed_by: String,
        pub officer: String,
        pub signed_at: Option<String>,
        pub received_at: String,
        /// `gateway`, `bundle`, `pull`, `file`.
        pub via: String,
    }

    struct ImageSetAside {
        pub id: String,
        pub second_person: String,
        pub reason: String,
    }
}

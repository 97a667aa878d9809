//! What does each reason of a judgement do to the verdict? The classes of `seal-and-paper.md` section 8, as data.

use crate::refusal::{Class, Reason};

/// A code with the class it has, and the heavier one a rule of the house or of the body's entry gives it.
struct Row(&'static str, Class, Option<Class>);

use Class::{Invalid as X, Note as N, Unknown as U};

/// Codes that steps 2 to 9 of a judgement give. Codes of the path and of the leaf carry their class from there.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    Row("cert.expired", X, None),
    Row("cert.not_yet_valid", X, None),
    Row("cert.path", U, None),
    Row("key.demo", N, Some(U)),
    Row("revocation.revoked", X, None),
    Row("revocation.revoked_later", N, None),
    Row("revocation.stale", N, None),
    Row("revocation.unknown", N, Some(U)),
    Row("status.as_of", N, None),
    Row("status.cancelled", X, None),
    Row("status.conflict", X, None),
    Row("status.gap", N, None),
    Row("status.list_old", N, None),
    Row("status.none", N, None),
    Row("status.replaced", X, None),
    Row("status.suspended", U, None),
    Row("time.claim_ahead", N, Some(U)),
    Row("time.claimed_only", N, Some(U)),
    Row("time.stamp_missing", N, Some(U)),
    Row("trust.date", X, None),
    Row("trust.destination", X, None),
    Row("trust.form", X, None),
    Row("trust.issuer_differs", X, None),
    Row("trust.list_old", N, Some(U)),
    Row("trust.no_list", U, None),
    Row("trust.officer", X, None),
    Row("trust.signer_unknown", U, None),
    Row("trust.suspended", X, None),
    Row("trust.use", X, None),
    Row("trust.withdrawn", X, None),
];

/// The reason with this code: in its heavier class where a rule asks for it. A code outside the table is a fault of
/// this program and no pass.
pub(super) fn said(code: &'static str, is_strict: bool) -> Reason {
    let row = TABLE.iter().find(|row| row.0 == code);
    let class = row.map_or(U, |Row(_, class, heavier)| if is_strict { heavier.unwrap_or(*class) } else { *class });
    Reason::new(class, code)
}

/// The reason with this code as a note: it is true, and does not count yet.
pub(super) fn noted(code: &'static str) -> Reason {
    Reason::new(N, code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::CODES;

    #[test]
    fn every_code_of_the_table_has_words_and_stands_once_in_order() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0), "sorted, none twice");
        for Row(code, class, heavier) in TABLE {
            assert!(CODES.contains(code), "{code} has words");
            assert!(heavier.is_none_or(|heavier| heavier > *class), "{code} grows heavier");
        }
    }
}

//! How do the claims of a trust list stand in JSON (`seal-and-paper.md` 7.1)? Read from the verified payload of the
//! list's signature; whether that holds is `tamga-seal`'s question, whether the list may be taken is `tamga-origin`'s.

use tamga_origin::trust::TrustList;

use crate::error::FormatError;

/// Reads the claims of a trust list; unknown members are ignored, a member that stands twice is refused.
///
/// # Errors
/// Not JSON within the limits of an 8 MiB list, a claim that is missing, or one whose value means nothing.
pub fn read(payload: &[u8]) -> Result<TrustList, FormatError> {
    let _ = payload;
    Err(FormatError::Missing { path: "list".to_owned() })
}

/// Writes the claims of a trust list; same list, same bytes.
///
/// # Errors
/// A time outside the years 1 to 9999, or a key of a length its kind does not have.
pub fn write(list: &TrustList) -> Result<Vec<u8>, FormatError> {
    let _ = list;
    Ok(Vec::new())
}

//! What does a file about revocation say? Lists and answers of authorities that were handed over by hand, for judging
//! where there is no line. They are weighed like those that were fetched: by who signed them, and at the signing time.

use tamga_seal::OfferedEvidence;
use tamga_seal::revocation::{OcspAnswer, RevocationList, without_armour};

use crate::error::OfficeError;

/// Puts what a file holds to the evidence: a list of revoked certificates (DER or PEM), or an answer about one (OCSP,
/// DER).
///
/// # Errors
/// A file that is neither.
pub fn add_revocation_file(file: &[u8], evidence: &mut OfferedEvidence) -> Result<(), OfficeError> {
    let der = without_armour(file);
    // Of two reasons the one that is said is the list's, which most files are.
    let no_list = match RevocationList::read(&der) {
        Ok(_) => {
            evidence.crls.push(der.into_owned());
            return Ok(());
        }
        Err(reason) => reason,
    };
    match OcspAnswer::read(&der) {
        Ok(_) => {
            evidence.ocsps.push(der.into_owned());
            Ok(())
        }
        Err(_) => Err(OfficeError::Gate(no_list.into())),
    }
}

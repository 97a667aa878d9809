//! How does the verification code become squares on the page?

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode, Version};

use crate::PaperError;

/// Modules left empty around the code (ISO/IEC 18004).
pub(crate) const QUIET: usize = 4;

/// A code as runs of dark modules: column, row and length of each run, quiet zone included in the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Code {
    /// Modules along a side, quiet zone included.
    pub side: usize,
    /// Dark runs: column, row, length.
    pub runs: Vec<(usize, usize, usize)>,
}

/// Draws a text at level M in the smallest version that holds it, at most version 20.
pub(crate) fn encode(text: &str) -> Result<Code, PaperError> {
    let too_long = || PaperError::CodeTooLong { length: text.chars().count() };
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| too_long())?;
    if !matches!(code.version(), Version::Normal(1..=20)) {
        return Err(too_long());
    }
    let width = code.width();
    let mut runs = Vec::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                runs.push((column + QUIET, row + QUIET, run.len()));
            }
            column += run.len();
        }
    }
    Ok(Code { side: width + 2 * QUIET, runs })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_payload_fits_version_20_and_a_longer_one_is_refused() {
        let full = encode(&"A".repeat(970)).unwrap();
        assert_eq!(full.side, 97 + 2 * QUIET, "version 20 has 97 modules");
        assert!(matches!(encode(&"A".repeat(971)), Err(PaperError::CodeTooLong { length: 971 })));
    }

    #[test]
    fn every_module_of_a_finder_row_is_drawn_once() {
        let code = encode("TC1:HELLO").unwrap();
        let first: usize = code.runs.iter().filter(|(_, row, _)| *row == QUIET).map(|(_, _, length)| length).sum();
        assert!(first >= 14, "two finder patterns start with seven dark modules each, found {first}");
        assert!(code.runs.iter().all(|(column, row, length)| {
            *column >= QUIET && *row >= QUIET && column + length <= code.side - QUIET && *row < code.side - QUIET
        }));
    }
}

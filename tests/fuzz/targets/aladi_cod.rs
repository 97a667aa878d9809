//! Whatever comes: a COD of any stage is read or refused, and what was read is written in every version that has a form
//! for it, losing exactly what is named.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_formats::aladi::{self, Extent, Style, Version};
use tamga_formats::{Limits, paths};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { bytes: 256 * 1024, ..Limits::default() };
    let Ok(gated) = aladi::gate(bytes, &limits) else { return };
    let Ok(read) = aladi::read(&gated, &limits) else { return };
    let certificate = read.value.certificate;
    let wide = Limits { bytes: usize::MAX, values: usize::MAX, ..Limits::default() };
    for version in Version::ALL {
        let style = Style { version, extent: Extent::Certificate, zones: true };
        let Ok(written) = aladi::write(&certificate, &style) else { continue };
        let gated = aladi::gate(&written.bytes, &wide).expect("what we write passes the gate");
        let back = aladi::read(&gated, &wide).expect("what we write can be read").value.certificate;
        let named = |finding: &&tamga_origin::Finding| {
            finding.code.starts_with("loss.") || finding.code.starts_with("withheld.")
        };
        let mut lost: Vec<String> = written.findings.iter().filter(named).map(|finding| finding.path.clone()).collect();
        let mut differing = paths::differing(&certificate, &back);
        lost.sort();
        differing.sort();
        assert_eq!(lost, differing, "{version:?}");
    }
});

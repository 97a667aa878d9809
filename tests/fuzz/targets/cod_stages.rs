//! Whatever comes: a COD is at one of its stages or refused, and each signature covers the part that is its own.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_seal::{Keys, Profile, check};
use tamga_xml::{Limits, gate};

fuzz_target!(|bytes: &[u8]| {
    let Ok(gated) = gate(bytes, &Limits::FOREIGN) else { return };
    let Ok(found) = check(&gated, Keys::InDocument) else { return };
    let profiles: Vec<Profile> = found.iter().map(|whole| whole.profile).collect();
    if !profiles.contains(&Profile::CodExporter) && !profiles.contains(&Profile::CodOfficial) {
        return;
    }
    assert!(matches!(&*profiles, [Profile::CodExporter] | [Profile::CodExporter, Profile::CodOfficial]));
    for whole in &found {
        let element = if whole.profile == Profile::CodExporter { "<COD" } else { "<CODEH" };
        let signed = whole.signed.gated().expect("what was signed is XML").text();
        let after = signed.strip_prefix(element).expect("its own part");
        assert!(after.starts_with([' ', '>']), "its own part and no other of a longer name");
    }
});

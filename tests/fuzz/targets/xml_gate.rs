//! Whatever comes: the gate answers, and what it lets in is told whole, with its places inside the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_xml::{Event, Limits, gate};

fuzz_target!(|bytes: &[u8]| {
    for limits in [Limits::OWN, Limits::FOREIGN] {
        let Ok(gated) = gate(bytes, &limits) else { continue };
        let (mut depth, mut seen) = (0_usize, 0_usize);
        let mut events = gated.events();
        while let Some(event) = events.next() {
            seen += 1;
            assert!(gated.text().get(events.offset()..events.end_offset()).is_some(), "a place outside the text");
            match event {
                Event::Start(start) => {
                    depth += 1;
                    assert_eq!(start.depth, depth, "the depth that is told is the depth there is");
                    assert!(depth <= limits.depth, "deeper than allowed");
                }
                Event::End => depth -= 1,
                Event::Text(text) => assert!(depth > 0 && !text.is_empty(), "text outside the root, or none"),
            }
        }
        assert!(seen >= 2 && depth == 0, "a document that came in has a root, and it ends");
    }
});

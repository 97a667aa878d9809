//! UBL: the law of losses, the schema others wrote, documents as others write them, and what is refused.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use tamga_formats::ubl::{self, Style, Version};
use tamga_formats::{Limits, paths};

use crate::schema::complaints_by;
use crate::{conformance_path, generate, lines, named_as_lost};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn ubl_loses_exactly_what_its_findings_name(certificate in generate::certificate(), complete in any::<bool>()) {
        let certificate = if complete { generate::completed(certificate) } else { certificate };
        let written = ubl::write(&certificate, &Style::default()).unwrap();
        prop_assert_eq!(&ubl::write(&certificate, &Style::default()).unwrap().bytes, &written.bytes);
        lines(&written.findings);
        let back = ubl::read(&written.bytes, &Limits::default()).unwrap();
        lines(&back.findings);
        let mut lost = paths::differing(&certificate, &back.value);
        lost.sort();
        prop_assert_eq!(named_as_lost(&written.findings), lost);
    }
}

#[test]
fn what_is_written_follows_the_schema_of_ubl() {
    let Some(schema) = conformance_path("ubl-2.1/certificate-of-origin.driver.xsd") else { return };
    let mut runner = TestRunner::deterministic();
    let mut documents = Vec::new();
    for index in 0..240 {
        let certificate = generate::completed(generate::certificate().new_tree(&mut runner).unwrap().current());
        let style = Style { version: Version::ALL[index % 4] };
        let written = ubl::write(&certificate, &style).unwrap();
        let gaps: Vec<String> = lines(&written.findings).into_iter().filter(|line| line.contains("gap.")).collect();
        assert_eq!(gaps, Vec::<String>::new(), "a complete certificate has no gaps");
        documents.push(written.bytes);
    }
    if let Some(complaints) = complaints_by(&schema, &documents) {
        assert_eq!(complaints, "");
    }
}

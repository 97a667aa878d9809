//! Whatever stands in a certificate, the findings are known ones and weigh what their evidence allows.

use proptest::prelude::*;

use super::check;
use super::fixture::{day, draft, issued, profile, to_confirm, value};
use super::tests::{TODAY, codes_are_listed};
use crate::finding::Severity;
use crate::profile::Required;
use crate::time::Moment;
use crate::transport::Departure;
use crate::{Certificate, Flag, Reference};

fn a_change() -> impl Strategy<Value = (u8, u8, String)> {
    (0_u8..30, any::<u8>(), "[ -~éЖ\u{7}]{0,20}")
}

fn apply(certificate: &mut Certificate, (what, number, text): &(u8, u8, String)) {
    let item = certificate.items.get_mut(usize::from(*number) % 2);
    let flag = Flag::ALL[usize::from(*number) % Flag::ALL.len()];
    match (what, item) {
        (0, Some(item)) => item.description = text.clone(),
        (1, Some(item)) => item.hs.code = text.clone(),
        (2, Some(item)) => item.criterion.printed = text.clone(),
        (3, Some(item)) => item.sequence = u32::from(*number),
        (4, Some(item)) => item.gross_mass = None,
        (5, Some(item)) => item.packages.clear(),
        (6, Some(item)) => item.origin.country = text.clone(),
        (7, Some(item)) => item.invoice_refs = vec![u32::from(*number)],
        (8, Some(item)) => item.producer_refs = vec![u32::from(*number)],
        (9, Some(item)) => item.value = value("-3"),
        (10, _) => certificate.exporter.name = text.clone(),
        (11, _) => certificate.consignee = None,
        (12, _) => certificate.transport.destination_country = text.clone(),
        (13, _) => {
            certificate.transport.departure =
                day(TODAY).plus_days(-i64::from(*number) * 3).map(|date| Departure::At(Moment::Day(date)))
        }
        (14, _) => certificate.invoices.clear(),
        (15, _) => certificate.flags.push(flag),
        (16, _) => certificate.exporter_declaration = None,
        (17, _) => certificate.number = text.clone(),
        (18, _) => certificate.issued_at = day(TODAY).plus_days(i64::from(*number) * 40).map(Moment::Day),
        (19, _) => certificate.remarks.push(text.repeat(3)),
        (20, _) => certificate.items.clear(),
        (21, _) => certificate.package_total = Some(u64::from(*number)),
        (22, _) => certificate.certification = None,
        (23, _) => certificate.valid_to = day(TODAY).plus_days(i64::from(*number) * 9),
        (24, _) => certificate.references.push(Reference { role: "replaces".into(), ..Reference::default() }),
        _ => {}
    }
}

proptest! {
    #[test]
    fn whatever_stands_in_it_the_findings_are_known_ones_and_come_out_the_same(
        changes in proptest::collection::vec(a_change(), 0..8),
        was_issued in any::<bool>(),
    ) {
        let mut certificate = if was_issued { issued() } else { draft() };
        for change in &changes {
            apply(&mut certificate, change);
        }
        let findings = check(&certificate, &profile(), day(TODAY));
        codes_are_listed(&findings);
        prop_assert_eq!(check(&certificate, &profile(), day(TODAY)), findings);
    }

    #[test]
    fn a_fact_without_the_official_text_never_blocks_whatever_stands_in_the_certificate(
        changes in proptest::collection::vec(a_change(), 0..8),
    ) {
        let mut certificate = draft();
        for change in &changes {
            apply(&mut certificate, change);
        }
        let mut form = profile();
        form.boxes.iter_mut().for_each(|form_box| form_box.required = Required::Never);
        form.criteria.iter_mut().for_each(|row| row.evidence = to_confirm());
        let findings = check(&certificate, &form, day(TODAY));
        let of_criteria = findings.iter().filter(|finding| matches!(&*finding.code, "criterion.unknown" | "criterion.percent_range"));
        for finding in of_criteria {
            prop_assert!(finding.severity < Severity::Block, "{:?}", finding);
        }
    }
}

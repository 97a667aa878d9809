//! May and can this office issue it? Asked of a draft only, and only where the office is known.

use super::Case;
use crate::finding::Finding;

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    for number in case.around.overfull {
        let form_box = case.profile.boxes.iter().find(|form_box| form_box.number == *number);
        let bound = form_box.and_then(|form_box| form_box.keys.first().copied());
        let path = bound.map(|bind| super::content::path(bind, case.certificate.items.first())).unwrap_or_default();
        found.push(Finding::block("layout.overflow", path).with("n", number));
    }
    let Some(desk) = case.around.desk.filter(|_| !case.issued) else { return };
    let profile = case.profile;
    if !desk.switched_on {
        found.push(Finding::block("profile.not_switched_on", "scheme"));
    }
    if profile.is_made_by_traders() && !desk.kind.is_trader() {
        found.push(Finding::block("issuer.stamp_not_allowed", "issuer.code"));
    } else if desk.entitled == Some(false) || !(profile.issuers.is_empty() || profile.may_be_issued_by(desk.kind)) {
        found.push(Finding::block("issuer.not_entitled", "issuer.code").with("form", profile.title("en")));
    }
    if desk.numbers_left == 0 {
        found.push(Finding::block("number.block_empty", "number"));
    }
    if let Some(rule) = profile.stamp_rule().filter(|_| !desk.stamps) {
        found.push(Finding::block("signature.no_stamp_service", "scheme").resting_on(case, &rule.evidence));
    }
}
